"""What the JSON document of a command holds whose output is a file by nature."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, FlagDocument, ProvenanceDocument


class WrittenDocument(TypedDict):
    """What was written by ``export``, ``merge`` or ``group ask``, ``form`` and ``seal``."""

    format: Annotated[Literal["written/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what wrote them"]
    command: Annotated[str, "the command that wrote them"]
    files: Annotated[list[str], "the files that were written, as they were named"]
    left_out: Annotated[list[str], "what they could not hold"]
    flags: Annotated[list[FlagDocument], "what a reader should know"]
    finding: Finding
