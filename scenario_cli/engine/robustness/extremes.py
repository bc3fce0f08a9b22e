"""The most that uncertain ratings allow: the greatest regret, and who can lead, doubts kept together.

Ratings that are independent are all at their ends at once. A doubt that moves an option and its
rival cannot have the one at its best and the other at its worst: there the share of its draw is
searched. The greatest regret is a closed form. The greatest lead, over weights and shares, is
bounded from above by an option at its best end of a stretch and its rivals at their worst end, and
the stretch that promises most is halved (branch and bound: Land & Doig, 1960, An automatic method
of solving discrete programming problems, Econometrica 28:497-520).
"""

import heapq
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE
from scenario_cli.engine.problem import Array, DecisionProblem, product
from scenario_cli.engine.robustness.leading import Leads, Polytope, greatest_lead
from scenario_cli.engine.robustness.models import Items
from scenario_cli.engine.uncertain import NO_DOUBT, UncertainCells, evaluated

NEAR = 1e-6  # points: how exactly the greatest lead is found where a doubt moves rivals together
MOST_STRETCHES = 2_000


def greatest_regrets(problem: DecisionProblem, items: Items, cells: UncertainCells, corners: Array) -> Array:
    """Return the greatest regret (m,) over weights and ratings.

    Parameters
    ----------
    corners : (k, c) array
        The corners of the weights' region, as columns. Regret is convex in the weights, so it
        is greatest at one of them.
    """
    weights = product(items.spread, corners)  # of factors, at each corner
    high, low = (POINTS * product(values, weights) for values in (problem.high, problem.low))
    m = len(high)
    regrets = np.zeros(m)
    for i in range(m):
        for k in range(m):
            if k == i:
                continue
            behind = high[k] - low[i]
            for doubt in _shared(cells, i, [k]):
                behind = behind + _kept_together(cells.of_doubt(doubt), problem, weights, k, i)
            regrets[i] = max(regrets[i], float(behind.max()))
    return np.minimum(regrets, POINTS)


def _kept_together(
    cells: UncertainCells, problem: DecisionProblem, weights: Array, ahead: int, behind: int
) -> Array:
    """Return by how much less one option can be ahead of another, as a doubt moves both; (c,) corners."""
    signs = [1 if row == ahead else -1 if row == behind else 0 for row in cells.rows.tolist()]
    stops = sorted({0.0, 1.0, *(kink for c in range(len(signs)) for kink in cells.kinks(c))})
    apart = np.zeros(weights.shape[1])
    for c, sign in enumerate(signs):
        i, j = cells.rows[c], cells.columns[c]
        end = problem.high[i, j] if sign > 0 else problem.low[i, j]
        apart += sign * POINTS * weights[j] * end
    together = np.full(weights.shape[1], -np.inf)
    for start, end in pairwise(stops):
        terms = [POINTS * cells.value_terms(c, (start + end) / 2) for c in range(len(signs))]
        for corner in range(weights.shape[1]):
            parts = (s * weights[cells.columns[c], corner] * terms[c] for c, s in enumerate(signs))
            together[corner] = max(together[corner], _greatest(sum(parts, np.zeros(4)), start, end))
    return np.asarray(together - apart)


def _greatest(term: Array, start: float, end: float) -> float:
    """Return the greatest of ``a + b sqrt(u) + c sqrt(1 - u) + d u`` from one share to another.

    With sqrt(u) a sine and t the tangent of half its angle, the slope is a quartic in t.
    """
    _, b, c, d = (float(x) for x in term)
    shares = [start, end]
    if b or c:
        for root in np.roots([-b, -2 * c - 4 * d, 0.0, 4 * d - 2 * c, b]):
            t = float(root.real)
            share = (2 * t / (1 + t * t)) ** 2
            if 0 <= t <= 1 and start < share < end:
                shares.append(share)
    return max(float(evaluated(term, share)) for share in shares)


def _shared(cells: UncertainCells, option: int, rivals: list[int]) -> list[int]:
    """Return the doubts that move an option together with one of its rivals."""
    mine = set(cells.doubt[cells.rows == option].tolist())
    theirs = set(cells.doubt[np.isin(cells.rows, rivals)].tolist())
    return sorted((mine & theirs) - {NO_DOUBT})


class _Stretch(NamedTuple):
    """A box of shares of the draws of some doubts."""

    low: tuple[float, ...]
    high: tuple[float, ...]


def leads_together(
    problem: DecisionProblem, items: Items, cells: UncertainCells, region: Polytope, apart: Leads
) -> Leads:
    """Return who can lead, from who could if doubts did not keep rivals together.

    Exact for options that no doubt moves together with a rival; for the others the greatest lead
    is found to ``NEAR`` points.
    """
    somewhere, alone = apart.somewhere.copy(), apart.alone.copy()
    m = len(problem.options)
    for i in np.flatnonzero(apart.somewhere).tolist():
        doubts = _shared(cells, i, [k for k in range(m) if k != i])
        if doubts:
            lead = _greatest_lead(problem, items, cells, region, i, doubts)
            somewhere[i], alone[i] = lead >= -TIE, lead > TIE
    return Leads(somewhere, alone)


def _greatest_lead(
    problem: DecisionProblem,
    items: Items,
    cells: UncertainCells,
    region: Polytope,
    option: int,
    doubts: list[int],
) -> float:
    def lead(own: tuple[float, ...], others: tuple[float, ...]) -> float:
        """Return the greatest lead with the option's ratings at shares, and its rivals' at others."""
        values = problem.low.copy()
        values[option] = problem.high[option]
        for doubt, mine, theirs in zip(doubts, own, others, strict=True):
            for c in np.flatnonzero(cells.doubt == doubt).tolist():
                share = mine if cells.rows[c] == option else theirs
                values[cells.rows[c], cells.columns[c]] = evaluated(cells.value_terms(c, share), share)
        alone = POINTS * items.alone(values)
        return greatest_lead(np.delete(alone, option, axis=0) - alone[option], region)

    ends = (0.0,) * len(doubts), (1.0,) * len(doubts)
    best = max(lead(end, end) for end in ends)
    number = count()
    waiting = [(-lead(ends[1], ends[0]), next(number), _Stretch(*ends))]
    for _ in range(MOST_STRETCHES):
        if not waiting or best > TIE:
            break
        most, _, stretch = heapq.heappop(waiting)
        if -most <= max(best, -TIE) + (NEAR if best >= -TIE else 0.0):
            break
        widths = [b - a for a, b in zip(stretch.low, stretch.high, strict=True)]
        d = int(np.argmax(widths))
        cut = (stretch.low[d] + stretch.high[d]) / 2
        middle = tuple((a + b) / 2 for a, b in zip(stretch.low, stretch.high, strict=True))
        best = max(best, lead(middle, middle))
        for low, high in (
            (stretch.low, (*stretch.high[:d], cut, *stretch.high[d + 1 :])),
            ((*stretch.low[:d], cut, *stretch.low[d + 1 :]), stretch.high),
        ):
            heapq.heappush(waiting, (-lead(high, low), next(number), _Stretch(low, high)))
    return best
