"""A batch from Python: the same that the command does, its rows in a file or at hand."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from scenario_cli.batch.answer import BatchAnswer, HeldRows
from scenario_cli.batch.plan import BatchAsked, planned
from scenario_cli.batch.run import Outcome, Progress, run
from scenario_cli.batch.sink import FileSink, StreamSink
from scenario_cli.choices import InjectSets
from scenario_cli.errors import InputError, UsageError
from scenario_cli.mistakes import Mistake

Names = str | Path | Sequence[str | Path]


def batch(  # noqa: PLR0913 - what can be asked
    scenarios: Names,
    *,
    weights: Names = (),
    injects: InjectSets = "none",
    table: str | Path | None = None,
    output: str | Path | None = None,
    jobs: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    fail_fast: bool = False,
    progress: Progress | None = None,
) -> BatchAnswer:
    """Score many scenarios, weights and injects into one tidy table.

    A wrong file does not stop the others: it gives no rows, and the answer has its mistakes.

    Parameters
    ----------
    scenarios : str, Path or a sequence of them
        Paths, names, patterns or folders; of none, the only scenario here or the built-in one.
    weights : str, Path or a sequence of them
        Paths, names, patterns or folders. Without weights and table, each scenario is scored
        under its own weights, or equal ones.
    injects : {"none", "each", "pairs", "all"}
        Which happen: none; each alone; two at a time, too; or every set.
    table : str or Path, optional
        CSV (``.gz`` too) or Parquet: a weighting a row, ids of drivers or factors as columns.
    output : str or Path, optional
        Write the rows to this file: ``.csv``, ``.jsonl`` (``.gz`` too) or ``.parquet``. Without it
        the answer holds them.
    jobs : int
        How many processes score.
    cluster : str, optional
        The address of a Dask cluster, or ``"local"``.
    resume : bool
        Go on with a run that was cut off while it wrote ``output``.
    fail_fast : bool
        Raise the first mistake.
    progress : callable, optional
        Takes how many rows there are, and about how many there will be (0: not known).

    Returns
    -------
    BatchAnswer

    Raises
    ------
    InputError
        Not a single row came of it and something was wrong; or, with ``fail_fast``, anything was.
    UsageError, MissingPackageError
        What is asked cannot be, or lacks an optional package.
    OutputError
        The rows cannot be written.

    Examples
    --------
    >>> from scenario_cli.batch.ask import batch
    >>> answer = batch("china-arms-russia", weights=["critics", "authors"], injects="each")
    >>> answer.sound
    True
    """
    _refuse(injects, output, jobs, resume)
    asked = BatchAsked(
        scenarios=_names(scenarios),
        weights=_names(weights),
        injects=injects,
        table=None if table is None else str(table),
    )
    held: list[bytes] = []
    mistakes: list[Mistake] = []
    sink: FileSink | StreamSink
    if output is not None:
        sink = FileSink(output, resume=resume)
    else:
        sink = StreamSink("jsonl" if find_spec("pyarrow") is None else "parquet", held.append)
    outcome = run(
        planned(asked),
        sink,
        jobs=jobs,
        cluster=cluster,
        fail_fast=fail_fast,
        progress=progress,
        tell=mistakes.append,
    )
    if not outcome.rows and not outcome.sound:
        raise InputError(mistakes)
    name = None if output is None else str(output)
    return BatchAnswer(
        rows=outcome.rows,
        output=name,
        mistakes=tuple(mistakes),
        sound=outcome.sound,
        finding=_finding(outcome, name),
        held=None if output is not None else HeldRows(sink.form, held),
    )


def _refuse(injects: str, output: str | Path | None, jobs: int, resume: bool) -> None:
    """Refuse what cannot be, whatever the files hold."""
    if injects not in get_args(InjectSets):
        known = ", ".join(get_args(InjectSets))
        raise UsageError(f"{injects}: injects are one of {known}", parameter="injects")
    if jobs < 1:
        raise UsageError(f"{jobs}: there is at least one job", parameter="jobs")
    if resume and output is None:
        raise UsageError("only a run that writes a file can be gone on with", parameter="resume")


def _names(named: Names) -> tuple[str, ...]:
    return (str(named),) if isinstance(named, str | Path) else tuple(str(name) for name in named)


def _finding(outcome: Outcome, output: str | None) -> str:
    rows = f"{outcome.rows:,} row{'s' * (outcome.rows != 1)}"
    of = f"{outcome.rankings:,} combination{'s' * (outcome.rankings != 1)} of scenario, weights and injects"
    where = f"{'is' if outcome.rows == 1 else 'are'} {'here' if output is None else f'in {output}'}"
    wrong = f"{outcome.wrong:,} mistake{'s' * (outcome.wrong != 1)}" if outcome.wrong else "no mistakes"
    return f"{rows} of {of} {where}; {wrong}."
