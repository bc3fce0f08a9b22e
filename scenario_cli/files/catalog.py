"""A path, a name or ``-`` to the bytes of a file: the user's folders first, then the built-in ones."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from scenario_cli.errors import InputError, TwoFilesError, UsageError
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
# What stands before the ending of a file that goes by its name in the working folder itself.
MARKS: Mapping[Folder, str] = {"scenarios": ".scenario", "weights": ".weights"}
_PACKAGE = Path(__file__).parent.parent
EXAMPLES = _PACKAGE / "examples"


class Found(NamedTuple):
    """A file that was asked for, and what to call it: no result holds this machine's paths."""

    path: Path
    name: str
    piped: bool = False


Where = str | Path | Found | None


def _none() -> str | None:
    return None


# The folder that nothing of the user's is read outside of, where somebody else chooses what is read.
_INSIDE: list[Path] = []
OUTSIDE = "it lies outside of the folder that the server was started in"

# What stands for the scenario where none is named, before the only one in ``./scenarios`` does: a
# command line states it for as long as it runs, the library never.
usual_scenario: ContextVar[Callable[[], str | None]] = ContextVar("usual_scenario", default=_none)


def locate(folder: Folder, where: Where) -> Found:
    """Return the file that a path, a name, ``-`` or nothing stands for; one that was found is returned.

    A name stands for the user's file, in ``./scenarios`` or as ``./NAME.scenario.yaml``, else for the
    built-in one. Nothing stands for the only file that the user has; where there is none, for the
    built-in ``china-arms-russia``.

    Raises
    ------
    UsageError
        None is named, and there are several: nobody's question is changed silently. Two files of the
        user's go by the name, and differ. Or an object in a store is named.
    InputError
        The name leads nowhere. (A path is not looked at before it is read.)
    """
    if isinstance(where, Found):
        return where
    if where is None and folder == "scenarios":
        where = usual_scenario.get()()
    if where is None:
        where = _only_one(users(folder)) if folder == "scenarios" else DEFAULT_SCENARIO
        if isinstance(where, Found):
            return where
    named = str(where)
    refuse_store(named)
    if named == STANDARD_INPUT:
        return Found(Path(named), named, piped=True)
    if not named:
        raise InputError([Mistake(file="''", code="missing-file", message="a name is empty here")])
    if _looks_like_path(named):
        return Found(Path(named), Path(named).as_posix())
    beside = [*_called(Path(folder), named, f"{folder}/"), *_called(Path(), f"{named}{MARKS[folder]}", "")]
    if len(beside) > 1 and differ(*beside):
        both = " and ".join(found.name for found in beside)
        raise TwoFilesError(f"two files go by the name '{named}', {both}, and differ; name one by its path")
    home, label = homes(folder)[1]
    for found in beside or _called(home, named, f"{label}/"):
        return found
    if _is_there(Path(named), Path.exists):
        return Found(Path(named), named)
    raise InputError([_no_such_name(folder, named)])


def stay_inside(folder: Path) -> None:
    """Read nothing outside of a folder from now on, but what is built in: for a process of its own."""
    _INSIDE[:] = [folder.resolve()]


def lies_inside(path: str | Path, folder: Path) -> bool:
    """Whether a path leads into a folder, or to what is built in, once links are followed."""
    try:
        real = Path(path).resolve()
    except (OSError, RuntimeError, ValueError):  # a link in a circle leads nowhere
        return False
    built = (EXAMPLES, *(homes(kind)[1][0] for kind in get_args(Folder)))
    return any(real.is_relative_to(home.resolve()) for home in (folder, *built))


def refuse_outside(path: str | Path) -> None:
    """Refuse to read what lies outside of the folder that is to be kept to, if there is one.

    Raises
    ------
    PermissionError
        It does.
    """
    if _INSIDE and not lies_inside(path, _INSIDE[0]):
        raise PermissionError(errno.EACCES, OUTSIDE, str(path))


def built_in(folder: Folder, name: str) -> Found:
    """Return the built-in file of a name, whatever the user's folders hold.

    Raises
    ------
    InputError
        There is none.
    """
    home, label = homes(folder)[1]
    for found in _called(home, name, f"{label}/"):
        return found
    raise InputError([_no_such_name(folder, name)])


def _called(home: Path, stem: str, label: str) -> list[Found]:
    """Return the file of a folder that a name stands for, by its ending, or none."""
    paths = (home / f"{stem}{ending}" for ending in _ENDINGS)
    return [Found(path, f"{label}{path.name}") for path in paths if _is_there(path, Path.is_file)][:1]


def differ(one: Found, other: Found) -> bool:
    """Whether two files hold other bytes, or cannot be read."""
    from filecmp import cmp

    try:
        return not cmp(one.path, other.path, shallow=False)
    except OSError:
        return True


def rival(path: Path) -> Found | None:
    """Return the other file of the user's that goes by the name of one, if there is one."""
    for folder, mark in MARKS.items():
        stem = path.name.removesuffix(path.suffix)
        if path.parent == Path(folder):
            found = _called(Path(), f"{stem}{mark}", "")
        elif path.parent == Path() and stem.endswith(mark):
            found = _called(Path(folder), stem.removesuffix(mark), f"{folder}/")
        else:
            continue
        return found[0] if found else None
    return None


def homes(folder: Folder) -> list[tuple[Path, str]]:
    """Return the user's folder and the built-in one, in which names are looked for, each with its label.

    (Between them come files of the working folder itself: ``users`` has these, too.)
    """
    shipped = _PACKAGE / folder
    return [
        (Path(folder), folder),
        (shipped if shipped.is_dir() else _PACKAGE.parent / folder, f"built-in:{folder}"),
    ]


def example_paths() -> dict[str, Path]:
    """Return the scenario files of the worked examples by name; the built-in scenario is one of them."""
    found = {path.name: path / f"{path.name}.yaml" for path in EXAMPLES.iterdir() if path.is_dir()}
    usual = homes("scenarios")[1][0] / f"{DEFAULT_SCENARIO}.yaml"
    return dict(sorted({**found, DEFAULT_SCENARIO: usual}.items()))


def called(path: Path) -> str:
    """Return what a file is called that was found otherwise than by name: a built-in one as such."""
    for folder in get_args(Folder):
        for home, label in homes(folder):
            if path.parent == home:
                return f"{label}/{path.name}"
    return path.as_posix()


def users(folder: Folder) -> list[Found]:
    """Return the user's own YAML files of a kind: those of the folder, then those named as one here."""
    inside = [Found(path, path.as_posix()) for path in listed(Path(folder))]
    try:
        here = listed_names(Path(), tuple(f"{MARKS[folder]}{ending}" for ending in _ENDINGS[:2]))
    except OSError:  # where nobody may look nothing is named
        here = []
    return [*inside, *(Found(Path(name), name) for name in here if name_of(folder, name))]


def name_of(folder: Folder, file: str) -> str:
    """Return the name that a file of ``users`` goes by."""
    stem = file.rpartition("/")[2].rpartition(".")[0]
    return stem if "/" in file else stem.removesuffix(MARKS[folder])


def listed(home: Path) -> list[Path]:
    """Return the YAML files of a folder, by name."""
    return [Path(name) for name in listed_names(home)]


def listed_names(home: Path, endings: tuple[str, ...] = _ENDINGS[:2]) -> list[str]:
    """Return the YAML files of a folder, by name, as paths with ``/``: of thousands, these take less time."""
    if not home.is_dir():
        return []
    with os.scandir(home) as entries:
        found = [e.name.rpartition(".") for e in entries if e.name.endswith(endings) and _is_meant(e)]
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
    yours = [name_of(folder, found.name) for found in users(folder)]
    return list(dict.fromkeys([*yours, *(path.stem for path in listed(homes(folder)[1][0]))]))


def stem_of(name: str) -> str:
    """Return a file's name without folders, ending and mark; ``stdin`` for standard input."""
    last = name.replace("\\", "/").rpartition("/")[2]
    if last == STANDARD_INPUT:
        return "stdin"
    stem, _, ending = last.rpartition(".")
    marks = MARKS.values() if f".{ending}" in _ENDINGS else ()
    return next((bare for mark in marks if (bare := stem.removesuffix(mark)) != stem and bare), stem) or last


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
    refuse_outside(path)
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


def _only_one(here: list[Found]) -> Found | str:
    """Return the only scenario that the user has, or the name that two alike go by, or the usual one's."""
    stated = [name_of("scenarios", found.name) for found in here]
    if len(here) == 1:
        return here[0]
    if len(here) == 2 and stated[0] == stated[1] and len({found.path.parent for found in here}) == 2:
        return stated[0]
    if here:
        raise UsageError(_several(here, stated))
    return DEFAULT_SCENARIO


def _several(here: Iterable[Found], stated: Iterable[str]) -> str:
    named = list(dict.fromkeys(stated))
    where = "in ./scenarios" if all("/" in found.name for found in here) else "here"
    more = f" and {len(named) - MOST_LISTED} more" if len(named) > MOST_LISTED else ""
    known = ", ".join(named[:MOST_LISTED]) + more
    return f"there are several scenarios {where}, name one of them: {known}"


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
