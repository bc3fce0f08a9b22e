"""What the JSON document of ``scenario curve`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import FactorId, InUnit, Preamble
from scenario_cli.answers.ratings.set.document import RatedAnewDocument

_FromValue = TypedDict(
    "_FromValue", {"from": Annotated[float | None, "what it was worth; null where no point was stated"]}
)


class PointChangeDocument(_FromValue):
    """A point of the value curve that changed."""

    id: Annotated[str, "which: values.FACTOR.RATING"]
    to: Annotated[float | None, "what it is worth; null where no point is stated"]


class CurvePointDocument(TypedDict):
    """A rating and what it is worth."""

    rating: InUnit
    value: Annotated[float, "0..1", "what it is worth; 0 at worst, 1 at best"]


class CurveDocument(Preamble):
    """What a change of a value curve does to scores, ranks and first place."""

    format: Annotated[Literal["curve/1"], "what this document is"]
    factor: FactorId
    changes: Annotated[list[PointChangeDocument], "the points that changed"]
    curve: Annotated[
        list[CurvePointDocument], "the curve as it is now, from worst to best: straight between these"
    ]
    ranking: Annotated[list[RatedAnewDocument], "the options in rank order under the new curve"]
    done: Annotated[str, "what happened to the file, in one sentence"]
