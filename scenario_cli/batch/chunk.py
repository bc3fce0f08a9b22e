"""A piece of a batch: what it is made from, what it gives, and the hash that holds the two together."""

import os
from hashlib import sha256
from typing import NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.places import PlacedFile, UnseenError, mark_at
from scenario_cli.batch.repeats import RowKeys
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


Named = str | Found | ReadFile | PlacedFile


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table.

    A weights file that has not been read yet is its path, a path and what to call it, or its place;
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
    with the other rows of a table. ``misses`` is in how many rankings the expected option
    is not alone first, ``first_miss`` the first of them. ``summary`` stands in place of rows; so does
    ``file``, in which those of chunks before this one may be, too.
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
    file: WrittenFile | None = None


def read_file(found: str | Found | PlacedFile) -> ReadFile:
    """Read a file.

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
    content = read_bytes(found)
    return ReadFile(found if isinstance(found, str) else found.name, content, sha256(content).hexdigest())


def loaded(chunk: Chunk) -> Chunk:
    """Return a chunk whose weights files have been read."""
    if all(isinstance(file, ReadFile) for file in chunk.weights or ()):
        return chunk
    files: list[ReadFile] = []
    unread: list[Mistake] = []
    for file in chunk.weights or ():
        try:
            files.append(file if isinstance(file, ReadFile) else read_file(file))
        except InputError as error:
            unread += error.mistakes
    return chunk._replace(weights=tuple(files), unread=tuple(unread))


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
        if isinstance(file, ReadFile | PlacedFile):
            files.append(file)
            continue
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
        digest.update(f" {chunk.leaders} {chunk.expect}".encode())
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
