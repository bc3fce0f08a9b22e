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
_HASH = re.compile(r"[0-9a-f]{64}")
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


def read_log(content: bytes, name: str) -> Log:
    """Read a log; ``name`` is what messages call it.

    Raises
    ------
    InputError
        A line is damaged, or does not follow the one before: the first such line is named. A last
        line that was cut off is no damage.
    """
    events: list[GameEvent] = []
    before, whole = ZERO_HASH, 0
    lines = content.split(b"\n")
    last = lines.pop()
    for number, raw in enumerate(lines, 1):
        event = _event(raw, number, before, name)
        events.append(event)
        before, whole = event.sha256, whole + len(raw) + 1
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
        stated = json.loads(raw.decode())
        del stated["sha256"]
        previous, line = stated.pop("prev"), stated.pop("line")
    except (ValueError, LookupError, TypeError, RecursionError):
        raise broken(name, number, "this line is none of a game's log") from None
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


def broken(name: str, line: int, message: str, hint: str = "") -> InputError:
    """Return what a log is refused with at a line."""
    return InputError([Mistake(file=name, line=line, code=BROKEN, message=message, hint=hint)])


def _read(stated: dict[str, Any], line: int, own: str) -> GameEvent:
    at, turn, by, kind = (stated.pop(key) for key in ("at", "turn", "by", "kind"))
    if kind not in FIELDS:
        raise ValueError(f"'{kind}' is no kind of line")
    if not (_is_text(at) and _is_whole(turn) and (by is None or _is_text(by))):
        raise ValueError("at, turn or by has another type")
    datetime.fromisoformat(at)
    if (kind == "new") != (line == 1):
        raise ValueError("a game begins with its first line, and there alone")
    fields = FIELDS[kind]
    for key, what in fields.items():
        if not _is(stated[key], what):
            raise ValueError(f"{key} is not what it has to be")
    for key, value in stated.items():
        if key in BESIDES and key not in fields and not _is(value, BESIDES[key]):
            raise ValueError(f"{key} is not what it has to be")
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
}


def _is(value: Any, what: str) -> bool:
    if what.endswith("?"):
        return value is None or _is(value, what[:-1])
    if what in _OF_LISTS:
        return isinstance(value, list) and all(map(_OF_LISTS[what], value))
    return _CHECKS[what](value)


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
