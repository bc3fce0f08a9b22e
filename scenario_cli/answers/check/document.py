"""What the JSON document of ``scenario check`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, ProvenanceDocument
from scenario_cli.choices import Level


class ProblemDocument(TypedDict):
    """One mistake in one file."""

    file: Annotated[str, "the file, as it was named"]
    line: Annotated[int, "from 1; 0 where there is no file"]
    column: Annotated[int, "from 1"]
    level: Annotated[Level, "with an error nothing is scored; with a note nothing is wrong"]
    code: Annotated[str, "which mistake it is, in one word for programs"]
    path: Annotated[str, "the way through the data, such as ratings.keep.wait; empty at the top"]
    message: Annotated[str, "what is wrong"]
    hint: Annotated[str, "what to write instead; empty where nothing is proposed"]


class CheckDocument(TypedDict):
    """What is wrong in files."""

    format: Annotated[Literal["check/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "the files that could be read"]
    problems: Annotated[list[ProblemDocument], "every mistake, by file, line and column"]
    finding: Finding
