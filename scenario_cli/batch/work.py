"""One chunk of a batch, from bytes to bytes: what every worker runs, on this machine or another."""

from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache

from scenario_cli.batch.chunk import Chunk, Done, ReadFile, loaded, made_from, scenario_of
from scenario_cli.batch.demands import failures
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.places import UnseenError
from scenario_cli.batch.reading import changed
from scenario_cli.batch.repeats import MOST_ROWS
from scenario_cli.batch.rows import Labels, arrow_rows, injects_text, text_rows
from scenario_cli.batch.sets import inject_sets
from scenario_cli.batch.summary import Group, summary_of
from scenario_cli.batch.weightings import Weightings, file_weightings, printable, table_weightings
from scenario_cli.choices import InjectSets
from scenario_cli.engine.long_columns import long_columns, wanted_rows
from scenario_cli.engine.many_cells import EQUAL_WEIGHTS
from scenario_cli.engine.sweep import Sweep, SweepResult
from scenario_cli.errors import InputError
from scenario_cli.files.number_columns import LABEL
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario


def run_chunk(chunk: Chunk) -> Done:
    """Score a chunk; wrong files give mistakes and no rows."""
    chunk = loaded(chunk)
    done = _scored(chunk)
    return done._replace(unread=chunk.unread, made_from=made_from(chunk.layout, chunk))


def _scored(chunk: Chunk) -> Done:
    try:
        scenario, sweeps = _prepared(chunk.scenario, chunk.injects)
        stated = (
            table_weightings(chunk.table, scenario, chunk.scenario, _read(chunk))
            if chunk.table is not None
            else file_weightings(_read(chunk), scenario, chunk.scenario)
        )
    except InputError as error:
        return Done(mistakes=error.mistakes)
    if stated.points is None:
        return Done(mistakes=tuple(stated.mistakes))
    summed = chunk.layout.by is not None
    results = [
        sweep.result(stated.points, ranges=chunk.layout.has_ranges, near=not summed) for sweep in sweeps
    ]
    if chunk.weights is None:
        results = [r._replace(held=r.held + EQUAL_WEIGHTS) for r in results]
    named = labels_for(scenario, stated, results, None if chunk.table is None else chunk.table.file)
    mistakes = [*stated.mistakes, *_all_zero(stated, results)]
    if chunk.table is not None:
        mistakes.sort(key=lambda mistake: mistake.order)
    rankings = sum(int(result.sound.sum()) for result in results)
    done = Done(rankings=rankings, mistakes=tuple(mistakes), keys=stated.keys)
    if chunk.demands:
        done = done._replace(failed=failures(chunk.demands, chunk.own, named, results))
    if chunk.layout.by is not None:
        groups = _groups(chunk.layout.by, named)
        return done._replace(n_rows=rankings, summary=summary_of(named.scenario, results, groups))
    rows, n_rows = written_rows(chunk.layout, named, results, chunk.own.leaders)
    return done._replace(rows=rows, n_rows=n_rows)


def _groups(by: Sequence[str], named: Labels) -> list[Group] | None:
    """Return the group of each weighting; what its table does not have is empty."""
    if not by:
        return None
    n = len(named.weights)
    own = {LABEL: named.weights, "file": [named.file] * n}
    none = [None] * n
    columns = [own[column] if column in own else named.kept.get(column, none) for column in by]
    return [*zip(*columns, strict=True)]


def labels_for(
    scenario: Scenario, stated: Weightings, results: Sequence[SweepResult], file: str | None
) -> Labels:
    """Return what rows of weightings say beside numbers; ``file`` is the table that they stand in, if any."""
    return Labels(
        scenario=printable(scenario.id),
        weights=stated.labels,
        hashes=stated.hashes,
        options=results[0].options,
        injects=[result.injects for result in results],
        file=file,
        rows=stated.rows,
        kept=stated.kept,
    )


def written_rows(
    layout: Layout, named: Labels, results: Sequence[SweepResult], leaders: Sequence[str] = ()
) -> tuple[bytes, int]:
    """Return rows of weightings as they are written, and how many; ``leaders`` as ``wanted_rows``."""
    long = long_columns(results, wanted_rows(results, layout.rows, leaders))
    count = len(long.rank)
    if not count:
        return b"", 0
    if layout.form == "parquet":
        return arrow_rows(layout, named, long), count
    return text_rows(layout, named, long), count


def compared(chunk: Chunk) -> Done:
    """Return only what of a chunk is compared with the other rows of its table.

    Raises
    ------
    InputError
        The table has been changed meanwhile.
    """
    if chunk.table is None or chunk.table.first_row > MOST_ROWS:
        return Done()
    scenario, _ = _prepared(chunk.scenario, chunk.injects)
    with closing(TableParts()) as parts:
        try:
            table = parts.read(chunk.table)
        except UnseenError:
            raise changed(chunk.table.name) from None
    return Done(keys=table_weightings(table, scenario, chunk.scenario, _read(loaded(chunk))).keys)


def _read(chunk: Chunk) -> list[ReadFile] | None:
    return None if chunk.weights is None else [file for file in chunk.weights if isinstance(file, ReadFile)]


@lru_cache(maxsize=32)
def _prepared(file: ReadFile, injects: InjectSets) -> tuple[Scenario, list[Sweep]]:
    _, scenario = scenario_of(file)
    sweeps = [Sweep(scenario, ids) for ids in inject_sets(scenario, injects)]
    return scenario, sweeps


def _all_zero(stated: Weightings, results: Sequence[SweepResult]) -> list[Mistake]:
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
