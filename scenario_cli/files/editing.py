"""Numbers in a file changed in place: every other byte stays, and each change can be taken back.

A number is found by its node's span in the text. The result is read again before it is
written; it is written whole, under a lock, and only if the file is still the one read.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Found, read_bytes
from scenario_cli.files.factors import curve_points
from scenario_cli.files.history import (
    NOT_WRITTEN,
    WRITTEN,
    Deed,
    History,
    Line,
    Passage,
    Value,
    account,
    differing,
    history_path,
    read_history,
    time_now,
)
from scenario_cli.files.locks import alone
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.places import Replacement, applied
from scenario_cli.files.writing import write_whole
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.scales import mapping

Subject = Literal["weights", "ratings"]


class Edit(NamedTuple):
    """A finished edit, not yet written.

    ``before`` is the file as it is, ``after`` as it will be read; ``line`` is what the history will
    say of it, ``hand`` what it will say first of an edit made by hand; ``history`` is as it was read.
    """

    path: Path
    before: bytes
    after: ParsedFile
    line: Line
    hand: Line | None
    history: History


def numbers_in(data: Any, of: Subject) -> dict[str, Value]:
    """Return the numbers of a file by key: points by ``DRIVER`` or ``DRIVER.FACTOR``, or ratings.

    A rating is a number or a word by ``OPTION.FACTOR``; its range stands at ``OPTION.FACTOR.low``
    and ``.high``. A point of a value curve stands at ``values.FACTOR.RATING``.
    """
    found: dict[str, Any] = {}
    if of == "weights":
        found |= mapping(data, "drivers")
        for driver, points in mapping(data, "factors").items():
            found |= {f"{driver}.{factor}": stated for factor, stated in mapping(points).items()}
    else:
        for option, cells in mapping(data, "ratings").items():
            for factor, cell in mapping(cells).items():
                parts = cell if isinstance(cell, dict) else {"value": cell}
                found[f"{option}.{factor}"] = parts.get("value")
                found |= {f"{option}.{factor}.{key}": parts[key] for key in ("low", "high") if key in parts}
        found |= curve_points(data)
    return {key: stated for key, stated in found.items() if isinstance(stated, float | str)}


def path_of(key: str, of: Subject) -> DataPath:
    """Return the path of a key; one with slashes, which no id holds, is the path itself."""
    if "/" in key:
        return tuple(key.split("/"))
    parts = tuple(key.split("."))
    return ("ratings", *parts) if of == "ratings" else ("drivers" if len(parts) == 1 else "factors", *parts)


def own_path(file: ParsedFile, of: Subject) -> Path:
    """Return where a file of the user's is.

    Raises
    ------
    InputError
        It is built in, or standard input.
    """
    if file.path is not None and not file.name.startswith("built-in:"):
        return file.path
    mine = "weights/mine.yaml" if of == "weights" else "mine.yaml"
    hint = f"save it as a file, {mine} say, and name that"
    if file.path is not None:
        hint = f"make a copy: scenario show {file.stem} -o {mine}"
    message = "this is no file of yours to change"
    raise InputError([Mistake(file=file.name, code="not-in-place", message=message, hint=hint)])


def edit(
    file: ParsedFile,
    after: ParsedFile,
    history: History,
    *,
    command: Deed,
    of: Subject,
    texts: Sequence[Passage],
    comments: Sequence[Passage] = (),
    keys: Iterable[str] = (),
) -> Edit:
    """Return an edit with what the history is to say of it.

    ``keys`` are those that the change names, where its texts stand at paths.
    """
    path = own_path(file, of)
    old, new = numbers_in(file.data, of), numbers_in(after.data, of)
    found = account(history, file.sha256, old, path)
    named = (piece.key for piece in texts if "/" not in piece.key)
    touched = [*named, *differing(old, new, [*old, *new])[0], *keys]
    line = Line(
        command,
        file.sha256,
        after.sha256,
        tuple(texts),
        tuple(comments),
        old={key: old.get(key) for key in touched},
        new={key: new.get(key) for key in touched},
        everything=None if found.complete else new,
        written=False,
    )
    return Edit(path, file.content, after, line, found.hand, history)


def write_edit(edit: Edit, why: str = "", who: str = "") -> None:
    """Write an edit and its line of history, if the file is still the one that was read.

    Raises
    ------
    InputError
        The file or its history changed meanwhile, the file is read-only, or it has another name (a
        hard link) under which it would stay as it was; nothing is written.
    OSError
        It cannot be written; nothing is.
    """
    name, after = edit.after.name, edit.after.content
    if after == edit.before:
        return
    _refuse_protected(edit.path, name)
    with _held(edit.path) as file:
        if (
            read_bytes(Found(edit.path, name)) != edit.before
            or read_history(edit.path, name).content != edit.history.content
        ):
            message = "the file changed meanwhile; nothing was written"
            raise InputError(
                [Mistake(file=name, code="changed-meanwhile", message=message, hint="try again")]
            )
        line = edit.line._replace(at=time_now(), who=who, why=why)
        before = [edit.hand] if edit.hand is not None else []
        start = edit.history.whole
        file.seek(start)
        file.truncate()  # half a line, which a kill left
        file.write(b"" if edit.history.content[:start].endswith(b"\n") or not start else b"\n")
        file.write(b"".join(told.as_bytes() for told in [*before, line]))
        file.flush()
        os.fsync(file.fileno())
        end = file.tell()
        try:
            write_whole(edit.path, after)
        except OSError:
            with suppress(OSError):
                file.truncate(start)
            raise
        with suppress(OSError):  # the file's hash says the same
            file.seek(end - len(NOT_WRITTEN) - 1)
            file.write(WRITTEN)


def _refuse_protected(path: Path, name: str) -> None:
    there = path.stat()
    if not there.st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(path, os.W_OK):
        message, code, hint = (
            "the file is read-only; nothing was written",
            "read-only",
            "make it writable first",
        )
    elif there.st_nlink > 1:
        message = (
            "the file has another name (a hard link), which would keep the old numbers; nothing was written"
        )
        code, hint = "hard-linked", "change a copy of it, or remove the other name"
    else:
        return
    raise InputError([Mistake(file=name, code=code, message=message, hint=hint)])


def holds_comments(path: Path) -> bool:
    """Whether a comment can stand in a file: not in JSON, which other tools read as such."""
    return path.suffix.lower() != ".json"


def read_again(
    file: ParsedFile,
    replacements: list[Replacement],
    paths: Iterable[DataPath],
    as_wanted: Callable[[Any], bool],
) -> ParsedFile | None:
    """Return the file as it will be read, if it is as wanted at some paths and the same everywhere else."""
    try:
        again = parse(file.name, applied(file.name, file.content, replacements), file.path)
    except InputError:
        return None
    before, after = file.data, again.data
    for path in paths:
        before, after = _without(before, path), _without(after, path)
    same = len(again.mistakes) == len(file.mistakes) and before == after
    return again if same and as_wanted(again.data) else None


def _without(data: Any, path: DataPath) -> Any:
    """Return a copy of plain data with nothing at a path."""
    if not path:
        return None
    if isinstance(data, dict) and path[0] in data:
        return {**data, path[0]: _without(data[path[0]], path[1:])}
    return data


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO]:
    """Open the history of a file and hold it for this process alone; a killed process lets go of it."""
    history = history_path(path)
    with alone(history) as file:
        if not os.fstat(file.fileno()).st_size:
            history.chmod(stat.S_IMODE(path.stat().st_mode) & 0o666 | stat.S_IRUSR | stat.S_IWUSR)
        yield file
