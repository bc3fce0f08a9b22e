"""Which ratings of an item may be asked for: on its scale's own steps first, then between these."""

from typing import TYPE_CHECKING

from scenario_cli.engine.asking.cuts import value_at
from scenario_cli.engine.asking.questions import Ratings, Swung
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.models import Items

if TYPE_CHECKING:
    from scenario_cli.model.scenario import Scenario

PARTS_OF_A_STEP = (1, 10, 100)
STEPS, MOST_STEPS = 10, 20


def rating_grids(scenario: "Scenario", problem: DecisionProblem, items: Items) -> list[Ratings]:
    """Return the ratings of each item strictly between worst and best, coarse first.

    A scale of more than 20 steps is asked of in tenths. A driver with factors has no ratings.
    """
    return [
        [_ratings(scenario, problem, items, k, parts) for k in range(len(items.ids))]
        for parts in PARTS_OF_A_STEP
    ]


def _ratings(scenario: "Scenario", problem: DecisionProblem, items: Items, k: int, parts: int) -> list[Swung]:
    id_ = items.ids[k]
    if id_ not in scenario.factors:
        return []
    scale, j = scenario.factors[id_].scale, problem.factors.index(id_)
    span = scale.best - scale.worst
    step = scale.step or abs(span) / STEPS
    if abs(span) / step > MOST_STEPS:
        step = abs(span) / STEPS
    count = round(abs(span) / step * parts)
    way = step / parts if span > 0 else -step / parts
    ratings = (round(scale.worst + n * way, 9) for n in range(1, count))
    swings = (Swung(k, rating, value_at(scenario, problem, j, rating)) for rating in ratings)
    return [swung for swung in swings if 0 < swung.value < 1]
