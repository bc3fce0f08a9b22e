"""TOPSIS and VIKOR: how near an option is to the ideal, and how large its regrets are.

Sources: Hwang & Yoon (1981), Multiple Attribute Decision Making, ch. 3.3 (TOPSIS); Opricovic & Tzeng
(2004), Compromise solution by MCDM methods, European Journal of Operational Research 156:445-455.
"""

from dataclasses import dataclass

import numpy as np

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Mask, added
from scenario_cli.engine.methods.ranked import MethodRanking, ranks_of

HALF = 0.5  # VIKOR's v: the most of the sum and the most of the greatest regret count the same


@dataclass(frozen=True, eq=False, kw_only=True)
class ClosenessRanking(MethodRanking):
    """TOPSIS; m options, n factors. The index is the closeness, 0 (the worst) to 1 (the ideal).

    Attributes
    ----------
    from_ideal, from_worst : (m, n) arrays
        Squares of the weighted distances along each factor; their sums' roots are the distances.
    """

    from_ideal: Array
    from_worst: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class CompromiseRanking(MethodRanking):
    """VIKOR; m options. The index is Q, of which less is better.

    Attributes
    ----------
    s, r : (m,) arrays
        Sum and greatest of the weighted regrets.
    worst_at : (m,) int array
        The factor of the greatest regret.
    compromise : tuple of int
        The options of the compromise, by rank.
    advantage : bool
        Whether the first is ahead of the second by 1/(m - 1) or more.
    stability : bool
        Whether a first option is also first by S or by R.
    """

    s: Array
    r: Array
    worst_at: Array
    compromise: tuple[int, ...]
    advantage: bool
    stability: bool


def closeness(values: Array, weights: Array, ideal: Array, worst: Array) -> ClosenessRanking:
    """Rank by nearness to an ideal and distance from a worst option (TOPSIS).

    Parameters
    ----------
    values : (m, n) array
        Declared: values 0..1. As published: ratings divided by the length of their column.
    weights : (n,) array
    ideal, worst : (n,) arrays
        Declared: 1 and 0. As published: the best and the worst of each column.

    Notes
    -----
    Where ideal and worst are one point, all options are there, too: the closeness is not defined (NaN), and
    all tie.
    """
    from_ideal, from_worst = (weights * (values - ideal)) ** 2, (weights * (values - worst)) ** 2
    far, near = np.sqrt(added(from_worst)), np.sqrt(added(from_ideal))
    whole = far + near
    index = np.where(whole > 0, far / np.where(whole > 0, whole, 1.0), np.nan)
    ranks, tied = ranks_of(index)
    return ClosenessRanking(
        method="topsis", index=index, ranks=ranks, tied=tied, from_ideal=from_ideal, from_worst=from_worst
    )


def columns_as_vectors(ratings: Array, alike: Mask) -> Array:
    """Return ratings (m, n) divided by the length of their column, 0 where that is 0.

    Alike ones are made the same, so that no rounding keeps them apart.
    """
    same = np.where(alike, ratings[0], ratings)
    largest = np.abs(same).max(axis=0)
    unit = same / np.where(largest > 0, largest, 1.0)  # so that no square is too large for a number
    length = np.sqrt(added((unit**2).T))
    return np.asarray(unit / np.where(length > 0, length, 1.0))


def compromise(regrets: Array, weights: Array, *, over_options: bool) -> CompromiseRanking:
    """Rank by the sum and the greatest of weighted regrets (VIKOR, v = 0.5).

    Parameters
    ----------
    regrets : (m, n) array
        How far each option is from the best on each factor, 0..1.
    weights : (n,) array
    over_options : bool
        As published: S and R go from the least to the greatest that an option has. Declared: S from 0
        to 1, R from 0 to the greatest weight.

    Notes
    -----
    Where all options have the same S (or R), it adds nothing to Q. The compromise: the first alone, where
    it has an advantage and is stable; the first and the second, where it has an advantage alone; else
    all that are behind the first by less than 1/(m - 1). Options that tie take a place together.
    """
    weighted = weights * regrets
    s, r = added(weighted), weighted.max(axis=1)
    ends = [(0.0, 1.0), (0.0, float(weights.max()))]
    if over_options:
        ends = [(float(part.min()), float(part.max())) for part in (s, r)]
    parts = [
        (part - low) / (high - low) if high - low > TIE else np.zeros_like(part)
        for part, (low, high) in zip((s, r), ends, strict=True)
    ]
    q = HALF * parts[0] + (1 - HALF) * parts[1]
    ranks, tied = ranks_of(-q)
    order = np.argsort(ranks, kind="stable")
    stability = bool(np.any((ranks == 1) & ((s <= s.min() + TIE) | (r <= r.min() + TIE))))
    advantage, chosen = True, order[:1]
    if q.size > 1:
        enough = 1 / (q.size - 1)
        gaps = q[order] - q[order[0]]
        advantage = bool(gaps[1] >= enough - TIE)
        if not advantage:
            chosen = order[gaps < enough - TIE]
        elif not stability:
            chosen = order[ranks[order] <= ranks[order[1]]]
    return CompromiseRanking(
        method="vikor",
        index=q,
        ranks=ranks,
        tied=tied,
        s=s,
        r=r,
        worst_at=weighted.argmax(axis=1),
        compromise=tuple(int(i) for i in chosen),
        advantage=advantage,
        stability=stability,
    )
