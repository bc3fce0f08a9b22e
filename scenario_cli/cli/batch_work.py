"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from itertools import combinations
from math import comb
from typing import NamedTuple, assert_never

from scenario_cli import __version__
from scenario_cli.choices import InjectSets, RowForm
from scenario_cli.engine.sweep import Points, Sweep, SweepResult, columns_of, points_of, points_of_columns
from scenario_cli.errors import InputError
from scenario_cli.files.alike import WeightsReader, WeightsRow, points_row
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.weightings import LABEL, Rows, labels_of, sound_rows, stated_rows
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights
from scenario_cli.render.rows import Named, arrow_rows, csv_rows, injects_text, json_rows

ROWS_AT_ONCE = 65_536
MOST_SETS = 10_000


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
    injects: InjectSets
    format: RowForm
    share: float = 1.0
    unread: tuple[Mistake, ...] = ()


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, what was wrong, and the hash of all it was made from.

    ``unread`` is what kept files from being read: the same for every scenario.
    """

    rows: bytes
    n_rows: int
    mistakes: tuple[Mistake, ...]
    unread: tuple[Mistake, ...] = ()
    made_from: str = ""


class _Weightings(NamedTuple):
    """Some weightings: what their rows say of them, and where to tell what is wrong with them."""

    labels: Sequence[str]
    hashes: Sequence[str]
    files: Sequence[str]
    lines: Sequence[int]
    points: Points | None
    mistakes: Sequence[Mistake]


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
    unread: list[Mistake] = []
    for file in chunk.weights or ():
        try:
            files.append(file if isinstance(file, File) else read_file(file))
        except InputError as error:
            unread += error.mistakes
    return chunk._replace(weights=tuple(files), unread=tuple(unread))


def made_from(form: RowForm, chunk: Chunk | None = None) -> str:
    """Return the hash of everything that a chunk's rows depend on; without one, of what they all do."""
    digest = sha256(f"{__version__} {form}".encode())
    if chunk is not None:
        digest.update(_bytes(f" {chunk.injects} {chunk.scenario.name} {chunk.scenario.sha256}"))
        for file in loaded(chunk).weights or ():
            assert isinstance(file, File)
            digest.update(_bytes(f" {file.name} {file.sha256}"))
        if chunk.table is not None:
            rows = chunk.table
            digest.update(repr((rows.label, rows.sha256, rows.columns, rows.first_row)).encode())
            for content in [rows.content] if isinstance(rows.content, bytes) else rows.content:
                digest.update(content)
    return digest.hexdigest()


def _bytes(text: str) -> bytes:
    """Return text as bytes; the name of a file may hold what is no UTF-8."""
    return text.encode("utf-8", "surrogateescape")


def refuse_many_sets(scenario: Scenario, source: ParsedFile, injects: InjectSets) -> None:
    """Refuse more sets of injects than can be gone through.

    Raises
    ------
    InputError
        There are too many; told at the scenario's injects.
    """
    count = _set_count(scenario, injects)
    if count > MOST_SETS:
        made = f"{len(scenario.injects)} injects make {count:,} sets"
        message = f"--injects {injects}: {made}, more than {MOST_SETS:,}"
        raise InputError([source.mistake(("injects",), "too-many-sets", message, key=True)])


def _set_count(scenario: Scenario, injects: InjectSets) -> int:
    n = len(scenario.injects)
    return {"none": 1, "each": 1 + n, "pairs": 1 + n + comb(n, 2), "all": 1 << n}[injects]


def weightings_at_once(scenario: Scenario, injects: InjectSets) -> int:
    """Return how many weightings make a chunk: as many as give so many rows, so that memory is bounded."""
    return max(1, ROWS_AT_ONCE // (_set_count(scenario, injects) * len(scenario.options)))


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give mistakes and no rows."""
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
        return Done(b"", 0, error.mistakes)
    if stated.points is None:
        return Done(b"", 0, tuple(stated.mistakes))
    results = [sweep.result(stated.points) for sweep in sweeps]
    if chunk.table is None and chunk.weights is None:
        results = [r._replace(static=[[*own, "equal_weights"] for own in r.static]) for r in results]
    named = Named(scenario.id, stated.labels, stated.hashes)
    content, count = _encoded(chunk.format, named, results)
    mistakes = [*stated.mistakes, *_all_zero(stated, results)]
    if chunk.table is not None:
        mistakes.sort(key=lambda mistake: mistake.order)
    return Done(content, count, tuple(mistakes))


@lru_cache(maxsize=32)
def _prepared(file: File, injects: InjectSets) -> tuple[Scenario, list[Sweep], WeightsReader]:
    scenario = scenario_from(parse(file.name, file.content))
    sweeps = [Sweep(scenario, ids) for ids in _events(scenario, injects)]
    return scenario, sweeps, WeightsReader(scenario)


def _events(scenario: Scenario, mode: InjectSets) -> list[tuple[str, ...]]:
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
    mistakes: list[Mistake] = []
    for file in chunk.weights:
        assert isinstance(file, File)
        try:
            read.append((file, reader.row(file.name, file.content)))
        except InputError as error:
            mistakes += error.mistakes
    return _Weightings(
        labels=[_printable(row.id) for _, row in read],
        hashes=[f"{own}+{file.sha256}" for file, _ in read],
        files=[file.name for file, _ in read],
        lines=[1] * len(read),
        points=points_of(scenario, [row.points for _, row in read]) if read else None,
        mistakes=mistakes,
    )


def _printable(id_: str) -> str:
    """Return an id that any file can hold: that of a file without one is its name, whatever its bytes."""
    return id_ if id_.isascii() else id_.encode("utf-8", "backslashreplace").decode()


def _from_table(table: Rows, scenario: Scenario, own: str) -> _Weightings:
    labelled = isinstance(table.content, bytes) and LABEL in table.columns
    columns = None if labelled else columns_of(table.content, len(table.ids))
    mistakes: Sequence[Mistake] = ()
    if columns is not None:
        labels, lines = labels_of(table, len(columns[0]))
    else:
        stated, unread = stated_rows(table)
        (labels, lines, rows), wrong = sound_rows(table, stated)
        mistakes = [*unread, *wrong]
        columns = columns_of([*zip(*rows, strict=True)], len(table.ids)) if rows else None
    n = len(labels)
    points = points_of_columns(scenario, table.ids, columns) if columns is not None else None
    hashes = [f"{own}+{table.sha256}"] * n
    return _Weightings(labels, hashes, [table.name] * n, lines, points, mistakes)


def _all_zero(stated: _Weightings, results: Sequence[SweepResult]) -> list[Mistake]:
    """Tell each weighting that leaves no weight once, however many sets of injects there are."""
    wrong = []
    for k in sorted({int(k) for result in results for k in (~result.sound).nonzero()[0]}):
        sets = [injects_text(result.injects) for result in results if not result.sound[k]]
        message = f"all weights of '{stated.labels[k]}' are 0"
        if stated.points is not None and stated.points.drivers[:, k].any():
            message = f"all factors of a driver are 0 in '{stated.labels[k]}'"
        if sets[0]:  # without injects there is some weight
            more = f" and {len(sets) - 1} more sets of injects" if len(sets) > 1 else ""
            message = f"all weights of '{stated.labels[k]}' are 0 with {sets[0]}{more}"
        wrong.append(Mistake(code="all-zero", message=message, file=stated.files[k], line=stated.lines[k]))
    return wrong


def _encoded(form: RowForm, named: Named, results: Sequence[SweepResult]) -> tuple[bytes, int]:
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
