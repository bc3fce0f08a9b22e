"""What the JSON document of a line of a game's log holds."""

from typing import Annotated, NotRequired, TypedDict

from scenario_cli.answers.document import InputDocument
from scenario_cli.choices import EventKind


class KeptFileDocument(TypedDict):
    """A file that a line rests on, which the game keeps."""

    id: Annotated[str, "its id"]
    sha256: Annotated[str, "the hash of its bytes, which it is kept by"]


class TurnResultDocument(TypedDict):
    """How the options ranked as a turn opened."""

    scores: Annotated[dict[str, float], "points of 100", "score by option"]
    ranks: Annotated[dict[str, int], "rank by option; those that tie share the better one"]
    inputs: Annotated[list[InputDocument], "the files that it was computed from"]
    version: Annotated[str, "the version that computed it"]


class LineChangeDocument(TypedDict):
    """A number or text that was edited by hand."""

    key: Annotated[str, "what was changed, as a setting names it"]
    old: Annotated[float | str | None, "before; null where it was not stated"]
    new: Annotated[float | str | None, "after; null where it is not stated any more"]


class GameLineDocument(TypedDict):
    """A line of a game's log; beyond the first five and the last, each kind has fields of its own."""

    line: Annotated[int, "its number, from 1"]
    at: Annotated[str, "when it was written, as ISO 8601"]
    turn: Annotated[int, "the turn in force after it; 0 before the first"]
    by: Annotated[str | None, "who: a team or a person; null where nobody was named"]
    kind: Annotated[EventKind, "what it tells of"]
    title: NotRequired[Annotated[str, "new, turn: its title"]]
    scenario: NotRequired[Annotated[KeptFileDocument, "new: the scenario"]]
    weights: NotRequired[Annotated[KeptFileDocument | None, "new, set: the weights file, if one is followed"]]
    teams: NotRequired[Annotated[list[str], "new: the teams"]]
    order: NotRequired[Annotated[list[str], "guess: options, the best first"]]
    who: NotRequired[Annotated[str, "guess: who guesses"]]
    result: NotRequired[Annotated[TurnResultDocument, "turn: how the options rank"]]
    inject: NotRequired[Annotated[str, "inject: its id"]]
    until: NotRequired[Annotated[int | None, "inject: the last turn that it holds in; null: to the end"]]
    text: NotRequired[Annotated[str | None, "move, against, say, fact: what was said; null if apart"]]
    because: NotRequired[Annotated[list[str], "move: the reasons"]]
    move: NotRequired[Annotated[int, "against, ruling: the line of the move"]]
    succeeds: NotRequired[Annotated[bool, "ruling: whether the move succeeds"]]
    chance: NotRequired[Annotated[float | None, "ruling: the chance in per cent that the room gave it"]]
    votes: NotRequired[Annotated[list[float], "ruling: the chances in per cent that people named"]]
    roll: NotRequired[Annotated[float | None, "ruling: what the dice showed"]]
    set: NotRequired[Annotated[list[str], "ruling, set: the settings that it tries"]]
    round: NotRequired[Annotated[str, "ballots: their round"]]
    ballots: NotRequired[Annotated[list[str], "ballots: their hashes, which they are kept by"]]
    file: NotRequired[Annotated[str, "edited: the file"]]
    old: NotRequired[Annotated[str, "edited: the hash of the file before"]]
    new: NotRequired[Annotated[str, "edited: its hash after"]]
    changes: NotRequired[Annotated[list[LineChangeDocument], "edited: what was changed"]]
    undoes: NotRequired[Annotated[list[int], "undo: the lines that it takes back"]]
    redoes: NotRequired[Annotated[list[int], "redo: the lines that it brings back"]]
    why: NotRequired[Annotated[str, "any: the reason"]]
    secret: NotRequired[Annotated[str, "any: the hash of its text, which is kept apart"]]
    undone: Annotated[bool, "whether it is taken back"]
