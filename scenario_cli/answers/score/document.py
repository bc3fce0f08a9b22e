"""What the JSON document of ``scenario score`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import (
    DriverId,
    EventDocument,
    FactorId,
    OneWayDocument,
    OptionId,
    Points,
    Preamble,
    Rank,
    Score,
    StandingDocument,
)


class RankedDocument(TypedDict):
    """One option in a ranking."""

    option: OptionId
    title: Annotated[str, "the option's title, or its id where it has none"]
    rank: Rank
    tied: Annotated[bool, "whether another option has the same rank"]
    score: Score
    low: Annotated[Score, "the least score, unknown ratings anywhere on their scale"]
    high: Annotated[Score, "the greatest score, unknown ratings anywhere on their scale"]
    least: Annotated[Score, "the least score, every rating anywhere in its stated range"]
    most: Annotated[Score, "the greatest score, every rating anywhere in its stated range"]
    behind: Annotated[Points, "how far it is behind the best"]
    contributions: Annotated[dict[FactorId, Points], "what each factor gives; they sum to the score"]
    drivers: Annotated[dict[DriverId, Points], "what each driver gives; they sum to the score"]
    was: NotRequired[Annotated[StandingDocument, "where it stood without what is tried"]]


class CellDocument(TypedDict):
    """One rating as it was counted."""

    rating: Annotated[float | None, "in the factor's unit; null where it is unknown"]
    value: Annotated[float, "0..1", "what counts: 1 is best; an unknown rating stands at mid-scale"]


class UnknownDocument(TypedDict):
    """What the ratings that are unknown leave open."""

    cells: Annotated[int, "how many ratings are unknown"]
    first_place_open: Annotated[bool, "whether some values of them change who is first"]
    could_lead: Annotated[list[OptionId], "who could be first, alone or tied"]


class PublishedDocument(TypedDict):
    """What a source made of the same numbers, as the scenario states it."""

    weights: Annotated[str, "name of the weights under which it comes out, which are those used here"]
    first: Annotated[OptionId, "the option that the source puts first"]
    source: Annotated[str, "the source's id"]
    holds: Annotated[bool, "whether that option alone is first here, too"]


class PublishedPart(TypedDict):
    """What stands in a document only where something was published."""

    published: NotRequired[
        Annotated[
            PublishedDocument,
            "whether what was published comes out; where the scenario states it, its weights are used, "
            "and nothing is tried",
        ]
    ]


class ScoreDocument(Preamble, PublishedPart):
    """Which option leads, by how much, and what would change that."""

    format: Annotated[Literal["score/1"], "what this document is"]
    ranking: Annotated[list[RankedDocument], "the options in rank order, then in file order"]
    ratings: Annotated[
        dict[OptionId, dict[FactorId, CellDocument]], "every rating, also where it has no weight"
    ]
    one_way: Annotated[
        list[OneWayDocument],
        "what moving one weight alone changes: drivers, then factors, in file order",
    ]
    events: Annotated[list[EventDocument], "every inject that is still open, as an event, in file order"]
    unknown: Annotated[UnknownDocument, "what the ratings that are unknown leave open"]
