"""Whether a result still comes out: compared part by part."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Column, Field, Page, Table

WITHIN = 1e-9
MOST_ROWS = 20
MOST_SHOWN = 60


class Mismatch(NamedTuple):
    """A place in a result where what is stated and what comes out differ."""

    where: str
    stated: str
    computed: str


class VerifiedInput(NamedTuple):
    """A file that a result was computed from, and where it was found."""

    role: str
    id: str
    sha256: str
    path: str


class VerifyAnswer(NamedTuple):
    """What was verified, and where it does not come out; ``version`` is the result's, if it is another."""

    name: str
    source: VerifiedInput
    kind: str
    version: str | None
    inputs: Sequence[VerifiedInput]
    checked: Sequence[str]
    mismatches: Sequence[Mismatch]


def mismatches(stated: Any, computed: Any, where: str, *, strict: bool) -> list[Mismatch]:
    """Return the places where two parts of a result differ; numbers may differ by 1e-9.

    Parts that only the computed one has pass unless ``strict``: a version before did not
    have them.
    """
    if isinstance(stated, dict) and isinstance(computed, dict):
        missing = [key for key in computed if key not in stated] if strict else []
        found = [Mismatch(f"{where}.{key}", "missing", "there") for key in missing]
        for key, part in stated.items():
            if key not in computed:
                found.append(Mismatch(f"{where}.{key}", "there", "not computed"))
            else:
                found += mismatches(part, computed[key], f"{where}.{key}", strict=strict)
        return found
    if isinstance(stated, list) and isinstance(computed, list):
        if len(stated) != len(computed):
            return [Mismatch(where, f"{len(stated)} parts", f"{len(computed)} parts")]
        return [
            found
            for i, (a, b) in enumerate(zip(stated, computed, strict=True))
            for found in mismatches(a, b, f"{where}[{i}]", strict=strict)
        ]
    if all(isinstance(x, int | float) and not isinstance(x, bool) for x in (stated, computed)):
        same = abs(stated - computed) <= WITHIN * max(1.0, abs(stated))
    else:
        same = stated == computed and isinstance(stated, bool) == isinstance(computed, bool)
    return [] if same else [Mismatch(where, _shown(stated), _shown(computed))]


def _shown(part: Any) -> str:
    """Return a part as JSON has it; a whole list or mapping by what it is."""
    if isinstance(part, dict | list):
        return f"{len(part)} parts"
    said = json.dumps(part, ensure_ascii=False)
    return said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}..."


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


def document(answer: VerifyAnswer) -> dict[str, Any]:
    """Return the JSON document of a verification."""
    return {
        "format": "verify/1",
        "provenance": provenance(Input(i.role, i.id, i.sha256) for i in (answer.source, *answer.inputs)),
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
