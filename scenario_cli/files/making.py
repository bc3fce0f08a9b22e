"""Files that a user will work on, made by a command: never over one that is there, unless that is forced."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from scenario_cli.errors import OutputError, TakenError, UsageError
from scenario_cli.files.writing import write_together, write_whole

ENDINGS = (".yaml", ".yml")
TAKEN = "exists already; nothing was written"


def has_made_ending(where: str | Path) -> bool:
    """Whether a path has the ending of a file that users work on, or none."""
    return Path(where).suffix.lower().rstrip(".") in ("", *ENDINGS)


def made_path(where: str | Path) -> Path:
    """Return where a new file is to go, held to the endings that such files have (or to none).

    Raises
    ------
    UsageError
        It has another ending: it would be taken for what it is not.
    """
    path = Path(where)
    if not has_made_ending(path):
        raise UsageError(f"{path.as_posix()}: a file of this kind has the ending {' or '.join(ENDINGS)}")
    return path


def refuse_taken(path: Path) -> None:
    """Refuse a new file where one is already: before work is done that would then be lost.

    Raises
    ------
    TakenError
        There is one.
    """
    if os.path.lexists(path) and not is_special(path):
        raise TakenError(path.as_posix(), TAKEN)


def write_made(
    files: Mapping[Path, bytes], *, extras: Mapping[Path, bytes] | None = None, force: bool = False
) -> list[Path]:
    """Write new files, all of them or none, and return those that were written.

    A device or a pipe is written to as it is. ``extras`` are written where they are not there.

    Raises
    ------
    TakenError
        One of ``files`` is there already, and nothing is forced; nothing was written.
    OutputError
        One cannot be written; nothing was.
    """
    first = next(iter(files))
    try:
        if len(files) == 1 and is_special(first):
            write_whole(first, files[first])
            return [first]
        return write_together(files, extras=extras, force=force)
    except FileExistsError as error:
        there = Path(error.filename2 or error.filename or first)
        raise TakenError(there.as_posix(), TAKEN) from None
    except OSError as error:
        name = first if len(files) == 1 else Path(error.filename or first)
        raise OutputError(name.as_posix(), f"cannot be written: {error.strerror or error}") from None


def is_special(where: str | Path) -> bool:
    """Whether a path is that of a device or a pipe."""
    try:
        mode = Path(where).stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
