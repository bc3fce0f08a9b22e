"""The lines of a game's log as people read them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from scenario_cli.answers.group.words import ballots
from scenario_cli.choices import EventKind
from scenario_cli.model.game import GameEvent
from scenario_cli.model.titles import Titles
from scenario_cli.text import listed

APART = "(kept apart)"
BEFORE_THE_FIRST = "No ranking is shown before the first turn."
ENDS = (".", "!", "?")
TORN = "The last line was cut off and does not count; the next line takes its place."


def line_words(event: GameEvent, titles: Titles, secrets: Mapping[str, str]) -> str:
    """Return what a line tells of, without who and when; a text that is kept apart only from ``secrets``."""
    return _WORDS[event.kind](event, titles, _text(event.said, secrets))


def line_sentence(
    event: GameEvent, titles: Titles, secrets: Mapping[str, str] = MappingProxyType({}), *, turn: int = 0
) -> str:
    """Return a line as a sentence: its number, the ``turn`` where one is named, who did it, and what."""
    words = line_words(event, titles, secrets)
    when = f", turn {turn}" if turn else ""
    hand = f", by {event.by}" if event.by else ""
    return f"Line {event.line}{when}{hand}: {words}{'' if words.endswith(ENDS) else '.'}"


def _new(event: GameEvent, _titles: Titles, _text: str) -> str:
    weights = event.said["weights"]
    under = "" if weights is None else f" with {weights['id']}"
    return f"game of {event.said['scenario']['id']}{under}"


def _guess(event: GameEvent, titles: Titles, _text: str) -> str:
    who = event.said["who"]
    order = ", ".join(titles.options.get(id_, id_) for id_ in event.said["order"])
    return f"guess{f' of {who}' if who else ''}: {order}"


def _inject(event: GameEvent, titles: Titles, _text: str) -> str:
    id_, until = event.said["inject"], event.said["until"]
    said = f'inject "{titles.injects.get(id_, id_)}"'
    return said if until is None else f"{said}, through turn {until}"


def _move(event: GameEvent, _titles: Titles, text: str) -> str:
    return f"move: {text}" + "".join(f"; because {reason}" for reason in event.said["because"])


def _ruling(event: GameEvent, _titles: Titles, _text: str) -> str:
    said = event.said
    parts = [f"ruling on line {said['move']}: {'succeeds' if said['succeeds'] else 'fails'}"]
    parts += [f"chance {said['chance']:g}%"] if said["chance"] is not None else []
    parts += [f"votes {', '.join(f'{vote:g}' for vote in said['votes'])}"] if said["votes"] else []
    parts += [f"roll {said['roll']:g}"] if said["roll"] is not None else []
    parts += [f"set {listed(said['set'])}"] if said["set"] else []
    return "; ".join(parts)


def _set(event: GameEvent, _titles: Titles, _text: str) -> str:
    weights = event.said["weights"]
    ballot = [] if weights is None else [f"all points to those of {weights['id']}"]
    return f"set {listed([*ballot, *event.said['set']])}"


def _edited(event: GameEvent, _titles: Titles, _text: str) -> str:
    changes = [f"{c['key']} {_value(c['old'])} -> {_value(c['new'])}" for c in event.said["changes"]]
    more = [f"{len(changes) - 3} more"] if len(changes) > 3 else []
    said = "; ".join([*changes[:3], *more]) or "no number"
    return f"{event.said['file']} changed outside the game: {said}"


_WORDS: Mapping[EventKind, Callable[[GameEvent, Titles, str], str]] = {
    "new": _new,
    "guess": _guess,
    "turn": lambda event, _, __: f'opens "{event.said["title"]}"',
    "inject": _inject,
    "move": _move,
    "against": lambda event, _, text: f"against line {event.said['move']}: {text}",
    "ruling": _ruling,
    "set": _set,
    "ballots": lambda event, _, __: ballots_words(event),
    "say": lambda _, __, text: f"says: {text}",
    "fact": lambda _, __, text: f"fact: {text}",
    "edited": _edited,
    "undo": lambda event, _, __: f"takes back {lines_words(event.said['undoes'])}",
    "redo": lambda event, _, __: f"brings back {lines_words(event.said['redoes'])}",
}


def ballots_words(event: GameEvent) -> str:
    """Return how many ballots a line keeps, and of which round; whose they are is not in the log."""
    round_ = event.said["round"]
    return ballots(len(event.said["ballots"])) + (f" of round {round_}" if round_ else "")


def lines_words(lines: list[int]) -> str:
    """Return lines as a sentence names them: ``line 4``, ``lines 4 to 7``, ``lines 4, 6 and 9``."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    if lines == list(range(lines[0], lines[-1] + 1)) and len(lines) > 2:
        return f"lines {lines[0]} to {lines[-1]}"
    return f"lines {listed([str(line) for line in lines])}"


def turn_title(turn: GameEvent) -> str:
    """Return what a turn is called: its number, and its title where that says more."""
    number, title = f"Turn {turn.turn}", str(turn.said["title"])
    return title if title.lower().startswith(number.lower()) else f"{number}{f': {title}' if title else ''}"


def _text(said: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    text = said.get("text")
    return str(text) if text is not None else secrets.get(str(said.get("secret")), APART)


def _value(stated: Any) -> str:
    return f"{stated:.12g}" if isinstance(stated, int | float) else "none" if stated is None else str(stated)
