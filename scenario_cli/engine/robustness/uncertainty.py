"""Ratings that are not certain: how they spread, and what knowing one would be worth.

A rating spreads between its low and high as a triangle with its peak at the stated
value, or evenly; an unknown one evenly over its scale. Ratings are independent.
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, contributions
from scenario_cli.engine.problem import Array, DecisionProblem, Indices, Mask, added
from scenario_cli.engine.robustness.models import BLOCK, stream
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

    def of(self, some: Mask) -> "UncertainCells":
        """Return some of the cells; ``some`` is (c,)."""
        return UncertainCells(
            self.rows[some],
            self.columns[some],
            self.low[some],
            self.peak[some],
            self.high[some],
            self.uniform[some],
        )


class Knowledge(NamedTuple):
    """What knowing the uncertain ratings would be worth, at the present weights.

    Attributes
    ----------
    gains : tuple of Gain
        Of each rating alone, exact, largest first; the others stand at their means.
    together, together_error : float
        Of knowing all of them before choosing, in expected points of score, and its
        standard error: 0 where it is exact.
    samples : int
        How many draws of the ratings that is the mean of; 0 where it is exact.
    choice : int
        The option chosen without knowing more: first at the means of the ratings.
    lead : float
        How far it is ahead there; infinite where it is the only option.
    """

    gains: tuple["Gain", ...]
    together: float
    together_error: float
    samples: int
    choice: int
    lead: float


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


def mean_scores(problem: DecisionProblem, cells: UncertainCells) -> Array:
    """Return the expected scores (m,) at the present weights: those at the means of the ratings."""
    return added(contributions(means(problem, cells), problem.weights))


def knowledge(problem: DecisionProblem, cells: UncertainCells, *, samples: int, seed: int) -> Knowledge:
    """Return what knowing uncertain ratings is worth, one at a time and all together.

    The value of knowing all is the mean of how far the best option then stands above the
    one that is chosen without knowing: it is never below the greatest single gain.
    Sampled, but where no ratings at all put another option first (0), or where a single
    rating can (its own gain).
    """
    gains = tuple(information_gains(problem, cells))
    scores = mean_scores(problem, cells)
    choice = int(np.argmax(scores))
    lead = float(scores[choice] - np.delete(scores, choice).max(initial=-np.inf))
    high = added(contributions(problem.high, problem.weights))
    low = added(contributions(problem.low, problem.weights))
    rivals = [i for i in range(scores.size) if i != choice and high[i] - low[choice] > TIE]
    counts = np.isin(cells.rows, [choice, *rivals]) & (problem.weights[cells.columns] > 0)
    if not rivals or counts.sum() <= 1:
        most = gains[0].points if gains and rivals else 0.0
        return Knowledge(gains, most, 0.0, 0, choice, lead)
    some = cells.of(counts)
    furthest = float((high[rivals] - low[choice]).max())
    together, error = _worth_together(problem, some, [choice, *rivals], samples, seed, furthest)
    return Knowledge(gains, together, error, samples, choice, lead)


_TOGETHER = 2**31  # a stream of its own beside those of the blocks and of the confidence factors


def _worth_together(
    problem: DecisionProblem, cells: UncertainCells, rows: list[int], samples: int, seed: int, furthest: float
) -> tuple[float, float]:
    """Return the mean and its standard error of how far the best of ``rows`` is above the first of them.

    Where no sample shows a difference, one in N could still have: that is the error then.
    """
    weights = problem.weights[:, None]
    base = added(contributions(problem.values, problem.weights))[rows] / POINTS
    total = squares = 0.0
    for block, done in enumerate(range(0, samples, BLOCK)):
        count = min(BLOCK, samples - done)
        scores = np.repeat(base[:, None], count, axis=1)
        draw_into(scores, cells, rows, weights, stream(seed, _TOGETHER, block))
        above = POINTS * (scores.max(axis=0) - scores[0])
        total += float(above.sum())
        squares += float((above**2).sum())
    mean = total / samples
    if mean == 0:
        return 0.0, furthest / samples
    spread = max(squares - samples * mean**2, 0.0) / max(samples - 1, 1)
    return mean, float(np.sqrt(spread / samples)) if samples > 1 else furthest


def information_gains(problem: DecisionProblem, cells: UncertainCells) -> list[Gain]:
    """Return the expected value of perfect information of each uncertain rating, largest first.

    At the present weights: how many points the choice would gain on average if this one
    rating were known before choosing, all others at their means. Exact: the score is
    linear in the rating, so the gain is a partial expectation of a triangle or an even
    spread. Source: Raiffa & Schlaifer (1961), Applied Statistical Decision Theory,
    ch. 5A (linear loss).
    """
    scores = mean_scores(problem, cells)
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
