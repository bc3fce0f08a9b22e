"""Points inside polygons, which need not be convex."""

from collections.abc import Sequence

import numpy as np

from scenario_cli.engine.arrays import Array

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
