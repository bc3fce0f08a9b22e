"""What the JSON document of ``scenario weights diff`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    PAIR,
    Finding,
    FlagDocument,
    NamedDocument,
    OptionId,
    Points,
    ProvenanceDocument,
    Share,
)


class ShareDifferenceDocument(TypedDict):
    """One driver or factor under both weights files."""

    kind: Annotated[Literal["driver", "factor"], "what it is"]
    id: Annotated[str, "id of the driver or factor"]
    shares: Annotated[list[Share], PAIR, "what it counts under each"]
    difference: Annotated[float, "share of the whole, -1..1", "the second share less the first"]
    effect: Annotated[Points, "by how much that moves the lead of the first rival over the second"]


class WeightsDiffDocument(TypedDict):
    """Where two weights files differ, and which differences matter."""

    format: Annotated[Literal["weights-diff/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what the result comes from"]
    flags: Annotated[list[FlagDocument], "what a reader should know"]
    scenario: Annotated[NamedDocument, "the scenario that both are for"]
    columns: Annotated[list[NamedDocument], PAIR, "the two weights files"]
    first: Annotated[list[list[OptionId]], PAIR, "who is first under each"]
    rivals: Annotated[list[OptionId], PAIR, "the two options whose gap is looked at"]
    differences: Annotated[
        list[ShareDifferenceDocument],
        "drivers, then factors that are no drivers, the largest difference first",
    ]
    finding: Finding
