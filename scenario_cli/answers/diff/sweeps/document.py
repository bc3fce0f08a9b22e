"""What the JSON document of ``scenario diff`` holds of two sweeps."""

from typing import Annotated, TypedDict

from scenario_cli.answers.document import PAIR, OptionId, Points, Rank, Score


class SweptFirstsDocument(TypedDict):
    """In how many rankings an option is first."""

    option: OptionId
    first: Annotated[list[int], PAIR, "in how many it is first before and after, ties included"]
    gained: Annotated[int, "in how many it is first now and was not"]
    lost: Annotated[int, "in how many it was first and is not"]


class SweptMoveDocument(TypedDict):
    """One option of a ranking before and after."""

    option: OptionId
    rank: Annotated[list[Rank | None], PAIR, "before and after; null where no row states it"]
    score: Annotated[list[Score | None], PAIR, "before and after; null where no row states it"]


class DifferingDocument(TypedDict):
    """A ranking that differs."""

    where: Annotated[dict[str, str], "what names it: its text in each column, as in CSV"]
    first: Annotated[list[list[OptionId]], PAIR, "who is first before and after"]
    moves: Annotated[list[SweptMoveDocument], "the options that moved, or that one side has no row of, by id"]


class SweepDocument(TypedDict):
    """What changed between two sweeps, ranking by ranking."""

    keys: Annotated[list[str], "the columns by which rankings of both are told to be the same"]
    compared: Annotated[list[str], "which of rank and score both sides state, and were compared"]
    rankings: Annotated[int, "how many rankings are in both; of summaries, how many groups"]
    only: Annotated[list[int], PAIR, "how many are in the old one alone, and in the new one"]
    rows_only: Annotated[list[int], PAIR, "how many rows are in the old one alone, and in the new one"]
    led_by_others: Annotated[int, "in how many of both others are first"]
    ranked_otherwise: Annotated[int, "in how many some rank is another"]
    moved: Annotated[int, "in how many some score moved"]
    differ: Annotated[int, "in how many any of these is so"]
    most: Annotated[Points | None, "the largest move of a score, with its sign; null where none moved"]
    options: Annotated[list[SweptFirstsDocument], "the options that are first anywhere, by id"]
    differing: Annotated[
        list[DifferingDocument],
        "those that differ, at most 1000: where others lead first, then by the largest move of a score",
    ]
