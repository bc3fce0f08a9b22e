"""What the gut says against what the weights come to: for each person and for the room."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import Ranking, competition_ranks
from scenario_cli.engine.arrays import Array, Indices, added
from scenario_cli.engine.comparison.agreement import tau_b


class GutOrder(NamedTuple):
    """One order by gut against one by weights, over the same options.

    Attributes
    ----------
    ranks : (m,) int array
        By gut; options that it leaves out are tied behind the others.
    first : tuple of int
        The options that it puts first.
    tau : float or None
        Kendall's tau-b with the ranks by weights; ``None`` where one of them ties all.
    same_first : bool
        Whether the same options are first by both.
    """

    ranks: Indices
    first: tuple[int, ...]
    tau: float | None
    same_first: bool


def gut_order(ranks: Indices, by_weights: Indices) -> GutOrder:
    """Return an order by gut, as ranks (m,), against one by weights (m,)."""
    tau = tau_b(ranks, by_weights)
    first, leaders = (tuple(int(i) for i in np.flatnonzero(each == 1)) for each in (ranks, by_weights))
    return GutOrder(ranks, first, None if np.isnan(tau) else tau, first == leaders)


def gut_ranks(order: Sequence[str], options: Sequence[str]) -> Indices:
    """Return the ranks (m,) of an order that names options, best first; the others tie behind."""
    place = {id_: rank for rank, id_ in enumerate(order, 1)}
    return np.array([place.get(id_, len(order) + 1) for id_ in options], dtype=np.intp)


def room_gut(orders: Sequence[Indices], ranking: Ranking) -> GutOrder:
    """Return the order of the room by gut, against its ranking: options by their mean rank.

    Tied options count with the middle of their ranks. Source: Borda (1781), Memoire sur les elections
    au scrutin; ties as in Kendall & Gibbons (1990), Rank Correlation Methods, 5th ed., ch. 3.
    """
    middle: Array = np.array([ranks + (np.bincount(ranks)[ranks] - 1) / 2 for ranks in orders])
    return gut_order(competition_ranks(-added(middle.T)), ranking.ranks)
