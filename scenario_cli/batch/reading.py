"""A table to pieces of its rows: CSV, Parquet, or an Arrow stream; its head held against a scenario."""

import csv
import gzip
import io
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from scenario_cli.batch.layout import TYPES
from scenario_cli.batch.objects import open_read
from scenario_cli.batch.places import FileMark, HashedBytes, TablePart, hash_at, mark_at
from scenario_cli.batch.sources import TableFile
from scenario_cli.batch.stores import StoreFile
from scenario_cli.batch.table import MOST_LINES_A_LABEL, TableRows
from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.files.number_columns import LABEL, check_columns, is_known
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

MOST_BYTES_A_LINE = 1024 * 1024
BYTES_AT_ONCE = 256 * 1024
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
FOOTER = 8  # bytes after a Parquet file's metadata: their length, and the file's kind
EMPTY = "the table holds nothing; its first line names drivers or factors"


def read_table(
    table: TableFile, scenario: Scenario, rows_at_once: int, *, keep: bool = False, by_name: bool = False
) -> Iterator[TableRows]:
    """Yield the rows of a table; with ``keep`` it may have columns that say nothing to the scenario.

    ``by_name`` gives the places of rows instead, where the file has such: a packed one or a stream has none.

    Raises
    ------
    InputError
        It cannot be read, has been changed meanwhile, or its columns are no weights of the scenario.
    """
    with _told(table):
        _refuse_strange(table)
        mark = _mark(table)
        with open_read(table.path) as file:
            whole = file_digest(file, "sha256").hexdigest()
        columns = table_columns(table)
        keys = [key for key, _ in table.keys]
        check_columns(table.name, columns, keys, scenario, keep=keep, reserved=TYPES)
        about = TableRows(
            name=table.name,
            file=table.file,
            sha256=whole,
            columns=columns,
            kept=tuple(column for column in (*columns, *keys) if not is_known(column, scenario)),
            keys=table.keys,
        )
        rows_of = _csv_rows if table.kind == "csv" else _arrow_rows
        if by_name and isinstance(table.path, Path) and table.path.suffix != ".gz":
            rows_of = {"csv": _csv_places, "parquet": _parquet_places, "arrow": _arrow_rows}[table.kind]
        for rows in rows_of(table, about, rows_at_once):
            if _mark(table) != mark:  # else its hash would stand beside the rows of another one
                raise changed(table.name)
            yield rows


def changed(name: str) -> InputError:
    """Return what is wrong with a file that is not what it was when the run began to read it."""
    message = "this file has been changed since the run began to read it"
    return InputError([Mistake(file=name, line=0, code="changed-input", message=message)])


def table_columns(table: TableFile) -> tuple[str, ...]:
    """Return the columns of a table.

    Raises
    ------
    InputError
        It has no head, or cannot be read.
    """
    with _told(table):
        _refuse_strange(table)
        if table.kind == "csv":
            with open_read(table.path) as raw:
                return _head(table, _LineReader(_unpacked(table, raw), table.name).take(1))
        with _batches(table, 1) as (columns, _):
            return columns


@contextmanager
def _told(table: TableFile) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, zlib.error) as error:
        message = f"the table cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError([Mistake(file=table.name, code="unreadable", message=message)]) from None


def _refuse_strange(table: TableFile) -> None:
    if isinstance(table.path, StoreFile):
        return
    mode = table.path.stat().st_mode
    if not stat.S_ISREG(mode):  # it is read twice, and to its end
        what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        message = f"a table is a plain file, and this is {what}"
        raise InputError([Mistake(file=table.name, code="not-a-file", message=message)])


def _unpacked(table: TableFile, raw: BinaryIO) -> BinaryIO | io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(fileobj=raw)) if table.is_packed else raw


def _head(table: TableFile, stated: bytes) -> tuple[str, ...]:
    if not stated.strip() or b"\0" in stated:
        utf_16 = b"\0" in stated
        message = "this looks like UTF-16; save it as UTF-8" if utf_16 else EMPTY
        raise InputError([Mistake(file=table.name, code="wrong-columns", message=message)])
    try:
        return tuple(field.strip() for field in next(csv.reader([stated.decode("utf-8-sig", "replace")]), []))
    except csv.Error:
        message = "the first line is no line of CSV"
        raise InputError([Mistake(file=table.name, code="wrong-columns", message=message)]) from None


def _csv_rows(table: TableFile, about: TableRows, rows_at_once: int) -> Iterator[TableRows]:
    has_texts = LABEL in about.columns or not {*about.kept}.isdisjoint(about.columns)
    with open_read(table.path) as raw:
        size = raw.seek(0, 2) or 1
        raw.seek(0)
        lines = _LineReader(_unpacked(table, raw), table.name)
        lines.take(1)
        first = lines.taken
        while content := lines.take(rows_at_once):
            if has_texts:
                content = _completed(content, lines)
            n_rows, share = lines.taken - first, raw.tell() / size
            yield about._replace(content=content, first_row=first, n_rows=n_rows, share=share)
            first = lines.taken


def _mark(table: TableFile) -> FileMark | None:
    """Return the mark of a file; an object in a store has none: it is replaced as a whole."""
    return mark_at(table.path) if isinstance(table.path, Path) else None


def _csv_places(table: TableFile, about: TableRows, rows_at_once: int) -> Iterator[TableRows]:
    assert isinstance(table.path, Path)
    path = os.path.abspath(table.path)  # noqa: PTH100 - a link stays one: workers may see no more than it
    with table.path.open("rb") as raw:
        start = len(next(lines_in(raw, table.name), b""))
    for rows in _csv_rows(table, about, rows_at_once):
        assert isinstance(rows.content, bytes)
        span = HashedBytes(start, start + len(rows.content), sha256(rows.content).hexdigest())
        yield rows._replace(content=TablePart(path, (span,)))
        start = span.end


def lines_in(file: IO[bytes] | io.BufferedReader, name: str, before: int = 0) -> Iterator[bytes]:
    """Yield lines; so many stand before them.

    Raises
    ------
    InputError
        One is too long to be held.
    """
    number = before + 1
    while line := file.readline(MOST_BYTES_A_LINE + 1):
        if len(line) > MOST_BYTES_A_LINE:
            message = f"this line is longer than {MOST_BYTES_A_LINE // 1024 // 1024} MiB"
            raise InputError([Mistake(file=name, line=number, code="too-large", message=message)])
        yield line
        number += 1


class _LineReader:
    """Lines of a file, many at a time: one by one they take four times as long."""

    def __init__(self, file: BinaryIO | io.BufferedReader, name: str) -> None:
        self.taken = 0
        self._file: Any = file
        self._name = name
        self._next = b""

    def take(self, count: int) -> bytes:
        """Return so many lines; fewer where they are long, or where there are no more.

        Raises
        ------
        InputError
            The next one is too long to be held; those before it have been taken.
        """
        parts: list[bytes] = []
        size = 0
        while count and size <= MOST_BYTES_AT_ONCE:
            try:
                there = self._at_hand()
            except InputError:
                if parts:
                    break
                raise
            if not there:
                break
            left = self._next.split(b"\n", count)[-1] if there > count else self._next.rpartition(b"\n")[2]
            some = self._next[: len(self._next) - len(left)] or self._next  # the last may have no end
            self._next = self._next[len(some) :]
            parts.append(some)
            size += len(some)
            taken = min(there, count)
            count -= taken
            self.taken += taken
        return b"".join(parts)

    def _at_hand(self) -> int:
        """Return how many lines have been read and not taken; where there are none, read more."""
        while b"\n" not in self._next and len(self._next) <= MOST_BYTES_A_LINE:
            more = self._file.read1(BYTES_AT_ONCE)
            if not more:
                return int(bool(self._next))
            self._next += more
        if self._next.find(b"\n", 0, MOST_BYTES_A_LINE) < 0:
            message = f"this line is longer than {MOST_BYTES_A_LINE // 1024 // 1024} MiB"
            raise InputError(
                [Mistake(file=self._name, line=self.taken + 1, code="too-large", message=message)]
            )
        return self._next.count(b"\n")


def _completed(content: bytes, lines: _LineReader) -> bytes:
    """Return lines with those in which a text in quotes goes on, so that rows are cut where one ends."""
    parts = [content]
    quotes, size = content.count(b'"'), 0
    while quotes % 2 and len(parts) <= MOST_LINES_A_LABEL and size <= MOST_BYTES_A_LINE:
        try:
            line = lines.take(1)
        except InputError:  # it is told when its turn comes
            break
        if not line:
            break
        parts.append(line)
        quotes += line.count(b'"')
        size += len(line)
    return b"".join(parts)


@contextmanager
def _batches(
    table: TableFile, rows_at_once: int
) -> Iterator[tuple[tuple[str, ...], Iterator[tuple["pa.RecordBatch", float]]]]:
    """Give the columns of a Parquet file or an Arrow stream, and its rows with how much has been read."""
    needs("pyarrow", "Parquet" if table.kind == "parquet" else "an Arrow stream", extra="table")
    import pyarrow as pa
    import pyarrow.parquet as pq

    def of_parquet(file: pq.ParquetFile) -> Iterator[tuple[pa.RecordBatch, float]]:
        after = 0
        for batch in file.iter_batches(batch_size=rows_at_once):
            after += batch.num_rows
            yield batch, after / file.metadata.num_rows

    def of_stream(stream: pa.RecordBatchReader, raw: BinaryIO, size: int) -> Iterator[tuple[Any, float]]:
        for batch in stream:
            for start in range(0, batch.num_rows, rows_at_once):
                yield batch.slice(start, rows_at_once), raw.tell() / size

    try:
        if table.kind == "parquet":
            far = open_read(table.path) if isinstance(table.path, StoreFile) else nullcontext(table.path)
            with far as source, pq.ParquetFile(source, pre_buffer=False) as file:  # it would hold all of it
                yield tuple(file.schema_arrow.names), of_parquet(file)
        else:
            with open_read(table.path) as raw:
                size = raw.seek(0, 2)
                raw.seek(0)
                stream = pa.ipc.open_stream(raw)
                yield tuple(stream.schema.names), of_stream(stream, raw, size)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        message = f"the table cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Mistake(file=table.name, code="unreadable", message=message)]) from None


def _arrow_rows(table: TableFile, about: TableRows, rows_at_once: int) -> Iterator[TableRows]:
    first = 1
    with _batches(table, rows_at_once) as (_, batches):
        for batch, share in batches:
            yield rows_in(batch, about._replace(first_row=first, n_rows=batch.num_rows, share=share))
            first += batch.num_rows


def rows_in(batch: "pa.RecordBatch", about: TableRows) -> TableRows:
    """Return the rows of a batch; ``about`` says all else of them."""
    labels = None
    if LABEL in about.columns:
        stated = enumerate(batch.column(LABEL).to_pylist(), about.first_row)
        labels = tuple(f"{about.file}:{n}" if label is None else str(label) for n, label in stated)
    return about._replace(
        content=[_numbers(batch.column(name)) for name in about.own_ids],
        labels=labels,
        texts={name: _texts(batch.column(name)) for name in about.columns if name in about.kept},
    )


def _parquet_places(table: TableFile, about: TableRows, rows_at_once: int) -> Iterator[TableRows]:
    """Yield the places of as many rows as ``_arrow_rows`` would, though not one of them is read."""
    import pyarrow.parquet as pq

    assert isinstance(table.path, Path)
    path = os.path.abspath(table.path)  # noqa: PTH100
    with pq.ParquetFile(table.path) as file:
        metadata = file.metadata
    every = metadata.num_rows
    mark = mark_at(path)
    tail = mark.size - metadata.serialized_size - FOOTER
    groups = _row_groups(metadata)

    def hashed(start: int, end: int) -> HashedBytes:
        return HashedBytes(start, end, hash_at(path, mark, start, end))

    for first in range(0, every, rows_at_once):
        end = min(first + rows_at_once, every)
        spans = [hashed(*span) for rows, span in groups if rows[0] < end and rows[1] > first]
        part = TablePart(path, (*spans, hashed(tail, mark.size)), (first, end))
        yield about._replace(content=part, first_row=first + 1, n_rows=end - first, share=end / every)


def _row_groups(metadata: "pq.FileMetaData") -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return the rows of each row group, and its bytes."""
    found, row = [], 0
    for k in range(metadata.num_row_groups):
        group = metadata.row_group(k)
        columns = [group.column(i) for i in range(group.num_columns)]
        starts = [min(c.data_page_offset, c.dictionary_page_offset or c.data_page_offset) for c in columns]
        ends = [start + c.total_compressed_size for start, c in zip(starts, columns, strict=True)]
        found.append(((row, row + group.num_rows), (min(starts), max(ends))))
        row += group.num_rows
    return found


def _numbers(column: "pa.Array") -> Any:
    """Return a column of numbers as an array; as a list where some are missing, to be told at their rows.

    Texts (an array of them, or a dictionary) are a list, too: names of levels, say.
    """
    import pyarrow as pa

    if _is_text(column.type):
        return column.to_pylist()
    numbers = column if pa.types.is_float64(column.type) else column.cast(pa.float64())
    return numbers.to_pylist() if numbers.null_count else numbers.to_numpy(zero_copy_only=False)


def _is_text(type_: "pa.DataType") -> bool:
    import pyarrow as pa

    plain = type_.value_type if pa.types.is_dictionary(type_) else type_
    return str(plain) in ("string", "large_string", "string_view")


def _texts(column: "pa.Array") -> list[str | None]:
    """Return a column as texts, as its values are written in CSV."""
    words = {True: "true", False: "false"}
    values = column.to_pylist()
    return [
        None if value is None else words[value] if isinstance(value, bool) else str(value) or None
        for value in values
    ]
