"""Rows of tables read at their places: by workers that see the same files as whoever made the plan."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scenario_cli.batch.places import TablePart, UnseenError, bytes_at, hash_at, mark_at, opened_at
from scenario_cli.batch.reading import rows_in
from scenario_cli.batch.table import TableRows

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_AT_ONCE = 16_384


class TableParts:
    """Reads parts of tables; in a Parquet file one part goes on where the one before has ended."""

    def __init__(self) -> None:
        self._open: _OpenParquet | None = None

    def read(self, rows: TableRows) -> TableRows:
        """Return rows with what stands at their place; those that are no place are returned.

        Raises
        ------
        UnseenError
            It cannot be read, or is not what was planned.
        """
        part = rows.content
        if not isinstance(part, TablePart):
            return rows
        if part.rows is None:
            return rows._replace(content=bytes_at(part.path, part.spans[0]))
        import pyarrow as pa

        try:
            mark = mark_at(part.path)
            if any(hash_at(part.path, mark, start, end) != hash_ for start, end, hash_ in part.spans):
                raise UnseenError(part.path)
            batch = self._parquet(part.path, part.rows[0]).take(part.rows[1])
            if mark_at(part.path) != mark:
                raise UnseenError(part.path)
        except (OSError, pa.ArrowException):
            raise UnseenError(part.path) from None
        return rows_in(batch, rows)

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _parquet(self, path: str, row: int) -> "_OpenParquet":
        if self._open is None or (self._open.path, self._open.row) != (path, row):
            self.close()
            self._open = _OpenParquet(path, row)
        return self._open


class _OpenParquet:
    """A Parquet file that is read on from a row; row groups before it are passed over."""

    def __init__(self, path: str, row: int) -> None:
        import pyarrow.parquet as pq

        self.path = path
        self.row = row
        self._raw = opened_at(path)
        self._file = pq.ParquetFile(self._raw, pre_buffer=False)
        group = start = 0
        while start + (rows := self._file.metadata.row_group(group).num_rows) <= row:
            start, group = start + rows, group + 1
        groups = range(group, self._file.num_row_groups)
        self._batches = self._file.iter_batches(batch_size=ROWS_AT_ONCE, row_groups=groups)
        self._left: pa.RecordBatch | None = None
        self._at = start
        self._pass_over(row)

    def take(self, end: int) -> "pa.RecordBatch":
        """Return the rows from where it is to before ``end``, which is further on."""
        import pyarrow as pa

        parts = [*self._until(end)]
        if len(parts) == 1:
            return parts[0]
        return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]

    def close(self) -> None:
        """Close it."""
        self._file.close()
        self._raw.close()

    def _pass_over(self, row: int) -> None:
        for _ in self._until(row):
            pass

    def _until(self, end: int) -> Iterator["pa.RecordBatch"]:
        while self._at < end:
            batch = self._left if self._left is not None else next(self._batches, None)
            if batch is None:
                raise UnseenError(self.path)
            taken = batch.slice(0, end - self._at)
            self._left = batch.slice(taken.num_rows) if taken.num_rows < batch.num_rows else None
            self._at += taken.num_rows
            self.row = self._at
            yield taken
