"""What the JSON document of ``scenario new`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import Finding, FlagDocument, ProvenanceDocument
from scenario_cli.choices import FileKind


class NewDocument(TypedDict):
    """The files that were written to start from."""

    format: Annotated[Literal["new/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what wrote them"]
    kind: Annotated[FileKind, "what was started"]
    files: Annotated[list[str], "the files that were written: those to start from, then schemas if any"]
    example: NotRequired[Annotated[str, "the worked example that they are a copy of"]]
    flags: Annotated[list[FlagDocument], "what a reader should know"]
    finding: Finding
