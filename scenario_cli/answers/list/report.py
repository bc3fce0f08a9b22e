"""What ``scenario list`` found."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.list.ask import ListAnswer
from scenario_cli.answers.provenance import provenance
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.list.document import ListDocument

BROKEN = "(cannot be read; try 'scenario check')"


def report(answer: ListAnswer) -> "Report[ListDocument]":
    """Return a listing as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def document(answer: ListAnswer) -> "ListDocument":
    """Return the JSON document of a listing."""
    return {
        "format": "list/1",
        "provenance": provenance([]),
        "entries": [
            {"kind": e.kind, "name": e.name, "title": e.title, "home": e.home, "sound": e.sound}
            for e in answer.entries
        ],
        "finding": finding(answer),
    }


def records(answer: ListAnswer) -> Records:
    """Return the listing as CSV columns and rows."""
    return Records(["kind", "name", "title", "home", "sound"], [list(entry) for entry in answer.entries])


def page(answer: ListAnswer) -> Page:
    """Return the listing as a page."""
    tables = [
        Table(
            title=title,
            columns=[Column("Name"), Column("Title"), Column("Where")],
            rows=[[e.name, e.title if e.sound else BROKEN, e.home] for e in answer.entries if e.kind == kind],
        )
        for kind, title in (("scenario", "Scenarios"), ("weights", "Weights"))
    ]
    return Page(heading=[], tables=tables, finding=finding(answer))


def finding(answer: ListAnswer) -> str:
    """Return the sentence that closes a listing."""
    scenarios = sum(entry.kind == "scenario" for entry in answer.entries)
    plural = "s" if scenarios != 1 else ""
    return f"{scenarios} scenario{plural} and {len(answer.entries) - scenarios} weights files can be named."
