"""Files written whole or not at all."""

import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scenario_cli.files.placing import put_in_place
from scenario_cli.files.stores import refuse_store

try:
    import fcntl
except ImportError:  # Windows, which deletes no open file anyhow
    fcntl = None  # type: ignore[assignment]

PREFIX = ".writing-"
_TEMPORARY = re.compile(re.escape(PREFIX) + "[a-z0-9_]{8}")
LEFT_AFTER_SECONDS = 3600.0  # where no lock says whether its writer lives


def write_together(
    new: Mapping[Path, bytes], *, extras: Mapping[Path, bytes] | None = None, force: bool = False
) -> list[Path]:
    """Write several files, all of them whole or none, and return those that were written.

    Folders that are missing are made. Of several writers at once one writes a new file, and the others
    are told that it is there.

    Parameters
    ----------
    new : mapping
        Files that must not be there yet, unless ``force`` replaces those that are.
    extras : mapping, optional
        Files to write with them where they are not there; one that is there is as good.

    Raises
    ------
    OSError
        A file is there already (``FileExistsError``), or one cannot be written: nothing of
        any is left, no folder either, and what was there before is still there.
    UsageError
        One is in an object store.
    """
    for path in new:
        refuse_store(path)
    if not force and (there := next((path for path in new if os.path.lexists(path)), None)):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(there))
    missing = {path: content for path, content in (extras or {}).items() if not os.path.lexists(path)}
    with ExitStack() as stack:
        folders = stack.enter_context(ExitStack())  # taken back last, when nothing is left in them
        for folder in dict.fromkeys(path.parent for path in (*new, *missing)):
            _make_folder(folder, folders)
        staged = [
            (path, stack.enter_context(_beside(path, content, _stat(path))))
            for path, content in {**new, **missing}.items()
        ]
        written: list[tuple[Path, bytes | None]] = []
        try:
            for path, beside in staged:
                before = path.read_bytes() if force and path in new and path.exists() else None
                try:
                    _put_in_place(beside, path, replace=before is not None)
                except FileExistsError:
                    if path in new:
                        raise
                else:
                    written.append((path, before))
        except BaseException:
            _take_back(written)
            raise
        folders.pop_all()
    return [path for path, _ in written]


def _make_folder(folder: Path, back: ExitStack) -> None:
    """Make a folder and those above it that are missing; ``back`` takes away what was made here."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        _make_folder(folder.parent, back)
    try:
        folder.mkdir()
    except FileExistsError:
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from None
    else:
        back.callback(_remove_empty, folder)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # somebody else has put something there meanwhile
        folder.rmdir()


def _put_in_place(beside: Path, path: Path, *, replace: bool) -> None:
    if replace:
        put_in_place(beside, path.resolve() if path.is_symlink() else path)
        return
    try:
        os.link(beside, path)  # which refuses where a file is, unlike a rename
    except FileExistsError:
        raise
    except OSError:  # this disk knows no links
        path.touch(exist_ok=False)  # so that nobody else takes the name meanwhile
        try:
            put_in_place(beside, path)
        except BaseException:
            path.unlink()
            raise


def _take_back(written: list[tuple[Path, bytes | None]]) -> None:
    for path, before in reversed(written):
        with suppress(OSError):
            if before is None:
                path.unlink()
            else:
                write_whole(path, before)


@contextmanager
def _beside(path: Path, content: bytes, like: os.stat_result | None) -> Iterator[Path]:
    """Write bytes to a temporary file beside a path; it is gone afterwards, unless it was moved.

    It is given the permissions of the file that it is to stand for, and the owner as far as may
    be. It stays open, and so held, until it is in place: whoever sweeps knows that its writer lives.
    """
    _sweep(path.parent)
    try:
        handle, name = _own_temporary(path.parent)
    except OSError as error:  # it names the temporary file, of which nobody has heard
        raise OSError(error.errno, error.strerror, str(path)) from None
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if like is not None:
                _give(beside, like)
            beside.chmod(stat.S_IMODE(like.st_mode) if like is not None else 0o666 & ~_umask())
            if fcntl is None:  # Windows moves no open file
                file.close()
            yield beside
    finally:
        with suppress(OSError):
            beside.unlink()


def _own_temporary(folder: Path) -> tuple[int, str]:
    while True:
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=folder)
        if _hold(handle) is not False and os.path.lexists(name):
            return handle, name
        os.close(handle)  # it was swept before it was held


def _sweep(folder: Path) -> None:
    """Take away the temporary files of writers that were killed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    _sweep_one(entry)


def _sweep_one(entry: os.DirEntry[str]) -> None:
    handle = os.open(entry.path, os.O_RDONLY)
    try:
        held = _hold(handle)
        age = time.time() - entry.stat(follow_symlinks=False).st_mtime
        if held and fcntl is not None:
            Path(entry.path).unlink()
    finally:
        os.close(handle)
    if held is None and age > LEFT_AFTER_SECONDS:
        Path(entry.path).unlink()


def _hold(handle: int) -> bool | None:
    """Hold an open file: ``False`` where another process does, ``None`` where there are no locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def write_whole(where: str | Path, content: bytes) -> None:
    """Write a file through a temporary one beside it, so that no reader sees half of it.

    An existing file keeps its permissions, and its owner and group where they can be kept. What is
    no plain file (a device, a pipe) is written to directly.

    Raises
    ------
    OSError
        It cannot be written; what was there before is still there.
    UsageError
        It is in an object store.
    """
    refuse_store(where)
    path = Path(where)
    there = _stat(path)
    if there is not None and not stat.S_ISREG(there.st_mode):
        path.write_bytes(content)
        return
    path = path.resolve() if path.is_symlink() else path
    with _beside(path, content, there) as beside:
        put_in_place(beside, path)


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


def is_one_of(path: str | Path, others: Iterable[str | Path]) -> bool:
    """Whether a path leads to one of several files, by whatever name; what is not there leads to none."""
    for other in others:
        with suppress(OSError, ValueError):
            if Path(path).samefile(other):
                return True
    return False
