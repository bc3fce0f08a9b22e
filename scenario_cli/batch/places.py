"""Places in files: what a piece is made from, by name, and how it is known that it is still the same."""

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, NamedTuple

BLOCK = 1024 * 1024


class FileMark(NamedTuple):
    """What a file's size and time say of it: where they are others, it has been changed."""

    size: int
    changed: int  # in nanoseconds


class HashedBytes(NamedTuple):
    """Bytes of a file, from the first to before the last, and their hash."""

    start: int
    end: int
    sha256: str


class TablePart(NamedTuple):
    """Rows of a table by their place in its file.

    Attributes
    ----------
    path : str
        Where the file is for whoever reads it, in full.
    spans : tuple of HashedBytes
        The bytes in which they stand: lines of CSV, or row groups of a Parquet file and its end.
    rows : tuple of (int, int), optional
        The first of them in a Parquet file, from 0, and the one after the last.
    """

    path: str
    spans: tuple[HashedBytes, ...]
    rows: tuple[int, int] | None = None


class PlacedFile(NamedTuple):
    """A weights file that whoever scores it reads: its name, where it is, and how it was when named."""

    name: str
    path: str
    mark: FileMark


class UnseenError(Exception):
    """A file cannot be read where a piece of work is, or is another one there; its path is told."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(path)


def opened_at(path: str) -> BinaryIO:
    """Open what is read at a place: here and nowhere else do workers open inputs.

    Raises
    ------
    OSError
        It cannot be opened.
    """
    return Path(path).open("rb")


def mark_at(path: str | Path) -> FileMark:
    """Return the mark of a file.

    Raises
    ------
    OSError
        It is not there.
    """
    about = os.stat(path)  # noqa: PTH116 - of thousands of weights files, this takes less time
    return FileMark(about.st_size, about.st_mtime_ns)


def bytes_at(path: str, span: HashedBytes) -> bytes:
    """Return bytes of a file.

    Raises
    ------
    UnseenError
        They are not those that were planned, or cannot be read.
    """
    try:
        with opened_at(path) as file:
            file.seek(span.start)
            content = file.read(span.end - span.start)
    except OSError:
        raise UnseenError(path) from None
    if sha256(content).hexdigest() != span.sha256:
        raise UnseenError(path)
    return content


@lru_cache(maxsize=1024)
def hash_at(path: str, mark: FileMark, start: int, end: int) -> str:
    """Return the hash of bytes of a file that has this mark.

    It is kept: several pieces lie in one row group. A file that is changed has another mark.

    Raises
    ------
    OSError
        They cannot be read.
    """
    digest = sha256()
    left = end - start
    with opened_at(path) as file:
        file.seek(start)
        while left and (block := file.read(min(BLOCK, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest()
