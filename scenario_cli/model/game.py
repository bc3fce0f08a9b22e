"""A game at a table: what its folder's ``game.yaml`` states, and what each line of its log says."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from scenario_cli.choices import EventKind
from scenario_cli.model.base import Statement, Text

ZERO_HASH = "0" * 64
EFFECTS = ("inject", "ruling", "set", "edited")  # what may move a score
NOT_TAKEN_BACK = ("new", "undo", "redo")
UNKNOWN_HAND = "unknown"  # who edited a file between two lines, nobody has said


class GameFile(Statement):
    """What a game is about: its question stands in the scenario, the sponsor's questions here."""

    format: Literal["game/1"]
    id: Text = ""
    title: Text = ""
    scenario: Annotated[Text, Field(min_length=1)]
    weights: Text | None = None
    teams: list[Annotated[Text, Field(min_length=1)]] = Field(default_factory=list)
    questions: list[Text] = Field(default_factory=list)


class GameEvent(NamedTuple):
    """One line of a game's log.

    Attributes
    ----------
    line : int
        From 1.
    at : str
        When, as ISO 8601 has it.
    turn : int
        The turn in force after it; 0 before the first.
    by : str or None
        Who: a team, or whom the facilitator named.
    kind : str
    said : mapping
        What is said of its kind alone.
    sha256 : str
        The hash of all bytes of the line, which the next line names.
    """

    line: int
    at: str
    turn: int
    by: str | None
    kind: EventKind
    said: Mapping[str, Any]
    sha256: str = ""

    @property
    def stated(self) -> dict[str, Any]:
        """What the line states, in its order, but for the hashes of the chain."""
        head = {"line": self.line, "at": self.at, "turn": self.turn, "by": self.by, "kind": self.kind}
        return {**head, **self.said}


# What each kind says besides, and what that is; "?" where it may be null.
FIELDS: Mapping[EventKind, Mapping[str, str]] = {
    "new": {"title": "text", "scenario": "file", "weights": "file?", "teams": "texts"},
    "guess": {"order": "texts", "who": "text"},
    "turn": {"title": "text", "result": "result"},
    "inject": {"inject": "text", "until": "whole?"},
    "move": {"text": "text?", "because": "texts"},
    "against": {"move": "whole", "text": "text?"},
    "ruling": {
        "move": "whole",
        "succeeds": "truth",
        "chance": "number?",
        "votes": "numbers",
        "roll": "number?",
        "set": "texts",
        "why": "text",
    },
    "set": {"set": "texts", "weights": "file?", "why": "text"},
    "ballots": {"round": "text", "ballots": "hashes"},
    "say": {"text": "text?"},
    "fact": {"text": "text?"},
    "edited": {"file": "text", "old": "hash", "new": "hash", "changes": "changes"},
    "undo": {"undoes": "lines"},
    "redo": {"redoes": "lines"},
}
# What any line may say besides: the hash of a text that is kept apart, and a reason.
BESIDES = {"secret": "hash", "why": "text"}
