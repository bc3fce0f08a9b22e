"""Rows that batch has written, a block of them at a time, as columns of values."""

import csv
import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.pieces import tables_in
from scenario_cli.batch.reading import lines_in
from scenario_cli.batch.written.found import Written, told_of_reading
from scenario_cli.batch.written.values import WrongFieldError, read_column
from scenario_cli.choices import RowForm
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

ROWS_AT_ONCE = 4_096  # more would take longer, not less


class RowBlock(NamedTuple):
    """Some rows: the file they stand in, the number of the line (in Parquet, of the row) of each, columns."""

    file: str
    lines: Sequence[int]
    columns: dict[str, list[Any]]

    def part(self, start: int, end: int) -> "RowBlock":
        """Return the rows from one up to another."""
        columns = {name: values[start:end] for name, values in self.columns.items()}
        return RowBlock(self.file, self.lines[start:end], columns)


def blocks(written: Written, wanted: Sequence[str]) -> Iterator[RowBlock]:
    """Yield all rows in their order, with the wanted columns.

    Raises
    ------
    InputError
        They cannot be read, or a row is none: told at its line.
    """
    if written.manifest is not None:
        yield from _of_dataset(written, wanted)
    elif written.form == "parquet":
        yield from _of_parquet(written, wanted)
    else:
        with told_of_reading(written.name), written.lines() as file:
            raw = _json_rows(written, file, wanted) if written.form == "jsonl" else _csv_rows(written, file)
            yield from _of_text(written, raw, wanted)


Raw = tuple[Sequence[int], dict[str, Sequence[Any]]]
"""Rows as they stand: their lines, and the fields of each column."""


def _of_text(written: Written, raw: Iterator[Raw], wanted: Sequence[str]) -> Iterator[RowBlock]:
    for lines, columns in raw:
        yield _block(written, written.name, lines, columns, wanted)


def _block(
    written: Written,
    file: str,
    lines: Sequence[int],
    columns: dict[str, Sequence[Any]],
    wanted: Sequence[str],
) -> RowBlock:
    values = {}
    for name in wanted:
        try:
            values[name] = read_column(name, written.type_of(name), columns[name], written.form)
        except WrongFieldError as error:
            column = written.columns.index(name) + 1 if written.form == "csv" else 1
            raise wrong_row(file, lines[error.at], error.message, written.form, column) from None
    return RowBlock(file, lines, values)


def _csv_rows(written: Written, file: IO[bytes]) -> Iterator[Raw]:
    lines = lines_in(file, written.name)
    next(lines, b"")
    width, before = len(written.columns), 1
    while some := list(islice(lines, ROWS_AT_ONCE)):
        text = _decoded(written, some, before)
        numbers: Sequence[int] = range(before + 1, before + len(some) + 1)
        if '"' in text or "\r" in text:
            numbers, rows, taken = _quoted(written, some, before, lines)
            before += taken
        else:  # without quotes a line is a row
            rows = [line.split(",") for line in text.removesuffix("\n").split("\n")]
            before += len(some)
        wrong = next((k for k, row in enumerate(rows) if len(row) != width), None)
        if wrong is not None:
            whole = [k for k, row in enumerate(rows) if row not in ([], [""])]
            numbers, rows = [numbers[k] for k in whole], [rows[k] for k in whole]
            for number, row in zip(numbers, rows, strict=True):
                if len(row) != width:
                    raise wrong_row(written.name, number, f"{len(row)} fields for {width} columns")
        if rows:
            yield numbers, dict(zip(written.columns, zip(*rows, strict=True), strict=True))


def _decoded(written: Written, lines: Sequence[bytes], before: int) -> str:
    try:
        return b"".join(lines).decode()
    except UnicodeDecodeError:
        for number, line in enumerate(lines, before + 1):
            if "\ufffd" in line.decode(errors="replace"):
                raise wrong_row(written.name, number, "this is not UTF-8 text") from None
        raise


def _quoted(
    written: Written, lines: list[bytes], before: int, more: Iterator[bytes]
) -> tuple[list[int], list[list[str]], int]:
    """Return rows with texts in quotes, the lines they start at, and how many lines they take."""
    numbers, rows = [], []
    reader = csv.reader((line.decode() for line in chain(lines, more)), strict=True)
    try:
        while reader.line_num < len(lines):
            numbers.append(before + reader.line_num + 1)
            rows.append(next(reader))
    except (csv.Error, UnicodeDecodeError):
        raise wrong_row(written.name, before + reader.line_num, "this is no line of CSV") from None
    return numbers, rows, reader.line_num


def _json_rows(written: Written, file: IO[bytes], wanted: Sequence[str]) -> Iterator[Raw]:
    number, every = 0, lines_in(file, written.name)
    while lines := list(islice(every, ROWS_AT_ONCE)):
        numbers, rows = [], []
        for line in lines:
            number += 1
            if not line.strip():
                continue
            numbers.append(number)
            rows.append(_json_row(written, line, number, wanted))
        columns: dict[str, Sequence[Any]] = {name: [row[name] for row in rows] for name in wanted}
        if rows:
            yield numbers, columns


def _json_row(written: Written, line: bytes, number: int, wanted: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise wrong_row(written.name, number, "this is no line of JSON") from None
    missing = next((name for name in wanted if not isinstance(row, dict) or name not in row), None)
    if missing is not None:
        raise wrong_row(written.name, number, f"the row has no '{missing}'")
    found: dict[str, Any] = row
    return found


def _of_parquet(written: Written, wanted: Sequence[str]) -> Iterator[RowBlock]:
    import pyarrow as pa
    from pyarrow import parquet

    after = 0
    try:
        with parquet.ParquetFile(written.path, pre_buffer=False) as source:
            for batch in source.iter_batches(batch_size=ROWS_AT_ONCE, columns=[*wanted]):
                lines = range(after + 1, after + batch.num_rows + 1)
                after += batch.num_rows
                columns = {name: batch.column(name).to_pylist() for name in wanted}
                if lines:
                    yield _block(written, written.name, lines, columns, wanted)
    except (pa.ArrowException, OSError) as error:
        raise written.wrong(f"it cannot be read: {str(error).splitlines()[0]}", "unreadable") from None


def _of_dataset(written: Written, wanted: Sequence[str]) -> Iterator[RowBlock]:
    import pyarrow as pa

    assert written.manifest is not None
    for file in written.manifest.files:
        name, after = (written.path / file.path).as_posix(), 0
        try:
            for table in tables_in(LocalHome(written.path), file, wanted):
                for start in range(0, table.num_rows, ROWS_AT_ONCE):
                    some = table.slice(start, ROWS_AT_ONCE)
                    lines = range(after + 1, after + some.num_rows + 1)
                    after += some.num_rows
                    columns = {column: some.column(column).to_pylist() for column in wanted}
                    yield _block(written, name, lines, columns, wanted)
        except (pa.ArrowException, OSError, KeyError) as error:
            message = f"it cannot be read: {str(error).splitlines()[0]}"
            raise InputError([Mistake(file=name, code="unreadable", message=message)]) from None


def wrong_row(file: str, line: int, message: str, form: RowForm = "csv", column: int = 1) -> InputError:
    """Return the mistake of one row; rows of Parquet have no line, but a number."""
    if form == "parquet":
        mistake = Mistake(file=file, line=0, code="wrong-row", message=f"row {line}: {message}")
    else:
        mistake = Mistake(file=file, line=line, column=column, code="wrong-row", message=message)
    return InputError([mistake])


def place(written: Written, file: str, line: int) -> str:
    """Return where a row stands, as a person would say it."""
    return f"{file}: row {line}" if written.form == "parquet" else f"{file}:{line}"
