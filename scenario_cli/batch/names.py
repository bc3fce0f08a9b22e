"""What a batch is named: from paths, names, patterns and folders to files."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from scenario_cli.batch.chunk import Named, read_file
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import STANDARD_INPUT, Folder, locate
from scenario_cli.files.parsing import decoded
from scenario_cli.files.several import files_of
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
    several = files_of(name) if name is not None else None
    if several is not None:
        return several
    found = locate(folder, name)
    return [read_file(found) if found.piped else found]


def listed_in(file: str) -> list[str]:
    """Return the names that a file (``-``: standard input) lists: one a line, or ended by NUL; none is blank.

    Raises
    ------
    InputError
        It cannot be read, is no text, or lists nothing: all weights would then be others than are meant.
    """
    try:
        content = _standard_input() if file == STANDARD_INPUT else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else error
        message = f"the list cannot be read: {reason}"
        raise InputError([Mistake(file=file or "''", line=0, code="unreadable", message=message)]) from None
    text, _ = decoded(file, content)
    names = text.split("\0") if "\0" in text else [line.removesuffix("\r") for line in text.split("\n")]
    if found := [name for name in names if name.strip()]:
        return found
    raise InputError([Mistake(file=file, code="empty", message="this list names no file")])


def _standard_input() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""
