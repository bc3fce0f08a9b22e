"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Literal, NamedTuple, assert_never

from scenario_cli.engine.sweep import Points, Sweep, SweepResult, columns_of, points_of, points_of_columns
from scenario_cli.errors import InputError, Problem
from scenario_cli.files.alike import WeightsReader, points_row
from scenario_cli.files.reading import scenario_from
from scenario_cli.files.source import parse
from scenario_cli.files.weightings import LABEL, Row, Rows, fields_of, numbered, sound_rows
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights
from scenario_cli.render.rows import Named, arrow_rows, csv_rows, injects_text, json_rows

InjectsMode = Literal["none", "each", "pairs", "all"]
RowFormat = Literal["csv", "jsonl", "parquet"]


class File(NamedTuple):
    """A file's name, bytes and hash; no path of this machine travels in a result."""

    name: str
    content: bytes
    sha256: str


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table.

    ``wrong`` are files of this piece that could not be read; ``share`` is how much of
    the whole batch is done once this piece is.
    """

    scenario: File
    weights: tuple[File, ...] | None
    table: Rows | None
    injects: InjectsMode
    format: RowFormat
    wrong: tuple[Problem, ...] = ()
    share: float = 1.0


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, and what was wrong."""

    rows: bytes
    n_rows: int
    problems: tuple[Problem, ...]


class _Weighting(NamedTuple):
    """A weighting: what its rows say of it, and where to tell what is wrong with it."""

    named: Named
    file: str = ""
    line: int = 1


_Weightings = tuple[list[_Weighting], Points | None, Sequence[Problem]]


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give problems and no rows."""
    try:
        scenario, sweeps, reader = _prepared(chunk.scenario, chunk.injects)
        stated = (
            _from_table(chunk.table, scenario, chunk.scenario.sha256)
            if chunk.table is not None
            else _from_files(chunk, scenario, reader)
        )
    except InputError as error:
        return Done(b"", 0, (*chunk.wrong, *error.problems))
    weightings, points, problems = stated
    if points is None:
        return Done(b"", 0, (*chunk.wrong, *problems))
    results = [sweep.result(points) for sweep in sweeps]
    content, count = _encoded(chunk.format, scenario.id, [w.named for w in weightings], results)
    return Done(content, count, (*chunk.wrong, *problems, *_all_zero(weightings, results)))


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
    if chunk.weights is None:
        equal = equal_weights(scenario)
        points = points_of(scenario, [points_row(scenario, equal).points])
        return [_Weighting(Named(equal.id, chunk.scenario.sha256))], points, ()
    weightings: list[_Weighting] = []
    rows: list[Sequence[float]] = []
    problems: list[Problem] = []
    for file in chunk.weights:
        try:
            stated = reader.row(file.name, file.content)
        except InputError as error:
            problems += error.problems
            continue
        weightings.append(_Weighting(Named(stated.id, f"{chunk.scenario.sha256}+{file.sha256}"), file.name))
        rows.append(stated.points)
    return weightings, points_of(scenario, rows) if rows else None, problems


def _from_table(table: Rows, scenario: Scenario, sha256: str) -> _Weightings:
    labelled = isinstance(table.content, bytes) and LABEL in table.columns
    columns = None if labelled else columns_of(table.content, len(table.ids))
    problems: Sequence[Problem] = ()
    if columns is not None:
        found: list[Row] = numbered(table, len(columns[0]))
    else:
        found, fields = fields_of(table)
        found, rows, problems = sound_rows(table, found, fields)
        columns = columns_of([*zip(*rows, strict=True)], len(table.ids)) if rows else None
    weightings = [_Weighting(Named(label, sha256), table.name, line) for label, line in found]
    if columns is None:
        return [], None, problems
    return weightings, points_of_columns(scenario, table.ids, columns), problems


def _all_zero(weightings: Sequence[_Weighting], results: Sequence[SweepResult]) -> list[Problem]:
    wrong = []
    for k in sorted({int(k) for result in results for k in (~result.sound).nonzero()[0]}):
        named, file, line = weightings[k]
        for result in results:
            if not result.sound[k]:
                place = f" with {injects_text(result.injects)}" if result.injects else ""
                message = f"all weights of '{named.weights}' are 0{place}"
                wrong.append(Problem(file=file, line=line, code="all-zero", message=message))
    return wrong


def _encoded(
    form: RowFormat, scenario: str, named: Sequence[Named], results: Sequence[SweepResult]
) -> tuple[bytes, int]:
    match form:
        case "csv":
            lines = csv_rows(scenario, named, results)
        case "jsonl":
            lines = json_rows(scenario, named, results)
        case "parquet":
            return arrow_rows(scenario, named, results)
        case _:
            assert_never(form)
    return "".join(lines).encode(), len(lines)
