"""Where the chunks of a batch run: here, in other processes, or on a Dask cluster."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from scenario_cli.batch.chunk import Chunk, Done, loaded
from scenario_cli.batch.pipes import received, send
from scenario_cli.batch.work import run_chunk
from scenario_cli.errors import LostWorkerError, UsageError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake

TRIES = 3
WAIT_FOR_WORKERS = 60.0  # seconds
LOOK_FOR_WORKERS = 5.0


class Pool(NamedTuple):
    """``submit`` starts a chunk and returns a function that waits for it; so many are under way at once."""

    submit: Callable[[Chunk], Callable[[], Done]]
    under_way: int


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
        with _cluster(jobs, cluster, tell) as running:
            yield running
    elif jobs == 1:
        yield Pool(lambda chunk: lambda: run_chunk(chunk), 1)
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
    from concurrent.futures import ThreadPoolExecutor
    from queue import SimpleQueue
    from threading import Event

    quick = sys.platform == "linux"  # elsewhere a forked process may not use system libraries
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

    threads = ThreadPoolExecutor(jobs)  # each waits for a process
    try:
        yield Pool(lambda chunk: threads.submit(run, chunk).result, 4 * jobs)
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


@contextmanager
def _cluster(jobs: int, address: str, tell: Callable[[Mistake], None]) -> Iterator[Pool]:
    import distributed

    start_client: Any = distributed.Client
    start_cluster: Any = distributed.LocalCluster
    try:
        if address == "local":
            cluster = start_cluster(n_workers=jobs, threads_per_worker=1, dashboard_address=None)
        else:
            cluster = None
        client = start_client(cluster if cluster is not None else address, timeout="20s")
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"{address}: cannot be reached: {error}", parameter="cluster") from None
    try:
        workers = _Workers(client, address, tell)
        yield Pool(
            lambda chunk: workers.waiting_for(client.submit(run_chunk, loaded(chunk), pure=False, retries=3)),
            4 * workers.awaited(),
        )
    finally:
        client.close()
        if cluster is not None:
            cluster.close()


class _Workers:
    """The workers of a cluster: where there are none, it is told, and waited for a while."""

    def __init__(self, client: Any, address: str, tell: Callable[[Mistake], None]) -> None:
        self.client = client
        self.address = address
        self.tell = tell

    def awaited(self) -> int:
        """Return how many threads they have, once there is one.

        Raises
        ------
        UsageError
            None has come.
        """
        end = time.monotonic() + WAIT_FOR_WORKERS
        told = False
        while not (threads := sum(self.client.nthreads().values())):
            if not told:
                told = True
                message = f"there is no worker; waiting {WAIT_FOR_WORKERS:.0f} s for one"
                self.tell(
                    Mistake(file=self.address, line=0, code="no-worker", message=message, level="warning")
                )
            if time.monotonic() > end:
                message = f"{self.address}: no worker has come in {WAIT_FOR_WORKERS:.0f} s"
                raise UsageError(message, parameter="cluster")
            time.sleep(0.2)
        return int(threads)

    def waiting_for(self, future: Any) -> Callable[[], Done]:
        """Return what waits for a piece, and looks now and then whether there is still a worker."""

        def wait() -> Done:
            while True:
                try:
                    done: Done = future.result(timeout=LOOK_FOR_WORKERS)
                except TimeoutError:
                    self.awaited()
                else:
                    return done

        return wait
