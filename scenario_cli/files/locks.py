"""Files held by one process, so that two do not write the same one at a time."""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_PAST_THE_END = 1 << 30  # Windows keeps others from reading what is locked
_OPENING = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
_HELD = (errno.EDEADLK, getattr(errno, "EDEADLOCK", errno.EDEADLK))  # what Windows says after its ten tries

PATIENCE = 10.0  # seconds after which a lock file that nobody gives up is taken to be left behind


def hold(file: BinaryIO, *, wait: bool) -> bool:
    """Hold a file for this process alone until it is closed; a killed process lets go of it.

    Without ``wait``, return ``False`` where another process holds it. Where a disk knows
    no locks, nobody is kept away.

    Raises
    ------
    OSError
        It could not be held within the time that the system waits.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        place = file.tell()
        file.seek(_PAST_THE_END)
        how = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined]
        try:
            msvcrt.locking(file.fileno(), how, 1)  # type: ignore[attr-defined]
        except OSError:
            if wait:
                raise
            return False
        finally:
            file.seek(place)
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        if wait:
            raise
    return True


@contextmanager
def alone(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read and write, made where it is missing, and hold it against everybody else.

    Where a disk knows no locks a file beside it is the lock (``lock_file``).

    Raises
    ------
    OSError
        It cannot be opened, or another process will not let go of it.
    """
    with os.fdopen(os.open(path, _OPENING, 0o666), "r+b") as file:
        try:
            hold(file, wait=True)
            locked = True
        except OSError as error:
            if error.errno in _HELD:
                raise
            locked = False
        if locked:
            yield file
        else:
            with lock_file(path):
                yield file


@contextmanager
def lock_file(path: Path) -> Iterator[None]:
    """Hold a file against everybody who asks in this way, without opening it: it may be replaced meanwhile.

    The lock is a file beside it, ``NAME.lock``. One that a killed process left behind is taken away:
    at once if that ran here, else after ``PATIENCE``.

    Raises
    ------
    OSError
        It cannot be made, or another process will not let go of it.
    """
    import socket
    from secrets import token_hex

    lock = path.with_name(path.name + ".lock")
    mine = f"{socket.gethostname()} {os.getpid()} {token_hex(8)}"
    seen, since = "", time.monotonic()
    while True:
        try:
            with lock.open("x", encoding="utf-8") as file:
                file.write(mine)
            break
        except FileExistsError:
            held = _text_of(lock)
            waited = time.monotonic() - since
            if held != seen:
                seen, since = held, time.monotonic()
            elif _left_behind(held, socket.gethostname()) or waited > PATIENCE:
                _take_away(lock, held)
            if waited > 2 * PATIENCE:
                raise OSError(
                    errno.EDEADLK, f"{lock.name} is in the way; remove it if nobody writes"
                ) from None
            time.sleep(0.01)
    try:
        yield
    finally:
        with suppress(OSError):
            if _text_of(lock) == mine:
                lock.unlink()


def _text_of(lock: Path) -> str:
    try:
        return lock.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _left_behind(held: str, host: str) -> bool:
    """Whether the process that made a lock file ran on this machine and runs no more."""
    home, _, rest = held.partition(" ")
    number = rest.partition(" ")[0]
    if home != host or not number.isdecimal() or os.name == "nt":  # where asking would end the process
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _take_away(lock: Path, held: str) -> None:
    """Remove a lock file that was left behind; of several that see it one does, and none a later one."""
    turn = lock.with_name(lock.name + "-taken")
    try:
        turn.open("xb").close()
    except OSError:
        return
    try:
        if _text_of(lock) == held:
            lock.unlink(missing_ok=True)
    finally:
        turn.unlink(missing_ok=True)
