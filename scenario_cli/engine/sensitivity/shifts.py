"""The least shift of weight that puts an option first.

A linear programme for the least total shift (half the L1 distance), solved by HiGHS through
SciPy. Source: Insua & French (1991), A framework for sensitivity analysis in discrete
multi-objective decision-making, EJOR 54:176-190.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, Ranking
from scenario_cli.engine.arrays import Array, Mask, added
from scenario_cli.engine.problem import DecisionProblem

EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
_AT_ONCE = 8
NO_MOVE = 5e-13


class WeightShift(NamedTuple):
    """The least shift of weight that puts an option first, alone or level with others.

    Attributes
    ----------
    option : int
    points : float or None
        Percentage points of the whole moved from some factors to others: half the
        sum of all changes. ``None`` where no weights put the option first.
    weights : (n,) array or None
        Such weights, summing to 1.
    alone : bool
        Whether some weights put it first alone, ahead by more than a tie.
    """

    option: int
    points: float | None
    weights: Array | None
    alone: bool = False


def weight_shifts(
    problem: DecisionProblem,
    ranking: Ranking,
    *,
    locked: Sequence[int] = (),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[WeightShift, ...]:
    """Return for each option that is not first the least shift of weight that puts it first.

    Parameters
    ----------
    locked : sequence of int, optional
        Indices of drivers whose factors keep their weights.
    progress : callable, optional
        Told how many options are done, and of how many.

    Notes
    -----
    Where several shifts are equally small, one of them is returned. One programme an
    option, with only those rivals in it that would otherwise stand above it.
    """
    behind = [i for i in ranking.order if i not in ranking.leaders]
    movable = ~np.isin(problem.driver_of, list(locked))
    shifts = []
    for done, option in enumerate(behind):
        shifts.append(_shift(problem, option, movable))
        if progress is not None:
            progress(done + 1, len(behind))
    return tuple(shifts)


def _shift(problem: DecisionProblem, option: int, movable: Mask) -> WeightShift:
    """Solve for one option; rivals come in as they are found to stand above it."""
    from scipy.optimize import linprog

    n = problem.weights.size
    lead = POINTS * (problem.values[option] - problem.values)
    bounds = [(0.0, 1.0 if free else 0.0) for free in movable]
    bounds += [(0.0, float(w) if free else 0.0) for w, free in zip(problem.weights, movable, strict=True)]
    cost = np.concatenate([np.ones(n), np.zeros(n)])
    balance = np.concatenate([np.ones(n), -np.ones(n)])[None, :]
    weights = problem.weights
    rivals: list[int] = []
    while True:
        above = added(lead * weights)
        worse = [int(i) for i in np.argsort(above, kind="stable") if above[i] < -TIE / 2 and i not in rivals]
        if not worse:
            break
        rivals += worse[:_AT_ONCE]
        rows = np.hstack([-lead[rivals], lead[rivals]])
        solved = linprog(
            cost,
            A_ub=rows,
            b_ub=added(lead[rivals] * problem.weights),
            A_eq=balance,
            b_eq=[0.0],
            bounds=bounds,
            method="highs",
            options=EXACT,
        )
        if solved.status != 0:
            return WeightShift(option, None, None)
        moved = np.clip(problem.weights + solved.x[:n] - solved.x[n:], 0.0, 1.0)
        weights = moved / moved.sum()
    points = float(np.abs(weights - problem.weights).sum() / 2 * 100)
    return WeightShift(option, points, weights, _can_lead_alone(problem, option, movable))


def _can_lead_alone(problem: DecisionProblem, option: int, movable: Mask) -> bool:
    """Whether some weights put an option ahead of all others by more than a tie: by linear programme."""
    from scenario_cli.engine.robustness.leading import Polytope, greatest_lead

    n = problem.weights.size
    low, high = (np.where(movable, end, problem.weights) for end in (0.0, 1.0))
    behind = POINTS * (np.delete(problem.values, option, axis=0) - problem.values[option])
    return greatest_lead(behind, Polytope(np.zeros((0, n)), np.zeros(0), low, high)) > TIE


def moved_weights(problem: DecisionProblem, shift: WeightShift) -> tuple[tuple[int, float], ...]:
    """Return which factors' weights a shift changes and by how much, the largest change first.

    Shares of the whole; what rounding leaves is no change. ``()`` where no weights do it.
    """
    if shift.weights is None:
        return ()
    changes: list[float] = (shift.weights - problem.weights).tolist()
    moved = [(j, change) for j, change in enumerate(changes) if abs(change) > NO_MOVE]
    return tuple(sorted(moved, key=lambda part: -abs(part[1])))
