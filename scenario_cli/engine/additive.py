"""The additive value model: contributions, scores, ranks with the tie rule, dominance.

Source: Keeney & Raiffa (1976), Decisions with Multiple Objectives, ch. 3; as practised
in Belton & Stewart (2002), Multiple Criteria Decision Analysis, ch. 4-5.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask, added
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.frozen import Frozen

POINTS = 100.0
TIE = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranking(Frozen):
    """Which option leads, how far, and what each factor contributes; m options, n factors.

    Attributes
    ----------
    contributions : (m, n) array
        weight x value x 100.
    scores : (m,) array
        Sums of contributions, 0..100: value under the weights, not a likelihood.
    low, high : (m,) arrays
        What each score could be, whatever the unknown ratings are.
    least, most : (m,) arrays
        What each score could be, every rating anywhere in its stated range and unknown ones
        anywhere on their scale.
    ranks : (m,) int array
        1 = best; tied options share the better rank.
    tied : (m,) bool array
        Whether another option has the same score, by the tie rule.
    behind : (m,) array
        Points behind the best score.
    order : tuple of int
        Indices of the options by rank, then file order.
    leaders : tuple of int
        Indices of the options ranked 1.
    near : tuple of (int, int)
        Neighbours in ``order``, better one first, that are near: not tied, but one
        step in one rating of either would reverse them.
    could_lead : tuple of int
        Indices of the options that some values of the unknown ratings put first.
    open : bool
        Whether some values of the unknown ratings change who is first.
    """

    contributions: Array
    scores: Array
    low: Array
    high: Array
    least: Array
    most: Array
    ranks: Indices
    tied: Mask
    behind: Array
    order: tuple[int, ...]
    leaders: tuple[int, ...]
    near: tuple[tuple[int, int], ...]
    could_lead: tuple[int, ...]
    open: bool


def rank_options(problem: DecisionProblem) -> Ranking:
    """Score and rank the options of a problem under its weights."""
    contributed = contributions(problem.values, problem.weights)
    scores = totals(contributed)
    low, high = score_ranges(problem, problem.unknown)
    ranks = competition_ranks(scores)
    order = tuple(int(i) for i in np.argsort(ranks, kind="stable"))
    leaders = tuple(int(i) for i in np.flatnonzero(ranks == 1))
    could_lead, is_open = first_place_in_doubt(low, high, leaders)
    return Ranking(
        contributions=contributed,
        scores=scores,
        low=low,
        high=high,
        least=added(contributions(problem.low, problem.weights)),
        most=added(contributions(problem.high, problem.weights)),
        ranks=ranks,
        tied=tied_options(scores),
        behind=scores.max() - scores,
        order=order,
        leaders=leaders,
        near=tuple(pair for pair in pairwise(order) if is_near(problem, scores, *pair)),
        could_lead=could_lead,
        open=is_open,
    )


def contributions(values: Array, weights: Array) -> Array:
    """Return weight x value x 100, shape (m, n), from values (m, n) and weights (n,)."""
    return np.ascontiguousarray(values * weights * POINTS)


def totals(contributed: Array) -> Array:
    """Return the scores (m,) that contributions (m, n) add up to: at most 100, whatever rounding adds."""
    return np.minimum(added(contributed), POINTS)


def competition_ranks(scores: Array) -> Indices:
    """Return the ranks (m,) of scores (m,), 1 = best, as "1224".

    An option's rank is one more than the number of options whose score is greater by
    more than ``TIE``. O(m log m).
    """
    not_above = np.searchsorted(np.sort(scores), scores + TIE, side="right")
    return np.asarray(1 + scores.size - not_above, dtype=np.intp)


def tied_options(scores: Array) -> Mask:
    """Return, for each of scores (m,), whether another differs from it by at most ``TIE``."""
    ascending = np.sort(scores)
    within = np.searchsorted(ascending, scores + TIE, side="right") - np.searchsorted(
        ascending, scores - TIE, side="left"
    )
    return np.asarray(within > 1)


def is_near(problem: DecisionProblem, scores: Array, better: int, worse: int) -> bool:
    """Whether one step in one rating of either option would reverse the two.

    A step stops at the end of the scale. Options that tie are tied, not near.
    """
    gap = scores[better] - scores[worse]
    if gap <= TIE:
        return False
    rise, fall = one_step(problem)
    return bool((POINTS * problem.weights * np.maximum(rise[worse], fall[better])).max() - gap > TIE)


def one_step(problem: DecisionProblem) -> tuple[Array, Array]:
    """Return how much value each rating (m, n) gains by one step up its scale, and loses by one down."""
    rise = np.minimum(problem.steps, 1 - problem.values)
    fall = np.minimum(problem.steps, problem.values)
    for j, curve in enumerate(problem.curves):
        if curve is not None:
            at, step = problem.positions[:, j], problem.steps[j]
            rise[:, j] = curve.value(np.minimum(at + step, 1.0)) - problem.values[:, j]
            fall[:, j] = problem.values[:, j] - curve.value(np.maximum(at - step, 0.0))
    return rise, fall


def dominators(problem: DecisionProblem) -> dict[int, tuple[int, ...]]:
    """Return, for each dominated option, the options at least as good on every factor and better on one.

    An unknown rating counts as its worst on the dominating side and its best on the
    other, so that dominance holds whatever it is. Equal options do not dominate each other.
    """
    floor = np.where(problem.unknown, 0.0, problem.values)
    ceiling = np.where(problem.unknown, 1.0, problem.values)
    found = {}
    for i, row in enumerate(ceiling):
        beats = (floor >= row).all(axis=1) & (floor > row).any(axis=1)
        if beats.any():
            found[i] = tuple(int(j) for j in np.flatnonzero(beats))
    return found


def scores_without(alone: Array, weights: Array) -> Array:
    """Return the scores at share 0 of each item, the others keeping their proportions.

    Parameters
    ----------
    alone : (m, k) array
        Scores at share 1 of each of k items.
    weights : (k,) array
        The present shares, summing to 1.

    Returns
    -------
    (m, k) array
        Where the others have no weight, they share equally; a single item has no
        others, and its column is returned unchanged. Sums of the others are built from
        both sides, since subtracting from the total loses digits at shares near 1.
    """
    if weights.size == 1:
        return alone
    others, total = _sum_of_others(alone * weights), _sum_of_others(weights)
    equally = _sum_of_others(alone) / (weights.size - 1)
    return np.asarray(np.where(total > 0, others / np.where(total > 0, total, 1.0), equally))


def _sum_of_others(parts: Array) -> Array:
    before, after = np.zeros_like(parts), np.zeros_like(parts)
    before[..., 1:] = np.cumsum(parts[..., :-1], axis=-1)
    after[..., :-1] = np.cumsum(parts[..., :0:-1], axis=-1)[..., ::-1]
    return before + after


def alike_factors(problem: DecisionProblem) -> tuple[int, ...]:
    """Return the factors with some weight on which all options rate alike.

    Unknown ratings are never alike.
    """
    alike = (np.ptp(problem.values, axis=0) == 0) & ~problem.unknown.any(axis=0) & (problem.weights > 0)
    return tuple(int(j) for j in np.flatnonzero(alike))


def decisive_factors(problem: DecisionProblem, ranking: Ranking) -> tuple[int, ...]:
    """Return the factors without which others would be first.

    Only factors with some weight, and not with all of it. Without a factor the others keep
    their proportions; unknown ratings stand at mid-scale.
    """
    without = scores_without(POINTS * problem.values, problem.weights)
    some = np.flatnonzero((problem.weights > 0) & (problem.weights < 1))
    return tuple(
        int(j)
        for j in some
        if tuple(np.flatnonzero(competition_ranks(without[:, j]) == 1)) != ranking.leaders
    )


def score_ranges(problem: DecisionProblem, doubted: Mask) -> tuple[Array, Array]:
    """Return the least and greatest score (m,) of each option if the cells (m, n) could be anything."""
    contributed = contributions(problem.values, problem.weights)
    known = totals(np.where(doubted, 0.0, contributed))
    spread = added(np.where(doubted, problem.weights * POINTS, 0.0))
    scores = totals(contributed)
    most = np.minimum(known + spread, POINTS)
    return np.where(spread > 0, known, scores), np.where(spread > 0, most, scores)


def first_place_in_doubt(low: Array, high: Array, leaders: tuple[int, ...]) -> tuple[tuple[int, ...], bool]:
    """Return who could be first, and whether the first place could change.

    Unknown ratings of different options are different cells, so each option may take
    any score in its own range whatever the others take.
    """
    greatest_low = np.full(low.size, low.max())
    highest = int(np.argmax(low))
    greatest_low[highest] = np.delete(low, highest).max(initial=-np.inf)
    could = tuple(int(i) for i in np.flatnonzero(greatest_low - high <= TIE))
    fixed = bool(np.all(low[list(leaders)] == high[list(leaders)]))
    certain = could == leaders and (len(leaders) == 1 or fixed)
    return could, not certain
