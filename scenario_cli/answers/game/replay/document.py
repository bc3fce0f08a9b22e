"""What the JSON document of ``scenario game replay`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, OptionId, Rank, Score


class ReplayedTurnDocument(TypedDict):
    """A turn as it was computed again."""

    line: Annotated[int, "the line that opened it"]
    turn: Annotated[int, "its number"]
    title: Annotated[str, "its title"]
    scores: Annotated[dict[OptionId, Score], "the score of each option as it opened"]
    ranks: Annotated[dict[OptionId, Rank], "the rank of each option as it opened"]
    same: Annotated[bool, "whether the log states the same, scores to the last digit"]


class GameReplayDocument(TypedDict):
    """Whether a game comes out again."""

    format: Annotated[Literal["game-replay/1"], "what this document is"]
    lines: Annotated[int, "how many lines of the log could be read"]
    turns: Annotated[list[ReplayedTurnDocument], "the turns in the order of the log"]
    holds: Annotated[bool, "whether the chain, the kept files and every turn hold"]
    torn: Annotated[bool, "whether the last line was cut off, as a kill leaves it; it does not count"]
    mismatches: Annotated[list[str], "what does not hold, each with its place"]
    finding: Finding
