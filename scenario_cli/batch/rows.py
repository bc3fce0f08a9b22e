"""Rankings of many weightings as tidy rows: CSV, JSON Lines, or columns for Parquet."""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.layout import NO_INJECTS, SEPARATORS, Layout
from scenario_cli.batch.table import NumberedLabels
from scenario_cli.engine.long_columns import LongColumns, Standing, standing_of
from scenario_cli.engine.row_text import Words, always, distinct, joined_rows
from scenario_cli.render.delimited import csv_field

_NUMBERS = ("score", "behind", "low", "high")
_STANDING = ("injects", "option", "rank", "tied", "first", "flags")
_WORDS = ("false", "true")

Value = str | int | float | bool | list[str] | None
Write = Callable[[str, Value], str]
"""Writes the value of a column as it stands in a row."""


class Labels(NamedTuple):
    """What rows say beside numbers: of the scenario, of each weighting, of options and sets of injects.

    ``file`` is the table that the weightings stand in, if they do, ``rows`` where in it, and ``kept``
    what else stands there.
    """

    scenario: str
    weights: Sequence[str]
    hashes: Sequence[str]
    options: Sequence[str]
    injects: Sequence[Sequence[str]]
    file: str | None = None
    rows: Sequence[int] = ()
    kept: Mapping[str, Sequence[str | None]] = {}

    def of_weightings(self, column: str) -> Sequence[str | int | None]:
        """Return what a column says of each weighting."""
        match column:
            case "weights":
                return self.weights
            case "input_sha256":
                return self.hashes
            case "row":
                return self.rows or [None] * len(self.weights)
            case "scenario" | "version" | "file":
                alike: str | None = {"scenario": self.scenario, "version": __version__, "file": self.file}[
                    column
                ]
                return [alike] * len(self.weights)
            case _:
                return self.kept.get(column, [None] * len(self.weights))


def injects_text(injects: Sequence[str]) -> str:
    """Return the events of a row as one field of CSV: an empty one would be left out by what reads it."""
    return SEPARATORS["injects"].join(injects) or NO_INJECTS


def head(layout: Layout) -> bytes:
    """Return what stands before all rows."""
    if layout.form != "csv":
        return b""
    return (",".join(csv_field(column, plain=layout.plain) for column in layout.columns) + "\n").encode()


def text_rows(layout: Layout, named: Labels, long: LongColumns) -> bytes:
    """Return lines of CSV, or one JSON object a line, its keys sorted."""
    json_ = layout.form == "jsonl"
    order = sorted(layout.columns) if json_ else layout.columns
    write = _json if json_ else _csv(plain=layout.plain)
    separator, before, end = (", ", "{", "}\n") if json_ else (",", "", "\n")
    count = len(long.rank)
    parts: list[Words | Any] = []
    for kind, of_kind in groupby(order, _kind):
        columns = [*of_kind]
        if kind in _NUMBERS:
            _follow(parts, before + write(kind, "").removesuffix('""'), count)
            parts.append(getattr(long, kind))
        elif kind == "weighting":
            texts = _weighting_texts(columns, named, write, before, separator)
            parts.append(Words(texts, long.weighting))
        elif kind == "standing":
            numbers, places = distinct(long.standing)
            standings = [standing_of(number, len(named.options)) for number in numbers]
            said = (separator.join(write(c, _value(c, named, of)) for c in columns) for of in standings)
            parts.append(Words([f"{before}{text}".encode() for text in said], places))
        else:
            words = [f"{before}{write(kind, value)}".encode() for value in (False, True)]
            parts.append(Words(words, getattr(long, kind).astype("int8")))
        before = separator
    _follow(parts, end, count)
    return joined_rows(parts)


def _follow(parts: list[Words | Any], text: str, count: int) -> None:
    """Put a text after the last part of so many rows; after numbers it is a part of its own."""
    last = parts[-1] if parts else None
    if isinstance(last, Words):
        parts[-1] = last.followed_by(text.encode())
    elif text:
        parts.append(always(text.encode(), count))


def _kind(column: str) -> str:
    """Return what the text of a column hangs on: columns of a kind are put together once."""
    if column in _NUMBERS or column == "could_lead":
        return column
    return "standing" if column in _STANDING else "weighting"


def _weighting_texts(
    columns: Sequence[str], named: Labels, write: Write, before: str, separator: str
) -> list[bytes]:
    """Return what neighbouring columns say of each weighting, filled into what is alike in all of them."""
    alike: list[str] = []
    filled: list[Sequence[bytes | int]] = []
    for column in columns:
        values = named.of_weightings(column)
        if isinstance(values, NumberedLabels | range):  # a number says nothing that is not written as it is
            stated = f"{values.file}:0" if isinstance(values, NumberedLabels) else 0
            begin, _, end = write(column, stated).rpartition("0")
            alike.append(f"{_percent(begin)}%d{_percent(end)}")
            filled.append(values.numbers if isinstance(values, NumberedLabels) else values)
        elif len(different := {*values}) == 1:
            alike.append(_percent(write(column, *different)))
        else:
            written = {value: write(column, value).encode() for value in different}
            alike.append("%b")
            filled.append([*map(written.__getitem__, values)])
    form = f"{_percent(before)}{separator.join(alike)}".encode()
    if not filled:
        return [form % ()] * len(named.weights)
    return [form % row for row in zip(*filled, strict=True)]


def _percent(text: str) -> str:
    """Return a text that stands in a form as it is."""
    return text.replace("%", "%%")


def _value(column: str, named: Labels, of: Standing) -> Value:
    """Return what a column says of an option by its standing."""
    if column == "injects":
        return [*named.injects[of.injects]]
    if column == "option":
        return named.options[of.option]
    if column == "flags":
        return of.flags.split()
    return {"rank": of.rank, "tied": of.tied, "first": of.rank == 1}[column]


def _csv(*, plain: bool) -> Write:
    def write(column: str, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _WORDS[value]
        if isinstance(value, list):
            return injects_text(value) if column == "injects" else SEPARATORS[column].join(value)
        return csv_field(value, plain=plain) if isinstance(value, str) else str(value)

    return write


def _json(column: str, value: Value) -> str:
    return f"{json.dumps(column)}: {json.dumps(value)}"


def table_text(layout: Layout, values: Mapping[str, Sequence[Any]]) -> str:
    """Return rows, given as columns of values, as the same lines of text that ``text_rows`` makes."""
    json_ = layout.form == "jsonl"
    order = sorted(layout.columns) if json_ else layout.columns
    write = _json if json_ else _csv(plain=layout.plain)
    texts = [[write(column, value) for value in values[column]] for column in order]
    begin, separator, end = ("{", ", ", "}\n") if json_ else ("", ",", "\n")
    return "".join(f"{begin}{separator.join(row)}{end}" for row in zip(*texts, strict=True))


def arrow_rows(layout: Layout, named: Labels, long: LongColumns) -> bytes:
    """Return an Arrow stream of one batch.

    Text is told by its place in a list, lists are texts, and whole numbers are as small as they
    can be: what travels and is put by weighs, and compressing it would take longer.
    """
    import pyarrow as pa

    batch = pa.record_batch([_arrow(column, named, long) for column in layout.columns], [*layout.columns])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def _arrow(column: str, named: Labels, long: LongColumns) -> Any:
    import pyarrow as pa

    match column:
        case "rank" | "tied" | "first" | "score" | "behind" | "low" | "high" | "could_lead":
            return pa.array(getattr(long, column))
        case "injects":
            return _words(long.injects, [SEPARATORS[column].join(ids) for ids in named.injects])
        case "option":
            return _words(long.option, named.options)
        case "flags":
            return _words(long.flags, long.flag_words)
        case "scenario" | "version":
            return _words(long.weighting, [named.scenario if column == "scenario" else __version__])
        case "weights":
            return _words(long.weighting, named.weights)
        case "input_sha256":
            return _words(long.weighting, named.hashes)
        case "row" if isinstance(named.rows, range):
            return pa.array(long.weighting.astype("int64") + named.rows.start)
        case "file" if named.file is not None:
            return _words(long.weighting, [named.file])
        case _:
            type_ = pa.int64() if column == "row" else pa.string()
            return pa.array(named.of_weightings(column), type_).take(pa.array(long.weighting))


def _words(places: Any, known: Sequence[str]) -> Any:
    """Return words by their places in a list; where all are one, the places do not count."""
    import pyarrow as pa

    rows, different = len(places), len(known) if isinstance(known, NumberedLabels) else len({*known})
    if different == 1:
        each = pa.Array.from_buffers(pa.int8(), rows, [None, pa.py_buffer(bytes(rows))])
        dictionary = pa.array(known[:1], pa.string())
    else:
        dictionary = pa.array([*known], pa.string())
        each = places.astype("int8" if different < 2**7 else "int16" if different < 2**15 else "int32")
    if 1 < different < len(known):
        # A Parquet file of a dictionary with a word twice is not the same at each writing.
        once = pa.array(known, pa.dictionary(pa.int32(), pa.string()))
        each, dictionary = once.indices.to_numpy().astype(each.dtype)[places], once.dictionary
    return pa.DictionaryArray.from_arrays(each, dictionary, safe=False)
