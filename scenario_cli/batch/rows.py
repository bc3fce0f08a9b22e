"""Rankings of many weightings as tidy rows: CSV, JSON Lines, or columns for Parquet."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from scenario_cli import __version__
from scenario_cli.batch.layout import NO_INJECTS, SEPARATORS, Layout
from scenario_cli.engine.long_columns import LongColumns, Standing, standing_of
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


def text_rows(layout: Layout, named: Labels, long: LongColumns) -> list[str]:
    """Return lines of CSV, or one JSON object a line, its keys sorted."""
    json_ = layout.form == "jsonl"
    order = sorted(layout.columns) if json_ else layout.columns
    write = _json if json_ else _csv(plain=layout.plain)
    separator, begin, end = (", ", "{", "}\n") if json_ else (",", "", "\n")
    segments = [
        _segment(kind, [*columns], named, long, write, separator) for kind, columns in groupby(order, _kind)
    ]
    segments[0] = [begin + text for text in segments[0]] if begin else segments[0]
    return [separator.join(parts) + end for parts in zip(*segments, strict=True)]


def _kind(column: str) -> str:
    """Return what the text of a column hangs on: columns of a kind are put together once."""
    if column in _NUMBERS or column == "could_lead":
        return column
    return "standing" if column in _STANDING else "weighting"


def _segment(
    kind: str, columns: Sequence[str], named: Labels, long: LongColumns, write: Write, separator: str
) -> list[str]:
    """Return the texts of neighbouring columns, a row each."""
    if kind == "weighting":
        each = []
        for column in columns:
            values = named.of_weightings(column)
            written = {value: write(column, value) for value in {*values}}
            each.append([*map(written.__getitem__, values)])
        texts = [*map(separator.join, zip(*each, strict=True))]
        return [*map(texts.__getitem__, long.weighting.tolist())]
    if kind == "standing":
        return [*map(_Standings(columns, named, write, separator).__getitem__, long.standing.tolist())]
    begin = write(kind, "").removesuffix('""')  # what stands before each number
    numbers = getattr(long, kind).tolist()
    shown: Iterable[str] = map(_WORDS.__getitem__, numbers) if kind == "could_lead" else map(repr, numbers)
    return [begin + text for text in shown] if begin else [*shown]


class _Standings(dict[int, str]):
    """What columns say of an option by its standing, put together when one is first met."""

    def __init__(self, columns: Sequence[str], named: Labels, write: Write, separator: str) -> None:
        self.columns = columns
        self.named = named
        self.write = write
        self.separator = separator

    def __missing__(self, number: int) -> str:
        of = standing_of(number, len(self.named.options))
        text = self.separator.join(self.write(column, self._value(column, of)) for column in self.columns)
        self[number] = text
        return text

    def _value(self, column: str, of: Standing) -> Value:
        if column == "injects":
            return [*self.named.injects[of.injects]]
        if column == "option":
            return self.named.options[of.option]
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
        case _:
            type_ = pa.int64() if column == "row" else pa.string()
            return pa.array(named.of_weightings(column), type_).take(pa.array(long.weighting))


def _words(places: Any, known: Sequence[str]) -> Any:
    """Return words by their places in a list; where all are one, the places do not count."""
    import pyarrow as pa

    rows, distinct = len(places), len(set(known))
    if distinct == 1:
        each = pa.Array.from_buffers(pa.int8(), rows, [None, pa.py_buffer(bytes(rows))])
        dictionary = pa.array(known[:1], pa.string())
    else:
        dictionary = pa.array(known, pa.string())
        each = places.astype("int8" if distinct < 2**7 else "int16" if distinct < 2**15 else "int32")
    if 1 < distinct < len(known):
        # A Parquet file of a dictionary with a word twice is not the same at each writing.
        once = pa.array(known, pa.dictionary(pa.int32(), pa.string()))
        each, dictionary = once.indices.to_numpy().astype(each.dtype)[places], once.dictionary
    return pa.DictionaryArray.from_arrays(each, dictionary, safe=False)
