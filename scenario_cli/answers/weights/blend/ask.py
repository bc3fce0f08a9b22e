"""Two weights files mixed into one."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scenario_cli.answers.flags import effect_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.weights.opened import WeightsName, studies_of_weights
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.weights.blend.document import WeightsBlendDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class BlendAnswer(StudyAnswer["WeightsBlendDocument"]):
    """The study under blended weights; ``ends`` are the studies it lies between, ``share`` of the second."""

    question = "weights.blend"

    ends: tuple[Study, Study]
    share: float


def blend_weights(
    a: WeightsName, b: WeightsName, *, share: float = 0.5, scenario: str | None = None, id_: str = "blend"
) -> BlendAnswer:
    """Return weights on the straight way from one file (``share`` 0) to another (1).

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit one scenario.
    """
    first, second = studies_of_weights([a, b], scenario)
    problem = first.problem
    mixed = (1 - share) * problem.weights + share * second.problem.weights
    drivers = {id_: 100 * float(mixed[problem.driver_of == k].sum()) for k, id_ in enumerate(problem.drivers)}
    weights = Weights(
        format="weights/1",
        id=id_,
        title=f"{100 * share:.12g}% {second.weights.id}, {100 * (1 - share):.12g}% {first.weights.id}",
        drivers=drivers,
        factors=points_within(first.scenario, problem, 100 * mixed),
    )
    study = replace(first, weights=weights)
    return BlendAnswer(study=study, flags=tuple(effect_flags(study)), ends=(first, second), share=share)


def points_within(
    scenario: Scenario, problem: DecisionProblem, weights: Array
) -> dict[str, dict[str, float]]:
    """Return factor weights as points within each driver that has several factors."""
    return {
        driver: {f: float(weights[problem.factors.index(f)]) for f in stated.factors}
        for driver, stated in scenario.drivers.items()
        if len(stated.factors) > 1 and any(weights[problem.factors.index(f)] > 0 for f in stated.factors)
    }
