"""A dataset as an output: rows or a summary as files in a folder, of a whole run or of a shard of it."""

from collections.abc import Iterable
from pathlib import Path

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.dataset import DatasetFile, Manifest, Shard
from scenario_cli.batch.dealing import Dealt
from scenario_cli.batch.folder import DatasetFolder
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.output import told_of
from scenario_cli.batch.pieces import KEY, RowFiles, stream_of
from scenario_cli.batch.plan import BatchAsked
from scenario_cli.batch.sink import Before
from scenario_cli.batch.summary import Summary
from scenario_cli.batch.tallies import TALLIES, Tallies
from scenario_cli.batch.totals import summary_table
from scenario_cli.errors import UsageError
from scenario_cli.extras import needs


class DatasetSink:
    """Writes rows, or what they come to, as a dataset; it appears whole, at the end.

    Parameters
    ----------
    folder : DatasetFolder
    asked : BatchAsked
    layout : Layout
    shard : Shard
        Which pieces of the plan are scored.
    """

    before = Before()
    keeps_pieces = True

    def __init__(self, folder: DatasetFolder, asked: BatchAsked, layout: Layout, shard: Shard) -> None:
        self.layout = rows_layout(layout)
        self.rows = 0
        self.columns = layout.columns
        self._folder = folder
        self._shard = shard
        self._dealt = Dealt(asked, self.layout, shard)
        self._tallies = Tallies()
        self._files = RowFiles(folder, self.layout, each=shard.of > 1)

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to replace a folder in which a file is read."""
        self._folder.refuse(paths, what)

    def look(self, about: str) -> bool:
        """Refuse a folder that cannot be written; nothing is finished."""
        self._folder.look()
        return False

    def start(self, about: str) -> None:
        """Make the folder."""
        self._folder.start()

    def skips(self, chunk: Chunk) -> bool:
        """Whether another shard has the next piece."""
        return self._dealt.skips(chunk)

    def add(self, done: Done, wrong: int) -> None:
        """Take the rows of a piece, or its summary.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        number = self._dealt.number(done.made_from)
        if done.summary:
            self._tallies.add(done.summary, number)
        if done.rows:
            with told_of(Path(self._folder.name)):
                self._files.add(done.rows, number)

    def finish(self) -> None:
        """Put the dataset in its place."""
        provenance = self._dealt.provenance()
        if self.layout.by is None:
            manifest = Manifest(provenance, self._shard, self.columns, self._files.finish())
        elif self._shard.of == 1:
            columns, files = summary_files(self._folder, self._tallies.summary, self.layout)
            self.columns = columns
            manifest = Manifest(provenance, self._shard, columns, files)
        else:
            manifest = Manifest(provenance, self._shard, (), (self._tallies_file(),))
        self.rows = manifest.rows
        self._folder.finish(manifest)

    def drop(self) -> None:
        """Write nothing; but a shard may well have no pieces, and what is merged needs all of them."""
        if self._shard.of > 1:
            self.finish()

    def close(self) -> None:
        """Take away what is unfinished."""
        self._files.close()
        self._folder.close()

    def _tallies_file(self) -> DatasetFile:
        with told_of(Path(self._folder.name)), self._folder.new(TALLIES) as file:
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
    folder: DatasetFolder, summary: Summary, layout: Layout
) -> tuple[tuple[str, ...], tuple[DatasetFile, ...]]:
    """Write a summary, and return its columns and its files."""
    layout, table = summary_table(summary, layout)
    files = RowFiles(folder, layout, each=False)
    scenarios = table.column(KEY).to_pylist()
    start = 0
    with told_of(Path(folder.name)):
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
    if resume:
        raise UsageError("a dataset is made anew: it leaves no pieces to go on with", parameter="resume")
    needs("pyarrow", "a folder of Parquet files", extra="table")
    return DatasetSink(DatasetFolder(str(output), force=force), asked, layout, shard)
