"""What Windows does otherwise, done here: locks of its own, and no file is moved or taken away that is open.

It stands in for a Windows that is not at hand: what is simulated is what its documentation says of
`msvcrt.locking`, of renaming and of deleting. Paths stay those of this machine.
"""

import errno
import os
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

OPEN_FILES = Path("/proc/self/fd")

needs_proc = pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="which files are open is not told here")


class WindowsOs:
    """The module `os` as it says that it is Windows; everything else is as it is."""

    name = "nt"

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def locks() -> ModuleType:
    """Return a module as `msvcrt` is: a byte is locked where the file stands, for this handle alone."""
    import fcntl

    made: Any = ModuleType("msvcrt")
    made.LK_LOCK, made.LK_NBLCK, made.asked = 1, 2, []

    def locking(number: int, how: int, count: int) -> None:
        made.asked.append((os.lseek(number, 0, os.SEEK_CUR), how, count))
        for _ in range(10 if how == made.LK_LOCK else 1):
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        code = errno.EDEADLK if how == made.LK_LOCK else errno.EACCES
        raise OSError(code, os.strerror(code))

    made.locking = locking
    return made


def is_open(path: str | os.PathLike[str]) -> bool:
    """Whether a file, or one within a folder, is open in this process."""
    here = os.path.realpath(path)
    for number in OPEN_FILES.iterdir():
        try:
            target = str(number.readlink())
        except OSError:
            continue
        if target == here or target.startswith(here + os.sep):
            return True
    return False


def refuse_open(path: Any) -> None:
    """Raise what Windows raises."""
    if isinstance(path, str | os.PathLike) and is_open(path):
        raise PermissionError(errno.EACCES, "The process cannot access the file", os.fspath(path))


def be_windows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let this process meet what it would meet there; return the module that stands for `msvcrt`."""
    made = locks()
    monkeypatch.setitem(sys.modules, "msvcrt", made)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setattr("scenario_cli.files.writing.fcntl", None)
    monkeypatch.setattr("scenario_cli.files.placing.MOVES_NO_OPEN_FILE", True)
    monkeypatch.setattr("scenario_cli.files.placing.PATIENCE", 0.05)
    for module in ("files.locks", "batch.part", "batch.pipes", "cli.output"):
        monkeypatch.setattr(import_module(f"scenario_cli.{module}"), "os", WindowsOs())
    for name in ("replace", "rename", "link"):
        real = getattr(os, name)

        def moved(old: Any, new: Any, *rest: Any, real: Any = real, name: str = name, **more: Any) -> None:
            if name != "link":
                refuse_open(old)
            refuse_open(new)
            real(old, new, *rest, **more)

        monkeypatch.setattr(os, name, moved)
    for name in ("unlink", "remove"):
        real = getattr(os, name)

        def taken(path: Any, *rest: Any, real: Any = real, **more: Any) -> None:
            refuse_open(path)
            real(path, *rest, **more)

        monkeypatch.setattr(os, name, taken)
    return made
