"""What a batch is named: from paths, names, patterns, folders, archives and stores to files."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.batch.archives import YAML, Archive, is_archive
from scenario_cli.batch.chunk import Named, read_file
from scenario_cli.batch.objects import named_object, objects_in, read_object, unreadable, what_is_at
from scenario_cli.batch.stores import StoreFile
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import STANDARD_INPUT, Folder, locate
from scenario_cli.files.parsing import decoded
from scenario_cli.files.several import files_of
from scenario_cli.files.stores import in_store, shown
from scenario_cli.mistakes import Mistake

OTHER: dict[Folder, Folder] = {"scenarios": "weights", "weights": "scenarios"}
LEFT_OUT = "left-out"

_Found = tuple[Sequence[Named], Sequence[Mistake]]


def named_files(
    folder: Folder, names: Sequence[str | None], others: Sequence[str] = ()
) -> tuple[list[Named], list[Mistake]]:
    """Return the files that names stand for, and what is wrong with names that lead nowhere.

    ``others`` are named for the other kind: what an archive among them holds of it is not told.
    """
    found: list[Named] = []
    mistakes: list[Mistake] = []
    for name in names:
        try:
            files, wrong = _expanded(folder, name)
        except InputError as error:
            files, wrong = (), error.mistakes
        found += files
        mistakes += (one for one in wrong if one.code != LEFT_OUT or name not in others)
    return found, mistakes


def _expanded(folder: Folder, name: str | None) -> _Found:
    if name is not None and in_store(name):
        return _stored(folder, named_object(name))
    several = files_of(name) if name is not None else None
    if several is not None:
        return _all_in(folder, several)
    if name is not None and is_archive(name):
        return _in_archive(folder, Path(name), Path(name).as_posix())
    found = locate(folder, name)
    return [read_file(found) if found.piped else found], ()


def _all_in(folder: Folder, paths: Sequence[str]) -> _Found:
    """Return the files of a folder or a pattern, which may have archives among them."""
    if not any(is_archive(path) for path in paths):
        return paths, ()
    found: list[Named] = []
    mistakes: list[Mistake] = []
    for path in paths:
        try:
            files, wrong = _in_archive(folder, Path(path), path) if is_archive(path) else ([path], ())
        except InputError as error:
            files, wrong = (), error.mistakes
        found += files
        mistakes += wrong
    return found, mistakes


def _in_archive(folder: Folder, where: Path | StoreFile, name: str) -> _Found:
    """Return the files in an archive, but those that say that they are of the other kind."""
    archive = Archive(where, name)
    every = archive.members()
    meant = [member for member in every if member.states() != OTHER[folder]]
    left = f"{len(every) - len(meant):,} of its {len(every):,} YAML files"
    what = f"{'is' if len(every) - len(meant) == 1 else 'are'} {OTHER[folder]} and not read as {folder}"
    mistakes = [*archive.mistakes]
    if not every and not mistakes:
        message = "there is no YAML file in this archive"
        mistakes.append(Mistake(file=name, line=0, code="missing-file", message=message))
    elif not meant and every:
        message = f"there are no {folder} in this archive, but {OTHER[folder]}"
        mistakes.append(Mistake(file=name, line=0, code="missing-file", message=message))
    elif len(meant) < len(every):
        mistakes.append(Mistake(file=name, line=0, code=LEFT_OUT, message=f"{left} {what}", level="note"))
    return meant, mistakes


def _stored(folder: Folder, file: StoreFile) -> _Found:
    """Return the object that is named, those of a folder, or the files in an archive."""
    if is_archive(file.key):
        return _in_archive(folder, file, file.name)
    if file.key.endswith((*YAML, ".json")):
        return [file], ()  # as with a path, it is not looked at before it is read
    try:
        what = what_is_at(file)
        inside = [*objects_in(file, recursive=False)] if what == "folder" else []
    except OSError as error:
        raise InputError([unreadable(file, error)]) from None
    if what == "file":
        return [file], ()
    if what is None:
        raise InputError([unreadable(file, FileNotFoundError())])
    named = sorted((name for name in inside if name.endswith(YAML)), key=lambda name: name.rpartition("."))
    if not named:
        message = "there is no YAML file in this folder"
        raise InputError([Mistake(file=file.name, code="missing-file", message=message)])
    return [file.inside(name) for name in named], ()


def listed_in(file: str) -> list[str]:
    """Return the names that a file (``-``: standard input) lists: one a line, or ended by NUL; none is blank.

    Raises
    ------
    InputError
        It cannot be read, is no text, or lists nothing: all weights would then be others than are meant.
    """
    text, _ = decoded(shown(file), _content_of(file))
    names = text.split("\0") if "\0" in text else [line.removesuffix("\r") for line in text.split("\n")]
    if found := [name for name in names if name.strip()]:
        return found
    raise InputError([Mistake(file=shown(file), code="empty", message="this list names no file")])


def _content_of(file: str) -> bytes:
    if in_store(file):
        return read_object(named_object(file))
    try:
        return _standard_input() if file == STANDARD_INPUT else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        message = f"the list cannot be read: {reason}"
        raise InputError([Mistake(file=file or "''", line=0, code="unreadable", message=message)]) from None


def _standard_input() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""
