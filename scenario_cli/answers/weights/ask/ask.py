"""The fewest questions: what answers leave of the weights, who can be first there, and what to ask next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from scenario_cli.answers.flags import flags_without
from scenario_cli.answers.judged import AnswersSource, Judged, Left, left_by, no_weight_flags, read_answers
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.choices import Over
from scenario_cli.engine.asking.grids import rating_grids
from scenario_cli.engine.asking.outlook import Outlook, item_ranges, leading, outlook_of
from scenario_cli.engine.asking.questions import SwingPair, Swung, next_question
from scenario_cli.errors import StudyError
from scenario_cli.files.input import Input
from scenario_cli.model.answers import Swing
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.weights.ask.document import WeightsAskDocument

Stop = Literal["decided", "no_question"]
ABOUT_ONE_WEIGHTING = (
    "idle_factor",
    "single_factor",
    "one_at_a_time",
    "near_tie",
    "tie",
    "splitting",
    "equal_weights",
    "one_source",
)


class OwnAnswers(NamedTuple):
    """What one person's answers alone leave: who can be first there (m,), alone or level."""

    judged: Judged
    can_lead: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class AskAnswer(StudyAnswer["WeightsAskDocument"]):
    """What answers leave, and the next question; the study is under the centre of what is left.

    Attributes
    ----------
    judged : tuple of Judged
        Whose answers they are; all of them together leave what is told of.
    left : Left
        The region of the weights of items.
    outlook : Outlook
        Who can be first there, and in what share of it.
    next : (Swing, Swing) or None
        The two swings to ask about; ``None`` where nothing is left to ask.
    stop : {"decided", "no_question"} or None
        Why nothing is: one option is first in all that is left, or the answer to every question
        about two swings is known, or its pair was answered with "don't know".
    people : tuple of OwnAnswers
        Where there are several: what each one's answers leave by themselves.
    seed : int
    within : str
        The weights by which factors count within a driver, where drivers are asked about.
    """

    question = "weights.ask"

    judged: tuple[Judged, ...]
    left: Left
    outlook: Outlook
    next: tuple[Swing, Swing] | None
    stop: Stop | None
    people: tuple[OwnAnswers, ...]
    seed: int
    within: str

    @property
    def asked(self) -> int:
        """How many answers there are."""
        return sum(len(one.stated.answers) for one in self.judged)

    @property
    def told(self) -> int:
        """How many of them say something of the weights: more than that nobody knows."""
        return _told(self.judged)

    @property
    def beside(self) -> list[Input]:
        """The answers, as a result names its inputs."""
        return [one.input for one in self.judged]

    @property
    def over(self) -> Literal["factors", "drivers"]:
        """What has a weight of its own."""
        return "factors" if self.left.items.ids == self.study.problem.factors else "drivers"

    def item_ranges(self) -> Mapping[str, tuple[float, float]]:
        """Return the least and the greatest share of the whole that is left to each item: exact."""
        found = item_ranges(self.left.region)
        return {
            id_: (float(low), float(high))
            for id_, (low, high) in zip(self.left.items.ids, found, strict=True)
        }


def ask(study: Study, *answers: AnswersSource, over: Over | None = None, seed: int = 0) -> AskAnswer:
    """Ask what answers leave of the weights, who can be first there, and which question is next.

    Parameters
    ----------
    study : Study
        Its weights count only for what answers over drivers leave within each driver.
    *answers : str, Path or Answers
        Files of answers, or models made in Python; without any all weights are left.
    over : {"factors", "drivers"}, optional
        What to ask about; without it factors, or what all answers are about.
    seed : int
        What the shares are sampled from; the same seed gives the same numbers.

    Raises
    ------
    InputError
        Answers are missing or wrong, do not fit the scenario, or contradict each other.
    StudyError
        Something is tried on the study.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> found = sc.ask(sc.study("china-arms-russia"))
    >>> found.stop is None, len(found.next)
    (True, 2)
    """
    if study.trials:
        raise StudyError("questions are asked of a study as it stands: something is tried on this one")
    judged = tuple(read_answers(answers, study.scenario))
    problem = study.problem
    left = left_by(judged, study.scenario, problem, over)
    values = left.items.alone(problem.values)
    found = outlook_of(values, left.region, left.hull, seed=seed)
    pair = None
    if not found.decided:
        grids = rating_grids(study.scenario, problem, left.items)
        pair = next_question(values, left.region, found, grids, _barred(judged, left))
    made = _centred(study, left, found, _told(judged))
    return AskAnswer(
        study=made,
        flags=(*no_weight_flags(study, judged, left), *flags_without(made, ABOUT_ONE_WEIGHTING)),
        judged=judged,
        left=left,
        outlook=found,
        next=None if pair is None else _swings(left, pair),
        stop="decided" if found.decided else "no_question" if pair is None else None,
        people=_people(study, judged, over) if len(judged) > 1 else (),
        seed=seed,
        within=study.weights.id,
    )


def _told(judged: Sequence[Judged]) -> int:
    """Return how many answers say something of the weights."""
    return sum(a.dont_know is None for one in judged for a in one.stated.answers)


def _swings(left: Left, pair: SwingPair) -> tuple[Swing, Swing]:
    def swing(side: Swung) -> Swing:
        return Swing(left.items.ids[side.item], side.rating)

    return swing(pair.first), swing(pair.second)


def _barred(judged: Sequence[Judged], left: Left) -> set[frozenset[int]]:
    """Return the pairs of items that somebody cannot compare, to whatever ratings."""
    ids = left.items.ids
    unknown = (a.swings for one in judged for a in one.stated.answers if a.dont_know is not None)
    return {
        frozenset(ids.index(s.item) for s in pair) for pair in unknown if all(s.item in ids for s in pair)
    }


def _people(study: Study, judged: Sequence[Judged], over: Over | None) -> tuple[OwnAnswers, ...]:
    values = study.problem.values
    found = []
    for one in judged:
        left = left_by([one], study.scenario, study.problem, over)
        can = leading(left.items.alone(values), left.region)
        found.append(OwnAnswers(one, tuple(int(i) for i in can.somewhere.nonzero()[0])))
    return tuple(found)


def _centred(study: Study, left: Left, found: Outlook, told: int) -> Study:
    """Return the study under the centre of what is left."""
    problem = study.problem
    shares = left.items.factor_weights(found.centre[:, None])[:, 0]
    of_factor = dict(zip(problem.factors, shares.tolist(), strict=True))
    drivers, factors = {}, {}
    for id_, driver in study.scenario.drivers.items():
        members = list(driver.factors) or [id_]
        drivers[id_] = 100 * sum(of_factor[factor] for factor in members)
        if driver.factors and drivers[id_] > 0:
            factors[id_] = {factor: 100 * of_factor[factor] for factor in members}
    title = f"The centre of what {told} answer{'' if told == 1 else 's'} leave{'s' if told == 1 else ''}"
    made = Weights(
        format="weights/1",
        id="asked",
        title=title if told else "The centre of all weights",
        drivers=drivers,
        factors=factors,
        scenario=study.weights.scenario,
    )
    return replace(study, weights=made)
