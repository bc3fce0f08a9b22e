"""A page as text for a terminal or a pipe: the only module that imports rich."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import IO, TypeVar

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from scenario_cli.render.page import Cell, Column, Page, Span, Table, encodable, plain
from scenario_cli.text import visible_lines

Part = TypeVar("Part")

UNBOUNDED = 100_000
HEIGHT = 25  # of no account for what is printed; stated, since Rich reads any number from the environment
GAP = 2
ELLIPSIS = "..."
TAIL = 44  # signs at the end of a sentence, where its numbers are, that stay where its middle is cut
# A column of text is not wrapped below this where leaving out a drawing makes room.
COMFORTABLE = 26
# A head over numbers is wrapped to this, or to the widest of them.
NARROW = 9
ROOM_TO_INDENT = 20

_HEAD_LINE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def page_text(page: Page, *, encoding: str, width: int | None = None, more: str = "") -> str:
    """Return a page as plain text.

    Parameters
    ----------
    encoding : str
        What the stream can encode; signs that it cannot are drawn in ASCII.
    width : int, optional
        Where to wrap. Without it nothing is wrapped; nothing is cut in either case.
    more : str, optional
        How to ask for what was left out.
    """
    stream = StringIO()
    console = Console(
        file=stream,
        width=width or UNBOUNDED,
        height=HEIGHT,
        color_system=None,
        force_terminal=False,
        legacy_windows=False,
    )
    _Printer(console, encoding, more, wrap=width is not None).page(page)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().removesuffix("\n").split("\n"))


def print_page(
    page: Page, stream: IO[str], *, encoding: str, width: int | None, colour: bool, more: str = ""
) -> None:
    """Print a page on a terminal, in its width and with its colours."""
    console = Console(file=stream, width=width, height=HEIGHT, no_color=not colour, highlight=False)
    _Printer(console, encoding, more, wrap=True).page(page)


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return cell_len(text)


def rows(text: str, width: int) -> int:
    """Return how many lines a text takes where it is wrapped to a width."""
    console = Console(file=StringIO(), width=width)
    return len(Text(visible_lines(text), overflow="fold").wrap(console, width))


def painted(lines: Iterable[tuple[Span, ...]], *, colour: bool) -> list[str]:
    """Return lines with the escape codes of their styles, without their ends."""
    console = Console(
        file=StringIO(), width=UNBOUNDED, no_color=not colour, force_terminal=True, legacy_windows=False
    )
    found = []
    for line in lines:
        text = Text()
        for span in line:
            text.append(span.text, style=span.style or None)
        with console.capture() as drawn:
            console.print(text, end="", soft_wrap=True, highlight=False)
        found.append(drawn.get())
    return found


class _Printer:
    """What prints one page: where, in which signs, wrapped or not."""

    def __init__(self, console: Console, encoding: str, more: str, *, wrap: bool) -> None:
        self.console, self.encoding, self.more, self.wrap = console, encoding, more, wrap
        self.begun = False

    def page(self, page: Page) -> None:
        """Print the heading, the answer, the tables, the remarks."""
        if page.most and self.wrap:
            page = self._shortened(page)
        for i, line in enumerate(page.heading):
            self._say(line, "bold" if i == 0 else "")
        if page.finding:
            self._part("", tight=page.tight)
            self._say(page.finding, "bold")
        for table in page.tables:
            self._part(table.title, tight=page.tight)
            self._table(table)
        if page.warnings or page.notes:
            self._part("", tight=page.tight)
            bullets = RichTable.grid(padding=(0, 1, 0, 0))
            for sign, lines, style in (("!", page.warnings, "yellow"), ("-", page.notes, "dim")):
                for line in lines:
                    bullets.add_row(Text(sign), self._text(line, style))
            self.console.print(bullets)
        if page.left_out:
            self._part("", tight=page.tight)
            self._say(page.left_out_line(self.more), "dim")

    def _shortened(self, page: Page) -> Page:
        """Return a page of sentences that takes as many lines as it may; where one is cut stands ``...``."""
        told = [page.finding, *(plain(line) for table in page.tables for line in table.legend)]
        left = page.most - len(told)
        for k in (*page.keep, *(k for k in range(len(told)) if k not in page.keep)):
            room = 1 + max(left, 0)
            left -= min(self._rows(told[k]), room) - 1
            told[k] = self._cut(told[k], room, TAIL if k in page.keep else 0)
        finding, *lines = told
        tables = []
        for table in page.tables:
            tables.append(table._replace(legend=lines[: len(table.legend)]))
            lines = lines[len(table.legend) :]
        return page._replace(finding=finding, tables=tables)

    def _cut(self, text: str, most: int, tail: int) -> str:
        """Return as much of a text as so many lines hold, with its last words where they are asked for."""
        if self._rows(text) <= most:
            return text
        rest = text[-tail:].partition(" ")[2] if tail and len(text) > tail else ""
        end = f"{ELLIPSIS} {rest}" if rest and self._rows(f"{ELLIPSIS} {rest}") <= most else ELLIPSIS
        room = bisect_left(range(len(text)), True, key=lambda k: self._rows(text[: k + 1] + end) > most)
        kept = text[:room]
        whole = kept if text[room] == " " else kept.rpartition(" ")[0]
        return (whole or kept).rstrip(" ,;:") + end

    def _rows(self, text: str) -> int:
        return len(self._text(text).wrap(self.console, self.console.width))

    def _part(self, title: str, *, tight: bool) -> None:
        if self.begun and not tight:
            self._say("")
        if title:
            self._say(title, "bold")

    def _say(self, line: Cell, style: str = "") -> None:
        self.begun = True
        self.console.print(self._text(line, style), soft_wrap=not self.wrap)

    def _left_out(self, what: str) -> str:
        return f"{what}: {self.more}" if self.more else f"{what}."

    def _text(self, cell: Cell, style: str = "") -> Text:
        spans = (Span(cell),) if isinstance(cell, str) else cell
        shown = Text(style=style, overflow="fold", no_wrap=not self.wrap)
        for span in spans:
            shown.append(encodable(visible_lines(span.text), self.encoding), style=span.style or None)
        return shown

    def _table(self, table: Table) -> None:
        if table.rows:
            table = _fitted(table, self.console.width)
            if not table.is_drawing and _needed(table) > self.console.width:
                self._stack(table)
            else:
                self._draw(table)
        for line in table.below:
            self._say(line, "dim")
        if table.left_out:
            self._say(self._left_out(table.left_out), "dim")
        if table.finding:
            self._say(table.finding)

    def _draw(self, table: Table) -> None:
        """Print the rows under their heads; where lines are wrapped, a head over rows takes a whole one."""
        shows_heads = not table.is_drawing
        for above, rows in _grouped(table.rows) if self.wrap else [((), table.rows)]:
            if above and shows_heads:
                self.console.print(self._grid(table, [], heads=True), crop=False)
                shows_heads = False
            if above:
                self._say(above[0])
            self.console.print(self._grid(table, rows, heads=shows_heads), crop=False)
            shows_heads = False

    def _grid(self, table: Table, rows: Sequence[Sequence[Cell]], *, heads: bool) -> RichTable:
        """Return some rows of a table; its columns are as wide for these as for all."""
        drawn = RichTable(
            box=_HEAD_LINE,
            padding=(0, 1, 0, 0),
            pad_edge=False,
            show_edge=False,
            show_header=heads,
            width=_needed(table) if _needed(table) > self.console.width else None,  # nothing is left out
        )
        widths = _column_widths(table, self.console.width) if self.wrap else [None] * len(table.columns)
        for column, width in zip(table.columns, widths, strict=True):
            drawn.add_column(
                self._text(column.title),
                justify=column.align,
                no_wrap=not self.wrap,
                overflow="fold",
                vertical="top",
                width=width,
            )
        for row in rows:
            drawn.add_row(*(self._text(cell) for cell in row))
        return drawn

    def _stack(self, table: Table) -> None:
        """Print each row as a line and what belongs to it below: no word is broken to make columns."""
        for row in table.rows:
            (_, first), *others = zip(table.columns, row, strict=True)
            told = [_told(column, cell) for column, cell in others if plain(cell)]
            head = table.columns[0].title if told else ""
            self._say(f"{head} {plain(first)}".strip(), "" if told else "bold")
            if told:
                indent = GAP if self.console.width >= ROOM_TO_INDENT else 0
                self.console.print(Padding(self._text("; ".join(told)), (0, 0, 0, indent)))


def _told(column: Column, cell: Cell) -> str:
    return f"{column.title} {' / '.join(plain(cell).split(chr(10)))}".strip()


def _fitted(table: Table, width: int) -> Table:
    """Return a table without its drawings where they leave too little room for words."""
    while any(column.spare for column in table.columns):
        comfortable = [
            max(least, min(COMFORTABLE, widest))
            for least, widest in zip(_least_widths(table), _widths(table, str.splitlines), strict=True)
        ]
        if sum(comfortable) + GAP * (len(comfortable) - 1) <= width:
            break
        last = max(k for k, column in enumerate(table.columns) if column.spare)
        table = table._replace(
            columns=_without(table.columns, last), rows=[_without(row, last) for row in table.rows]
        )
    return table


def _without(cells: "Sequence[Part]", k: int) -> "list[Part]":
    return [*cells[:k], *cells[k + 1 :]]


def _needed(table: Table) -> int:
    least = _least_widths(table)
    return sum(least) + GAP * (len(least) - 1)


def _least_widths(table: Table) -> list[int]:
    """How wide each column is at least: as its longest word, which is not broken."""
    return _widths(table, lambda text: [text] if table.is_drawing else _words(text), heads=True)


def _words(text: str) -> list[str]:
    """Return the words of a text, the first with what it is indented by."""
    first, *others = text.split() or [""]
    return [text[: len(text) - len(text.lstrip())] + first, *others]


def _column_widths(table: Table, width: int) -> list[int]:
    """How wide each column is: as its widest line, the widest made narrower until all fit.

    Long heads over numbers are wrapped first, which leaves room for words; no word is broken. (Left
    to itself, Rich narrows columns below their longest words.)
    """
    least = _least_widths(table)
    bare = table._replace(columns=[column._replace(title="") for column in table.columns])
    cells = _widths(bare, str.splitlines)
    heads = _widths(table._replace(rows=[]), str.splitlines)
    widths = [max(cell, low, head) for cell, low, head in zip(cells, least, heads, strict=True)]
    wrapped = [
        max(cell, low, min(head, NARROW)) if column.align == "right" else now
        for column, cell, low, head, now in zip(table.columns, cells, least, heads, widths, strict=True)
    ]
    for narrowest in (wrapped, least):
        over = sum(widths) + GAP * (len(widths) - 1) - width
        while over > 0 and any(now > low for now, low in zip(widths, narrowest, strict=True)):
            k = max(range(len(widths)), key=lambda k: (widths[k] > narrowest[k], widths[k]))
            widths[k] -= 1
            over -= 1
    return widths


def _widths(table: Table, parts: Callable[[str], list[str]], *, heads: bool = False) -> list[int]:
    """How wide the widest part is in each column; ``heads`` over rows may be wrapped, and count if asked."""
    widths = []
    for k, column in enumerate(table.columns):
        texts = [column.title, *(plain(row[k]) for row in table.rows if heads or not _is_head(row))]
        found = [cell_len(visible_lines(part)) for text in texts for part in parts(text)]
        widths.append(max(found, default=1) or 1)
    return widths


def _grouped(rows: Sequence[Sequence[Cell]]) -> list[tuple[Sequence[Cell], list[Sequence[Cell]]]]:
    """Return rows that stand together, each time after the row that heads them, or an empty one."""
    groups: list[tuple[Sequence[Cell], list[Sequence[Cell]]]] = []
    for row in rows:
        if _is_head(row):
            groups.append((row, []))
        elif groups:
            groups[-1][1].append(row)
        else:
            groups.append(((), [row]))
    return groups


def _is_head(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and not any(plain(cell) for cell in row[1:])
