"""A page for a browser: one file, no network, no script; each picture with its table beside it."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from scenario_cli.render.page import Cell, Page, Span, Table, plain
from scenario_cli.text import visible_lines

if TYPE_CHECKING:
    from scenario_cli.render.svg import Picture

DATA_START, DATA_END = '<script type="application/json" id="result">', "</script>"


class Colophon(NamedTuple):
    """What a page is computed from, in words, and by what; whether it can be held to that."""

    tool: str
    version: str
    inputs: Sequence[str]
    verified: bool


def html_text(
    page: Page,
    pictures: Mapping[str, "Picture"],
    data: str,
    origin: Colophon,
    *,
    state: str = "",
    again: int = 0,
) -> str:
    """Return a page as HTML.

    Parameters
    ----------
    page : Page
    pictures : mapping of str to Picture
        By name; each stands where a table names it, and the table folds up behind it.
    data : str
        The JSON document of the answer, which the page carries for programs.
    origin : Colophon
    state : str
        What sliders start from, as JSON; without it the page has none, and no script.
    again : int
        After how many milliseconds an open page reads its file again; never, at 0.
    """
    from jinja2 import Environment, StrictUndefined

    assets = files("scenario_cli.render") / "assets"
    style = lean((assets / "page.css").read_text(encoding="utf-8"))
    script = ""
    if state:
        parts = (assets / name for name in ("engine.js", "written.js", "sliders.js"))
        script = "\n".join(lean(part.read_text(encoding="utf-8")) for part in parts)
    before, (title, *under) = _parted(page.heading)
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    shown: str = environment.from_string((assets / "page.html").read_text(encoding="utf-8")).render(
        style=style,
        style_hash=hash_of(style),
        script=script,
        script_hash=hash_of(script),
        state=inert(state),
        again=again,
        tool=origin.tool,
        version=origin.version,
        before=[visible_lines(line) for line in before],
        title=visible_lines(title),
        under=[visible_lines(line) for line in under],
        finding=visible_lines(page.finding),
        sections=_sections(page.tables, pictures),
        remarks=[
            {"title": head, "lines": [visible_lines(line) for line in lines]}
            for head, lines in (("Warnings", page.warnings), ("Notes", page.notes))
            if lines
        ],
        inputs=origin.inputs,
        verified=origin.verified,
        data=inert(data),
    )
    return shown


def lean(source: str) -> str:
    """Return a style or a script without indents and comments (those of a script that go to a line's end)."""
    lines = (re.sub(r"(?<=[;,{}]) +// [^\"'`]*$", "", line.strip()) for line in source.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def hash_of(text: str) -> str:
    """Return the hash by which a page allows its own style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def inert(data: str) -> str:
    """Return JSON that ends no script it stands in."""
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def framed(html: str) -> str:
    """Return a page in a frame of its own, which reads nothing of what stands round it."""
    from markupsafe import escape

    return f'<iframe srcdoc="{escape(html)}" sandbox="allow-scripts" width="100%" height="720"></iframe>'


def data_of(html: str) -> str | None:
    """Return the JSON document that a page carries; ``None`` where it carries none."""
    _, found, rest = html.partition(DATA_START)
    return rest.partition(DATA_END)[0] if found else None


def _parted(heading: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return what stands before the title, which says that something is only tried, and what follows."""
    tried = [
        line for line in heading if line.startswith("What-if: ") and line.endswith(" No file was changed.")
    ]
    rest = [line for line in heading if line not in tried]
    return tried, rest or [""]


def _sections(tables: Sequence[Table], pictures: Mapping[str, "Picture"]) -> list[dict[str, Any]]:
    """Return a section a table: a picture stands once, and in place of a drawing of the same."""
    left = dict(pictures)
    shown = [table for table in tables if not (table.is_drawing and table.picture in pictures)]
    return [_section(table, left.pop(table.picture, None)) for table in shown]


def _section(table: Table, picture: "Picture | None") -> dict[str, Any]:
    kept = [k for k, column in enumerate(table.columns) if not column.spare]
    columns = [table.columns[k] for k in kept]
    drawing = "\n".join(visible_lines(plain(row[0])) for row in table.rows) if table.is_drawing else ""
    title = visible_lines(table.title)
    shown = picture is not None and bool(title)
    return {
        "title": visible_lines(picture.title) if picture is not None and shown else title,
        "same": title if shown and picture is not None and picture.title != table.title else "",
        "picture": picture.inline if picture is not None else "",
        "drawing": drawing if table.rows else "",
        "columns": [{"title": visible_lines(c.title), "right": c.align == "right"} for c in columns],
        "rows": [_row(row, table, kept) for row in table.rows],
        "below": [visible_lines(plain(line)) for line in table.legend],
        "finding": visible_lines(table.finding),
    }


def _row(row: Sequence[Cell], table: Table, kept: Sequence[int]) -> dict[str, Any]:
    head, *rest = row
    if isinstance(head, tuple) and _is_bold(head) and not any(plain(cell) for cell in rest):
        return {"head": visible_lines(plain(head)), "cells": []}
    cells = [
        {
            "text": visible_lines(plain(row[k])).strip(" "),
            "right": table.columns[k].align == "right",
            "within": plain(row[k]).startswith("  ") and k == kept[0],
        }
        for k in kept
        if k < len(row)
    ]
    return {"head": "", "cells": cells}


def _is_bold(cell: tuple[Span, ...]) -> bool:
    return len(cell) == 1 and cell[0].style == "bold"
