"""Exact shares of the weight simplex: how much of it each ranking holds.

Two options: the simplex cut by one hyperplane, by the recursion of Varsi (1973), The
multidimensional content of the frustum of the simplex, Pacific J. Math. 46:303-314.
All options over few items: the simplex cut by the hyperplanes on which two options
tie, into pieces that are simplices again, by the staircase triangulation of a product
of simplices (De Loera, Rambau & Santos 2010, Triangulations, ch. 6).
"""

from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, competition_ranks
from scenario_cli.engine.arrays import Array, added

MOST_ITEMS = 4
MOST_OPTIONS = 6

_ON_PLANE = 1e-13


class Volumes(NamedTuple):
    """Exact results over uniformly spread weights; m options, n items.

    Attributes
    ----------
    acceptability : (m, m) array
        Share of weights at which each option has rank 1, 2, ...
    central : (m, n) array
        The mean of the weights that put each option first; NaN where none do.
    mean_regret : (m,) array
        Mean points behind the best.
    """

    acceptability: Array
    central: Array
    mean_regret: Array


def shares_above(leads: Array) -> Array:
    """Return the share of uniformly spread weights (P,) at which each lead (P, n) is above 0.

    O(n^2) each, exact; 0 where a lead is 0 everywhere. Leads are worked on side by side,
    with others that have as many items below 0.
    """
    below, above = -np.sort(np.minimum(leads, 0.0)), -np.sort(-np.maximum(leads, 0.0))
    order = np.lexsort(((above > 0).sum(axis=1), (below > 0).sum(axis=1)))
    shares = np.empty(len(leads))
    for start in range(0, len(leads), _SIDE_BY_SIDE):
        some = order[start : start + _SIDE_BY_SIDE]
        shares[some] = _above_plane(below[some].T, above[some].T)
    return shares


def _above_plane(below: Array, above: Array) -> Array:
    """Return shares (P,) from what leads have below and above 0 (n, P), greatest first, 0 after the last.

    The recursion starts from a row of 1 above the rows of what is below: 0 there hands the
    row before on, and 0 above leaves all rows as they are, so that both may stand for nothing.
    """
    depths = below[(below > 0).any(axis=1)][::-1].copy()
    part = np.zeros((len(depths) + 1, below.shape[1]))
    part[0] = 1.0
    step = np.empty(below.shape[1])
    for heights in above[(above > 0).any(axis=1)]:
        shares = heights / np.maximum(depths + heights, _LEAST)
        part[1:] *= 1 - shares
        for k, share in enumerate(shares):
            np.multiply(share, part[k], out=step)
            part[k + 1] += step
    return np.where(above[0] > 0, part[-1], 0.0)


_SIDE_BY_SIDE = 1_024
_LEAST = 1e-300


def pairwise_shares(alone: Array) -> Array:
    """Return the shares (m, m) of weights at which row scores above column.

    ``alone`` holds the scores (m, n) under each item alone.
    """
    m = alone.shape[0]
    shares = np.zeros((m, m))
    rows, columns = np.triu_indices(m, 1)
    for start in range(0, rows.size, _PAIRS_AT_ONCE):
        a, b = rows[start : start + _PAIRS_AT_ONCE], columns[start : start + _PAIRS_AT_ONCE]
        leads = alone[a] - alone[b]
        leads[np.all(np.abs(leads) <= TIE, axis=1)] = 0.0
        shares[a, b], shares[b, a] = shares_above(leads), shares_above(-leads)
    return shares


_PAIRS_AT_ONCE = 8_192


def exact_volumes(alone: Array) -> Volumes:
    """Return exact rank acceptability, central weights and mean regret over the weight simplex.

    Parameters
    ----------
    alone : (m, n) array
        Scores under each item alone. Meant for ``n <= MOST_ITEMS`` and
        ``m <= MOST_OPTIONS``: the number of pieces grows as their powers.
    """
    m, n = alone.shape
    pieces = [np.eye(n)]
    for a, b in combinations(range(m), 2):
        lead = alone[a] - alone[b]
        if np.all(np.abs(lead) <= TIE):
            continue
        pieces = [part for piece in pieces for part in _split(piece, lead)]
    acceptability, first, regret = np.zeros((m, m)), np.zeros((m, n)), np.zeros(m)
    for piece, share in zip(pieces, _sizes(pieces), strict=True):
        centroid = piece.mean(axis=0)
        scores = added(alone * centroid)
        ranks = competition_ranks(scores)
        acceptability[np.arange(m), ranks - 1] += share
        first[ranks == 1] += share * centroid
        regret += share * (scores.max() - scores)
    return Volumes(acceptability, _means(first, acceptability[:, 0]), regret)


def exact_first(alone: Array) -> tuple[Array, Array]:
    """Return the share (m,) of weights at which each option is first, and its central weights (m, n).

    The region of each option is cut out of the simplex by its rivals, one after the
    other; options that another beats under every item alone are left out.
    """
    m, n = alone.shape
    shares, first = np.zeros(m), np.zeros((m, n))
    for i in range(m):
        leads = alone[i] - alone
        if np.any(np.all(leads <= 0, axis=1) & np.any(leads < -TIE, axis=1)):
            continue
        pieces = [np.eye(n)]
        for lead in leads:
            if np.any(lead < -TIE):
                pieces = [
                    part
                    for piece in pieces
                    for part in _split(piece, lead)
                    if float(added(part.mean(axis=0) * lead)) > 0
                ]
        for piece, share in zip(pieces, _sizes(pieces), strict=True):
            shares[i] += share
            first[i] += share * piece.mean(axis=0)
    return shares, _means(first, shares)


def _means(sums: Array, shares: Array) -> Array:
    safe = np.where(shares > 0, shares, np.nan)
    return np.asarray(sums / safe[:, None])


def _sizes(pieces: list[Array]) -> list[float]:
    """Return the share of the simplex that each piece holds: its determinant, by Leibniz's formula.

    There are at most 24 products to add, in an order that no library decides on.
    """
    if not pieces:
        return []
    stacked = np.array(pieces)
    n = stacked.shape[1]
    total = np.zeros(len(pieces))
    for columns in permutations(range(n)):
        crossed = sum(a > b for a, b in combinations(columns, 2))
        part = np.full(len(pieces), -1.0 if crossed % 2 else 1.0)
        for row, column in enumerate(columns):
            part *= stacked[:, row, column]
        total += part
    return [float(size) for size in np.abs(total)]


def _split(piece: Array, lead: Array) -> list[Array]:
    """Cut a simplex, given by its corners (n, n), where a lead is 0; return the parts of both sides."""
    heights = added(piece * lead)
    heights[np.abs(heights) <= _ON_PLANE * POINTS] = 0.0
    if np.all(heights >= 0) or np.all(heights <= 0):
        return [piece]
    return _side(piece, heights) + _side(piece, -heights)


def _side(piece: Array, heights: Array) -> list[Array]:
    """Return simplices that fill the part of a simplex where the height is 0 or more.

    The part is a join of the corners on the plane with a polytope whose corners form a
    grid: a corner above, or the point where its edge to a corner below meets the
    plane. Every staircase through the grid is a simplex of a triangulation.
    """
    above, below = np.flatnonzero(heights > 0), np.flatnonzero(heights < 0)
    on = piece[heights == 0]
    grid = []
    for i in above:
        crossings = [piece[i] + heights[i] / (heights[i] - heights[j]) * (piece[j] - piece[i]) for j in below]
        grid.append([piece[i], *crossings])
    rows, columns = len(above), len(below) + 1
    parts = []
    for ups in combinations(range(rows + columns - 2), rows - 1):
        row = column = 0
        corners = [grid[0][0]]
        for step in range(rows + columns - 2):
            row, column = (row + 1, column) if step in ups else (row, column + 1)
            corners.append(grid[row][column])
        parts.append(np.vstack([*corners, on]) if on.size else np.array(corners))
    return parts
