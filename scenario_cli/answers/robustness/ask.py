"""What survives not knowing the weights, or the ratings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from scenario_cli.answers.flags import flags_without
from scenario_cli.answers.judged import AnswersSource, Judged, Left, left_by, no_weight_flags, read_answers
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.choices import Over, Ratings, WeightsModel
from scenario_cli.engine.asking.cuts import over_of
from scenario_cli.engine.problem import stated_shares
from scenario_cli.engine.robustness.assess import SAMPLES, SPREAD, Model, Robustness, assess
from scenario_cli.engine.robustness.models import Items, items_over
from scenario_cli.engine.robustness.ranges import Bounds, bounds_of, interior_point
from scenario_cli.engine.robustness.sampling import KEPT_SAMPLES
from scenario_cli.engine.robustness.walks import Answered
from scenario_cli.engine.uncertain import uncertain_cells
from scenario_cli.errors import InputError, StudyError
from scenario_cli.study import Progress, Study

if TYPE_CHECKING:
    from scenario_cli.answers.robustness.document import RobustnessDocument

LEAST_SPREAD = 1e-6
ABOUT_ONE_WEIGHTING = ("idle_factor", "single_factor", "one_at_a_time", "near_tie", "tie", "splitting")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class RobustnessAnswer(StudyAnswer["RobustnessDocument"]):
    """What survives under a model of not knowing the weights.

    Attributes
    ----------
    items : Items
        What has a weight of its own.
    model : Model
        How weights may lie, and how many samples were drawn from which seed.
    ratings_uncertain : bool
        Whether ratings were asked to be drawn, too.
    judged : tuple of Judged
        Whose answers the weights fulfil, in the model of that name.
    found : Robustness
        Rank acceptability indices (options, ranks) and what else was found.
    """

    question = "robustness"

    items: Items
    model: Model
    ratings_uncertain: bool
    found: Robustness
    judged: tuple[Judged, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether ratings were drawn: that was asked for, and some are uncertain."""
        known = self.found.known
        return self.ratings_uncertain and bool(known.gains or known.doubts)

    @property
    def doubts(self) -> list[str]:
        """The ids of the scenario's doubts, in file order."""
        return list(self.study.scenario.doubts)

    @property
    def central_exactly(self) -> bool:
        """Whether central weights are exact, not means over samples."""
        return "central_weights" in self.found.exact

    @property
    def lost_exactly(self) -> bool:
        """Whether in how much the leader loses is exact."""
        return not {"acceptability", "first_rank"}.isdisjoint(self.found.exact)

    @property
    def looked_at(self) -> int:
        """How many weightings the failure rule was drawn from."""
        return min(KEPT_SAMPLES, self.model.samples)


def ask_robustness(
    study: Study,
    *,
    model: WeightsModel = "anywhere",
    over: Over | None = None,
    answers: Sequence[AnswersSource] = (),
    spread: float | None = None,
    ratings: Ratings = "fixed",
    samples: int = SAMPLES,
    seed: int = 0,
    progress: Progress | None = None,
) -> RobustnessAnswer:
    """Ask what survives under a model of not knowing the weights; see ``Study.robustness``."""
    study.refuse_chances()
    for parameter, value, known in (
        ("model", model, get_args(WeightsModel)),
        ("over", over or "factors", get_args(Over)),
        ("ratings", ratings, get_args(Ratings)),
    ):
        if value not in known:
            message, hint = f"there is no {parameter} '{value}'", f"known: {', '.join(known)}"
            raise StudyError(message, hint, parameter=parameter)
    judged = _judged(study, model, answers)
    over = over or over_of([one.stated for one in judged])
    problem = study.problem
    shares = stated_shares(study.scenario, study.weights, study.trials)
    items = items_over(problem, over, shares[0 if over == "drivers" else 1])
    _check_spread(model, spread, items)
    asked = Model(
        weights=model, over=over, spread=SPREAD if spread is None else spread, samples=samples, seed=seed
    )
    left = left_by(judged, study.scenario, problem, over) if judged else None
    found = assess(
        problem,
        study.ranking,
        items,
        asked,
        uncertain=uncertain_cells(study.scenario, problem),
        ratings_uncertain=ratings == "uncertain",
        bounds=_bounds(study, items, over, left) if model in ("ranges", "answers") else None,
        progress=progress,
    )
    return RobustnessAnswer(
        study=study,
        items=items,
        model=asked,
        ratings_uncertain=ratings == "uncertain",
        found=found,
        judged=judged,
        flags=(
            *(no_weight_flags(study, judged, left) if left else ()),
            *flags_without(study, ABOUT_ONE_WEIGHTING),
        ),
    )


def _judged(study: Study, model: WeightsModel, answers: Sequence[AnswersSource]) -> tuple[Judged, ...]:
    if model == "answers" and not answers:
        message = "name the answers that weights are to fulfil"
        raise StudyError(message, parameter="model", value=model)
    if model != "answers" and answers:
        message = f"goes with the model 'answers', not '{model}'"
        raise StudyError(message, parameter="answers")
    return tuple(read_answers(answers, study.scenario))


def _check_spread(model: WeightsModel, spread: float | None, items: Items) -> None:
    if spread is None:
        return
    if model != "around":
        message = f"goes with the model 'around', not '{model}'"
        raise StudyError(message, parameter="spread", value=f"{spread:g}")
    most = math.sqrt(max(len(items.ids) - 1, 1))
    if not LEAST_SPREAD <= spread < most:
        message = f"at least {LEAST_SPREAD:g} and below {most:.3g} for {len(items.ids)} weights"
        raise StudyError(message, parameter="spread", value=f"{spread:g}")


def _bounds(study: Study, items: Items, over: Over, left: Left | None) -> Bounds | Answered:
    if left is not None:
        return Answered(left.region, left.hull)
    if not study.weights.ranges:
        message = f"the weights '{study.weights.id}' state no ranges"
        raise StudyError(message, parameter="model", value="ranges")
    bounds = bounds_of(study.problem, items, study.weights.ranges)
    if interior_point(bounds) is None:
        message = f"no weights of {over} lie within all of these ranges"
        raise InputError([study.weights_mistake(("ranges",), "empty-ranges", message, "widen one")])
    return bounds
