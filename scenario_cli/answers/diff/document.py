"""What the JSON document of ``scenario diff`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.diff.sweeps.document import SweepDocument
from scenario_cli.answers.document import (
    PAIR,
    FactorId,
    Finding,
    FlagDocument,
    OptionId,
    Points,
    ProvenanceDocument,
    Rank,
    Score,
    Share,
)


class ChangeDocument(TypedDict):
    """One thing that differs."""

    where: Annotated[str, "where it stands"]
    before: Annotated[str, "what it was, in words"]
    after: Annotated[str, "what it is, in words"]


class ShareMoveDocument(TypedDict):
    """A factor whose share of the whole moved."""

    factor: FactorId
    share: Annotated[list[Share | None], PAIR, "its share before and after; null where it is not there"]


class MovePartDocument(TypedDict):
    """What one change adds to a move."""

    factor: FactorId
    by: Annotated[Literal["weight", "rating"], "what changed"]
    points: Annotated[Points, "what it adds"]


class MoveDocument(TypedDict):
    """One option before and after."""

    option: OptionId
    score: Annotated[list[Score], PAIR, "before and after"]
    rank: Annotated[list[Rank], PAIR, "before and after"]
    tied: Annotated[list[bool], PAIR, "whether another option has the same rank, before and after"]
    explained: Annotated[list[MovePartDocument], "what adds up to the move of the score, largest first"]


class OtherDocument(TypedDict):
    """An option that only one side has."""

    option: OptionId
    side: Annotated[Literal["old", "new"], "the side that has it"]
    score: Score
    rank: Rank
    tied: Annotated[bool, "whether another option has the same rank"]


class DiffDocument(TypedDict):
    """What moved between two states of one question, and which change did it."""

    format: Annotated[Literal["diff/1"], "what this document is"]
    provenance: Annotated[ProvenanceDocument, "what the result comes from"]
    flags: Annotated[list[FlagDocument], "what a reader should know"]
    kind: Annotated[str, "what was compared: result, scenario, weights, study, batch or summary"]
    names: Annotated[list[str], PAIR, "what the two are called, without folder and ending"]
    versions: Annotated[
        list[str | None], PAIR, "the versions that computed the two; null where a result does not say"
    ]
    changes: Annotated[list[ChangeDocument], "each thing that differs"]
    shares: Annotated[list[ShareMoveDocument], "the factors whose share of the whole moved"]
    first: Annotated[list[list[OptionId]], PAIR, "who is first before and after"]
    gone: Annotated[list[OptionId], "the options that only the old one has"]
    new: Annotated[list[OptionId], "the options that only the new one has"]
    others: Annotated[list[OtherDocument], "where the options stand that only one has"]
    moves: Annotated[list[MoveDocument], "the options that both have, in the order of the old one"]
    sweep: NotRequired[
        Annotated[SweepDocument, "of batch and summary: what changed; the parts about one ranking are empty"]
    ]
    finding: Finding
