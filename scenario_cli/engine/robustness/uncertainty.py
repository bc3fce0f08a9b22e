"""Ratings drawn from how they spread, together with the weights or at given ones."""

import numpy as np

from scenario_cli.engine.arrays import Array
from scenario_cli.engine.curves import Curve
from scenario_cli.engine.uncertain import NO_DOUBT, UncertainCells


def draw_into(
    scores: Array,
    cells: UncertainCells,
    rows: list[int],
    weights: Array,
    rng: np.random.Generator,
    apart: np.random.Generator | None = None,
) -> Array | None:
    """Add to scores (r, B) of the options ``rows`` what drawn ratings differ from stated ones.

    ``weights`` is (n, B), or (n, 1) for one weighting. One stream of random numbers a cell, or a
    doubt for all of its cells, in file order, also for options that are not among ``rows``; a
    distribution is drawn by inverting it.

    Given a stream ``apart``, the scores (r, B) are returned that each rating would give if it were
    drawn on its own, though a doubt moves it: what no doubt moves is the same in both.
    """
    other = None if apart is None else np.zeros_like(scores)
    where = {option: position for position, option in enumerate(rows)}
    shared: dict[int, Array] = {}
    for c in range(cells.rows.size):
        doubt = int(cells.doubt[c])
        share: Array = shared[doubt] if doubt in shared else rng.random(scores.shape[1:])
        if doubt != NO_DOUBT:
            shared[doubt] = share
        row = where.get(int(cells.rows[c]))
        if row is None:
            continue
        drawn = _beside_stated(cells, c, share)
        drawn *= weights[cells.columns[c]]
        scores[row] += drawn
        if other is not None and apart is not None and doubt != NO_DOUBT:
            alone = _beside_stated(cells, c, apart.random(scores.shape[1:]))
            alone *= weights[cells.columns[c]]
            other[row] += alone - drawn
    return None if other is None else other + scores


def _beside_stated(cells: UncertainCells, c: int, share: Array) -> Array:
    """Return how far the values at shares (B,) of a cell's distribution are from the stated one."""
    low, peak, high = float(cells.low[c]), float(cells.peak[c]), float(cells.high[c])
    curve = cells.curves[c]
    if curve is not None:
        drawn = low + share * (high - low) if cells.uniform[c] else _triangular(share, low, peak, high)
        return _along(curve, drawn) - float(curve.value(np.array([peak]))[0])
    if cells.uniform[c]:
        return low - peak + share * (high - low)
    return _triangular(share, low, peak, high) - peak


def _along(curve: Curve, positions: Array) -> Array:
    """Return what many positions are worth: a ramp from each bend on, quicker than looking each one up."""
    slopes = np.diff(curve.values) / np.diff(curve.positions)
    found: Array = positions * slopes[0]
    for bend, change in zip(curve.positions[1:], np.diff(slopes), strict=False):
        ramp = positions - bend
        np.maximum(ramp, 0.0, out=ramp)
        ramp *= change
        found += ramp
    return found


def _triangular(share: Array, low: float, peak: float, high: float) -> Array:
    turn = (peak - low) / (high - low)
    rising = low + np.sqrt(share * ((high - low) * (peak - low)))
    falling = high - np.sqrt((1 - share) * ((high - low) * (high - peak)))
    return np.where(share < turn, rising, falling)
