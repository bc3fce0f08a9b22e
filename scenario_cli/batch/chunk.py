"""A piece of a batch: what it is made from, what it gives, and the hash that holds the two together."""

import os
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.archives import Member
from scenario_cli.batch.demands import Demand, Failed
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.objects import read_object
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.places import PlacedFile, UnseenError, mark_at
from scenario_cli.batch.repeats import RowKeys
from scenario_cli.batch.stores import StoreFile
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.table import TableRows
from scenario_cli.choices import InjectSets
from scenario_cli.engine.departures import OwnRanking
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario


class ReadFile(NamedTuple):
    """A file's name, bytes and hash; no path of this machine travels in a result."""

    name: str
    content: bytes
    sha256: str


Unread = str | Found | StoreFile | Member | PlacedFile
Named = Unread | ReadFile

REQUESTS_AT_ONCE = 16  # of a store, which takes its time over each


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table.

    Rows that state no weights have those of the scenario in ``weights``, or ``None``: equal ones.

    A weights file that has not been read yet is its path, a path and what to call it, or its place;
    ``unread`` is what kept some from being read. ``share`` is how much of the whole
    batch is done once this piece is. ``own`` is the ranking under the scenario's own weights without
    injects, where anything hangs on it; ``demands`` is what each ranking is held to.
    """

    scenario: ReadFile
    weights: tuple[Named, ...] | None
    table: TableRows | None
    injects: InjectSets
    layout: Layout
    share: float = 1.0
    unread: tuple[Mistake, ...] = ()
    own: OwnRanking = OwnRanking()
    demands: tuple[Demand, ...] = ()


class WrittenFile(NamedTuple):
    """A file of rows that a worker has written: what it is called for now, and what the rows are of."""

    name: str
    scenario: str
    rows: int
    bytes: int
    sha256: str


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, of how many rankings, and what was wrong.

    ``unread`` is what kept files from being read: the same for every scenario.
    ``made_from`` is the hash of all that the rows depend on, ``keys`` what is compared
    with the other rows of a table. ``failed`` says of each demand in how many rankings it
    does not hold. ``summary`` stands in place of rows; so does ``file``, in which those of chunks before
    this one may be, too.
    """

    rows: bytes = b""
    n_rows: int = 0
    rankings: int = 0
    mistakes: tuple[Mistake, ...] = ()
    unread: tuple[Mistake, ...] = ()
    made_from: str = ""
    keys: RowKeys | None = None
    failed: tuple[Failed, ...] = ()
    summary: Summary | None = None
    file: WrittenFile | None = None


def read_file(found: Unread) -> ReadFile:
    """Read a file, an object in a store, or a file in an archive.

    Raises
    ------
    InputError
        It cannot be read.
    UnseenError
        At its place there is none, or another one.
    """
    if isinstance(found, PlacedFile):
        try:
            content = read_bytes(found.path)
            same = mark_at(found.path) == found.mark
        except (InputError, OSError):
            same = False
        if not same:
            raise UnseenError(found.path)
        return ReadFile(found.name, content, sha256(content).hexdigest())
    if isinstance(found, StoreFile):
        content = read_object(found)
    else:
        content = found.read() if isinstance(found, Member) else read_bytes(found)
    return ReadFile(found if isinstance(found, str) else found.name, content, sha256(content).hexdigest())


@lru_cache(maxsize=32)
def scenario_of(file: ReadFile) -> tuple[ParsedFile, Scenario]:
    """Return a scenario, and the file that states it as read.

    Raises
    ------
    InputError
        The file states none.
    """
    source = parse(file.name, file.content)
    return source, scenario_from(source)


def loaded(chunk: Chunk) -> Chunk:
    """Return a chunk whose weights files have been read."""
    return _with_read(chunk, (str, Found, StoreFile, Member, PlacedFile))


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


def whole(chunk: Chunk, parts: TableParts) -> Chunk:
    """Return a chunk with all that it is made from.

    Raises
    ------
    UnseenError
        A place in it holds something else.
    """
    chunk = loaded(chunk)
    return chunk if chunk.table is None else chunk._replace(table=parts.read(chunk.table))


def placed(chunk: Chunk) -> Chunk:
    """Return a chunk that names its weights files, for somebody who sees them; what is not there is read."""
    files: list[Named] = []
    here = f"{os.getcwd()}{os.sep}"  # noqa: PTH109 - os.path.abspath would ask for it for each of thousands
    for file in chunk.weights or ():
        if isinstance(file, ReadFile | PlacedFile | StoreFile):
            files.append(file)
            continue
        if isinstance(file, Member):
            return loaded(chunk)
        path, name = (file, file) if isinstance(file, str) else (str(file.path), file.name)
        try:
            files.append(PlacedFile(name, os.path.join(here, path), mark_at(path)))  # noqa: PTH118
        except OSError:
            return loaded(chunk)
    return chunk if chunk.weights is None else chunk._replace(weights=tuple(files))


def made_from(layout: Layout, chunk: Chunk | None = None) -> str:
    """Return the hash of everything that a chunk's rows depend on; without one, of what they all do."""
    digest = sha256(_bytes(f"{__version__} {layout}"))
    if chunk is not None:
        digest.update(_bytes(f" {chunk.injects} {_base(chunk.scenario)} {chunk.scenario.sha256}"))
        digest.update(f" {chunk.own} {chunk.demands}".encode())
        for file in loaded(chunk).weights or ():
            assert isinstance(file, ReadFile)
            digest.update(_bytes(f" {_base(file)} {file.sha256}"))
        if chunk.table is not None:
            rows = chunk.table
            place = (rows.first_row, rows.n_rows)  # with the hash of the table they say what stands there
            digest.update(_bytes(repr((rows.file, rows.sha256, rows.columns, rows.kept, rows.keys, place))))
    return digest.hexdigest()


def _base(file: ReadFile) -> str:
    """Return a file's name without its folders: what has no id is called so, wherever it lies."""
    return file.name.rpartition("/")[2]


def _bytes(text: str) -> bytes:
    """Return text as bytes; the name of a file may hold what is no UTF-8."""
    return text.encode("utf-8", "surrogateescape")
