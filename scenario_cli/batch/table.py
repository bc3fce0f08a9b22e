"""A table of weightings, CSV or Parquet: its head held against a scenario, its rows piece by piece."""

import csv
import gzip
import io
import stat
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import file_digest
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import suggestion

LABEL = "weights"
MOST_LINES_A_LABEL = 1_000
MOST_BYTES_A_LINE = 1024 * 1024
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
MOST_QUOTED = 80  # signs of a text that stands where it should not
MOST_LISTED = 20  # ids that could stand there
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
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # it is read twice, and to its end
            what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
            message = f"a table is a plain file, and this is {what}"
            raise InputError([Mistake(file=path.as_posix(), code="not-a-file", message=message)])
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
        file = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw
        all_lines = _lines(file, path.as_posix())
        stated = next(all_lines, b"")
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
        wrong: InputError | None = None
        while wrong is None:
            lines: list[bytes] = []
            try:
                _fill(lines, all_lines, rows_at_once)
                if LABEL in columns:
                    _complete(lines, all_lines)
            except InputError as error:  # what stands before it is read all the same
                wrong = error
            if not lines:
                break
            content = b"".join(lines)
            yield TableRows(path.as_posix(), sha256, columns, content, None, first, raw.tell() / size)
            first += len(lines)
        if wrong is not None:
            raise wrong


def _lines(file: BinaryIO | io.BufferedReader, name: str) -> Iterator[bytes]:
    """Yield lines.

    Raises
    ------
    InputError
        One is too long to be held.
    """
    number = 1
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
    """Add the lines in which a label in quotes goes on, so that rows are cut where one ends."""
    quotes = sum(line.count(b'"') for line in lines)
    size = 0
    for line in islice(more, MOST_LINES_A_LABEL) if quotes % 2 else ():
        lines.append(line)
        quotes += line.count(b'"')
        size += len(line)
        if quotes % 2 == 0 or size > MOST_BYTES_A_LINE:
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


class _Unfit(NamedTuple):
    """What keeps columns from being weights of a scenario, at which of them, and what could stand there."""

    message: str
    column: int = 0
    hint: str = ""


def _check_columns(path: Path, columns: tuple[str, ...], scenario: Scenario) -> None:
    wrong = _repeated(columns) or _strange(columns, scenario) or _lacking(columns, scenario)
    if wrong is not None:
        mistake = Mistake(file=path.as_posix(), code="wrong-columns", message=wrong.message, hint=wrong.hint)
        raise InputError([mistake._replace(column=wrong.column + 1)])


def _repeated(columns: Sequence[str]) -> _Unfit | None:
    seen: set[str] = set()
    for k, column in enumerate(columns):
        if column in seen:
            return _Unfit(f"the column '{_short(column)}' stands here twice", k)
        seen.add(column)
    return None


def _strange(columns: Sequence[str], scenario: Scenario) -> _Unfit | None:
    known = [LABEL, *scenario.drivers, *(f for f in scenario.factors if f not in scenario.drivers)]
    ids = {*known}
    strange = [k for k, column in enumerate(columns) if column not in ids]
    if not strange:
        return None
    first = columns[strange[0]]
    message = f"the column '{_short(first)}' is neither a driver nor a factor of '{scenario.id}'"
    if len(strange) > 1:
        message += f", nor {'is' if len(strange) == 2 else 'are'} {len(strange) - 1:,} more"
    shown = ", ".join(known[:MOST_LISTED])
    hint = f"columns are {shown}{', ...' if len(known) > MOST_LISTED else ''}"
    near = suggestion(first, known) if len(first) <= MOST_QUOTED else ""
    return _Unfit(message, strange[0], f"{near} {hint}" if near.startswith("did you mean") else hint)


def _lacking(columns: Sequence[str], scenario: Scenario) -> _Unfit | None:
    ids = {column for column in columns if column != LABEL}
    if all(d in ids for d in scenario.drivers):
        for driver, stated in scenario.drivers.items():
            some = [f for f in stated.factors if f in ids]
            missing = [f for f in stated.factors if f not in ids]
            if some and missing:
                return _Unfit(f"the column '{missing[0]}' is missing beside the other factors of '{driver}'")
        return None
    if any(d in ids for d in scenario.drivers if d not in scenario.factors):
        missing = [d for d in scenario.drivers if d not in ids]
        return _Unfit(f"the column '{missing[0]}' is missing beside the other drivers")
    missing = [f for f in scenario.factors if f not in ids]
    return _Unfit(f"the column '{missing[0]}' is missing beside the other factors") if missing else None


def _short(text: str) -> str:
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}..."


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
                    records = list(csv.reader(whole, strict=True))
                    if len(records) == 1:
                        return records[0], end + 1 - k
                    break  # a quote within a word opens nothing
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
            return k, f"'{_short(str(field))}' in column '{ids[k]}' is not a number"
        if not isfinite(number):
            return k, f"{field} in column '{ids[k]}' is not a finite number"
        if number < 0:
            return k, f"{field} in column '{ids[k]}' is below 0"
    return None
