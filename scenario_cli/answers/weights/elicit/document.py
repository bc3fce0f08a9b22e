"""What the JSON documents of ``scenario weights rank``, ``swing`` and ``pairs`` hold."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import (
    PAIR,
    Finding,
    FlagDocument,
    NamedDocument,
    OptionId,
    ProvenanceDocument,
    Share,
    StandingDocument,
    WeightsDocument,
)
from scenario_cli.choices import RankMethod

ItemId = Annotated[str, "id of a driver or factor"]


class PlacedDocument(StandingDocument):
    """One option under the weights that were made."""

    option: OptionId


class MadeWeights(TypedDict):
    """Weights that were made, and who leads under them."""

    provenance: Annotated[ProvenanceDocument, "what the result comes from"]
    scenario: Annotated[NamedDocument, "the scenario"]
    weights: Annotated[
        dict[ItemId, Share], "what was made, of all drivers or one driver's factors; they sum to 1"
    ]
    resulting: Annotated[WeightsDocument, "all weights with these filled in, as shares of the whole"]
    ranking: Annotated[list[PlacedDocument], "the options in rank order under these weights"]
    flags: Annotated[list[FlagDocument], "what a reader should know, warnings first"]
    finding: Finding


class WeightsRankDocument(MadeWeights):
    """Weights made from an order of importance."""

    format: Annotated[Literal["weights-rank/1"], "what this document is"]
    method: Annotated[RankMethod, "the formula: rank order centroid, rank sum or rank reciprocal"]


class WeightsSwingDocument(MadeWeights):
    """Weights made from what each swing from worst to best is worth."""

    format: Annotated[Literal["weights-swing/1"], "what this document is"]
    swings: Annotated[
        dict[ItemId, Annotated[float, "0..100"]], "what each swing is worth, the largest being 100"
    ]


class WeightsPairsDocument(MadeWeights):
    """Weights made from pairwise comparisons, and how far these contradict each other."""

    format: Annotated[Literal["weights-pairs/1"], "what this document is"]
    lambda_max: Annotated[
        float, "the principal eigenvalue: how many items there are, more with contradictions"
    ]
    consistency_index: Annotated[float, "0 or more", "(lambda_max - items) / (items - 1)"]
    consistency_ratio: Annotated[
        float | None, "0 or more", "the index against random comparisons; null where none is tabulated"
    ]
    worst_pair: Annotated[
        list[ItemId] | None,
        PAIR,
        "the pair that fits the rest least, the first of several; null where none does, and for 3 items",
    ]
    mend: Annotated[float | None, "ratio", "what that comparison would be to agree; null where there is none"]


WeightsElicitDocument = WeightsRankDocument | WeightsSwingDocument | WeightsPairsDocument
