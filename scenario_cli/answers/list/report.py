"""What ``scenario list`` found."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.list.ask import ListAnswer
from scenario_cli.answers.provenance import provenance
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.list.document import EntryDocument, ListDocument

EXAMPLES = "examples"
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
    entries: list[EntryDocument] = [
        {"kind": e.kind, "name": e.name, "title": e.title, "home": e.home, "sound": e.sound}
        for e in answer.entries
    ]
    entries += [
        {
            "kind": "example",
            "name": e.name,
            "title": e.title,
            "home": EXAMPLES,
            "sound": True,
            "source": e.source,
            "first": e.first,
            "published": {
                "weights": e.published["weights"],
                "first": e.published["first"],
                "source": e.published["source"],
            },
        }
        for e in answer.examples
    ]
    return {
        "format": "list/1",
        "provenance": provenance([]),
        "entries": entries,
        "finding": finding(answer),
    }


def records(answer: ListAnswer) -> Records:
    """Return the listing as CSV columns and rows."""
    rows: list[list[Field]] = [[*entry, "", ""] for entry in answer.entries]
    rows += [["example", e.name, e.title, EXAMPLES, True, e.source, e.first] for e in answer.examples]
    columns = ["kind", "name", "title", "home", "sound", "source", "first"]
    return Records(columns, rows)


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
    tables.append(
        Table(
            title="Examples (published decisions)",
            columns=[Column("Name"), Column("Title"), Column("First in its source")],
            rows=[[e.name, e.title, e.first] for e in answer.examples],
            left_out="Each can be copied, with its weights",
        )
    )
    return Page(heading=[], tables=tables, finding=finding(answer))


def finding(answer: ListAnswer) -> str:
    """Return the sentence that closes a listing."""
    scenarios = sum(entry.kind == "scenario" for entry in answer.entries)
    plural = "s" if scenarios != 1 else ""
    weights = len(answer.entries) - scenarios
    return (
        f"{scenarios} scenario{plural} and {weights} weights files can be named; "
        f"{len(answer.examples)} examples can be copied."
    )
