"""What the JSON documents of ``scenario weights history`` and ``ratings history`` hold."""

from typing import Annotated, Literal, TypedDict

from scenario_cli.answers.document import Preamble

At = Annotated[str | None, "when, in UTC; null where the history does not say"]
Who = Annotated[str, "who did it; empty where nobody was named"]
Why = Annotated[str, "the reason; empty where none was given"]
Key = Annotated[str, "DRIVER, DRIVER.FACTOR, OPTION.FACTOR or values.FACTOR.RATING"]
Stated = float | str | None


class TurnDocument(TypedDict):
    """An undo or a redo of a change."""

    command: Annotated[Literal["undo", "redo"], "which of the two"]
    at: At
    who: Who
    why: Why


class PastChangeDocument(TypedDict):
    """A change of numbers: a set, or an edit made by hand."""

    at: At
    who: Who
    why: Why
    by_hand: Annotated[bool, "whether the file was edited by other means; undo leaves that alone"]
    old: Annotated[
        dict[Key, Stated],
        "the numbers as they were; null where there was none",
    ]
    new: Annotated[
        dict[Key, Stated],
        "the numbers as they became; null where there is none",
    ]
    undone: Annotated[bool, "whether it was taken back"]
    undo_redo: Annotated[list[TurnDocument], "what undid and redid it since, oldest first"]


class HistoryDocument(Preamble):
    """Every change of a file's numbers in place, oldest first."""

    format: Annotated[Literal["weights-history/1", "ratings-history/1"], "what this document is"]
    changes: Annotated[list[PastChangeDocument], "the changes, oldest first"]
