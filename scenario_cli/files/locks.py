"""Files held by one process, so that two do not write the same one at a time."""

from typing import BinaryIO

_PAST_THE_END = 1 << 30  # Windows keeps others from reading what is locked


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

        file.seek(_PAST_THE_END)
        how = msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK  # type: ignore[attr-defined]
        try:
            msvcrt.locking(file.fileno(), how, 1)  # type: ignore[attr-defined]
        except OSError:
            if wait:
                raise
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        if wait:
            raise
    return True
