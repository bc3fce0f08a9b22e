"""The parts that the JSON documents of several results share, with the meaning of each field.

What a field means, and its unit or range, stands in its type: schemas and the page about
results are made from there. Two texts on a type are its unit, then its meaning.
"""

from typing import Annotated, Literal, NamedTuple, NotRequired, TypedDict

from scenario_cli.choices import FlagLevel


class Length(NamedTuple):
    """How many items a list always has."""

    items: int


PAIR = Length(2)

OptionId = Annotated[str, "option id"]
FactorId = Annotated[str, "factor id"]
DriverId = Annotated[str, "driver id"]
Share = Annotated[float, "share of the whole, 0..1"]
PartOfAll = Annotated[float, "part of all, 0..1"]
Score = Annotated[float, "points, 0..100"]
Points = Annotated[float, "points of score"]
InUnit = Annotated[float, "in the factor's unit"]
Steps = Annotated[float, "steps of the factor's scale"]
Rank = Annotated[int, "1 is the best; ties share the better rank"]
Finding = Annotated[str, "the answer in one sentence"]


class InputDocument(TypedDict):
    """One file that a result was computed from."""

    role: Annotated[str, "what it was used as: scenario, weights, blend, old, new, result, table"]
    id: Annotated[str, "the id that it states, or its name without folder and ending"]
    sha256: Annotated[str, "SHA-256 of its bytes, as 64 hexadecimal digits"]


_Where = TypedDict("_Where", {"from": Annotated[str, "where: scenario.toml, or SCENARIO_WEIGHTS, say"]})


class DefaultDocument(_Where):
    """Something that was not typed but stated beforehand, and had an effect."""

    key: Annotated[Literal["scenario", "weights", "format"], "what it is a default for"]
    value: Annotated[str, "what is stated there"]


class ProvenanceDocument(TypedDict):
    """Where a result comes from: no clock, no host, no path."""

    tool: Annotated[str, "the program: scenario-cli"]
    version: Annotated[str, "the program's version"]
    inputs: Annotated[list[InputDocument], "the files that the result was computed from"]
    injects: Annotated[list[str], "the injects that were tried, by id, in order"]
    set: Annotated[list[str], "the settings that were tried, KEY=VALUE, in order"]
    tried: NotRequired[
        Annotated[list[str], "injects and settings in the order tried, where that is not injects first"]
    ]
    defaults: NotRequired[
        Annotated[
            list[DefaultDocument],
            "what was not typed but stated beforehand, and had an effect; left out where nothing was",
        ]
    ]


class NamedDocument(TypedDict):
    """A scenario or weights by its names."""

    id: Annotated[str, "its id"]
    title: Annotated[str, "its title; empty where it states none"]


class SharesDocument(TypedDict):
    """What each driver and factor counts."""

    drivers: Annotated[dict[DriverId, Share], "what each driver counts; they sum to 1"]
    factors: Annotated[dict[FactorId, Share], "what each factor counts; they sum to 1"]


class WeightsDocument(NamedDocument, SharesDocument):
    """The weights that a result was computed under."""


class FlagDocument(TypedDict):
    """Something that a reader of the result should know."""

    code: Annotated[str, "which pitfall it is, in one word for programs"]
    level: Annotated[FlagLevel, "a warning may change how the result is read, a note does not"]
    text: Annotated[str, "the same in plain words"]
    option: NotRequired[Annotated[OptionId, "the option that it is about"]]
    factor: NotRequired[Annotated[FactorId, "the factor that it is about"]]
    driver: NotRequired[Annotated[DriverId, "the driver that it is about"]]


class Preamble(TypedDict):
    """What every result about one scenario under some weights starts from."""

    provenance: Annotated[ProvenanceDocument, "what the result comes from"]
    scenario: Annotated[NamedDocument, "the scenario"]
    weights: Annotated[WeightsDocument, "the weights, as shares of the whole"]
    flags: Annotated[list[FlagDocument], "what a reader should know, warnings first"]
    finding: Finding


class FlipDocument(TypedDict):
    """A weight at which first place changes hands."""

    at: Annotated[Share, "the weight at which it does"]
    change: Annotated[float, "share of the whole, -1..1", "from the present weight to there"]
    to: Annotated[list[OptionId], "who is first beyond it"]


_From = TypedDict("_From", {"from": Annotated[float, "0..1", "where it starts"]})


class SegmentDocument(_From):
    """A stretch of a way on which the same options are first."""

    to: Annotated[float, "0..1", "where it ends"]
    first: Annotated[list[OptionId], "who is first on it"]


class TipDocument(TypedDict):
    """A point of a way from 0 to 1 at which first place changes hands."""

    at: Annotated[float, "0..1", "where it does"]
    to: Annotated[list[OptionId], "who is first above it"]


class EventDocument(TypedDict):
    """An inject taken as something that may happen or not, at a chance that nobody states."""

    inject: Annotated[str, "id of the inject"]
    otherwise: Annotated[str | None, "id of the inject that holds where it does not; null where nothing does"]
    segments: Annotated[
        list[SegmentDocument], "who has the best expected score as its chance goes from 0 to 1, exact"
    ]
    tips: Annotated[list[TipDocument], "the tipping chances: thresholds, not how likely it is"]


class OneWayDocument(TypedDict):
    """What moving one weight alone would change, the others keeping their proportions to each other."""

    kind: Annotated[Literal["driver", "factor"], "what the weight is of"]
    id: Annotated[str, "id of the driver or factor"]
    weight: Annotated[Share, "its present weight"]
    stable: Annotated[list[Share], PAIR, "least and greatest weight at which first place stays as it is"]
    range: Annotated[
        list[Share] | None, "least and greatest weight that the weights state; null where none is"
    ]
    within_range: Annotated[bool, "whether a flip lies in that range"]
    flips: Annotated[list[FlipDocument], "the nearest flip below and the nearest above, as far as there are"]
    segments: Annotated[list[SegmentDocument], "the whole way from weight 0 to 1, exact"]


class StandingDocument(TypedDict):
    """An option's place under some weights."""

    rank: Rank
    score: Score
