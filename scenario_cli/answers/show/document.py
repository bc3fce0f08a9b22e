"""What the JSON document of ``scenario show`` holds."""

from typing import Annotated, Any, Literal, TypedDict

from scenario_cli.answers.document import Finding, ProvenanceDocument
from scenario_cli.choices import FileKind


class ShowDocument(TypedDict):
    """What one scenario or weights file holds."""

    format: Annotated[Literal["show/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "the file"]
    kind: Annotated[FileKind, "what the file is"]
    content: Annotated[dict[str, Any], "all keys of the file's format, those not stated with what holds then"]
    finding: Finding
