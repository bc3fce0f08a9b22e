"""Regrets as dots on a scale of points: what the pictures ``regret`` of two questions share."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.drawing import GAP, PAD, Sign, grid, key, middle, rows_high, scale
from scenario_cli.render.svg import FAINT, FILLS, INK, PAPER, RULE, SIZE, SMALL, Canvas, wrapped
from scenario_cli.text import points

NUMBER = 52.0


class Regrets(NamedTuple):
    """An option's worst regret, and others beside it: its mean, or one a perspective."""

    title: str
    worst: float
    others: Sequence[float]


def draw_regrets(canvas: Canvas, head: str, rows: Sequence[Regrets], other: str, note: str) -> None:
    """Draw a track of points for each option, the least worst regret first, and a key below."""
    width = canvas.width
    left, right = width * 0.36, width - NUMBER - 12
    most = max(row.worst for row in rows)

    def at(regret: float) -> float:
        return left + (regret / most * (right - left) if most > 0 else 0.0)

    y = canvas.text(0, 16, wrapped(head, width, bold=True), bold=True) + 4
    canvas.text(width, y, "worst", size=SMALL, fill=FAINT, anchor="end")
    placed = scale(canvas, y, (left, right), (0.0, most))
    top, behind = y + 6, len(canvas.shapes)
    y += 26
    for row in sorted(rows, key=lambda row: row.worst):
        label = wrapped(row.title, left - GAP)
        canvas.text(0, y, label)
        canvas.line(left, middle(y), at(row.worst), middle(y), ink=RULE, thick=4)
        canvas.dot(at(row.worst), middle(y), 6, fill=FILLS[0], edge=INK, value=row.worst)
        for regret in row.others:
            canvas.dot(at(regret), middle(y), 3.5, fill=PAPER, edge=INK, value=regret)
        canvas.text(width, y, points(row.worst), size=SMALL, anchor="end")
        y += rows_high((label, SIZE), least=12) + PAD
    drawn, canvas.shapes = canvas.shapes[behind:], canvas.shapes[:behind]
    grid(canvas, placed, top, y - SIZE - 4)
    canvas.shapes += drawn
    signs = [
        Sign("worst regret", lambda x, y: canvas.dot(x + 6, y, 6, fill=FILLS[0], edge=INK)),
        Sign(other, lambda x, y: canvas.dot(x + 6, y, 3.5, fill=PAPER, edge=INK)),
    ]
    y = key(canvas, y + 4, signs)
    canvas.text(0, y + 4, wrapped(note, width, SMALL), size=SMALL, fill=FAINT)
