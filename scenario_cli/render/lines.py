"""Lines that fit a terminal: never broken in a word, what counts most first, and what is left out said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol
from unicodedata import east_asian_width

from scenario_cli.render.page import Cell, Span, encodable, plain
from scenario_cli.render.terminal import ELLIPSIS, cells
from scenario_cli.text import visible

Line = tuple[Span, ...]

ALL = 1_000_000  # as many rows as there are
GAP = 2
_EMPTY: Line = (Span(""),)


class Frame(NamedTuple):
    """How wide and how high lines may get, and what their stream can encode; ``None`` sets no bound."""

    width: int | None = None
    height: int | None = None
    encoding: str = "utf-8"

    @property
    def columns(self) -> int:
        """The width, as a number in any case."""
        return self.width or ALL

    def shown(self, text: str) -> str:
        """Return a text as the stream can show it, on one line."""
        return encodable(visible(" ".join(text.split())), self.encoding)


class Block(Protocol):
    """A part of what is shown.

    Blocks are given rows in rounds; the last number of ``grows`` holds for the rounds after, too.
    """

    @property
    def grows(self) -> Sequence[int]:
        """How many rows it is to have, round by round."""

    def lines(self, frame: Frame, most: int) -> list[Line]:
        """Return at most so many lines, fewer where more would say nothing; none where there is no room."""


def fitted(blocks: Sequence[Block], frame: Frame) -> list[Line]:
    """Return the lines of blocks, in order, as many as the frame has room for.

    In the first round each block gets the first number of rows in its ``grows``, in order, as
    long as there are rows left; then the second, and so on.

    No line is wider than the frame.
    """
    shown: list[list[Line]] = [[] for _ in blocks]
    left = frame.height or ALL
    for turn in range(max((len(block.grows) for block in blocks), default=0)):
        for k, block in enumerate(blocks):
            most = min(block.grows[min(turn, len(block.grows) - 1)], len(shown[k]) + left)
            if most > len(shown[k]):
                lines = block.lines(frame, most)
                left -= len(lines) - len(shown[k])
                shown[k] = lines
    lines = [line for part in shown for line in part]
    while lines and not any(span.text for span in lines[-1]):
        lines.pop()
    return lines


@dataclass(frozen=True, kw_only=True)
class Blank:
    """An empty line, where there is room for one."""

    grows: Sequence[int] = (ALL,)

    def lines(self, frame: Frame, most: int) -> list[Line]:
        """Return the empty line."""
        return [_EMPTY][:most]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A sentence, wrapped at words; where it has not enough rows it ends in ``...``."""

    text: str
    style: str = ""
    grows: Sequence[int] = (ALL,)

    def lines(self, frame: Frame, most: int) -> list[Line]:
        """Return the sentence in at most so many lines."""
        lines = wrapped(frame.shown(self.text), frame.columns)
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], cut(rest, frame.columns)] if most > 0 else []
        return [(Span(line, self.style),) for line in lines]


class Head(NamedTuple):
    """The head of a column, and what becomes of it where there is no room.

    Columns with the highest ``leaves`` are left out first, those with 0 never. One with a ``least``
    has texts that may be cut at a word: down to that width they are, before columns are left out,
    and below it where there is nothing more to leave out. One that is ``drawn`` is left out before
    any text shorter than a third of the line is cut.
    """

    title: str
    align: Literal["left", "right"] = "left"
    leaves: int = 0
    least: int = 0
    drawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table: columns are left out where there is no room, rows are counted.

    ``more`` is how many rows there are besides those given; ``short`` stands in for a text of a
    column that may be cut, by row, where two cut ones would look the same; with ``spaced`` there are
    empty lines between rows where there is room.
    """

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]
    legend: Line = ()
    more: int = 0
    short: Sequence[str] = ()
    spaced: bool = False
    grows: Sequence[int] = (ALL,)

    @property
    def compact(self) -> int:
        """How many lines it takes without empty ones and legend."""
        return 1 + len(self.rows) + bool(self.more)

    def lines(self, frame: Frame, most: int) -> list[Line]:
        """Return the table in at most so many lines: the head, a row and a count at least, or nothing."""
        head, *rows = self._drawn(frame)
        if most >= self.compact:
            counted = self._count(frame, self.more)
            extra = [_cut_line(_shown(self.legend, frame), frame.columns)] if self.legend else []
            apart = len(rows) - 1 if self.spaced else 0
            if apart > 0 and most >= self.compact + apart + len(extra):
                rows = [line for row in rows for line in (row, _EMPTY)][:-1]
            return [head, *rows, *counted, *extra][:most]
        if most < 3:
            return []
        return [head, *rows[: most - 2], *self._count(frame, len(rows) - (most - 2) + self.more)]

    def _count(self, frame: Frame, left_out: int) -> list[Line]:
        return [(Span(cut(f"and {left_out} more", frame.columns), "dim"),)] if left_out else []

    def _drawn(self, frame: Frame) -> list[Line]:
        """Return the head and all rows as lines."""
        texts = [[_shown(cell, frame) for cell in row] for row in self.rows]
        needed = [
            max(cells(head.title), *(cells(plain(row[k])) for row in texts), 0)
            for k, head in enumerate(self.heads)
        ]
        kept = self._kept(needed, frame.columns)
        widths = self._widths(kept, needed, frame.columns)
        heads: list[Line] = [(Span(cut(h.title, widths.get(k, 0)), "dim"),) for k, h in enumerate(self.heads)]
        lines = [heads, *self._told_apart(texts, widths, frame)]
        return [_cut_line(_row(line, self.heads, kept, widths), frame.columns) for line in lines]

    def _kept(self, needed: Sequence[int], width: int) -> list[int]:
        """Return which columns there is room for."""
        kept = list(range(len(self.heads)))

        def wanted(comfort: int) -> int:
            own = [min(needed[k], max(self.heads[k].least, comfort)) for k in kept if self.heads[k].least]
            others = [needed[k] for k in kept if not self.heads[k].least]
            return sum(own) + sum(others) + GAP * (len(kept) - 1)

        while (drawn := [k for k in kept if self.heads[k].drawn]) and wanted(width // 3) > width:
            kept.remove(drawn[-1])
        while wanted(0) > width and any(self.heads[k].leaves for k in kept):
            kept.remove(max(kept, key=lambda k: self.heads[k].leaves))
        return kept

    def _widths(self, kept: Sequence[int], needed: Sequence[int], width: int) -> dict[int, int]:
        """Return the width of each column that is kept; flexible ones share evenly what the others leave."""
        widths = {k: needed[k] for k in kept}
        flexible = sorted((k for k in kept if self.heads[k].least), key=lambda k: needed[k])
        left = width - GAP * (len(kept) - 1) - sum(needed[k] for k in kept if k not in flexible)
        for done, k in enumerate(flexible):
            widths[k] = max(1, min(needed[k], left // (len(flexible) - done)))
            left -= widths[k]
        return widths

    def _told_apart(
        self, texts: list[list[Line]], widths: dict[int, int], frame: Frame
    ) -> Iterator[list[Line]]:
        """Yield rows with texts cut to their columns, and the short ones where cuts would look the same."""
        first = next((k for k, head in enumerate(self.heads) if head.least), None)
        names = [cut(plain(row[first]), widths[first]) for row in texts] if first is not None else []
        for i, row in enumerate(texts):
            done = list(row)
            for k, width in widths.items():
                if self.heads[k].least and cells(plain(row[k])) > width:
                    style = row[k][0].style
                    done[k] = (Span(cut(plain(row[k]), width), style),)
            if first is not None and self.short and names.count(names[i]) > 1:
                done[first] = (Span(cut(frame.shown(self.short[i]), widths[first]), row[first][0].style),)
            yield done


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines that end between words; a word that is wider than a line is cut."""
    lines, line = [], ""
    for piece, apart in _pieces(text):
        longer = f"{line} {piece}" if apart and line else line + piece
        if line and cells(longer) > width:
            lines.append(line)
            longer = piece
        line = cut(longer, width)
    return [*lines, line] if line or not lines else lines


def cut(text: str, width: int) -> str:
    """Return a text that is too wide up to a word's end, followed by ``...``."""
    if cells(text) <= width:
        return text
    kept, room = "", width - len(ELLIPSIS)
    for piece, apart in _pieces(text):
        longer = f"{kept} {piece}" if apart and kept else kept + piece
        if cells(longer) > room:
            break
        kept = longer
    if not kept:  # not even its first word has room
        for sign in text:
            if cells(kept + sign) > room:
                break
            kept += sign
    return (kept.rstrip(",;:") + ELLIPSIS)[: max(width, 0)] if room > 0 else ELLIPSIS[: max(width, 0)]


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yield what a line may not be broken in, and whether there is a space before it.

    That is a word, and each wide sign of a script that has no spaces.
    """
    for word in text.split(" "):
        apart, run = True, ""
        for sign in word if not word.isascii() else ():
            if east_asian_width(sign) in "WF":
                if run:
                    yield run, apart
                    apart = False
                yield sign, apart
                apart, run = False, ""
            else:
                run += sign
        rest = word if word.isascii() else run
        if rest:
            yield rest, apart


def _shown(cell: Cell, frame: Frame) -> Line:
    """Return a cell as the stream can show it; runs of spaces in drawings stay."""
    spans = (Span(cell),) if isinstance(cell, str) else cell
    return tuple(Span(encodable(visible(span.text), frame.encoding), span.style) for span in spans) or (
        Span(""),
    )


def _row(row: Sequence[Line], heads: Sequence[Head], kept: Sequence[int], widths: dict[int, int]) -> Line:
    line: list[Span] = []
    for k in kept:
        space = Span(" " * (widths[k] - cells(plain(row[k]))))
        gap = Span(" " * GAP) if line else Span("")
        line += [gap, space, *row[k]] if heads[k].align == "right" else [gap, *row[k], space]
    while line and not line[-1].text.strip():
        line.pop()
    return tuple(span for span in line if span.text)


def _cut_line(line: Line, width: int) -> Line:
    """Return a line with what goes past the width left out."""
    if cells(plain(line)) <= width:
        return line
    return (Span(cut(plain(line), width)),)
