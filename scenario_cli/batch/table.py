"""Rows of a table as they stand there, and the weightings that are found in them."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, overload

from scenario_cli.batch.places import TablePart
from scenario_cli.errors import InputError
from scenario_cli.files.number_columns import LABEL, NumberColumn, are_ratings_alone
from scenario_cli.mistakes import Mistake

MOST_LINES_A_LABEL = 1_000

Text = str | None


class TableRows(NamedTuple):
    """Some rows of a table.

    Attributes
    ----------
    name, file : str
        What the table is called where something is wrong with it, and in rows.
    sha256 : str
        The whole file's.
    columns : tuple of str
        As they stand in it.
    kept : tuple of str
        Those that say nothing to the scenario, and are kept beside its rows; keys of folders, too.
    keys : tuple of (str, str or None)
        Columns that stand in no line, but are told by the names of folders.
    content : bytes, list or TablePart
        Lines of CSV; or the columns of numbers, as arrays, and as lists where some are missing; or
        where to read them.
    labels, texts : tuple of str and mapping, optional
        Beside columns of numbers: the names of rows, and the columns that are kept.
    first_row, n_rows : int
        The number of the first of them, from 1, and how many lines or rows they are.
    share : float
        How much of the table has been read once these rows have.
    """

    name: str
    file: str
    sha256: str
    columns: tuple[str, ...]
    kept: tuple[str, ...] = ()
    keys: tuple[tuple[str, Text], ...] = ()
    content: bytes | list[Any] | TablePart = b""
    labels: tuple[str, ...] | None = None
    texts: Mapping[str, Sequence[Text]] = {}
    first_row: int = 1
    n_rows: int = 0
    share: float = 1.0

    @property
    def own_ids(self) -> list[str]:
        """The columns that stand in it and hold numbers."""
        return [column for column in self.columns if column != LABEL and column not in self.kept]

    @property
    def key_ids(self) -> list[str]:
        """The keys of folders that are numbers: of a driver, say."""
        return [key for key, _ in self.keys if key not in self.kept]

    @property
    def has_ratings_alone(self) -> bool:
        """Whether it states no weights, so that its rows are under the scenario's own."""
        return are_ratings_alone([*self.own_ids, *self.key_ids])

    @property
    def has_texts(self) -> bool:
        """Whether lines of it hold more than numbers."""
        return isinstance(self.content, bytes) and len(self.own_ids) < len(self.columns)


class NumberedLabels(Sequence[str]):
    """What rows are called that have no names of their own: by the table's name and their numbers.

    Of a million rows, few are ever asked for as they are.
    """

    def __init__(self, file: str, numbers: range) -> None:
        self.file = file
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[str]:
        return (f"{self.file}:{number}" for number in self.numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> "NumberedLabels": ...
    def __getitem__(self, place: int | slice) -> "str | NumberedLabels":
        if isinstance(place, slice):
            return NumberedLabels(self.file, self.numbers[place])
        return f"{self.file}:{self.numbers[place]}"


class LabelledRows(NamedTuple):
    """What rows are called, the lines they stand at, their numbers, and their texts that are kept.

    ``fields`` are of the columns that hold numbers, ``texts`` of those that are kept, as they stand
    in the table; keys of folders are not among them.
    """

    labels: Sequence[str]
    lines: Sequence[int]
    fields: list[list[Any]]
    texts: list[list[Text]]


def labels_of(rows: TableRows, count: int) -> tuple[Sequence[str], Sequence[int]]:
    """Return what rows are called that hold nothing but numbers, and the lines they stand at."""
    numbers = range(rows.first_row, rows.first_row + count)
    labels: Sequence[str] = rows.labels or NumberedLabels(rows.file, numbers)
    return labels, range(numbers.start + 1, numbers.stop + 1)


def texts_of(rows: TableRows, texts: Sequence[Sequence[Text]], count: int) -> dict[str, Sequence[Text]]:
    """Return the columns that are kept of so many rows, from texts a row as ``LabelledRows`` has them."""
    own = [column for column in rows.columns if column in rows.kept]
    found = {**rows.texts} or {column: [row[k] for row in texts] for k, column in enumerate(own)}
    return found | {key: [value] * count for key, value in rows.keys if key in rows.kept}


def labelled_rows(rows: TableRows) -> tuple[LabelledRows, list[Mistake]]:
    """Return rows as they stand, still unchecked, and the lines that are no CSV; blank lines are left out."""
    assert not isinstance(rows.content, TablePart)
    if not isinstance(rows.content, bytes):
        columns = [column if isinstance(column, list) else column.tolist() for column in rows.content]
        numbers = [list(row) for row in zip(*columns, strict=True)]
        kept = [column for column in rows.columns if column in rows.kept]
        texts = [list(row) for row in zip(*(rows.texts[column] for column in kept), strict=True)]
        return LabelledRows(*labels_of(rows, len(numbers)), numbers, texts or [[] for _ in numbers]), []
    mistakes: list[Mistake] = []
    try:
        records = _records(rows.content.decode(), rows.first_row)
    except (UnicodeDecodeError, csv.Error):  # then each line by itself: one that is wrong spoils no other
        records, mistakes = _lines_alone(rows)
    records = [(number, fields) for number, fields in records if fields]
    labels = [f"{rows.file}:{number}" for number, _ in records]
    if LABEL in rows.columns:
        at = rows.columns.index(LABEL)
        labels = [fields[at] if len(fields) > at else "" for _, fields in records]
    held = [k for k, column in enumerate(rows.columns) if column in rows.kept]
    texts = [[fields[k] or None if k < len(fields) else None for k in held] for _, fields in records]
    return LabelledRows(
        labels, [number + 1 for number, _ in records], [f for _, f in records], texts
    ), mistakes


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


def sound_rows(
    rows: TableRows, stated: LabelledRows, columns: Sequence[NumberColumn]
) -> tuple[LabelledRows, list[Mistake]]:
    """Return the rows that are weights and ratings, as numbers, and what is wrong with each of the others."""
    whole = len(rows.columns) if isinstance(rows.content, bytes) else len(columns)
    at = [k for k, name in enumerate(rows.columns) if name != LABEL and name not in rows.kept]
    taken = at if isinstance(rows.content, bytes) else range(len(at))
    labels: list[str] = []
    found = LabelledRows(labels, [], [], [])
    lines: list[int] = []
    mistakes: list[Mistake] = []
    for label, line, fields, texts in zip(*stated, strict=True):
        wrong: tuple[int, str] | None = None
        numbers: list[float] = []
        if len(fields) != whole:
            wrong = 0, _other_width(rows, fields)
        else:
            numbers, wrong = _numbers(columns, [fields[k] for k in taken])
        if wrong is None:
            labels.append(label)
            lines.append(line)
            found.fields.append(numbers)
            found.texts.append(texts)
            continue
        column, message = wrong
        said = f"row {line - 1}: {message}"
        place = at[column] + 1 if at else 1
        mistakes.append(Mistake(file=rows.name, line=line, column=place, code="wrong-row", message=said))
    return found._replace(lines=lines), mistakes


def _other_width(rows: TableRows, fields: Sequence[Any]) -> str:
    if rows.kept:
        return f"{len(fields)} fields for {len(rows.columns)} columns"
    named = LABEL in rows.columns and bool(fields)
    return f"{len(fields) - named} numbers for {len(rows.own_ids)} columns"


def _numbers(
    columns: Sequence[NumberColumn], fields: Sequence[Any]
) -> tuple[list[float], tuple[int, str] | None]:
    """Return the numbers of fields; or what is wrong with the first that is none, and which that is."""
    numbers = []
    for k, (column, field) in enumerate(zip(columns, fields, strict=True)):
        number, wrong = column.read(field)
        if wrong:
            return [], (k, wrong)
        numbers.append(number)
    return numbers, None


def key_numbers(rows: TableRows, columns: Sequence[NumberColumn]) -> list[float]:
    """Return the numbers that the names of folders state.

    Raises
    ------
    InputError
        One is none.
    """
    stated = dict(rows.keys)
    numbers, wrong = _numbers(columns, [stated[column.name] for column in columns])
    if wrong is not None:
        raise InputError([Mistake(file=rows.name, code="wrong-columns", message=f"its folder: {wrong[1]}")])
    return numbers
