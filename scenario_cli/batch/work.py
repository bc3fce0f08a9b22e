"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from scenario_cli.batch.chunk import Chunk, Done, ReadFile, loaded, made_from, scenario_of
from scenario_cli.batch.columns import LABEL, number_column
from scenario_cli.batch.repeats import MOST_ROWS, RowKeys, keys_of, name_keys
from scenario_cli.batch.rows import Labels, arrow_rows, injects_text, text_rows
from scenario_cli.batch.sets import inject_sets
from scenario_cli.batch.summary import Group, summary_of
from scenario_cli.batch.table import TableRows, key_numbers, labelled_rows, labels_of, sound_rows, texts_of
from scenario_cli.choices import InjectSets
from scenario_cli.engine.long_columns import long_columns, misses, wanted_rows
from scenario_cli.engine.many_cells import EQUAL_WEIGHTS
from scenario_cli.engine.sweep import (
    Points,
    Sweep,
    SweepResult,
    columns_of,
    points_of,
    points_of_columns,
    points_row,
    repeated_number,
)
from scenario_cli.errors import InputError
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights


class _Weightings(NamedTuple):
    """Some weightings: what their rows say of them, and where to tell what is wrong with them.

    Those of a table have numbers of rows there, ``rows``, and what is ``kept`` beside them.
    """

    labels: Sequence[str]
    hashes: Sequence[str]
    files: Sequence[str]
    lines: Sequence[int]
    points: Points | None
    mistakes: Sequence[Mistake]
    keys: RowKeys | None = None
    rows: Sequence[int] = ()
    kept: Mapping[str, Sequence[str | None]] = {}


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give mistakes and no rows."""
    chunk = loaded(chunk)
    done = _scored(chunk)
    return done._replace(unread=chunk.unread, made_from=made_from(chunk.layout, chunk))


def _scored(chunk: Chunk) -> Done:
    try:
        scenario, sweeps = _prepared(chunk.scenario, chunk.injects)
        stated = (
            _from_table(chunk.table, scenario, chunk.scenario)
            if chunk.table is not None
            else _from_files(chunk, scenario)
        )
    except InputError as error:
        return Done(mistakes=error.mistakes)
    if stated.points is None:
        return Done(mistakes=tuple(stated.mistakes))
    summed = chunk.layout.by is not None
    results = [
        sweep.result(stated.points, ranges=chunk.layout.has_ranges, near=not summed) for sweep in sweeps
    ]
    if chunk.table is None and chunk.weights is None:
        results = [r._replace(held=r.held + EQUAL_WEIGHTS) for r in results]
    named = Labels(
        scenario=_printable(scenario.id),
        weights=stated.labels,
        hashes=stated.hashes,
        options=results[0].options,
        injects=[result.injects for result in results],
        file=None if chunk.table is None else chunk.table.file,
        rows=stated.rows,
        kept=stated.kept,
    )
    mistakes = [*stated.mistakes, *_all_zero(stated, results)]
    if chunk.table is not None:
        mistakes.sort(key=lambda mistake: mistake.order)
    rankings = sum(int(result.sound.sum()) for result in results)
    done = Done(rankings=rankings, mistakes=tuple(mistakes), keys=stated.keys)
    if chunk.expect is not None:
        done = _with_misses(done, chunk.expect, named, results)
    if chunk.layout.by is not None:
        groups = _groups(chunk.layout.by, named)
        return done._replace(n_rows=rankings, summary=summary_of(named.scenario, results, groups))
    return _with_rows(done, chunk, named, results)


def _groups(by: Sequence[str], named: Labels) -> list[Group] | None:
    """Return the group of each weighting; what its table does not have is empty."""
    if not by:
        return None
    n = len(named.weights)
    own = {LABEL: named.weights, "file": [named.file] * n}
    none = [None] * n
    columns = [own[column] if column in own else named.kept.get(column, none) for column in by]
    return [*zip(*columns, strict=True)]


def _with_misses(done: Done, expect: str, named: Labels, results: Sequence[SweepResult]) -> Done:
    missed = misses(results, expect)
    if not missed:
        return done
    k, j = missed[0]
    first = [
        option for option, rank in zip(named.options, results[j].swept.ranks[k], strict=True) if rank == 1
    ]
    where = f"{named.scenario}, {named.weights[k]}, {injects_text(named.injects[j])}"
    return done._replace(misses=len(missed), first_miss=f"{where}: first is {', '.join(first)}")


def _with_rows(done: Done, chunk: Chunk, named: Labels, results: Sequence[SweepResult]) -> Done:
    long = long_columns(results, wanted_rows(results, chunk.layout.rows, chunk.leaders))
    count = len(long.rank)
    if not count:
        return done
    if chunk.layout.form == "parquet":
        return done._replace(rows=arrow_rows(chunk.layout, named, long), n_rows=count)
    return done._replace(rows=text_rows(chunk.layout, named, long), n_rows=count)


def compared(chunk: Chunk) -> Done:
    """Return only what of a chunk is compared with the other rows of its table."""
    if chunk.table is None or chunk.table.first_row > MOST_ROWS:
        return Done()
    scenario, _ = _prepared(chunk.scenario, chunk.injects)
    return Done(keys=_from_table(chunk.table, scenario, chunk.scenario).keys)


@lru_cache(maxsize=32)
def _prepared(file: ReadFile, injects: InjectSets) -> tuple[Scenario, list[Sweep]]:
    _, scenario = scenario_of(file)
    sweeps = [Sweep(scenario, ids) for ids in inject_sets(scenario, injects)]
    return scenario, sweeps


def _from_files(chunk: Chunk, scenario: Scenario) -> _Weightings:
    own = chunk.scenario.sha256
    if chunk.weights is None:
        points = points_of(scenario, [points_row(scenario, equal_weights(scenario))])
        return _Weightings(["equal"], [own], [""], [1], points, ())
    read: list[tuple[ReadFile, Weights]] = []
    mistakes: list[Mistake] = []
    for file in chunk.weights:
        assert isinstance(file, ReadFile)
        try:
            read.append((file, weights_from(parse(file.name, file.content), scenario)))
        except InputError as error:
            mistakes += error.mistakes
    return _Weightings(
        labels=[_printable(weights.id) for _, weights in read],
        hashes=[f"{own}+{file.sha256}" for file, _ in read],
        files=[file.name for file, _ in read],
        lines=[1] * len(read),
        points=points_of(scenario, [points_row(scenario, weights) for _, weights in read]) if read else None,
        mistakes=mistakes,
    )


def _printable(id_: str) -> str:
    """Return an id that any file can hold: that of a file without one is its name, whatever its bytes."""
    return id_ if id_.isascii() else id_.encode("utf-8", "backslashreplace").decode()


def _from_table(table: TableRows, scenario: Scenario, file: ReadFile) -> _Weightings:
    own = [number_column(id_, scenario) for id_ in table.own_ids]
    told = [number_column(id_, scenario) for id_ in table.key_ids]
    fixed = key_numbers(table, told)
    bounds = [(column.low, column.high) for column in own]
    columns = None if table.has_texts else columns_of(table.content, bounds)
    mistakes: Sequence[Mistake] = ()
    texts: Sequence[Sequence[str | None]] = ()
    if columns is not None:
        labels, lines = labels_of(table, len(columns[0]) if columns else 0)
        kept = texts_of(table, (), len(labels))
    else:
        stated, unread = labelled_rows(table)
        (labels, lines, rows, texts), wrong = sound_rows(table, stated, own)
        mistakes = [*unread, *wrong]
        columns = columns_of([*zip(*rows, strict=True)], bounds) if rows else None
        kept = texts_of(table._replace(texts={}), texts, len(labels))
    n = len(labels)
    points, keys = None, None
    if columns is not None:
        columns += [repeated_number(number, n) for number in fixed]
        points = points_of_columns(scenario, [column.name for column in (*own, *told)], columns)
        if table.first_row <= MOST_ROWS:
            keys = keys_of(file.name, table.name, lines, columns)
            keys = keys._replace(names=name_keys(labels)) if LABEL in table.columns else keys
    hashes = [f"{file.sha256}+{table.sha256}"] * n
    numbers = range(lines.start - 1, lines.stop - 1) if isinstance(lines, range) else [k - 1 for k in lines]
    return _Weightings(labels, hashes, [table.name] * n, lines, points, mistakes, keys, numbers, kept)


def _all_zero(stated: _Weightings, results: Sequence[SweepResult]) -> list[Mistake]:
    """Tell each weighting that leaves no weight once, however many sets of injects there are."""
    wrong = []
    for k in sorted({int(k) for result in results for k in (~result.sound).nonzero()[0]}):
        sets = [result.injects for result in results if not result.sound[k]]
        message = f"all weights of '{stated.labels[k]}' are 0"
        if stated.points is not None and stated.points.drivers[:, k].any():
            message = f"all factors of a driver are 0 in '{stated.labels[k]}'"
        if sets[0]:  # without injects there is some weight
            more = f" and {len(sets) - 1} more sets of injects" if len(sets) > 1 else ""
            message = f"all weights of '{stated.labels[k]}' are 0 with {injects_text(sets[0])}{more}"
        wrong.append(Mistake(code="all-zero", message=message, file=stated.files[k], line=stated.lines[k]))
    return wrong
