"""A page as text for a terminal or a pipe: the only module that imports rich."""

from collections.abc import Callable
from io import StringIO
from typing import IO

from rich.box import Box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from scenario_cli.render.page import Cell, Page, Span, Table, encodable, plain
from scenario_cli.text import visible_lines

UNBOUNDED = 100_000
HEIGHT = 25  # of no account for what is printed; stated, since Rich reads any number from the environment
GAP = 2

_HEAD_LINE = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)


def page_text(page: Page, *, encoding: str, width: int | None = None) -> str:
    """Return a page as plain text.

    Parameters
    ----------
    encoding : str
        What the stream can encode; signs that it cannot are drawn in ASCII.
    width : int, optional
        Where to wrap. Without it nothing is wrapped; nothing is cut in either case.
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
    _print(page, console, encoding, wrap=width is not None)
    return "".join(line.rstrip() + "\n" for line in stream.getvalue().removesuffix("\n").split("\n"))


def print_page(page: Page, stream: IO[str], *, encoding: str, width: int | None, colour: bool) -> None:
    """Print a page on a terminal, in its width and with its colours."""
    console = Console(file=stream, width=width, height=HEIGHT, no_color=not colour, highlight=False)
    _print(page, console, encoding, wrap=True)


def _print(page: Page, console: Console, encoding: str, *, wrap: bool) -> None:
    def text(cell: Cell, style: str = "") -> Text:
        spans = (Span(cell),) if isinstance(cell, str) else cell
        shown = Text(style=style, overflow="fold", no_wrap=not wrap)
        for span in spans:
            shown.append(encodable(visible_lines(span.text), encoding), style=span.style or None)
        return shown

    def say(line: Cell, style: str = "") -> None:
        console.print(text(line, style), soft_wrap=not wrap)

    for i, line in enumerate(page.heading):
        say(line, "bold" if i == 0 else "")
    for i, table in enumerate(page.tables):
        if page.heading or i:
            say("")
        say(table.title, "bold")
        if table.rows:
            console.print(_table(table, text, console.width, wrap=wrap), crop=False)
        for legend in table.legend:
            say(legend, "dim")
        if table.finding:
            say(table.finding)
    for title, lines, style in (("Warnings", page.warnings, "yellow"), ("Notes", page.notes, "dim")):
        if lines:
            say("")
            say(title, "bold")
            bullets = RichTable.grid(padding=(0, 1, 0, 0))
            for line in lines:
                bullets.add_row(Text("-"), text(line, style))
            console.print(bullets)
    if page.finding:
        say("")
        say(page.finding, "bold")


def _table(table: Table, text: Callable[..., Text], width: int, *, wrap: bool) -> RichTable:
    least = [_least_width(table, k) for k in range(len(table.columns))]
    needed = sum(least) + GAP * (len(least) - 1)
    drawn = RichTable(
        box=_HEAD_LINE,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        show_edge=False,
        show_header=not table.is_drawing,
        width=needed if needed > width else None,  # Rich leaves out the columns that have no room
    )
    for column, least_width in zip(table.columns, least, strict=True):
        drawn.add_column(
            text(column.title),
            justify=column.align,
            no_wrap=not wrap,
            overflow="fold",
            vertical="top",
            min_width=least_width,
        )
    for row in table.rows:
        drawn.add_row(*(text(cell) for cell in row))
    return drawn


def _least_width(table: Table, k: int) -> int:
    """How wide a column is at least: as wide as its widest sign, since a sign cannot be wrapped."""
    texts = [table.columns[k].title, *(plain(row[k]) for row in table.rows)]
    return max((cell_len(sign) for text in texts if not text.isascii() for sign in text), default=1) or 1
