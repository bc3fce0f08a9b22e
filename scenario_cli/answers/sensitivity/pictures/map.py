"""The picture ``map``: who is first over two shares, or over the chances of two events."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.sensitivity.ask import SensitivityAnswer
from scenario_cli.answers.sensitivity.map import item_titles, letter
from scenario_cli.answers.sensitivity.pictures.marks import First, level, marks_of
from scenario_cli.answers.sensitivity.pictures.outline import stated_outline
from scenario_cli.engine.polygons import Polygon, centre
from scenario_cli.engine.sensitivity.events import Plane, outlines
from scenario_cli.engine.sensitivity.two_way import TwoWay
from scenario_cli.render.legend import Key, legend
from scenario_cli.render.svg import FAINT, PAPER, SIZE, SMALL, Canvas, Picture, text_width, wrapped
from scenario_cli.text import per_cent, points

WIDEST, RISE, PAD, ROOM = 560.0, 0.8660254037844386, 8.0, 9.0


class _Drawn(NamedTuple):
    """A region in pixels: who is first on it, its pieces, and how large it is."""

    first: First
    pieces: Sequence[Polygon]
    share: float


def map_picture(answer: SensitivityAnswer, finding: str, width: float) -> Picture:
    """Return the exact regions of the map that was asked for: a triangle of shares, a square of chances.

    In each stands a letter, in the legend its options and how large it is; on a triangle the present
    shares, and as an outline what the weights state of them.
    """
    canvas, y, titles = Canvas("map", width), 16.0, []
    if answer.two_way is not None:
        titles.append("Who is first over all shares of two weights?")
        y = _triangle(canvas, answer, answer.two_way, y) + PAD
    if answer.plane is not None:
        titles.append("Who has the best expected score over the chances of two events?")
        y = _square(canvas, answer, answer.plane, y)
    return canvas.finished(" ".join(titles), f"{finding} A part of the map is a size, not a chance.")


def _triangle(canvas: Canvas, answer: SensitivityAnswer, two_way: TwoWay, y: float) -> float:
    side = min(canvas.width, WIDEST)
    left, whole = (canvas.width - side) / 2, two_way.left
    x_title, y_title, rest = item_titles(answer.study.titles.items, two_way)
    below = canvas.text(
        canvas.width / 2, y, wrapped(f"{y_title} {whole * 100:.4g}%", canvas.width), anchor="middle"
    )
    top = below - SIZE

    def at(point: tuple[float, float]) -> tuple[float, float]:
        px, py = point[0] / whole, point[1] / whole
        return left + (px + py / 2) * side, top + (1 - py) * side * RISE

    parts = [
        _Drawn(region.options, [[at(corner) for corner in region.polygon]], region.area)
        for region in two_way.regions
    ]
    marks = _regions(canvas, answer, parts)
    outline = stated_outline(answer.study.ranges, two_way)
    if outline:
        corners = [at(corner) for corner in outline]
        canvas.path(corners, closed=True, ink=PAPER, thick=4)
        canvas.path(corners, closed=True, thick=2, dashes="6 3")
    here, foot = at(two_way.at), top + side * RISE
    canvas.dot(*here, 6, fill=PAPER, value=two_way.at[0])
    canvas.dot(*here, 3, value=two_way.at[1])
    half = canvas.width / 2 - PAD
    feet = (("start", 0.0, rest), ("end", canvas.width, x_title))
    y = max(
        canvas.text(x, foot + SIZE * 1.4, wrapped(f"{words} {whole * 100:.4g}%", half), anchor=anchor)
        for anchor, x, words in feet
    )
    y = _legend(canvas, answer, parts, marks, y + PAD)
    now = f"now: {x_title} {per_cent(two_way.at[0])}, {y_title} {per_cent(two_way.at[1])}"
    canvas.dot(6, y - 4, 6, fill=PAPER)
    canvas.dot(6, y - 4, 3)
    y = canvas.text(18, y, wrapped(now, canvas.width - 18, SMALL), size=SMALL, fill=FAINT)
    if outline:
        canvas.line(0, y - 4, 12, y - 4, thick=2, dashes="6 3")
        said = wrapped("the ranges that the weights state", canvas.width - 18, SMALL)
        y = canvas.text(18, y, said, size=SMALL, fill=FAINT)
    return y


def _square(canvas: Canvas, answer: SensitivityAnswer, plane: Plane, y: float) -> float:
    edge = text_width("100% ", SMALL)
    side = min(canvas.width - edge, WIDEST * RISE)
    left = edge + (canvas.width - edge - side) / 2
    injects = answer.study.titles.injects
    top = canvas.text(0, y, wrapped(f'Upwards: the chance of "{injects[plane.y]}"', canvas.width)) - SIZE / 2

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + point[0] * side, top + (1 - point[1]) * side

    parts = [
        _Drawn(region.options, [[at(corner) for corner in piece] for piece in pieces], region.share)
        for region, pieces in outlines(plane)
    ]
    marks = _regions(canvas, answer, parts)
    foot = top + side
    for share in (0.0, 0.5, 1.0):
        x, height = at((share, share))
        words = f"{share:.0%}"
        near = top + SMALL if share == 1 else foot if share == 0 else height + SMALL / 3
        canvas.text(left - 4, near, words, size=SMALL, fill=FAINT, anchor="end")
        anchor = {0.0: "start", 1.0: "end"}.get(share, "middle")
        canvas.text(x, foot + SMALL * 1.3, words, size=SMALL, fill=FAINT, anchor=anchor)
    across = wrapped(f'Across: the chance of "{injects[plane.x]}"', canvas.width)
    y = canvas.text(canvas.width, foot + SMALL * 1.3 + SIZE * 1.5, across, anchor="end")
    y = _legend(canvas, answer, parts, marks, y + PAD)
    said = "The two events are taken not to hang together; a chance here is a threshold, and no forecast."
    return canvas.text(0, y, wrapped(said, canvas.width, SMALL), size=SMALL, fill=FAINT) + PAD


def _regions(
    canvas: Canvas, answer: SensitivityAnswer, parts: Sequence[_Drawn]
) -> dict[First, tuple[str, str]]:
    """Draw regions with a letter in each piece that has room for it; return their marks."""
    marks = marks_of(answer.study, (part.first for part in parts))
    for part in parts:
        fill, texture = marks[part.first]
        for piece in part.pieces:
            canvas.path(piece, closed=True, fill=fill, texture=texture, value=part.share)
    for part in parts:
        for piece in part.pieces:
            (x, y), far = centre(piece)
            if far >= ROOM:
                canvas.dot(x, y, ROOM, fill=PAPER)
                canvas.text(x, y + SIZE * 0.35, letter(part.first[0]), anchor="middle", bold=True)
    return marks


def _legend(
    canvas: Canvas,
    answer: SensitivityAnswer,
    parts: Sequence[_Drawn],
    marks: dict[First, tuple[str, str]],
    y: float,
) -> float:

    keys = [
        Key(
            *marks[part.first],
            f"{letter(part.first[0])} {level(answer.study, part.first)}: {points(part.share * 100)}% of all",
            part.share,
        )
        for part in sorted(parts, key=lambda part: -part.share)
    ]
    return legend(canvas, y, keys, each_a_line=True)
