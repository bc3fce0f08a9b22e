"""What answers leave of the weights: each is one or two half-spaces, closed, in the weights of items."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenario_cli.choices import Over
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.models import Items

if TYPE_CHECKING:
    from scenario_cli.model.answers import Answers, Judgement, Swing
    from scenario_cli.model.scenario import Scenario

NEAR_EMPTY = 1e-9


class Cut(NamedTuple):
    """What one answer says of the weights (k,) of items: ``rows @ w <= limits``; no rows where nothing."""

    rows: Array
    limits: Array


def worth(scenario: "Scenario", problem: DecisionProblem, items: Items, swing: "Swing") -> Array:
    """Return what a swing is worth (k,) for each unit of the items' weights.

    That of a factor from its worst to a rating is the value of the rating, by its curve where it
    has one; that of a driver is that of all of its factors from worst to best.
    """
    if swing.item not in scenario.factors:
        of_driver = problem.driver_of == problem.drivers.index(swing.item)
        return np.asarray(items.spread[of_driver].sum(axis=0))
    j = problem.factors.index(swing.item)
    return np.asarray(items.spread[j] * value_at(scenario, problem, j, swing.rating))


def value_at(scenario: "Scenario", problem: DecisionProblem, j: int, rating: float | str | None) -> float:
    """Return the value 0..1 of a rating of factor ``j``, or of its best where there is none."""
    if rating is None:
        return 1.0
    scale = scenario.factors[problem.factors[j]].scale
    number = scale.levels[rating] if isinstance(rating, str) else rating
    position = (number - scale.worst) / (scale.best - scale.worst)
    curve = problem.curves[j] if problem.curves else None
    return float(position if curve is None else curve.value(np.array([position]))[0])


def cut_of(scenario: "Scenario", problem: DecisionProblem, items: Items, answer: "Judgement") -> Cut:
    """Return the half-spaces that an answer leaves."""
    k = len(items.ids)
    if answer.kind == "dont_know":
        return Cut(np.zeros((0, k)), np.zeros(0))
    one, *others = (worth(scenario, problem, items, swing) for swing in answer.swings)
    if answer.at_least is not None:
        return Cut(-one[None, :], np.array([-answer.share]))
    if answer.at_most is not None:
        return Cut(one[None, :], np.array([answer.share]))
    behind = others[0] * answer.times - one
    rows = np.array([behind] if answer.more is not None else [behind, -behind])
    return Cut(rows, np.zeros(len(rows)))


def region_left(cuts: Sequence[Cut], k: int) -> Polytope:
    """Return the weights of k items that all cuts leave."""
    rows = np.vstack([np.zeros((0, k)), *(cut.rows for cut in cuts)])
    return Polytope(
        rows, np.concatenate([np.zeros(0), *(cut.limits for cut in cuts)]), np.zeros(k), np.ones(k)
    )


def contradictions(cuts: Sequence[Cut], k: int) -> list[tuple[int, tuple[int, ...]]]:
    """Return each answer that no weights fulfil beside those before it, and which of these it takes.

    Answers are taken in order; one that contradicts is left out for those after it. Of the
    earlier ones as few are named as will do: without any one of them weights would be left. None
    is named where an answer cannot be fulfilled by itself.
    """
    if _fulfilled(region_left(cuts, k)):
        return []
    found, kept = [], list[int]()
    for i, cut in enumerate(cuts):
        if not len(cut.rows):
            continue
        together = [*kept, i]
        if _fulfilled(region_left([cuts[j] for j in together], k)):
            kept = together
            continue
        needed = kept
        for j in kept:
            without = [n for n in needed if n != j]
            if not _fulfilled(region_left([cuts[n] for n in (*without, i)], k)):
                needed = without
        found.append((i, tuple(needed)))
    return found


def emptying_answers(cuts: Sequence[Cut], item: int, k: int) -> tuple[int, ...]:
    """Return answers that together leave an item of k no weight: without any one of them it has some."""
    needed = [i for i, cut in enumerate(cuts) if len(cut.rows)]
    for i in tuple(needed):
        without = [n for n in needed if n != i]
        if greatest(np.eye(k)[item], region_left([cuts[n] for n in without], k)) <= NEAR_EMPTY:
            needed = without
    return tuple(needed)


def greatest(sums: Array, region: Polytope) -> float:
    """Return the greatest sum of numbers (k,), each times an item's weight, in a region."""
    from scipy.optimize import linprog

    solved = linprog(
        -sums,
        A_ub=region.rows if len(region.rows) else None,
        b_ub=region.limits if len(region.rows) else None,
        A_eq=np.ones((1, sums.size)),
        b_eq=[1.0],
        bounds=list(zip(region.low.tolist(), region.high.tolist(), strict=True)),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return float(-solved.fun) if solved.status == 0 else np.inf


def _fulfilled(region: Polytope) -> bool:
    """Whether some weights are in a region, within rounding."""
    from scipy.optimize import linprog

    k = region.low.size
    solved = linprog(
        np.append(np.zeros(k), 1.0),
        A_ub=np.column_stack([region.rows, -np.ones(len(region.rows))]) if len(region.rows) else None,
        b_ub=region.limits if len(region.rows) else None,
        A_eq=np.append(np.ones(k), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, 1)] * k + [(0, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return bool(solved.status == 0 and solved.fun <= NEAR_EMPTY)


def over_of(stated: Sequence["Answers"]) -> Over:
    """Return what answers of several people are about together: factors, unless all are about drivers."""
    return "drivers" if stated and all(one.over == "drivers" for one in stated) else "factors"
