"""The picture ``lines``: every option's score as one weight goes from 0 to all that can move."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.sensitivity.map import letter
from scenario_cli.answers.sensitivity.pictures.marks import level
from scenario_cli.engine.sensitivity.one_way import Lines
from scenario_cli.render.svg import (
    FAINT,
    FILLS,
    INK,
    LEADING,
    RULE,
    SMALL,
    Canvas,
    Picture,
    text_width,
    wrapped,
)
from scenario_cli.study import Study
from scenario_cli.text import per_cent

DASHES = (None, "7 3", "2 3", "9 3 2 3", "13 4", "4 4", "1 2", "9 2 2 2 2 2")
LINE, GAP, PAD, LEAST, MOST = SMALL * LEADING, 12.0, 8.0, 260.0, 540.0


class _Plot(NamedTuple):
    """Where the picture's lines lie: the edges in pixels, the share and the scores at them."""

    left: float
    right: float
    top: float
    foot: float
    whole: float
    low: float
    high: float

    def x(self, share: float) -> float:
        return self.left + share / self.whole * (self.right - self.left)

    def y(self, score: float) -> float:
        return self.foot - (score - self.low) / (self.high - self.low) * (self.foot - self.top)


def lines_picture(study: Study, lines: Lines, finding: str, width: float) -> Picture:
    """Return a line an option, the upper edge bold, with the present weight and every flip marked.

    Each line has its title at the right end, or a letter that stands for it where titles are too long.
    """
    item = study.titles.items[lines.over]
    canvas = Canvas("lines", width)
    titles = [study.title(id_) for id_ in study.problem.options]
    room = width * 0.3 - GAP
    labels = [wrapped(title, room, SMALL) for title in titles]
    short = sum(len(label) * LINE for label in labels) > MOST
    if short:
        labels, room = [[letter(k)] for k in range(len(titles))], text_width("W", SMALL)
    low, high = _scores_between(lines)
    left = text_width("100 ", SMALL)
    top = _marks(canvas, lines, left, width - room - GAP) + PAD
    foot = top + max(LEAST, sum(len(label) * LINE for label in labels))
    frame = _Plot(left, width - room - GAP, top, foot, lines.whole, low, high)
    _axes(canvas, lines, frame)
    _draw(canvas, lines, frame)
    _label(canvas, lines, labels, frame)
    y = canvas.text(frame.left, foot + SMALL * 3.2, wrapped(f"Weight of {item}", width - left)) + PAD / 2
    y = _first(canvas, study, lines, y)
    if short:
        for k, title in enumerate(titles):
            canvas.line(0, y - 4, 24, y - 4, ink=_ink(k), thick=2.5, dashes=_dashes(k))
            y = canvas.text(30, y, wrapped(f"{letter(k)} {title}", width - 30, SMALL), size=SMALL) + 2
    said = f"The highest score, as the weight of {item} grows: {_told(study, lines)}."
    return canvas.finished(f"What does each option score over the weight of {item}?", f"{said} {finding}")


def _scores_between(lines: Lines) -> tuple[float, float]:
    scores = [*lines.at_0, *lines.at_1]
    low = min(90.0, math.floor(min(scores) / 10) * 10.0)
    return low, max(low + 10, math.ceil(max(scores) / 10) * 10.0)


def _marks(canvas: Canvas, lines: Lines, left: float, right: float) -> float:
    """Write the present weight and the flips over their places, in rows in which none covers another."""
    shares = [(lines.weight, f"now {per_cent(lines.weight)}")]
    shares += [(segment.start, per_cent(segment.start)) for segment in lines.segments[1:]]
    ends: list[float] = []
    for share, words in sorted(shares):
        wide = text_width(words, SMALL)
        middle = left + share / lines.whole * (right - left)
        start = min(max(0.0, middle - wide / 2), canvas.width - wide)
        row = next((k for k, end in enumerate(ends) if end + 6 <= start), len(ends))
        ends[row : row + 1] = [start + wide]
        canvas.text(start + wide / 2, 14 + row * LINE, words, size=SMALL, anchor="middle", value=share)
    return 14 + len(ends) * LINE - SMALL


def _axes(canvas: Canvas, lines: Lines, frame: _Plot) -> None:
    for part in (0.0, 0.5, 1.0):
        score = frame.low + part * (frame.high - frame.low)
        canvas.line(frame.left, frame.y(score), frame.right, frame.y(score), ink=RULE)
        words = f"{score:.4g}"
        canvas.text(frame.left - 4, frame.y(score) + 4, words, size=SMALL, fill=FAINT, anchor="end")
    under = frame.foot + SMALL * 1.5
    canvas.text(frame.left, under, "0%", size=SMALL, fill=FAINT)
    end = f"{lines.whole * 100:.4g}%"
    canvas.text(frame.right, under, end, size=SMALL, fill=FAINT, anchor="end")


def _draw(canvas: Canvas, lines: Lines, frame: _Plot) -> None:
    """Draw the upper edge, the lines over it, the flips and the present weight."""

    def highest(share: float) -> float:
        t = share / lines.whole
        return max((1 - t) * a + t * b for a, b in zip(lines.at_0, lines.at_1, strict=True))

    bounds = [0.0, *(segment.end for segment in lines.segments)]
    canvas.path([(frame.x(at), frame.y(highest(at))) for at in bounds], thick=7)
    for k, (a, b) in enumerate(zip(lines.at_0, lines.at_1, strict=True)):
        canvas.line(
            frame.left, frame.y(a), frame.right, frame.y(b), ink=_ink(k), thick=2.5, dashes=_dashes(k)
        )
        canvas.dot(frame.left, frame.y(a), 2.5, fill=_ink(k), value=a)
        canvas.dot(frame.right, frame.y(b), 2.5, fill=_ink(k), value=b)
    for at in bounds[1:-1]:
        canvas.line(frame.x(at), frame.top, frame.x(at), frame.foot, dashes="2 3", value=at)
        canvas.dot(frame.x(at), frame.y(highest(at)), 4, fill="#ffffff")
    now = frame.x(lines.weight)
    canvas.line(now, frame.top, now, frame.foot, ink=FAINT, thick=2, value=lines.weight)


def _label(canvas: Canvas, lines: Lines, labels: Sequence[list[str]], frame: _Plot) -> None:
    """Write each line's label beside its right end, moved apart as far as they need."""
    order = sorted(range(len(labels)), key=lambda k: (-lines.at_1[k], k))
    tops: list[float] = []
    least = frame.top
    for k in order:
        tops.append(max(least, frame.y(lines.at_1[k]) - len(labels[k]) * LINE / 2))
        least = tops[-1] + len(labels[k]) * LINE
    most = frame.foot
    for place in reversed(range(len(order))):
        tall = len(labels[order[place]]) * LINE
        tops[place] = min(tops[place], most - tall)
        most = tops[place]
    for k, top in zip(order, tops, strict=True):
        middle = top + len(labels[k]) * LINE / 2
        canvas.line(frame.right, frame.y(lines.at_1[k]), frame.right + GAP - 3, middle, ink=_ink(k))
        canvas.text(frame.right + GAP, top + SMALL, labels[k], size=SMALL, fill=INK)


def _first(canvas: Canvas, study: Study, lines: Lines, y: float) -> float:
    canvas.line(0, y - 4, 24, y - 4, thick=7)
    said = wrapped(f"the highest score: {_told(study, lines)}", canvas.width - 30, SMALL)
    return canvas.text(30, y, said, size=SMALL) + PAD / 2


def _told(study: Study, lines: Lines) -> str:
    start, *turns = lines.segments
    said = [
        level(study, start.first),
        *(f"{level(study, s.first)} from {per_cent(s.start)} on" for s in turns),
    ]
    return ", then ".join(said)


def _ink(k: int) -> str:
    return FILLS[k % len(FILLS)]


def _dashes(k: int) -> str | None:
    return DASHES[(k + k // len(FILLS)) % len(DASHES)]
