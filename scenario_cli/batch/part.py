"""Long output written piece by piece, so that a run that was cut off can go on.

Pieces are appended to ``NAME.part``; ``NAME.journal`` has a line for each finished
piece: where it ends and the hash of what it was made from. The file itself appears
whole, at the end.
"""

import errno
import gzip
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from scenario_cli.batch.parquet import ParquetCopy
from scenario_cli.errors import InputError
from scenario_cli.files.locks import hold
from scenario_cli.mistakes import Mistake


class Piece(NamedTuple):
    """A finished piece: the hash of its input, where it ends, what was wrong in it, and what it holds."""

    made_from: str
    end: int
    wrong: int = 0
    rows: int = 0
    rankings: int = 0


class PartFile:
    """Output in the making; with ``parquet_columns`` (name: type) its pieces are Arrow, the file Parquet."""

    def __init__(self, path: Path, parquet_columns: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.part = path.with_name(path.name + ".part")
        self.journal = path.with_name(path.name + ".journal")
        self.pieces: list[Piece] = []
        made = path.with_name(path.name + ".made")
        self.copy = ParquetCopy(made, parquet_columns) if parquet_columns is not None else None
        self._part: BinaryIO | None = None
        self._lines: BinaryIO | None = None

    def start(self, *, resume: bool) -> None:
        """Open for writing; with ``resume`` after the pieces that a run before finished.

        Raises
        ------
        OSError
            It cannot be written, or another run is writing it.
        """
        if self.path.is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        self._lines = self._held_journal()
        self._part = self.part.open("ab+")
        self.pieces = list(_finished(self.journal, self._part.seek(0, 2))) if resume else []
        self._part.truncate(self.pieces[-1].end if self.pieces else 0)
        if self.pieces:
            self._copy_pieces(self._part)
        self._part.seek(0, 2)
        self._lines.truncate(0)
        self._lines.write("".join(json.dumps(piece) + "\n" for piece in self.pieces).encode())
        self._lines.flush()

    def _held_journal(self) -> BinaryIO:
        while True:
            journal = self.journal.open("ab")
            if not hold(journal, wait=False):
                journal.close()
                raise OSError("another run is writing it")
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(journal.fileno()), self.journal.stat()):
                    return journal
            journal.close()  # the run that held it has just ended, and took its journal away

    def _copy_pieces(self, file: BinaryIO) -> None:
        file.seek(0)
        start = 0
        for piece in self.pieces:
            if self.copy is not None:
                self.copy.add(file.read(piece.end - start))
            start = piece.end

    def add(self, content: bytes, made_from: str, wrong: int = 0, rows: int = 0, rankings: int = 0) -> None:
        """Append a piece, then its line in the journal."""
        assert self._part is not None
        assert self._lines is not None
        self._part.write(content)
        self._part.flush()
        piece = Piece(made_from, self._part.tell(), wrong, rows, rankings)
        self.pieces.append(piece)
        self._lines.write((json.dumps(piece) + "\n").encode())
        self._lines.flush()
        if self.copy is not None:
            self.copy.add(content)

    def close(self) -> None:
        """Close, and leave the part for a later run to go on."""
        with suppress(OSError):  # what a full disk did not take is in no piece
            self._close_files()
        if self.copy is not None and self._lines is not None:  # else another run is making it
            self.copy.drop()

    def _close_files(self) -> None:
        with ExitStack() as closing:
            for file in (self._part, self._lines):
                if file is not None:
                    closing.callback(file.close)

    def finish(self) -> None:
        """Put the finished file in its place."""
        assert self._part is not None
        self._part.close()
        made = self.part
        if self.copy is not None:
            self.copy.finish()
            made = self.copy.path
        with suppress(OSError):  # a file that is replaced keeps its permissions
            made.chmod(stat.S_IMODE(self.path.stat().st_mode))
        made.replace(self.path)
        self.part.unlink(missing_ok=True)
        if os.name == "nt":  # there a file that is open cannot be removed
            self._close_files()
        self.journal.unlink()


def _finished(journal: Path, size: int) -> Iterator[Piece]:
    for line in journal.read_bytes().split(b"\n"):
        try:
            stated: Any = json.loads(line)
            piece = Piece(str(stated[0]), *(int(stated[k]) for k in range(1, len(Piece._fields))))
        except (ValueError, TypeError, IndexError):
            return
        if piece.end > size:
            return
        yield piece


def same_input(piece: Piece, made_from: str, file: str) -> None:
    """Refuse to go on where a finished piece was made from something else.

    Raises
    ------
    InputError
        It was.
    """
    if piece.made_from != made_from:
        message = "the inputs or options have changed since this run was cut off"
        hint = "start it again from the beginning"
        raise InputError([Mistake(file=file, code="changed-meanwhile", message=message, hint=hint)])


def zipped(content: bytes) -> bytes:
    """Return a gzip member without name or time; members after one another are one file."""
    return gzip.compress(content, compresslevel=6, mtime=0)
