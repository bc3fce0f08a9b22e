"""A Parquet file of rows that come as Arrow streams, written while the next are made; and lists in Arrow."""

import io
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO

from scenario_cli.batch.layout import SEPARATORS, Layout, split

if TYPE_CHECKING:
    import pyarrow as pa

WORDS = ("scenario", "weights", "option", "input_sha256", "version", "file")  # columns of words that repeat
# Columns by whose least and greatest entry no reader skips row groups: nobody filters by them.
NOT_SOUGHT = ("injects", "tied", "flags", "input_sha256", "version")


class ParquetCopy:
    """A Parquet file made beside pieces that are Arrow streams, one row group a piece.

    A thread writes it, one piece behind, while the next is made. Without any row it has
    just the columns. ``start`` opens the file; ``sha256`` is its hash once it is finished.
    """

    def __init__(self, layout: Layout, start: Callable[[], BinaryIO]) -> None:
        from concurrent.futures import Future, ThreadPoolExecutor

        self.sha256 = ""
        self._layout = layout
        self._start = start
        self._outlet: _Outlet | None = None
        self._writer: Any = None
        self._thread = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def add(self, content: bytes) -> None:
        """Append the rows of a piece, once those before it are written."""
        if not content:
            return
        self._wait()
        self._writing = self._thread.submit(self._write, content)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()

    def _write(self, content: bytes) -> None:
        import pyarrow as pa

        self._append(widened(pa.ipc.open_stream(content).read_all().select(self._layout.columns)))

    def _append(self, table: "pa.Table") -> None:
        import pyarrow.parquet as pq

        if self._writer is None:
            self._outlet = _Outlet(self._start())
            # Scores hardly ever repeat. Without Arrow's own schema, text is read back as text.
            repeated = [
                f"{name}.list.element" if type_ == "list" else name
                for name, type_ in self._layout.types.items()
                if type_ != "double"
            ]
            self._writer = pq.ParquetWriter(
                self._outlet,
                table.schema,
                use_dictionary=repeated,
                write_statistics=[column for column in self._layout.columns if column not in NOT_SOUGHT],
                store_schema=False,
            )
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def finish(self) -> None:
        """Write the end of the file."""
        self._wait()
        if self._writer is None:
            self._append(arrow_schema(self._layout).empty_table())
        self._writer.close()
        self._thread.shutdown()
        assert self._outlet is not None
        self._outlet.end()
        self.sha256 = self._outlet.hash.hexdigest()

    def drop(self) -> None:
        """Let go of what is unfinished: no end is written to it, which would make it look whole."""
        self._thread.shutdown()
        if self._outlet is not None:
            self._outlet.stopped = True
            if self._writer is not None:
                self._writer.close()
            self._outlet.end()


class _Outlet(io.RawIOBase):
    """A file to which writing can be stopped: Arrow writes an end to a file whatever has happened."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.hash = sha256()
        self.stopped = False

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        if not self.stopped:
            self.file.write(content)
            self.hash.update(content)
        return len(content)

    def end(self) -> None:
        """Close the file."""
        try:
            self.file.close()
        except OSError:
            if not self.stopped:
                raise


def widened(table: "pa.Table") -> "pa.Table":
    """Return a table whose whole numbers, and places of words, are of one size, and lists are lists.

    Words are numbered in the order in which they come: rows that are read back out of a file are then
    written again as the same bytes.
    """
    import pyarrow as pa

    columns = []
    for name, column in zip(table.column_names, table.itercolumns(), strict=True):
        array = column.chunk(0)
        if pa.types.is_dictionary(array.type):
            array = lists_of(array, name) if name in SEPARATORS else _in_order(array)
        elif name in WORDS and pa.types.is_string(array.type):
            array = array.dictionary_encode()
        elif pa.types.is_integer(array.type) and array.type != pa.int64():
            array = pa.array(array.to_numpy().astype("int64"))
        columns.append(array)
    return pa.table(columns, names=table.column_names)


def _in_order(words: "pa.DictionaryArray") -> "pa.DictionaryArray":
    """Return words numbered in the order in which they come, and those alone that do."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = words.indices.unique()
    if not words.null_count and len(places) == len(words.dictionary):
        order = places.to_numpy()
        if (order[1:] > order[:-1]).all():  # they are, as nearly always
            return pa.DictionaryArray.from_arrays(words.indices.cast(pa.int32()), words.dictionary)
    return pa.DictionaryArray.from_arrays(pc.index_in(words.indices, places), words.dictionary.take(places))


def lists_of(words: "pa.DictionaryArray", column: str) -> "pa.Array":
    """Return the lists that texts of a column stand for."""
    import pyarrow as pa

    known = [split(column, text) for text in words.dictionary.to_pylist()]
    return pa.array(known, arrow_type("list")).take(words.indices)


def arrow_type(name: str) -> "pa.DataType":
    """Return the Arrow type of a column's type."""
    import pyarrow as pa

    return pa.list_(pa.field("element", pa.string())) if name == "list" else pa.type_for_alias(name)


def arrow_schema(layout: Layout) -> "pa.Schema":
    """Return the columns of rows."""
    import pyarrow as pa

    return pa.schema([(name, arrow_type(type_)) for name, type_ in layout.types.items()])


def is_sound(content: bytes, layout: Layout) -> bool:
    """Whether bytes are an Arrow stream of rows, or nothing."""
    import pyarrow as pa

    if not content:
        return True
    try:
        table = pa.ipc.open_stream(content).read_all()
        table.validate(full=True)
        widened(table).cast(arrow_schema(layout))
    except (pa.ArrowException, OSError, ValueError, IndexError):
        return False
    return list(table.column_names) == list(layout.columns)
