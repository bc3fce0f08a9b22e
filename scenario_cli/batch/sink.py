"""Where the rows of a batch go: whatever takes bytes, or an output of its own kind."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.rows import head


class Before(NamedTuple):
    """What there is of a run: of one before, which was cut off, ``share`` is how much of the whole."""

    rows: int = 0
    rankings: int = 0
    wrong: int = 0
    share: float = 0.0
    misses: int = 0
    first_miss: str = ""


class Sink(Protocol):
    """Takes the rows of chunks in the order of the plan."""

    @property
    def layout(self) -> Layout:
        """How its rows are laid out."""

    @property
    def before(self) -> Before:
        """What it holds of a run before, as far as the plan has come."""

    @property
    def keeps_pieces(self) -> bool:
        """Whether its bytes hang on where pieces end: those of packed text, or row groups of Parquet."""

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to write where a file stands that is read."""

    def look(self, about: str) -> bool:
        """Look at what stands there, and touch nothing; return whether a run before has finished it."""

    def start(self, about: str) -> None:
        """Get ready; what stands before all rows is written."""

    def skips(self, chunk: Chunk) -> bool:
        """Whether it has the rows of the next chunk already."""

    def add(self, done: Done, wrong: int) -> None:
        """Take the rows of a chunk, and how many mistakes were in it."""

    def finish(self) -> None:
        """Put everything in its place: all rows have come."""

    def drop(self) -> None:
        """Leave what stands there as it is: there are no rows, and something was wrong."""

    def close(self) -> None:
        """Let go of everything, whether it was finished or not."""


class StreamSink:
    """Gives rows, as they come, to a function that takes bytes."""

    before = Before()

    def __init__(self, layout: Layout, write: Callable[[bytes], object]) -> None:
        self.layout = layout
        self.keeps_pieces = layout.form == "parquet"
        self._write = write

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Write whatever is read: a stream is no file."""

    def look(self, about: str) -> bool:
        """Return that nothing is finished."""
        return False

    def start(self, about: str) -> None:
        """Write the names of the columns, where the form has them."""
        if columns := head(self.layout):
            self._write(columns)

    def skips(self, chunk: Chunk) -> bool:
        """Skip nothing."""
        return False

    def add(self, done: Done, wrong: int) -> None:
        """Write the rows of a chunk."""
        if done.rows:
            self._write(done.rows)

    def finish(self) -> None:
        """Do nothing: all is written."""

    def drop(self) -> None:
        """Do nothing: what is written is."""

    def close(self) -> None:
        """Do nothing: the stream belongs to whoever gave it."""
