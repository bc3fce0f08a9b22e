"""What the JSON document of ``scenario sensitivity`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    PAIR,
    EventDocument,
    FactorId,
    InUnit,
    OneWayDocument,
    OptionId,
    PartOfAll,
    Preamble,
    Score,
    SegmentDocument,
    Share,
    Steps,
    TipDocument,
)

PercentagePoints = Annotated[float, "percentage points of the whole, 0..100"]


class SwingDocument(OneWayDocument):
    """What moving one weight alone would change, first place and the order below it."""

    order_stable: Annotated[list[Share], PAIR, "least and greatest weight at which no rank changes"]


class RatingFlipDocument(TypedDict):
    """The rating at which first place changes hands, all else equal."""

    option: OptionId
    factor: FactorId
    value: Annotated[InUnit, "the present rating; of an unknown one the middle of the scale"]
    flip_at: Annotated[InUnit | None, "the nearest rating that does it; null where none on the scale does"]
    change: Annotated[InUnit | None, "from the present rating to there; null where there is none"]
    steps: Annotated[Steps | None, "the size of that change; null where there is none"]
    to: Annotated[list[OptionId], "who is first then; empty where there is none"]
    within_range: Annotated[bool, "whether it lies in the rating's own range"]


class ShiftDocument(TypedDict):
    """The least joint shift of weight that puts an option first."""

    option: OptionId
    points: Annotated[
        PercentagePoints | None, "the weight moved from some factors to others; null where no weights do it"
    ]
    weights: Annotated[
        dict[FactorId, Share] | None, "such weights, which sum to 1; null where no weights do it"
    ]
    tie: Annotated[bool, "whether weights can put it first only in a tie"]
    gave: Annotated[dict[FactorId, Share], "how much each factor gave that gave any"]
    took: Annotated[dict[FactorId, Share], "how much each factor took that took any"]


_FromId = TypedDict("_FromId", {"from": Annotated[str, "id of the weights at the start, 0"]})


class BlendDocument(_FromId):
    """The straight way from one weights file to another."""

    to: Annotated[str, "id of the weights at the end, 1"]
    segments: Annotated[list[SegmentDocument], "who is first along it, exact"]


class RegionDocument(TypedDict):
    """A part of the map on which the same options are first."""

    option: Annotated[OptionId, "who is first"]
    tied: Annotated[list[OptionId], "who shares first place there"]
    polygon: Annotated[list[Annotated[list[Share], PAIR]], "its corners [x, y], counter-clockwise"]
    share: Annotated[PartOfAll, "its part of the map: a size, not a chance"]


class MapDocument(TypedDict):
    """Who is first over the shares of two drivers or factors."""

    x: Annotated[str, "id of the driver or factor across"]
    y: Annotated[str, "id of the driver or factor upwards"]
    at: Annotated[list[Share], PAIR, "the present shares [x, y]"]
    regions: Annotated[list[RegionDocument], "the parts of the map, exact"]


_FromRating = TypedDict("_FromRating", {"from": Annotated[InUnit, "the present rating"]})


class NeededDocument(_FromRating):
    """One rating that would have to change."""

    option: OptionId
    factor: FactorId
    to: Annotated[InUnit, "the rating that it takes"]
    steps: Annotated[Steps, "the size of the change"]


class WantedDocument(TypedDict):
    """What it takes for one option to come first."""

    option: OptionId
    weights: Annotated[ShiftDocument | None, "the least shift of weight; null where it is first already"]
    ratings: Annotated[
        list[NeededDocument] | None,
        "the fewest changes of ratings, then the smallest; null where no ratings do it",
    ]


_For = TypedDict(
    "_For",
    {"for": Annotated[WantedDocument, "if asked for: what puts an option first"]},
    total=False,
)


class PlaneRegionDocument(TypedDict):
    """A part of the plane of two chances in which the same options have the best expected score."""

    option: Annotated[OptionId, "who has it"]
    tied: Annotated[list[OptionId], "who shares it there"]
    share: Annotated[PartOfAll, "its part of the plane: a size, not a chance"]
    error: Annotated[float, "part of all", "how far off that may be; 0 where it is exact"]


class PlaneDocument(TypedDict):
    """Who has the best expected score over the chances of two events that do not hang together."""

    x: Annotated[str, "id of the inject across"]
    y: Annotated[str, "id of the inject upwards"]
    regions: Annotated[list[PlaneRegionDocument], "the parts of the plane, exact"]


class LineDocument(TypedDict):
    """An option's score at both ends of one weight's way; between them it goes straight."""

    option: OptionId
    at_0: Annotated[Score, "its score where the weight is 0"]
    at_1: Annotated[Score, "its score where the weight is all that can move: 1, less what is locked"]


class LinesDocument(TypedDict):
    """Every option's score as one weight alone goes the whole way."""

    over: Annotated[str, "id of the driver or factor"]
    weight: Annotated[Share, "its present weight"]
    options: Annotated[list[LineDocument], "the options, in file order"]


class DoubtWayDocument(TypedDict):
    """Who is first as the ratings of a doubt move together, all else as it is."""

    doubt: Annotated[str, "id of the doubt"]
    segments: Annotated[
        list[SegmentDocument],
        "who is first along the share 0..1 of each rating's own distribution, counted from its worst, exact",
    ]
    tips: Annotated[list[TipDocument], "where on it first place changes hands"]


class AskedForDocument(_For, total=False):
    """What is there only where it was asked for."""

    blend: Annotated[BlendDocument, "if asked for: the way to other weights"]
    two_way: Annotated[MapDocument, "if asked for: the map of first place"]
    plane: Annotated[PlaneDocument, "if asked for: the plane of the chances of two events"]
    lines: Annotated[LinesDocument, "if asked for: every option's score over one weight"]


class SensitivityDocument(Preamble, AskedForDocument):
    """Every point where the answer turns."""

    format: Annotated[Literal["sensitivity/1"], "what this document is"]
    leaders: Annotated[list[OptionId], "who is first now"]
    one_way: Annotated[
        list[SwingDocument], "what moving one weight alone changes: drivers, then factors, in file order"
    ]
    ratings: Annotated[list[RatingFlipDocument], "the turning point of every rating, in file order"]
    shifts: Annotated[list[ShiftDocument], "for each option that is not first, the weights that put it there"]
    events: Annotated[list[EventDocument], "every inject that is still open, as an event, in file order"]
    doubts: Annotated[list[DoubtWayDocument], "what each doubt does to first place, in file order"]
    locked: Annotated[list[str], "ids of the drivers that keep their weight in all of this"]
