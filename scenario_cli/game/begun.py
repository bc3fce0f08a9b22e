"""A new game: its folder, with the first line of its log and the files that this rests on."""

import os
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.errors import OutputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.game_text import GAME_FILE, game_text
from scenario_cli.files.origin import Origin, models_of
from scenario_cli.files.writing import write_together
from scenario_cli.game.folder import CHECKPOINT, KEPT, LOG, GameFolder
from scenario_cli.game.followed import stated_path
from scenario_cli.game.log import checkpoint_of, sealed
from scenario_cli.game.played import Game
from scenario_cli.game.steps import sound_text, time_of
from scenario_cli.model.game import ZERO_HASH, GameEvent

TAKEN = "there is something here already; a game begins in a new folder, or in an empty one"


def new_game(
    folder: str | Path,
    scenario: str | Path | None = None,
    weights: str | Path | None = None,
    *,
    teams: Sequence[str] = (),
    title: str = "",
    questions: Sequence[str] = (),
    by: str | None = None,
    at: str | None = None,
) -> Game:
    """Begin a game in a new folder.

    Parameters
    ----------
    folder : str or Path
        Where; it must not be there yet, or be empty.
    scenario, weights : str or Path, optional
        By path or name, as for ``study``.
    teams : sequence of str
        Who plays; without any nobody can guess, move or speak.
    title : str
        Without it the folder's name.
    questions : sequence of str
        What the sponsor wants to know.
    by, at : str, optional
        Who begins it, and when.

    Raises
    ------
    InputError
        A file is missing or wrong.
    UsageError
        A team is named twice or not at all, a file comes through standard input, or there is something
        in the folder already.
    OutputError
        It cannot be written.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.new_game("games/taiwan", "china-arms-russia", teams=["red", "blue"])
    Game: taiwan (games/taiwan)
    """
    home = Path(folder)
    if STANDARD_INPUT in (str(scenario), str(weights)):
        raise UsageError("a game follows files; standard input is none", parameter="scenario")
    _refuse_teams(teams)
    _refuse_taken(home)
    models = models_of(scenario, weights)
    origins = [models.scenario_origin, *([models.weights_origin] if models.weights_origin else [])]
    named = [sound_text(stated_path(_found(origin), home), "scenario") for origin in origins]
    shown = sound_text(title, "title") or sound_text(_own_name(home), "folder")
    asked = [sound_text(question, "question") for question in questions]
    files = [_stated(origin) for origin in origins]
    said = {"title": shown, "scenario": files[0], "weights": (*files, None)[1], "teams": [*teams]}
    first = GameEvent(1, time_of(at), 0, None if by is None else sound_text(by, "by"), "new", said)
    _write(home, first, game_text(shown, named[0], (*named, None)[1], teams, asked), origins)
    return Game(GameFolder(home))


def _write(home: Path, first: GameEvent, text: str, origins: Sequence[Origin]) -> None:
    (done,), line = sealed([first], ZERO_HASH)
    files = {home / KEPT / f"{one.sha256}.yaml": _content(one) for one in origins}
    files |= {home / GAME_FILE: text.encode(), home / CHECKPOINT: checkpoint_of(done, line).content}
    try:
        write_together({**files, home / LOG: line})
    except FileExistsError:
        raise UsageError(f"{home.as_posix()}: {TAKEN}") from None
    except OSError as error:
        raise OutputError(home.as_posix(), f"cannot be written: {error.strerror or error}") from None


def _own_name(home: Path) -> str:
    return Path(os.path.normpath(home.absolute())).name


def _refuse_teams(teams: Sequence[str]) -> None:
    for team in teams:
        if not sound_text(team, "team").strip() or [*teams].count(team) > 1:
            what = "is named twice" if team.strip() else "has no name"
            raise UsageError(f"'{team}': a team {what}", parameter="team")


def _refuse_taken(home: Path) -> None:
    try:
        if home.exists() and (not home.is_dir() or any(home.iterdir())):
            raise UsageError(f"{home.as_posix()}: {TAKEN}")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputError(home.as_posix(), f"cannot be written: {reason}") from None


def _stated(origin: Origin) -> dict[str, str]:
    return {"id": origin.id, "sha256": origin.sha256}


def _found(origin: Origin) -> Found:
    assert origin.file is not None
    assert origin.file.path is not None
    return Found(origin.file.path, origin.file.name)


def _content(origin: Origin) -> bytes:
    assert origin.file is not None
    return origin.file.content
