"""A batch from Python: the same that the command does, its rows in a file or at hand."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, cast, get_args

from scenario_cli.batch.answer import BatchAnswer, FailedDemand, HeldRows
from scenario_cli.batch.demands import demands_of
from scenario_cli.batch.plan import BatchAsked, Plan, planned
from scenario_cli.batch.run import Outcome, Progress, run
from scenario_cli.batch.sink import Sink, StreamSink
from scenario_cli.batch.sinks import named_sink
from scenario_cli.batch.totals import SummarySink
from scenario_cli.choices import InjectSets, RowChoice
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.stores import shown
from scenario_cli.mistakes import Mistake

Names = str | Path | Sequence[str | Path]


def batch(  # noqa: PLR0913 - what can be asked
    scenarios: Names,
    *,
    weights: Names = (),
    injects: InjectSets = "none",
    table: Names | None = None,
    keep_columns: bool = False,
    rows: RowChoice = "all",
    columns: Sequence[str] | None = None,
    plain: bool = False,
    expect: str | None = None,
    fail_on: str | Sequence[str] = (),
    summary: bool = False,
    by: Sequence[str] = (),
    output: str | Path | None = None,
    shard: str | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    fail_fast: bool = False,
    progress: Progress | None = None,
) -> BatchAnswer:
    """Score many scenarios, weights and injects into one tidy table; a wrong file stops no other.

    Parameters
    ----------
    scenarios, weights, table : str, Path or a sequence of them
        Paths, names, patterns, folders, archives, names in stores, ``-``. Without any, the only scenario
        here, with its own weights or equal ones. Tables (CSV, Parquet) have a weighting a row, and
        ``ratings.OPTION.FACTOR``.
    injects, rows : {"none", "each", "pairs", "all"}, {"all", "first", "changes"}
        Which happen. All rows; who is first; who is, where that is not who is under its own weights.
    keep_columns, columns, plain : bool, sequence of str, bool
        Put other columns of tables beside the rows; the columns of rows (``low``, ``high`` and
        ``could_lead`` only so); leave texts of CSV that look like formulas.
    expect, fail_on : str, str or sequence of str
        Who is to be alone first everywhere; what is to be nowhere other than under a scenario's own weights
        without injects: ``first``, ``rank``, ``score=X``. The answer counts where it is not.
    summary, by : bool, sequence of str
        Sum all weightings up, in place of their rows; of rows of tables, those apart that differ in the
        columns ``by`` (``weights`` and ``file`` are some). A share of weightings is no likelihood.
    output, shard : str or Path, str, optional
        ``.csv``, ``.jsonl`` (``.gz`` too), ``.parquet``, or a folder ``DIR/`` for a dataset; ``"1/3"`` has
        a third of the pieces scored into one, for ``merge``. Without output the answer holds the rows.
    jobs, cluster, progress : int, str, callable
        How many processes score; or the address of a Dask cluster, or ``"local"``; what takes how many rows
        there are, and about how many there will be (0: not known).
    resume, force, fail_fast : bool
        Go on with a run that was cut off; drop what it left (with ``resume`` what cannot be gone on with).

    Raises
    ------
    InputError, UsageError, MissingPackageError, OutputError
        Something was wrong, and no row came of it or ``fail_fast`` is asked; or it cannot be done.
    """
    names = [*map(_names, (scenarios, weights, () if table is None else table, by, fail_on))]
    asked = _asked(names, injects, rows, columns, expect, keep=keep_columns, plain=plain, summary=summary)
    return _answered(asked, _How(output, shard, jobs, cluster, resume, force, fail_fast), progress)


class _How(NamedTuple):
    """What is asked of a run beside its rows."""

    output: str | Path | None
    shard: str | None
    jobs: int
    cluster: str | None
    resume: bool
    force: bool
    fail_fast: bool


def _asked(
    names: Sequence[tuple[str, ...]],
    injects: InjectSets,
    rows: RowChoice,
    columns: Sequence[str] | None,
    expect: str | None,
    *,
    keep: bool,
    plain: bool,
    summary: bool,
) -> BatchAsked:
    _refuse_other(injects, InjectSets, "injects")
    _refuse_other(rows, RowChoice, "rows")
    scenarios, weights, tables, by, fail_on = names
    return BatchAsked(
        scenarios=scenarios,
        weights=weights,
        injects=injects,
        tables=tables,
        keep=keep,
        rows=rows,
        columns=None if columns is None else _names(columns),
        plain=plain,
        demands=demands_of(expect, fail_on),
        summary=summary,
        by=by,
    )


def _refuse_other(word: str, words: object, parameter: str) -> None:
    if word not in get_args(words):
        raise UsageError(f"{word}: {parameter} are one of {', '.join(get_args(words))}", parameter=parameter)


def _names(named: Names) -> tuple[str, ...]:
    if not isinstance(named, str | Path | Sequence):
        raise UsageError(f"expected paths or names, found a {type(named).__name__}: write it to a file first")
    return (str(named),) if isinstance(named, str | Path) else tuple(str(name) for name in named)


def _sink(plan: Plan, how: _How) -> tuple[Sink, HeldRows | None]:
    """Return where rows go, and what holds them if that is no file."""
    if how.output is not None:
        return named_sink(plan, how.output, shard=how.shard, resume=how.resume, force=how.force), None
    if how.shard is not None:
        raise UsageError("a shard is written as a dataset: name a folder, DIR/", parameter="shard")
    if how.resume:
        raise UsageError("only a run that writes a file can be gone on with", parameter="resume")
    pieces: list[bytes] = []
    summed = plan.layout.by is not None
    layout = plan.layout._replace(form="jsonl" if summed or find_spec("pyarrow") is None else "parquet")
    sink: Sink = SummarySink(layout, pieces.append) if summed else StreamSink(layout, pieces.append)
    return sink, HeldRows(layout, pieces)


def _answered(asked: BatchAsked, how: _How, progress: Progress | None) -> BatchAnswer:
    if how.jobs < 1:
        raise UsageError(f"{how.jobs}: there is at least one job", parameter="jobs")
    plan = planned(asked)
    sink, held = _sink(plan, how)
    mistakes: list[Mistake] = []
    outcome = run(
        plan,
        sink,
        jobs=how.jobs,
        cluster=how.cluster,
        fail_fast=how.fail_fast,
        progress=progress,
        tell=mistakes.append,
    )
    if not outcome.rows and not outcome.sound:
        raise InputError(mistakes)
    if asked.summary:
        outcome = replace(outcome, rows=cast(SummarySink, sink).rows)
        held = None if held is None else held._replace(layout=sink.layout)
    missed = [failed for demand, failed in outcome.failed if demand.word == "expect"]
    where = "" if how.output is None else str(how.output)
    name = None if how.output is None else shown(where)
    columns = getattr(sink, "columns", sink.layout.columns)  # a dataset has one more in its folders' names
    return BatchAnswer(
        rows=outcome.rows,
        output=name,
        mistakes=tuple(mistakes),
        sound=outcome.sound,
        finding=_finding(outcome, name),
        failed=tuple(FailedDemand(str(demand), *failed) for demand, failed in outcome.failed),
        misses=sum(failed.rankings for failed in missed),
        first_miss="".join(failed.first for failed in missed),
        layout=sink.layout._replace(columns=columns),
        held=held,
        where=where,
    )


def _finding(outcome: Outcome, output: str | None) -> str:
    rows = f"{outcome.rows:,} row{'s' * (outcome.rows != 1)}"
    of = f"{outcome.rankings:,} combination{'s' * (outcome.rankings != 1)} of scenario, weights and injects"
    where = f"{'is' if outcome.rows == 1 else 'are'} {'here' if output is None else f'in {output}'}"
    wrong = f"{outcome.wrong:,} mistake{'s' * (outcome.wrong != 1)}" if outcome.wrong else "no mistakes"
    before = " A run before had finished it: nothing was to be done." if outcome.finished_before else ""
    said = f"{rows} of {of} {where}; {wrong}."
    for demand, failed in outcome.failed:
        if demand.word == "expect":
            said += f" {demand.stated} is not alone first in {failed.rankings:,} of them."
        else:
            said += f" In {failed.rankings:,} of them {demand.broken}."
    return said + before
