"""What colours and textures of a picture stand for: a swatch and its words each, as many a line as fit."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.render.svg import INK, LEADING, SMALL, Canvas, text_width, wrapped

SWATCH, GAP, APART = 12.0, 6.0, 18.0


class Key(NamedTuple):
    """One colour and texture, and what it stands for; ``value`` where its words state a number."""

    fill: str
    texture: str
    words: str
    value: float | None = None


def legend(canvas: Canvas, y: float, entries: Sequence[Key], *, each_a_line: bool = False) -> float:
    """Draw a legend, its first base line at ``y``; return the next base line."""
    x, bottom = 0.0, y
    for fill, texture, words, value in entries:
        lines = wrapped(words, canvas.width - SWATCH - GAP, SMALL)
        wide = SWATCH + GAP + max(text_width(line, SMALL) for line in lines)
        if x and (each_a_line or x + wide > canvas.width):
            x, y = 0.0, bottom
        canvas.rect(x, y - 9.5, SWATCH, SWATCH - 1, fill=fill, texture=texture, edge=INK)
        canvas.text(x + SWATCH + GAP, y, lines, size=SMALL, value=value)
        bottom = max(bottom, y + len(lines) * SMALL * LEADING + 3)
        x += wide + APART
    return bottom
