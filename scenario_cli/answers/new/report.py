"""What ``scenario new`` wrote."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.new.ask import FOLDERS, NewAnswer
from scenario_cli.answers.provenance import provenance
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.new.document import NewDocument


def report(answer: NewAnswer) -> Report["NewDocument"]:
    """Return what was written as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=lambda: Records(["file"], [[file] for file in answer.files]),
    )


def finding(answer: NewAnswer) -> str:
    """Return the sentence that says what to do with the files."""
    made = [file for file in answer.files if not file.endswith(".schema.json")]
    if answer.example is not None:
        scenario = Path(made[0])
        usual = scenario.parent == Path(FOLDERS["scenario"])
        return f"wrote {listed(made)}; try: scenario score {scenario.stem if usual else made[0]}"
    return f"wrote {listed(made)}; try: scenario check {' '.join(made)}"


def document(answer: NewAnswer) -> "NewDocument":
    """Return the JSON document of what was written."""
    found: NewDocument = {
        "format": "new/1",
        "provenance": provenance([]),
        "kind": answer.kind,
        "files": list(answer.files),
        "flags": [],
        "finding": finding(answer),
    }
    if answer.example is not None:
        found["example"] = answer.example
    return found


def page(answer: NewAnswer) -> Page:
    """Return the files that were written."""
    table = Table(
        title="Which files were written?",
        columns=[Column("File")],
        rows=[[file] for file in answer.files],
        finding=finding(answer),
    )
    return Page(heading=[], tables=[table])
