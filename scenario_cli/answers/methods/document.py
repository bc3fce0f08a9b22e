"""What the JSON document of ``scenario methods`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.document import FactorId, InUnit, OptionId, PartOfAll, Preamble, Rank
from scenario_cli.choices import MethodName, PreferenceType


class MethodOptionDocument(TypedDict):
    """An option as a method ranks it."""

    option: OptionId
    title: Annotated[str, "the option's title, or its id where it has none"]
    rank: Rank
    tied: Annotated[bool, "whether another option has the same rank"]
    index: Annotated[
        float | None,
        "what the method ranks by: additive the score, 0..100; weighted_product the product; topsis the "
        "closeness, 0..1; vikor Q, less is better; promethee the net flow, -1..1; majority wins minus "
        "losses; null where it is not defined, and all tie",
    ]
    of_sums: NotRequired[
        Annotated[float, "0..1", "weighted_product as published: the product of parts of each column's sum"]
    ]
    s: NotRequired[Annotated[float, "0..1", "vikor: the sum of the weighted regrets"]]
    r: NotRequired[Annotated[float, "0..1", "vikor: the greatest weighted regret"]]
    plus: NotRequired[Annotated[PartOfAll, "promethee: how much it is preferred to the others, in the mean"]]
    minus: NotRequired[
        Annotated[PartOfAll, "promethee: how much the others are preferred to it, in the mean"]
    ]


class ThresholdsDocument(TypedDict):
    """How PROMETHEE counts a difference of ratings, in the factor's unit."""

    type: Annotated[PreferenceType, "the preference function"]
    q: NotRequired[Annotated[InUnit, "the difference up to which none counts"]]
    p: NotRequired[Annotated[InUnit, "the difference from which it counts in full"]]
    s: NotRequired[Annotated[InUnit, "the difference at which the bell's curve bends"]]


class MethodDocument(TypedDict):
    """The ranking by one method."""

    method: Annotated[MethodName, "which method"]
    reason: Annotated[str | None, "why it cannot run; null where it does"]
    ranking: Annotated[
        list[MethodOptionDocument], "in rank order, then in file order; empty where it cannot run"
    ]
    compromise: NotRequired[Annotated[list[OptionId], "vikor: the options of the compromise, by rank"]]
    advantage: NotRequired[
        Annotated[bool, "vikor: whether the first is ahead of the second by 1/(m - 1) or more, of m options"]
    ]
    stability: NotRequired[Annotated[bool, "vikor: whether the first is also first by s or by r"]]
    thresholds: NotRequired[
        Annotated[dict[FactorId, ThresholdsDocument], "promethee: what is preferred, as stated or by steps"]
    ]
    pairwise: NotRequired[
        Annotated[
            dict[OptionId, dict[OptionId, PartOfAll]],
            "majority: the weight of the factors on which the one is better than the other",
        ]
    ]
    winner: NotRequired[Annotated[OptionId | None, "majority: who beats every other; null where nobody does"]]
    cycles: NotRequired[
        Annotated[
            list[list[OptionId]],
            "majority: options of which each beats the next, and the last the first: a shortest one through "
            "each option that is in any",
        ]
    ]


class MethodTurnDocument(TypedDict):
    """A method that puts others first than adding up does, and what does it."""

    method: Annotated[MethodName, "which method"]
    first: Annotated[OptionId, "whom it puts first"]
    before: Annotated[OptionId, "who is first by adding up"]
    rank: Annotated[Rank, "the rank that the method gives to the latter"]
    assumption: Annotated[
        Literal["compensation", "distance", "regret", "thresholds", "order"], "what of the method does it"
    ]
    text: Annotated[str, "the same in words"]


class MethodsDocument(Preamble):
    """What other methods than adding up say of the same ratings and weights."""

    format: Annotated[Literal["methods/1"], "what this document is"]
    as_published: Annotated[
        bool, "whether each method normalises over the options at hand, instead of by the declared scales"
    ]
    methods: Annotated[list[MethodDocument], "the methods, adding up first"]
    turns: Annotated[list[MethodTurnDocument], "where others are first than by adding up"]
