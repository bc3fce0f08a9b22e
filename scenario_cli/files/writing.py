"""Files written whole or not at all."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not be there yet, with its folder where that is missing.

    Raises
    ------
    OSError
        The file is there already (``FileExistsError``) or cannot be written; nothing
        of it is left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        try:
            file.write(content)
        except BaseException:
            path.unlink()
            raise


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
    handle, beside = tempfile.mkstemp(prefix=".writing-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
