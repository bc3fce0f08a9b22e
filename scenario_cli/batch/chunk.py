"""A piece of a batch: what it is made from, what it gives, and the hash that holds the two together."""

from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.repeats import RowKeys
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.table import TableRows
from scenario_cli.choices import InjectSets
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


Named = str | Found | ReadFile


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


def read_file(found: str | Found) -> ReadFile:
    """Read a file.

    Raises
    ------
    InputError
        It cannot be read.
    """
    content = read_bytes(found)
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
