"""Chunks on a Dask cluster: handed out in bundles, again where a worker is lost, twice where one is slow."""

import gc
import logging
import pickle
import time
from asyncio import CancelledError, run_coroutine_threadsafe
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError as OtherCancelledError
from contextlib import ExitStack, contextmanager
from functools import partial
from statistics import median
from typing import Any

from scenario_cli import __version__
from scenario_cli.batch.chunk import Chunk, Done, loaded, placed
from scenario_cli.batch.handed import HandedOver, size_of
from scenario_cli.batch.pieces import PIECES_A_FILE
from scenario_cli.batch.plan import Plan
from scenario_cli.batch.remote import Bundle, BundleDone, arrow_version, run_bundle
from scenario_cli.batch.sights import Seen, Sights
from scenario_cli.batch.sink import Entrusted
from scenario_cli.errors import LostWorkerError, UsageError
from scenario_cli.mistakes import Mistake

CONNECTING = 10.0  # seconds
WAIT_FOR_WORKERS = 10.0
LOOK = 1.0  # as often workers are counted, and one that is slow is noticed
SILENT = 2.0  # a worker that does not answer for so long is passed over
BUNDLE = 1.0  # seconds that a bundle is to take
MOST_CHUNKS = 64  # in one
MOST_BYTES = 64 * 1024 * 1024  # of rows that come back from one
MOST_SENT = 16 * 1024 * 1024
MOST_HELD = 512 * 1024 * 1024  # of what is sent, of all that is under way
LONG = 256 * 1024  # bytes that go straight to a worker
A_THREAD = 3  # bundles under way
TRIES = 3
Tell = Callable[[Mistake], None]
LOST = (CancelledError, OtherCancelledError, OSError, TimeoutError)


@contextmanager
def workers_of(jobs: int, address: str, tell: Tell) -> Iterator["Workers"]:
    """Give the workers at an address; for ``local`` so many are started.

    Raises
    ------
    UsageError
        It cannot be reached, or has none.
    """
    with ExitStack() as stack:
        stack.enter_context(_quiet())
        workers = Workers(_client(stack, jobs, address), address, tell)
        workers.under_way()
        yield workers


def _client(stack: ExitStack, jobs: int, address: str) -> Any:
    import distributed

    start: Any = distributed.Client
    try:
        where = stack.enter_context(_processes(jobs)) if address == "local" else address
        return stack.enter_context(start(where, timeout=CONNECTING))
    except (OSError, ValueError, TimeoutError) as error:
        why = str(error)
    # A client that came to nothing stops its thread once it is collected. Where that is while the next one
    # starts its own, each waits for the other.
    gc.collect()
    raise UsageError(f"{address}: cannot be reached: {why}", parameter="cluster")


def _processes(jobs: int) -> Any:
    """Return a cluster of so many processes here, which say nothing on their own, and have no web page."""
    import distributed

    start: Any = distributed.LocalCluster
    return start(n_workers=jobs, threads_per_worker=1, dashboard_address=":0", silence_logs=logging.CRITICAL)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling on its own of what is told here in a sentence: that a scheduler is gone, say."""
    import distributed  # noqa: F401 - its loggers are there from now on

    loggers = [
        logger
        for name, logger in logging.Logger.manager.loggerDict.items()
        if name.split(".")[0] == "distributed" and isinstance(logger, logging.Logger)
    ]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


class Workers:
    """The workers of a cluster: where there are none, it is told, and waited for a while."""

    def __init__(self, client: Any, address: str, tell: Tell) -> None:
        self.client = client
        self.address = address
        self._tell = tell
        self._sights = Sights(client, address, tell)
        self._seen = Seen()
        self._entrusted = Entrusted()
        self._threads = 0
        self._counted = 0.0
        self._begun = False
        self._submitted = 0
        self._seconds: deque[float] = deque(maxlen=15)  # of a chunk, lately
        self._bytes = 1
        self._silent: set[str] = set()

    def learn(self, plan: Plan, entrusted: Entrusted) -> bool:
        """Find out what workers see, and return whether tables are to be named instead of sent.

        Raises
        ------
        UsageError
            One is of another version, or lacks what it needs.
        """
        self._begun = True
        self._seen = self._sights.look(plan, entrusted)
        self._entrusted = entrusted if self._seen.output else entrusted._replace(folder="")
        return self._seen.tables

    def under_way(self) -> int:
        """Return how many bundles may be under way: as the number of threads is now.

        Raises
        ------
        UsageError
            There is no worker, and none has come.
        """
        if time.monotonic() - self._counted > LOOK:
            self._threads = self._counted_threads() or self._awaited()
            self._counted = time.monotonic()
        return A_THREAD * self._threads

    def is_full(self, chunks: Sequence[Chunk]) -> bool:
        """Whether chunks take about a second, and no more memory than they may.

        Where a file is made of them, they are as many as a file has wherever it is written.
        """
        if self._entrusted.folder and not self._entrusted.each:
            return len(chunks) == PIECES_A_FILE
        held = sum(size_of(chunk) for chunk in chunks)  # here, too, until they are scored
        most = min(MOST_SENT, MOST_HELD // (A_THREAD * max(1, self._threads)))
        return len(chunks) >= self._enough(chunks) or held >= most

    def _enough(self, chunks: Sequence[Chunk]) -> int:
        if not self._seconds:
            return 1
        share = max(chunks[-1].share, 1e-9)
        left = (self._submitted + len(chunks)) * (1 - share) / share
        fair = left / (2 * max(1, self._threads)) + 1  # or the last ones would keep one worker busy alone
        quick = BUNDLE / max(median(self._seconds), 1e-6)
        return int(max(1, min(fair, quick, MOST_CHUNKS, MOST_BYTES / self._bytes)))

    def submit(self, chunks: Sequence[Chunk]) -> Callable[[], Sequence[Done]]:
        """Hand chunks to the workers, and return what waits for what they give."""
        as_sent = placed if self._seen.weights else loaded
        handed = HandedOver(tuple(as_sent(chunk) for chunk in chunks), self._entrusted)
        self._submitted += len(chunks)
        self._hand(handed)
        return partial(self._waited_for, handed)

    def _hand(self, handed: "HandedOver", workers: Sequence[str] | None = None) -> None:
        """Hand chunks to workers: to any or, a second time, to some."""
        bundle = Bundle(handed.chunks, handed.entrusted, arrow_version())
        content: Any = pickle.dumps(bundle, protocol=5)
        try:
            if self._silent and workers is None:
                workers = [worker for worker in self.client.nthreads() if worker not in self._silent] or None
            if len(content) > LONG:
                (content,) = self.client.scatter([content], hash=False, workers=workers)
            future = self.client.submit(run_bundle, __version__, content, pure=False, workers=workers)
            handed.futures.append(future)
        except LOST:
            self._refuse_if_gone()
            handed.futures.append(None)

    def _waited_for(self, handed: "HandedOver") -> Sequence[Done]:
        """Return what chunks gave.

        Raises
        ------
        UsageError
            All workers are gone, or the scheduler is; or a worker is of another version.
        LostWorkerError
            Workers were ended at these chunks again and again.
        InputError
            A file has been changed since it was named.
        """
        while True:
            done = self._first_done(handed)
            if done is None:
                continue
            if done.version != __version__:
                raise self._sights.other_version("a worker", done.version)
            if done.unseen:
                handed.futures.clear()
                handed.send_contents()
                self._sights.say_unseen(done.unseen)
                self._hand(handed)
                continue
            if not handed.has_files(done.dones):  # they were written where nobody else sees them
                handed.futures.clear()
                handed.entrusted = handed.entrusted._replace(folder="")
                self._sights.say_unwritten(self._entrusted.folder)
                self._hand(handed)
                continue
            self._seconds.append(done.seconds / len(done.dones))
            self._bytes = max(1, *(len(rows.content) for rows in done.rows))
            pairs = zip(done.dones, done.rows, strict=True)
            return [one._replace(rows=rows.content) for one, rows in pairs]

    def _first_done(self, handed: "HandedOver") -> BundleDone | None:
        """Return what came first, or nothing where nothing has come yet: then all has been done for it."""
        import distributed

        wait: Any = distributed.wait
        futures = [future for future in handed.futures if future is not None]
        try:
            if futures:
                wait(futures, timeout=LOOK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            self.under_way()
            self._help(handed)
            return None
        except LOST:
            pass
        for future in futures:
            if future.status == "error":
                raise self._failure(future)
            if future.status == "finished":
                done = self._brought(future)
                if done is not None:
                    return done
                handed.futures.remove(future)
        self._again(handed)
        return None

    def _brought(self, future: Any) -> BundleDone | None:
        """Return what a worker holds, however long the way is; nothing where the worker is silent."""
        if self._silent and not self._answers(future):
            return None
        bringing = self.client.gather(future, asynchronous=True)
        coming = run_coroutine_threadsafe(bringing, self.client.loop.asyncio_loop)
        while True:
            try:
                done: BundleDone = coming.result(timeout=SILENT)
            except LOST:
                if not coming.done() and self._answers(future):
                    self.under_way()  # what was lost meanwhile is made again, if anybody is there
                    continue
                coming.cancel()
                return None
            return done

    def _answers(self, future: Any) -> bool:
        """Whether the workers that hold a result say anything; who does not is given no more."""

        async def ask(worker: str) -> None:
            await self.client.rpc(worker).identity()

        try:
            holders = {worker for workers in self.client.who_has([future]).values() for worker in workers}
        except LOST:
            return False
        for worker in holders:
            try:
                self.client.sync(ask, worker, callback_timeout=SILENT)
            except LOST:
                self._silent.add(worker)
            else:
                self._silent.discard(worker)
        return not holders or not holders <= self._silent

    def _again(self, handed: "HandedOver") -> None:
        """Hand over again what has been lost on its way."""
        self._refuse_if_gone()
        self.under_way()
        handed.futures = [f for f in handed.futures if f is not None and f.status == "pending"]
        if not handed.futures:
            if handed.lost >= TRIES:
                raise LostWorkerError(
                    f"{self.address}: the same piece was lost {TRIES} times with its worker"
                )
            handed.lost += 1
            self._hand(handed)

    def _help(self, handed: "HandedOver") -> None:
        """Hand what all wait for to an idle worker as well: the first to be ready is taken."""
        try:
            idle = [worker for worker, keys in self.client.processing().items() if not keys]
        except LOST:
            return
        now = time.monotonic()
        handed.idle_since = (handed.idle_since or now) if idle else None
        usual = median(self._seconds) * len(handed.chunks) if self._seconds else LOOK
        if handed.idle_since is not None and now - handed.idle_since >= usual and len(handed.futures) < TRIES:
            self._hand(handed, idle)
            handed.idle_since = None

    def _failure(self, future: Any) -> BaseException:
        import distributed

        error = future.exception()
        if isinstance(error, distributed.KilledWorker):
            message = "workers were ended at the same piece again and again (short of memory?)"
            return LostWorkerError(f"{self.address}: {message}")
        if isinstance(error, ImportError | AttributeError):  # one that has come later
            return self._sights.refusal_of(error)
        return error if isinstance(error, BaseException) else RuntimeError(str(error))

    def _counted_threads(self) -> int:
        try:
            return int(sum(self.client.nthreads().values()))
        except LOST:
            self._refuse_if_gone()
            return 0

    def _refuse_if_gone(self) -> None:
        if self.client.status != "running":
            raise UsageError(f"{self.address}: the scheduler is gone", parameter="cluster")

    def _awaited(self) -> int:
        """Return how many threads there are, once there is one."""
        end = time.monotonic() + WAIT_FOR_WORKERS
        what = "all workers are gone" if self._begun else "there is no worker"
        message = f"{what}; waiting {WAIT_FOR_WORKERS:.0f} s for one"
        self._tell(Mistake(file=self.address, line=0, code="no-worker", message=message, level="warning"))
        while not (threads := self._counted_threads()):
            if time.monotonic() > end:
                gone = "all workers are gone, and " if self._begun else ""
                message = f"{self.address}: {gone}no worker has come in {WAIT_FOR_WORKERS:.0f} s"
                raise UsageError(message, parameter="cluster")
            time.sleep(0.1)
        return threads
