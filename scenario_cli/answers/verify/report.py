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
MOST_INPUTS = 20


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
        count = answer.count
        parts = "1 part" if count == 1 else f"{count:,} parts"
        return f"{parts} of {answer.name} {'does' if count == 1 else 'do'} not come out any more."
    if answer.rankings is not None:
        return _of_rows(answer)
    said = f"All of {answer.name} comes out: {', '.join(answer.checked)}"
    if answer.version is not None:
        said += f"; it was written by version {answer.version}, so its sentences were not compared"
    return f"{said}."


def _of_rows(answer: VerifyAnswer) -> str:
    rankings, rows = answer.rankings or 0, answer.rows or 0
    said = f"{rankings:,} ranking{'s' * (rankings != 1)} in {rows:,} row{'s' * (rows != 1)} of {answer.name}"
    said += f" come{'s' * (rankings == 1)} out"
    if answer.version is not None:
        said += f"; some were written by version {answer.version}, so their flags were not compared"
    return f"{said}."


def document(answer: VerifyAnswer) -> "VerifyDocument":
    """Return the JSON document of a verification."""
    found: VerifyDocument = {
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
    if answer.rankings is not None and answer.rows is not None:
        found |= {"rankings": answer.rankings, "rows": answer.rows, "count": answer.count}
    return found


def records(answer: VerifyAnswer) -> Records:
    """Return one record a mismatch."""
    return Records(["where", "stated", "computed"], [list(mismatch) for mismatch in answer.mismatches])


def page(answer: VerifyAnswer) -> Page:
    """Return what was verified, and where it does not come out."""
    shown = answer.mismatches[:MOST_ROWS]
    more, there = answer.count - len(shown), len(answer.mismatches) - len(shown)
    table = Table(
        title="What does not come out?",
        columns=[Column("Where"), Column("Stated"), Column("Computed")],
        rows=[list(mismatch) for mismatch in shown],
        finding=""
        if not more
        else f"{more:,} more; {there:,} of them are in JSON."
        if there < more
        else f"{more:,} more are in JSON.",
    )
    named = [f"{file.role} {file.path}" for file in answer.inputs[:MOST_INPUTS]]
    if len(answer.inputs) > MOST_INPUTS:
        named.append(f"{len(answer.inputs) - MOST_INPUTS:,} more files")
    inputs = "; ".join(named) or "nothing"
    return Page(
        heading=[f"{answer.name}: {answer.kind.removesuffix('/1')}", f"Computed again from {inputs}."],
        tables=[table] if shown else [],
        finding=finding(answer),
    )
