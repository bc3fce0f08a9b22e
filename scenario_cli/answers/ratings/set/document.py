"""What the JSON documents of ``scenario ratings set``, ``undo`` and ``redo`` hold."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import OptionId, Preamble, Rank, Score, StandingDocument

_FromRating = TypedDict(
    "_FromRating",
    {"from": Annotated[float | str | None, "as it was: a number, a word, or null where there was none"]},
)


class RatingChangeDocument(_FromRating):
    """A rating that changed, or an end of its range."""

    id: Annotated[
        str, "which: OPTION.FACTOR, OPTION.FACTOR.low or OPTION.FACTOR.high; of a curve values.FACTOR.RATING"
    ]
    to: Annotated[float | str | None, "as it is: a number, a word, or null where there is none"]


class RatedAnewDocument(TypedDict):
    """One option under the new ratings and the old."""

    option: OptionId
    rank: Rank
    score: Score
    was: Annotated[StandingDocument, "where it stood under the old ratings"]


class RatingsSetDocument(Preamble):
    """What a change of ratings does to scores, ranks and first place."""

    format: Annotated[Literal["ratings-set/1", "ratings-undo/1", "ratings-redo/1"], "what this document is"]
    changes: Annotated[list[RatingChangeDocument], "the ratings that changed"]
    ranking: Annotated[list[RatedAnewDocument], "the options in rank order under the new ratings"]
    done: Annotated[str, "what happened to the file, in one sentence"]
