"""The picture ``perspectives``: which rank each option has under each perspective."""

from collections.abc import Sequence

from scenario_cli.answers.compare.ask import CompareAnswer
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


def perspectives_picture(answer: CompareAnswer, finding: str, width: float) -> Picture:
    """Return a line for each option through its ranks, perspective after perspective.

    First places are large and full; each line is labelled where it ends, at the right. Perspectives
    whose names have no room above the lines go by numbers, and are named below.
    """
    canvas, found, c = Canvas("perspectives", width), answer.found, len(answer.columns)
    of = "scenario" if answer.over == "scenarios" else "perspective"
    title = f"Which rank has each option under each {of}?"
    right = width * 0.6
    wide = (right - AXIS) / c
    if wide < LEAST_COLUMN:
        return canvas.nothing_to_draw(f"No room for {c} {of}s.", title, finding)
    names = [column.title or column.id for column in answer.columns]
    xs = [AXIS + (j + 0.5) * wide for j in range(c)]
    y = canvas.text(0, 16, wrapped(f"Rank by {of}", width, bold=True), bold=True) + PAD
    y, numbered = _heads(canvas, names, xs, wide, y)
    last = sorted(range(len(answer.titles)), key=lambda i: (int(found.ranks[i, c - 1]), i))
    room = width - right - GAP
    labels = {i: wrapped(answer.titles[i], room) for i in last}
    row = rows_high(*((lines, SIZE) for lines in labels.values()), least=LEAST_ROW - PAD) + PAD
    first_line = y + SIZE

    def at(rank: int) -> float:
        return first_line + (rank - 1) * row

    for rank in range(1, len(last) + 1):
        canvas.text(AXIS - 8, at(rank), str(rank), size=SMALL, fill=FAINT, anchor="end")
        canvas.line(AXIS, middle(at(rank)), right, middle(at(rank)), ink=RULE)
    for i in range(len(last)):
        ranks = [int(rank) for rank in found.ranks[i]]
        places = [(x, middle(at(rank))) for x, rank in zip(xs, ranks, strict=True)]
        slot = middle(at(last.index(i) + 1))
        _line(canvas, i, ranks, [*places, (right - 4, slot), (right + GAP - 4, slot)])
    for slot, i in enumerate(last, 1):
        canvas.text(right + GAP, at(slot), labels[i])
    y = at(len(last)) + row + 4
    _foot(canvas, y, names if numbered else [])
    return canvas.finished(title, finding)


def _foot(canvas: Canvas, y: float, names: Sequence[str]) -> None:
    """Name the perspectives that go by numbers, and say what the dots are."""
    for j, name in enumerate(names):
        y = canvas.text(0, y, wrapped(f"{j + 1}: {name}", canvas.width, SMALL), size=SMALL) + 2
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
    """Write the perspectives above their columns; return the next base line, and whether by numbers."""
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
