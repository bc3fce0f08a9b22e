"""Ratings that are not certain, and how they spread.

A rating spreads between its low and high as a triangle with its peak at the stated value, or
evenly; an unknown one evenly over its scale. It does so in its own unit: what it is worth, its
curve says after that. Ratings are independent, but for those that share a doubt.

The share u of a distribution, 0 at its worst and 1 at its best for the option, is at ``low +
sqrt(u k)`` on the rising side of a triangle, at ``high - sqrt((1 - u) k)`` on the falling one, and
at ``low + u k`` where it is even. Source: Kotz & van Dorp (2004), Beyond Beta, ch. 1.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask, added
from scenario_cli.engine.curves import Curve, positions_of
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario

NO_DOUBT = -1


class UncertainCells(NamedTuple):
    """The ratings that could differ from what is stated; c cells, as positions on their scale, 0..1.

    Attributes
    ----------
    rows, columns : (c,) int arrays
        Option and factor of each.
    low, peak, high : (c,) arrays
        From 0 at the worst of the scale to 1 at the best.
    uniform : (c,) bool array
        Spread evenly, without a peak.
    doubt : (c,) int array
        The index of the doubt that moves it together with others; ``NO_DOUBT`` if none does.
    curves : tuple of Curve or None
        What makes values of its positions; ``None`` where they are the values.
    """

    rows: Indices
    columns: Indices
    low: Array
    peak: Array
    high: Array
    uniform: Mask
    doubt: Indices
    curves: tuple[Curve | None, ...]

    def of(self, some: Mask) -> "UncertainCells":
        """Return some of the cells; ``some`` is (c,)."""
        return UncertainCells(
            self.rows[some],
            self.columns[some],
            self.low[some],
            self.peak[some],
            self.high[some],
            self.uniform[some],
            self.doubt[some],
            tuple(curve for curve, kept in zip(self.curves, some, strict=True) if kept),
        )

    def of_doubt(self, doubt: int) -> "UncertainCells":
        """Return the cells that a doubt moves."""
        return self.of(self.doubt == doubt)

    @property
    def is_doubted(self) -> bool:
        """Whether a doubt moves any of them."""
        return bool(np.any(self.doubt != NO_DOUBT))

    @property
    def on_their_own(self) -> Indices:
        """Which cells (c,) no doubt moves."""
        return np.flatnonzero(self.doubt == NO_DOUBT)

    def turn(self, c: int) -> float:
        """Return the share below the peak of a triangle."""
        return float((self.peak[c] - self.low[c]) / (self.high[c] - self.low[c]))

    def kinks(self, c: int) -> list[float]:
        """Return the shares, between 0 and 1, at which a cell's value goes over into another form."""
        found = [] if self.uniform[c] else [self.turn(c)]
        curve = self.curves[c]
        if curve is not None:
            between = (curve.positions > self.low[c]) & (curve.positions < self.high[c])
            found += [self._share(c, float(at)) for at in curve.positions[between]]
        return [share for share in found if 0 < share < 1]

    def _share(self, c: int, position: float) -> float:
        low, peak, high = float(self.low[c]), float(self.peak[c]), float(self.high[c])
        if self.uniform[c]:
            return (position - low) / (high - low)
        if position <= peak:
            return (position - low) ** 2 / ((high - low) * (peak - low))
        return 1 - (high - position) ** 2 / ((high - low) * (high - peak))

    def value_terms(self, c: int, share: float) -> Array:
        """Return the value of a cell round a share, as multiples (4,) of 1, sqrt(u), sqrt(1 - u), u."""
        low, peak, high = float(self.low[c]), float(self.peak[c]), float(self.high[c])
        if self.uniform[c]:
            terms = np.array([low, 0.0, 0.0, high - low])
        elif share < self.turn(c):
            terms = np.array([low, ((high - low) * (peak - low)) ** 0.5, 0.0, 0.0])
        else:
            terms = np.array([high, 0.0, -(((high - low) * (high - peak)) ** 0.5), 0.0])
        curve = self.curves[c]
        if curve is None:
            return terms
        position = float(evaluated(terms, share))
        k = int(np.searchsorted(curve.positions[1:-1], position, side="right"))
        slope = float(np.diff(curve.values)[k] / np.diff(curve.positions)[k])
        terms *= slope
        terms[0] += curve.values[k] - slope * curve.positions[k]
        return terms

    def mean(self, c: int) -> float:
        """Return the mean value of a cell."""
        low, peak, high = float(self.low[c]), float(self.peak[c]), float(self.high[c])
        if self.curves[c] is None:
            return (low + high) / 2 if self.uniform[c] else (low + peak + high) / 3
        bounds = [0.0, *sorted(self.kinks(c)), 1.0]
        return sum(float(integrated(self.value_terms(c, (a + b) / 2), a, b)) for a, b in pairwise(bounds))


def uncertain_cells(scenario: Scenario, problem: DecisionProblem) -> UncertainCells:
    """Return the ratings whose low and high differ."""
    rows, columns = np.nonzero(problem.high > problem.low)
    even = [
        bool(problem.unknown[i, j])
        or scenario.ratings[problem.options[i]][problem.factors[j]].shape == "uniform"
        for i, j in zip(rows, columns, strict=True)
    ]
    home = {cell: d for d, doubt in enumerate(scenario.doubts.values()) for cell in doubt.cells}
    doubts = [
        home.get((problem.options[i], problem.factors[j]), NO_DOUBT)
        for i, j in zip(rows, columns, strict=True)
    ]
    low, high = (positions_of(problem.curves, ends)[rows, columns] for ends in (problem.low, problem.high))
    # An end at the stated value may be a last bit beside it: it was read back from a curve.
    peak = problem.positions[rows, columns]
    return UncertainCells(
        rows=rows,
        columns=columns,
        low=np.minimum(low, peak),
        peak=peak,
        high=np.maximum(high, peak),
        uniform=np.array(even, dtype=bool),
        doubt=np.array(doubts, dtype=np.intp),
        curves=tuple(problem.curves[j] if problem.curves else None for j in columns.tolist()),
    )


def means(problem: DecisionProblem, cells: UncertainCells) -> Array:
    """Return the values (m, n) with every uncertain one at its mean."""
    values = problem.values.copy()
    triangle = (cells.low + cells.peak + cells.high) / 3
    values[cells.rows, cells.columns] = np.where(cells.uniform, (cells.low + cells.high) / 2, triangle)
    for c, curve in enumerate(cells.curves):
        if curve is not None:
            values[cells.rows[c], cells.columns[c]] = cells.mean(c)
    return values


def evaluated(terms: Array, share: float) -> Array:
    """Return ``a + b sqrt(u) + c sqrt(1 - u) + d u`` for terms (..., 4) at a share u."""
    return added(terms * np.array([1.0, share**0.5, (1 - share) ** 0.5, share]))


def integrated(terms: Array, start: float, end: float) -> Array:
    """Return the integrals of terms (..., 4) over the shares from ``start`` to ``end``."""
    rising = (end**1.5 - start**1.5) / 1.5
    falling = ((1 - start) ** 1.5 - (1 - end) ** 1.5) / 1.5
    return added(terms * np.array([end - start, rising, falling, (end**2 - start**2) / 2]))
