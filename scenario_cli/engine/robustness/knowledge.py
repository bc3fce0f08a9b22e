"""What knowing an uncertain rating, a doubt, or all of them before choosing would be worth."""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, contributions
from scenario_cli.engine.arrays import Array, added
from scenario_cli.engine.doubts import along_draw, expected_gain
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.models import BLOCK, stream
from scenario_cli.engine.robustness.uncertainty import draw_into
from scenario_cli.engine.uncertain import NO_DOUBT, UncertainCells, means


class Knowledge(NamedTuple):
    """What knowing the uncertain ratings would be worth, at the present weights.

    Attributes
    ----------
    gains : tuple of Gain
        Of each rating alone that no doubt moves, exact, largest first; the others stand at
        their means.
    doubts : tuple of DoubtGain
        Of each doubt, likewise: of knowing where all of its ratings stand.
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
    doubts: tuple["DoubtGain", ...]
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


class DoubtGain(NamedTuple):
    """What knowing one doubt would be worth: expected points of score, 0 or more."""

    doubt: int
    points: float


def mean_scores(problem: DecisionProblem, cells: UncertainCells) -> Array:
    """Return the expected scores (m,) at the present weights: those at the means of the ratings."""
    return added(contributions(means(problem, cells), problem.weights))


def knowledge(problem: DecisionProblem, cells: UncertainCells, *, samples: int, seed: int) -> Knowledge:
    """Return what knowing uncertain ratings is worth, one at a time and all together.

    The value of knowing all is the mean of how far the best option then stands above the
    one that is chosen without knowing: it is never below the greatest single gain.
    Sampled, but where no ratings at all put another option first (0), or where a single
    rating or a single doubt can (its own gain).
    """
    gains, doubts = tuple(information_gains(problem, cells)), tuple(doubt_gains(problem, cells))
    scores = mean_scores(problem, cells)
    choice = int(np.argmax(scores))
    lead = float(scores[choice] - np.delete(scores, choice).max(initial=-np.inf))
    high = added(contributions(problem.high, problem.weights))
    low = added(contributions(problem.low, problem.weights))
    rivals = [i for i in range(scores.size) if i != choice and high[i] - low[choice] > TIE]
    counts = np.isin(cells.rows, [choice, *rivals]) & (problem.weights[cells.columns] > 0)
    draws = len(set(cells.doubt[counts].tolist()) - {NO_DOUBT}) + int(np.sum(cells.doubt[counts] == NO_DOUBT))
    if not rivals or draws <= 1:
        points = [gain.points for gain in gains] + [gain.points for gain in doubts]
        most = max(points, default=0.0) if rivals else 0.0
        return Knowledge(gains, doubts, most, 0.0, 0, choice, lead)
    some = cells.of(counts)
    furthest = float((high[rivals] - low[choice]).max())
    together, error = _worth_together(problem, some, [choice, *rivals], samples, seed, furthest)
    return Knowledge(gains, doubts, together, error, samples, choice, lead)


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


class PresentFirsts(NamedTuple):
    """In what share of the draws of the ratings each option is first, at the present weights.

    Attributes
    ----------
    samples : int
        How many draws these are.
    together, apart : (m,) arrays
        With the doubts, and with each rating drawn on its own.
    together_error, apart_error : (m,) arrays
        Their standard errors.
    """

    samples: int
    together: Array
    together_error: Array
    apart: Array
    apart_error: Array


def present_firsts(
    problem: DecisionProblem, cells: UncertainCells, *, samples: int, seed: int
) -> PresentFirsts:
    """Return how often each option is first as its ratings are drawn, at the present weights."""
    weights = problem.weights[:, None]
    base = added(contributions(problem.values, problem.weights)) / POINTS
    rows = list(range(base.size))
    firsts = np.zeros((2, base.size))
    for block, done in enumerate(range(0, samples, BLOCK)):
        count = min(BLOCK, samples - done)
        scores = np.repeat(base[:, None], count, axis=1)
        streams = (stream(seed, _PRESENT + kind, block) for kind in (0, 1))
        other = draw_into(scores, cells, rows, weights, *streams)
        for kind, drawn in enumerate((scores, other)):
            assert drawn is not None
            firsts[kind] += (drawn.max(axis=0) - drawn <= TIE / POINTS).sum(axis=1)
    shares = firsts / samples
    errors = np.sqrt(shares * (1 - shares) / samples)
    return PresentFirsts(samples, shares[0], errors[0], shares[1], errors[1])


_PRESENT = 2**29


def information_gains(problem: DecisionProblem, cells: UncertainCells) -> list[Gain]:
    """Return the expected value of perfect information of each rating that no doubt moves, largest first.

    At the present weights: how many points the choice would gain on average if this one
    rating were known before choosing, all others at their means. Exact: where its value is
    linear, the gain is a partial expectation of a triangle or an even spread (Raiffa &
    Schlaifer, 1961, Applied Statistical Decision Theory, ch. 5A: linear loss); along a value
    curve it is the closed integral of ``doubts``.
    """
    scores = mean_scores(problem, cells)
    gains = []
    for c in cells.on_their_own.tolist():
        i, j = int(cells.rows[c]), int(cells.columns[c])
        slope = POINTS * problem.weights[j]
        others = np.delete(scores, i)
        gain = 0.0
        if slope > 0 and others.size:
            if cells.curves[c] is not None:
                gain = _gain(problem, cells.of(np.arange(cells.rows.size) == c), scores)
            else:
                mean = cells.mean(c)
                level = mean + (others.max() - scores[i]) / slope
                gain = slope * (_above(cells, c, level) - max(0.0, mean - level))
        gains.append(Gain(i, j, max(0.0, float(gain))))
    return sorted(gains, key=lambda gain: (-gain.points, gain.option, gain.factor))


def doubt_gains(problem: DecisionProblem, cells: UncertainCells) -> list[DoubtGain]:
    """Return the expected value of perfect information of each doubt, largest first.

    How many points the choice would gain on average if one knew where the doubt's ratings
    stand, all others at their means. A closed integral along the shared draw, exact to
    rounding: far below 1e-9 of the scale. A doubt of one rating is worth what that is.
    """
    scores = mean_scores(problem, cells)
    doubts = sorted(set(cells.doubt.tolist()) - {NO_DOUBT})
    gains = [DoubtGain(doubt, _gain(problem, cells.of_doubt(doubt), scores)) for doubt in doubts]
    return sorted(gains, key=lambda gain: (-gain.points, gain.doubt))


def _gain(problem: DecisionProblem, cells: UncertainCells, scores: Array) -> float:
    """Return what knowing the shared draw of cells is worth, the others at their means."""
    return expected_gain(along_draw(problem, scores - _from(problem, cells), cells))


def _from(problem: DecisionProblem, cells: UncertainCells) -> Array:
    """Return what cells at their means add to the scores (m,)."""
    found = np.zeros(len(problem.options))
    for c in range(cells.rows.size):
        found[cells.rows[c]] += POINTS * problem.weights[cells.columns[c]] * cells.mean(c)
    return found


def _above(cells: UncertainCells, c: int, level: float) -> float:
    """Return the mean of how far the rating lies above a level, counting 0 where it does not."""
    low, peak, high = float(cells.low[c]), float(cells.peak[c]), float(cells.high[c])
    if level >= high:
        return 0.0
    if level <= low:
        return cells.mean(c) - level
    if cells.uniform[c]:
        return (high - level) ** 2 / (2 * (high - low))
    if level >= peak:
        return (high - level) ** 3 / (3 * (high - low) * (high - peak))
    return cells.mean(c) - level + (level - low) ** 3 / (3 * (high - low) * (peak - low))
