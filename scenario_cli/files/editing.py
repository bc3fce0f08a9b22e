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
from typing import Any, BinaryIO, NamedTuple

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


class Edit(NamedTuple):
    """A finished edit, not yet written: bytes before and after, and the pieces that differ."""

    path: Path
    before: bytes
    after: bytes
    replacements: tuple[Replacement, ...]


def set_numbers(source: ParsedFile, path: Path, numbers: dict[DataPath, str], why: str = "") -> Edit:
    """Return the edit that puts numbers in place of the ones at some paths.

    Parameters
    ----------
    source : ParsedFile
        The file as read.
    path : Path
        Where it is.
    numbers : dict
        What to write, as text, by path.
    why : str, optional
        Appended, with the old value, as a comment at the end of each line; JSON has none.

    Raises
    ------
    InputError
        A number cannot be changed in place: it is missing, aliased, or no number; or a
        comment cannot stand at the end of its line.
    """
    text, _ = decoded(source.name, source.content)
    comment = bool(why) and holds_comments(path)
    replacements = []
    for where, new in numbers.items():
        start, end = _span(source, where)
        replacements.append(Replacement(start, text[start:end], new))
        if comment:
            replacements.append(_comment(text, end, f"was {text[start:end]}: {why}"))
    edit = _applied(source.name, path, source.content, replacements)
    again = _read_again(source, edit.after)
    wanted = {where: float(new) for where, new in numbers.items()}
    if again is None or again != _with(source.data, wanted):
        reason = (
            "a comment cannot stand at the end of this line"
            if comment
            else "the number cannot be changed in place"
        )
        raise InputError(
            [source.mistake(next(iter(numbers)), "not-in-place", reason, "edit the file by hand")]
        )
    return edit


def write_edit(edit: Edit, name: str, record: dict[str, Any]) -> None:
    """Write an edit and its line of history, if the file is still the one that was read.

    Raises
    ------
    InputError
        The file changed meanwhile; nothing is written.
    OSError
        It cannot be written; nothing is.
    """
    if edit.after == edit.before:
        return
    with _history(edit.path) as history:
        if read_bytes(Found(edit.path, name)) != edit.before:
            message = "the file changed meanwhile; nothing was written"
            raise InputError(
                [Mistake(file=name, code="changed-meanwhile", message=message, hint="try again")]
            )
        line = {
            **record,
            "before": sha256(edit.before).hexdigest(),
            "after": sha256(edit.after).hexdigest(),
            "replaced": [r._asdict() for r in edit.replacements],
        }
        size = history.seek(0, 2)
        if size:
            history.seek(size - 1)
            history.write(b"" if history.read(1) == b"\n" else b"\n")  # a line that was cut off
        history.write(json.dumps(line, sort_keys=True).encode() + b"\n")
        history.flush()
        write_whole(edit.path, edit.after)


def undo_edit(path: Path, name: str) -> tuple[Edit, dict[str, Any]]:
    """Return the edit that takes back the last change, and that change's line of history.

    An undo is itself a change, so undoing it does the change again.

    Raises
    ------
    InputError
        There is nothing to take back, or the file has been changed by other means since.
    """
    content = read_bytes(Found(path, name))
    now = sha256(content).hexdigest()
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
    edit = _applied(name, path, content, back)
    if sha256(edit.after).hexdigest() != last["before"]:
        message = "the history does not lead back to the file as it was"
        raise InputError([Mistake(file=name, code="nothing-to-undo", message=message)])
    return edit, last


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


def _applied(name: str, path: Path, before: bytes, replacements: Sequence[Replacement]) -> Edit:
    text, encoding = decoded(name, before)
    mark = before[: len(before) - len(text.encode(encoding))]
    pieces, done = [], 0
    ordered = sorted(replacements, key=lambda r: r.at)
    for r in ordered:
        pieces += [text[done : r.at], r.new]
        done = r.at + len(r.old)
    after = mark + "".join([*pieces, text[done:]]).encode(encoding)
    return Edit(path, before, after, tuple(ordered))


def _read_again(source: ParsedFile, content: bytes) -> Any:
    try:
        again = parse(source.name, content)
    except InputError:
        return None
    return None if len(again.mistakes) != len(source.mistakes) else again.data


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
