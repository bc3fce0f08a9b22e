"""The least that must change for an option to come first: of the weights, or of the ratings.

Both are linear programmes, solved by HiGHS through SciPy: the weights by the least
total shift (half the L1 distance), the ratings first by their number, then by their
size in steps. Source of the weight programme: Insua & French (1991), A framework for
sensitivity analysis in discrete multi-objective decision-making, EJOR 54:176-190.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from scenario_cli.engine.additive import POINTS, TIE, Ranking, contributions
from scenario_cli.engine.problem import Array, DecisionProblem, Mask, added

_EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
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
    """

    option: int
    points: float | None
    weights: Array | None


class NeededRating(NamedTuple):
    """One rating that changes: from one number to another, in the factor's unit."""

    option: int
    factor: int
    before: float
    after: float
    steps: float


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
            options=_EXACT,
        )
        if solved.status != 0:
            return WeightShift(option, None, None)
        moved = np.clip(problem.weights + solved.x[:n] - solved.x[n:], 0.0, 1.0)
        weights = moved / moved.sum()
    points = float(np.abs(weights - problem.weights).sum() / 2 * 100)
    return WeightShift(option, points, weights)


def moved_weights(problem: DecisionProblem, shift: WeightShift) -> tuple[tuple[int, float], ...]:
    """Return which factors' weights a shift changes and by how much, the largest change first.

    Shares of the whole; what rounding leaves is no change. ``()`` where no weights do it.
    """
    if shift.weights is None:
        return ()
    changes: list[float] = (shift.weights - problem.weights).tolist()
    moved = [(j, change) for j, change in enumerate(changes) if abs(change) > NO_MOVE]
    return tuple(sorted(moved, key=lambda part: -abs(part[1])))


def rating_changes(problem: DecisionProblem, option: int) -> tuple[NeededRating, ...] | None:
    """Return the fewest rating changes, then the smallest in steps, that put an option first.

    The option's own ratings may rise and its rivals' may fall, each within its scale;
    unknown ratings start from mid-scale. ``()`` where it is first already, ``None``
    where no ratings do it. Where several are equally few and small, one is returned.
    """
    contributed = contributions(problem.values, problem.weights)
    scores = added(contributed)
    deficit = scores - scores[option]
    if np.all(deficit <= TIE):
        return ()
    cells = [
        (i, j)
        for i in range(scores.size)
        for j in np.flatnonzero(problem.weights > 0)
        if i == option or deficit[i] > TIE
    ]
    rivals = np.flatnonzero(deficit > TIE)
    room = np.array([(1 - problem.values[i, j]) if i == option else problem.values[i, j] for i, j in cells])
    factor = np.array([j for _, j in cells])
    gains = np.zeros((rivals.size, len(cells)))
    for c, (i, j) in enumerate(cells):
        gain = POINTS * problem.weights[j]
        gains[:, c] = gain if i == option else np.where(rivals == i, gain, 0.0)
    chosen = _fewest_then_smallest(gains, deficit[rivals], room, 1 / problem.steps[factor])
    if chosen is None:
        return None
    changes = []
    for c, move in chosen:
        i, j = cells[c]
        after = problem.values[i, j] + (move if i == option else -move)
        changes.append(
            NeededRating(
                option=i,
                factor=int(j),
                before=float(problem.ratings[i, j]),
                after=float(
                    problem.worst[j] + min(max(after, 0.0), 1.0) * (problem.best[j] - problem.worst[j])
                ),
                steps=float(move / problem.steps[j]),
            )
        )
    return tuple(sorted(changes, key=lambda change: -change.steps))


def _fewest_then_smallest(
    gains: Array, needed: Array, room: Array, cost: Array
) -> list[tuple[int, float]] | None:
    """Return which cells move and how far (in value), or ``None`` where none are enough.

    One cell alone is a division. More are found by a mixed programme, whose solver
    counts a millionth as nothing: a choice that turns out short is not taken, and one
    cell more is allowed.
    """
    alone = _one_cell(gains, needed, room, cost)
    if alone is not None:
        return [alone]
    n = room.size
    if np.any(added(gains * room) < needed - TIE / 2):
        return None
    link = np.hstack([np.eye(n), -np.diag(room)])
    reach = np.hstack([gains, np.zeros_like(gains)])
    constraints = [LinearConstraint(reach, lb=needed), LinearConstraint(link, ub=0.0)]
    integral = np.concatenate([np.zeros(n), np.ones(n)])
    limits = (np.zeros(2 * n), np.concatenate([room, np.ones(n)]))
    count = np.concatenate([np.zeros(n), np.ones(n)])
    size = np.concatenate([cost, np.zeros(n)])
    first = milp(count, constraints=constraints, integrality=integral, bounds=limits)
    fewest = max(2, round(float(first.fun))) if first.status == 0 else 2
    for most in range(fewest, n + 1):
        second = milp(
            size,
            constraints=[*constraints, LinearConstraint(count[None, :], ub=most)],
            integrality=integral,
            bounds=limits,
            options={"mip_rel_gap": 0},
        )
        if second.status != 0:
            continue
        taken = np.flatnonzero(second.x[n:] > 0.5)
        for slack in (0.0, TIE / 2):  # to the point, or where that is off the scale by a hair, level
            exact = linprog(
                cost[taken],
                A_ub=-gains[:, taken],
                b_ub=-needed + slack,
                bounds=[(0.0, float(r)) for r in room[taken]],
                method="highs",
                options=_EXACT,
            )
            if exact.status == 0:
                return [(int(c), float(x)) for c, x in zip(taken, exact.x, strict=True) if x > 0]
    return None


def _one_cell(gains: Array, needed: Array, room: Array, cost: Array) -> tuple[int, float] | None:
    """Return the cell that does it alone with the smallest move, or ``None``."""
    with np.errstate(divide="ignore"):
        moves = np.where(gains > 0, needed[:, None] / np.where(gains > 0, gains, 1.0), np.inf).max(axis=0)
    slack = TIE / 2 / np.maximum(gains.max(axis=0), 1e-300)
    enough = np.flatnonzero(moves <= room + slack)
    if not enough.size:
        return None
    best = int(enough[np.argmin((np.minimum(moves, room) * cost)[enough])])
    return best, float(min(moves[best], room[best]))
