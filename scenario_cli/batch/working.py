"""Working files beside an output: hidden, named after it, and never what somebody else has put there."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_STREAMS = 3  # where a standard stream is closed, the next file would take its place


class WorkingFiles(NamedTuple):
    """The working files of one output: its pieces, their journal, and a Parquet file in the making."""

    part: Path
    journal: Path
    made: Path

    @classmethod
    def of(cls, output: Path) -> "WorkingFiles":
        """Return those of an output."""
        return cls(*(output.with_name(f".{output.name}.scenario-{kind}") for kind in cls._fields))

    def refuse_strange(self) -> None:
        """Refuse to begin where something stands under these names that no run has put there.

        Raises
        ------
        OSError
            It is a folder, a device, a link, has another name as well, or no journal stands beside it.
        """
        for path in self:
            with suppress(FileNotFoundError):
                about = path.lstat()
                if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
                    raise in_the_way(path)
                if not os.path.lexists(self.journal):  # it is the first to come and the last to go
                    raise in_the_way(path)


def in_the_way(path: Path) -> OSError:
    """Return the error of a name that is taken by what is not ours."""
    return OSError(f"'{path.name}' is in the way, and of no run")


def opened(path: Path, *, new: bool = False) -> BinaryIO:
    """Open a working file for reading and for writing at its end; a link is not followed.

    Raises
    ------
    OSError
        It cannot be opened, is no plain file or, where it has to be ``new``, is there.
    """
    how = os.O_RDWR | os.O_CREAT | os.O_APPEND | _PLAIN | (os.O_EXCL if new else 0)
    if path.is_symlink():  # not every system can be asked not to follow one
        raise in_the_way(path)
    number = _above_the_streams(os.open(path, how, 0o666))
    try:
        about = os.fstat(number)
        if not stat.S_ISREG(about.st_mode) or about.st_nlink > 1:
            raise in_the_way(path)
        return os.fdopen(number, "ab+")
    except BaseException:
        os.close(number)
        raise


def _above_the_streams(number: int) -> int:
    taken: list[int] = []
    while number < _STREAMS:
        taken.append(number)
        number = os.dup(number)
    for low in taken:
        os.close(low)
    return number
