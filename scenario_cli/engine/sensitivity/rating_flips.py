"""How far one rating can move before first place changes hands: exact, one cell at a time.

Moving one rating moves one score in proportion to the factor's weight and leaves the
others where they are, so the turning point is the solution of one linear equation for
the value, and the rating is what the inverse of its curve makes of that.
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, Ranking
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.curves import positions_of
from scenario_cli.engine.problem import DecisionProblem


class RatingFlips(NamedTuple):
    """The turning point of every rating; m options, n factors.

    Attributes
    ----------
    at : (m, n) array
        The rating, in the factor's own unit, at which first place changes hands, all
        else equal; NaN where no rating on the scale does it.
    change : (m, n) array
        How far that is from the present rating, in the factor's unit; NaN likewise.
    steps : (m, n) array
        The same as a number of steps, 0 or more; infinite where there is none.
    within : (m, n) bool array
        Whether it lies inside the rating's own range: the doubt already covers it.
        A certain rating has no range, not even where its point is the rating itself.
    to : m tuples of n tuples of int
        Who is first once the rating has passed the point.
    """

    at: Array
    change: Array
    steps: Array
    within: Mask
    to: tuple[tuple[tuple[int, ...], ...], ...]


def rating_flips(problem: DecisionProblem, ranking: Ranking) -> RatingFlips:
    """Return for every rating where first place would change hands.

    A leader falls until the best of the others draws level; any other option rises
    until it draws level with the leader. Leaders that tie lose the tie at once: their
    point is the present rating, and a rise makes the option first alone (a fall, where
    it is at the best end already, leaves first place to the others). O(m n).
    """
    scores, leaders = ranking.scores, set(ranking.leaders)
    gap = np.array([_gap(scores, leaders, i) for i in range(scores.size)])
    with np.errstate(divide="ignore", invalid="ignore"):
        move = gap[:, None] / (POINTS * problem.weights)
        slack = np.maximum(_ROUNDING, TIE / (POINTS * problem.weights))
    values = problem.values + move
    reachable = np.isfinite(move) & (values >= -slack) & (values <= 1 + slack) & (problem.weights > 0)
    values = np.where(reachable, np.clip(values, 0.0, 1.0), np.nan)
    positions = positions_of(problem.curves, values)
    at = problem.worst + positions * (problem.best - problem.worst)
    at = np.where(np.isfinite(values) & (move == 0), problem.ratings, at)
    with np.errstate(invalid="ignore"):
        within = (values >= problem.low - _ROUNDING) & (values <= problem.high + _ROUNDING)
    return RatingFlips(
        at=at,
        change=at - problem.ratings,
        steps=np.where(reachable, np.abs(_way(problem, move, positions)) / problem.steps, np.inf),
        within=np.asarray(within & reachable & (problem.high > problem.low)),
        to=tuple(_row_beyond(problem, scores, ranking.leaders, i) for i in range(scores.size)),
    )


_ROUNDING = 1e-12


def _way(problem: DecisionProblem, move: Array, positions: Array) -> Array:
    """Return how far each rating moves along its scale, as a part of it."""
    if not problem.curves:
        return move
    curved = np.array([curve is not None for curve in problem.curves])
    return np.where(curved & (move != 0), positions - problem.positions, move)


def _gap(scores: Array, leaders: set[int], i: int) -> float:
    """How many points an option must gain (or, below 0, lose) to change first place; NaN if it cannot."""
    if scores.size == 1:
        return float("nan")
    if i not in leaders:
        return float(scores.max() - scores[i])
    if len(leaders) > 1:
        return 0.0
    return float(np.delete(scores, i).max() - scores[i])


def nearest_ratings(flips: RatingFlips) -> tuple[tuple[int, int], ...]:
    """Return the ratings (option, factor) that have a turning point, the fewest steps first."""
    cells = [(int(i), int(j)) for i, j in np.argwhere(np.isfinite(flips.steps))]
    return tuple(sorted(cells, key=lambda cell: (flips.steps[cell], cell)))


def _row_beyond(
    problem: DecisionProblem, scores: Array, leaders: tuple[int, ...], i: int
) -> tuple[tuple[int, ...], ...]:
    """Return who is beyond each point of an option; one that ties at the best end can only fall."""
    beyond = _beyond(scores, leaders, i)
    if i not in leaders or len(leaders) == 1:
        return (beyond,) * problem.weights.size
    others = tuple(k for k in leaders if k != i)
    return tuple(others if value >= 1 else beyond for value in problem.values[i])


def _beyond(scores: Array, leaders: tuple[int, ...], i: int) -> tuple[int, ...]:
    if i not in leaders or len(leaders) > 1:
        return (i,)
    others = np.delete(scores, i)
    if others.size == 0:
        return ()
    return tuple(int(k) for k in np.flatnonzero(others.max() - scores <= TIE) if k != i)
