"""Files written whole or not at all."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet, whole or not at all, with its folder where that is missing.

    Of several writers at once one writes it, and the others are told that it is there.

    Raises
    ------
    OSError
        The file is there already (``FileExistsError``) or cannot be written; nothing
        of it is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with _beside(path, content, 0o666 & ~_umask()) as beside:
        try:
            os.link(beside, path)  # which refuses where a file is, unlike a rename
        except FileExistsError:
            raise
        except OSError:  # this disk knows no links
            with path.open("xb"):
                beside.replace(path)


@contextmanager
def _beside(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """Write bytes to a temporary file beside a path; it is gone afterwards, unless it was moved."""
    handle, name = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink()


def write_whole(where: str | Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that no reader sees half of it.

    An existing file keeps its permissions. What is no plain file (a device, a pipe) is
    written to directly.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    path = Path(where)
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        path.write_bytes(content)
        return
    path = path.resolve() if path.is_symlink() else path
    with _beside(path, content, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask()) as beside:
        beside.replace(path)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
