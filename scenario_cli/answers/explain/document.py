"""What the JSON document of ``scenario explain`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import PAIR, DriverId, FactorId, InUnit, OptionId, Points, Preamble, Share


class DifferenceDocument(TypedDict):
    """What one factor adds to the gap between two options; pairs have the option, then the other."""

    factor: FactorId
    driver: Annotated[DriverId, "the driver that the factor belongs to"]
    weight: Annotated[Share, "the factor's weight"]
    ratings: Annotated[list[InUnit], PAIR, "both ratings; of an unknown one the middle of the scale"]
    values: Annotated[
        list[float], PAIR, "0..1", "what both ratings are worth, by the factor's value curve if it has one"
    ]
    doubts: Annotated[list[str | None], PAIR, "id of the doubt that moves each rating; null where none does"]
    unknown: Annotated[list[bool], PAIR, "whether each rating is unknown"]
    tried: Annotated[list[bool], PAIR, "whether each rating is only tried, and the file says another"]
    difference: Annotated[Points, "by how much the option is ahead on this factor; below 0: behind"]
    running: Annotated[Points, "the sum of the differences up to this one"]
    why: Annotated[list[str], PAIR, "the reason for each rating; empty where none is stated"]
    evidence: Annotated[list[list[str]], PAIR, "ids of the evidence for each rating"]
    at: Annotated[list[list[str]], PAIR, "where in its source each piece of that evidence stands"]


class DoubtGapDocument(TypedDict):
    """What a doubt does to the gap, all else as it is."""

    doubt: Annotated[str, "id of the doubt"]
    gap: Annotated[list[Points], PAIR, "the gap with all of its ratings at their worst, and at their best"]


class ExplainDocument(Preamble):
    """Why one option stands above another."""

    format: Annotated[Literal["explain/1"], "what this document is"]
    option: Annotated[OptionId, "the option that was asked about"]
    against: Annotated[OptionId, "the option that it is held against"]
    gap: Annotated[Points, "score of the option less that of the other"]
    differences: Annotated[
        list[DifferenceDocument], "one a factor, the largest in size first; they sum to the gap"
    ]
    doubts: Annotated[list[DoubtGapDocument], "the doubts that move it, in file order"]
