"""What the JSON document of ``scenario robustness`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import DriverId, FactorId, OptionId, Points, Preamble, Share
from scenario_cli.choices import Over, Ratings, WeightsModel

OfWeightings = Annotated[float, "share of the weightings, 0..1"]
Bits = Annotated[float, "bits"]


class ModelDocument(TypedDict):
    """How weights and ratings may lie."""

    weights: Annotated[WeightsModel, "which weights are taken into account"]
    over: Annotated[Over, "what has a weight of its own"]
    spread: Annotated[
        float | None,
        "part of the average weight",
        "standard deviation of a weight of average size, in the model around; null in others",
    ]
    ratings: Annotated[Ratings, "whether ratings are drawn from their ranges, too"]
    samples: Annotated[int, "how many weightings were drawn; 0 where all shares are exact"]
    seed: Annotated[int, "what the draws start from"]
    exact: Annotated[list[str], "the parts that are exact, not sampled"]


class RobustOptionDocument(TypedDict):
    """How one option fares over the weightings."""

    option: OptionId
    acceptability: Annotated[list[OfWeightings], "in how much it has rank 1, 2, and so on; they sum to 1"]
    standard_error: Annotated[list[OfWeightings], "standard error of each of these; 0 where exact"]
    first_draws: Annotated[
        int | None, "in how many draws it is first; null where central weights are exact, not drawn"
    ]
    central_weights: Annotated[
        dict[FactorId, Share] | None,
        "the weights that put it first, on average; null where it never is, or in fewer than 30 draws",
    ]
    confidence_factor: Annotated[
        float | None, "0..1", "how often it is first at these very weights; null where these are"
    ]
    expected_rank: Annotated[float, "1 is the best", "its rank on average"]
    mean_regret: Annotated[Points, "how far it is behind the best, on average"]
    max_regret: Annotated[Points, "how far it is behind the best, at worst"]
    rank_entropy: Annotated[Bits, "how open its rank is; 0 where it is settled"]
    can_lead: Annotated[bool, "whether some weights of this kind put it first, alone or tied"]
    can_lead_alone: Annotated[bool, "whether some put it ahead of all others, by more than a tie"]


class GainDocument(TypedDict):
    """What knowing one uncertain rating would be worth."""

    option: OptionId
    factor: FactorId
    gain: Annotated[
        Points,
        "by how much the best choice improves on average, once it is known: exact to 1e-9 of the scale",
    ]


class DoubtGainDocument(TypedDict):
    """What knowing one doubt would be worth."""

    doubt: Annotated[str, "id of the doubt"]
    gain: Annotated[
        Points,
        "by how much the best choice improves on average, once it is known: exact to 1e-9 of the scale",
    ]


class WithoutDoubtsDocument(TypedDict):
    """How an option fares if each rating were drawn on its own, though a doubt moves it."""

    option: OptionId
    acceptability: Annotated[list[OfWeightings], "in how much it has rank 1, 2, and so on; they sum to 1"]
    standard_error: Annotated[list[OfWeightings], "standard error of each of these"]


class PresentDocument(TypedDict):
    """How often an option is first at the present weights, as ratings are drawn."""

    option: OptionId
    first: Annotated[float, "share of the draws, 0..1", "in how much it is first; no probability of anything"]
    standard_error: Annotated[float, "share of the draws", "standard error of that"]
    one_by_one: Annotated[float, "share of the draws, 0..1", "the same with each rating drawn on its own"]
    one_by_one_error: Annotated[float, "share of the draws", "standard error of that"]


class ChoiceDocument(TypedDict):
    """What is chosen at the means of the uncertain ratings, without knowing more."""

    option: OptionId
    lead: Annotated[Points | None, "how far it is ahead there; null where it is the only option"]


class ConditionDocument(TypedDict):
    """One condition of the rule that tells where the leader loses: at least a share, or at most."""

    driver: DriverId
    at_least: NotRequired[Annotated[Share, "the driver's share is this or more"]]
    at_most: NotRequired[Annotated[Share, "the driver's share is this or less"]]


class FailsDocument(TypedDict):
    """Where the leader loses first place, as a rule on the shares of drivers."""

    options: Annotated[list[OptionId], "who leads now, and loses there"]
    conditions: Annotated[list[ConditionDocument], "the rule: all hold; none where no driver's share tells"]
    coverage: Annotated[float, "0..1", "how much of the losses the rule covers"]
    density: Annotated[float, "0..1", "how much of what the rule covers are losses"]
    lost: Annotated[OfWeightings, "in how much the leader loses: what its first place leaves"]
    samples: Annotated[int, "how many weightings the rule was drawn from"]


class RobustnessDocument(Preamble):
    """What survives not knowing the weights or the ratings."""

    format: Annotated[Literal["robustness/1"], "what this document is"]
    model: Annotated[ModelDocument, "how weights and ratings may lie"]
    options: Annotated[list[RobustOptionDocument], "how each option fares, in file order"]
    pairwise: Annotated[
        dict[OptionId, dict[OptionId, OfWeightings]], "in how much the first scores above the second"
    ]
    entropy: Annotated[Bits, "how open first place is; 0 where it is settled"]
    research: Annotated[
        list[GainDocument], "the uncertain ratings that no doubt moves, the one most worth knowing first"
    ]
    doubts: Annotated[list[DoubtGainDocument], "the doubts, the one most worth knowing first"]
    without_doubts: Annotated[
        list[WithoutDoubtsDocument],
        "the same weightings with each rating drawn on its own, in file order; empty where no doubt is drawn",
    ]
    present: Annotated[
        list[PresentDocument], "at the present weights, in file order; empty where no ratings are drawn"
    ]
    together: Annotated[Points, "by how much the choice improves on average, once all of them are known"]
    together_error: Annotated[Points, "standard error of that; 0 where it is exact"]
    together_samples: Annotated[int, "how many draws of the ratings that is the mean of; 0 where exact"]
    choice: Annotated[ChoiceDocument, "what these gains improve on"]
    fails: Annotated[FailsDocument | None, "where the leader loses; null where it never does"]
    caption: Annotated[str, "how the shares came about, in one sentence"]
