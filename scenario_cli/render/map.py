"""The map of first place over two shares: a triangle drawn with letters, and its regions as a table."""

from collections.abc import Sequence

from scenario_cli.engine.regions import Region
from scenario_cli.render.basis import per_cent
from scenario_cli.render.table import Cell, Column, Span, Table

STYLES = ("cyan", "yellow", "magenta", "green", "blue", "red")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRESENT = "@"
TIED = "="

Titles = Sequence[tuple[str, str]]
Names = tuple[str, str, str]


def map_table(
    titles: Titles, names: Names, at: tuple[float, float], regions: Sequence[Region], width: int
) -> Table:
    """Return the triangle, one letter an option; each corner is where one item has all the weight.

    The letters are drawn at points of the triangle; the regions themselves are exact.
    """
    x, y, rest = names
    rows = max(8, min(20, (width - 20) // 3))
    here = (round(at[1] * rows), round(at[0] * rows))
    lines: list[Sequence[Cell]] = [[f"{y} 100%".center(2 * rows + 1).rstrip()]]
    for k in range(rows, -1, -1):
        spans = [Span(" " * k)]
        for i in range(rows - k + 1):
            if (k, i) == here:
                spans.append(Span(PRESENT, "bold reverse"))
            else:
                spans.append(_sign(regions, i / rows, k / rows))
            spans.append(Span(" "))
        lines.append([tuple(spans)])
    lines.append([f"{rest} 100%".ljust(2 * rows - len(x) - 4) + f"{x} 100%"])
    legend = [
        span
        for region in regions
        for k in region.options[:1]
        for span in (Span(_letter(k), _style(k)), Span(f" {titles[k][1]}  "))
    ]
    return Table(
        title=f"Who is first over all shares of {x}, {y} and {rest}?",
        columns=[Column("")],
        rows=lines,
        legend=[(*legend, Span(f"{PRESENT} present weights"))],
    )


def region_table(titles: Titles, names: Names, at: tuple[float, float], regions: Sequence[Region]) -> Table:
    """Return the regions with their part of the map and their corners."""
    x, y, rest = names
    rows: list[Sequence[Cell]] = [
        [
            (Span(_letter(region.options[0]), _style(region.options[0])),),
            " = ".join(titles[k][0] for k in region.options),
            per_cent(region.area),
            ", ".join(f"{px * 100:.1f}/{py * 100:.1f}" for px, py in region.polygon),
        ]
        for region in sorted(regions, key=lambda region: -region.area)
    ]
    never = [title for k, (_, title) in enumerate(titles) if not any(k in r.options for r in regions)]
    said = f"Nowhere first: {', '.join(never)}." if never else "Every option is first somewhere."
    return Table(
        title=f"Which part of the map does each option hold? Corners are {x}/{y} in %.",
        columns=[Column(""), Column("First"), Column("Of the map", "right"), Column("Corners")],
        rows=rows,
        legend=[f"Present: {x} {per_cent(at[0])}, {y} {per_cent(at[1])}, {rest} {per_cent(1 - sum(at))}."],
        finding=f"{said} A part of the map is not a probability.",
    )


def _letter(option: int) -> str:
    return LETTERS[option % len(LETTERS)]


def _style(option: int) -> str:
    return STYLES[option % len(STYLES)]


def _sign(regions: Sequence[Region], x: float, y: float) -> Span:
    inside = [region for region in regions if _holds(region, x, y)]
    if not inside:
        return Span("?")
    if len(inside) > 1:
        return Span(TIED)
    option = inside[0].options[0]
    return Span(_letter(option), _style(option))


def _holds(region: Region, x: float, y: float) -> bool:
    """Whether a point lies in a region or on its edge."""
    corners = region.polygon
    for i, (bx, by) in enumerate(corners):
        ax, ay = corners[i - 1]
        if (bx - ax) * (y - ay) - (by - ay) * (x - ax) < -1e-12:
            return False
    return True
