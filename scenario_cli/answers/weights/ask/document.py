"""What the JSON document of ``scenario weights ask`` holds."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import PAIR, OptionId, Preamble
from scenario_cli.choices import Over

OfWhatIsLeft = Annotated[float, "share of the weightings that are left, 0..1"]
ItemId = Annotated[str, "id of a factor or driver"]


class LeftShareDocument(TypedDict):
    """In which share of what is left an option is first; no probability of anything."""

    option: OptionId
    share: Annotated[OfWhatIsLeft, "in how much it is first, alone or level"]
    standard_error: Annotated[OfWhatIsLeft, "standard error of that; 0 where it is exact"]
    can_lead_alone: Annotated[bool, "whether some weights put it ahead of all others, by more than a tie"]


class NextQuestionDocument(TypedDict):
    """The question to ask next: which of two swings matters more."""

    items: Annotated[
        list[ItemId | dict[ItemId, float]],
        PAIR,
        "the two swings as an answer names them: an id from worst to best, or to a rating",
    ]
    question: Annotated[str, "the question in words"]


class OwnAnswersDocument(TypedDict):
    """What one person's answers leave by themselves."""

    id: Annotated[str, "id of the answers"]
    by: Annotated[str, "who gave them; empty where that is not stated"]
    asked: Annotated[int, "how many answers these are"]
    can_lead: Annotated[list[OptionId], "who can be first there, alone or level: exact"]


class WeightsAskDocument(Preamble):
    """What answers leave of the weights, and the next question; ``weights`` is the centre of what is left."""

    format: Annotated[Literal["ask/1"], "what this document is"]
    over: Annotated[Over, "what has a weight of its own"]
    within: Annotated[
        str | None, "by which weights factors count within drivers; null where factors are asked about"
    ]
    can_lead: Annotated[list[OptionId], "who can still be first, alone or level: exact; in file order"]
    shares: Annotated[list[LeftShareDocument], "in which share each is first, in file order"]
    next: Annotated[NextQuestionDocument | None, "the next question; null where there is none"]
    stop: Annotated[
        Literal["decided", "no_question"] | None,
        "why there is none: one option is first in all that is left, or no question can settle it; else null",
    ]
    asked: Annotated[int, "how many answers there are, of all people"]
    people: Annotated[list[OwnAnswersDocument], "each one's answers by themselves; empty for one person"]
    samples: Annotated[int, "how many weightings were drawn; 0 where one alone is left"]
    seed: Annotated[int, "what the draws start from"]
    independent: Annotated[
        bool, "whether draws do not depend on each other; else errors come from how chains of them differ"
    ]
