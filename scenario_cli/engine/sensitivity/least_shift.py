"""The least weight that must move, jointly, for first place to change hands: in closed form.

Source of the programme: Insua & French (1991), A framework for sensitivity analysis in discrete
multi-objective decision-making, EJOR 54:176-190. Against one rival it is a fractional knapsack,
solved by taking from where the rival gains least and giving where it gains most (Dantzig 1957,
Discrete-variable extremum problems, Operations Research 5:266-277).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE, Ranking
from scenario_cli.engine.arrays import Mask
from scenario_cli.engine.problem import DecisionProblem

_LEVEL = 1e-12


class LeastShift(NamedTuple):
    """The least joint shift of weight that changes first place.

    Attributes
    ----------
    points : float
        Percentage points of the whole that move from some factors to others.
    to : tuple of int
        The options that it brings level with the leader.
    """

    points: float
    to: tuple[int, ...]


def least_shift(
    problem: DecisionProblem, ranking: Ranking, *, locked: Sequence[int] = ()
) -> LeastShift | None:
    """Return the least shift of weight with which another option is first, too.

    The same as the smallest of ``weight_shifts``, without a linear programme: on the way to the
    least shift no other option has drawn level before, so each rival is settled against the leader
    alone. O(m n log n).

    Parameters
    ----------
    locked : sequence of int, optional
        Indices of drivers whose factors keep their weights.

    Returns
    -------
    LeastShift or None
        ``None`` where no weights do it, where there is one option, and where several share first
        place already.
    """
    if len(ranking.leaders) != 1 or ranking.scores.size == 1:
        return None
    leader = ranking.leaders[0]
    movable = ~np.isin(problem.driver_of, list(locked))
    moved = {
        i: _against(problem, leader, i, float(ranking.behind[i]), movable)
        for i in range(ranking.scores.size)
        if i != leader
    }
    least = min(moved.values())
    if not np.isfinite(least):
        return None
    return LeastShift(100 * least, tuple(i for i, share in moved.items() if share - least <= _LEVEL))


def _against(problem: DecisionProblem, leader: int, rival: int, behind: float, movable: Mask) -> float:
    """Return the share of the whole that must move for a rival to draw level; infinite where none will."""
    gains = (problem.values[rival] - problem.values[leader])[movable]
    held = problem.weights[movable]
    missing = behind / 100
    if behind <= TIE:
        return 0.0
    if gains.size == 0:
        return float("inf")
    moved, most = 0.0, float(gains.max())
    for j in np.argsort(gains, kind="stable"):
        rate = most - float(gains[j])
        if rate <= 0:
            break
        share = min(float(held[j]), missing / rate)
        moved += share
        missing -= share * rate
        if missing <= TIE / 200:
            return moved
    return float("inf")
