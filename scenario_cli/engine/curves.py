"""Value curves: what a rating is worth where that is not the straight line from worst to best.

Piecewise linear and strictly rising, so that each value belongs to one rating and every flip
stays exact. Source: Keeney & Raiffa (1976), Decisions with Multiple Objectives, ch. 3
(measurable value functions); elicited by bisection in von Winterfeldt & Edwards (1986),
Decision Analysis and Behavioral Research, ch. 7.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array

if TYPE_CHECKING:
    from scenario_cli.model.scenario import Scale


class Curve(NamedTuple):
    """A value curve through points (k + 2), its ends among them.

    Attributes
    ----------
    positions : (k + 2,) array
        Where on the scale each point stands: 0 at the worst, 1 at the best, rising.
    values : (k + 2,) array
        What it is worth: 0 to 1, rising.
    """

    positions: Array
    values: Array

    def value(self, positions: Array) -> Array:
        """Return what positions 0..1 are worth; a point of the curve exactly what it states."""
        return _through(self.positions, self.values, positions)

    def position(self, values: Array) -> Array:
        """Return the positions that are worth values 0..1: the inverse."""
        return _through(self.values, self.positions, values)


Curves = Sequence[Curve | None]
"""The curve of each factor; ``None`` where values follow the straight line."""


def _through(at: Array, reach: Array, points: Array) -> Array:
    piece = np.clip(np.searchsorted(at, points, side="right") - 1, 0, at.size - 2)
    share = (points - at[piece]) / (at[piece + 1] - at[piece])
    found = reach[piece] + share * (reach[piece + 1] - reach[piece])
    return np.asarray(np.where(points >= at[-1], reach[-1], np.maximum(found, reach[0])))


def curve_of(scale: "Scale") -> Curve | None:
    """Return the curve of a scale; ``None`` for a straight line, whatever points state it.

    Points on the straight line between their neighbours are left out, by what is stated, not by
    what is computed: 0.1 is a tenth. So they change no digit of a result.
    """
    if not scale.values:
        return None
    bends = _bends(scale)
    if not bends:
        return None
    stated = [scale.worst, *bends, scale.best]
    positions = (np.array(stated) - scale.worst) / (scale.best - scale.worst)
    return Curve(positions, np.array([0.0, *(scale.values[rating] for rating in bends), 1.0]))


def _bends(scale: "Scale") -> list[float]:
    """Return the ratings at which a curve bends, from worst to best."""
    ends = {scale.worst: 0.0, scale.best: 1.0}
    stated = {**scale.values, **ends}
    points = sorted(stated.items(), key=lambda point: abs(point[0] - scale.worst))
    triples = zip(points, points[1:], points[2:], strict=False)
    return [here[0] for before, here, after in triples if _turns(before, here, after)]


def _turns(before: tuple[float, float], here: tuple[float, float], after: tuple[float, float]) -> bool:
    """Whether three points are off one line: in fractions where that is too near to tell."""
    (r0, v0), (r1, v1), (r2, v2) = before, here, after
    off = (v1 - v0) * (r2 - r1) - (v2 - v1) * (r1 - r0)
    if abs(off) > _NEAR_A_LINE * abs(r2 - r0):
        return True
    from fractions import Fraction

    (a, b, c), (x, y, z) = (
        [Fraction(repr(float(number))) for number in numbers] for numbers in ((r0, r1, r2), (v0, v1, v2))
    )
    return (y - x) * (c - b) != (z - y) * (b - a)


_NEAR_A_LINE = 1e-9


def values_of(curves: Curves, positions: Array) -> Array:
    """Return the values (..., n) of positions (..., n); the same array where no curve bends."""
    return _each(curves, positions, Curve.value)


def positions_of(curves: Curves, values: Array) -> Array:
    """Return the positions (..., n) of values (..., n); the same array where no curve bends."""
    return _each(curves, values, Curve.position)


def _each(curves: Curves, points: Array, turned: Callable[[Curve, Array], Array]) -> Array:
    if all(curve is None for curve in curves):
        return points
    found = points.copy()
    for j, curve in enumerate(curves):
        if curve is not None:
            found[..., j] = turned(curve, points[..., j])
    return found
