"""The map of first place over two shares: a triangle drawn with letters, and its regions as a table."""

import math
import string
from collections.abc import Mapping, Sequence

from scenario_cli.engine.sensitivity.regions import Region
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.text import fixed, per_cent, points

STYLES = ("cyan", "yellow", "magenta", "green", "blue", "red")
SIGNS = string.ascii_uppercase + string.ascii_lowercase + string.digits
NO_SIGN_LEFT = "*"
PRESENT = "@"
TIED = "="


def map_table(
    titles: Sequence[str], items: Mapping[str, str], two_way: TwoWay, width: int, limit: str = ""
) -> Table:
    """Return the triangle, one letter an option; each corner is where one item has all that can move.

    The letters are drawn at points of the triangle; the regions themselves are exact.
    """
    x, y, rest = item_titles(items, two_way)
    left = two_way.left
    rows = max(8, min(20, (width - 20) // 3))
    here = _nearest_point(two_way, rows)
    lines: list[Sequence[Cell]] = [[f"{y} {left * 100:.4g}%".center(2 * rows + 1).rstrip()]]
    for k in range(rows, -1, -1):
        spans = [Span(" " * k)]
        for i in range(rows - k + 1):
            if (i, k) == here:
                spans.append(Span(PRESENT, "bold reverse"))
            else:
                spans.append(_sign(two_way.regions, left * i / rows, left * k / rows))
            spans.append(Span(" "))
        lines.append([tuple(spans)])
    lines += [[line] for line in _feet(f"{rest} {left * 100:.4g}%", f"{x} {left * 100:.4g}%", rows, width)]
    legend = [
        span
        for region in two_way.regions
        for k in region.options[:1]
        for span in (
            Span(letter(k), style(k)),
            Span(f" {' = '.join(titles[option] for option in region.options)}  "),
        )
    ]
    return Table(
        title=f"Who is first over all shares of {x}, {y} and {rest}{limit}?",
        columns=[Column("")],
        rows=lines,
        legend=[(*legend, Span(f"{PRESENT} present weights"))],
        picture="map",
    )


def item_titles(items: Mapping[str, str], two_way: TwoWay) -> tuple[str, str, str]:
    """Return what the three corners of a map are of, in words."""
    rest = items[two_way.rest] if two_way.rest else "the rest"
    return items[two_way.x], items[two_way.y], rest


def _nearest_point(two_way: TwoWay, rows: int) -> tuple[int, int]:
    """Return the point of the drawing nearest the present shares: never beyond its slanting edge."""
    exact = [share / two_way.left * rows for share in two_way.at]
    point = [math.floor(place + 0.5) for place in exact]
    if sum(point) > rows:
        point[0 if point[0] - exact[0] >= point[1] - exact[1] else 1] -= 1
    return point[0], point[1]


def _feet(one: str, other: str, rows: int, width: int) -> list[str]:
    """Return the names of the two lower corners: on one line where the page has room for both."""
    gap = max(2, 2 * rows + 1 - len(one) - len(other))
    if len(one) + gap + len(other) <= width:
        return [one + " " * gap + other]
    return [one, other.rjust(2 * rows + 1)]


def region_table(titles: Sequence[str], items: Mapping[str, str], two_way: TwoWay) -> Table:
    """Return the regions with their part of the map and their corners."""
    (x, y, rest), at, regions = item_titles(items, two_way), two_way.at, two_way.regions
    present = [f"{x} {per_cent(at[0])}", f"{y} {per_cent(at[1])}"]
    present.append(f"{rest} {per_cent(max(0.0, two_way.left - sum(at)))}")
    if two_way.left < 1:
        present.append(f"locked {per_cent(1 - two_way.left)}")
    rows: list[Sequence[Cell]] = [
        [
            (Span(letter(region.options[0]), style(region.options[0])),),
            " = ".join(titles[k] for k in region.options),
            part_of_map(region),
            ", ".join(f"{fixed(px * 100)}/{fixed(py * 100)}" for px, py in region.polygon),
        ]
        for region in sorted(regions, key=lambda region: -region.area)
    ]
    never = [title for k, title in enumerate(titles) if not any(k in r.options for r in regions)]
    said = f"Nowhere first: {', '.join(never)}." if never else "Every option is first somewhere."
    return Table(
        title=f"Which part of the map does each option hold? Corners are {x}/{y} in %.",
        columns=[Column(""), Column("First"), Column("Of the map", "right"), Column("Corners")],
        rows=rows,
        legend=[f"Present: {', '.join(present)}."],
        picture="map",
        finding=f"{said} A part of the map is not a probability.",
    )


def part_of_map(region: Region) -> str:
    """Return how much of the map a region is; one that is there is never 0.0%."""
    return f"{points(region.area * 100)}%"


def letter(option: int) -> str:
    """Return the sign that an option is drawn with."""
    return SIGNS[option] if option < len(SIGNS) else NO_SIGN_LEFT


def style(option: int) -> str:
    """Return the accent of that sign."""
    return STYLES[option % len(STYLES)]


def _sign(regions: Sequence[Region], x: float, y: float) -> Span:
    inside = [region for region in regions if _holds(region, x, y)]
    if not inside:
        return Span("?")
    if len(inside) > 1:
        return Span(TIED)
    option = inside[0].options[0]
    return Span(letter(option), style(option))


def _holds(region: Region, x: float, y: float) -> bool:
    """Whether a point lies in a region or on its edge."""
    corners = region.polygon
    for i, (bx, by) in enumerate(corners):
        ax, ay = corners[i - 1]
        if (bx - ax) * (y - ay) - (by - ay) * (x - ax) < -1e-12:
            return False
    return True
