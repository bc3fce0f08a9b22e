"""Folders and patterns to the files that they stand for."""

import os
from collections.abc import Sequence
from glob import glob
from pathlib import Path

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import listed_names
from scenario_cli.files.stores import refuse_store
from scenario_cli.mistakes import Mistake


def files_of(name: str) -> Sequence[str] | None:
    """Return the paths that a folder (its YAML files, by name) or a pattern stands for; else ``None``.

    Raises
    ------
    InputError
        The name is empty, or nothing is found.
    UsageError
        It is that of an object in a store.
    """
    refuse_store(name)
    if name == "":
        raise InputError([_missing("''", "a name is empty here")])
    if os.path.isdir(name):  # noqa: PTH112 - false, too, where it cannot be looked at
        return _files_in(name)
    if any(sign in name for sign in "*?[") and not os.path.lexists(name):
        return _fitting(name)
    return None


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
