"""What is typed for a game: its folder, or one of its turns as ``FOLDER:N``."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.diff.sides import NamedStudy
from scenario_cli.errors import UsageError
from scenario_cli.files.game_text import GAME_FILE

if TYPE_CHECKING:
    from scenario_cli.game.state import GameState

_DIGITS = 10  # of a turn's number; no game has so many


def game_folder(named: str | None) -> Path | None:
    """Return the folder of a game, where that is what a name is the path of."""
    # os.path, since it says no where there could be no such path
    return Path(named) if named and os.path.isfile(os.path.join(named, GAME_FILE)) else None  # noqa: PTH113, PTH118


def turn_named(named: str) -> NamedStudy | None:
    """Return what ``FOLDER`` (now) or ``FOLDER:N`` (as turn N opened; 0 is the beginning) stands for.

    It is known by the hash of the last line that it rests on, which pins all lines before. ``None``
    where no folder of a game is named: a path with a colon (``C:\\\\coffee.yaml``) is a path.

    Raises
    ------
    UsageError
        The game has no such turn; those there are are named.
    InputError
        A folder with the number of a turn holds no game, or the log or a kept file does not hold.
    """
    folder, number = game_folder(named), None
    if folder is None and ":" in named:
        before, _, number = named.rpartition(":")
        folder = game_folder(before)
        if folder is None and number.isdigit() and os.path.isdir(before) and not os.path.exists(named):  # noqa: PTH110, PTH112
            folder = Path(before)  # which is told to hold no game
    if folder is None:
        return None
    from scenario_cli.game.folder import GameFolder

    _, state = GameFolder(folder).read()
    return named_study(state if number is None else _as_opened(state, number, named), named)


def named_study(state: "GameState", name: str) -> NamedStudy:
    """Return the study of a game, known by its last line."""
    return NamedStudy(name, state.study, state.events[-1].sha256)


def _as_opened(state: "GameState", number: str, named: str) -> "GameState":
    is_number = number.isascii() and number.isdigit()
    turn = int(number) if is_number and len(number) < _DIGITS else state.turn + 1
    if turn <= state.turn:
        return state.at_turn(turn)
    known = f"turns 0 (the beginning) to {state.turn}" if state.turn else "turn 0 (the beginning) alone"
    said = f"there is no turn {number}" if is_number else f"'{number}' is no turn"
    raise UsageError(f"{named}: {said}; the game has {known}")
