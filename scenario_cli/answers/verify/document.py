"""What the JSON document of ``scenario verify`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import Finding, ProvenanceDocument


class MismatchDocument(TypedDict):
    """A place where what is stated and what comes out differ."""

    where: Annotated[str, "the place in the result, such as ranking[0].score"]
    stated: Annotated[str, "what the result says there, as JSON, or 'missing'"]
    computed: Annotated[str, "what comes out, as JSON, or 'not computed'"]


class VerifyDocument(TypedDict):
    """Whether all that a result says still comes out."""

    format: Annotated[Literal["verify/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "the result that was verified, then the inputs that it names"]
    result: Annotated[
        str, "the format of what was verified, such as score/1; batch for its rows, summary for one of its"
    ]
    verified: Annotated[bool, "whether everything comes out"]
    checked: Annotated[list[str], "the fields that were compared"]
    mismatches: Annotated[
        list[MismatchDocument], "the places that differ; numbers may by 1e-9; of rows of batch the first 1000"
    ]
    rankings: NotRequired[Annotated[int, "of rows of batch: how many rankings were held to their inputs"]]
    rows: NotRequired[Annotated[int, "of rows of batch: how many rows were"]]
    count: NotRequired[Annotated[int, "of rows of batch: how many places differ"]]
    finding: Finding
