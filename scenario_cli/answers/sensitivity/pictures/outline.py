"""What the weights state of the shares of a map, as a polygon."""

from collections.abc import Mapping, Sequence

from scenario_cli.engine.sensitivity.two_way import TwoWay

Point = tuple[float, float]
Polygon = Sequence[Point]


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
