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

ENDINGS = (".yaml", ".yml", ".json")
SHARED = "shared equally"


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
    first = state.events[0].said["weights"]
    own = {None if first is None else first["sha256"]}
    own |= {e.said["new"] for e in state.standing if e.kind == "edited"}
    if about.weights is not None and state.weights in own:  # else a whole ballot has taken their place
        sources.append(("weights", about.weights))
    for folder, stated in sources:
        found = followed_file(stated, home, folder)
        content = _content(found, edits)
        if content is None:
            continue
        before = state.scenario if folder == "scenarios" else state.weights
        file = parse(found.name, content, found.path)
        if before is None or file.sha256 in (before, _seen(state, stated)):
            continue
        changes = _changes(folder, file, state, before)
        if folder == "scenarios" and not take_new and (other := _other_shape(changes)):
            edits.notes.append(
                f"{found.name} has changed ({other}); the game goes on with the one that is kept"
            )
            continue
        said = {"file": stated, "old": before, "new": file.sha256, "changes": [_stated(c) for c in changes]}
        line = len(state.events) + len(edits.events) + 1
        edits.events.append(GameEvent(line, at, state.turn, UNKNOWN_HAND, "edited", said))
        edits.files[file.sha256] = file
    return edits


def _content(found: Found, edits: Edits) -> bytes | None:
    try:
        return read_bytes(found)
    except InputError as error:
        edits.notes.append(
            f"{error.mistakes[0].file}: {error.mistakes[0].message}; the one that is kept holds"
        )
        return None


def _seen(state: GameState, stated: str) -> str | None:
    """Return what a file was when a line last told of it, taken back or not."""
    for event in reversed(state.events):
        if event.kind == "edited" and event.said["file"] == stated:
            return str(event.said["new"])
    return None


def _changes(folder: Folder, file: ParsedFile, state: GameState, before: str) -> Sequence[Change]:
    old = state.kept.scenario(state.scenario)
    if folder == "scenarios":
        return scenario_changes(old, scenario_from(file))
    return weights_changes(state.kept.weights(before, old), weights_from(file, old))


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
