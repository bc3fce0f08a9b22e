"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any, Literal, NamedTuple

import numpy as np

from scenario_cli import __version__
from scenario_cli.engine.problem import Array, Mask
from scenario_cli.engine.sweep import Points, Sweep, Swept
from scenario_cli.errors import InputError, Problem
from scenario_cli.files.reading import scenario_from, weights_from
from scenario_cli.files.source import parse
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights

COLUMNS = (
    "scenario",
    "weights",
    "injects",
    "option",
    "rank",
    "tied",
    "score",
    "behind",
    "first",
    "flags",
    "input_sha256",
    "version",
)
InjectsMode = Literal["none", "each", "pairs", "all"]
RowFormat = Literal["csv", "jsonl", "parquet"]


class File(NamedTuple):
    """A file's name, bytes and hash; no path of this machine travels in a result."""

    name: str
    content: bytes
    sha256: str


class Table(NamedTuple):
    """Some lines of a table of weights: its name, its head, the number of its first row."""

    name: str
    columns: tuple[str, ...]
    rows: bytes | Array
    labels: tuple[str, ...] | None
    first_row: int


class Chunk(NamedTuple):
    """A piece of work: one scenario, and some weights files or some rows of a table."""

    scenario: File
    weights: tuple[File, ...] | None
    table: Table | None
    injects: InjectsMode
    format: RowFormat


class Done(NamedTuple):
    """What a chunk gave: rows as bytes, how many, and what was wrong."""

    rows: bytes
    n_rows: int
    problems: tuple[Problem, ...]


class _Label(NamedTuple):
    weights: str
    sha256: str
    file: str = ""
    line: int = 1


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give problems and no rows."""
    try:
        scenario, sweeps = _prepared(chunk.scenario, chunk.injects)
    except InputError as error:
        return Done(b"", 0, error.problems)
    if chunk.table is not None:
        labels, points, problems = _from_table(chunk.table, scenario)
    else:
        labels, points, problems = _from_files(chunk, scenario)
    if not labels:
        return Done(b"", 0, problems)
    results = [_result(injects, sweep, points) for injects, sweep in sweeps]
    wrong = _all_zero(labels, results)
    content, count = _ENCODERS[chunk.format](chunk, scenario.id, labels, results)
    return Done(content, count, (*problems, *wrong))


@lru_cache(maxsize=32)
def _prepared(file: File, injects: InjectsMode) -> tuple[Scenario, tuple[tuple[str, Sweep], ...]]:
    scenario = scenario_from(parse(file.name, file.content))
    return scenario, tuple(("+".join(ids), Sweep(scenario, ids)) for ids in _events(scenario, injects))


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


def _from_files(chunk: Chunk, scenario: Scenario) -> tuple[list[_Label], Points, tuple[Problem, ...]]:
    labels: list[_Label] = []
    stated: list[Weights] = []
    problems: list[Problem] = []
    for file in chunk.weights or ():
        try:
            weights = weights_from(parse(file.name, file.content), scenario)
        except InputError as error:
            problems += error.problems
            continue
        labels.append(_Label(weights.id, f"{chunk.scenario.sha256}+{file.sha256}", file.name))
        stated.append(weights)
    if chunk.weights is None:
        labels.append(_Label("equal", chunk.scenario.sha256))
        stated.append(equal_weights(scenario))
    return labels, points_of(scenario, stated), tuple(problems)


def points_of(scenario: Scenario, stated: Sequence[Weights]) -> Points:
    """Return the raw points of weights as rows: of drivers, and of factors within their driver."""
    places = list(scenario.driver_of.items())
    n = len(stated)
    drivers = np.array([[w.drivers[d] for d in scenario.drivers] for w in stated]).reshape(
        n, len(scenario.drivers)
    )
    within = np.array(
        [[w.factors[d][f] if d in w.factors else 1.0 for f, d in places] for w in stated]
    ).reshape(n, len(places))
    return Points(drivers, within)


def _from_table(table: Table, scenario: Scenario) -> tuple[list[_Label], Points, tuple[Problem, ...]]:
    labels, numbers, problems = _numbers(table)
    ids = [column for column in table.columns if column != "weights"]
    drivers, places = list(scenario.drivers), list(scenario.driver_of.items())
    ones = np.ones(len(numbers))
    column = {id_: numbers[:, k] for k, id_ in enumerate(ids)}
    if all(d in column for d in drivers):
        points = np.column_stack([column[d] for d in drivers])
        within = np.column_stack([column[f] if f in column and f not in drivers else ones for f, _ in places])
    else:
        factors = np.column_stack([column[f] for f, _ in places])
        points = np.column_stack(
            [
                factors[:, [k for k, (_, d) in enumerate(places) if d == driver]].sum(axis=1)
                for driver in drivers
            ]
        )
        empty = [drivers.index(d) for _, d in places]
        within = np.where(points[:, empty] == 0, 1.0, factors)
    return labels, Points(np.ascontiguousarray(points), np.ascontiguousarray(within)), problems


def table_fits(columns: Sequence[str], scenario: Scenario) -> str:
    """Return what keeps the columns of a table from being weights of a scenario; empty where they are."""
    ids = [column for column in columns if column != "weights"]
    known = {*scenario.drivers, *scenario.factors}
    strange = [id_ for id_ in ids if id_ not in known]
    if strange:
        return f"the column '{strange[0]}' is neither a driver nor a factor of '{scenario.id}'"
    if all(d in ids for d in scenario.drivers):
        for driver, stated in scenario.drivers.items():
            some = [f for f in stated.factors if f in ids]
            missing = [f for f in stated.factors if f not in ids]
            if some and missing:
                return f"the column '{missing[0]}' is missing beside the other factors of '{driver}'"
        return ""
    if any(d in ids for d in scenario.drivers if d not in scenario.factors):
        missing = [d for d in scenario.drivers if d not in ids]
        return f"the column '{missing[0]}' is missing beside the other drivers"
    missing = [f for f in scenario.factors if f not in ids]
    return f"the column '{missing[0]}' is missing beside the other factors" if missing else ""


def _numbers(table: Table) -> tuple[list[_Label], Array, tuple[Problem, ...]]:
    label_at = table.columns.index("weights") if "weights" in table.columns else None
    width = len(table.columns) - (label_at is not None)
    if not isinstance(table.rows, bytes):
        rows: list[list[str]] = []
        places = [(table.first_row + k, table.first_row + k + 1) for k in range(len(table.rows))]
        named = list(table.labels) if table.labels else None
        numbers = table.rows
    else:
        try:
            lines = list(csv.reader(io.StringIO(table.rows.decode())))
        except (UnicodeDecodeError, csv.Error) as error:
            message = f"these lines cannot be read: {error}"
            wrong = Problem(file=table.name, line=table.first_row + 1, code="wrong-row", message=message)
            return [], np.zeros((0, width)), (wrong,)
        rows = [row for row in lines if row]
        numbered = [table.first_row + k for k, row in enumerate(lines) if row]
        places = [(number, number + 1) for number in numbered]
        named = None
        if label_at is not None:
            named = [row.pop(label_at) if len(row) > label_at else "" for row in rows]
        try:
            numbers = np.array(rows, dtype=float).reshape(len(rows), -1)
        except ValueError:
            numbers = np.zeros((0, 0))
    labels = [
        _Label(f"{table.name}:{row}" if named is None else named[k], "", table.name, line)
        for k, (row, line) in enumerate(places)
    ]
    if numbers.shape == (len(labels), width) and bool(np.all(np.isfinite(numbers) & (numbers >= 0))):
        return labels, numbers, ()
    fields: Sequence[Sequence[Any]] = rows or numbers.tolist()
    return _without_wrong_rows(table, fields, labels, width)


def _without_wrong_rows(
    table: Table, rows: Sequence[Sequence[Any]], labels: Sequence[_Label], width: int
) -> tuple[list[_Label], Array, tuple[Problem, ...]]:
    at = [k for k, column in enumerate(table.columns) if column != "weights"]
    ids = [table.columns[k] for k in at]
    kept, kept_labels, problems = [], [], []
    for fields, label in zip(rows, labels, strict=True):
        wrong = _wrong_field(fields, ids, width)
        if wrong is None:
            kept.append([float(field) for field in fields])
            kept_labels.append(label)
            continue
        column, message = wrong
        said = f"row {label.line - 1}: {message}"
        problems.append(
            Problem(file=table.name, line=label.line, column=at[column] + 1, code="wrong-row", message=said)
        )
    return kept_labels, np.array(kept).reshape(len(kept), width), tuple(problems)


def _wrong_field(fields: Sequence[Any], ids: Sequence[str], width: int) -> tuple[int, str] | None:
    if len(fields) != width:
        return 0, f"{len(fields)} numbers for {width} columns"
    for k, field in enumerate(fields):
        try:
            number = float(field)
        except ValueError:
            return k, f"'{field}' in column '{ids[k]}' is not a number"
        if not np.isfinite(number):
            return k, f"{field} in column '{ids[k]}' is not a finite number"
        if number < 0:
            return k, f"{field} in column '{ids[k]}' is below 0"
    return None


class _Result(NamedTuple):
    """All weightings of a chunk under one set of injects; ``sound`` marks those that can be scored."""

    injects: str
    options: tuple[str, ...]
    static: list[list[str]]
    swept: Swept
    sound: Mask

    def flags(self, k: int, i: int) -> str:
        """Return an option's flags under one weighting."""
        if not (self.swept.tied[k, i] or self.swept.near[k, i]):
            return " ".join(self.static[i])
        marks = ["tie"] * bool(self.swept.tied[k, i]) + ["near_tie"] * bool(self.swept.near[k, i])
        return " ".join([*marks, *self.static[i]])


def _result(injects: str, sweep: Sweep, points: Points) -> _Result:
    weights = sweep.weights(points)
    sound: Mask = np.asarray(np.isfinite(weights).all(axis=1))
    swept = sweep.rank(np.where(sound[:, None], weights, 0.0))
    return _Result(injects, sweep.problem.options, sweep.static, swept, sound)


def _all_zero(labels: Sequence[_Label], results: Sequence[_Result]) -> list[Problem]:
    wrong = []
    for k, label in enumerate(labels):
        for result in results:
            if not result.sound[k]:
                place = f" with {result.injects}" if result.injects else ""
                message = f"all weights of '{label.weights}' are 0{place}"
                wrong.append(Problem(file=label.file, line=label.line, code="all-zero", message=message))
    return wrong


def _csv(chunk: Chunk, id_: str, labels: Sequence[_Label], results: Sequence[_Result]) -> tuple[bytes, int]:
    from scenario_cli.render.delimited import csv_field

    lines: list[str] = []
    start, words = f"{csv_field(id_)},", ("false", "true")
    shown = [
        (
            f"{csv_field(result.injects)},",
            result,
            result.swept.scores.tolist(),
            result.swept.behind.tolist(),
            result.swept.ranks.tolist(),
            result.swept.tied.tolist(),
            (result.swept.tied | result.swept.near).tolist(),
            [" ".join(flags) for flags in result.static],
        )
        for result in results
    ]
    for k, label in enumerate(labels):
        named = f"{start}{csv_field(label.weights)},"
        end = f",{label.sha256 or chunk.scenario.sha256},{__version__}\n"
        for injects, result, scores, behind, ranks, tied, marked, static in shown:
            if not result.sound[k]:
                continue
            before = f"{named}{injects}"
            row = zip(result.options, ranks[k], tied[k], scores[k], behind[k], marked[k], static, strict=True)
            for i, (option, rank, is_tied, score, short, is_marked, flags) in enumerate(row):
                said = result.flags(k, i) if is_marked else flags
                lines.append(
                    f"{before}{option},{rank},{words[is_tied]},{score!r},{short!r},"
                    f"{words[rank == 1]},{said}{end}"
                )
    return "".join(lines).encode(), len(lines)


def _json_lines(
    chunk: Chunk, id_: str, labels: Sequence[_Label], results: Sequence[_Result]
) -> tuple[bytes, int]:
    lines = []
    for k, label in enumerate(labels):
        for result in results:
            if not result.sound[k]:
                continue
            swept = result.swept
            for i, option in enumerate(result.options):
                rank = int(swept.ranks[k, i])
                fields = (
                    id_,
                    label.weights,
                    result.injects,
                    option,
                    rank,
                    bool(swept.tied[k, i]),
                    float(swept.scores[k, i]),
                    float(swept.behind[k, i]),
                    rank == 1,
                    result.flags(k, i),
                    label.sha256 or chunk.scenario.sha256,
                    __version__,
                )
                lines.append(json.dumps(dict(zip(COLUMNS, fields, strict=True)), sort_keys=True) + "\n")
    return "".join(lines).encode(), len(lines)


def _arrow(chunk: Chunk, id_: str, labels: Sequence[_Label], results: Sequence[_Result]) -> tuple[bytes, int]:
    """Return an Arrow stream; columns are put together as arrays, weighting by weighting."""
    import pyarrow as pa

    options, n_results = results[0].options, len(results)
    shape = (len(labels), n_results, len(options))
    kept = np.repeat(np.column_stack([r.sound for r in results])[:, :, None], shape[2], axis=2).reshape(-1)

    def flat(parts: Sequence[Any]) -> Any:
        return np.asarray(np.stack(parts, axis=1).reshape(-1)[kept])

    def named(words: Sequence[str], which: Any) -> Any:
        spread = np.broadcast_to(which, shape).reshape(-1)[kept].astype(np.int32)
        return pa.DictionaryArray.from_arrays(spread, list(words)).cast(pa.string())

    ranks = flat([r.swept.ranks for r in results])
    tied = flat([r.swept.tied for r in results])
    marked = np.argwhere(np.stack([r.swept.tied | r.swept.near for r in results], axis=1))
    flags = np.broadcast_to(
        np.array([[" ".join(f) for f in r.static] for r in results], dtype=object), shape
    ).copy()
    for k, j, i in marked:
        flags[k, j, i] = results[j].flags(int(k), int(i))
    rows = np.arange(len(labels))[:, None, None]
    columns = [
        named([id_], np.zeros(shape)),
        named([label.weights for label in labels], rows),
        named([r.injects for r in results], np.arange(n_results)[None, :, None]),
        named(options, np.arange(len(options))[None, None, :]),
        pa.array(ranks.astype(np.int64)),
        pa.array(tied.astype(bool)),
        pa.array(flat([r.swept.scores for r in results])),
        pa.array(flat([r.swept.behind for r in results])),
        pa.array(ranks == 1),
        pa.array(flags.reshape(-1)[kept], type=pa.string()),
        named([label.sha256 or chunk.scenario.sha256 for label in labels], rows),
        named([__version__], np.zeros(shape)),
    ]
    batch = pa.record_batch(columns, names=list(COLUMNS))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue()), batch.num_rows


_ENCODERS: dict[RowFormat, Callable[..., tuple[bytes, int]]] = {
    "csv": _csv,
    "jsonl": _json_lines,
    "parquet": _arrow,
}
