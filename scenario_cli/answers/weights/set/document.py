"""What the JSON documents of ``scenario weights set``, ``undo`` and ``redo`` hold."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    DriverId,
    OptionId,
    Preamble,
    Rank,
    Score,
    Share,
    SharesDocument,
    StandingDocument,
)

_FromText = TypedDict("_FromText", {"from": Annotated[str, "the points as they were, as they were written"]})


class PointsChangeDocument(_FromText):
    """Points that changed."""

    id: Annotated[str, "whose points: DRIVER, or DRIVER.FACTOR"]
    to: Annotated[str, "the points as they are, as they are written"]


class RerankedDocument(TypedDict):
    """One option under the new weights and the old."""

    option: OptionId
    rank: Rank
    score: Score
    was: Annotated[StandingDocument, "where it stood under the old weights"]


class CrossedDocument(TypedDict):
    """A flip on the straight way from the old weights to the new."""

    drivers: Annotated[dict[DriverId, Share], "what each driver counts there"]
    to: Annotated[list[OptionId], "who is first beyond it"]


class WeightsSetDocument(Preamble):
    """What a change of points does to shares, ranks and first place."""

    format: Annotated[Literal["weights-set/1", "weights-undo/1", "weights-redo/1"], "what this document is"]
    changes: Annotated[list[PointsChangeDocument], "the points that changed"]
    was: Annotated[SharesDocument, "the old weights, as shares of the whole"]
    ranking: Annotated[list[RerankedDocument], "the options in rank order under the new weights"]
    crossed: Annotated[list[CrossedDocument], "the flips on the way from the old weights to the new"]
    done: Annotated[str, "what happened to the file, in one sentence"]
