"""Majority by weight: one option beats another where it is better on factors of more weight.

Sources: Condorcet (1785), Essai sur l'application de l'analyse; Copeland (1951), A reasonable social
welfare function (wins minus losses); for criteria instead of voters Arrow & Raynaud (1986), Social
Choice and Multicriterion Decision-Making.
"""

from dataclasses import dataclass

import numpy as np

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.methods.ranked import MethodRanking, ranks_of


@dataclass(frozen=True, eq=False, kw_only=True)
class MajorityRanking(MethodRanking):
    """Majority by weight; m options. The index is how many others an option beats, minus how many beat it.

    Attributes
    ----------
    better : (m, m) array
        The weight of the factors on which one option is better than another.
    beats : (m, m) bool array
        Whether that is more than the other way round.
    winner : int or None
        The option that beats every other, if one does; a single option does.
    cycles : tuple of tuple of int
        Options of which each beats the next, and the last the first: a shortest one through each option
        that is in any, but those that an earlier one names.
    """

    better: Array
    beats: Mask
    winner: int | None
    cycles: tuple[tuple[int, ...], ...]


def majority(positions: Array, weights: Array) -> MajorityRanking:
    """Rank by majorities of weight.

    Parameters
    ----------
    positions : (m, n) array
        Where ratings stand on their scales, 0..1; only which is the better counts. Those within the tie
        rule are alike, and their weight counts for neither.
    weights : (n,) array

    Notes
    -----
    Weights that are the same within the tie rule beat nobody.
    """
    m, n = positions.shape
    better = np.zeros((m, m))
    for j in range(n):
        better += weights[j] * (positions[:, j, None] - positions[None, :, j] > TIE)
    beats = better - better.T > TIE
    index = (beats.sum(axis=1) - beats.sum(axis=0)).astype(np.float64)
    ranks, tied = ranks_of(index)
    winners = np.flatnonzero(beats.sum(axis=1) == m - 1)
    return MajorityRanking(
        method="majority",
        index=index,
        ranks=ranks,
        tied=tied,
        better=better,
        beats=beats,
        winner=int(winners[0]) if winners.size else None,
        cycles=cycles_of(beats),
    )


def cycles_of(beats: Mask) -> tuple[tuple[int, ...], ...]:
    """Return a shortest cycle through each option that is in one and not yet named."""
    found: list[tuple[int, ...]] = []
    named: set[int] = set()
    for start in range(len(beats)):
        cycle = () if start in named else _shortest_cycle(beats, start)
        if cycle:
            first = cycle.index(min(cycle))
            found.append(cycle[first:] + cycle[:first])
            named.update(cycle)
    return tuple(found)


def _shortest_cycle(beats: Mask, start: int) -> tuple[int, ...]:
    """Return the options of a shortest way from one back to itself, breadth first; () where there is none."""
    came_from = np.full(len(beats), -1)
    came_from[start] = start
    reached = np.array([start])
    while reached.size:
        ends = reached[beats[reached, start]]
        if ends.size:
            back = [int(ends[0])]
            while back[-1] != start:
                back.append(int(came_from[back[-1]]))
            return tuple(reversed(back))
        after = beats[reached] & (came_from < 0)
        new = np.flatnonzero(after.any(axis=0))
        came_from[new] = reached[after[:, new].argmax(axis=0)]
        reached = new
    return ()
