"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from typing import Literal, NamedTuple, assert_never

from scenario_cli import __version__
from scenario_cli.engine.sweep import Points, Sweep, SweepResult, columns_of, points_of, points_of_columns
from scenario_cli.errors import InputError, Problem
from scenario_cli.files.alike import WeightsReader, WeightsRow, points_row
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.source import parse
from scenario_cli.files.weightings import LABEL, Rows, labels_of, sound_rows, stated_rows
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights
from scenario_cli.render.rows import Named, arrow_rows, csv_rows, injects_text, json_rows

InjectsMode = Literal["none", "each", "pairs", "all"]
RowFormat = Literal["csv", "jsonl", "parquet"]

ROWS_AT_ONCE = 65_536


class File(NamedTuple):
    """A file's name, bytes and hash; no path of this machine travels in a result."""

    name: str
    content: bytes
    sha256: str


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table.

    A weights file that has not been read yet is its path, or a path and what to call it;
    ``unread`` is what kept some from being read. ``share`` is how much of the whole
    batch is done once this piece is.
    """

    scenario: File
    weights: tuple[str | Found | File, ...] | None
    table: Rows | None
    injects: InjectsMode
    format: RowFormat
    share: float = 1.0
    unread: tuple[Problem, ...] = ()


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, what was wrong, and the hash of all it was made from.

    ``unread`` is what kept files from being read: the same for every scenario.
    """

    rows: bytes
    n_rows: int
    problems: tuple[Problem, ...]
    unread: tuple[Problem, ...] = ()
    made_from: str = ""


class _Weightings(NamedTuple):
    """Some weightings: what their rows say of them, and where to tell what is wrong with them."""

    labels: Sequence[str]
    hashes: Sequence[str]
    files: Sequence[str]
    lines: Sequence[int]
    points: Points | None
    problems: Sequence[Problem]


def read_file(found: str | Found) -> File:
    """Read a file.

    Raises
    ------
    InputError
        It cannot be read.
    """
    content = read_bytes(found)
    return File(found if isinstance(found, str) else found.name, content, sha256(content).hexdigest())


def loaded(chunk: Chunk) -> Chunk:
    """Return a chunk whose weights files have been read."""
    if all(isinstance(file, File) for file in chunk.weights or ()):
        return chunk
    files: list[File] = []
    unread: list[Problem] = []
    for file in chunk.weights or ():
        try:
            files.append(file if isinstance(file, File) else read_file(file))
        except InputError as error:
            unread += error.problems
    return chunk._replace(weights=tuple(files), unread=tuple(unread))


def made_from(form: RowFormat, chunk: Chunk | None = None) -> str:
    """Return the hash of everything that a chunk's rows depend on; without one, of what they all do."""
    digest = sha256(f"{__version__} {form}".encode())
    if chunk is not None:
        digest.update(f" {chunk.injects} {chunk.scenario.name} {chunk.scenario.sha256}".encode())
        for file in loaded(chunk).weights or ():
            assert isinstance(file, File)
            digest.update(f" {file.name} {file.sha256}".encode())
        if chunk.table is not None:
            rows = chunk.table
            digest.update(repr((rows.name, rows.columns, rows.first_row)).encode())
            for content in [rows.content] if isinstance(rows.content, bytes) else rows.content:
                digest.update(content)
    return digest.hexdigest()


def weightings_at_once(scenario: Scenario, injects: InjectsMode) -> int:
    """Return how many weightings make a chunk: as many as give so many rows, so that memory is bounded."""
    return max(1, ROWS_AT_ONCE // (len(_events(scenario, injects)) * len(scenario.options)))


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give problems and no rows."""
    chunk = loaded(chunk)
    done = _scored(chunk)
    return done._replace(unread=chunk.unread, made_from=made_from(chunk.format, chunk))


def _scored(chunk: Chunk) -> Done:
    try:
        scenario, sweeps, reader = _prepared(chunk.scenario, chunk.injects)
        stated = (
            _from_table(chunk.table, scenario, chunk.scenario.sha256)
            if chunk.table is not None
            else _from_files(chunk, scenario, reader)
        )
    except InputError as error:
        return Done(b"", 0, error.problems)
    if stated.points is None:
        return Done(b"", 0, tuple(stated.problems))
    results = [sweep.result(stated.points) for sweep in sweeps]
    named = Named(scenario.id, stated.labels, stated.hashes)
    content, count = _encoded(chunk.format, named, results)
    return Done(content, count, (*stated.problems, *_all_zero(stated, results)))


@lru_cache(maxsize=32)
def _prepared(file: File, injects: InjectsMode) -> tuple[Scenario, list[Sweep], WeightsReader]:
    scenario = scenario_from(parse(file.name, file.content))
    sweeps = [Sweep(scenario, ids) for ids in _events(scenario, injects)]
    return scenario, sweeps, WeightsReader(scenario)


def _events(scenario: Scenario, mode: InjectsMode) -> list[tuple[str, ...]]:
    ids = list(scenario.injects)
    if mode == "none":
        return [()]
    singles: list[tuple[str, ...]] = [(), *((id_,) for id_ in ids)]
    if mode == "each":
        return singles
    if mode == "pairs":
        return singles + list(combinations(ids, 2))
    return [subset for size in range(len(ids) + 1) for subset in combinations(ids, size)]


def _from_files(chunk: Chunk, scenario: Scenario, reader: WeightsReader) -> _Weightings:
    own = chunk.scenario.sha256
    if chunk.weights is None:
        points = points_of(scenario, [points_row(scenario, equal_weights(scenario)).points])
        return _Weightings(["equal"], [own], [""], [1], points, ())
    read: list[tuple[File, WeightsRow]] = []
    problems: list[Problem] = []
    for file in chunk.weights:
        assert isinstance(file, File)
        try:
            read.append((file, reader.row(file.name, file.content)))
        except InputError as error:
            problems += error.problems
    return _Weightings(
        labels=[row.id for _, row in read],
        hashes=[f"{own}+{file.sha256}" for file, _ in read],
        files=[file.name for file, _ in read],
        lines=[1] * len(read),
        points=points_of(scenario, [row.points for _, row in read]) if read else None,
        problems=problems,
    )


def _from_table(table: Rows, scenario: Scenario, own: str) -> _Weightings:
    labelled = isinstance(table.content, bytes) and LABEL in table.columns
    columns = None if labelled else columns_of(table.content, len(table.ids))
    problems: Sequence[Problem] = ()
    if columns is not None:
        labels, lines = labels_of(table, len(columns[0]))
    else:
        (labels, lines, rows), problems = sound_rows(table, stated_rows(table))
        columns = columns_of([*zip(*rows, strict=True)], len(table.ids)) if rows else None
    n = len(labels)
    points = points_of_columns(scenario, table.ids, columns) if columns is not None else None
    return _Weightings(labels, [own] * n, [table.name] * n, lines, points, problems)


def _all_zero(stated: _Weightings, results: Sequence[SweepResult]) -> list[Problem]:
    wrong = []
    for k in sorted({int(k) for result in results for k in (~result.sound).nonzero()[0]}):
        for result in results:
            if not result.sound[k]:
                place = f" with {injects_text(result.injects)}" if result.injects else ""
                message = f"all weights of '{stated.labels[k]}' are 0{place}"
                wrong.append(
                    Problem(code="all-zero", message=message, file=stated.files[k], line=stated.lines[k])
                )
    return wrong


def _encoded(form: RowFormat, named: Named, results: Sequence[SweepResult]) -> tuple[bytes, int]:
    match form:
        case "csv":
            lines = csv_rows(named, results)
        case "jsonl":
            lines = json_rows(named, results)
        case "parquet":
            return arrow_rows(named, results)
        case _:
            assert_never(form)
    return "".join(lines).encode(), len(lines)
