"""A piece of a batch: what it is made from, what it gives, and the hash that holds the two together."""

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.archives import Member
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.objects import read_object
from scenario_cli.batch.repeats import RowKeys
from scenario_cli.batch.stores import StoreFile
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.table import TableRows
from scenario_cli.choices import InjectSets
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.mistakes import Mistake


class ReadFile(NamedTuple):
    """A file's name, bytes and hash; no path of this machine travels in a result."""

    name: str
    content: bytes
    sha256: str


Unread = str | Found | StoreFile | Member
Named = Unread | ReadFile

REQUESTS_AT_ONCE = 16  # of a store, which takes its time over each


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table.

    A weights file that has not been read yet is its path, or a path and what to call it;
    ``unread`` is what kept some from being read. ``share`` is how much of the whole
    batch is done once this piece is. ``leaders`` are those of the scenario's own weights, where
    rows hang on them; ``expect`` is the option that is to be alone first.
    """

    scenario: ReadFile
    weights: tuple[Named, ...] | None
    table: TableRows | None
    injects: InjectSets
    layout: Layout
    share: float = 1.0
    unread: tuple[Mistake, ...] = ()
    leaders: tuple[str, ...] = ()
    expect: str | None = None


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, of how many rankings, and what was wrong.

    ``unread`` is what kept files from being read: the same for every scenario.
    ``made_from`` is the hash of all that the rows depend on, ``keys`` what is compared
    with the other rows of a table. ``misses`` is in how many rankings the expected option
    is not alone first, ``first_miss`` the first of them. ``summary`` stands in place of rows.
    """

    rows: bytes = b""
    n_rows: int = 0
    rankings: int = 0
    mistakes: tuple[Mistake, ...] = ()
    unread: tuple[Mistake, ...] = ()
    made_from: str = ""
    keys: RowKeys | None = None
    misses: int = 0
    first_miss: str = ""
    summary: Summary | None = None


def read_file(found: Unread) -> ReadFile:
    """Read a file, an object in a store, or a file in an archive.

    Raises
    ------
    InputError
        It cannot be read.
    """
    if isinstance(found, StoreFile):
        content = read_object(found)
    else:
        content = found.read() if isinstance(found, Member) else read_bytes(found)
    return ReadFile(found if isinstance(found, str) else found.name, content, sha256(content).hexdigest())


def loaded(chunk: Chunk) -> Chunk:
    """Return a chunk whose weights files have been read."""
    return _with_read(chunk, (str, Found, StoreFile, Member))


def out_of_archives(chunk: Chunk) -> Chunk:
    """Return a chunk whose weights files have been read that are in archives: these are read in one place."""
    return _with_read(chunk, (Member,))


def _with_read(chunk: Chunk, kinds: tuple[type, ...]) -> Chunk:
    weights = chunk.weights or ()
    far = [file for file in weights if isinstance(file, StoreFile) and StoreFile in kinds]
    found: dict[Named, ReadFile | InputError] = dict(zip(far, _at_once(far), strict=True))
    for file in weights:
        if isinstance(file, kinds) and not isinstance(file, StoreFile | ReadFile):
            found[file] = _tried(file)
    if not found:
        return chunk
    files = [found.get(file, file) for file in weights]
    read = tuple(file for file in files if not isinstance(file, InputError))
    unread = [error.mistakes for error in files if isinstance(error, InputError)]
    return chunk._replace(weights=read, unread=(*chunk.unread, *(m for some in unread for m in some)))


def _at_once(files: list[StoreFile]) -> Iterable[ReadFile | InputError]:
    if not files:
        return []
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(REQUESTS_AT_ONCE) as threads:
        return list(threads.map(_tried, files))


def _tried(file: Unread) -> ReadFile | InputError:
    try:
        return read_file(file)
    except InputError as error:
        return error


def made_from(layout: Layout, chunk: Chunk | None = None) -> str:
    """Return the hash of everything that a chunk's rows depend on; without one, of what they all do."""
    digest = sha256(_bytes(f"{__version__} {layout}"))
    if chunk is not None:
        digest.update(_bytes(f" {chunk.injects} {_base(chunk.scenario)} {chunk.scenario.sha256}"))
        digest.update(f" {chunk.leaders} {chunk.expect}".encode())
        for file in loaded(chunk).weights or ():
            assert isinstance(file, ReadFile)
            digest.update(_bytes(f" {_base(file)} {file.sha256}"))
        if chunk.table is not None:
            rows = chunk.table
            about = (rows.file, rows.sha256, rows.columns, rows.kept, rows.keys, rows.first_row)
            digest.update(_bytes(repr(about)))
            for content in [rows.content] if isinstance(rows.content, bytes) else rows.content:
                digest.update(repr(content).encode() if isinstance(content, list) else content)
    return digest.hexdigest()


def _base(file: ReadFile) -> str:
    """Return a file's name without its folders: what has no id is called so, wherever it lies."""
    return file.name.rpartition("/")[2]


def _bytes(text: str) -> bytes:
    """Return text as bytes; the name of a file may hold what is no UTF-8."""
    return text.encode("utf-8", "surrogateescape")
