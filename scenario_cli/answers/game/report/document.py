"""What the JSON document of ``scenario game report`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import (
    FactorId,
    Finding,
    FlagDocument,
    OptionId,
    Points,
    ProvenanceDocument,
    Rank,
    Score,
)


class GameStandingDocument(TypedDict):
    """How options stood after a line."""

    label: Annotated[str, "Start, the turn, Now, or after which line"]
    line: Annotated[int, "the line after which"]
    ranks: Annotated[dict[OptionId, Rank], "the rank of each option"]
    scores: Annotated[dict[OptionId, Score], "the score of each option"]


class GameEffectDocument(TypedDict):
    """What a line did to the ranking, as it stood then."""

    line: Annotated[int, "the line"]
    kind: Annotated[str, "inject, ruling, set or edited"]
    undone: Annotated[bool, "whether it was taken back, and stays so"]
    first: Annotated[list[list[OptionId]], "who was first before it and after it"]
    moved: Annotated[list[OptionId], "the options whose rank changed"]
    option: Annotated[OptionId | None, "the option whose score moved most; null where none did"]
    points: Annotated[Points, "by how much"]
    by: Annotated[str | None, "what explains most of that: weight or rating"]
    factor: Annotated[FactorId | None, "of which factor"]


class GameGuessDocument(TypedDict):
    """A guess held against the ranking."""

    line: Annotated[int, "the line"]
    team: Annotated[str | None, "whose"]
    order: Annotated[list[OptionId], "best first"]
    pairs: Annotated[int, "how many pairs of options it names"]
    at_start: Annotated[int, "how many of them stand in that order as the game began"]
    now: Annotated[int, "how many do now"]


class GameBallotDocument(TypedDict):
    """One ballot that a game keeps."""

    by: Annotated[str, "whose"]
    team: Annotated[str, "of which team; empty for none"]
    first: Annotated[list[OptionId], "the options that are first in it"]


class GameBallotsDocument(TypedDict):
    """The ballots that one line keeps, by the scenario as its file stood then."""

    line: Annotated[int, "the line"]
    round: Annotated[str, "their round; empty where they are of several"]
    ballots: Annotated[int, "how many there are"]
    first: Annotated[dict[OptionId, int], "in how many each option is first, alone or with others"]
    undone: Annotated[bool, "whether the line was taken back"]
    voices: NotRequired[Annotated[list[GameBallotDocument], "each of them, where names are asked for"]]


class GameReportDocument(TypedDict):
    """A game afterwards."""

    format: Annotated[Literal["game-report/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what it is computed from"]
    flags: Annotated[list[FlagDocument], "what a reader should know, warnings first"]
    title: Annotated[str, "the game's title"]
    lines: Annotated[int, "how many lines the log has"]
    holds: Annotated[bool, "whether every turn comes out again"]
    standings: Annotated[list[GameStandingDocument], "at the start, as each turn opened, now"]
    effects: Annotated[list[GameEffectDocument], "of every inject, ruling, set and edit by hand"]
    guesses: Annotated[list[GameGuessDocument], "the guesses that stand"]
    ballots: Annotated[list[GameBallotsDocument], "of each line that keeps some"]
    finding: Finding
