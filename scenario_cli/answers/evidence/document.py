"""What the JSON document of ``scenario evidence`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    PAIR,
    FactorId,
    InUnit,
    OptionId,
    Points,
    Preamble,
    Steps,
    TipDocument,
)
from scenario_cli.choices import Confidence, Kind

RatingName = Annotated[list[str], PAIR, "option id, factor id"]


class CoverageDocument(TypedDict):
    """How many ratings rest on what."""

    ratings: Annotated[int, "how many ratings there are"]
    cited: Annotated[int, "how many name evidence"]
    uncited: Annotated[int, "how many name none"]
    unknown: Annotated[int, "how many are unknown"]
    reporting: Annotated[int, "how many say that they report"]
    judgement: Annotated[int, "how many say that they are a judgement"]
    assumption: Annotated[int, "how many say that they are an assumption"]
    unstated: Annotated[int, "how many do not say what they are"]


class FirstPlaceDocument(TypedDict):
    """What becomes of first place when some ratings could be anything on their scale."""

    ratings: Annotated[int, "how many ratings that are known now would be in doubt"]
    open: Annotated[bool, "whether some values of them change who is first"]
    could_lead: Annotated[list[OptionId], "who could be first, alone or tied"]


class SupportDocument(TypedDict):
    """What rests on some evidence."""

    ratings: Annotated[int, "how many ratings name it"]
    alone: Annotated[list[RatingName], "the ratings that name nothing else"]
    margin: Annotated[Points, "the lead over the runner-up on factors where either's rating names it"]
    without: Annotated[FirstPlaceDocument, "what becomes of first place without it"]


class EvidenceItemDocument(SupportDocument):
    """One item of evidence, and what rests on it."""

    id: Annotated[str, "id of the evidence"]
    source: Annotated[str, "id of its source"]
    at: Annotated[str, "where in the source it stands; empty where that is not stated"]
    says: Annotated[str, "what it says"]


class SourceItemDocument(SupportDocument):
    """One source, and what rests on all evidence from it."""

    id: Annotated[str, "id of the source"]
    title: Annotated[str, "its title"]


class WithoutDocument(SupportDocument):
    """What was asked to be left out, and what rests on all of it together."""

    ids: Annotated[list[str], "ids of the evidence and sources left out"]


class AssumptionDocument(TypedDict):
    """One rating of the kind that is doubted."""

    option: OptionId
    factor: FactorId
    why: Annotated[str, "its reason; empty where none is stated"]
    if_wrong: Annotated[FirstPlaceDocument, "what becomes of first place if it is wrong"]


class RatingDocument(TypedDict):
    """One rating: where first place turns on it, and what it rests on."""

    option: OptionId
    factor: FactorId
    value: Annotated[InUnit, "the present rating; of an unknown one the middle of the scale"]
    unknown: Annotated[bool, "whether it is unknown"]
    tried: Annotated[bool, "whether it is only tried, and the file says another"]
    flip_at: Annotated[InUnit | None, "the rating at which first place changes; null where none does it"]
    steps: Annotated[Steps | None, "how far that is; null where there is none"]
    to: Annotated[list[OptionId], "who is first then; empty where there is none"]
    within_range: Annotated[bool, "whether it lies in the rating's own range"]
    kind: Annotated[Kind | None, "what the rating says it is; null where it does not"]
    confidence: Annotated[Confidence | None, "how sure the rating says it is; null where it does not"]
    why: Annotated[str, "its reason; empty where none is stated"]
    signpost: Annotated[str, "what would tell that it changes; empty where none is stated"]
    by: Annotated[str, "who proposes it ('program: NAME' for a program); empty where nobody is stated"]
    evidence: Annotated[list[str], "ids of the evidence that it names"]
    at: Annotated[list[str], "where in its source each piece of that evidence stands"]
    sources: Annotated[list[str], "ids of the sources that it rests on"]


class DoubtDocument(TypedDict):
    """One unknown behind several ratings, and what it rests on."""

    id: Annotated[str, "id of the doubt"]
    title: Annotated[str, "its title; empty where it states none"]
    ratings: Annotated[list[RatingName], "the ratings that it moves together"]
    evidence: Annotated[list[str], "ids of the evidence that it names"]
    at: Annotated[list[str], "where in its source each piece of that evidence stands"]
    sources: Annotated[list[str], "ids of the sources that it rests on"]
    tips: Annotated[
        list[TipDocument], "where first place turns on its way from all ratings at their worst, 0, to best, 1"
    ]


class LeftOutDocument(TypedDict, total=False):
    """What is there only where something was left out."""

    without: Annotated[WithoutDocument, "if something is to be left out: what rests on what was left out"]


class EvidenceDocument(Preamble, LeftOutDocument):
    """What the result rests on, and what happens without it."""

    format: Annotated[Literal["evidence/1"], "what this document is"]
    leaders: Annotated[list[OptionId], "who is first now"]
    coverage: Annotated[CoverageDocument, "how many ratings rest on what"]
    ratings: Annotated[list[RatingDocument], "every rating, the one nearest to its flip first"]
    evidence: Annotated[list[EvidenceItemDocument], "what rests on each item of evidence"]
    sources: Annotated[list[SourceItemDocument], "what rests on each source"]
    doubts: Annotated[list[DoubtDocument], "what each doubt rests on, in file order"]
    linchpins: Annotated[list[str], "ids of the evidence without which first place is open"]
    kind: Annotated[Kind, "the kind of rating that is doubted in assumptions"]
    assumptions: Annotated[list[AssumptionDocument], "the ratings of that kind, each doubted alone"]
    all_assumptions_wrong: Annotated[
        FirstPlaceDocument, "what becomes of first place if all of them are wrong"
    ]
