"""Long output written piece by piece, so that a run that was cut off can go on.

Pieces are appended to a hidden file beside the output, and a journal has a line for each
finished one: the hash of all bytes up to its end, and the hash of what it was made from. The output
itself appears whole, at the end; the journal stays, and says that there is nothing left to do.
"""

import errno
import gzip
import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO

from scenario_cli.batch.journal import Journal, Piece, done_line, head_line, piece_line, read_journal
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.parquet import ParquetCopy, is_sound
from scenario_cli.batch.working import WorkingFiles, in_the_way, opened
from scenario_cli.errors import InputError
from scenario_cli.files.locks import hold
from scenario_cli.files.placing import put_in_place
from scenario_cli.mistakes import Mistake


class PartFile:
    """Output in the making; that of a Parquet file has pieces that are Arrow streams.

    ``found`` is what a run before has left, ``pieces`` what has been taken over from it or made.
    """

    def __init__(self, path: Path, layout: Layout) -> None:
        self.path = path
        self.layout = layout
        self.files = WorkingFiles.of(path)
        self.found = Journal()
        self.pieces: list[Piece] = []
        self.copy = ParquetCopy(layout, self._new_copy) if layout.form == "parquet" else None
        self._part: BinaryIO | None = None
        self._lines: BinaryIO | None = None
        self._hash = sha256()  # of the pieces; goes over each byte once, and is the file's own at the end
        self._about = ""
        self._begun = False
        self._ended = False

    @property
    def is_finished(self) -> bool:
        """Whether a run before has come to its end, and what it made is still there."""
        return bool(self.found.done)

    @property
    def is_unfinished(self) -> bool:
        """Whether a run before was cut off once it had some rows (the first piece has none)."""
        return len(self.found.pieces) > 1 and not self.is_finished

    @property
    def waiting(self) -> Sequence[Piece]:
        """The pieces of a run before that have not been taken over."""
        return self.found.pieces[len(self.pieces) :]

    def look(self, *, force: bool) -> None:
        """Find what a run before has left, and touch nothing; with ``force`` a damaged journal is none.

        Raises
        ------
        OSError
            It cannot be written, another run is writing it, or a name is taken by what is not ours.
        InputError
            The journal is damaged.
        """
        if self.path.is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        self.files.refuse_strange()
        if self.files.journal.exists():
            with self._held_journal() as lines:
                self._read(lines, force=force)

    def open(self, about: str, *, force: bool) -> None:
        """Keep other runs away, and find what one before has left; as for ``look``."""
        self._about = about
        self.look(force=force)
        self._lines = self._held_journal()
        self._read(self._lines, force=force)

    def _held_journal(self) -> BinaryIO:
        while True:
            journal = opened(self.files.journal)
            if not hold(journal, wait=False):
                journal.close()
                raise OSError("another run is writing it")
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(journal.fileno()), self.files.journal.stat()):
                    return journal
            journal.close()  # the run that held it has just ended, and took its journal away

    def _read(self, lines: BinaryIO, *, force: bool) -> None:
        lines.seek(0)
        try:
            found = read_journal(lines.read(), self.files.journal.as_posix())
        except InputError:
            if not force and self.files.part.exists():  # else there is nothing to lose
                raise
            found = Journal()
        if found is None:
            raise in_the_way(self.files.journal)
        begun = self.files.part.exists()
        if found.done and not begun and self.path.is_file():
            self.found = found
            return
        size = self.files.part.stat().st_size if begun else 0
        whole = [piece for piece in found.pieces if piece.end <= size]
        self.found = found._replace(pieces=whole, done="")

    def is_whole(self) -> bool:
        """Whether what a run before has finished is as it left it."""
        with self.path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() == self.found.done

    def begin(self) -> None:
        """Start from the beginning: what a run before has left is dropped."""
        assert self._lines is not None
        self._begun = True
        self.found = Journal()
        self._hash = sha256()
        self._part = self._part or opened(self.files.part)
        self._part.truncate(0)
        self._part.seek(0, 2)  # else it would be told to end where it did before
        self._lines.truncate(0)
        self._lines.write(head_line(self._about))
        self._lines.flush()

    def take(self) -> Piece:
        """Take over the next piece of a run before.

        Raises
        ------
        InputError
            Its bytes are not those that were written.
        """
        piece = self.waiting[0]
        if not self.is_finished:
            self._part = self._part or opened(self.files.part)
            start = self.pieces[-1].end if self.pieces else 0
            self._part.seek(start)
            content = self._part.read(piece.end - start)
            hash_ = self._hash.copy()
            hash_.update(content)
            sound = hash_.hexdigest() == piece.sha256
            if not sound or (self.copy is not None and not is_sound(content, self.layout)):
                raise self._changed(start, piece.end)
            self._hash = hash_
            if self.copy is not None:
                self.copy.add(content)
        self.pieces.append(piece)
        return piece

    def _changed(self, start: int, end: int) -> InputError:
        message = f"bytes {start:,} to {end:,} are not those that a run has written"
        hint = "start it again from the beginning"
        name = self.files.part.as_posix()
        return InputError([Mistake(file=name, line=0, code="changed-by-hand", message=message, hint=hint)])

    def cut(self) -> None:
        """Drop what a run before has left beyond what was taken over."""
        if not self.found.pieces:
            return
        kept = len(self.pieces)
        if not kept:
            self.begin()
            return
        assert self._part is not None
        assert self._lines is not None
        self._begun = True
        self._part.truncate(self.pieces[-1].end)
        self._part.seek(0, 2)
        self._lines.truncate(self.found.ends[kept - 1])
        self.found = Journal()

    def add(self, content: bytes, about: Piece) -> None:
        """Append a piece, then its line in the journal, to which its hash and end are added."""
        assert self._part is not None
        assert self._lines is not None
        self._part.write(content)
        self._part.flush()
        self._hash.update(content)
        piece = about._replace(sha256=self._hash.copy().hexdigest(), end=self._part.tell())
        self.pieces.append(piece)
        self._lines.write(piece_line(piece))
        self._lines.flush()
        if self.copy is not None:
            self.copy.add(content)

    def finish(self) -> None:
        """Put the finished file in its place; the journal says that it is done, and stays."""
        assert self._part is not None
        assert self._lines is not None
        made, done = self.files.part, self._hash.hexdigest()
        if self.copy is not None:
            self.copy.finish()
            made, done = self.files.made, self.copy.sha256
        self._part.close()
        with made.open("r+b") as file:
            os.fsync(file.fileno())
        self._lines.write(done_line(done))
        self._lines.flush()
        with suppress(OSError):  # a file that is replaced keeps its permissions
            made.chmod(stat.S_IMODE(self.path.stat().st_mode))
        put_in_place(made, self.path)
        self._ended = True
        self.files.part.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget all pieces: nobody will go on with them."""
        self._begun = True
        self.pieces.clear()

    def close(self) -> None:
        """Close, and leave the pieces for a later run to go on with; where there are none, leave nothing."""
        if self.copy is not None and self._lines is not None:  # else another run is making it
            self.copy.drop()
            self.files.made.unlink(missing_ok=True)
        nothing = self._begun and not self._ended and len(self.pieces) < 2
        for file, path in ((self._part, self.files.part), (self._lines, self.files.journal)):
            with suppress(OSError):  # what a full disk did not take is in no piece
                if nothing and os.name != "nt":  # while it is held
                    path.unlink(missing_ok=True)
                if file is not None:
                    file.close()
                if nothing:
                    path.unlink(missing_ok=True)

    def _new_copy(self) -> BinaryIO:
        self.files.made.unlink(missing_ok=True)
        return opened(self.files.made, new=True)


def zipped(content: bytes) -> bytes:
    """Return a gzip member without name or time; members after one another are one file."""
    return gzip.compress(content, compresslevel=6, mtime=0)
