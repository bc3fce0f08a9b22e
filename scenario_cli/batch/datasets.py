"""A dataset as an output: rows or a summary as files in a folder, of a whole run or of a shard of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scenario_cli.batch.chunk import Chunk, Done, made_from
from scenario_cli.batch.dataset import DatasetFile, FailedRun, Manifest, RunCounts, Shard, changed_in
from scenario_cli.batch.dealing import Dealt
from scenario_cli.batch.demands import Failed, added
from scenario_cli.batch.folder import DatasetFolder, DatasetPlace
from scenario_cli.batch.journal import Piece
from scenario_cli.batch.kept import KeptPiece, KeptPieces
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.output import told_of
from scenario_cli.batch.pieces import KEY, RowFiles, stream_of
from scenario_cli.batch.plan import BatchAsked
from scenario_cli.batch.resuming import Tell, changed_since, dropped, not_gone_on, unfinished, untold
from scenario_cli.batch.sink import Before, Entrusted
from scenario_cli.batch.stores import ReadPath
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.tallies import TALLIES, Tallies
from scenario_cli.batch.totals import summary_table
from scenario_cli.errors import InputError, UsageError
from scenario_cli.extras import needs
from scenario_cli.files.stores import in_store


class DatasetSink:
    """Writes rows, or what they come to, as a dataset; it appears whole, at the end.

    Finished pieces are kept until then, so that a run that was cut off can go on after them.

    Parameters
    ----------
    folder : DatasetPlace
    asked : BatchAsked
    layout : Layout
    shard : Shard
        Which pieces of the plan are scored.
    resume : bool
        Go on after the pieces that a run before has finished; do nothing where the dataset stands there.
    force : bool
        Drop what a run before has left; with ``resume`` only what cannot be gone on with.
    """

    keeps_pieces = True

    def __init__(
        self,
        folder: DatasetPlace,
        asked: BatchAsked,
        layout: Layout,
        shard: Shard,
        *,
        resume: bool = False,
        force: bool = False,
    ) -> None:
        self.layout = rows_layout(layout)
        self.before = Before()
        self.rows = 0
        self.columns = layout.columns
        self.label = folder.label
        self._folder = folder
        self._shard = shard
        self._resume, self._force = resume, force
        self._dealt = Dealt(asked, self.layout, shard)
        self._tallies = Tallies()
        self._files = RowFiles(folder, self.layout, each=shard.of > 1)
        self._kept = KeptPieces(folder.pieces)
        self._finished: Manifest | None = None  # by a run before
        self._counts = RunCounts()
        self._keeps = True
        self._tell: Tell = untold
        self._ended = False

    @property
    def can_go_on(self) -> bool:
        """Whether it is unfinished, and a later run can go on from here."""
        return self._kept.is_begun and not self._ended

    @property
    def entrusted(self) -> Entrusted:
        """Files of rows, where rows are written into a folder; else summaries, unless shards are merged.

        After pieces of a run before, files would begin at other pieces than in one run.
        """
        if self.layout.by is not None:
            return Entrusted(sums=self._shard.of == 1)
        if not isinstance(self._folder, DatasetFolder) or self._kept.waiting or self._finished is not None:
            return Entrusted()
        return Entrusted(str(self._folder.unplaced), each=self._shard.of > 1)

    @property
    def _head(self) -> str:
        """The hash of what all pieces depend on."""
        return f"{made_from(self.layout)} {self._shard}"

    def refuse(self, paths: Iterable[ReadPath], what: str) -> None:
        """Refuse to replace a folder in which a file is read."""
        self._folder.refuse(paths, what)

    def look(self, about: str, tell: Tell = untold) -> bool:
        """Return whether a run before has finished it, and nothing is to be done.

        Raises
        ------
        UsageError
            A run before was cut off, and nobody has said what is to become of its rows; or the folder holds
            what is of no dataset.
        TakenError
            A dataset stands there, which nobody has said to replace.
        OutputError, InputError
            It cannot be written; or what a run before has left is damaged.
        """
        self._tell = tell
        with told_of(self.label):
            self._finished = self._folder.standing() if self._resume and not self._force else None
            if self._finished is not None:
                self._refuse_changed(self._finished)
                return True
            self._folder.look()
            self._kept.look(force=self._force)
            if self._kept.waiting and not (self._resume or self._force):
                raise unfinished(self._folder.name, self._kept.rows, self._kept.about, about)
            if self._kept.waiting and not self._resume:
                tell(dropped(self.label, self._kept.rows, self._kept.about))
        return False

    def _refuse_changed(self, manifest: Manifest) -> None:
        if manifest.shard != self._shard:
            message = f"this dataset is shard {manifest.shard} of its run, and not {self._shard}"
            raise not_gone_on(self.label, message)
        if changed := changed_in(self._folder.home, manifest):
            raise InputError(changed)

    def start(self, about: str) -> None:
        """Get ready, and find what a run before has left; as for ``look``."""
        if self._finished is not None:
            return
        with told_of(self.label):
            self._folder.start()
            self._kept.look(force=self._force)
            if not (self._resume and self._kept.waiting):
                self._kept.begin(about, self._head)
            elif not self._kept.is_of(self._head):
                self._drop_others(changed_since(self.label, "cut off"))
                self._kept.begin(about, self._head)

    def _drop_others(self, error: InputError) -> None:
        """Drop the pieces that cannot be gone on with, where that is forced; tell it before."""
        if not self._force:
            self._ended = True  # nobody can go on with this one
            raise error
        self._tell(dropped(self.label, self._kept.rows, self._kept.about))
        with told_of(self.label):
            self._kept.cut()

    def skips(self, chunk: Chunk) -> bool:
        """Whether another shard has the next piece, or a run before has finished it.

        Raises
        ------
        InputError
            It finished another one in this place, or the bytes of this one have been changed.
        """
        if self._dealt.skips(chunk):
            return True
        if self._finished is not None:
            self._dealt.number(made_from(self.layout, chunk))
            return True
        return bool(self._kept.waiting) and self._takes(chunk)

    def _takes(self, chunk: Chunk) -> bool:
        expected = made_from(self.layout, chunk)
        try:
            with told_of(self.label):
                piece = self._kept.take()
            if piece.about.made_from != expected:
                raise changed_since(self.label, "cut off")
        except InputError as error:
            self._drop_others(error)
            return False
        self._kept.taken()
        about, before = piece.about, self.before
        self._take_rows(piece)
        self.before = Before(
            rows=before.rows + about.rows,
            rankings=before.rankings + about.rankings,
            wrong=before.wrong + about.wrong,
            share=chunk.share,
            failed=added(before.failed, about.failed),
        )
        return True

    def add(self, done: Done, wrong: int) -> None:
        """Take the rows of a piece, or its summary.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        about = Piece(
            made_from=done.made_from,
            wrong=wrong,
            rows=done.n_rows,
            rankings=done.rankings,
            failed=done.failed,
        )
        sound = not done.unread and all(mistake.level != "error" for mistake in done.mistakes)
        piece = KeptPiece(about, done.rows, sound)
        # Of a file that a worker has written nobody can go on: what is kept ends before it.
        self._keeps = self._keeps and self.layout.by is None and done.file is None
        if self._keeps:
            with told_of(self.label):
                self._kept.add(piece)
        number = self._take_rows(piece)
        if done.summary:
            self._tallies.add(done.summary, number)
        elif done.file is not None and isinstance(self._folder, DatasetFolder):
            with told_of(self.label):
                self._files.take(done.file, number, self._folder.place)

    def _take_rows(self, piece: KeptPiece) -> int:
        """Write the rows of a piece, and return its number in the run."""
        about = piece.about
        number = self._dealt.number(about.made_from)
        failed = tuple(FailedRun(one.rankings, number, one.first) for one in about.failed)
        self._counts = self._counts.plus(RunCounts(about.rankings, int(not piece.sound), failed))
        if piece.content:
            with told_of(self.label):
                self._files.add(piece.content, number)
        return number

    def finish(self) -> None:
        """Put the dataset in its place.

        Raises
        ------
        OutputError, InputError
            It cannot be written, or a run before was of other inputs or options.
        """
        if self._kept.waiting:
            self._drop_others(changed_since(self.label, "cut off"))
        provenance = self._dealt.provenance()
        if self._finished is not None:
            self._take_finished(self._finished, provenance)
            return
        if self.layout.by is None:
            manifest = Manifest(provenance, self._shard, self.columns, self._files.finish(), self._counts)
        elif self._shard.of == 1:
            columns, files = summary_files(self._folder, self._tallies.summary, self.layout)
            self.columns = columns
            manifest = Manifest(provenance, self._shard, columns, files, self._counts)
        else:
            manifest = Manifest(provenance, self._shard, (), (self._tallies_file(),), self._counts)
        self.rows = manifest.rows
        self._folder.finish(manifest)
        self._ended = True

    def _take_finished(self, manifest: Manifest, provenance: dict[str, Any]) -> None:
        """Hold the dataset that stands there to what is asked, and take over what it came to."""
        if (manifest.provenance, manifest.columns) != (provenance, self.columns):
            raise changed_since(self.label, "finished")
        came = manifest.outcome
        self.rows = manifest.rows
        self.before = Before(
            rows=manifest.rows,
            rankings=came.rankings,
            wrong=came.wrong_pieces,
            share=1.0,
            failed=tuple(Failed(one.rankings, one.first) for one in came.failed),
        )
        self._ended = True

    def drop(self) -> None:
        """Write nothing; but a shard may well have no pieces, and what is merged needs all of them."""
        if self._shard.of > 1 or self._finished is not None:
            self.finish()
        else:
            with told_of(self.label):
                self._kept.drop()
        self._ended = True

    def close(self) -> None:
        """Take away what is unfinished, but for finished pieces, with which a later run can go on."""
        self._files.close()
        self._folder.close(keep=self._kept.is_any)

    def _tallies_file(self) -> DatasetFile:
        with told_of(self.label), self._folder.new(TALLIES) as file:
            file.write(self._tallies.content)
        return self._folder.about(TALLIES, 0)


def rows_layout(layout: Layout) -> Layout:
    """Return the layout of the rows of a dataset: they say of which scenario they are, asked or not.

    Raises
    ------
    UsageError
        Nothing but the scenario is asked.
    """
    if layout.columns == (KEY,):
        message = f"{KEY}: in a dataset this column is the name of a folder; name another one beside it"
        raise UsageError(message, parameter="columns")
    columns = layout.columns if KEY in layout.columns else (KEY, *layout.columns)
    return layout._replace(form="parquet", columns=columns)


def summary_files(
    folder: DatasetPlace, summary: Summary, layout: Layout
) -> tuple[tuple[str, ...], tuple[DatasetFile, ...]]:
    """Write a summary, and return its columns and its files."""
    layout, table = summary_table(summary, layout)
    files = RowFiles(folder, layout, each=False)
    scenarios = table.column(KEY).to_pylist()
    start = 0
    with told_of(folder.label):
        for end in range(1, len(scenarios) + 1):
            if end == len(scenarios) or scenarios[end] != scenarios[start]:
                files.add(stream_of(table.slice(start, end - start)), 0)
                start = end
    return layout.columns, files.finish()


def dataset_sink(
    output: str | Path, asked: BatchAsked, layout: Layout, *, shard: Shard, force: bool, resume: bool = False
) -> DatasetSink:
    """Return what writes a dataset.

    Raises
    ------
    UsageError, MissingPackageError
        It cannot be gone on with, has no column of its own, or Parquet lacks its package.
    """
    if resume and layout.by is not None:
        raise UsageError("a summary is made anew: it leaves no pieces to go on with", parameter="resume")
    needs("pyarrow", "a folder of Parquet files", extra="table")
    folder = dataset_place(output, force=force)
    return DatasetSink(folder, asked, layout, shard, resume=resume, force=force)


def dataset_place(output: str | Path, *, force: bool) -> DatasetPlace:
    """Return where a dataset is written, by the name of its folder."""
    name = str(output)
    if not in_store(name):
        return DatasetFolder(name, force=force)
    from scenario_cli.batch.store_folder import StoreFolder

    return StoreFolder(name, force=force)
