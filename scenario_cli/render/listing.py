"""What ``scenario list`` found."""

from collections.abc import Sequence
from typing import Any

from scenario_cli.model.entry import Entry
from scenario_cli.render.provenance import provenance
from scenario_cli.render.table import Column, Field, Page, Table

BROKEN = "(cannot be read; try 'scenario check')"


def document(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the JSON document of a listing."""
    return {
        "format": "list/1",
        "provenance": provenance([]),
        "entries": [entry._asdict() for entry in entries],
        "finding": finding(entries),
    }


def records(entries: Sequence[Entry]) -> tuple[list[str], list[list[Field]]]:
    """Return the listing as CSV columns and rows."""
    return ["kind", "name", "title", "home", "sound"], [list(entry) for entry in entries]


def page(entries: Sequence[Entry]) -> Page:
    """Return the listing as a page."""
    tables = [
        Table(
            title=title,
            columns=[Column("Name"), Column("Title"), Column("Where")],
            rows=[[e.name, e.title if e.sound else BROKEN, e.home] for e in entries if e.kind == kind],
        )
        for kind, title in (("scenario", "Scenarios"), ("weights", "Weights"))
    ]
    return Page(heading=[], tables=tables, finding=finding(entries))


def finding(entries: Sequence[Entry]) -> str:
    """Return the sentence that closes a listing."""
    scenarios = sum(entry.kind == "scenario" for entry in entries)
    plural = "s" if scenarios != 1 else ""
    return f"{scenarios} scenario{plural} and {len(entries) - scenarios} weights files can be named."
