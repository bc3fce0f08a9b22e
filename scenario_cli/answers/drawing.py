"""What several pictures have: a scale of round numbers, a key, letters for what has no room for a title."""

import math
from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from scenario_cli.render.svg import FAINT, LEADING, RULE, SIZE, SMALL, Canvas, text_width, wrapped

GAP, PAD = 12.0, 8.0
SWATCH = 14.0
_MARK_ROOM, _NOTHING = 48.0, 1e-12


class Sign(NamedTuple):
    """One entry of a key: its words, and what draws its sign at a place (left, middle)."""

    words: str
    draw: Callable[[float, float], None]


def swatch(canvas: Canvas, words: str, fill: str, texture: str, edge: str | None = None) -> Sign:
    """Return an entry of a key that is told by colour and texture."""

    def draw(x: float, y: float) -> None:
        canvas.rect(x, y - 5, SWATCH, 10, fill=fill, texture=texture, edge=edge)

    return Sign(words, draw)


def key(canvas: Canvas, y: float, signs: Sequence[Sign]) -> float:
    """Draw a key from the base line ``y`` on, as many entries a line as fit; return the next base line."""
    x, lines = 0.0, 1
    for words, draw in signs:
        said = wrapped(words, canvas.width - SWATCH - 6, SMALL)
        wide = SWATCH + 6 + max(text_width(line, SMALL) for line in said)
        if x and (x + wide > canvas.width or len(said) > 1):
            x, y, lines = 0.0, y + lines * SMALL * LEADING + 2, 1
        draw(x, y - 4)
        canvas.text(x + SWATCH + 6, y, said, size=SMALL, fill=FAINT)
        x, lines = x + wide + GAP, len(said)
    return y + lines * SMALL * LEADING + 2


def round_marks(least: float, most: float, apart: float) -> list[float]:
    """Return round numbers from ``least`` to ``most``, 0 among them if it is there, so far apart or more."""
    if most - least <= _NOTHING:
        return [least]
    step = 10.0 ** math.floor(math.log10(apart))
    step = next(step * k for k in (1, 2, 5, 10) if step * k >= apart * (1 - 1e-12))
    first = math.ceil(least / step - 1e-9)
    return [k * step for k in range(first, math.floor(most / step + 1e-9) + 1)]


def scale(
    canvas: Canvas, y: float, ends: tuple[float, float], numbers: tuple[float, float]
) -> list[tuple[float, float]]:
    """Write round numbers above a track from one end to the other; return each with its place."""
    (left, right), (least, most) = ends, numbers
    placed = []
    for mark in round_marks(least, most, (most - least) * _MARK_ROOM / (right - left)):
        x = left + (mark - least) / (most - least) * (right - left) if most > least else left
        canvas.text(x, y, f"{mark:.6g}", size=SMALL, fill=FAINT, anchor="middle")
        placed.append((mark, x))
    return placed


def grid(canvas: Canvas, placed: Sequence[tuple[float, float]], top: float, bottom: float) -> None:
    """Draw the lines of a scale behind its rows."""
    for _, x in placed:
        canvas.line(x, top, x, bottom, ink=RULE)


def rows_high(*columns: tuple[Sequence[str], float], least: float = 0.0) -> float:
    """Return how high a row is in which each column has lines of a size."""
    return max(least, *(len(lines) * size * LEADING for lines, size in columns))


def middle(y: float) -> float:
    """Return the height at which a line of text on base line ``y`` has its middle."""
    return y - SIZE * 0.35


def letter(k: int) -> str:
    """Return the k-th of the letters that stand for options: A to Z, then AA, AB and so on."""
    return (letter(k // 26 - 1) if k >= 26 else "") + ascii_uppercase[k % 26]
