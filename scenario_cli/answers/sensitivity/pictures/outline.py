"""Polygons of a map: where a letter fits in one, and what the weights state of their shares as one."""

import math
from collections.abc import Mapping, Sequence

from scenario_cli.engine.sensitivity.two_way import TwoWay

Point = tuple[float, float]
Polygon = Sequence[Point]
ROWS = 24


def centre(polygon: Polygon) -> Point:
    """Return a point well inside a polygon: of those on a grid over it, the one farthest from its edge."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    mean = (sum(xs) / len(xs), sum(ys) / len(ys))
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    grid = [
        (min(xs) + wide * (i + 0.5) / ROWS, min(ys) + high * (k + 0.5) / ROWS)
        for i in range(ROWS)
        for k in range(ROWS)
    ]
    return max([mean, *grid], key=lambda point: reach(polygon, point))


def reach(polygon: Polygon, point: Point) -> float:
    """Return how far a point inside a polygon is from its edge; below 0 outside."""
    x, y = point
    inside, nearest = False, math.inf
    for k, (bx, by) in enumerate(polygon):
        ax, ay = polygon[k - 1]
        if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
            inside = not inside
        length = (bx - ax) ** 2 + (by - ay) ** 2
        along = (
            0.0 if length == 0 else min(1.0, max(0.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
        )
        nearest = min(nearest, math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return nearest if inside else -nearest


def stated_outline(ranges: Mapping[str, tuple[float, float]], two_way: TwoWay) -> list[Point]:
    """Return what the weights state of the shares of a map as a polygon; empty where they state nothing.

    It is the whole map cut by each limit: of what is across, upwards, and of the rest.
    """
    left = two_way.left
    named = {
        two_way.x: (1.0, 0.0, 0.0),
        two_way.y: (0.0, 1.0, 0.0),
        two_way.rest: (-1.0, -1.0, left),
    }
    stated = [(terms, ranges[id_]) for id_, terms in named.items() if id_ is not None and id_ in ranges]
    if not stated:
        return []
    polygon: list[Point] = [(0.0, 0.0), (left, 0.0), (0.0, left)]
    for (a, b, c), (low, high) in stated:
        polygon = _cut(polygon, (a, b, c - low))
        polygon = _cut(polygon, (-a, -b, high - c))
    return polygon if len(polygon) > 1 else []


def _cut(polygon: list[Point], limit: tuple[float, float, float]) -> list[Point]:
    """Return the part of a convex polygon on which ``a x + b y + c`` is 0 or more."""
    a, b, c = limit
    kept: list[Point] = []
    for k, (bx, by) in enumerate(polygon):
        ax, ay = polygon[k - 1]
        before, now = a * ax + b * ay + c, a * bx + b * by + c
        if (before < 0) != (now < 0):
            t = before / (before - now)
            kept.append((ax + t * (bx - ax), ay + t * (by - ay)))
        if now >= 0:
            kept.append((bx, by))
    return kept
