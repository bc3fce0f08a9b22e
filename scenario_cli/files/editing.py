"""Change numbers in a file in place: every other byte stays, and each change can be taken back.

A number is found by its node's span in the text. The result is read again before it is
written; it is written whole, under a lock, and only if the file is still the one read.
The history beside the file is plain JSON Lines: one line a change, oldest first.
"""

import json
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

import yaml

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.locks import hold
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.parsing import decoded, number_in, value_span
from scenario_cli.files.writing import write_whole
from scenario_cli.mistakes import DataPath, Mistake, dotted
from scenario_cli.model.base import Numeral

HISTORY_ENDING = ".history.jsonl"


class Replacement(NamedTuple):
    """A piece of text at a place in a file's characters, and what stands there instead."""

    at: int
    old: str
    new: str


class NumberChange(NamedTuple):
    """A number that an edit changes: its key, as a person writes it, and both texts."""

    key: str
    old: str
    new: str


class Edit(NamedTuple):
    """A finished edit, not yet written.

    ``before`` is the file as it is, ``after`` as it will be read; ``replacements`` are the pieces
    of text that differ, ``changes`` the numbers.
    """

    path: Path
    before: bytes
    after: ParsedFile
    replacements: tuple[Replacement, ...]
    changes: tuple[NumberChange, ...]


def set_numbers(file: ParsedFile, numbers: dict[DataPath, str], why: str = "") -> Edit:
    """Return the edit that puts numbers in place of the ones at some paths.

    Parameters
    ----------
    file : ParsedFile
        The file as read.
    numbers : dict
        What to write, as text, by path.
    why : str, optional
        Appended, with the old value, as a comment at the end of each line; JSON has none.

    Raises
    ------
    InputError
        It is no file of the user's; or a number cannot be changed in place: it is missing,
        aliased, or no number; or a comment cannot stand at the end of its line.
    """
    path = own_path(file)
    text, _ = decoded(file.name, file.content)
    comment = bool(why) and holds_comments(path)
    replacements, changed = [], []
    for where, new in numbers.items():
        start, end = _span(file, where)
        replacements.append(Replacement(start, text[start:end], new))
        changed.append((start, NumberChange(dotted(where[1:]), text[start:end], new)))
        if comment:
            replacements.append(_comment(text, end, f"was {text[start:end]}: {why}"))
    ordered, after = _applied(file.name, file.content, replacements)
    again = _read_again(file, after)
    wanted = {where: float(new) for where, new in numbers.items()}
    if again is None or again.data != _with(file.data, wanted):
        reason = (
            "a comment cannot stand at the end of this line"
            if comment
            else "the number cannot be changed in place"
        )
        raise InputError([file.mistake(next(iter(numbers)), "not-in-place", reason, "edit the file by hand")])
    return Edit(path, file.content, again, ordered, tuple(change for _, change in sorted(changed)))


def own_path(file: ParsedFile) -> Path:
    """Return where a file of the user's is.

    Raises
    ------
    InputError
        It is built in, or standard input.
    """
    if file.path is not None and not file.name.startswith("built-in:"):
        return file.path
    hint = "save it as a file, weights/mine.yaml say, and name that"
    if file.path is not None:
        hint = f"make a copy: scenario show {file.stem} -o weights/mine.yaml"
    message = "this is no file of yours to change"
    raise InputError([Mistake(file=file.name, code="not-in-place", message=message, hint=hint)])


def write_edit(edit: Edit, command: Literal["set", "undo"], why: str = "") -> None:
    """Write an edit and its line of history, if the file is still the one that was read.

    Raises
    ------
    InputError
        The file changed meanwhile; nothing is written.
    OSError
        It cannot be written; nothing is.
    """
    name, after = edit.after.name, edit.after.content
    if after == edit.before:
        return
    with _history(edit.path) as history:
        if read_bytes(Found(edit.path, name)) != edit.before:
            message = "the file changed meanwhile; nothing was written"
            raise InputError(
                [Mistake(file=name, code="changed-meanwhile", message=message, hint="try again")]
            )
        line = {
            "command": command,
            **({"why": why} if command == "set" else {}),
            "changes": [list(change) for change in edit.changes],
            "before": sha256(edit.before).hexdigest(),
            "after": sha256(after).hexdigest(),
            "replaced": [r._asdict() for r in edit.replacements],
        }
        size = history.seek(0, 2)
        if size:
            history.seek(size - 1)
            history.write(b"" if history.read(1) == b"\n" else b"\n")  # a line that was cut off
        history.write(json.dumps(line, sort_keys=True).encode() + b"\n")
        history.flush()
        write_whole(edit.path, after)


def undo_edit(file: ParsedFile) -> Edit:
    """Return the edit that takes back the last change.

    An undo is itself a change, so undoing it does the change again.

    Raises
    ------
    InputError
        There is nothing to take back, or the file has been changed by other means since.
    """
    path, name = own_path(file), file.name
    now = file.sha256
    lines = _lines(path, name)
    last = next((line for line in reversed(lines) if line["after"] == now), None)
    if last is None:
        foreign = any(now != line["before"] for line in lines[-1:])
        message = (
            "the file was changed by other means since" if foreign else "there is no change to take back"
        )
        raise InputError([Mistake(file=name, code="nothing-to-undo", message=message)])
    back: list[Replacement] = []
    shift = 0
    for r in sorted(
        (Replacement(part["at"], part["old"], part["new"]) for part in last["replaced"]), key=lambda r: r.at
    ):
        back.append(Replacement(r.at + shift, r.new, r.old))
        shift += len(r.new) - len(r.old)
    ordered, after = _applied(name, file.content, back)
    if sha256(after).hexdigest() != last["before"]:
        message = "the history does not lead back to the file as it was"
        raise InputError([Mistake(file=name, code="nothing-to-undo", message=message)])
    changes = tuple(NumberChange(key, new, old) for key, old, new in last["changes"])
    return Edit(path, file.content, parse(name, after, path), ordered, changes)


def holds_comments(path: Path) -> bool:
    """Whether a comment can stand in a file: not in JSON, which other tools read as such."""
    return path.suffix.lower() != ".json"


def history_path(path: Path) -> Path:
    """Return where the history of a file stands."""
    real = path.resolve()
    return real.with_name(real.name + HISTORY_ENDING)


def _lines(path: Path, name: str) -> list[dict[str, Any]]:
    history = history_path(path)
    if not history.is_file():
        return []
    try:
        content = history.read_bytes()
    except OSError as error:
        message = f"its history cannot be read: {error.strerror}"
        raise InputError([Mistake(file=name, code="unreadable", message=message)]) from None
    found = []
    for line in content.split(b"\n"):
        try:
            stated = json.loads(line)
            for part in stated["replaced"]:
                Replacement(int(part["at"]), str(part["old"]), str(part["new"]))
            changes = [(str(id_), str(old), str(new)) for id_, old, new in stated.get("changes", [])]
            ends = {"before": str(stated["before"]), "after": str(stated["after"])}
            found.append({**stated, **ends, "changes": changes})
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return found


def _span(source: ParsedFile, where: DataPath) -> tuple[int, int]:
    place = dotted(where)
    node = source.node(where)
    if node is None:
        message = f"'{place}' is not in the file, so there is no number to change"
        raise InputError([source.mistake(where, "not-in-place", message, "add it by hand")])
    if not isinstance(node, yaml.ScalarNode) or not number_in(node):
        raise InputError([source.mistake(where, "not-in-place", f"'{place}' is not a number")])
    if source.times(node) > 1:
        message = f"'{place}' is an alias, or aliases repeat it: changing it would change others"
        raise InputError([source.mistake(where, "not-in-place", message, "write the number out by hand")])
    return value_span(node)


def _comment(text: str, after: int, comment: str) -> Replacement:
    end = next((i for i in range(after, len(text)) if text[i] in "\r\n"), len(text))
    gap = "" if text[end - 1 : end] in (" ", "\t") else "  "
    return Replacement(end, "", f"{gap}# {comment}")


def _applied(
    name: str, before: bytes, replacements: Sequence[Replacement]
) -> tuple[tuple[Replacement, ...], bytes]:
    """Return replacements in the order of their places, and the bytes that they lead to."""
    text, encoding = decoded(name, before)
    mark = before[: len(before) - len(text.encode(encoding))]
    pieces, done = [], 0
    ordered = sorted(replacements, key=lambda r: r.at)
    for r in ordered:
        pieces += [text[done : r.at], r.new]
        done = r.at + len(r.old)
    return tuple(ordered), mark + "".join([*pieces, text[done:]]).encode(encoding)


def _read_again(file: ParsedFile, content: bytes) -> ParsedFile | None:
    try:
        again = parse(file.name, content, file.path)
    except InputError:
        return None
    return None if len(again.mistakes) != len(file.mistakes) else again


def _with(data: Any, numbers: dict[DataPath, float]) -> Any:
    """Return a copy of plain data with other numbers at some paths."""
    if isinstance(data, dict):
        return {key: _with_at(part, key, numbers) for key, part in data.items()}
    if isinstance(data, list):
        return [_with_at(part, i, numbers) for i, part in enumerate(data)]
    return numbers.get((), data) if isinstance(data, Numeral) else data


def _with_at(part: Any, step: str | int, numbers: dict[DataPath, float]) -> Any:
    return _with(part, {path[1:]: number for path, number in numbers.items() if path[:1] == (step,)})


@contextmanager
def _history(path: Path) -> Iterator[BinaryIO]:
    """Open the history and hold it for this process alone; a killed process lets go of it."""
    history = history_path(path)
    with history.open("ab+") as file:
        hold(file, wait=True)
        if not history.stat().st_size and path.exists():
            history.chmod(stat.S_IMODE(path.stat().st_mode) & 0o666 | stat.S_IRUSR | stat.S_IWUSR)
        yield file
