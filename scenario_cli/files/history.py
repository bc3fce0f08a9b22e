"""The history of a file: every change of its numbers, one line of JSON each, oldest first.

A line is written before the file is, and marked once the file is written: where a kill came between,
the file's hash says whether the change was made. What stands at a key is kept as text, so that it comes
back as it was written; numbers are kept beside, so that an edit made by hand can be told.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import refuse_outside
from scenario_cli.mistakes import Mistake
from scenario_cli.model.base import is_number

HISTORY_ENDING = ".history.jsonl"

Deed = Literal["set", "undo", "redo", "hand"]
Value = float | str | None
NOT_WRITTEN, WRITTEN = b'"written": false}', b'"written": true }'


class Passage(NamedTuple):
    """The text at a key, as a person writes the key, before a change and after it."""

    key: str
    old: str
    new: str

    @property
    def back(self) -> "Passage":
        """The same the other way round."""
        return Passage(self.key, self.new, self.old)


class Line(NamedTuple):
    """One line of a history.

    ``old`` and ``new`` are the numbers at the keys that changed, ``None`` where a key was not there;
    ``everything`` the numbers of all keys afterwards, where the lines before do not say them.
    ``written`` says whether the file was written, too; ``None`` in lines of version 0.1.
    """

    command: Deed
    before: str
    after: str
    texts: tuple[Passage, ...] = ()
    comments: tuple[Passage, ...] = ()
    at: str | None = None
    who: str = ""
    why: str = ""
    old: Mapping[str, Value] = {}
    new: Mapping[str, Value] = {}
    everything: Mapping[str, Value] | None = None
    written: bool | None = True

    @property
    def back(self) -> "Line":
        """The change the other way round."""
        texts, comments = (
            tuple(passage.back for passage in passages) for passages in (self.texts, self.comments)
        )
        return self._replace(texts=texts, comments=comments, old=self.new, new=self.old)

    def as_bytes(self) -> bytes:
        """Return the line as it stands in the file, its mark last."""
        stated = {
            "command": self.command,
            "before": self.before,
            "after": self.after,
            "changes": [list(passage) for passage in self.texts],
            "comments": [list(passage) for passage in self.comments],
            "at": self.at,
            "who": self.who,
            "why": self.why,
            "old": self.old,
            "new": self.new,
            **({} if self.everything is None else {"numbers": self.everything}),
        }
        mark = WRITTEN if self.written else NOT_WRITTEN
        return json.dumps(stated, sort_keys=True)[:-1].encode() + b", " + mark + b"\n"


class History(NamedTuple):
    """The lines of a history as read.

    ``name`` is what messages call it; ``whole`` how many of its bytes are whole lines: what follows
    is half a line, as a kill leaves it.
    """

    name: str
    lines: tuple[Line, ...] = ()
    content: bytes = b""
    whole: int = 0

    @property
    def torn(self) -> bool:
        """Whether its last line was cut off."""
        return self.whole < len(self.content)

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes, in hexadecimal."""
        return sha256(self.content).hexdigest()

    @property
    def comments(self) -> list[str]:
        """Every comment that was ever put beside a number; whatever else stands there is the user's."""
        return list({passage.new: None for line in self.lines for passage in line.comments if passage.new})


@dataclass
class ToldChange:
    """A change in the order made: a set with what undid and redid it since, or an edit made by hand."""

    line: Line
    undone: bool = False
    since: list[Line] = field(default_factory=list)


class Account(NamedTuple):
    """What a history comes to: its changes, oldest first, and which can be taken back or made again.

    ``hand`` is the edit by hand that no line tells of yet; ``complete`` whether the numbers of all keys
    are known, without which an edit by hand is told by the keys in the history alone.
    """

    changes: list[ToldChange]
    done: list[ToldChange]
    undone: list[ToldChange]
    hand: Line | None
    complete: bool


def history_path(path: Path) -> Path:
    """Return where the history of a file stands."""
    real = path.resolve()
    return real.with_name(real.name + HISTORY_ENDING)


def time_now() -> str:
    """Return the time as a history has it, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_history(path: Path, name: str) -> History:
    """Read the history of a file; ``name`` is what the file is called.

    Raises
    ------
    InputError
        It cannot be read, or a line of it is damaged. The last line alone may be cut off.
    """
    where = history_path(path)
    called = where.as_posix() if path.is_symlink() else name + HISTORY_ENDING
    try:
        refuse_outside(where)
        content = where.read_bytes()
    except FileNotFoundError:
        return History(called)
    except OSError as error:
        message = f"its history cannot be read: {error.strerror}"
        raise InputError([Mistake(file=name, code="unreadable", message=message)]) from None
    lines: list[Line] = []
    whole = 0
    for number, raw in enumerate(content.split(b"\n"), 1):
        try:
            lines += [_line(raw.decode())] if raw.strip() else []
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
            last = whole + len(raw) == len(content)
            if last and raw[:2] in (b"{", b'{"') and isinstance(error, json.JSONDecodeError):
                break
            hint = "mend the line or move the history away; the file itself was not touched"
            message = "this line of the history is damaged"
            raise InputError([Mistake(called, "damaged-history", message, number, hint=hint)]) from None
        whole += len(raw) + 1
    whole = min(whole, len(content))  # the last line ends without a sign of its end
    return History(called, tuple(lines), content, whole)


def _line(text: str) -> Line:
    stated = json.loads(text)
    json.dumps(stated, ensure_ascii=False).encode()  # half of a surrogate pair can never be written
    command = stated["command"]
    if command not in get_args(Deed):
        raise ValueError(command)
    texts = tuple(_passage(part) for part in stated["changes"])
    before, after = _text(stated["before"]), _text(stated["after"])
    why = _text(stated.get("why", ""))
    if "written" not in stated:
        old, new = ({p.key: _number(p[k]) for p in texts} for k in (1, 2))
        return Line(
            command,
            before,
            after,
            texts,
            _old_comments(stated, texts),
            why=why,
            old=old,
            new=new,
            written=None,
        )
    at = stated["at"]
    if at is not None:
        datetime.fromisoformat(_text(at))
    comments = tuple(_passage(part) for part in stated["comments"])
    sound = {passage.key for passage in comments} <= {passage.key for passage in texts}
    if not isinstance(stated["written"], bool) or not sound or bool(texts) == (command == "hand"):
        raise ValueError("written")
    return Line(
        command,
        before,
        after,
        texts,
        comments,
        at,
        _text(stated["who"]),
        why,
        _values(stated["old"]),
        _values(stated["new"]),
        _values(stated["numbers"]) if "numbers" in stated else None,
        stated["written"],
    )


def _old_comments(stated: Any, texts: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the comments of a line of version 0.1, each with the key of the number before it."""
    parts = [(_place(p["at"]), _text(p["old"]), _text(p["new"])) for p in stated["replaced"]]
    parts.sort(key=lambda part: part[0])
    if [part[1:] for part in parts if all(part[1:])] != [(p.old, p.new) for p in texts]:
        raise ValueError("replaced")
    comments: dict[int, Passage] = {}
    passed = 0
    for at, old, new in parts:
        if old and new:
            passed += 1
        else:  # several at one place are one comment
            key, before, after = comments.get(at, (texts[max(passed - 1, 0)].key, "", ""))
            comments[at] = Passage(key, before + old, after + new)
    return tuple(comments.values())


def _text(stated: Any) -> str:
    if not isinstance(stated, str):
        raise TypeError(stated)
    return stated


def _passage(stated: Any) -> Passage:
    key, old, new = stated
    return Passage(_text(key), _text(old), _text(new))


def _place(stated: Any) -> int:
    if not isinstance(stated, int) or isinstance(stated, bool) or stated < 0:
        raise TypeError(stated)
    return stated


def _number(text: str) -> float:
    if not is_number(text):
        raise ValueError(text)
    return float(text)


def _values(stated: Any) -> dict[str, Value]:
    return {key: _value(value) for key, value in stated.items()}


def _value(stated: Any) -> Value:
    if stated is None or isinstance(stated, str):
        return stated
    if isinstance(stated, bool) or not math.isfinite(float(stated)):
        raise ValueError(stated)
    return float(stated)


def account(history: History, sha: str, numbers: Mapping[str, Value], path: Path) -> Account:
    """Return what a history comes to, given the file's hash and its numbers as they are now.

    A set puts a change on top, undo takes the topmost account one away, redo puts back the one that
    was taken last; after a set there is nothing to redo. Edits made by hand stand apart.
    """
    changes: list[ToldChange] = []
    done: list[ToldChange] = []
    undone: list[ToldChange] = []
    known: dict[str, Value] = {}
    complete, last, earlier = False, "", "set"
    for i, line in enumerate(history.lines):
        if not _was_made(line, history.lines[i + 1 : i + 2], sha, numbers):
            continue
        command: Deed = line.command
        if line.written is None and command == "undo" and earlier == "undo":
            command = "redo"  # in version 0.1 undo took back an undo, too
        if command in ("set", "hand"):
            changes.append(ToldChange(line))
        if command == "set":
            done.append(changes[-1])
            undone.clear()
        elif command == "undo" and done:
            undone.append(done.pop())
        elif command == "redo" and undone:
            done.append(undone.pop())
        if command in ("undo", "redo"):
            turned = undone if command == "undo" else done
            if turned:
                turned[-1].undone = command == "undo"
                turned[-1].since.append(line._replace(command=command))
        complete = complete or line.everything is not None
        known = dict(line.everything) if line.everything is not None else {**known, **line.new}
        last, earlier = line.after, command if command != "hand" else earlier
    hand = None
    if last and last != sha:
        keys = [*numbers, *known] if complete else known
        old, new = differing(known, numbers, keys)
        hand = Line("hand", last, sha, at=_saved_at(path), old=old, new=new)
        changes.append(ToldChange(hand))
    return Account(changes, done, undone, hand, complete)


def _was_made(line: Line, following: Sequence[Line], sha: str, numbers: Mapping[str, Value]) -> bool:
    """Whether the file was written, too, and the line tells of no write that a kill kept from happening."""
    if line.written:
        return True
    if following:
        next_ = following[0].before
        return next_ != line.before if line.written is None else next_ == line.after
    if sha in (line.before, line.after) or line.written is None:
        return sha != line.before
    return all(numbers.get(key) == value for key, value in line.new.items())  # a kill, then an edit by hand


def differing(
    old: Mapping[str, Value], new: Mapping[str, Value], keys: Iterable[str]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return the old and the new numbers of the keys at which they differ."""
    moved = [key for key in dict.fromkeys(keys) if old.get(key) != new.get(key)]
    return {key: old.get(key) for key in moved}, {key: new.get(key) for key in moved}


def _saved_at(path: Path) -> str | None:
    """Return when a file was last saved, which is when it was edited by hand."""
    with suppress(OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    return None
