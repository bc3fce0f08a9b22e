"""What the JSON document of ``scenario import`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, FlagDocument, ProvenanceDocument
from scenario_cli.choices import Direction


class ImportedTableDocument(TypedDict):
    """The table that was read."""

    title: Annotated[str, "what it is called: its file, and the sheet of a workbook"]
    at: Annotated[str, "what part of it was read: cells, or lines; empty where it is the whole file"]
    options: Annotated[Direction | None, "which way its options stand; null in formats of other programs"]


class ImportedScenarioDocument(TypedDict):
    """The scenario that was made."""

    id: Annotated[str, "its id"]
    title: Annotated[str, "its title"]
    drivers: Annotated[list[str], "ids of its drivers, in the table's order"]
    factors: Annotated[list[str], "ids of its factors, in the table's order"]
    options: Annotated[list[str], "ids of its options, in the table's order"]
    unknown: Annotated[int, "how many ratings are unknown"]


class ImportedWeightsDocument(TypedDict):
    """Weights that stand in the table."""

    id: Annotated[str, "their id"]
    title: Annotated[str, "whose they are, as the table says"]
    drivers: Annotated[dict[str, float], "points of each driver, as stated or added up over its factors"]


class ImportDocument(TypedDict):
    """What a table became."""

    format: Annotated[Literal["import/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what was read"]
    table: Annotated[ImportedTableDocument, "the table that was read"]
    scenario: Annotated[ImportedScenarioDocument, "the scenario that was made"]
    weights: Annotated[list[ImportedWeightsDocument], "the weights in the table, written or not"]
    files: Annotated[list[str], "the files that were written, the scenario first"]
    flags: Annotated[list[FlagDocument], "what a reader should know"]
    finding: Finding
