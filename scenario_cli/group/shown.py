"""Ballots by their files to what they come to together."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from scenario_cli.answers.group.blend.ask import GroupBlendAnswer, ask_blend, blended_weights
from scenario_cli.answers.group.show.ask import GroupShowAnswer, RoundBallots, ask_group, in_order
from scenario_cli.answers.group.words import ballots as words
from scenario_cli.answers.weights.opened import scenario_for
from scenario_cli.choices import BlendMethod
from scenario_cli.engine.group.ballots import Ballots, ballots_of
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import Found, locate
from scenario_cli.files.origin import ScenarioSource, WeightsSource, scenario_of
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.sealed import sealed
from scenario_cli.group.ballots import BallotBox, open_ballots, person, read_ballots
from scenario_cli.mistakes import Mistake
from scenario_cli.model.weights import equal_weights
from scenario_cli.study import Study

Paths = str | Path | Sequence[str | Path]


class ReadGroup(NamedTuple):
    """A scenario (under equal weights) and the ballots on it, with what is wrong with others."""

    study: Study
    box: BallotBox


def group(
    ballots: Paths,
    *,
    scenario: ScenarioSource | None = None,
    weights: WeightsSource | None = None,
    before: Paths = (),
    round: str | None = None,  # noqa: A002 - the word of the files
    agree: str = "",
    names: bool = False,
    leave_out: bool = False,
) -> GroupShowAnswer:
    """Put many people's ballots together: where they differ, and whether it could change the answer.

    Parameters
    ----------
    ballots : path or sequence of paths
        Ballots, weights files that say whose they are (``by``), CSV tables of ballots, folders, patterns.
    scenario : str, Path or Scenario, optional
        By path or name; without it that which most ballots name, else the usual one.
    weights : str, Path or Weights, optional
        The room's weights; without it the mean of the ballots.
    before : path or sequence of paths, optional
        The ballots of the round before.
    round : str, optional
        Take the ballots of this round alone; of those before, all of other rounds.
    agree : str
        A rule of agreement that was stated beforehand: ``"iqr<=10"``.
    names : bool
        Whether ballots go by names; without it by letters, in an order of what they say.
    leave_out : bool
        Whether a wrong ballot is left out, and told in ``left_out``, instead of refused.

    Raises
    ------
    InputError
        A file is missing, or a ballot is wrong: every mistake with its file, line and person.
    StudyError
        The rule of agreement is none.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> from pathlib import Path
    >>> rows = "by,power,interests,personality\\nAna,30,45,25\\nBen,20,60,20\\nCyd,20,35,45\\n"
    >>> _ = Path("ballots.csv").write_text(rows)
    >>> answer = sc.group("ballots.csv", scenario="china-arms-russia")
    >>> [answer.study.problem.drivers[s.item] for s in answer.spreads[:3] if s.across.any()]
    ['personality']
    """
    read = read_group(ballots, scenario, _of(round), leave_out=leave_out)
    earlier = _before(read.study, before, round, leave_out=leave_out)
    stated = _stated(read, "ballots", earlier)
    shares = ballots_of(read.study.scenario, stated.ballots)
    room = _under_the_mean(read.study, shares) if weights is None else read.study.under(weights)
    return ask_group(room, stated, shares, before=earlier, agree=agree, names=names)


def _before(study: Study, before: Paths, round_: str | None, *, leave_out: bool) -> RoundBallots | None:
    if not _listed(before):
        return None
    wanted = None if round_ is None else lambda other: other != round_
    return _stated(read_group(before, None, wanted, leave_out=leave_out, study=study), "before")


def _under_the_mean(study: Study, shares: Ballots) -> Study:
    title = f"Mean of {words(len(shares.weights))}"
    mean = blended_weights(study, shares, "mean", "mean", title)
    assert mean is not None
    return replace(study, weights=mean)


def blend_group(
    ballots: Paths,
    *,
    by: BlendMethod = "mean",
    scenario: ScenarioSource | None = None,
    round: str | None = None,  # noqa: A002
    id_: str = "room",
) -> GroupBlendAnswer:
    """Blend ballots into weights, with the ranges of the drivers' shares that the ballots have.

    Parameters
    ----------
    ballots, scenario, round
        As for ``group``.
    by : {"mean", "median", "geometric"}
        How: factor by factor on shares of the whole, which are then made to sum to 1 again.
    id_ : str
        What the weights are called.

    Raises
    ------
    InputError
        A ballot is missing or wrong.
    StudyError
        The blend is empty: no factor has weight in every ballot (geometric) or in half of them (median).
    """
    read = read_group(ballots, scenario, _of(round))
    stated = _stated(read, "ballots")
    return ask_blend(read.study, stated, ballots_of(read.study.scenario, stated.ballots), by, id_)


def seal_group(
    ballots: Paths,
    *,
    scenario: ScenarioSource | None = None,
    round: str | None = None,  # noqa: A002
) -> bytes:
    """Return ballots as one CSV table without names, notes or times, in an order of what they say.

    It reads back with the same numbers. A team of fewer than five is left out of it.

    Raises
    ------
    InputError
        A ballot is missing or wrong.
    """
    read = read_group(ballots, scenario, _of(round))
    return sealed([placed.ballot for placed in read.box.ballots], read.study.scenario).content


def read_group(
    ballots: Paths,
    scenario: ScenarioSource | None,
    wanted: Callable[[str], bool] | None,
    *,
    leave_out: bool = False,
    study: Study | None = None,
) -> ReadGroup:
    """Read ballots under the scenario that is named, else that which most ballots name, else the usual one.

    Raises
    ------
    InputError
        A file is missing; a ballot is wrong, unless such are left out; or none is left.
    """
    if not _listed(ballots):
        raise UsageError("name ballots: their files, a folder, or a table")
    files = open_ballots(_listed(ballots))
    if study is None:
        stated, origin = scenario_of(scenario if scenario is not None else _named_by(files.single))
        study = Study(
            scenario=stated, weights=equal_weights(stated), scenario_origin=origin, weights_origin=None
        )
    box = read_ballots(files, study.scenario, wanted)
    if box.mistakes and (not leave_out or not box.ballots):
        raise InputError(box.mistakes)
    if not box.ballots:
        where = ", ".join(map(str, _listed(ballots)))
        message = f"there is no ballot{'' if wanted is None else ' of that round'} here"
        raise InputError([Mistake(file=where, line=0, code="no-ballot", message=message)])
    return ReadGroup(study, box)


def _named_by(files: Sequence[ParsedFile]) -> Found:
    """Return the scenario that most ballots name, so that one for another does not decide; or the usual."""
    named = Counter(map(_scenario_in, files))
    most = max(named, key=lambda name: (named[name], name), default="")
    if most == "" and len(named) > 1:
        try:
            return locate("scenarios", None)
        except UsageError:  # there are several: what some of the ballots name says which
            pass
    source = scenario_for([file for file in files if most in ("", _scenario_in(file))], None)
    return Found(source.path or Path(source.name), source.name, piped=source.path is None)


def _scenario_in(file: ParsedFile) -> str:
    named = file.data.get("scenario") if isinstance(file.data, dict) else None
    return named if isinstance(named, str) else ""


def _of(round_: str | None) -> Callable[[str], bool] | None:
    return None if round_ is None else lambda other: other == round_


def _listed(paths: Paths) -> list[str | Path]:
    return [paths] if isinstance(paths, str | Path) else [*paths]


def _stated(read: ReadGroup, role: str, before: RoundBallots | None = None) -> RoundBallots:
    placed = read.box.ballots
    stated = in_order(read.study, [p.ballot for p in placed], [person(p) for p in placed], role, before)
    return stated._replace(left_out=read.box.mistakes, n_left_out=read.box.left_out)
