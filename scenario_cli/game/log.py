"""The log of a game: lines of JSON, each with the hash of the one before; read whole or refused."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from math import isfinite
from typing import Any, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake
from scenario_cli.model.game import BESIDES, FIELDS, ZERO_HASH, GameEvent

_SEAL = re.compile(rb',"sha256":"([0-9a-f]{64})"\}')
_SEAL_LENGTH = len(',"sha256":"') + 64 + len('"}')
_NAMES = {"undo": "undoes", "redo": "redoes", "against": "move", "ruling": "move"}  # lines before it
_HASH = re.compile(r"[0-9a-f]{64}")
_decode = json.JSONDecoder().raw_decode  # reads a line in half the time of json.loads
BROKEN = "broken-chain"


class Log(NamedTuple):
    """The lines of a game's log as read.

    ``whole`` is how many of its bytes are whole lines; ``torn`` what follows: half a line, as a kill
    leaves it. ``unended`` is whether only the end of the last whole line is missing.
    """

    events: tuple[GameEvent, ...] = ()
    whole: int = 0
    torn: bytes = b""
    unended: bool = False

    @property
    def last_hash(self) -> str:
        """What the next line names."""
        return self.events[-1].sha256 if self.events else ZERO_HASH


def line_of(event: GameEvent, before: str) -> bytes:
    """Return an event as a line of the log, without its end; ``before`` is the hash of the line before.

    The line's own hash is that of its bytes without the part that states it.
    """
    stated = {**event.stated, "prev": before}
    body = json.dumps(stated, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return body[:-1] + b',"sha256":"' + sha256(body).hexdigest().encode() + b'"}'


def read_log(content: bytes, name: str, sound: int = 0) -> Log:
    """Read a log; ``name`` is what messages call it.

    The first ``sound`` bytes are lines that were held to all of this before, and need not be again.

    Raises
    ------
    InputError
        A line is damaged, or does not follow the one before: the first such line is named. A last
        line that was cut off is no damage.
    """
    lines = content.split(b"\n")
    last = lines.pop()
    events = _read_again(content[:sound], lines)
    before = events[-1].sha256 if events else ZERO_HASH
    for number, raw in enumerate(lines[len(events) :], len(events) + 1):
        events.append(_event(raw, number, before, name))
        before = events[-1].sha256
    whole = len(content) - len(last)
    unended = False
    if last:
        try:  # a kill may leave a line that lacks nothing but its end
            events.append(_event(last, len(lines) + 1, before, name))
            last, whole, unended = b"", whole + len(last), True
        except InputError:
            pass
    return Log(tuple(events), whole, last, unended)


def _event(raw: bytes, number: int, before: str, name: str) -> GameEvent:
    seal = _SEAL.fullmatch(raw, len(raw) - _SEAL_LENGTH) if len(raw) > _SEAL_LENGTH else None
    if seal is None or sha256(raw[:-_SEAL_LENGTH] + b"}").hexdigest().encode() != seal[1]:
        raise broken(name, number, "this line has been changed: it has not the hash that it states")
    try:
        text = raw.decode()
        stated, end = _decode(text)
        del stated["sha256"]
        previous, line = stated.pop("prev"), stated.pop("line")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise broken(name, number, "this line is none of a game's log") from None
    if end != len(text):
        raise broken(name, number, "this line is none of a game's log")
    if line != number or isinstance(line, bool):
        raise broken(name, number, f"line {number} is expected here, and this one says that it is {line}")
    if previous != before:
        raise broken(
            name, number, "this line does not follow the one before: a line was changed or taken out"
        )
    try:
        return _read(stated, number, sha256(raw).hexdigest())
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise broken(name, number, f"this line of the log cannot be read: {error}") from None


def _read_again(sound: bytes, lines: Iterable[bytes]) -> list[GameEvent]:
    """Return the events of lines that are known to be sound, at a third of what it takes to find that out."""
    events: list[GameEvent] = []
    try:
        for stated, raw in zip(json.loads(b"[%b]" % sound[:-1].replace(b"\n", b",")), lines, strict=False):
            pop = stated.pop
            del stated["prev"], stated["sha256"]
            line, at, turn, by, kind = pop("line"), pop("at"), pop("turn"), pop("by"), pop("kind")
            events.append(GameEvent(line, at, turn, by, kind, stated, sha256(raw).hexdigest()))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):  # it was not we who said so
        return []
    return events


class Checkpoint(NamedTuple):
    """How far a log was sound when it was last written: only so can be told that its end was cut off.

    It can always be made again from the log. ``sha256`` is the hash of the last of its lines, ``whole``
    that of its first ``size`` bytes: while these are the same they need not be held to the chain again.
    """

    lines: int = 0
    sha256: str = ZERO_HASH
    size: int = 0
    whole: str = ""

    @property
    def content(self) -> bytes:
        """Its file."""
        return json.dumps(self._asdict()).encode() + b"\n"

    def sound(self, content: bytes) -> int:
        """Return how many of a log's first bytes are known to be sound."""
        known = self.size if 0 < self.size <= len(content) else 0
        return known if known and sha256(content[:known]).hexdigest() == self.whole else 0


def checkpoint_of(last: GameEvent, content: bytes) -> Checkpoint:
    """Return the checkpoint of a log that was written whole."""
    return Checkpoint(last.line, last.sha256, len(content), sha256(content).hexdigest())


def read_checkpoint(content: bytes) -> Checkpoint:
    """Read a checkpoint; one that says nothing is as good as none."""
    try:
        stated = json.loads(content)
        lines, last = stated["lines"], stated["sha256"]
        size, whole = stated.get("size", 0), stated.get("whole", "")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Checkpoint()
    if not (_is_whole(lines) and _is_hash(last) and _is_whole(size) and _is_text(whole)):
        return Checkpoint()
    return Checkpoint(lines, last, size, whole)


def broken(name: str, line: int, message: str, hint: str = "") -> InputError:
    """Return what a log is refused with at a line."""
    return InputError([Mistake(file=name, line=line, code=BROKEN, message=message, hint=hint)])


def _read(stated: dict[str, Any], line: int, own: str) -> GameEvent:
    pop = stated.pop
    at, turn, by, kind = pop("at"), pop("turn"), pop("by"), pop("kind")
    if kind not in FIELDS:
        raise ValueError(f"'{kind}' is no kind of line")
    if not (_is_text(at) and _is_whole(turn) and (by is None or _is_text(by))):
        raise ValueError("at, turn or by has another type")
    datetime.fromisoformat(at)
    if (kind == "new") != (line == 1):
        raise ValueError("a game begins with its first line, and there alone")
    checks = _FIELDS[kind]
    for key, is_sound in checks.items():
        if not is_sound(stated[key]):
            raise ValueError(f"{key} is not what it has to be")
    if len(stated) > len(checks):
        for key, what in BESIDES.items():
            if key in stated and key not in checks and not _CHECKS[what](stated[key]):
                raise ValueError(f"{key} is not what it has to be")
    named = stated[_NAMES[kind]] if kind in _NAMES else []
    if any(not 0 < one < line for one in (named if isinstance(named, list) else [named])):
        raise ValueError("it names a line that is not before it")
    return GameEvent(line, at, turn, by, kind, stated, own)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _is_file(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("id")) and _is_hash(value.get("sha256"))


def _is_result(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and all(isinstance(value.get(key), dict) for key in ("scores", "ranks"))
        and all(map(_is_number, value["scores"].values()))
        and all(map(_is_whole, value["ranks"].values()))
        and isinstance(value.get("inputs"), list)
        and _is_text(value.get("version"))
    )


def _is_change(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("key")) and {"old", "new"} <= value.keys()


_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "text": _is_text,
    "whole": _is_whole,
    "number": _is_number,
    "truth": lambda value: isinstance(value, bool),
    "hash": _is_hash,
    "file": _is_file,
    "result": _is_result,
}
_OF_LISTS: Mapping[str, Callable[[Any], bool]] = {
    "texts": _is_text,
    "numbers": _is_number,
    "lines": _is_whole,
    "changes": _is_change,
    "hashes": _is_hash,
}


def _check_of(what: str) -> Callable[[Any], bool]:
    if what.endswith("?"):
        inner = _check_of(what[:-1])
        return lambda value: value is None or inner(value)
    if what in _OF_LISTS:
        each = _OF_LISTS[what]
        return lambda value: isinstance(value, list) and all(map(each, value))
    return _CHECKS[what]


_FIELDS = {kind: {key: _check_of(what) for key, what in fields.items()} for kind, fields in FIELDS.items()}


def sealed(events: Iterable[GameEvent], before: str) -> tuple[list[GameEvent], bytes]:
    """Return events with their hashes, and the bytes that they add to a log."""
    done: list[GameEvent] = []
    content = b""
    for event in events:
        raw = line_of(event, before)
        before = sha256(raw).hexdigest()
        done.append(event._replace(sha256=before))
        content += raw + b"\n"
    return done, content
