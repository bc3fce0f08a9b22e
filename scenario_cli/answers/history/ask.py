"""Every change of a file's numbers in place: who, when, why, and whether it still stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.answers.edited import history_flags
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.answers.weights.opened import WeightsName, study_of_weights
from scenario_cli.files.editing import Subject, numbers_in, own_path
from scenario_cli.files.history import History, ToldChange, Value, account, read_history
from scenario_cli.files.origin import Origin
from scenario_cli.study import Study, study

if TYPE_CHECKING:
    from scenario_cli.answers.history.document import HistoryDocument


class Turn(NamedTuple):
    """An undo or a redo of a change."""

    command: str
    at: str | None
    who: str
    why: str


class PastChange(NamedTuple):
    """A change of numbers: a set, or an edit made by hand.

    ``old`` and ``new`` are the numbers by key, ``None`` where there was none; ``at`` is the time in
    UTC, ``None`` where the history does not say it; ``turns`` are what undid and redid it, oldest first.
    """

    at: str | None
    who: str
    why: str
    by_hand: bool
    old: Mapping[str, Value]
    new: Mapping[str, Value]
    undone: bool
    turns: tuple[Turn, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HistoryAnswer(StudyAnswer["HistoryDocument"]):
    """The changes of a file's numbers.

    Attributes
    ----------
    of : {"weights", "ratings"}
    name : str
        What the file is called.
    history : History
        The history as read.
    changes : sequence of PastChange
        Oldest first. An edit made by hand that the history does not tell of yet is the last.
    """

    question = "history"

    of: Subject
    name: str
    history: History
    changes: Sequence[PastChange]


def points_history(name: WeightsName, *, scenario: str | Path | None = None) -> HistoryAnswer:
    """Return every change of a weights file's points in place, oldest first. Nothing is written.

    Raises
    ------
    InputError
        The file or its history is missing or wrong.
    """
    base = study_of_weights(name, scenario)
    assert base.weights_origin is not None
    return _history_of(base, base.weights_origin, "weights")


def ratings_history(name: str | Path) -> HistoryAnswer:
    """Return every change of a scenario's ratings in place, oldest first. Nothing is written.

    Raises
    ------
    InputError
        The file or its history is missing or wrong.
    """
    base = study(name)
    return _history_of(base, base.scenario_origin, "ratings")


def _history_of(base: Study, origin: Origin, of: Subject) -> HistoryAnswer:
    file = origin.file
    assert file is not None
    path = own_path(file, of)
    history = read_history(path, file.name)
    found = account(history, file.sha256, numbers_in(file.data, of), path)
    return HistoryAnswer(
        study=base,
        flags=tuple(history_flags(history)),
        of=of,
        name=file.name,
        history=history,
        changes=tuple(map(_past, found.changes)),
    )


def _past(change: ToldChange) -> PastChange:
    line = change.line
    turns = tuple(Turn(turn.command, turn.at, turn.who, turn.why) for turn in change.since)
    by_hand = line.command == "hand"
    return PastChange(line.at, line.who, line.why, by_hand, line.old, line.new, change.undone, turns)
