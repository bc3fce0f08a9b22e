"""Who is first over all shares of two items: exact convex regions, no grid.

With shares x and y of two items (of all that can move), the rest keeping its
proportions, every score is a plane over the triangle x, y >= 0, x + y <= 1. An option
is first where its plane is uppermost: the triangle cut by one half-plane for each
rival. Cutting a convex polygon: Sutherland & Hodgman (1974), Reentrant polygon
clipping, CACM 17(1):32-42.
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE, contributions
from scenario_cli.engine.arrays import Array, Mask, added
from scenario_cli.engine.problem import DecisionProblem

Point = tuple[float, float]
TRIANGLE: tuple[Point, ...] = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))


class Region(NamedTuple):
    """Where an option is first.

    Attributes
    ----------
    options : tuple of int
        Who is first there: one option, or several that tie throughout.
    polygon : tuple of (x, y)
        Corners in shares of the whole, counter-clockwise; convex.
    area : float
        Its part of the whole triangle, 0..1: a size on the map, not a probability.
    """

    options: tuple[int, ...]
    polygon: tuple[Point, ...]
    area: float


class Corners(NamedTuple):
    """Scores (m,) where the rest, the first item or the second item has all the weight."""

    rest: Array
    x: Array
    y: Array

    def at(self, x: float, y: float) -> Array:
        """Return the scores (m,) at shares x and y."""
        return np.asarray((1 - x - y) * self.rest + x * self.x + y * self.y)


def corner_scores(problem: DecisionProblem, first: Mask, second: Mask, locked: Mask | None = None) -> Corners:
    """Return the scores at the three corners for two items given as masks over factors.

    Parameters
    ----------
    first, second : (n,) bool arrays
        The factors of each item (all of a driver's, or one), without common ones and
        with some factor left over. Within an item and within the rest, weights keep
        their proportions; where they are all 0, drivers keep the shares within and
        count the same.
    locked : (n,) bool array, optional
        The factors that keep their weight; at a corner one item has all that they leave.
    """
    moving = np.ones_like(first) if locked is None else ~locked
    kept = np.where(moving, 0.0, problem.weights)
    left = float(problem.weights[moving].sum()) if locked is not None else 1.0
    rest = moving & ~(first | second)
    return Corners(
        *(
            added(contributions(problem.values, kept + left * _bundle(problem, mask)))
            for mask in (rest, first, second)
        )
    )


def regions(corners: Corners) -> tuple[Region, ...]:
    """Return the regions of first place, in file order; their areas sum to 1.

    Options whose scores agree to ``TIE`` at all corners share a region. A lead that
    nowhere exceeds rounding makes none. Only options that no other beats at all three
    corners are cut against each other.
    """
    planes = np.column_stack(corners)
    groups = _groups(planes)
    heads = [group[0] for group in groups]
    candidates = [k for k, head in enumerate(heads) if not _beaten(planes, heads, head)]
    found = []
    for k in candidates:
        polygon = TRIANGLE
        for other in candidates:
            if other != k and polygon:
                polygon = _cut(polygon, planes[heads[k]] - planes[heads[other]])
        area = _area(polygon) * 2
        if len(polygon) > 2 and (area > _NO_AREA or _lead_inside(planes, heads, k, polygon) > TIE):
            found.append(Region(tuple(groups[k]), _tidy(polygon), area))
    return tuple(found)


_NO_AREA = 1e-12
_SAME_POINT = 1e-15


def _lead_inside(planes: Array, heads: list[int], k: int, polygon: tuple[Point, ...]) -> float:
    """How far an option leads in the middle of its region."""
    x, y = (sum(point[axis] for point in polygon) / len(polygon) for axis in (0, 1))
    heights = added(planes[heads] * np.array([1 - x - y, x, y]))
    return float(heights[k] - np.delete(heights, k).max(initial=-np.inf))


def _bundle(problem: DecisionProblem, mask: Mask) -> Array:
    weights = np.where(mask, problem.weights, 0.0)
    if weights.sum() == 0:
        weights = np.where(mask, problem.within, 0.0)
    if weights.sum() == 0:
        weights = mask.astype(float)
    return np.asarray(weights / weights.sum())


def _groups(planes: Array) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, plane in enumerate(planes):
        for group in groups:
            if np.all(np.abs(planes[group[0]] - plane) <= TIE):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups


def _beaten(planes: Array, heads: list[int], head: int) -> bool:
    others = planes[[other for other in heads if other != head]]
    return bool(np.any(np.all(others >= planes[head], axis=1)))


def _cut(polygon: tuple[Point, ...], lead: Array) -> tuple[Point, ...]:
    """Return the part of a convex polygon where a lead, given at the corners, is 0 or more."""
    heights = [float(lead[0] * (1 - x - y) + lead[1] * x + lead[2] * y) for x, y in polygon]
    kept: list[Point] = []
    for i, (here, height) in enumerate(zip(polygon, heights, strict=True)):
        before, earlier = polygon[i - 1], heights[i - 1]
        if (height > 0 > earlier) or (height < 0 < earlier):
            t = earlier / (earlier - height)
            kept.append((before[0] + t * (here[0] - before[0]), before[1] + t * (here[1] - before[1])))
        if height >= 0:
            kept.append(here)
    return tuple(kept) if len(kept) > 2 else ()


def _area(polygon: tuple[Point, ...]) -> float:
    return 0.5 * sum(
        polygon[i - 1][0] * point[1] - point[0] * polygon[i - 1][1] for i, point in enumerate(polygon)
    )


def _tidy(polygon: tuple[Point, ...]) -> tuple[Point, ...]:
    """Leave out corners that coincide, and start from the lowest, then leftmost."""
    kept = [
        point
        for i, point in enumerate(polygon)
        if abs(point[0] - polygon[i - 1][0]) + abs(point[1] - polygon[i - 1][1]) > _SAME_POINT
    ]
    start = min(range(len(kept)), key=lambda i: (kept[i][1], kept[i][0]))
    return tuple(kept[start:] + kept[:start])
