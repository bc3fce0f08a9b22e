"""What a batch is named: from paths, names, patterns and folders to files."""

import os
from collections.abc import Sequence
from glob import glob
from pathlib import Path

from scenario_cli.batch.chunk import Named, read_file
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, listed_names, locate
from scenario_cli.mistakes import Mistake


def named_files(folder: Folder, names: Sequence[str | None]) -> tuple[list[Named], list[Mistake]]:
    """Return the files that names stand for, and what is wrong with names that lead nowhere."""
    found: list[Named] = []
    mistakes: list[Mistake] = []
    for name in names:
        try:
            found += _expanded(folder, name)
        except InputError as error:
            mistakes += error.mistakes
    return found, mistakes


def _expanded(folder: Folder, name: str | None) -> Sequence[Named]:
    if name == "":
        raise InputError([_missing("''", "a name is empty here")])
    if name is not None and os.path.isdir(name):  # noqa: PTH112 - false, too, where it cannot be looked at
        return _files_in(name)
    if name is not None and any(sign in name for sign in "*?[") and not os.path.lexists(name):
        return _fitting(name)
    found = locate(folder, name)
    return [read_file(found) if found.piped else found]


def _files_in(folder: str) -> Sequence[str]:
    try:
        found = listed_names(Path(folder))
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        raise InputError([Mistake(file=folder, code="unreadable", message=message)]) from None
    if not found:
        raise InputError([_missing(folder, "there is no YAML file in this folder")])
    return found


def _fitting(pattern: str) -> Sequence[str]:
    paths = sorted(Path(path) for path in glob(pattern, recursive=True))  # noqa: PTH207 - with a root, too
    found = [path.as_posix() for path in paths if path.is_file() or os.path.islink(path)]  # noqa: PTH114
    if not found:
        raise InputError([_missing(pattern, "no file fits this pattern")])
    return found


def _missing(name: str, message: str) -> Mistake:
    return Mistake(file=name, code="missing-file", message=message)
