"""Lines of ranks: which rank each option has in each of several columns, perspectives or methods."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.drawing import GAP, PAD, Sign, key, middle, rows_high
from scenario_cli.render.svg import (
    FAINT,
    FILLS,
    INK,
    LEADING,
    PAPER,
    RULE,
    SIZE,
    SMALL,
    Canvas,
    Picture,
    text_width,
    wrapped,
)

DASHES = (None, "8 4", "2 3", "12 3 2 3", "5 2", "1 4", "14 4")
LEAST_ROW, LEAST_COLUMN, AXIS = 24.0, 20.0, 26.0


class RankLines(NamedTuple):
    """What lines of ranks show; m options, c columns.

    Attributes
    ----------
    name, title, head : str
        The picture's name, the question that it answers, and what stands above it.
    of : str
        What a column is: ``"perspective"``.
    columns, options : sequence of str
        What they are called.
    ranks : sequence of m sequences of c int
    part : float
        How much of the width the lines have; the rest is for their labels.
    notes : sequence of str
        What is to be said of columns that are not there.
    """

    name: str
    title: str
    head: str
    of: str
    columns: Sequence[str]
    options: Sequence[str]
    ranks: Sequence[Sequence[int]]
    part: float = 0.6
    notes: Sequence[str] = ()


def rank_lines(shown: RankLines, finding: str, width: float) -> Picture:
    """Return a line for each option through its ranks, column after column.

    First places are large and full; each line is labelled where it ends, at the right. Columns
    whose names have no room above the lines go by numbers, and are named below.
    """
    canvas, ranks, c = Canvas(shown.name, width), shown.ranks, len(shown.columns)
    right = width * shown.part
    wide = (right - AXIS) / c
    if wide < LEAST_COLUMN:
        return canvas.nothing_to_draw(f"No room for {c} {shown.of}s.", shown.title, finding)
    xs = [AXIS + (j + 0.5) * wide for j in range(c)]
    y = canvas.text(0, 16, wrapped(shown.head, width, bold=True), bold=True) + PAD
    y, numbered = _heads(canvas, shown.columns, xs, wide, y)
    last = sorted(range(len(shown.options)), key=lambda i: (ranks[i][c - 1], i))
    room = width - right - GAP
    labels = {i: wrapped(shown.options[i], room) for i in last}
    row = rows_high(*((lines, SIZE) for lines in labels.values()), least=LEAST_ROW - PAD) + PAD
    first_line = y + SIZE

    def at(rank: int) -> float:
        return first_line + (rank - 1) * row

    for rank in range(1, len(last) + 1):
        canvas.text(AXIS - 8, at(rank), str(rank), size=SMALL, fill=FAINT, anchor="end")
        canvas.line(AXIS, middle(at(rank)), right, middle(at(rank)), ink=RULE)
    for i in range(len(last)):
        places = [(x, middle(at(rank))) for x, rank in zip(xs, ranks[i], strict=True)]
        slot = middle(at(last.index(i) + 1))
        # Up to the last line it stays at its rank: options that share one are told apart beyond.
        _line(canvas, i, ranks[i], [*places, (right - 4, places[-1][1]), (right + GAP - 4, slot)])
    for slot, i in enumerate(last, 1):
        canvas.text(right + GAP, at(slot), labels[i])
    y = at(len(last)) + row + 4
    named = [f"{j}: {name}" for j, name in enumerate(shown.columns, 1)] if numbered else []
    _foot(canvas, y, [*named, *shown.notes])
    return canvas.finished(shown.title, finding)


def _foot(canvas: Canvas, y: float, lines: Sequence[str]) -> None:
    """Name the columns that go by numbers, say which are not there, and what the dots are."""
    for line in lines:
        y = canvas.text(0, y, wrapped(line, canvas.width, SMALL), size=SMALL) + 2
    key(
        canvas,
        y + 6,
        [
            Sign("first place", lambda x, y: canvas.dot(x + 6, y, 6, fill=INK)),
            Sign("another rank", lambda x, y: canvas.dot(x + 6, y, 3.5, fill=PAPER)),
        ],
    )


def _heads(
    canvas: Canvas, names: Sequence[str], xs: Sequence[float], wide: float, y: float
) -> tuple[float, bool]:
    """Write the names above their columns; return the next base line, and whether by numbers."""
    fit = all(text_width(word, SMALL) <= wide - 6 for name in names for word in name.split())
    heads = [wrapped(name, wide - 6, SMALL) for name in names]
    numbered = not fit or max(map(len, heads)) > 4
    if numbered:
        heads = [[str(j + 1)] for j in range(len(names))]
    high = max(map(len, heads))
    for lines, x in zip(heads, xs, strict=True):
        start = y + (high - len(lines)) * SMALL * LEADING
        canvas.text(x, start, lines, size=SMALL, fill=FAINT, anchor="middle")
    return y + high * SMALL * LEADING + 4, numbered


def _line(canvas: Canvas, i: int, ranks: Sequence[int], places: Sequence[tuple[float, float]]) -> None:
    """Draw an option's line, and its ranks upon it."""
    ink = FILLS[i % len(FILLS)]
    canvas.path(places, ink=ink, thick=2.5, dashes=DASHES[i % len(DASHES)])
    for rank, (x, y) in zip(ranks, places, strict=False):
        first = rank == 1
        canvas.dot(
            x, y, 6 if first else 3.5, fill=ink if first else PAPER, edge=INK if first else ink, value=rank
        )
