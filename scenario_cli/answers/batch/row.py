"""What one row of ``scenario batch`` holds, as JSON Lines."""

from typing import Annotated, NotRequired, TypedDict

from scenario_cli.answers.document import OptionId, Points, Rank, Score


class BatchRow(TypedDict):
    """One option under one weighting of one scenario, with some injects."""

    scenario: Annotated[str, "id of the scenario"]
    weights: Annotated[str, "id of the weights, or the name of the weighting in its table"]
    injects: Annotated[list[str], "ids of the injects that happen (CSV: with + between them, or none)"]
    option: OptionId
    rank: Rank
    tied: Annotated[bool, "whether another option has the same rank"]
    score: Score
    behind: Annotated[Points, "how far it is behind the best"]
    first: Annotated[bool, "whether its rank is 1, alone or tied"]
    flags: Annotated[list[str], "codes of the flags about it (CSV: with blanks between them)"]
    input_sha256: Annotated[str, "SHA-256 of the files it was computed from, with + between them"]
    version: Annotated[str, "the program's version"]
    file: NotRequired[
        Annotated[str | None, "with tables: the one it stands in, by name; null for a weights file"]
    ]
    row: NotRequired[Annotated[int | None, "with tables: the number of its row there, from 1"]]
    low: NotRequired[Annotated[Score, "where asked for: the least score, whatever the unknown ratings are"]]
    high: NotRequired[Annotated[Score, "where asked for: the greatest score"]]
    could_lead: NotRequired[Annotated[bool, "where asked for: whether high is at least every other's low"]]
