"""What a command wrote, as it is shown."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.written.ask import WrittenAnswer
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.written.document import WrittenDocument


def report(answer: WrittenAnswer) -> Report["WrittenDocument"]:
    """Return what was written as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=lambda: Records(["file"], [[file] for file in answer.files]),
    )


def finding(answer: WrittenAnswer) -> str:
    """Return the sentence that says what was written."""
    if answer.said:
        return answer.said
    return f"wrote {listed(answer.files)}" if answer.files else "nothing was written"


def document(answer: WrittenAnswer) -> "WrittenDocument":
    """Return the JSON document of what was written."""
    return {
        "format": "written/1",
        "provenance": provenance([]),
        "command": answer.command,
        "files": list(answer.files),
        "left_out": list(answer.left_out),
        "flags": [],
        "finding": finding(answer),
    }


def page(answer: WrittenAnswer) -> Page:
    """Return the files that were written."""
    table = Table(
        title="Which files were written?",
        columns=[Column("File")],
        rows=[[file] for file in answer.files],
        finding=finding(answer),
    )
    return Page(heading=[], tables=[table], notes=[f"Not in it: {what}" for what in answer.left_out])
