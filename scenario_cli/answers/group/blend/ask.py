"""Ballots blended into one weights file, with the ranges that they span."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.group.flags import blend_flags
from scenario_cli.answers.group.show.ask import RoundBallots
from scenario_cli.answers.group.words import EMPTY, HOWS
from scenario_cli.answers.group.words import ballots as ballots_words
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.weights.blend.ask import points_within
from scenario_cli.choices import BlendMethod
from scenario_cli.engine.group.ballots import BLENDS, Ballots, blended, leaders_under
from scenario_cli.errors import StudyError
from scenario_cli.files.input import Input
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.group.blend.document import GroupBlendDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupBlendAnswer(StudyAnswer["GroupBlendDocument"]):
    """The study under blended weights.

    Attributes
    ----------
    by : {"mean", "median", "geometric"}
    n_ballots : int
    firsts : mapping of str to tuple of int, or None
        Who is first by each way of blending; ``None`` where that leaves no weight.
    input : Input
        The hash of the sealed ballots.
    """

    question = "group.blend"

    by: BlendMethod
    n_ballots: int
    firsts: Mapping[BlendMethod, tuple[int, ...] | None]
    input: Input


def ask_blend(
    study: Study, stated: RoundBallots, ballots: Ballots, by: BlendMethod, id_: str
) -> GroupBlendAnswer:
    """Blend ballots.

    Raises
    ------
    StudyError
        The blend has no weight at all.
    """
    count = len(stated.ballots)
    weights = blended_weights(study, ballots, by, id_, f"{HOWS[by].capitalize()} of {ballots_words(count)}")
    if weights is None:
        raise StudyError(EMPTY[by], "blend by the mean", parameter="by", value=by)
    firsts: dict[BlendMethod, tuple[int, ...] | None] = {}
    for how in BLENDS:
        mixed = blended(ballots.weights, how)
        firsts[how] = None if mixed is None else leaders_under(study.problem.values, mixed)
    room = replace(study, weights=weights)
    flags = effect_flags(room)
    flags += blend_flags(firsts, [room.title(option) for option in room.problem.options])
    return GroupBlendAnswer(
        study=room,
        flags=tuple(sorted(flags, key=lambda flag: flag.level != "warning")),
        by=by,
        n_ballots=count,
        firsts=firsts,
        input=stated.input,
    )


def blended_weights(study: Study, ballots: Ballots, how: BlendMethod, id_: str, title: str) -> Weights | None:
    """Return ballots blended, as a weights file states them; ``None`` where no weight is left.

    Points are per cent of the whole; ``ranges`` are the least and the greatest share of each driver.
    """
    mixed = blended(ballots.weights, how)
    if mixed is None:
        return None
    problem = study.problem
    return Weights(
        format="weights/1",
        id=id_,
        title=title,
        drivers={
            driver: 100 * float(mixed[problem.driver_of == k].sum())
            for k, driver in enumerate(problem.drivers)
        },
        factors=points_within(study.scenario, problem, 100 * mixed),
        ranges={
            driver: [min(100.0, 100 * float(end)) for end in (shares.min(), shares.max())]
            for driver, shares in zip(problem.drivers, ballots.drivers.T, strict=True)
        },
    )
