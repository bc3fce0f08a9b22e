"""Rows that batch has written, a block of them at a time, as columns of values."""

import csv
import json
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, islice
from typing import IO, Any, NamedTuple

from scenario_cli.batch.reading import lines_in
from scenario_cli.batch.written.found import Written
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

    def with_rows_of(self, more: "RowBlock") -> "RowBlock":
        """Return these rows and more of the same file after them."""
        columns = {name: values + more.columns[name] for name, values in self.columns.items()}
        return RowBlock(self.file, [*self.lines, *more.lines], columns)


Raw = tuple[Sequence[int], dict[str, Sequence[Any]]]
"""Rows as they stand: their lines, and the fields of each column."""


class TextRows:
    """Rows that are lines of text, read one after another.

    ``ended`` says whether all are.
    """

    def __init__(self, written: Written, file: IO[bytes], wanted: Sequence[str]) -> None:
        self.ended = False
        self._written = written
        self._file = file
        self._wanted = wanted
        self._waiting: list[bytes] = []
        self._before = 0
        if written.form == "csv":
            next(self._lines(0), b"")
            self._before = 1

    def take(self, content: bytes) -> bool:
        """Whether these bytes follow; if so, they are taken as read."""
        if self._waiting:
            return False
        found = self._file.read(len(content))
        if found == content:
            self._before += content.count(b"\n")
            return True
        if not found.endswith(b"\n"):
            found += next(self._lines(content.count(b"\n")), b"")
        self._waiting = BytesIO(found).readlines()
        return False

    def following(self, count: int = ROWS_AT_ONCE) -> Iterator[RowBlock]:
        """Yield the next rows, about so many, if there are more."""
        lines, self._waiting = self._waiting or list(islice(self._lines(0), count)), []
        if not lines:
            self.ended = True
            return
        if self._written.form == "csv":
            more = self._lines(len(lines))
            (numbers, columns), taken = _csv_rows(self._written, lines, self._before, more)
        else:
            (numbers, columns), taken = (
                _json_rows(self._written, lines, self._before, self._wanted),
                len(lines),
            )
        self._before += taken
        if numbers:
            yield block_of(self._written, self._written.name, numbers, columns, self._wanted)

    def _lines(self, ahead: int) -> Iterator[bytes]:
        """Yield the lines that follow so many which have been read, but not been counted yet."""
        return lines_in(self._file, self._written.name, self._before + ahead)


def block_of(
    written: Written,
    file: str,
    lines: Sequence[int],
    columns: dict[str, Sequence[Any]],
    wanted: Sequence[str],
) -> RowBlock:
    """Return rows, given as they stand, as values.

    Raises
    ------
    InputError
        A field is none of its column's type.
    """
    values = {}
    for name in wanted:
        try:
            values[name] = read_column(name, written.type_of(name), columns[name], written.form)
        except WrongFieldError as error:
            column = written.columns.index(name) + 1 if written.form == "csv" else 1
            raise wrong_row(file, lines[error.at], error.message, written.form, column) from None
    return RowBlock(file, lines, values)


def _csv_rows(written: Written, lines: list[bytes], before: int, more: Iterator[bytes]) -> tuple[Raw, int]:
    """Return the rows in lines, and how many lines they take: a text in quotes may go on in ``more``."""
    text, width, taken = _decoded(written, lines, before), len(written.columns), len(lines)
    numbers: Sequence[int] = range(before + 1, before + taken + 1)
    if '"' in text or "\r" in text:
        numbers, rows, taken = _quoted(written, lines, before, more)
    else:  # without quotes a line is a row
        rows = [line.split(",") for line in text.removesuffix("\n").split("\n")]
    if any(len(row) != width for row in rows):
        whole = [k for k, row in enumerate(rows) if row not in ([], [""])]
        numbers, rows = [numbers[k] for k in whole], [rows[k] for k in whole]
        for number, row in zip(numbers, rows, strict=True):
            if len(row) != width:
                fields = f"{len(row)} field{'s' * (len(row) != 1)}"
                raise wrong_row(written.name, number, f"{fields} for {width} columns")
    if not rows:
        return ([], {}), taken
    return (numbers, dict(zip(written.columns, zip(*rows, strict=True), strict=True))), taken


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


def _json_rows(written: Written, lines: list[bytes], before: int, wanted: Sequence[str]) -> Raw:
    numbered = [(number, line) for number, line in enumerate(lines, before + 1) if line.strip()]
    rows = [_json_row(written, line, number, wanted) for number, line in numbered]
    return [number for number, _ in numbered], {name: [row[name] for row in rows] for name in wanted}


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
