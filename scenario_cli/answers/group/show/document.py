"""What the JSON document of ``scenario group show`` holds."""

from typing import Annotated, Literal, NotRequired, TypedDict

from scenario_cli.answers.compare.document import AgreementDocument
from scenario_cli.answers.document import FactorId, OptionId, Points, Preamble, Share

BallotName = Annotated[str, "a ballot's letter; its name, where names are asked for"]
Tau = Annotated[float, "-1..1"]


class RoomDocument(TypedDict):
    """The weights that count for the room."""

    factors: Annotated[dict[FactorId, Share], "what each factor counts; they sum to 1"]


class ItemFlipDocument(TypedDict):
    """A share at which first place changes hands."""

    at: Annotated[Share, "where it does"]
    to: Annotated[list[OptionId], "who is first beyond it, seen from the room's share"]


class WasDocument(TypedDict):
    """How shares lay in the round before."""

    least: Share
    lower: Annotated[Share, "the lower quartile, type 7"]
    median: Share
    upper: Annotated[Share, "the upper quartile, type 7"]
    most: Share


class ItemDocument(TypedDict):
    """How the ballots' shares of one driver or factor lie, and whether that matters."""

    kind: Annotated[Literal["driver", "factor"], "what the shares are of"]
    id: Annotated[str, "id of the driver or factor"]
    least: Annotated[Share, "the least of the ballots' shares"]
    lower: Annotated[Share, "their lower quartile, type 7"]
    median: Annotated[Share, "their median"]
    upper: Annotated[Share, "their upper quartile, type 7"]
    most: Annotated[Share, "the greatest of them"]
    shares: Annotated[list[Share], "all of them, ascending"]
    room: Annotated[Share, "the room's share"]
    flips: Annotated[
        list[ItemFlipDocument],
        "where first place turns as the room's share goes from 0 to 1, the others keeping proportions",
    ]
    across: Annotated[int, "how many ballots' shares, put for the room's, give other leaders"]
    argue: Annotated[bool, "whether there is any such ballot: only then can the difference matter by itself"]
    agreed: NotRequired[Annotated[bool, "whether the rule that was stated beforehand calls it agreement"]]
    before: NotRequired[Annotated[WasDocument, "the same in the round before"]]


class BlendedDocument(TypedDict):
    """Ballots blended factor by factor."""

    factors: Annotated[dict[FactorId, Share], "what each factor counts; they sum to 1"]
    first: Annotated[list[OptionId], "who is first under these"]


class TurningDocument(TypedDict):
    """A ballot without which the mean has other leaders."""

    ballot: BallotName
    first: Annotated[list[OptionId], "who is first without it"]


class TeamDocument(TypedDict):
    """A team of five ballots or more."""

    team: Annotated[str, "the team"]
    ballots: Annotated[int, "how many of the ballots are its"]
    first: Annotated[list[OptionId], "who is first under the mean of these"]


class RatingSpreadDocument(TypedDict):
    """How far ballots lie apart in one rating."""

    option: OptionId
    factor: FactorId
    ballots: Annotated[int, "how many state it as a number"]
    least: Annotated[float, "in the factor's unit"]
    most: Annotated[float, "in the factor's unit"]
    points: Annotated[Points, "what they are apart in the option's score: spread of values x weight x 100"]
    across: Annotated[int, "how many, put for the room's, give other leaders"]
    argue: Annotated[bool, "whether there is any such"]


class GutDocument(TypedDict):
    """An order by gut against that by weights."""

    first: Annotated[list[OptionId], "who is first by gut"]
    tau: Annotated[Tau | None, "Kendall's tau-b of the two orders; null where one ties all"]
    same_first: Annotated[bool, "whether the same options are first by weights"]


class BallotGutDocument(GutDocument):
    """One ballot's order by gut."""

    ballot: BallotName


class GutOrdersDocument(TypedDict):
    """Orders by gut against those by weights."""

    ballots: Annotated[list[BallotGutDocument], "of each ballot that states one"]
    room: Annotated[GutDocument, "of all these together, by mean rank"]


class PersonMoveDocument(TypedDict):
    """How one person moved from one round to the next."""

    ballot: BallotName
    moved: Annotated[Share, "how much weight moved"]
    was: Annotated[list[OptionId], "who was first"]
    now: Annotated[list[OptionId], "who is first"]


class BeforeDocument(TypedDict):
    """The round before."""

    ballots: Annotated[int, "how many there were"]
    absent: Annotated[int, "how many of them gave none now"]
    new: Annotated[int, "how many gave none then"]
    nameless: Annotated[int, "ballots without a name, then or now: they cannot be followed"]
    moves: Annotated[list[PersonMoveDocument], "of everybody who gave a ballot in both"]
    kendall_w: Annotated[float | None, "0..1", "Kendall's W then; null where not defined"]


class GroupShowDocument(Preamble):
    """Many people's weights: where they differ, and whether it matters. ``weights`` are the room's."""

    format: Annotated[Literal["group-show/1"], "what this document is"]
    ballots: Annotated[int, "how many ballots there are"]
    left_out: Annotated[int, "how many others are wrong, and count for nothing here"]
    round: Annotated[str | None, "the round that all of them are of; null where they state none or several"]
    first: Annotated[dict[OptionId, int], "in how many ballots each option is first, alone or tied"]
    agreement: Annotated[AgreementDocument, "how far their rankings agree, ties on middle ranks"]
    room: Annotated[RoomDocument, "the weights named, else the mean of the ballots"]
    items: Annotated[list[ItemDocument], "every driver, then every factor, in file order"]
    max_regret: Annotated[dict[OptionId, Points], "each option's greatest regret over the ballots"]
    mean_regret: Annotated[dict[OptionId, Points], "its mean regret"]
    minimax_regret: Annotated[list[OptionId], "the options whose greatest regret is the least"]
    blends: Annotated[
        dict[str, BlendedDocument | None],
        "mean, median and geometric mean; null where no factor is left with weight",
    ]
    leave_one_out: Annotated[
        list[TurningDocument], "the ballots without which the mean has other leaders, from three ballots on"
    ]
    camps: Annotated[
        list[list[BallotName]] | None,
        "two camps, each closer in itself than to the other; or null",
    ]
    ratings: Annotated[list[RatingSpreadDocument], "ratings that several ballots state, widest apart first"]
    gut: Annotated[GutOrdersDocument | None, "orders by gut; null where no ballot states one"]
    teams: Annotated[
        list[TeamDocument], "teams of five ballots or more; none where rows would leave one to four outside"
    ]
    before: Annotated[BeforeDocument | None, "the round before; null where none is named"]
