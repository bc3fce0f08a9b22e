"""Where the chunks of a batch run: here, in other processes, or on a Dask cluster."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.pipes import received, send
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.sink import Entrusted
from scenario_cli.batch.stores import is_used
from scenario_cli.batch.work import run_chunk
from scenario_cli.errors import LostWorkerError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake

TRIES = 3


class Pool(NamedTuple):
    """What runs chunks.

    Attributes
    ----------
    submit : callable
        Starts some, and returns a function that waits for what they give.
    under_way : callable
        Returns how many such starts may be waited for at once; on a cluster this changes.
    is_full : callable
        Whether so many chunks are enough to be started together.
    learn : callable
        Takes the plan and what its sink entrusts to others, and returns whether tables are to be named
        instead of sent.
    """

    submit: Callable[[Sequence[Chunk]], Callable[[], Sequence[Done]]]
    under_way: Callable[[], int]
    is_full: Callable[[Sequence[Chunk]], bool] = bool
    learn: Callable[[Plan, Entrusted], bool] = lambda _plan, _entrusted: False


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def pool(jobs: int, cluster: str | None, tell: Callable[[Mistake], None]) -> Iterator[Pool]:
    """Give what runs chunks, and end it; ``tell`` takes what it has to wait for.

    Raises
    ------
    UsageError, MissingPackageError
        The cluster cannot be reached or has no workers, or the package for it is not there.
    LostWorkerError
        Processes were ended from outside, again and again; raised by the waiting functions.
    """
    if cluster is not None:
        needs("distributed", "a Dask cluster", extra="cluster")
        from scenario_cli.batch.cluster import workers_of

        with workers_of(jobs, cluster, tell) as workers:
            yield Pool(workers.submit, workers.under_way, workers.is_full, workers.learn)
    elif jobs == 1:
        yield Pool(lambda chunks: lambda: [run_chunk(chunk) for chunk in chunks], lambda: 1)
    else:
        with _processes(jobs) as running:
            yield running


class _Worker:
    """A process that runs chunks, at the other end of a pipe that nobody shares.

    The standard pool's processes share theirs: one that is killed while it sends leaves
    the others waiting for good.
    """

    def __init__(self, context: Any) -> None:
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, os.getpid()), daemon=True)
        self._process.start()
        other.close()  # now the pipe ends when the process does

    def run(self, chunk: Chunk) -> Done:
        """Run a chunk there.

        Raises
        ------
        EOFError, OSError
            The process is gone.
        """
        self._pipe.send(chunk)
        done = received(self._pipe)
        if isinstance(done, Exception):
            raise _InWorkerError from done
        return done

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.terminate()

    def wait(self) -> None:
        """Wait until the process has ended."""
        self._process.join()


class _InWorkerError(Exception):
    """What went wrong in a worker is its cause."""


@contextmanager
def _processes(jobs: int) -> Iterator[Pool]:
    import gc
    import multiprocessing
    from concurrent.futures import Future, ThreadPoolExecutor
    from queue import SimpleQueue
    from threading import Event

    # Elsewhere a forked process may not use system libraries; one that has opened a store has threads.
    quick = sys.platform == "linux" and not is_used()
    gc.freeze()  # else the first collection in each process copies what they share
    first = multiprocessing.get_context("fork" if quick else "spawn")
    workers = [_Worker(first) for _ in range(jobs)]  # now, while this process has no threads
    idle: SimpleQueue[_Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)
    ending = Event()

    def run(chunk: Chunk) -> Done:
        for _ in range(TRIES):
            worker = idle.get()
            try:
                return worker.run(chunk)
            except _InWorkerError as error:
                raise error.__cause__ or error from None
            except (EOFError, OSError):
                if ending.is_set():
                    raise
                worker = _Worker(multiprocessing.get_context("spawn"))
                workers.append(worker)
            finally:
                idle.put(worker)
        raise LostWorkerError(
            f"{TRIES} processes were ended from outside at the same piece (short of memory?); use fewer jobs"
        )

    def results(futures: Sequence[Future[Done]]) -> list[Done]:
        return [future.result() for future in futures]

    threads = ThreadPoolExecutor(jobs)  # each waits for a process
    try:
        yield Pool(
            lambda chunks: partial(results, [threads.submit(run, c) for c in chunks]), lambda: 4 * jobs
        )
    finally:
        ending.set()
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.end()
        for worker in workers:  # all of them give back their memory meanwhile
            worker.wait()
        gc.unfreeze()


def _serve(pipe: Any, parent: int) -> None:
    """Run the chunks that come through a pipe; end when the process that sends them is gone."""
    import signal
    import threading

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits decides what Ctrl-C means
    threading.Thread(target=follow, daemon=True).start()
    while True:
        chunk = pipe.recv()
        try:
            done: Done | Exception = run_chunk(chunk)
        except Exception as error:
            done = error
        send(pipe, done)
