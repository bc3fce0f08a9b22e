"""Where the chunks of a batch run: here, in other processes, or on a Dask cluster."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from scenario_cli.cli.batch_work import Chunk, Done, loaded, run_chunk
from scenario_cli.errors import UsageError
from scenario_cli.files.weightings import needs


class Pool(NamedTuple):
    """``submit`` starts a chunk and returns a function that waits for it; so many are under way at once."""

    submit: Callable[[Chunk], Callable[[], Done]]
    under_way: int


@contextmanager
def pool(jobs: int, cluster: str | None) -> Iterator[Pool]:
    """Give what runs chunks, and end it."""
    if cluster is not None:
        needs("distributed", "cluster", "--cluster")
        with _cluster(jobs, cluster) as running:
            yield running
    elif jobs == 1:
        yield Pool(lambda chunk: lambda: run_chunk(chunk), 1)
    else:
        with _processes(jobs) as running:
            yield running


@contextmanager
def _processes(jobs: int) -> Iterator[Pool]:
    import gc
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    quick = sys.platform == "linux"  # elsewhere a forked process may not use system libraries
    context = multiprocessing.get_context("fork" if quick else "spawn")
    gc.freeze()  # else the first collection in each process copies what they share
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin_work, initargs=(os.getpid(),))
    try:
        pool.submit(os.getpid)  # starts the processes now, while this one has no threads yet
        yield Pool(lambda chunk: pool.submit(run_chunk, chunk).result, 4 * jobs)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _begin_work(parent: int) -> None:
    """Let the process that waits decide what Ctrl-C means; end when it is gone."""
    import signal
    import threading
    import time

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=follow, daemon=True).start()


@contextmanager
def _cluster(jobs: int, address: str) -> Iterator[Pool]:
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
        raise UsageError(f"error: --cluster {address}: cannot be reached: {error}") from None
    try:
        workers = max(1, sum(client.nthreads().values()))
        yield Pool(
            lambda chunk: client.submit(run_chunk, loaded(chunk), pure=False, retries=3).result, 4 * workers
        )
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
