"""A table of weightings, CSV or Parquet: its head held against a scenario, its rows piece by piece."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import file_digest
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario

LABEL = "weights"
MOST_LINES_A_LABEL = 1_000
EMPTY = "the table holds nothing; its first line names drivers or factors"


class TableRows(NamedTuple):
    """Some rows of a table.

    ``content`` are lines of CSV as bytes, or the columns of numbers as arrays;
    ``share`` is how much of the table has been read once these rows have; ``sha256`` is
    the whole file's.
    """

    name: str
    sha256: str
    columns: tuple[str, ...]
    content: bytes | list[Any]
    labels: tuple[str, ...] | None
    first_row: int
    share: float

    @property
    def label(self) -> str:
        """What rows without a label are called by: no path of this machine gets into a result."""
        return self.name.rpartition("/")[2]

    @property
    def ids(self) -> list[str]:
        """The columns that hold numbers."""
        return [column for column in self.columns if column != LABEL]


class LabelledRows(NamedTuple):
    """What rows are called, the lines they stand at, and their fields other than the label."""

    labels: list[str]
    lines: Sequence[int]
    fields: list[list[Any]]


def read_table(path: Path, scenario: Scenario, rows_at_once: int) -> Iterator[TableRows]:
    """Yield the rows of a CSV or Parquet file.

    Raises
    ------
    InputError
        It cannot be read, or its columns are no weights of the scenario.
    """
    read = _parquet_rows if path.suffix == ".parquet" else _csv_rows
    try:
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        yield from read(path, sha256, scenario, rows_at_once)
    except (OSError, EOFError, zlib.error) as error:
        message = f"the table cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError([Mistake(file=path.as_posix(), code="unreadable", message=message)]) from None


def _csv_rows(path: Path, sha256: str, scenario: Scenario, rows_at_once: int) -> Iterator[TableRows]:
    with path.open("rb") as raw:
        size = raw.seek(0, 2) or 1
        raw.seek(0)
        file = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
        stated = file.readline()
        if not stated.strip() or b"\0" in stated:
            utf_16 = b"\0" in stated
            message = "this looks like UTF-16; save it as UTF-8" if utf_16 else EMPTY
            raise InputError([Mistake(file=path.as_posix(), code="wrong-columns", message=message)])
        head = stated.decode("utf-8-sig", "replace")
        try:
            columns = tuple(field.strip() for field in next(csv.reader([head]), []))
        except csv.Error:
            message = "the first line is no line of CSV"
            raise InputError([Mistake(file=path.as_posix(), code="wrong-columns", message=message)]) from None
        _check_columns(path, columns, scenario)
        first = 1
        while lines := list(islice(file, rows_at_once)):
            if LABEL in columns:
                _complete(lines, file)
            content = b"".join(lines)
            yield TableRows(path.as_posix(), sha256, columns, content, None, first, raw.tell() / size)
            first += len(lines)


def _complete(lines: list[bytes], file: Iterator[bytes]) -> None:
    """Add the lines in which a label in quotes goes on, so that rows are cut where one ends."""
    quotes = sum(line.count(b'"') for line in lines)
    for line in islice(file, MOST_LINES_A_LABEL) if quotes % 2 else ():
        lines.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            break


def _parquet_rows(path: Path, sha256: str, scenario: Scenario, rows_at_once: int) -> Iterator[TableRows]:
    needs("pyarrow", "Parquet", extra="table")
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path, pre_buffer=False)  # it would hold all that was read
        columns = tuple(file.schema_arrow.names)
        _check_columns(path, columns, scenario)
        first = 1
        for batch in file.iter_batches(batch_size=rows_at_once):
            labels = None
            if LABEL in columns:
                stated = enumerate(batch.column(LABEL).to_pylist(), first)
                labels = tuple(f"{path.name}:{n}" if label is None else str(label) for n, label in stated)
            numbers = [
                (column if pa.types.is_float64(column.type) else column.cast(pa.float64())).to_numpy(
                    zero_copy_only=False
                )
                for column in (batch.column(name) for name in columns if name != LABEL)
            ]
            after = first + batch.num_rows
            share = (after - 1) / file.metadata.num_rows
            yield TableRows(path.as_posix(), sha256, columns, numbers, labels, first, share)
            first = after
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        message = f"the table cannot be read: {str(error).splitlines()[0]}"
        raise InputError([Mistake(file=path.as_posix(), code="unreadable", message=message)]) from None


def _check_columns(path: Path, columns: tuple[str, ...], scenario: Scenario) -> None:
    twice = next((c for i, c in enumerate(columns) if c in columns[:i]), None)
    wrong = f"the column '{twice}' stands here twice" if twice is not None else _unfit(columns, scenario)
    if wrong:
        raise InputError([Mistake(file=path.as_posix(), code="wrong-columns", message=wrong)])


def _unfit(columns: Sequence[str], scenario: Scenario) -> str:
    """Return what keeps the columns of a table from being weights of a scenario; empty where they are."""
    ids = [column for column in columns if column != LABEL]
    known = {*scenario.drivers, *scenario.factors}
    strange = [id_ for id_ in ids if id_ not in known]
    if strange:
        return f"the column '{strange[0]}' is neither a driver nor a factor of '{scenario.id}'"
    if all(d in ids for d in scenario.drivers):
        for driver, stated in scenario.drivers.items():
            some = [f for f in stated.factors if f in ids]
            missing = [f for f in stated.factors if f not in ids]
            if some and missing:
                return f"the column '{missing[0]}' is missing beside the other factors of '{driver}'"
        return ""
    if any(d in ids for d in scenario.drivers if d not in scenario.factors):
        missing = [d for d in scenario.drivers if d not in ids]
        return f"the column '{missing[0]}' is missing beside the other drivers"
    missing = [f for f in scenario.factors if f not in ids]
    return f"the column '{missing[0]}' is missing beside the other factors" if missing else ""


def labels_of(rows: TableRows, count: int) -> tuple[list[str], Sequence[int]]:
    """Return what rows are called that hold nothing but numbers, and the lines they stand at.

    Without a label a row is called by the table's name and its own number.
    """
    numbers = range(rows.first_row, rows.first_row + count)
    labels = list(rows.labels) if rows.labels else [f"{rows.label}:{number}" for number in numbers]
    return labels, range(numbers.start + 1, numbers.stop + 1)


def labelled_rows(rows: TableRows) -> tuple[LabelledRows, list[Mistake]]:
    """Return rows as they stand, still unchecked, and the lines that are no CSV; blank lines are left out."""
    if not isinstance(rows.content, bytes):
        numbers = [list(row) for row in zip(*(column.tolist() for column in rows.content), strict=True)]
        return LabelledRows(*labels_of(rows, len(numbers)), numbers), []
    mistakes: list[Mistake] = []
    try:
        records = _records(rows.content.decode(), rows.first_row)
    except (UnicodeDecodeError, csv.Error):  # then each line by itself: one that is wrong spoils no other
        records, mistakes = _lines_alone(rows)
    kept = [(number, fields) for number, fields in records if fields]
    labels = [f"{rows.label}:{number}" for number, _ in kept]
    if LABEL in rows.columns:
        at = rows.columns.index(LABEL)
        labels = [fields.pop(at) if len(fields) > at else "" for _, fields in kept]
    return LabelledRows(labels, [number + 1 for number, _ in kept], [fields for _, fields in kept]), mistakes


def _records(text: str, first: int) -> list[tuple[int, list[str]]]:
    """Return the fields of each record, and the number of the line at which it starts."""
    reader = csv.reader(io.StringIO(text), strict=True)
    records, start = [], 0
    for fields in reader:
        records.append((first + start, fields))
        start = reader.line_num
    return records


def _lines_alone(rows: TableRows) -> tuple[list[tuple[int, list[str]]], list[Mistake]]:
    assert isinstance(rows.content, bytes)
    records: list[tuple[int, list[str]]] = []
    mistakes: list[Mistake] = []
    lines, k = rows.content.split(b"\n"), 0
    while k < len(lines):
        number, taken = rows.first_row + k, 1
        try:
            fields, taken = _record_at(lines, k)
            records.append((number, fields))
        except (UnicodeDecodeError, csv.Error) as error:
            why = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "is no line of CSV"
            message = f"row {number}: this {why}"
            mistakes.append(Mistake(file=rows.name, line=number + 1, code="wrong-row", message=message))
        k += taken
    return records, mistakes


def _record_at(lines: Sequence[bytes], k: int) -> tuple[list[str], int]:
    """Return the fields of the record that starts at a line, and how many lines it takes."""
    text = lines[k].decode()
    open_ = text.count('"') % 2 == 1
    if open_:
        with suppress(UnicodeDecodeError, csv.Error):
            for end in range(k + 1, min(len(lines), k + 1 + MOST_LINES_A_LABEL)):
                if lines[end].count(b'"') % 2 == 1:
                    whole = io.StringIO(b"\n".join(lines[k : end + 1]).decode())
                    (fields,) = csv.reader(whole, strict=True)
                    return fields, end + 1 - k
    return next(csv.reader([text], strict=open_), []), 1


def sound_rows(rows: TableRows, stated: LabelledRows) -> tuple[LabelledRows, list[Mistake]]:
    """Return the rows that are weights, as numbers, and what is wrong with each of the others."""
    at = [k for k, column in enumerate(rows.columns) if column != LABEL]
    labels, lines, numbers, mistakes = [], [], [], []
    for label, line, fields in zip(*stated, strict=True):
        wrong = _wrong_field(fields, rows.ids)
        if wrong is None:
            labels.append(label)
            lines.append(line)
            numbers.append([float(field) for field in fields])
            continue
        column, message = wrong
        said = f"row {line - 1}: {message}"
        mistakes.append(
            Mistake(file=rows.name, line=line, column=at[column] + 1, code="wrong-row", message=said)
        )
    return LabelledRows(labels, lines, numbers), mistakes


def _wrong_field(fields: Sequence[Any], ids: Sequence[str]) -> tuple[int, str] | None:
    if len(fields) != len(ids):
        return 0, f"{len(fields)} numbers for {len(ids)} columns"
    for k, field in enumerate(fields):
        try:
            if isinstance(field, str) and ("_" in field or not field.isascii()):  # Python's own liberties
                raise ValueError
            number = float(field)
        except ValueError:
            return k, f"'{field}' in column '{ids[k]}' is not a number"
        if not isfinite(number):
            return k, f"{field} in column '{ids[k]}' is not a finite number"
        if number < 0:
            return k, f"{field} in column '{ids[k]}' is below 0"
    return None
