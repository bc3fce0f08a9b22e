"""Polygons of a map: where a letter fits in one, and what the weights state of their shares as one."""

from collections.abc import Mapping, Sequence

import numpy as np

from scenario_cli.engine.arrays import Array
from scenario_cli.engine.sensitivity.two_way import TwoWay

Point = tuple[float, float]
Polygon = Sequence[Point]
ROWS = 24


def centre(polygon: Polygon) -> tuple[Point, float]:
    """Return a point well inside a polygon, and how far from its edge: the farthest on a grid over it."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    steps = (np.arange(ROWS) + 0.5) / ROWS
    across = min(xs) + (max(xs) - min(xs)) * np.repeat(steps, ROWS)
    down = min(ys) + (max(ys) - min(ys)) * np.tile(steps, ROWS)
    points = np.stack((np.append(across, sum(xs) / len(xs)), np.append(down, sum(ys) / len(ys))), axis=1)
    far = reach(polygon, points)
    best = int(np.argmax(far))
    return (float(points[best, 0]), float(points[best, 1])), float(far[best])


def reach(polygon: Polygon, points: Array) -> Array:
    """Return how far points (n, 2) inside a polygon are from its edge (n,); below 0 outside."""
    x, y = points[:, :1], points[:, 1:]
    ends = np.array(polygon, dtype=float)
    (ax, ay), (bx, by) = np.roll(ends, 1, axis=0).T, ends.T
    dx, dy = bx - ax, by - ay
    rising = np.where(dy == 0, 1.0, dy)
    crossed = ((ay > y) != (by > y)) & (x < ax + (y - ay) / rising * dx)
    length = np.where((dx == 0) & (dy == 0), 1.0, dx**2 + dy**2)
    along = np.clip(((x - ax) * dx + (y - ay) * dy) / length, 0.0, 1.0)
    nearest: Array = np.hypot(x - ax - along * dx, y - ay - along * dy).min(axis=1)
    return np.where(crossed.sum(axis=1) % 2 == 1, nearest, -nearest)


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
