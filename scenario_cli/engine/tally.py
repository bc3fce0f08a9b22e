"""What many weightings say of each option, added up: shares of ranks, means, worst cases, quantiles.

Two tallies make one, and it does not matter in which order or how the weightings were divided: counts
are whole numbers, sums are whole numbers of a tiny unit, and quantiles are read from counts of
hundredths of a point. No weighting has to be kept.
"""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.sweep import SweepResult

UNIT = 2.0**-44  # of points; sums of a score's rounding to it are exact, and no mean is off by more
HALF = 24  # bits: sums are taken in two halves, or those of many would not fit
BINS = 100  # to a point
MOST = 100 * BINS


class SweepTally(NamedTuple):
    """What weightings say of m options.

    Attributes
    ----------
    weightings : int
    alone : (m,) int array
        In how many an option is first without a tie.
    ranks : (m, m) int array
        In how many an option (row) has rank 1, 2, ... m (column).
    scores, regrets, margins : tuple of int
        Sums, in units of ``UNIT`` points. A margin is the own score minus the best of the others,
        a regret what is lacking to the best.
    score_worst, regret_worst, margin_worst : (m,) arrays
        The least score, the greatest regret, the least margin, in points.
    bins : tuple of ((k,) int array, (k,) int array)
        For each option the margins that occur, in hundredths of a point, rising, and how often each does.
    """

    weightings: int
    alone: Indices
    ranks: Indices
    scores: tuple[int, ...]
    regrets: tuple[int, ...]
    margins: tuple[int, ...]
    score_worst: Array
    regret_worst: Array
    margin_worst: Array
    bins: tuple[tuple[Indices, Indices], ...]


def tally(scores: Array, ranks: Indices, tied: Mask) -> SweepTally:
    """Return what N weightings say of m options, from their scores, ranks and ties (m, N).

    With one option alone there is nothing to be ahead of: its margins are 0.
    """
    m, n = scores.shape
    best, second = scores[0].copy(), np.full(n, scores[0] if m == 1 else -np.inf)
    for score in scores[1:]:
        np.maximum(second, np.minimum(best, score), out=second)
        np.maximum(best, score, out=best)
    counts, alone, margins = np.zeros((m, m), dtype=np.intp), np.zeros(m, dtype=np.intp), np.empty((m, n))
    for i, score in enumerate(scores):
        counts[i] = np.bincount(ranks[i], minlength=m + 1)[1:]
        alone[i] = np.count_nonzero((ranks[i] == 1) & ~tied[i])
        margins[i] = score - np.where(score == best, second, best)
    least = margins.min(axis=1)
    return SweepTally(
        n,
        alone,
        counts,
        tuple(map(_units, scores)),
        tuple(_units(np.maximum(-margin, 0.0)) for margin in margins),
        tuple(map(_units, margins)),
        scores.min(axis=1),
        np.maximum(-least, 0.0),
        least,
        tuple(map(_counted, margins)),
    )


def tally_of(result: SweepResult, members: Sequence[int] | None = None) -> SweepTally | None:
    """Return the tally of some weightings of a sweep, or of all; ``None`` where none leaves any weight."""
    swept, sound = result.swept, result.sound
    kept: Any = np.flatnonzero(sound) if members is None else np.array(members)[sound[members]]
    if not kept.size:
        return None
    some = slice(None) if kept.size == sound.size and members is None else kept
    return tally(swept.scores[some].T, swept.ranks[some].T, swept.tied[some].T)


def together(tallies: Sequence[SweepTally]) -> SweepTally:
    """Return one tally of all weightings of several; of the same options."""
    return reduce(_both, tallies)


def mean(total: int, count: int) -> float:
    """Return the mean, in points, of a sum in units; the nearest number to the exact quotient."""
    return (total / count) * UNIT


def quantile(bins: tuple[Indices, Indices], per_cent: int) -> float:
    """Return the ``ceil(n per_cent / 100)``-th smallest of n counted values, to a hundredth of a point."""
    values, counts = bins
    upto = np.cumsum(counts)
    place = max(1, -(int(upto[-1]) * per_cent // -100))
    return int(values[np.searchsorted(upto, place)]) / BINS


def regrets(bins: tuple[Indices, Indices]) -> tuple[Indices, Indices]:
    """Return counted regrets from counted margins: what is first lacks nothing."""
    values, counts = bins
    behind = values < 0
    ahead = int(counts[~behind].sum())
    lost, lacking = counts[behind][::-1], -values[behind][::-1]
    return (np.append(0, lacking), np.append(ahead, lost)) if ahead else (lacking, lost)


def _units(values: Array) -> int:
    """Return the sum of values in points as a whole number of units."""
    units = np.rint(values / UNIT).astype(np.int64)
    high, low = units >> HALF, units & ((1 << HALF) - 1)
    return (int(high.sum()) << HALF) + int(low.sum())


def _counted(margins: Array) -> tuple[Indices, Indices]:
    places = np.rint(margins * BINS).astype(np.intp)
    if places.size < BINS:
        values, counts = np.unique(places, return_counts=True)
        return values, counts
    dense = np.bincount(places + MOST, minlength=2 * MOST + 1)
    values = np.flatnonzero(dense)
    return values - MOST, dense[values]


def _both(one: SweepTally, other: SweepTally) -> SweepTally:
    return SweepTally(
        one.weightings + other.weightings,
        one.alone + other.alone,
        one.ranks + other.ranks,
        _sums(one.scores, other.scores),
        _sums(one.regrets, other.regrets),
        _sums(one.margins, other.margins),
        np.minimum(one.score_worst, other.score_worst),
        np.maximum(one.regret_worst, other.regret_worst),
        np.minimum(one.margin_worst, other.margin_worst),
        tuple(map(_bins_of_both, one.bins, other.bins)),
    )


def _sums(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _bins_of_both(one: tuple[Indices, Indices], other: tuple[Indices, Indices]) -> tuple[Indices, Indices]:
    values = np.concatenate((one[0], other[0]))
    order = np.argsort(values, kind="stable")
    values, counts = values[order], np.concatenate((one[1], other[1]))[order]
    starts = np.flatnonzero(np.diff(values, prepend=values[0] - 1))
    return values[starts], np.add.reduceat(counts, starts)


def plain(tally: SweepTally) -> dict[str, Any]:
    """Return a tally as plain data, to the last bit."""
    return {
        name: [[part.tolist() for part in bins] for bins in value]
        if name == "bins"
        else (value.tolist() if isinstance(value, np.ndarray) else value)
        for name, value in tally._asdict().items()
    }


def tally_from(stated: Mapping[str, Any]) -> SweepTally:
    """Return the tally that plain data states."""
    fields = {name: stated[name] for name in SweepTally._fields}
    for name in ("alone", "ranks"):
        fields[name] = np.array(fields[name], dtype=np.intp)
    for name in ("scores", "regrets", "margins"):
        fields[name] = tuple(fields[name])
    for name in ("score_worst", "regret_worst", "margin_worst"):
        fields[name] = np.array(fields[name], dtype=float)
    fields["bins"] = tuple(
        (np.array(values, dtype=np.intp), np.array(counts, dtype=np.intp))
        for values, counts in fields["bins"]
    )
    return SweepTally(**fields)
