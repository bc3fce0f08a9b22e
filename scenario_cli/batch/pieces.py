"""Rows as files of a dataset, and back to what a run would have given."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, Protocol
from urllib.parse import quote, unquote

from scenario_cli.batch.chunk import Done, WrittenFile
from scenario_cli.batch.dataset import DatasetFile, Manifest
from scenario_cli.batch.homes import Home
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.output import told_of
from scenario_cli.batch.parquet import ParquetCopy
from scenario_cli.batch.rows import table_text

if TYPE_CHECKING:
    import pyarrow as pa

KEY = "scenario"  # stands in the names of folders, where readers find it, and in no file
PIECES_A_FILE = 16  # about a million rows: as much as one worker writes at a time


class FilesFolder(Protocol):
    """Where files are written."""

    @property
    def label(self) -> str:
        """What it is called."""

    def new(self, path: str) -> BinaryIO:
        """Open a new file."""

    def about(self, path: str, rows: int) -> DatasetFile:
        """Return what is to be said of a file that is written."""


class RowFiles:
    """Writes rows as files: some for each scenario, or one a piece in a shard.

    A file ends where rows of another scenario follow, or another sixteen pieces of the run begin.
    """

    def __init__(self, folder: FilesFolder, layout: Layout, *, each: bool) -> None:
        self.files: list[DatasetFile] = []
        self._folder = folder
        self._layout = layout._replace(columns=tuple(c for c in layout.columns if c != KEY))
        self._each = each
        self._counts: Counter[str] = Counter()
        self._begun: tuple[str, int] | None = None
        self._path = ""
        self._rows = 0
        self._copy: ParquetCopy | None = None

    def add(self, content: bytes, number: int) -> None:
        """Take the rows of a piece as an Arrow stream, and the number of the piece in its run."""
        import pyarrow as pa

        rows = pa.ipc.open_stream(content).read_all()
        scenario = rows.column(KEY)[0].as_py()
        begun = scenario, number // PIECES_A_FILE
        if self._copy is None or self._each or begun != self._begun:
            self._end()
            self._begun, self._rows = begun, 0
            self._path = self._next_path(scenario, number)
            self._copy = ParquetCopy(self._layout, self._opened)
        self._copy.add(content)
        self._rows += rows.num_rows

    def take(self, written: WrittenFile, number: int, place: Callable[[str, str], None]) -> None:
        """Take a file that a worker has written; ``place`` puts it where it belongs."""
        self._end()
        self._begun = None
        path = self._next_path(written.scenario, number)
        place(written.name, path)
        self.files.append(DatasetFile(path, written.rows, written.bytes, written.sha256))

    def finish(self) -> tuple[DatasetFile, ...]:
        """End the last file, and return all."""
        self._end()
        return tuple(self.files)

    def close(self) -> None:
        """Let go of an unfinished file."""
        if self._copy is not None:
            self._copy.drop()
            self._copy = None

    def _next_path(self, scenario: str, number: int) -> str:
        count = number if self._each else self._counts[scenario]
        self._counts[scenario] += 1
        return f"{KEY}={quote(scenario, safe='')}/part-{count}.parquet"

    def _opened(self) -> BinaryIO:
        return self._folder.new(self._path)

    def _end(self) -> None:
        if self._copy is not None:
            with told_of(self._folder.label):
                self._copy.finish()
                self._copy = None
                self.files.append(self._folder.about(self._path, self._rows))


def stream_of(table: "pa.Table") -> bytes:
    """Return a table as an Arrow stream of one batch."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def tables_in(home: Home, file: DatasetFile, columns: Sequence[str]) -> Iterator["pa.Table"]:
    """Yield the rows of a dataset's file, a piece of the run at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    scenario = unquote(file.path.partition("/")[0].partition("=")[2])
    with home.open(file.path) as opened, parquet.ParquetFile(opened) as source:
        for k in range(source.num_row_groups):
            rows = source.read_row_group(k)
            if KEY in columns:
                rows = rows.append_column(KEY, pa.array([scenario] * rows.num_rows, pa.string()))
            yield rows.select(list(columns))


def every_table(home: Home, manifest: Manifest) -> Iterator["pa.Table"]:
    """Yield all rows of a dataset, in their order."""
    for file in manifest.files:
        if file.path.startswith(f"{KEY}="):
            yield from tables_in(home, file, manifest.columns)


def done_of(layout: Layout) -> Callable[["pa.Table"], Done]:
    """Return what makes of the rows of a piece what its worker gave, in the form of a layout."""

    def done(table: "pa.Table") -> Done:
        if layout.form == "parquet":
            return Done(rows=stream_of(table), n_rows=table.num_rows)
        columns = {name: table.column(name).to_pylist() for name in layout.columns}
        return Done(rows=table_text(layout, columns).encode(), n_rows=table.num_rows)

    return done
