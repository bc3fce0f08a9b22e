"""A batch from Python: the same that the command does, its rows in a file or at hand."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from scenario_cli.batch.answer import BatchAnswer, HeldRows
from scenario_cli.batch.output import output_sink
from scenario_cli.batch.plan import BatchAsked, planned
from scenario_cli.batch.run import Outcome, Progress, run
from scenario_cli.batch.sink import Sink, StreamSink
from scenario_cli.choices import InjectSets, RowForm
from scenario_cli.errors import InputError, UsageError
from scenario_cli.mistakes import Mistake

Names = str | Path | Sequence[str | Path]


def batch(  # noqa: PLR0913 - what can be asked
    scenarios: Names,
    *,
    weights: Names = (),
    injects: InjectSets = "none",
    table: Names | None = None,
    output: str | Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    fail_fast: bool = False,
    progress: Progress | None = None,
) -> BatchAnswer:
    """Score many scenarios, weights and injects into one tidy table.

    A wrong file does not stop the others: it gives no rows, and the answer has its mistakes.

    Parameters
    ----------
    scenarios, weights : str, Path or a sequence of them
        Paths, names, patterns or folders. Of no scenarios, the only one here or the built-in one;
        without weights and table, each scenario's own weights or equal ones.
    injects : {"none", "each", "pairs", "all"}
        Which happen: none; each alone; two at a time, too; or every set.
    table : str, Path or a sequence of them
        CSV (``.gz`` too) or Parquet: a weighting a row, ids of drivers or factors as columns.
    output : str or Path, optional
        ``.csv``, ``.jsonl`` (``.gz`` too) or ``.parquet``. Without it the answer holds the rows.
    jobs, cluster : int, str or None
        How many processes score; or the address of a Dask cluster, or ``"local"``.
    resume, force, fail_fast : bool
        Go on with a run that was cut off as it wrote ``output``; drop what it left (with ``resume``
        only what cannot be gone on with); raise the first mistake.
    progress : callable, optional
        Takes how many rows there are, and about how many there will be (0: not known).

    Raises
    ------
    InputError
        Not a single row came of it and something was wrong; or, with ``fail_fast``, anything was;
        or what a run before has left is damaged, or is of inputs that have changed.
    UsageError, MissingPackageError, OutputError
        It cannot be asked (an unfinished run stands at ``output``, say), lacks an optional package,
        or cannot be written.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.batch("china-arms-russia", weights=["critics", "authors"], injects="each").rows
    96
    """
    asked = _asked(_names(scenarios), _names(weights), injects, _names(table or ()), jobs)
    mistakes: list[Mistake] = []
    sink, held = _sink(output, resume=resume, force=force)
    plan, tell = planned(asked), mistakes.append
    outcome = run(plan, sink, jobs=jobs, cluster=cluster, fail_fast=fail_fast, progress=progress, tell=tell)
    return _answered(outcome, output, held, mistakes)


def _asked(
    scenarios: tuple[str, ...],
    weights: tuple[str, ...],
    injects: InjectSets,
    tables: tuple[str, ...],
    jobs: int,
) -> BatchAsked:
    if jobs < 1:
        raise UsageError(f"{jobs}: there is at least one job", parameter="jobs")
    if injects not in get_args(InjectSets):
        known = ", ".join(get_args(InjectSets))
        raise UsageError(f"{injects}: injects are one of {known}", parameter="injects")
    return BatchAsked(scenarios=scenarios, weights=weights, injects=injects, tables=tables)


def _names(named: Names) -> tuple[str, ...]:
    return (str(named),) if isinstance(named, str | Path) else tuple(str(name) for name in named)


def _sink(output: str | Path | None, *, resume: bool, force: bool) -> tuple[Sink, HeldRows | None]:
    """Return where rows go, and what holds them if that is no file."""
    if output is not None:
        return output_sink(output, resume=resume, force=force), None
    if resume:
        raise UsageError("only a run that writes a file can be gone on with", parameter="resume")
    pieces: list[bytes] = []
    form: RowForm = "jsonl" if find_spec("pyarrow") is None else "parquet"
    return StreamSink(form, pieces.append), HeldRows(form, pieces)


def _answered(
    outcome: Outcome, output: str | Path | None, held: HeldRows | None, mistakes: list[Mistake]
) -> BatchAnswer:
    if not outcome.rows and not outcome.sound:
        raise InputError(mistakes)
    name = None if output is None else str(output)
    return BatchAnswer(
        rows=outcome.rows,
        output=name,
        mistakes=tuple(mistakes),
        sound=outcome.sound,
        finding=_finding(outcome, name),
        held=held,
    )


def _finding(outcome: Outcome, output: str | None) -> str:
    rows = f"{outcome.rows:,} row{'s' * (outcome.rows != 1)}"
    of = f"{outcome.rankings:,} combination{'s' * (outcome.rankings != 1)} of scenario, weights and injects"
    where = f"{'is' if outcome.rows == 1 else 'are'} {'here' if output is None else f'in {output}'}"
    wrong = f"{outcome.wrong:,} mistake{'s' * (outcome.wrong != 1)}" if outcome.wrong else "no mistakes"
    before = " A run before had finished it: nothing was to be done." if outcome.finished_before else ""
    return f"{rows} of {of} {where}; {wrong}.{before}"
