"""What the JSON document of ``scenario list`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import Finding, OptionId, ProvenanceDocument
from scenario_cli.choices import ListedKind


class ExampleResultDocument(TypedDict):
    """What an example's source makes of it, as its file states it."""

    weights: Annotated[str, "name of the weights file under which it comes out"]
    first: Annotated[OptionId, "the option that the source puts first"]
    source: Annotated[str, "the source's id"]


class EntryDocument(TypedDict):
    """One file by the name that it goes by, or one example."""

    kind: Annotated[ListedKind, "what it is"]
    name: Annotated[str, "the name that commands take"]
    title: Annotated[str, "its title; empty where it states none or cannot be read"]
    home: Annotated[str, "where it is from: built-in, a folder here, . for here itself, or the examples"]
    sound: Annotated[bool, "whether it can be read"]
    source: NotRequired[Annotated[str, "of an example: who published it, when and under which title"]]
    first: NotRequired[Annotated[str, "of an example: title of the option that its source puts first"]]
    published: NotRequired[Annotated[ExampleResultDocument, "of an example: what its source makes of it"]]


class ListDocument(TypedDict):
    """The scenarios and weights that can be named, and the examples that can be copied."""

    format: Annotated[Literal["list/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "the program; no inputs"]
    entries: Annotated[
        list[EntryDocument], "scenarios, then weights, yours before built-in ones; then examples"
    ]
    finding: Finding
