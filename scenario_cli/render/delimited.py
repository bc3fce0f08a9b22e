"""Records as CSV and pages as Markdown."""

import csv
import re
from collections.abc import Sequence
from io import StringIO

from scenario_cli.render.page import Field, Page, Table, plain
from scenario_cli.text import FORMULA_STARTS, visible, visible_lines

_NUMBER = r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|~#&"})


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[Field]], *, breaks: bool = False) -> str:
    """Return records as CSV: full precision, one header line, ``\\n`` line ends.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; a number is none.
    Line breaks within a text are written out, or, with ``breaks``, are some: a record is no line then.
    """
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([_field(column) for column in columns])
    writer.writerows([_field(field, breaks=breaks) for field in row] for row in rows)
    return stream.getvalue()


def csv_field(text: str, *, plain: bool = False) -> str:
    """Return one text as it stands in CSV: made visible, quoted where it must be, and neutralised."""
    ordinary = text.isascii() and text.isprintable() and (plain or not text.startswith(FORMULA_STARTS))
    if ordinary and "," not in text and '"' not in text:
        return text
    stream = StringIO()
    csv.writer(stream, lineterminator="").writerow([visible(text) if plain else _field(text), ""])
    return stream.getvalue().removesuffix(",")


def _field(field: Field, *, breaks: bool = False) -> str | float | int:
    if field is None:
        return ""
    if isinstance(field, bool):
        return str(field).lower()
    if isinstance(field, str):
        shown = visible_lines(field) if breaks else visible(field)
        runs = field.startswith(FORMULA_STARTS) and not re.fullmatch(_NUMBER, field)
        return f"'{shown}" if runs else shown
    return repr(field) if isinstance(field, float) else field


def markdown_text(page: Page, more: str = "") -> str:
    """Return a page as Markdown, every text escaped so that it reads as it was written.

    ``more`` is how to ask for what was left out.
    """
    lines: list[str] = []
    for i, line in enumerate(page.heading):
        lines += [f"# {_escaped(line)}" if i == 0 else _escaped(line), ""]
    if page.finding:
        lines += [f"**{_escaped(page.finding)}**", ""]
    for table in page.tables:
        lines += [f"## {_escaped(table.title)}", ""] if table.title else []
        if table.rows:
            lines += [*(_drawing_lines(table) if table.is_drawing else _table_lines(table)), ""]
        left_out = _left_out(table.left_out, more)
        for sentence in (*(plain(cell) for cell in table.below), left_out, table.finding):
            if sentence:
                lines += [_escaped(sentence), ""]
    for title, remarks in (("Warnings", page.warnings), ("Notes", page.notes)):
        if remarks:
            lines += [f"## {title}", "", *(f"- {_escaped(remark)}" for remark in remarks), ""]
    if page.left_out:
        lines += [_escaped(page.left_out_line(more)), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _left_out(what: str, more: str) -> str:
    return f"{what}: {more}" if what and more else f"{what}." if what else ""


def _table_lines(table: Table) -> list[str]:
    heads = [_escaped(column.title) for column in table.columns]
    rules = ["---:" if column.align == "right" else "---" for column in table.columns]
    body = [[_escaped(plain(cell)).replace("\n", "<br>") for cell in row] for row in table.rows]
    return [f"| {' | '.join(row)} |" for row in (heads, rules, *body)]


def _drawing_lines(table: Table) -> list[str]:
    return ["```text", *(visible(plain(cell).rstrip()) for row in table.rows for cell in row), "```"]


def _escaped(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n")).translate(_MARKDOWN)
