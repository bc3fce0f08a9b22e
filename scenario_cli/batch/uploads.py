"""One object in a store as an output: it is made here, and put there whole, at the end."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from weakref import finalize

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.objects import open_read, put, what_is_at
from scenario_cli.batch.output import OutputSink, chosen_form, output_sink, told_of
from scenario_cli.batch.resuming import Tell, untold
from scenario_cli.batch.sink import Before, Entrusted
from scenario_cli.batch.stores import ReadPath, StoreFile
from scenario_cli.batch.totals import SummarySink, summary_sink
from scenario_cli.errors import OutputError, UsageError
from scenario_cli.files.catalog import MAX_BYTES
from scenario_cli.files.kinds import held_by


class StoreSink:
    """Writes to a file here, and puts it into a store once it is finished; a run that fails leaves nothing.

    Parameters
    ----------
    file : StoreFile
    layout : Layout
        How its rows are laid out; with ``by`` it is of a summary.
    """

    before = Before()
    can_go_on = False
    entrusted = Entrusted()
    keeps_pieces = True

    def __init__(self, file: StoreFile, layout: Layout) -> None:
        chosen_form(file.name)
        self.label = file.name
        self._file = file
        self._home = Path(tempfile.mkdtemp(prefix="scenario-"))
        self._path = self._home / file.base
        self._tidy = finalize(self, shutil.rmtree, self._home, ignore_errors=True)
        self._inner: OutputSink | SummarySink = (
            output_sink(self._path, layout) if layout.by is None else summary_sink(layout, self._path)
        )

    @property
    def layout(self) -> Layout:
        """How its rows are laid out."""
        return self._inner.layout

    @property
    def rows(self) -> int:
        """How many rows a summary has, once it is finished."""
        return self._inner.rows if isinstance(self._inner, SummarySink) else 0

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Refuse to write where an object is that is read.

        Raises
        ------
        UsageError
            It is the same.
        """
        if any(isinstance(path, StoreFile) and path.is_same(self._file) for path in paths):
            raise UsageError(f"{self.label}: {what}", parameter="output")

    def look(self, about: str, tell: Tell = untold) -> bool:
        """Return that nothing is finished; refuse to write over what somebody works on.

        Raises
        ------
        UsageError
            The object holds it.
        OutputError
            The store cannot be reached, or has no such bucket.
        """
        with told_of(self.label):
            if what_is_at(self._file) != "file":
                return False
            with open_read(self._file) as file:
                held = held_by(self._file.base, file.read(MAX_BYTES + 1))
        if held is not None:
            message = f"{self.label} holds {held}, which a result does not replace; name another object"
            raise UsageError(message, parameter="output")
        return False

    def start(self, about: str) -> None:
        """Open the file here."""
        self._inner.start(about)

    def skips(self, chunk: Chunk) -> bool:
        """Skip nothing."""
        return self._inner.skips(chunk)

    def add(self, done: Done, wrong: int) -> None:
        """Take the rows of a chunk, or its summary."""
        self._inner.add(done, wrong)

    def finish(self) -> None:
        """Put the finished file into the store.

        Raises
        ------
        OutputError
            It cannot be put there: it is then kept here.
        """
        self._inner.finish()
        self._put()

    def give(self, rows: list[dict[str, Any]]) -> None:
        """Write the rows of a summary; as for ``finish``."""
        assert isinstance(self._inner, SummarySink)
        self._inner.give(rows)
        self._put()

    def _put(self) -> None:
        try:
            put(self._file, self._path)
        except OSError as error:
            self._tidy.detach()
            message = f"cannot be written: {error}; the finished file is kept as {self._path.as_posix()}"
            raise OutputError(self.label, message) from None

    def drop(self) -> None:
        """Write nothing: what is there stays."""
        self._inner.drop()

    def close(self) -> None:
        """Take away the file here, unless it could not be put there."""
        self._inner.close()
        self._tidy()
