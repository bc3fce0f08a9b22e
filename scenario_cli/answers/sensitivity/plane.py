"""The plane of the chances of two events: a square drawn with letters, and the parts of it as a table."""

from collections.abc import Sequence

from scenario_cli.answers.events import THRESHOLD
from scenario_cli.answers.sensitivity.map import TIED, letter, style
from scenario_cli.engine.sensitivity.events import Plane, PlaneRegion
from scenario_cli.render.page import Cell, Column, Span, Table
from scenario_cli.study import Study
from scenario_cli.text import listed, points

ROWS = 13
COLUMNS = 41


def plane_tables(study: Study, plane: Plane, width: int) -> list[Table]:
    """Return the square with one letter an option, the events at its edges, and each option's part."""
    titles = [study.title(id_) for id_ in study.problem.options]
    x, y = (study.titles.injects[id_] for id_ in (plane.x, plane.y))
    room = max(11, min(COLUMNS, width - 8))
    lines: list[Sequence[Cell]] = []
    for k in range(ROWS):
        at = 1 - k / (ROWS - 1)
        edge = f"{at:>5.0%} " if k % ((ROWS - 1) // 4) == 0 else " " * 6
        signs = [_sign(plane, i / (room - 1), at) for i in range(room)]
        lines.append([(Span(edge), *signs)])
    lines.append([" " * 6 + "0%" + "100%".rjust(room - 2)])
    legend = [
        span
        for region in plane.regions
        for span in (
            Span(letter(region.options[0]), style(region.options[0])),
            Span(f" {' = '.join(titles[i] for i in region.options)}  "),
        )
    ]
    drawing = Table(
        title="Who has the best expected score over the chances of two events?",
        columns=[Column("")],
        rows=lines,
        legend=[f'across: "{x}"; upwards: "{y}"', tuple(legend)],
        picture="map",
    )
    never = [title for i, title in enumerate(titles) if not any(i in r.options for r in plane.regions)]
    said = f"Nowhere first: {listed(never)}. " if never else ""
    parts = Table(
        title="Which part of the plane does each option hold?",
        columns=[Column(""), Column("First"), Column("Of the plane", "right")],
        rows=[
            [
                (Span(letter(region.options[0]), style(region.options[0])),),
                " = ".join(titles[i] for i in region.options),
                part_of_plane(region),
            ]
            for region in by_size(plane)
        ],
        legend=[
            "The two events are taken not to hang together; a part of the plane is a size, not a chance."
        ],
        picture="map",
        finding=f"{said}{THRESHOLD}",
    )
    return [drawing, parts]


def by_size(plane: Plane) -> list[PlaneRegion]:
    """Return the parts of the plane, the largest first."""
    return sorted(plane.regions, key=lambda region: -region.share)


def part_of_plane(region: PlaneRegion) -> str:
    """Return how much of the plane a region is; one that is there is never 0.0%."""
    return f"{points(region.share * 100)}%"


def _sign(plane: Plane, x: float, y: float) -> Span:
    first = plane.first(x, y)
    held = {i for region in plane.regions for i in region.options[:1]}
    heads = [i for i in first if i in held]
    if len(heads) != 1:
        return Span(TIED)
    return Span(letter(heads[0]), style(heads[0]))
