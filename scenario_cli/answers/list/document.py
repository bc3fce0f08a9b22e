"""What the JSON document of ``scenario list`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, ProvenanceDocument
from scenario_cli.choices import FileKind


class EntryDocument(TypedDict):
    """One file by the name that it goes by."""

    kind: Annotated[FileKind, "what it is"]
    name: Annotated[str, "the name that commands take"]
    title: Annotated[str, "its title; empty where it states none or cannot be read"]
    home: Annotated[str, "where it is from: built-in, a folder here, or . for here itself"]
    sound: Annotated[bool, "whether it can be read"]


class ListDocument(TypedDict):
    """The scenarios and weights that can be named."""

    format: Annotated[Literal["list/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "the program; no inputs"]
    entries: Annotated[list[EntryDocument], "scenarios first, yours before the built-in ones"]
    finding: Finding
