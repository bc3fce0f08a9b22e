"""What can be typed for an argument or an option, each with what is said beside it.

Each function takes what is typed so far (``ctx.params`` by the names of parameters) and the word at
hand; whatever does not begin as that word does is dropped by who asks.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

from scenario_cli.choices import SchemaName
from scenario_cli.files.offered import (
    Ids,
    Offers,
    examples_with_titles,
    ids_of,
    names_with_titles,
    part,
    plain_data,
    read_plainly,
)
from scenario_cli.shell.named import SHELLS

Offered = list[tuple[str, str]]
Completer = Callable[[Any, str], Offered]

GAME_FILE, GAMES, LOG = "game.yaml", "games", "log.jsonl"
UNKNOWN, NONE = "unknown", "none"
FAIL_ON = {
    "first": "who is first",
    "rank": "any option's rank",
    "score=": "any score by more than so many points",
}
# Which pictures there are is known only once an answer is computed; a test holds this list to the answers.
_OF_PARTS = (
    "ranking",
    "flips",
    "events",
    "steps",
    "waterfall",
    "perspectives",
    "regret",
    "ranks",
    "pairs",
)
PICTURES: dict[str, tuple[str, ...]] = {
    "score": ("ranking", "flips", "events"),
    "sensitivity": ("flips", "steps", "events", "map", "lines"),
    "robustness": ("ranks", "pairs", "regret"),
    "explain": ("waterfall",),
    "evidence": ("leverage",),
    "compare": ("perspectives", "regret"),
    "methods": ("methods",),
    "report": (*_OF_PARTS, "leverage"),
    "game show": ("turns",),
    "game report": ("turns",),
    "group show": ("spread",),
}
_DECIDES = ("undo", "redo")


def scenario_names(ctx: Any, incomplete: str) -> Offered:
    """Return the scenarios that can be named."""
    return [*names_with_titles("scenarios").items()]


def weights_names(ctx: Any, incomplete: str) -> Offered:
    """Return the weights that can be named."""
    return [*names_with_titles("weights").items()]


def example_names(ctx: Any, incomplete: str) -> Offered:
    """Return the worked examples that can be copied."""
    return [*examples_with_titles().items()]


def all_names(ctx: Any, incomplete: str) -> Offered:
    """Return the scenarios and weights that can be named."""
    return [*names_with_titles().items()]


def watched_names(ctx: Any, incomplete: str) -> Offered:
    """Return scenarios, and games."""
    return [*scenario_names(ctx, incomplete), *games(ctx, incomplete)]


def schema_names(ctx: Any, incomplete: str) -> Offered:
    """Return the formats that have a schema."""
    return [(name, "") for name in get_args(SchemaName)]


def shell_names(ctx: Any, incomplete: str) -> Offered:
    """Return the shells that have completion."""
    return [(name, "") for name in SHELLS]


def compared_names(ctx: Any, incomplete: str) -> Offered:
    """Return what ``diff`` takes: scenarios, weights, games, and behind ``FOLDER:`` a game's turns."""
    folder, sign, _ = incomplete.rpartition(":")
    if sign and (Path(folder) / GAME_FILE).is_file():
        return [(f"{folder}:{number}", title) for number, title in _turns(Path(folder))]
    return [*all_names(ctx, incomplete), *games(ctx, incomplete)]


def ids(kind: str) -> Completer:
    """Return what completes ids of a kind (a field of ``Ids``), of the scenario that is typed or meant."""

    def completed(ctx: Any, incomplete: str) -> Offered:
        return _of_kind(ids_of(_scenario(ctx.params)), kind)

    return completed


def listed_ids(kind: str) -> Completer:
    """Return what completes ids of a kind with commas between: those that are there already are left out."""

    def completed(ctx: Any, incomplete: str) -> Offered:
        before, sign, _ = incomplete.rpartition(",")
        there = before.split(",")
        found = _of_kind(ids_of(_scenario(ctx.params)), kind)
        return [(f"{before}{sign}{id_}", title) for id_, title in found if id_ not in there]

    return completed


def ids_to_set(kind: str) -> Completer:
    """Return what completes ``ID=``, and behind the sign of an ordinal rating the names of its levels."""

    def completed(ctx: Any, incomplete: str) -> Offered:
        found = ids_of(_scenario(ctx.params))
        return _to_set(found, kind, incomplete)

    return completed


def chances(ctx: Any, incomplete: str) -> Offered:
    """Return the injects that a chance can be given to."""
    return [(f"{id_}=", title) for id_, title in ids_of(_scenario(ctx.params)).injects.items()]


def curve_points(ctx: Any, incomplete: str) -> Offered:
    """Return the levels of the factor whose curve is stated."""
    levels = ids_of(_scenario(ctx.params)).levels.get(str(ctx.params.get("factor")), [])
    return [(f"{level}=", "") for level in levels]


def conditions(ctx: Any, incomplete: str) -> Offered:
    """Return what may not change."""
    return [*FAIL_ON.items()]


def games(ctx: Any, incomplete: str) -> Offered:
    """Return the games in ``./games``."""
    found = sorted(Path(GAMES).glob(f"*/{GAME_FILE}")) if Path(GAMES).is_dir() else []
    return [(path.parent.as_posix(), _title(path)) for path in found]


def teams(ctx: Any, incomplete: str) -> Offered:
    """Return the teams of the game that is named or meant."""
    stated = _game(ctx.params)[1].get("teams")
    return [(team, "") for team in stated if isinstance(team, str)] if isinstance(stated, list) else []


def turns(ctx: Any, incomplete: str) -> Offered:
    """Return the turns of the game, 0 for its beginning."""
    folder = _game(ctx.params)[0]
    return [] if folder is None else _turns(folder)


def lines(*kinds: str) -> Completer:
    """Return what completes the number of a line of the game that stands, of some kinds or of all."""

    def completed(ctx: Any, incomplete: str) -> Offered:
        folder = _game(ctx.params)[0]
        found = [] if folder is None else _standing(folder)
        return [
            (str(event["line"]), _words(event)) for event in found if not kinds or event.get("kind") in kinds
        ]

    return completed


def played(kind: str, *, to_set: bool = False) -> Completer:
    """Return what completes ids of a kind, of the scenario that the game follows."""

    def completed(ctx: Any, incomplete: str) -> Offered:
        folder, about = _game(ctx.params)
        stated = about.get("scenario")
        if folder is None or not isinstance(stated, str):
            return []
        is_path = "/" in stated or "\\" in stated or stated.endswith((".yaml", ".yml", ".json"))
        found = ids_of(os.path.normpath(folder / stated) if is_path else stated)
        return _to_set(found, kind, incomplete) if to_set else _of_kind(found, kind)

    return completed


def pictures(ctx: Any, incomplete: str) -> Offered:
    """Return the pictures that a command can draw."""
    return [(name, "") for name in PICTURES.get(" ".join(ctx.names), ())]


def commands(ctx: Any, incomplete: str) -> Offered:
    """Return the commands whose help can be shown: those of a group behind its name."""
    from scenario_cli.shell.line import command_names

    group: Any = ctx.root
    for name in ctx.params.get("names", []):
        group = group.get_command(None, name) if hasattr(group, "list_commands") else None
    return [*command_names(group, incomplete)] if hasattr(group, "list_commands") else []


def _of_kind(found: Ids, kind: str) -> Offered:
    offers: Offers = getattr(found, kind)
    return [*offers.items()]


def _to_set(found: Ids, kind: str, incomplete: str) -> Offered:
    key, sign, _ = incomplete.partition("=")
    if not sign:
        return _of_kind(found, kind)
    option, _, factor = key.removeprefix("ratings.").partition(".")
    if option not in found.options or factor not in found.factors:
        return []
    return [(f"{key}={level}", "") for level in (*found.levels.get(factor, []), UNKNOWN)]


def _scenario(params: dict[str, Any]) -> str | None:
    """Return the scenario that is typed, else that which a weights file that is typed is for."""
    several = params.get("scenarios") or []
    typed = params.get("scenario") or (several[0] if several else None)
    if typed:
        return str(typed)
    file = params.get("file") or params.get("a")
    stated = part(read_plainly("weights", file)).get("scenario") if file else None
    return stated if isinstance(stated, str) else None


def _game(params: dict[str, Any]) -> tuple[Path | None, dict[str, Any]]:
    """Return the folder of the game that is named or meant, and what its file states."""
    named = params.get("game")
    here = [Path(named)] if named else [Path()] if Path(GAME_FILE).is_file() else _only_game()
    for folder in here:
        try:
            return folder, part(plain_data((folder / GAME_FILE).read_bytes()))
        except OSError:
            return None, {}
    return None, {}


def _only_game() -> list[Path]:
    found = [path.parent for path in Path(GAMES).glob(f"*/{GAME_FILE}")] if Path(GAMES).is_dir() else []
    return found if len(found) == 1 else []


def _title(path: Path) -> str:
    from scenario_cli.files.offered import title_in

    return title_in(path)


def _turns(folder: Path) -> Offered:
    opened = [event for event in _standing(folder) if event.get("kind") == "turn"]
    return [("0", "the beginning"), *((str(i), _words(event)) for i, event in enumerate(opened, start=1))]


def _standing(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a game's log that stand, as far as they can be read, held to no hash."""
    events: list[dict[str, Any]] = []
    undone: set[int] = set()
    try:
        raw = (folder / LOG).read_bytes()
    except OSError:
        return []
    for line in raw.split(b"\n"):
        try:
            event = json.loads(line)
            undone |= {*_numbers(event.get("undoes", []))}
            undone -= {*_numbers(event.get("redoes", []))}
            if isinstance(event.get("line"), int) and event.get("kind") not in _DECIDES:
                events.append(event)
        except (ValueError, AttributeError, TypeError, RecursionError):
            continue
    return [event for event in events if event["line"] not in undone]


def _numbers(stated: Iterable[Any]) -> list[int]:
    return [number for number in stated if isinstance(number, int)]


def _words(event: dict[str, Any]) -> str:
    """Return what a line says, in short: what is kept apart has no text here."""
    said = next((event[key] for key in ("title", "text", "inject") if isinstance(event.get(key), str)), "")
    return (
        ", ".join(part for part in (str(event.get("kind", "")), said) if part)
        if event.get("kind") != "turn"
        else said
    )
