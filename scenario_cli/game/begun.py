"""A new game: its folder, with the first line of its log and the files that this rests on."""

import json
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.errors import OutputError, TakenError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.game_text import GAME_FILE, game_text
from scenario_cli.files.making import TAKEN
from scenario_cli.files.origin import Origin, models_of
from scenario_cli.files.writing import write_together
from scenario_cli.game.folder import CHECKPOINT, KEPT, LOG, GameFolder
from scenario_cli.game.followed import stated_path
from scenario_cli.game.log import sealed
from scenario_cli.game.played import Game
from scenario_cli.game.steps import sound_text, time_of
from scenario_cli.model.game import ZERO_HASH, GameEvent


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
        A team is named twice or not at all, or a file comes through standard input.
    TakenError
        There is something in the folder already.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.new_game("games/taiwan", "china-arms-russia", teams=["red", "blue"])
    Game: taiwan (games/taiwan)
    """
    home = Path(folder)
    if STANDARD_INPUT in (str(scenario), str(weights)):
        raise UsageError("a game follows files; standard input is none", parameter="scenario")
    for team in teams:
        if not team.strip() or [*teams].count(team) > 1:
            what = "is named twice" if team.strip() else "has no name"
            raise UsageError(f"'{team}': a team {what}", parameter="team")
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise TakenError(home.as_posix(), TAKEN)
    models = models_of(scenario, weights)
    origins = [models.scenario_origin, *([models.weights_origin] if models.weights_origin else [])]
    named = [stated_path(_found(origin), home) for origin in origins]
    shown = sound_text(title, "title") or home.resolve().name
    said = {
        "title": shown,
        "scenario": _stated(origins[0]),
        "weights": _stated(origins[1]) if len(origins) > 1 else None,
        "teams": [sound_text(team, "team") for team in teams],
    }
    done, line = sealed([GameEvent(1, time_of(at), 0, by, "new", said)], ZERO_HASH)
    text = game_text(shown, named[0], named[1] if len(named) > 1 else None, teams, questions)
    checkpoint = {"lines": 1, "sha256": done[0].sha256}
    files = {home / KEPT / f"{one.sha256}.yaml": _content(one) for one in origins}
    files |= {home / GAME_FILE: text.encode(), home / CHECKPOINT: json.dumps(checkpoint).encode() + b"\n"}
    try:
        write_together({**files, home / LOG: line})
    except FileExistsError:
        raise TakenError(home.as_posix(), TAKEN) from None
    except OSError as error:
        raise OutputError(home.as_posix(), f"cannot be written: {error.strerror or error}") from None
    return Game(GameFolder(home))


def _stated(origin: Origin) -> dict[str, str]:
    return {"id": origin.id, "sha256": origin.sha256}


def _found(origin: Origin) -> Found:
    assert origin.file is not None
    assert origin.file.path is not None
    return Found(origin.file.path, origin.file.name)


def _content(origin: Origin) -> bytes:
    assert origin.file is not None
    return origin.file.content
