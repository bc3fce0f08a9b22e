"""How far one weight can move before first place changes hands: exact, the whole way from 0 to 1.

With one item's share at t and the others keeping their proportions, every score is a
straight line in t, so who is first is the upper envelope of m lines: found by sorting,
never by steps. Source: Rios Insua (1990), Sensitivity Analysis in Multi-objective
Decision Making; the envelope as the dual of a convex hull, Andrew's monotone chain (1979).
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, Ranking, contributions, scores_without
from scenario_cli.engine.arrays import Array, Indices, Mask, added, product
from scenario_cli.engine.problem import DecisionProblem

SAME_SHARE = 1e-9


class Segment(NamedTuple):
    """A stretch of an item's share, in 0..1, with the options that are first in it."""

    start: float
    end: float
    first: tuple[int, ...]


class Flip(NamedTuple):
    """A share at which first place changes hands, how far that is, and who takes over."""

    at: float
    change: float
    to: tuple[int, ...]


class OneWay(NamedTuple):
    """What moving one weight does to first place.

    Attributes
    ----------
    kind : "driver" or "factor"
    item : int
        The index of the driver or factor.
    weight : float
        Its present share of the whole, 0..1.
    stable : (float, float)
        The shares round the present one between which the leaders stay first.
    order_stable : (float, float)
        The shares round the present one between which no two options change places.
    flips : tuple of Flip
        The nearest below and above, where there is one.
    segments : tuple of Segment
        The whole way from 0 to 1, in order, neighbours with different options first.
    """

    kind: Literal["driver", "factor"]
    item: int
    weight: float
    stable: tuple[float, float]
    order_stable: tuple[float, float]
    flips: tuple[Flip, ...]
    segments: tuple[Segment, ...]

    @property
    def turns(self) -> tuple[float, ...]:
        """Every share at which first place changes hands, in order: flips, and what comes beyond them."""
        return tuple(sorted({*(flip.at for flip in self.flips), *(s.start for s in self.segments[1:])}))

    def end_of(self, flip: Flip) -> float | None:
        """Return the share at which those who take over lose first place again, or ``None``."""
        rises = flip.change > 0
        for i, segment in enumerate(self.segments):
            if segment.first == flip.to and flip.at == (segment.start if rises else segment.end):
                is_last = i == (len(self.segments) - 1 if rises else 0)
                return None if is_last else segment.end if rises else segment.start
        return None


def one_way(problem: DecisionProblem, ranking: Ranking, *, locked: Sequence[int] = ()) -> tuple[OneWay, ...]:
    """Return the one-way sensitivity of every driver, then of every factor.

    An item's share swings from 0 to 1 while all others keep their proportions; from a
    share of 1 they share what is left equally. A driver's factors keep their
    proportions. With only one driver (or factor) its share is 1 and the way is flat.

    Parameters
    ----------
    locked : sequence of int, optional
        Indices of drivers whose weight stays as it is. They and their factors do not
        swing, and the way of the others ends at what the locked ones leave.

    Notes
    -----
    Ties: options whose scores differ by at most ``TIE`` all along a segment are first
    together; a lead that nowhere exceeds ``TIE`` makes no segment. Present leaders that
    tie are stable over the stretch in which they do; one shorter than ``SAME_SHARE`` to
    either side of the present share is that point alone.

    Cost is O(n m log m) for m options and n factors.
    """
    found = []
    for kind, items, weights, left, at_0, at_1 in swing_ends(problem, locked):
        shares = weights / left
        orders = _order_stable(at_0, at_1, shares, ranking)
        for k, (item, share) in enumerate(zip(items.tolist(), shares.tolist(), strict=True)):
            segments = first_along(at_0[:, k], at_1[:, k])
            all_the_way = segments[0].end == 1 and segments[0].first == ranking.leaders
            tie = (0.0, 1.0) if all_the_way else _tie_stretch(at_0[:, k], at_1[:, k], share, ranking.leaders)
            stable, flips = _around(share, segments, ranking.leaders, tie)
            swing = OneWay(
                kind=kind,
                item=item,
                weight=share,
                stable=stable,
                order_stable=orders[k],
                flips=flips,
                segments=segments,
            )
            found.append(_scaled(swing, left, float(weights[k])))
    return tuple(found)


class Lines(NamedTuple):
    """Every option's score as one weight goes the whole way: straight from ``at_0`` to ``at_1``.

    Attributes
    ----------
    over : str
        The id of the driver or factor.
    weight, whole : float
        Its present share of the whole, and the greatest that it can have: 1, less what is locked.
    at_0, at_1 : tuples of float
        The scores of the options at share 0 and at the greatest.
    segments : tuple of Segment
        Who is first along it.
    """

    over: str
    weight: float
    whole: float
    at_0: tuple[float, ...]
    at_1: tuple[float, ...]
    segments: tuple[Segment, ...]


def lines_over(problem: DecisionProblem, swing: OneWay, *, locked: Sequence[int] = ()) -> Lines:
    """Return every option's score along the way of one swing, found with the same drivers locked."""
    ids = problem.drivers if swing.kind == "driver" else problem.factors
    for kind, items, _, left, at_0, at_1 in swing_ends(problem, locked):
        if kind == swing.kind:
            k = items.tolist().index(swing.item)
            start, end = tuple(at_0[:, k].tolist()), tuple(at_1[:, k].tolist())
            return Lines(ids[swing.item], swing.weight, left, start, end, swing.segments)
    raise ValueError(f"nothing swings over {ids[swing.item]}")


Ends = tuple[Literal["driver", "factor"], Indices, Array, float, Array, Array]


def swing_ends(problem: DecisionProblem, locked: Sequence[int] = ()) -> Iterator[Ends]:
    """Return for drivers, then for factors: those that swing, their shares, and the scores at both ends.

    The share that is left to them comes before the scores (options, items).
    """
    free_driver = ~np.isin(np.arange(len(problem.drivers)), list(locked))
    free_factor = free_driver[problem.driver_of]
    left = float(problem.driver_weights[free_driver].sum()) if locked else 1.0
    fixed = added(contributions(problem.values, np.where(free_factor, 0.0, problem.weights)))
    swings: tuple[tuple[Literal["driver", "factor"], Array, Array, Mask], ...] = (
        ("driver", driver_scores(problem), problem.driver_weights, free_driver),
        ("factor", POINTS * problem.values, problem.weights, free_factor),
    )
    for kind, alone, weights, free in swings:
        items = np.flatnonzero(free)
        if left > 0 and items.size:
            at_1 = fixed[:, None] + left * alone[:, items]
            yield kind, items, weights[items], left, scores_without(at_1, weights[items] / left), at_1


def driver_scores(problem: DecisionProblem) -> Array:
    """Return the score (m, d) of every option under each driver alone."""
    bundles = np.zeros((len(problem.factors), len(problem.drivers)))
    bundles[np.arange(len(problem.factors)), problem.driver_of] = problem.within
    return product(POINTS * problem.values, bundles)


def _scaled(swing: OneWay, whole: float, weight: float) -> OneWay:
    """Return a swing of a part of the weight as shares of the whole."""
    if whole == 1:
        return swing._replace(weight=weight)
    return swing._replace(
        weight=weight,
        stable=(swing.stable[0] * whole, swing.stable[1] * whole),
        order_stable=(swing.order_stable[0] * whole, swing.order_stable[1] * whole),
        flips=tuple(Flip(at=f.at * whole, change=f.change * whole, to=f.to) for f in swing.flips),
        segments=tuple(s._replace(start=s.start * whole, end=s.end * whole) for s in swing.segments),
    )


def _order_stable(at_0: Array, at_1: Array, shares: Array, ranking: Ranking) -> list[tuple[float, float]]:
    """Return for each item the interval round its share in which no two options change places.

    The first two to cross are neighbours in the present order. Tied options keep their
    place as long as they tie, and in a group of them any two may be the first to part.
    """
    order = np.argsort(-ranking.scores, kind="stable")
    lines = np.hstack([at_0, at_1])[order]
    distinct = np.concatenate([[True], np.any(lines[1:] != lines[:-1], axis=1)])
    order = order[distinct]
    at_0, at_1, scores = at_0[order], at_1[order], ranking.scores[order]
    apart = np.flatnonzero(-np.diff(scores) > TIE)
    lead_0, lead_1 = at_0[apart] - at_0[apart + 1], at_1[apart] - at_1[apart + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = lead_0 / (lead_0 - lead_1)
    turn = np.where(np.isfinite(turn), turn + 0.0, np.nan)  # no -0.0, which some maxima take for 0.0
    low = np.nanmax(np.where(turn < shares, turn, 0.0), axis=0, initial=0.0)
    high = np.nanmin(np.where(turn > shares, turn, 1.0), axis=0, initial=1.0)
    for distance in range(1, scores.size):
        tied = np.flatnonzero(scores[:-distance] - scores[distance:] <= TIE)
        if not tied.size:
            break
        gap_0, gap_1 = at_0[tied] - at_0[tied + distance], at_1[tied] - at_1[tied + distance]
        for start, end in (_at_most_a_tie(gap_0, gap_1), _at_most_a_tie(-gap_0, -gap_1)):
            low, high = np.maximum(low, start.max(axis=0)), np.minimum(high, end.min(axis=0))
    low, high = np.minimum(low, shares), np.maximum(high, shares)
    return [
        (_beside(share, least), _beside(share, most))
        for share, least, most in zip(shares.tolist(), low.tolist(), high.tolist(), strict=True)
    ]


def first_along(at_0: Array, at_1: Array) -> tuple[Segment, ...]:
    """Return who is first along t in 0..1 where scores go straight from ``at_0`` to ``at_1``.

    Parameters
    ----------
    at_0, at_1 : (m,) arrays
        Scores at both ends.

    Returns
    -------
    tuple of Segment
        Covering 0..1, exact. Windows however narrow are kept, if the lead in them
        exceeds ``TIE`` somewhere.
    """
    chain = _visible(at_0, at_1, _upper_envelope(at_0, at_1))
    bounds = [0.0]
    for left, right in pairwise(chain):
        bounds.append(_crossing(at_0, at_1, left, right))
    bounds.append(1.0)
    segments: list[Segment] = []
    for line, start, end in zip(chain, bounds, bounds[1:], strict=False):
        first = _along_with(at_0, at_1, line, start, end)
        merges = bool(segments) and segments[-1].first == first
        begin = segments.pop().start if merges else start
        segments.append(Segment(start=begin, end=end, first=first))
    return tuple(segments)


def _along_with(at_0: Array, at_1: Array, line: int, start: float, end: float) -> tuple[int, ...]:
    gap_0, gap_1 = at_0[line] - at_0, at_1[line] - at_1
    at_start, at_end = (1 - start) * gap_0 + start * gap_1, (1 - end) * gap_0 + end * gap_1
    return tuple(int(i) for i in np.flatnonzero((at_start <= TIE) & (at_end <= TIE)))


def _crossing(at_0: Array, at_1: Array, left: int, right: int) -> float:
    lead = at_0[left] - at_0[right]
    return float(lead / (lead + (at_1[right] - at_1[left])))


def _upper_envelope(at_0: Array, at_1: Array) -> list[int]:
    """Return the lines that are uppermost somewhere in 0..1, from left to right.

    Only lines that no other equals or beats at both ends can be; sorted by their left
    ends, each is kept while it rises above the crossing of its neighbours.
    """
    order = np.lexsort((-at_1, -at_0))
    best_so_far = np.maximum.accumulate(at_1[order])
    rising = np.concatenate(([True], at_1[order][1:] > best_so_far[:-1]))
    chain: list[int] = []
    for line in order[rising].tolist():
        while len(chain) > 1 and _lead(at_0, at_1, chain[-1], chain[-2], line) <= 0:
            chain.pop()
        chain.append(line)
    return chain


def _lead(at_0: Array, at_1: Array, line: int, left: int, right: int) -> float:
    """How far ``line`` rises above the crossing of two others."""
    t = _crossing(at_0, at_1, left, right)
    return float((1 - t) * (at_0[line] - at_0[left]) + t * (at_1[line] - at_1[left]))


def _visible(at_0: Array, at_1: Array, chain: list[int]) -> list[int]:
    """Return the chain without the lines that lead by no more than ``TIE`` anywhere.

    What is left out is measured against the whole envelope, so that many small leads
    cannot add up to a missed one.
    """
    bounds = [_crossing(at_0, at_1, *pair) for pair in pairwise(chain)]
    seen: list[int] = []
    for line in chain:
        while seen:
            if len(seen) == 1:
                lead = at_0[chain[0]] - at_0[line]
            else:
                t = _crossing(at_0, at_1, seen[-2], line)
                lead = _lead(at_0, at_1, chain[bisect(bounds, t)], seen[-2], line)
            if lead > TIE:
                break
            seen.pop()
        seen.append(line)
    while len(seen) > 1 and at_1[chain[-1]] - at_1[seen[-2]] <= TIE:
        seen.pop()
    return seen


def _at_most_a_tie(gap_0: Array, gap_1: Array) -> tuple[Array, Array]:
    """Return from where to where gaps that go straight from ``gap_0`` to ``gap_1`` are at most a tie."""
    slope = gap_1 - gap_0
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = (TIE - gap_0) / slope
    never = (slope == 0) & (gap_0 > TIE)
    start = np.where(slope < 0, turn, np.where(never, np.inf, -np.inf))
    end = np.where(slope > 0, turn, np.where(never, -np.inf, np.inf))
    return start, end


def _tie_stretch(at_0: Array, at_1: Array, share: float, leaders: tuple[int, ...]) -> tuple[float, float]:
    """Return the stretch round a share in which leaders that tie are first, and nobody else is.

    The best option is among those that are first, so only leaders are compared: with
    each other, and with those that might join them. A single leader has no stretch.
    """
    if len(leaders) == 1:
        return share, share
    first, others = list(leaders), [i for i in range(at_0.size) if i not in leaders]
    start, end = _at_most_a_tie(
        at_0[first][:, None] - at_0[first],
        at_1[first][:, None] - at_1[first],
    )
    low, high = max(0.0, float(start.max())), min(1.0, float(end.min()))
    start, end = _at_most_a_tie(
        at_0[first][:, None] - at_0[others],
        at_1[first][:, None] - at_1[others],
    )
    joins, leaves = start.max(axis=0), end.min(axis=0)
    level = joins <= leaves
    high = float(np.min(joins[level & (joins > share)], initial=high))
    low = float(np.max(leaves[level & (leaves < share)], initial=low))
    return min(low, share), max(high, share)


def _beside(share: float, end: float) -> float:
    """Return the end of an interval round a share, which is the share itself where it is that near."""
    return share if abs(end - share) <= SAME_SHARE else end


def _around(
    weight: float, segments: tuple[Segment, ...], leaders: tuple[int, ...], tie: tuple[float, float]
) -> tuple[tuple[float, float], tuple[Flip, ...]]:
    """Return the stable interval round the present share, and the nearest flips.

    It is the segment that the leaders hold, together with the stretch in which they tie,
    which may begin or end inside another segment.
    """
    low, high = tie
    here = next((s for s in segments if s.start <= weight <= s.end and s.first == leaders), None)
    if here is not None:
        low, high = _beside(here.start, min(low, here.start)), _beside(here.end, max(high, here.end))
    below = next((s for s in segments if s.start < low <= s.end), None)
    above = next((s for s in segments if s.start <= high < s.end), None)
    if here is None:
        low, high = _beside(weight, low), _beside(weight, high)
    flips = [
        Flip(at=at, change=at - weight, to=beyond.first)
        for at, beyond in ((low, below), (high, above))
        if beyond is not None
    ]
    return (low, high), tuple(flips)
