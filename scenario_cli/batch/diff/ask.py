"""What changed between two states, whatever they are: two sweeps that batch has written, or one question."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import overload

from scenario_cli.answers.diff import ask
from scenario_cli.answers.diff.ask import DiffAnswer, State
from scenario_cli.answers.diff.conditions import condition_of
from scenario_cli.answers.diff.sides import NamedStudy
from scenario_cli.answers.diff.sweeps.ask import SweepDiffAnswer
from scenario_cli.answers.score.ask import ScoreAnswer
from scenario_cli.batch.written.found import Written, written_in
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.study import Study

Document = Mapping[str, object]


@overload
def diff(
    old: Study | NamedStudy | ScoreAnswer | Document,
    new: State,
    *,
    scenario: str | Path | None = None,
    weights: str | Path | None = None,
    fail_on: Sequence[str] = (),
) -> DiffAnswer: ...


@overload
def diff(
    old: str | Path,
    new: State,
    *,
    scenario: str | Path | None = None,
    weights: str | Path | None = None,
    fail_on: Sequence[str] = (),
) -> DiffAnswer | SweepDiffAnswer: ...


def diff(
    old: State,
    new: State,
    *,
    scenario: str | Path | None = None,
    weights: str | Path | None = None,
    fail_on: Sequence[str] = (),
) -> DiffAnswer | SweepDiffAnswer:
    """Compare two results, studies, scenario files or weights files, or two sweeps of ``batch``.

    Sweeps are files or datasets, their rows or their summaries, in any forms. A ranking is the same one in
    both where its scenario, weights, place in a table, injects and kept columns are, as far as both have
    these columns; of several of one name the first is that of the other's, the second the second.

    Parameters
    ----------
    old, new : str, Path, Study, ScoreAnswer or mapping
        Of one kind: names or paths of files, studies, answers to ``score``, or their documents.
    scenario : str or Path, optional
        The scenario that two weights files are for.
    weights : str or Path, optional
        The weights that two scenarios are compared under.
    fail_on : sequence of str
        What is not to change: ``first``, ``rank``, ``score=X``. The answer says in ``failed`` what did; of
        sweeps in how many rankings, and a ranking that only one has is a changed rank.

    Raises
    ------
    UsageError
        They are not of one kind, have no ranking in common, or an argument does not go with that kind.
    InputError
        One of them is missing or wrong.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> study = sc.study("china-arms-russia")
    >>> sc.diff(study, study.tried("shipment_exposed")).found.leaders
    (('straddle',), ('straddle',))
    """
    conditions = tuple(map(condition_of, fail_on))
    if isinstance(old, str | Path) and isinstance(new, str | Path):
        names = str(old), str(new)
        both = _both_written(names)
        if both is not None:
            _check_beside(scenario, weights)
            from scenario_cli.batch.diff.sweeps import diff_sweeps

            return diff_sweeps(both, names, conditions)
    return ask.diff(old, new, scenario=scenario, weights=weights, fail_on=fail_on)


def _both_written(names: tuple[str, str]) -> tuple[Written, Written] | None:
    """Return what batch has written under two names; ``None`` where neither is such."""
    old, new = (written_in(name) for name in names)
    if old is None and new is None:
        return None
    if old is not None and new is not None and old.is_summary == new.is_summary:
        return old, new
    called = [
        str(written) if written is not None else ask.called(name)
        for name, written in zip(names, (old, new), strict=True)
    ]
    raise UsageError(f"{names[0]} is {called[0]}, {names[1]} is {called[1]}")


def _check_beside(scenario: str | Path | None, weights: str | Path | None) -> None:
    for parameter, value, what in (
        ("weights", weights, "two scenarios"),
        ("scenario", scenario, "two weights files"),
    ):
        if value is not None:
            raise StudyError(f"goes with {what}, these are sweeps", parameter=parameter, value=str(value))
