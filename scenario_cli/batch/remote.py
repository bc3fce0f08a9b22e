"""What a worker of a cluster runs: chunks that come together, read and written where it sees the files."""

import os
import pickle
import socket
from collections.abc import Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, BinaryIO, NamedTuple, SupportsIndex
from urllib.parse import unquote
from uuid import uuid4

from scenario_cli import __version__
from scenario_cli.batch.chunk import Chunk, Done, WrittenFile, whole
from scenario_cli.batch.dataset import DatasetFile, sha256_of
from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.pieces import RowFiles
from scenario_cli.batch.places import FileMark, UnseenError, mark_at, opened_at
from scenario_cli.batch.sink import Entrusted
from scenario_cli.batch.summary import merged
from scenario_cli.batch.work import run_chunk
from scenario_cli.batch.working import opened
from scenario_cli.errors import OutputError

HEAD = 64 * 1024  # bytes of a file that are looked at to know it again


class Bundle(NamedTuple):
    """Chunks that are scored one after another, and what else may be done, by a version of pyarrow."""

    chunks: tuple[Chunk, ...]
    entrusted: Entrusted
    arrow: str


class LongBytes:
    """Bytes that are sent as they lie in memory: pickled among other things they would be copied first."""

    def __init__(self, content: Any) -> None:
        self.content = bytes(content)

    def __sizeof__(self) -> int:  # Dask asks, so that it knows how full a worker is
        return len(self.content)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type, tuple[Any]]:
        return type(self), (pickle.PickleBuffer(self.content) if int(protocol) >= 5 else self.content,)


class BundleDone(NamedTuple):
    """What a worker says of a bundle: its version, and what the chunks gave, in so many seconds.

    ``unseen`` is a file that it does not see: then it did nothing.
    """

    version: str
    dones: tuple[Done, ...] = ()
    rows: tuple[LongBytes, ...] = ()
    seconds: float = 0.0
    unseen: str = ""


class Fact(NamedTuple):
    """What is known of a file, so that a worker can say if it sees the same: a hash of its first bytes."""

    path: str
    mark: FileMark
    head: str


class Sight(NamedTuple):
    """What a worker says of itself: versions, the files that it does not see, the name of what it wrote."""

    version: str
    arrow: str
    unseen: tuple[str, ...]
    wrote: str


def fact_of(path: str) -> Fact:
    """Return what is known of a file.

    Raises
    ------
    OSError
        It cannot be read.
    """
    with opened_at(path) as file:
        return Fact(path, mark_at(path), sha256(file.read(HEAD)).hexdigest())


def sight(facts: Sequence[Fact], folder: str, nonce: str) -> Sight:
    """Return what a worker sees; where it sees the file ``nonce`` in a folder, it writes one beside it."""
    unseen = []
    for fact in facts:
        same = False
        with suppress(OSError):
            same = fact_of(fact.path) == fact
        if not same:
            unseen.append(fact.path)
    wrote = ""
    with suppress(OSError):
        if folder and Path(folder, nonce).read_text(encoding="ascii") == nonce:
            name = f"{nonce}-{socket.gethostname()}-{os.getpid()}"
            Path(folder, name).write_text(nonce, encoding="ascii")
            wrote = name
    return Sight(__version__, arrow_version(), tuple(unseen), wrote)


def arrow_version() -> str:
    """Return the version of what writes Parquet; it stands in the files. Nothing where there is none."""
    try:
        import pyarrow as pa
    except ImportError:
        return ""
    return str(pa.__version__)


def run_bundle(version: str, content: bytes) -> BundleDone:
    """Score a pickled bundle, unless it comes from another version, whose bundles may be others."""
    if version != __version__:
        return BundleDone(__version__)
    bundle: Bundle = pickle.loads(content)
    start = perf_counter()
    with closing(TableParts()) as parts:
        try:
            dones = [run_chunk(whole(chunk, parts)) for chunk in bundle.chunks]
        except UnseenError as error:
            return BundleDone(__version__, unseen=error.path)
    entrusted = bundle.entrusted
    if entrusted.sums:
        dones = _summed(dones)
    if entrusted.folder and bundle.arrow == arrow_version():
        with suppress(OSError, OutputError):  # then rows come back, and whoever can write them does
            dones = _written(bundle, dones)
    rows = tuple(LongBytes(done.rows) for done in dones)
    return BundleDone(__version__, tuple(d._replace(rows=b"") for d in dones), rows, perf_counter() - start)


def _summed(dones: Sequence[Done]) -> list[Done]:
    """Return what chunks gave with one summary for all, at the first."""
    summary = merged(done.summary for done in dones if done.summary)
    return [done._replace(summary=None if k else summary) for k, done in enumerate(dones)]


def _written(bundle: Bundle, dones: Sequence[Done]) -> list[Done]:
    """Return what chunks gave with files in place of rows, each at the last chunk that is in it."""
    folder = _OwnFiles(bundle.entrusted.folder)
    files = RowFiles(folder, bundle.chunks[0].layout, each=bundle.entrusted.each)
    found: list[Done] = []
    try:
        last = -1
        for k, done in enumerate(dones):
            found.append(done._replace(rows=b""))
            if done.rows:
                files.add(done.rows, k if bundle.entrusted.each else 0)
                folder.give_to(found, last)
                last = k
        files.finish()
        folder.give_to(found, last)
    except BaseException:
        files.close()
        folder.drop()
        raise
    return found


class _OwnFiles:
    """Files that nobody else writes: their names are of this one time that a bundle is scored."""

    def __init__(self, folder: str) -> None:
        self._home = Path(folder)
        self._stem = uuid4().hex
        self._names: list[str] = []
        self._ended: list[WrittenFile] = []

    @property
    def label(self) -> str:
        """What it is called."""
        return self._home.as_posix()

    def new(self, path: str) -> BinaryIO:
        """Open a new file."""
        self._names.append(f"{self._stem}-{len(self._names)}")
        return opened(self._home / self._names[-1], new=True)

    def about(self, path: str, rows: int) -> DatasetFile:
        """Keep what is to be said of the file that was written last, and return what it is in a dataset."""
        name = self._names[-1]
        size = (self._home / name).stat().st_size
        about = DatasetFile(path, rows, size, sha256_of(LocalHome(self._home), name))
        scenario = unquote(path.partition("/")[0].partition("=")[2])
        self._ended.append(WrittenFile(name, scenario, rows, about.bytes, about.sha256))
        return about

    def give_to(self, found: list[Done], k: int) -> None:
        """Put a file that has ended where the last chunk in it stands."""
        for file in self._ended:
            found[k] = found[k]._replace(file=file)
        self._ended.clear()

    def drop(self) -> None:
        """Take away what is written."""
        for name in self._names:
            with suppress(OSError):
                (self._home / name).unlink()
