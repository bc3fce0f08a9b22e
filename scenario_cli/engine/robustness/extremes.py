"""The most that uncertain ratings allow: the greatest regret, and who can lead, doubts kept together.

Ratings that are independent are all at their ends at once. A doubt that moves an option and its
rival cannot have the one at its best and the other at its worst: there the share of its draw is
searched. The greatest regret is a closed form. The greatest lead, over weights and shares, is
bounded from above in a stretch of shares by the greatest lead over each rival under each item there,
and the stretch that promises most is halved (branch and bound: Land & Doig, 1960, An automatic method
of solving discrete programming problems, Econometrica 28:497-520).
"""

import heapq
from itertools import count, pairwise
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE
from scenario_cli.engine.arrays import Array, product
from scenario_cli.engine.doubts import Along
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.leading import Leads, Polytope, greatest_lead
from scenario_cli.engine.robustness.models import Items
from scenario_cli.engine.uncertain import NO_DOUBT, UncertainCells, evaluated

NEAR = 1e-6  # points: how exactly the greatest lead is found where a doubt moves rivals together
MOST_STRETCHES = 500


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
    if (b != 0) + (c != 0) + (d != 0) > 1:  # with one moving part it only rises, or only falls
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

    @property
    def middle(self) -> tuple[float, ...]:
        """The shares in its middle."""
        return tuple((a + b) / 2 for a, b in zip(self.low, self.high, strict=True))

    def halves(self) -> "tuple[_Stretch, _Stretch]":
        """Return it cut in two across its longest side."""
        d = int(np.argmax(np.subtract(self.high, self.low)))
        cut = self.middle[d]
        lower = _Stretch(self.low, (*self.high[:d], cut, *self.high[d + 1 :]))
        return lower, _Stretch((*self.low[:d], cut, *self.low[d + 1 :]), self.high)


def leads_together(
    problem: DecisionProblem, items: Items, cells: UncertainCells, region: Polytope, apart: Leads
) -> Leads:
    """Return who can lead, from who could if doubts did not keep rivals together.

    Exact for options that no doubt moves together with a rival; for the others the greatest lead
    is found to ``NEAR`` points, or as near as ``MOST_STRETCHES`` go.
    """
    somewhere, alone = apart.somewhere.copy(), apart.alone.copy()
    m = len(problem.options)
    for i in np.flatnonzero(apart.somewhere).tolist():
        doubts = _shared(cells, i, [k for k in range(m) if k != i])
        if doubts:
            lead = _greatest_lead(_Ahead(problem, items, cells, i, doubts), region, len(doubts))
            somewhere[i], alone[i] = lead >= -TIE, lead > TIE
    return Leads(somewhere, alone)


def _greatest_lead(leads: "_Ahead", region: Polytope, doubts: int) -> float:
    whole = _Stretch((0.0,) * doubts, (1.0,) * doubts)
    best = max(greatest_lead(leads.behind_at(end), region) for end in (*whole, whole.middle))
    number = count()
    waiting = [(-greatest_lead(leads.least_behind(whole), region), next(number), whole)]
    for _ in range(MOST_STRETCHES):
        if not waiting or best > TIE:
            break
        most, _, stretch = heapq.heappop(waiting)
        if -most <= (best + NEAR if best >= -TIE else -TIE):
            break
        for half in stretch.halves():
            best = max(best, greatest_lead(leads.behind_at(half.middle), region))
            heapq.heappush(waiting, (-greatest_lead(leads.least_behind(half), region), next(number), half))
    return best


class _Ahead:
    """How far the rivals of an option are ahead of it under each item alone, as doubts move both."""

    def __init__(
        self, problem: DecisionProblem, items: Items, cells: UncertainCells, option: int, doubts: list[int]
    ) -> None:
        values = problem.low.copy()
        values[option] = problem.high[option]
        moved = np.isin(cells.doubt, doubts)
        values[cells.rows[moved], cells.columns[moved]] = 0.0
        alone = POINTS * items.alone(values)
        self.fixed = np.delete(alone, option, axis=0) - alone[option]
        self.along = [self._terms(cells.of_doubt(doubt), items, option, len(values)) for doubt in doubts]

    @staticmethod
    def _terms(cells: UncertainCells, items: Items, option: int, m: int) -> Along:
        """Return by how much a doubt moves each rival ahead under each item, in the pieces of its draw."""
        k = len(items.ids)
        stops = sorted({0.0, 1.0, *(kink for c in range(cells.rows.size) for kink in cells.kinks(c))})
        terms = np.zeros((len(stops) - 1, m, k, 4))
        for piece, (start, end) in enumerate(pairwise(stops)):
            for c in range(cells.rows.size):
                mine = cells.value_terms(c, (start + end) / 2)
                terms[piece, cells.rows[c]] += POINTS * items.spread[cells.columns[c]][:, None] * mine
        ahead = np.delete(terms, option, axis=1) - terms[:, option : option + 1]
        return Along(np.array(stops), ahead.reshape(len(stops) - 1, (m - 1) * k, 4))

    def behind_at(self, shares: tuple[float, ...]) -> Array:
        """Return how far rivals are ahead (m - 1, k) with each doubt at a share of its draw."""
        moves = (along.at(share) for along, share in zip(self.along, shares, strict=True))
        return np.asarray(self.fixed + sum(moves, np.zeros(self.fixed.size)).reshape(self.fixed.shape))

    def least_behind(self, stretch: _Stretch) -> Array:
        """Return the least that rivals are ahead (m - 1, k), each for itself, in a box of shares."""
        least = self.fixed.ravel().copy()
        for along, low, high in zip(self.along, stretch.low, stretch.high, strict=True):
            most = np.full(least.size, -np.inf)
            for piece, (start, end) in enumerate(pairwise(along.bounds.tolist())):
                if max(start, low) <= min(end, high):
                    found = [_greatest(-term, max(start, low), min(end, high)) for term in along.terms[piece]]
                    most = np.maximum(most, found)
            least -= most
        return np.asarray(least.reshape(self.fixed.shape))
