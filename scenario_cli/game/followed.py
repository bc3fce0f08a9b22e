"""The files that a game follows: where they are, and what was edited in them by hand since the last line."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, built_in, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.reading import scenario_from, weights_from
from scenario_cli.game.state import GameState
from scenario_cli.model.base import is_number
from scenario_cli.model.changes import GONE, NEW, NOTHING, Change, scenario_changes, weights_changes
from scenario_cli.model.game import UNKNOWN_HAND, GameEvent, GameFile
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

ENDINGS = (".yaml", ".yml", ".json")
SHARED = "shared equally"
HOLDS = "the one that is kept holds"


@dataclass
class Edits:
    """What was edited by hand: lines that tell of it, the files they rest on, and what else is to be said."""

    events: list[GameEvent] = field(default_factory=list)
    files: dict[str, ParsedFile] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def lines(self) -> dict[int, str]:
        """The files that were edited, as messages call them, by the line that tells of it."""
        return {event.line: self.files[event.said["new"]].name for event in self.events}


def stated_path(found: Found, home: Path) -> str:
    """Return how a game's file names another: a built-in one by name, else by the path from the folder."""
    label, _, last = found.name.rpartition("/")
    if label.startswith("built-in:"):
        return last.rpartition(".")[0]
    try:
        path = Path(os.path.relpath(found.path, home)).as_posix()
    except ValueError:  # on another drive
        path = found.path.resolve().as_posix()
    return path if "/" in path else f"./{path}"


def followed_file(stated: str, home: Path, folder: Folder) -> Found:
    """Return the file that a game's file names.

    Raises
    ------
    InputError
        It names a built-in one that there is not.
    """
    if "/" in stated or "\\" in stated or stated.endswith(ENDINGS):
        path = Path(os.path.normpath(home / stated))
        return Found(path, path.as_posix())
    return built_in(folder, stated)


def edits_of(about: GameFile, home: Path, state: GameState, at: str, *, take_new: bool = False) -> Edits:
    """Return what was edited by hand in the files that a game follows.

    An edit of numbers is taken as it is. A scenario that has other options, factors or drivers is taken
    only with ``take_new``: till then the one that is kept holds.

    Raises
    ------
    InputError
        A file that was edited is wrong.
    """
    edits = Edits()
    sources: list[tuple[Folder, str]] = [("scenarios", about.scenario)]
    if about.weights is not None and state.weights is not None and not _has_ballot(state):
        sources.append(("weights", about.weights))
    known = state.kept.scenario(state.scenario)  # against which weights are held
    awaited: Scenario | None = None
    for folder, stated in sources:
        file = _file(stated, home, folder, edits)
        before = state.scenario if folder == "scenarios" else str(state.weights)
        if file is None or file.sha256 == before:
            continue
        told = _told_in(state, stated, file.sha256)
        if told is not None:
            edits.notes.append(f"{file.name} is as line {told} has it, which was taken back; {HOLDS}")
            continue
        if folder == "scenarios":
            new = scenario_from(file)
            changes = scenario_changes(known, new)
            if not take_new and (other := _other_shape(changes)):
                goes_on = "the game goes on with the one that is kept"
                edits.notes.append(f"{file.name} has changed ({other}); {goes_on}")
                awaited = new
                continue
            known = new
        else:
            old = state.kept.weights(before, state.kept.scenario(state.scenario))
            weights = _weights(file, known, awaited)
            if weights is None:
                edits.notes.append(f"{file.name} fits the scenario that is not taken; {HOLDS}")
                continue
            changes = weights_changes(old, weights)
        said = {"file": stated, "old": before, "new": file.sha256, "changes": [_stated(c) for c in changes]}
        line = len(state.events) + len(edits.events) + 1
        edits.events.append(GameEvent(line, at, state.turn, UNKNOWN_HAND, "edited", said))
        edits.files[file.sha256] = file
    return edits


def _has_ballot(state: GameState) -> bool:
    """Whether a whole ballot has taken the place of the weights that the game follows."""
    return any(e.kind == "set" and e.said["weights"] is not None and state.stands(e) for e in state.events)


def _file(stated: str, home: Path, folder: Folder, edits: Edits) -> ParsedFile | None:
    """Return a file as it is now; one that is away is told."""
    try:
        found = followed_file(stated, home, folder)
        content = read_bytes(found)
    except InputError as error:
        edits.notes.append(f"{error.mistakes[0].file}: {error.mistakes[0].message}; {HOLDS}")
        return None
    return parse(found.name, content, found.path)


def _told_in(state: GameState, stated: str, sha256: str) -> int | None:
    """Return the line that told last of a file, where it is again what it was then: that was taken back."""
    told = (event for event in reversed(state.events) if event.kind == "edited")
    latest = next((event for event in told if event.said["file"] == stated), None)
    return latest.line if latest is not None and latest.said["new"] == sha256 else None


def _weights(file: ParsedFile, scenario: Scenario, awaited: Scenario | None) -> Weights | None:
    """Return edited weights; ``None`` where they fit a scenario that was edited too, and not taken."""
    try:
        return weights_from(file, scenario)
    except InputError:
        if awaited is None:
            raise
        weights_from(file, awaited)
        return None


def _other_shape(changes: Sequence[Change]) -> str:
    """Return what came or went, if anything did."""
    return "; ".join(
        f"{change.where} is {change.after}" if change.after in (NEW, GONE) else change.where
        for change in changes
        if change.where.startswith(("option ", "factor ", "driver of "))
        or (change.where.startswith("inject ") and change.after == GONE)
    )


def _stated(change: Change) -> dict[str, float | str | None]:
    return {"key": change.where, "old": _value(change.before), "new": _value(change.after)}


def _value(text: str) -> float | str | None:
    if text in (NOTHING, SHARED):
        return None
    return float(text) if is_number(text) else text
