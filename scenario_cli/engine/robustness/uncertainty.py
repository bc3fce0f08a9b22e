"""Ratings that are not certain: how they spread, and what knowing one would be worth.

A rating spreads between its low and high as a triangle with its peak at the stated
value, or evenly; an unknown one evenly over its scale. Ratings are independent.
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS
from scenario_cli.engine.problem import Array, DecisionProblem, Indices, Mask
from scenario_cli.model.scenario import Scenario


class UncertainCells(NamedTuple):
    """The ratings that could differ from what is stated; c cells, as values on 0..1.

    Attributes
    ----------
    rows, columns : (c,) int arrays
        Option and factor of each.
    low, peak, high : (c,) arrays
    uniform : (c,) bool array
        Spread evenly, without a peak.
    """

    rows: Indices
    columns: Indices
    low: Array
    peak: Array
    high: Array
    uniform: Mask


class Gain(NamedTuple):
    """What knowing one rating would be worth: expected points of score, 0 or more."""

    option: int
    factor: int
    points: float


def uncertain_cells(scenario: Scenario, problem: DecisionProblem) -> UncertainCells:
    """Return the ratings whose low and high differ."""
    rows, columns = np.nonzero(problem.high > problem.low)
    even = [
        bool(problem.unknown[i, j])
        or scenario.ratings[problem.options[i]][problem.factors[j]].shape == "uniform"
        for i, j in zip(rows, columns, strict=True)
    ]
    return UncertainCells(
        rows=rows,
        columns=columns,
        low=problem.low[rows, columns],
        peak=problem.values[rows, columns],
        high=problem.high[rows, columns],
        uniform=np.array(even, dtype=bool),
    )


def draw_into(
    scores: Array, cells: UncertainCells, rows: list[int], weights: Array, rng: np.random.Generator
) -> None:
    """Add to scores (r, B) of the options ``rows`` what drawn ratings differ from stated ones.

    ``weights`` is (n, B), or (n, 1) for one weighting. One stream of random numbers a
    cell, in file order, also for options that are not among ``rows``; a triangle is
    drawn by inverting its distribution.
    """
    where = {option: position for position, option in enumerate(rows)}
    for c in range(cells.rows.size):
        drawn: Array = rng.random(scores.shape[1:])
        row = where.get(int(cells.rows[c]))
        if row is None:
            continue
        low, peak, high = float(cells.low[c]), float(cells.peak[c]), float(cells.high[c])
        if cells.uniform[c]:
            drawn = low - peak + drawn * (high - low)
        else:
            drawn = _triangular(drawn, low, peak, high) - peak
        drawn *= weights[cells.columns[c]]
        scores[row] += drawn


def _triangular(share: Array, low: float, peak: float, high: float) -> Array:
    turn = (peak - low) / (high - low)
    rising = low + np.sqrt(share * ((high - low) * (peak - low)))
    falling = high - np.sqrt((1 - share) * ((high - low) * (high - peak)))
    return np.where(share < turn, rising, falling)


def means(problem: DecisionProblem, cells: UncertainCells) -> Array:
    """Return the values (m, n) with every uncertain one at its mean."""
    values = problem.values.copy()
    triangle = (cells.low + cells.peak + cells.high) / 3
    values[cells.rows, cells.columns] = np.where(cells.uniform, (cells.low + cells.high) / 2, triangle)
    return values


def information_gains(problem: DecisionProblem, cells: UncertainCells) -> list[Gain]:
    """Return the expected value of perfect information of each uncertain rating, largest first.

    At the present weights: how many points the choice would gain on average if this one
    rating were known before choosing, all others at their means. Exact: the score is
    linear in the rating, so the gain is a partial expectation of a triangle or an even
    spread. Source: Raiffa & Schlaifer (1961), Applied Statistical Decision Theory,
    ch. 5A (linear loss).
    """
    scores = POINTS * means(problem, cells) @ problem.weights
    gains = []
    for c in range(cells.rows.size):
        i, j = int(cells.rows[c]), int(cells.columns[c])
        slope = POINTS * problem.weights[j]
        others = np.delete(scores, i)
        gain = 0.0
        if slope > 0 and others.size:
            mean = _mean(cells, c)
            level = mean + (others.max() - scores[i]) / slope
            gain = slope * (_above(cells, c, level) - max(0.0, mean - level))
        gains.append(Gain(i, j, max(0.0, float(gain))))
    return sorted(gains, key=lambda gain: (-gain.points, gain.option, gain.factor))


def _mean(cells: UncertainCells, c: int) -> float:
    if cells.uniform[c]:
        return float(cells.low[c] + cells.high[c]) / 2
    return float(cells.low[c] + cells.peak[c] + cells.high[c]) / 3


def _above(cells: UncertainCells, c: int, level: float) -> float:
    """Return the mean of how far the rating lies above a level, counting 0 where it does not."""
    low, peak, high = float(cells.low[c]), float(cells.peak[c]), float(cells.high[c])
    if level >= high:
        return 0.0
    if level <= low:
        return _mean(cells, c) - level
    if cells.uniform[c]:
        return (high - level) ** 2 / (2 * (high - low))
    if level >= peak:
        return (high - level) ** 3 / (3 * (high - low) * (high - peak))
    return _mean(cells, c) - level + (level - low) ** 3 / (3 * (high - low) * (peak - low))
