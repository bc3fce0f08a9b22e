"""A path, a name or ``-`` to the bytes of a file: the user's folders first, then the built-in ones."""

import os
import sys
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.stores import refuse_store
from scenario_cli.mistakes import Mistake
from scenario_cli.text import suggestion

Folder = Literal["scenarios", "weights"]

DEFAULT_SCENARIO = "china-arms-russia"
STANDARD_INPUT = "-"
MAX_BYTES = 8 * 1024 * 1024
BLOCK = 64 * 1024
MOST_LISTED = 20
READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)

_ENDINGS = (".yaml", ".yml", ".json")
_PACKAGE = Path(__file__).parent.parent


class Found(NamedTuple):
    """A file that was asked for, and what to call it: no result holds this machine's paths."""

    path: Path
    name: str
    piped: bool = False


Where = str | Path | Found | None


def _none() -> str | None:
    return None


# What stands for the scenario where none is named, before the only one in ``./scenarios`` does: a
# command line states it for as long as it runs, the library never.
usual_scenario: ContextVar[Callable[[], str | None]] = ContextVar("usual_scenario", default=_none)


def locate(folder: Folder, where: Where) -> Found:
    """Return the file that a path, a name, ``-`` or nothing stands for; one that was found is returned.

    Nothing stands for the only file in ``./scenarios``; where there is none, for the
    built-in ``china-arms-russia``.

    Raises
    ------
    UsageError
        None is named, and there are several: nobody's question is changed silently. Or an object in
        a store is named.
    InputError
        The name leads nowhere. (A path is not looked at before it is read.)
    """
    if isinstance(where, Found):
        return where
    if where is None and folder == "scenarios":
        where = usual_scenario.get()()
    if where is None:
        here = listed(Path(folder)) if folder == "scenarios" else []
        if len(here) > 1:
            raise UsageError(_several(here))
        if here:
            return Found(here[0], here[0].as_posix())
        where = DEFAULT_SCENARIO
    named = str(where)
    refuse_store(named)
    if named == STANDARD_INPUT:
        return Found(Path(named), named, piped=True)
    if _looks_like_path(named):
        return Found(Path(named), Path(named).as_posix())
    for home, label in homes(folder):
        for ending in _ENDINGS:
            path = home / f"{named}{ending}"
            if _is_there(path, Path.is_file):
                return Found(path, f"{label}/{path.name}")
    if _is_there(Path(named), Path.exists):
        return Found(Path(named), named)
    raise InputError([_no_such_name(folder, named)])


def built_in(folder: Folder, name: str) -> Found:
    """Return the built-in file of a name, whatever the user's folders hold.

    Raises
    ------
    InputError
        There is none.
    """
    home, label = homes(folder)[1]
    for ending in _ENDINGS:
        path = home / f"{name}{ending}"
        if _is_there(path, Path.is_file):
            return Found(path, f"{label}/{path.name}")
    raise InputError([_no_such_name(folder, name)])


def homes(folder: Folder) -> list[tuple[Path, str]]:
    """Return the folders in which names are looked for, in order, each with its label."""
    shipped = _PACKAGE / folder
    return [
        (Path(folder), folder),
        (shipped if shipped.is_dir() else _PACKAGE.parent / folder, f"built-in:{folder}"),
    ]


def called(path: Path) -> str:
    """Return what a file is called that was found otherwise than by name: a built-in one as such."""
    for folder in get_args(Folder):
        for home, label in homes(folder):
            if path.parent == home:
                return f"{label}/{path.name}"
    return path.as_posix()


def listed(home: Path) -> list[Path]:
    """Return the YAML files of a folder, by name."""
    return [Path(name) for name in listed_names(home)]


def listed_names(home: Path) -> list[str]:
    """Return the YAML files of a folder, by name, as paths with ``/``: of thousands, these take less time."""
    if not home.is_dir():
        return []
    with os.scandir(home) as entries:
        found = [e.name.rpartition(".") for e in entries if e.name.endswith(_ENDINGS[:2]) and _is_meant(e)]
    folder = (home / "x").as_posix().removesuffix("x")
    return [f"{folder}{stem}.{ending}" for stem, _, ending in sorted(found) if stem]


def _is_meant(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a folder is to be read; a link that leads nowhere is, and is then told."""
    try:
        return entry.is_file() or (entry.is_symlink() and not entry.is_dir())
    except OSError:  # a link in a circle
        return True


def names(folder: Folder) -> list[str]:
    """Return every name that can be used, the user's first."""
    return list(dict.fromkeys(path.stem for home, _ in homes(folder) for path in listed(home)))


def read_bytes(found: Found | str) -> bytes:
    """Return the bytes of a file, at most ``MAX_BYTES``; text is a path, called what it is.

    Raises
    ------
    InputError
        There is no such file, it cannot be read, or it is too large.
    UsageError
        It is an object in a store.
    """
    try:
        if isinstance(found, str):
            content = _at_most(found, MAX_BYTES + 1)
        elif not found.piped:
            content = _at_most(found.path, MAX_BYTES + 1)
        elif sys.stdin is None:
            raise OSError("standard input is closed")
        else:
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        refuse_store(_named(found).name)
        raise InputError([_unreadable(_named(found), error)]) from None
    if len(content) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB"
        raise InputError([Mistake(file=_named(found).name, code="too-large", message=message)])
    return content


def _named(found: Found | str) -> Found:
    return Found(Path(found), found) if isinstance(found, str) else found


def _at_most(path: Path | str, size: int) -> bytes:
    """Read so many bytes or up to the end, without making room for more than there are.

    Of thousands of small files, Python's file objects would take half the time.
    """
    parts: list[bytes] = []
    file = os.open(path, READING)
    try:
        while size > 0 and (part := os.read(file, min(size, BLOCK))):
            parts.append(part)
            size -= len(part)
    finally:
        os.close(file)
    return b"".join(parts)


def _is_there(path: Path, how: Callable[[Path], bool]) -> bool:
    """Whether a path is there; one that the system cannot even look up (too long, say) is not."""
    try:
        return how(path)
    except OSError:
        return False


def _looks_like_path(named: str) -> bool:
    return "/" in named or "\\" in named or named.endswith(_ENDINGS)


def _several(here: list[Path]) -> str:
    named = list(dict.fromkeys(path.stem for path in here))
    more = f" and {len(named) - MOST_LISTED} more" if len(named) > MOST_LISTED else ""
    known = ", ".join(named[:MOST_LISTED]) + more
    return f"there are several scenarios in ./scenarios, name one of them: {known}"


def _no_such_name(folder: Folder, named: str) -> Mistake:
    what = "scenario" if folder == "scenarios" else "weights file"
    message = f"there is no {what} '{named}' in ./{folder} or among the built-in ones"
    return Mistake(file=named, code="missing-file", message=message, hint=suggestion(named, names(folder)))


def _unreadable(found: Found, error: OSError | ValueError) -> Mistake:
    if _is_there(found.path, Path.is_dir):
        message, code, hint = "this is a folder, not a file", "not-a-file", "name one of its files"
    elif isinstance(error, FileNotFoundError):
        beside = [other.name for other in listed(found.path.parent)]
        message, code, hint = "there is no such file", "missing-file", suggestion(found.path.name, beside)
    else:
        reason = getattr(error, "strerror", None) or error
        message, code, hint = f"the file cannot be read: {reason}", "unreadable", ""
    return Mistake(file=found.name, code=code, message=message, hint=hint)
