"""Outputs that are named: a file that appears whole, or a device or pipe that rows are written to."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from scenario_cli.batch.chunk import Chunk, Done, made_from
from scenario_cli.batch.journal import Piece
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.parquet import ParquetCopy
from scenario_cli.batch.part import PartFile, zipped
from scenario_cli.batch.rows import head
from scenario_cli.batch.sink import Before, StreamSink
from scenario_cli.choices import RowForm
from scenario_cli.errors import InputError, OutputError, UsageError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake

ENDINGS: dict[str, tuple[RowForm, bool]] = {
    ".csv": ("csv", False),
    ".csv.gz": ("csv", True),
    ".jsonl": ("jsonl", False),
    ".jsonl.gz": ("jsonl", True),
    ".parquet": ("parquet", False),
}


class DeviceSink(StreamSink):
    """Writes to a device or a pipe, as rows come: there is nothing to replace, or to go on with."""

    can_go_on = False

    def __init__(self, name: str, layout: Layout, pack: Callable[[bytes], bytes]) -> None:
        self.name = name
        self.path = Path(name)
        self._pack = pack
        self._file: BinaryIO | None = None
        self._copy = ParquetCopy(layout, self._opened) if layout.form == "parquet" else None
        super().__init__(layout, self._put)
        self.keeps_pieces |= pack is zipped

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to write to what is read."""
        refuse_same([self.path], self.name, paths, what)

    def start(self, about: str) -> None:
        """Open it, which waits for a pipe's reader."""
        with told_of(self.path):
            if self._copy is None:
                self._file = self._opened()
                self._put(head(self.layout))

    def add(self, done: Done, wrong: int) -> None:
        """Write the rows of a chunk."""
        with told_of(self.path):
            super().add(done, wrong)

    def finish(self) -> None:
        """Write what is still waiting."""
        with told_of(self.path):
            if self._copy is not None:
                self._copy.finish()
            if self._file is not None:
                self._file.close()

    def close(self) -> None:
        """Close it; what could not be written has been told."""
        with suppress(OSError):
            if self._copy is not None:
                self._copy.drop()
            if self._file is not None:
                self._file.close()

    def _opened(self) -> BinaryIO:
        return self.path.open("wb")

    def _put(self, content: bytes) -> None:
        if self._copy is not None:
            self._copy.add(content)
        elif self._file is not None:
            self._file.write(self._pack(content))
            self._file.flush()


class FileSink:
    """Writes a file piece by piece; it appears whole, at the end, and a run that was cut off can go on.

    Parameters
    ----------
    name : str
        The file; a link to it stays one.
    layout : Layout
        How its rows are laid out.
    pack : callable
        Packs a piece.
    resume : bool
        Go on after the pieces that a run before has finished; do nothing where all are.
    force : bool
        Drop what a run before has left; with ``resume`` only what cannot be gone on with.
    """

    def __init__(
        self, name: str, layout: Layout, pack: Callable[[bytes], bytes], *, resume: bool, force: bool
    ) -> None:
        self.name = name
        self.path = Path(name)
        with suppress(OSError, RuntimeError):  # a link in a circle leads nowhere
            self.path = self.path.resolve() if self.path.is_symlink() else self.path
        self.layout = layout
        self.keeps_pieces = layout.form == "parquet" or pack is zipped
        self.before = Before()
        self._pack = pack
        self._resume = resume
        self._force = force
        self._part = PartFile(self.path, layout)
        self._ended = False

    @property
    def can_go_on(self) -> bool:
        """Whether it is unfinished, and a later run can go on from here."""
        return len(self._part.pieces) > 1 and not self._ended

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to write where a file stands that is read.

        Raises
        ------
        UsageError
            It is the same file, or one that is needed until the file is finished.
        """
        refuse_same([self.path, *self._part.files], self.name, paths, what)

    def look(self, about: str) -> bool:
        """Return whether a run before has finished it, and nothing is to be done.

        Raises
        ------
        UsageError
            A run before was cut off, and nobody has said what is to become of its rows.
        OutputError, InputError
            It cannot be written; or what a run before has left is damaged.
        """
        with told_of(self.path):
            self._part.look(force=self._force)
            return self._begins(about)

    def start(self, about: str) -> None:
        """Open the file in the making; as for ``look``."""
        with told_of(self.path):
            self._part.open(about, force=self._force)
            goes_on = self._begins(about) or (self._resume and self._part.is_unfinished)
            if not goes_on:
                self._part.begin()
            if not self._takes(made_from(self.layout)):
                self._part.add(self._pack(head(self.layout)), Piece(made_from(self.layout)))

    def _begins(self, about: str) -> bool:
        part = self._part
        if part.is_unfinished and not (self._resume or self._force):
            rows = f"{part.found.rows:,} row{'s' * (part.found.rows != 1)}"
            other = "" if part.found.about == about else ", which is not what is asked now"
            message = f"{self.name}: an unfinished run stands here ({rows} of {part.found.about}{other})"
            raise UsageError(message, parameter="force")
        finished = part.is_finished and self._resume and not self._force
        if finished and not part.is_whole():
            self._ended = True
            message = "this file has been changed since it was finished"
            raise _not_gone_on(self.path, message)
        return finished

    def skips(self, chunk: Chunk) -> bool:
        """Whether a run before has finished this chunk.

        Raises
        ------
        InputError
            It finished another one in this place, or the bytes of this one have been changed.
        """
        if not self._part.is_finished and not self._part.waiting:
            self._part.cut()
            return False
        if not self._takes(made_from(self.layout, chunk)):
            return False
        piece = self._part.pieces[-1]
        before = self.before
        self.before = Before(
            rows=before.rows + piece.rows,
            rankings=before.rankings + piece.rankings,
            wrong=before.wrong + piece.wrong,
            share=chunk.share,
            misses=before.misses + piece.misses,
            first_miss=before.first_miss or piece.first_miss,
        )
        return True

    def _takes(self, expected: str) -> bool:
        """Take the next piece of a run before, if it is the one expected; drop the others where forced."""
        part = self._part
        try:
            if part.waiting and part.waiting[0].made_from == expected:
                part.take()
                return True
            if part.waiting or part.is_finished:
                when = "finished" if part.is_finished else "cut off"
                message = f"the inputs or options have changed since this run was {when}"
                raise _not_gone_on(self.path, message)
        except InputError:
            if not self._force:
                self._ended = True  # nobody can go on with this one
                raise
            part.cut()
        return False

    def add(self, done: Done, wrong: int) -> None:
        """Append the rows of a chunk.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        with told_of(self.path):
            content = self._pack(done.rows) if done.rows else b""
            about = Piece(
                made_from=done.made_from,
                wrong=wrong,
                rows=done.n_rows,
                rankings=done.rankings,
                misses=done.misses,
                first_miss=done.first_miss,
            )
            self._part.add(content, about)

    def finish(self) -> None:
        """Put the file in its place.

        Raises
        ------
        OutputError, InputError
            It cannot be written, or a run before had more pieces.
        """
        if self._part.waiting:
            self._takes("")
        with told_of(self.path):
            if not self._part.is_finished:
                self._part.cut()
                self._part.finish()
        self._ended = True

    def drop(self) -> None:
        """Leave the file that stands there, and no pieces beside it."""
        self._part.drop()
        self._ended = True

    def close(self) -> None:
        """Close the file in the making; a later run can go on with it."""
        self._part.close()


OutputSink = FileSink | DeviceSink


def output_sink(
    output: str | Path, layout: Layout, *, resume: bool = False, force: bool = False
) -> OutputSink:
    """Return what writes to a file; its ending says the form. A device or a pipe is written to directly.

    Raises
    ------
    UsageError, MissingPackageError
        The ending is none that is known, Parquet lacks its package, or a device is to be gone on with.
    """
    name = str(output)
    form, zip_ = chosen_form(name)
    layout = layout._replace(form=form)
    pack: Callable[[bytes], bytes] = zipped if zip_ else bytes
    with suppress(OSError):
        mode = Path(name).stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            if resume:
                message = f"{name}: only a run that writes a file can be gone on with"
                raise UsageError(message, parameter="resume")
            return DeviceSink(name, layout, pack)
    return FileSink(name, layout, pack, resume=resume, force=force)


@contextmanager
def told_of(path: Path) -> Iterator[None]:
    """Tell what keeps a file from being written.

    Raises
    ------
    OutputError
        Something does.
    """
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise OutputError(path.as_posix(), f"cannot be written: {reason}") from None


def _not_gone_on(path: Path, message: str) -> InputError:
    hint = "start it again from the beginning"
    return InputError([Mistake(file=path.as_posix(), code="changed-meanwhile", message=message, hint=hint)])


def chosen_form(name: str) -> tuple[RowForm, bool]:
    """Return the form of a file's rows, and whether they are packed."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if Path(name).name.endswith(ending):
            if ENDINGS[ending][0] == "parquet":
                needs("pyarrow", "Parquet", extra="table")
            return ENDINGS[ending]
    raise UsageError(f"{name}: expected one of {', '.join(ENDINGS)}", parameter="output")


def refuse_same(written: Iterable[Path], name: str, read: Iterable[str | Path], what: str) -> None:
    """Refuse to write to a file that is read, under whatever name."""
    ours = {where for one in written if (where := _where(one)) is not None}
    if ours and any(_where(one) in ours for one in read):
        raise UsageError(f"{name}: {what}", parameter="output")


def _where(path: str | Path) -> tuple[int, int] | None:
    try:
        about = os.stat(path)  # noqa: PTH116 - of thousands of paths, these take less time
    except (OSError, ValueError):  # it is not there
        return None
    return about.st_dev, about.st_ino
