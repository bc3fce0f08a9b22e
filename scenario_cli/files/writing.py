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
    with _beside(path, content) as beside:
        try:
            os.link(beside, path)  # which refuses where a file is, unlike a rename
        except FileExistsError:
            raise
        except OSError:  # this disk knows no links
            with path.open("xb"):
                beside.replace(path)


@contextmanager
def _beside(
    path: Path, content: bytes, like: os.stat_result | None = None, prefix: str = ".writing-"
) -> Iterator[Path]:
    """Write bytes to a temporary file beside a path; it is gone afterwards, unless it was moved.

    It is given the permissions of the file that it is to stand for, and the owner as far as may be.
    """
    handle, name = tempfile.mkstemp(prefix=prefix, dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if like is not None:
            _give(beside, like)
        beside.chmod(stat.S_IMODE(like.st_mode) if like is not None else 0o666 & ~_umask())
        yield beside
    finally:
        with suppress(OSError):
            beside.unlink()


def write_whole(where: str | Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that no reader sees half of it.

    An existing file keeps its permissions, and its owner and group where they can be kept. What is
    no plain file (a device, a pipe) is written to directly.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    path = Path(where)
    there = _stat(path)
    if there is not None and not stat.S_ISREG(there.st_mode):
        path.write_bytes(content)
        return
    path = path.resolve() if path.is_symlink() else path
    with _beside(path, content, there) as beside:
        beside.replace(path)


def rewrite(path: Path, content: bytes) -> None:
    """Write a file that nobody else is writing, as ``write_whole``; what a kill left of an earlier try goes.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    """
    path = path.resolve()
    prefix = temporary(path)
    with os.scandir(path.parent) as entries:
        left = [entry.path for entry in entries if entry.name.startswith(prefix)]
    for name in left:
        with suppress(OSError):
            Path(name).unlink()
    with _beside(path, content, path.stat(), prefix) as beside:
        beside.replace(path)


def temporary(path: Path) -> str:
    """Return how the names start of the temporary files through which a file is rewritten."""
    from hashlib import sha256

    return f".writing-{sha256(path.name.encode()).hexdigest()[:8]}-"


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _give(path: Path, like: os.stat_result) -> None:
    """Give a file the owner and group of another, or the group alone: not everybody may give files away."""
    own = path.stat()
    if (own.st_uid, own.st_gid) == (like.st_uid, like.st_gid) or not hasattr(os, "chown"):
        return
    try:
        os.chown(path, like.st_uid, like.st_gid)
    except OSError:
        with suppress(OSError):
            os.chown(path, -1, like.st_gid)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
