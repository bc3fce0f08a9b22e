"""A page of tables, free of any output format; the signs it draws with and their ASCII stand-ins."""

from collections.abc import Sequence
from typing import Literal, NamedTuple


class Span(NamedTuple):
    """A piece of a cell with a style: an accent that a plain rendering may drop without loss."""

    text: str
    style: str = ""


Cell = str | tuple[Span, ...]
Field = str | float | int | bool | None


class Column(NamedTuple):
    """A column's heading and the side its cells keep to.

    A ``spare`` one draws what its neighbours say, and is left out where there is no room.
    """

    title: str
    align: Literal["left", "right"] = "left"
    spare: bool = False


class Table(NamedTuple):
    """One question, the rows that answer it, and one sentence that says what was found.

    ``signs`` says what is drawn in ``spare`` columns, where these are shown; ``left_out`` what a
    longer page has besides, ``picture`` the name of the picture of the same. A row of one cell is a
    head over those below.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    legend: Sequence[Cell] = ()
    finding: str = ""
    left_out: str = ""
    signs: Cell = ""
    picture: str = ""

    @property
    def below(self) -> Sequence[Cell]:
        """What stands below the rows: the meaning of signs that are shown, then the legend."""
        if not self.signs or not any(column.spare for column in self.columns):
            return self.legend
        if isinstance(self.signs, str) and self.legend and isinstance(self.legend[0], str):
            return [f"{self.signs}; {self.legend[0]}", *self.legend[1:]]
        return [self.signs, *self.legend]

    @property
    def is_drawing(self) -> bool:
        """Whether the rows are the lines of a drawing, which has no heads."""
        return all(not column.title for column in self.columns)


class Page(NamedTuple):
    """What a command says: heading lines, the sentence that answers, tables, remarks.

    ``left_out`` says what a longer page has besides; a ``tight`` page has no empty lines. One of nothing
    but sentences may be held to ``most`` lines where these are wrapped: each keeps one, and those of
    ``keep`` (0 is the finding, then come the lines of legends) are whole first, as far as there is room.
    """

    heading: Sequence[str]
    tables: Sequence[Table]
    warnings: Sequence[str] = ()
    notes: Sequence[str] = ()
    finding: str = ""
    left_out: str = ""
    tight: bool = False
    most: int = 0
    keep: Sequence[int] = ()

    def left_out_line(self, more: str) -> str:
        """Return the line that says what is left out; ``more`` is how to ask for it, where one can."""
        if more:
            return f"{self.left_out}: {more}"
        return f"Not shown: {self.left_out[:1].lower()}{self.left_out[1:]}."


BLOCKS = "█▓▒░▚◆●○"
TRACK, NOW, FLIP, BOTH = "·", "●", "│", "╪"

_STAND_INS = str.maketrans(
    {
        "█": "#",
        "▓": "=",
        "▒": ":",
        "░": ".",
        "▚": "%",
        "◆": "*",
        "●": "o",
        "○": "+",
        "·": ".",
        "│": "|",
        "╪": "X",
    }
)
_ROOM_FOR_BARS = 70


def plain(cell: Cell) -> str:
    """Return a cell's text without its styles."""
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` as far as a stream can show it: signs by their stand-ins, the rest as escapes."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_STAND_INS).encode(encoding, "backslashreplace").decode(encoding)
    return text


def bar_width(width: int) -> int:
    """How many signs a bar of 0..100 points may take on a page so wide; 0 where there is no room."""
    return 0 if width < _ROOM_FOR_BARS else min(50, 20 + (width - 80) // 2) if width >= 80 else 14


def bar(parts: Sequence[float], signs: Sequence[Span], width: int) -> tuple[Span, ...]:
    """Draw parts of 100 one after another, each with its own sign, rounded so that sums are right."""
    spans, drawn, total = [], 0, 0.0
    for part, sign in zip(parts, signs, strict=True):
        total += part
        end = round(total / 100 * width)
        if end > drawn:
            spans.append(Span(sign.text * (end - drawn), sign.style))
        drawn = max(drawn, end)
    return tuple(spans)


def strip(now: float | None, flips: Sequence[float], width: int) -> str:
    """Draw 0..1 as a track that marks the present share, where there is one, and the flips."""
    marks = [TRACK] * width
    for flip in flips:
        marks[round(flip * (width - 1))] = FLIP
    if now is None:
        return "".join(marks)
    here = round(now * (width - 1))
    marks[here] = BOTH if marks[here] == FLIP else NOW
    return "".join(marks)
