"""A table to pieces of its rows: CSV, Parquet, or an Arrow stream; its head held against a scenario."""

import csv
import gzip
import io
import stat
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from scenario_cli.batch.columns import LABEL, check_columns, is_known
from scenario_cli.batch.sources import TableFile
from scenario_cli.batch.table import MOST_LINES_A_LABEL, TableRows
from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES_A_LINE = 1024 * 1024
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
EMPTY = "the table holds nothing; its first line names drivers or factors"


def read_table(
    table: TableFile, scenario: Scenario, rows_at_once: int, *, keep: bool = False
) -> Iterator[TableRows]:
    """Yield the rows of a table; with ``keep`` it may have columns that say nothing to the scenario.

    Raises
    ------
    InputError
        It cannot be read, or its columns are no weights of the scenario.
    """
    with _told(table):
        _refuse_strange(table)
        with table.path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        columns = table_columns(table)
        keys = [key for key, _ in table.keys]
        check_columns(table.name, columns, keys, scenario, keep=keep)
        about = TableRows(
            name=table.name,
            file=table.file,
            sha256=sha256,
            columns=columns,
            kept=tuple(column for column in (*columns, *keys) if not is_known(column, scenario)),
            keys=table.keys,
        )
        yield from (_csv_rows if table.kind == "csv" else _arrow_rows)(table, about, rows_at_once)


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
            with table.path.open("rb") as raw:
                return _head(table, next(lines_in(_unpacked(table, raw), table.name), b""))
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
    mode = table.path.stat().st_mode
    if not stat.S_ISREG(mode):  # it is read twice, and to its end
        what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
        message = f"a table is a plain file, and this is {what}"
        raise InputError([Mistake(file=table.name, code="not-a-file", message=message)])


def _unpacked(table: TableFile, raw: BinaryIO) -> BinaryIO | io.BufferedReader:
    return io.BufferedReader(gzip.GzipFile(fileobj=raw)) if table.path.suffix == ".gz" else raw


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
    with table.path.open("rb") as raw:
        size = raw.seek(0, 2) or 1
        raw.seek(0)
        all_lines = lines_in(_unpacked(table, raw), table.name)
        next(all_lines, b"")
        first = 1
        wrong: InputError | None = None
        while wrong is None:
            lines: list[bytes] = []
            try:
                _fill(lines, all_lines, rows_at_once)
                if has_texts:
                    _complete(lines, all_lines)
            except InputError as error:  # what stands before it is read all the same
                wrong = error
            if not lines:
                break
            yield about._replace(content=b"".join(lines), first_row=first, share=raw.tell() / size)
            first += len(lines)
        if wrong is not None:
            raise wrong


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


def _fill(taken: list[bytes], lines: Iterable[bytes], count: int) -> None:
    """Take so many lines, or fewer where they are long."""
    size = 0
    for line in lines:
        taken.append(line)
        size += len(line)
        if len(taken) == count or size > MOST_BYTES_AT_ONCE:
            break


def _complete(lines: list[bytes], more: Iterator[bytes]) -> None:
    """Add the lines in which a text in quotes goes on, so that rows are cut where one ends."""
    quotes = sum(line.count(b'"') for line in lines)
    size = 0
    for line in islice(more, MOST_LINES_A_LABEL) if quotes % 2 else ():
        lines.append(line)
        quotes += line.count(b'"')
        size += len(line)
        if quotes % 2 == 0 or size > MOST_BYTES_A_LINE:
            break


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
            file = pq.ParquetFile(table.path, pre_buffer=False)  # it would hold all that was read
            yield tuple(file.schema_arrow.names), of_parquet(file)
        else:
            with table.path.open("rb") as raw:
                stream = pa.ipc.open_stream(raw)
                yield tuple(stream.schema.names), of_stream(stream, raw, table.path.stat().st_size)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        message = f"the table cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Mistake(file=table.name, code="unreadable", message=message)]) from None


def _arrow_rows(table: TableFile, about: TableRows, rows_at_once: int) -> Iterator[TableRows]:
    first = 1
    with _batches(table, rows_at_once) as (columns, batches):
        for batch, share in batches:
            labels = None
            if LABEL in columns:
                stated = enumerate(batch.column(LABEL).to_pylist(), first)
                labels = tuple(f"{table.file}:{n}" if label is None else str(label) for n, label in stated)
            yield about._replace(
                content=[_numbers(batch.column(name)) for name in about.own_ids],
                labels=labels,
                texts={name: _texts(batch.column(name)) for name in columns if name in about.kept},
                first_row=first,
                share=share,
            )
            first += batch.num_rows


def _numbers(column: "pa.Array") -> Any:
    """Return a column of numbers as an array; as a list where some are missing, to be told at their rows."""
    import pyarrow as pa

    numbers = column if pa.types.is_float64(column.type) else column.cast(pa.float64())
    return numbers.to_pylist() if numbers.null_count else numbers.to_numpy(zero_copy_only=False)


def _texts(column: "pa.Array") -> list[str | None]:
    """Return a column as texts, as its values are written in CSV."""
    words = {True: "true", False: "false"}
    values = column.to_pylist()
    return [
        None if value is None else words[value] if isinstance(value, bool) else str(value) or None
        for value in values
    ]
