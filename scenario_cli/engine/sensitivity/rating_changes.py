"""The fewest ratings that must change, and then by the fewest steps, for an option to come first.

One rating alone is a division. More are found by a mixed-integer programme, solved by HiGHS
through SciPy; along a value curve a rating moves piece by piece.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import LinearConstraint, linprog, milp

from scenario_cli.engine.additive import POINTS, TIE, contributions
from scenario_cli.engine.arrays import Array, Indices, Mask, added
from scenario_cli.engine.curves import positions_of
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.shifts import EXACT


class NeededRating(NamedTuple):
    """One rating that changes: from one number to another, in the factor's unit."""

    option: int
    factor: int
    before: float
    after: float
    steps: float


class _Pieces(NamedTuple):
    """The straight pieces of value that cells can move along, each cell's from where it stands.

    Attributes
    ----------
    cell : (p,) int array
        Which cell each belongs to; those of a cell follow each other.
    room : (p,) array
        How much value it holds.
    cost : (p,) array
        How many steps of the scale a unit of value takes.
    """

    cell: Indices
    room: Array
    cost: Array

    @property
    def starts(self) -> Mask:
        """Which are the first of their cell."""
        return np.asarray(np.diff(self.cell, prepend=-1) != 0)

    def steps(self, cells: Indices, moves: Array) -> Array:
        """Return how many steps it takes to move the value of each cell so far."""
        found = np.zeros(moves.size)
        for k, (cell, move) in enumerate(zip(cells, moves, strict=True)):
            mine = self.cell == cell
            before = np.cumsum(self.room[mine]) - self.room[mine]
            found[k] = float((np.clip(move - before, 0.0, self.room[mine]) * self.cost[mine]).sum())
        return found


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
        (i, int(j))
        for i in range(scores.size)
        for j in np.flatnonzero(problem.weights > 0)
        if i == option or deficit[i] > TIE
    ]
    rivals = np.flatnonzero(deficit > TIE)
    gains = np.zeros((rivals.size, len(cells)))
    for c, (i, j) in enumerate(cells):
        gain = POINTS * problem.weights[j]
        gains[:, c] = gain if i == option else np.where(rivals == i, gain, 0.0)
    chosen = _fewest_then_smallest(gains, deficit[rivals], _pieces(problem, option, cells))
    if chosen is None:
        return None
    changes = [_needed(problem, *cells[c], move if cells[c][0] == option else -move) for c, move in chosen]
    return tuple(sorted(changes, key=lambda change: -change.steps))


def _pieces(problem: DecisionProblem, option: int, cells: Sequence[tuple[int, int]]) -> _Pieces:
    """Return the pieces on the way up for the option's own cells, on the way down for its rivals'."""
    pieces: list[tuple[int, float, float]] = []
    for c, (i, j) in enumerate(cells):
        value, step = float(problem.values[i, j]), float(problem.steps[j])
        end = 1.0 if i == option else 0.0
        curve = problem.curves[j] if problem.curves else None
        if curve is None:
            pieces.append((c, abs(end - value), 1 / step))
            continue
        between = [v for v in curve.values.tolist() if min(value, end) < v < max(value, end)]
        stops = np.array([value, *sorted(between, reverse=end < value), end])
        way = np.abs(np.diff(curve.position(stops)))
        for room, length in zip(np.abs(np.diff(stops)), way, strict=True):
            if room > 0 or stops.size == 2:
                pieces.append((c, float(room), float(length / room / step) if room > 0 else 0.0))
    cell, rooms, costs = zip(*pieces, strict=True)
    return _Pieces(np.array(cell, dtype=np.intp), np.array(rooms), np.array(costs))


def _needed(problem: DecisionProblem, i: int, j: int, move: float) -> NeededRating:
    after = np.clip(problem.values[i, [j]] + move, 0.0, 1.0)
    position = float(positions_of(problem.curves[j : j + 1], after)[0])
    curved = bool(problem.curves) and problem.curves[j] is not None
    way = abs(position - float(problem.positions[i, j])) if curved else abs(move)
    return NeededRating(
        option=i,
        factor=j,
        before=float(problem.ratings[i, j]),
        after=float(problem.worst[j] + position * (problem.best[j] - problem.worst[j])),
        steps=float(way / problem.steps[j]),
    )


def _fewest_then_smallest(gains: Array, needed: Array, pieces: _Pieces) -> list[tuple[int, float]] | None:
    """Return which cells move and how far (in value), or ``None`` where none are enough.

    ``gains`` (r, c) are points over each rival by a unit of value. The solver counts a
    millionth as nothing: a choice that turns out short is not taken, and one cell more is
    allowed.
    """
    alone = _one_cell(gains, needed, pieces)
    if alone is not None:
        return [alone]
    n, starts, room = pieces.room.size, pieces.starts, pieces.room
    reach = gains[:, pieces.cell]
    if np.any(added(reach * room) < needed - TIE / 2):
        return None
    constraints = [LinearConstraint(np.hstack([reach, np.zeros_like(reach)]), lb=needed), *_in_turn(pieces)]
    integral = np.concatenate([np.zeros(n), np.ones(n)])
    limits = (np.zeros(2 * n), np.concatenate([room, np.ones(n)]))
    count = np.concatenate([np.zeros(n), starts.astype(float)])
    size = np.concatenate([pieces.cost, np.zeros(n)])
    first = milp(count, constraints=constraints, integrality=integral, bounds=limits)
    fewest = max(2, round(float(first.fun))) if first.status == 0 else 2
    for most in range(fewest, int(starts.sum()) + 1):
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
        found = _to_the_point(reach[:, taken], needed, pieces, taken)
        if found is not None:
            return found
    return None


def _in_turn(pieces: _Pieces) -> list[LinearConstraint]:
    """Return that a piece moves only if it is taken, and the next only if it is moved along in full."""
    n = pieces.room.size
    limits = [LinearConstraint(np.hstack([np.eye(n), -np.diag(pieces.room)]), ub=0.0)]
    later = np.flatnonzero(~pieces.starts)
    if later.size:
        full = np.zeros((later.size, 2 * n))
        full[np.arange(later.size), later - 1] = -1.0
        full[np.arange(later.size), n + later] = pieces.room[later - 1]
        limits.append(LinearConstraint(full, ub=0.0))
    return limits


def _to_the_point(
    reach: Array, needed: Array, pieces: _Pieces, taken: Indices
) -> list[tuple[int, float]] | None:
    """Return how far the cells of the pieces taken move, exactly; ``None`` where that is not enough."""
    last = np.append(pieces.cell[taken][1:] != pieces.cell[taken][:-1], True)
    room = pieces.room[taken]
    bounds = [(0.0 if end else float(r), float(r)) for r, end in zip(room, last, strict=True)]
    for slack in (0.0, TIE / 2):  # to the point, or where that is off the scale by a hair, level
        exact = linprog(
            pieces.cost[taken],
            A_ub=-reach,
            b_ub=-needed + slack,
            bounds=bounds,
            method="highs",
            options=EXACT,
        )
        if exact.status == 0:
            moved: dict[int, float] = {}
            for cell, x in zip(pieces.cell[taken].tolist(), exact.x.tolist(), strict=True):
                moved[cell] = moved.get(cell, 0.0) + x
            return [(cell, x) for cell, x in moved.items() if x > 0]
    return None


def _one_cell(gains: Array, needed: Array, pieces: _Pieces) -> tuple[int, float] | None:
    """Return the cell that does it alone in the fewest steps, or ``None``."""
    room = np.zeros(gains.shape[1])
    np.add.at(room, pieces.cell, pieces.room)
    with np.errstate(divide="ignore"):
        moves = np.where(gains > 0, needed[:, None] / np.where(gains > 0, gains, 1.0), np.inf).max(axis=0)
    slack = TIE / 2 / np.maximum(gains.max(axis=0), 1e-300)
    enough = np.flatnonzero(moves <= room + slack)
    if not enough.size:
        return None
    steps = pieces.steps(enough, np.minimum(moves, room)[enough])
    best = int(enough[np.argmin(steps)])
    return best, float(min(moves[best], room[best]))
