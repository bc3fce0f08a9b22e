"""A Parquet file of rows that come as Arrow streams, written while the next are made."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

# Columns whose least and greatest entry help a reader skip row groups; in the others these are alike.
SOUGHT = ("scenario", "weights", "score", "behind")


class ParquetCopy:
    """A Parquet file made beside a part whose pieces are Arrow streams, one row group a piece.

    A thread writes it, one piece behind, while the next is made. Without any row it has
    just the columns.
    """

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        from concurrent.futures import Future, ThreadPoolExecutor

        self.path = path
        self.columns = columns
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
        import pyarrow.parquet as pq

        table = widened(pa.ipc.open_stream(content).read_all())
        if self._writer is None:
            # Scores hardly ever repeat. Without Arrow's own schema, text is read back as text.
            repeated = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
            self._writer = pq.ParquetWriter(
                self.path,
                table.schema,
                use_dictionary=repeated,
                write_statistics=list(SOUGHT),
                store_schema=False,
            )
        self._writer.write_table(table)

    def finish(self) -> None:
        """Write the end of the file."""
        import pyarrow.parquet as pq

        self._wait()
        if self._writer is None:
            pq.write_table(without_rows(self.columns), self.path)
        else:
            self._writer.close()

    def drop(self) -> None:
        """Leave nothing unfinished behind: the part has everything."""
        self._thread.shutdown()
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
        self.path.unlink(missing_ok=True)


def widened(table: "pa.Table") -> "pa.Table":
    """Return a table whose whole numbers, and places of words, are of one size whatever they hold."""
    import pyarrow as pa

    columns = []
    for column in table.itercolumns():
        array = column.chunk(0)
        if pa.types.is_dictionary(array.type):
            places = array.indices.to_numpy().astype("int32")
            array = pa.DictionaryArray.from_arrays(places, array.dictionary, safe=False)
        elif pa.types.is_integer(array.type):
            array = pa.array(array.to_numpy().astype("int64"))
        columns.append(array)
    return pa.table(columns, names=table.column_names)


def without_rows(columns: Mapping[str, str]) -> "pa.Table":
    """Return an empty table of columns, each with the name of its type."""
    import pyarrow as pa

    return pa.schema([(name, pa.type_for_alias(type_)) for name, type_ in columns.items()]).empty_table()
