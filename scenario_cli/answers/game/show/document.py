"""What the JSON document of ``scenario game show`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Finding, FlagDocument, ProvenanceDocument
from scenario_cli.answers.game.report.document import GameBallotsDocument, GameStandingDocument
from scenario_cli.answers.game.show.line_document import GameLineDocument
from scenario_cli.answers.score.document import RankedDocument


class GameShowDocument(TypedDict):
    """How things stand in a game after one of its lines."""

    format: Annotated[Literal["game-show/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what the ranking comes from"]
    title: Annotated[str, "the game's title"]
    turn: Annotated[int, "the turn that it is; 0 before the first"]
    line: Annotated[int, "the line of the log after which things stand so"]
    ranking: Annotated[list[RankedDocument], "the options in rank order, then in file order"]
    standings: Annotated[
        list[GameStandingDocument], "how the options ranked at the start, as each turn opened, and now"
    ]
    log: Annotated[
        list[GameLineDocument], "the lines up to there as they are stated, and of each whether it is undone"
    ]
    ballots: Annotated[list[GameBallotsDocument], "of each line that keeps some"]
    flags: Annotated[list[FlagDocument], "whether a program set ratings: how many, and which"]
    finding: Finding
