"""How rankings under several perspectives agree: Kendall's W and tau-b, regret, first places.

Source: Kendall & Gibbons (1990), Rank Correlation Methods, 5th ed., ch. 3 and 6;
minimax regret after Savage (1951), JASA 46:55-67.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE, competition_ranks, tied_options
from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.comparison.attribution import Side, gap_effects


class Agreement(NamedTuple):
    """Several rankings of the same options; m options, c columns (perspectives).

    Attributes
    ----------
    ranks : (m, c) int array
        1 = best, ties share the better rank.
    tied : (m, c) bool array
    regret : (m, c) array
        Points behind the best of the column.
    worst_rank, max_regret : (m,) arrays
        Over the columns.
    minimax_regret : tuple of int
        The options whose greatest regret is the least.
    first : (m,) int array
        In how many columns each option is first, alone or tied.
    kendall_w : float or None
        1 where all columns agree, 0 where they do not at all; corrected for ties;
        ``None`` for one column, for one option or where every column ties all.
    tau : (c, c) array
        Kendall's tau-b between columns; NaN where one ties all.
    apart : (int, int) or None
        The two columns that differ most: least tau, then largest sum of rank moves, then
        the largest change of one option's lead over another, then the first; ``None`` for
        one column.
    same_order : tuple of (int, int)
        Pairs of columns that give the same ranks.
    """

    ranks: Indices
    tied: Mask
    regret: Array
    worst_rank: Indices
    max_regret: Array
    minimax_regret: tuple[int, ...]
    first: Indices
    kendall_w: float | None
    tau: Array
    apart: tuple[int, int] | None
    same_order: tuple[tuple[int, int], ...]


class Parting(NamedTuple):
    """What parts the two columns that differ most: points by which n factors move a lead.

    Attributes
    ----------
    first, second : int
        The options whose lead it is: first in the one column, and first in the other
        (or second in the one, where that is the same option).
    factors : tuple of str
    effects : (n,) array
        In points; they sum to ``whole``.
    largest : tuple of int
        The factors that move the lead at all, the largest effect first.
    """

    first: int
    second: int
    factors: tuple[str, ...]
    effects: Array
    largest: tuple[int, ...]
    whole: float


def scores_side_by_side(sides: Sequence[Side]) -> Array:
    """Return the scores (m, c) of m options under c columns."""
    return np.column_stack([side.scores for side in sides])


def parting(sides: Sequence[Side], found: Agreement) -> Parting | None:
    """Return what parts the two columns that differ most; ``None`` for one column or one option."""
    if found.apart is None or len(found.ranks) == 1:
        return None
    a, b = found.apart
    first, second = (int(np.argmin(found.ranks[:, column])) for column in (a, b))
    if second == first:
        second = int(np.argsort(found.ranks[:, a], kind="stable")[1])
    options = sides[a].options
    effects = gap_effects(sides[a], sides[b], options[first], options[second])
    order = np.argsort(-np.abs(effects), kind="stable")
    return Parting(
        first=first,
        second=second,
        factors=tuple(dict.fromkeys([*sides[a].factors, *sides[b].factors])),
        effects=effects,
        largest=tuple(int(j) for j in order if effects[j] != 0),
        whole=float(effects.sum()),
    )


def agreement(scores: Array) -> Agreement:
    """Return how the columns of scores (m, c) agree."""
    columns = scores.shape[1]
    ranks = np.column_stack([competition_ranks(column) for column in scores.T])
    tied = np.column_stack([tied_options(column) for column in scores.T])
    regret = scores.max(axis=0) - scores
    max_regret = regret.max(axis=1)
    tau = np.eye(columns)
    for a, b in combinations(range(columns), 2):
        tau[a, b] = tau[b, a] = tau_b(ranks[:, a], ranks[:, b])
    pairs = list(combinations(range(columns), 2))

    def likeness(pair: tuple[int, int]) -> tuple[float, int, float]:
        a, b = pair
        moved = np.abs(ranks[:, a] - ranks[:, b]).sum()
        return (
            float(np.nan_to_num(tau[a, b], nan=2.0)),
            -int(moved),
            -float(np.ptp(scores[:, a] - scores[:, b])),
        )

    return Agreement(
        ranks=ranks,
        tied=tied,
        regret=regret,
        worst_rank=ranks.max(axis=1),
        max_regret=max_regret,
        minimax_regret=tuple(int(i) for i in np.flatnonzero(max_regret - max_regret.min() <= TIE)),
        first=(ranks == 1).sum(axis=1),
        kendall_w=kendall_w(ranks),
        tau=tau,
        apart=min(pairs, key=likeness) if pairs else None,
        same_order=tuple(pair for pair in pairs if np.array_equal(ranks[:, pair[0]], ranks[:, pair[1]])),
    )


def kendall_w(ranks: Indices) -> float | None:
    """Return Kendall's coefficient of concordance of ranks (m, c), corrected for ties."""
    m, columns = ranks.shape
    if columns == 1:
        return None
    middle = np.column_stack([_mid_ranks(column) for column in ranks.T])
    ties = sum(float((count**3 - count).sum()) for count in (_tie_counts(column) for column in ranks.T))
    spread = float(((middle.sum(axis=1) - columns * (m + 1) / 2) ** 2).sum())
    whole = columns**2 * (m**3 - m) - columns * ties
    return 12 * spread / whole if whole > 0 else None


def tau_b(a: Indices, b: Indices) -> float:
    """Return Kendall's tau-b of two rankings (m,); NaN where one of them ties all."""
    signs = [np.sign(x[:, None] - x[None, :]) for x in (a, b)]
    upper = np.triu_indices(a.size, 1)
    first, second = (s[upper] for s in signs)
    whole = float(np.count_nonzero(first)) * float(np.count_nonzero(second))
    return float((first * second).sum() / np.sqrt(whole)) if whole > 0 else float("nan")


def _tie_counts(ranks: Indices) -> Indices:
    return np.bincount(ranks)


def _mid_ranks(ranks: Indices) -> Array:
    return np.asarray(ranks + (np.bincount(ranks)[ranks] - 1) / 2)
