"""Whether a result's numbers still come out: compared part by part."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from scenario_cli.render.provenance import provenance
from scenario_cli.render.table import Column, Field, Page, Table

WITHIN = 1e-9
MOST_ROWS = 20


class Mismatch(NamedTuple):
    """A place in a result where what is stated and what comes out differ."""

    where: str
    stated: str
    computed: str


class VerifyAnswer(NamedTuple):
    """What was verified, and where it does not come out."""

    name: str
    kind: str
    inputs: Sequence[tuple[str, str]]
    checked: Sequence[str]
    mismatches: Sequence[Mismatch]


def mismatches(stated: Any, computed: Any, where: str) -> list[Mismatch]:
    """Return the places where two parts of a result differ; numbers may differ by 1e-9.

    Parts that only the computed one has are newer than the result, and pass.
    """
    if isinstance(stated, dict) and isinstance(computed, dict):
        found = []
        for key, part in stated.items():
            if key not in computed:
                found.append(Mismatch(f"{where}.{key}", "there", "not computed"))
            else:
                found += mismatches(part, computed[key], f"{where}.{key}")
        return found
    if isinstance(stated, list) and isinstance(computed, list):
        if len(stated) != len(computed):
            return [Mismatch(where, f"{len(stated)} parts", f"{len(computed)} parts")]
        return [
            found
            for i, (a, b) in enumerate(zip(stated, computed, strict=True))
            for found in mismatches(a, b, f"{where}[{i}]")
        ]
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (stated, computed))
    same = abs(stated - computed) <= WITHIN * max(1.0, abs(stated)) if numbers else stated == computed
    return [] if same else [Mismatch(where, str(stated), str(computed))]


def finding(answer: VerifyAnswer) -> str:
    """Return the sentence that says whether the numbers come out."""
    if answer.mismatches:
        return f"{len(answer.mismatches)} numbers of {answer.name} do not come out any more."
    return f"All numbers of {answer.name} come out: {', '.join(answer.checked)}."


def document(answer: VerifyAnswer) -> dict[str, Any]:
    """Return the JSON document of a verification."""
    return {
        "format": "verify/1",
        "provenance": provenance([]),
        "result": answer.kind,
        "verified": not answer.mismatches,
        "checked": list(answer.checked),
        "mismatches": [mismatch._asdict() for mismatch in answer.mismatches],
        "finding": finding(answer),
    }


def records(answer: VerifyAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record a mismatch."""
    return ["where", "stated", "computed"], [list(mismatch) for mismatch in answer.mismatches]


def page(answer: VerifyAnswer) -> Page:
    """Return what was verified, and where it does not come out."""
    shown = answer.mismatches[:MOST_ROWS]
    more = len(answer.mismatches) - len(shown)
    table = Table(
        title="Where do the numbers not come out?",
        columns=[Column("Where"), Column("Stated", "right"), Column("Computed", "right")],
        rows=[list(mismatch) for mismatch in shown],
        finding=f"{more} more are in JSON." if more else "",
    )
    inputs = "; ".join(f"{role} {path}" for role, path in answer.inputs)
    return Page(
        heading=[f"{answer.name}: {answer.kind.removesuffix('/1')}", f"Computed again from {inputs}."],
        tables=[table] if shown else [],
        finding=finding(answer),
    )
