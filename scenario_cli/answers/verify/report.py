"""The answer of ``scenario verify``: whether all that a result holds still comes out."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.verify.ask import VerifyAnswer
from scenario_cli.files.input import Input
from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.verify.document import VerifyDocument

MOST_ROWS = 20


def report(answer: VerifyAnswer) -> "Report[VerifyDocument]":
    """Return a verification as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: VerifyAnswer) -> str:
    """Return the sentence that says whether the numbers come out."""
    if answer.mismatches:
        count = len(answer.mismatches)
        parts = "1 part" if count == 1 else f"{count} parts"
        return f"{parts} of {answer.name} {'does' if count == 1 else 'do'} not come out any more."
    said = f"All of {answer.name} comes out: {', '.join(answer.checked)}"
    if answer.version is not None:
        said += f"; it was written by version {answer.version}, so its sentences were not compared"
    return f"{said}."


def document(answer: VerifyAnswer) -> "VerifyDocument":
    """Return the JSON document of a verification."""
    return {
        "format": "verify/1",
        "provenance": provenance(Input(i.role, i.id, i.sha256) for i in (answer.result, *answer.inputs)),
        "result": answer.kind,
        "verified": not answer.mismatches,
        "checked": list(answer.checked),
        "mismatches": [
            {"where": m.where, "stated": m.stated, "computed": m.computed} for m in answer.mismatches
        ],
        "finding": finding(answer),
    }


def records(answer: VerifyAnswer) -> Records:
    """Return one record a mismatch."""
    return Records(["where", "stated", "computed"], [list(mismatch) for mismatch in answer.mismatches])


def page(answer: VerifyAnswer) -> Page:
    """Return what was verified, and where it does not come out."""
    shown = answer.mismatches[:MOST_ROWS]
    more = len(answer.mismatches) - len(shown)
    table = Table(
        title="What does not come out?",
        columns=[Column("Where"), Column("Stated"), Column("Computed")],
        rows=[list(mismatch) for mismatch in shown],
        finding=f"{more} more are in JSON." if more else "",
    )
    inputs = "; ".join(f"{file.role} {file.path}" for file in answer.inputs)
    return Page(
        heading=[f"{answer.name}: {answer.kind.removesuffix('/1')}", f"Computed again from {inputs}."],
        tables=[table] if shown else [],
        finding=finding(answer),
    )
