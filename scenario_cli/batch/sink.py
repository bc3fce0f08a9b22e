"""Where the rows of a batch go: a file in the making, or whatever takes bytes."""

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from scenario_cli.batch.chunk import Chunk, Done, made_from
from scenario_cli.batch.part import PartFile, Piece, same_input, zipped
from scenario_cli.batch.rows import COLUMN_TYPES, COLUMNS
from scenario_cli.choices import RowForm
from scenario_cli.errors import InputError, OutputError, UsageError
from scenario_cli.extras import needs

ENDINGS: dict[str, tuple[RowForm, bool]] = {
    ".csv": ("csv", False),
    ".csv.gz": ("csv", True),
    ".jsonl": ("jsonl", False),
    ".jsonl.gz": ("jsonl", True),
    ".parquet": ("parquet", False),
}


class Before(NamedTuple):
    """What a run before, which was cut off, has finished; ``share`` is how much of the whole that is."""

    rows: int = 0
    rankings: int = 0
    wrong: int = 0
    share: float = 0.0


class Sink(Protocol):
    """Takes the rows of chunks in the order of the plan."""

    @property
    def form(self) -> RowForm:
        """The form of its rows."""

    @property
    def before(self) -> Before:
        """What it holds of a run before, as far as the plan has come."""

    def refuse(self, path: Path) -> None:
        """Refuse to write where a file stands that is read."""

    def start(self) -> None:
        """Get ready; what stands before all rows is written."""

    def skips(self, chunk: Chunk) -> bool:
        """Whether it has the rows of the next chunk already."""

    def add(self, done: Done, wrong: int) -> None:
        """Take the rows of a chunk, and how many mistakes were in it."""

    def finish(self) -> None:
        """Put everything in its place: all rows have come."""

    def close(self) -> None:
        """Let go of everything, whether it was finished or not."""


class StreamSink:
    """Gives rows, as they come, to a function that takes bytes."""

    before = Before()

    def __init__(self, form: RowForm, write: Callable[[bytes], object]) -> None:
        self.form: RowForm = form
        self._write = write

    def refuse(self, path: Path) -> None:
        """Write whatever is read: a stream is no file."""

    def start(self) -> None:
        """Write the names of the columns, where the form has them."""
        if head := _head(self.form):
            self._write(head)

    def skips(self, chunk: Chunk) -> bool:
        """Skip nothing."""
        return False

    def add(self, done: Done, wrong: int) -> None:
        """Write the rows of a chunk."""
        if done.rows:
            self._write(done.rows)

    def finish(self) -> None:
        """Do nothing: all is written."""

    def close(self) -> None:
        """Do nothing: the stream belongs to whoever gave it."""


class FileSink:
    """Writes a file piece by piece; it appears whole, at the end, and a run that was cut off can go on.

    Parameters
    ----------
    output : str or Path
        The file; its ending says the form.
    resume : bool
        Go on after the pieces that a run before has finished.

    Raises
    ------
    UsageError, MissingPackageError
        The ending is none that is known, or Parquet lacks its package.
    """

    def __init__(self, output: str | Path, *, resume: bool = False) -> None:
        self.name = str(output)
        self.form, zip_ = _form_of(self.name)
        self.before = Before()
        self._pack: Callable[[bytes], bytes] = zipped if zip_ else bytes
        self._resume = resume
        self.path = Path(output)
        with suppress(OSError, RuntimeError):  # a link in a circle leads nowhere
            self.path = self.path.resolve() if self.path.is_symlink() else self.path
        self._part = PartFile(self.path, COLUMN_TYPES if self.form == "parquet" else None)
        self._waiting: deque[Piece] = deque()
        self._ended = False

    @property
    def can_go_on(self) -> bool:
        """Whether it is unfinished, and a later run can go on from here."""
        return bool(self._part.pieces) and not self._ended

    def refuse(self, path: Path) -> None:
        """Refuse to write where a file stands that is read.

        Raises
        ------
        UsageError
            It is the same file.
        """
        if _same_file(self.path, path):
            raise UsageError(f"{self.name}: this is the table that is read", parameter="output")

    def start(self) -> None:
        """Open the file in the making.

        Raises
        ------
        OutputError, InputError
            It cannot be written, or the pieces that are there are another program's.
        """
        with self._told():
            self._part.start(resume=self._resume)
            self._waiting = deque(self._part.pieces)
            if self._waiting:
                self._same(self._waiting.popleft(), made_from(self.form))
            else:
                self._part.add(self._pack(_head(self.form)), made_from(self.form))

    def skips(self, chunk: Chunk) -> bool:
        """Whether a run before has finished this chunk.

        Raises
        ------
        InputError
            It finished another one in this place.
        """
        if not self._waiting:
            return False
        piece = self._waiting.popleft()
        self._same(piece, made_from(self.form, chunk))
        rows, rankings, wrong, _ = self.before
        self.before = Before(rows + piece.rows, rankings + piece.rankings, wrong + piece.wrong, chunk.share)
        return True

    def add(self, done: Done, wrong: int) -> None:
        """Append the rows of a chunk.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        with self._told():
            content = self._pack(done.rows) if done.rows else b""
            self._part.add(content, done.made_from, wrong, done.n_rows, done.rankings)

    def finish(self) -> None:
        """Put the file in its place.

        Raises
        ------
        OutputError, InputError
            It cannot be written, or a run before had more pieces.
        """
        if self._waiting:
            self._same(self._waiting[0], "")
        with self._told():
            self._part.finish()
        self._ended = True

    def close(self) -> None:
        """Close the file in the making; a later run can go on with it."""
        self._part.close()

    def _same(self, piece: Piece, made_from: str) -> None:
        try:
            same_input(piece, made_from, self.path.as_posix())
        except InputError:
            self._ended = True  # nobody can go on with this one
            raise

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else error
            raise OutputError(self.path.as_posix(), f"cannot be written: {reason}") from None


def _form_of(name: str) -> tuple[RowForm, bool]:
    """Return the form of a file's rows, and whether they are packed."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if Path(name).name.endswith(ending):
            if ENDINGS[ending][0] == "parquet":
                needs("pyarrow", "Parquet", extra="table")
            return ENDINGS[ending]
    raise UsageError(f"{name}: expected one of {', '.join(ENDINGS)}", parameter="output")


def _head(form: RowForm) -> bytes:
    return (",".join(COLUMNS) + "\n").encode() if form == "csv" else b""


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return False
