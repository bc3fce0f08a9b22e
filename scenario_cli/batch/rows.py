"""Rankings of many weightings as tidy rows: CSV, JSON Lines, or columns for Parquet."""

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from scenario_cli import __version__
from scenario_cli.engine.sweep import MARKS, TIED, SweepResult, long_columns
from scenario_cli.render.delimited import csv_field

COLUMN_TYPES = {
    "scenario": "string",
    "weights": "string",
    "injects": "list",
    "option": "string",
    "rank": "int64",
    "tied": "bool",
    "score": "double",
    "behind": "double",
    "first": "bool",
    "flags": "list",
    "input_sha256": "string",
    "version": "string",
}
COLUMNS = tuple(COLUMN_TYPES)
SEPARATORS = {"injects": "+", "flags": " "}  # of lists, where they are one text
NO_INJECTS = "none"
_WORDS = ("false", "true")


class Labels(NamedTuple):
    """The scenario, what each weighting is called, and the hash of what it was made from."""

    scenario: str
    weights: Sequence[str]
    hashes: Sequence[str]


def injects_text(injects: Sequence[str]) -> str:
    """Return the events of a row as one field of CSV: an empty one would be left out by what reads it."""
    return SEPARATORS["injects"].join(injects) or NO_INJECTS


def split(column: str, text: str) -> list[str]:
    """Return the list that a text of a column stands for."""
    return text.split(SEPARATORS[column]) if text else []


def csv_rows(named: Labels, results: Sequence[SweepResult]) -> list[str]:
    """Return lines of CSV."""
    beginning = f"{csv_field(named.scenario)},"
    lines: list[str] = []
    shown = [_shown(result, _csv_parts) for result in results]
    for k, (weights, sha256) in enumerate(zip(named.weights, named.hashes, strict=True)):
        begin = f"{beginning}{csv_field(weights)},"
        end = f",{sha256},{__version__}\n"
        for sound, parts, standings, scores, behind in shown:
            if not sound[k]:
                continue
            row = zip(parts, standings[k], scores[k], behind[k], strict=True)
            for part, standing, score, short in row:
                before, after = part[standing]
                lines.append(f"{begin}{before}{score!r},{short!r}{after}{end}")
    return lines


def json_rows(named: Labels, results: Sequence[SweepResult]) -> list[str]:
    """Return one JSON object a line, its keys sorted."""
    lines: list[str] = []
    about = json.dumps(named.scenario)
    shown = [_shown(result, _json_parts) for result in results]
    for k, (weights, sha256) in enumerate(zip(named.weights, named.hashes, strict=True)):
        made_from = json.dumps(sha256)
        end = f', "version": {json.dumps(__version__)}, "weights": {json.dumps(weights)}}}\n'
        for sound, parts, standings, scores, behind in shown:
            if not sound[k]:
                continue
            row = zip(parts, standings[k], scores[k], behind[k], strict=True)
            for part, standing, score, short in row:
                before, after, last = part[standing]
                lines.append(
                    f'{{"behind": {short!r}, {before}{made_from}{after}{about}, "score": {score!r}{last}{end}'
                )
    return lines


class Standing(NamedTuple):
    """What a row says of an option beside its numbers."""

    injects: Sequence[str]
    option: str
    rank: int
    tied: bool
    flags: str


def _csv_parts(of: Standing) -> tuple[str, ...]:
    return (
        f"{injects_text(of.injects)},{of.option},{of.rank},{_WORDS[of.tied]},",
        f",{_WORDS[of.rank == 1]},{of.flags}",
    )


def _json_parts(of: Standing) -> tuple[str, ...]:
    return (
        f'"first": {_WORDS[of.rank == 1]}, "flags": {json.dumps(of.flags.split())}, '
        f'"injects": {json.dumps(of.injects)}, "input_sha256": ',
        f', "option": "{of.option}", "rank": {of.rank}, "scenario": ',
        f', "tied": {_WORDS[of.tied]}',
    )


class _RowParts(dict[int, tuple[str, ...]]):
    """The parts of an option's rows by its standing, put together when one is first met."""

    def __init__(
        self, result: SweepResult, option: int, write: Callable[[Standing], tuple[str, ...]]
    ) -> None:
        self.of = (result.injects, result.options[option])
        self.flags = result.flag_words[option]
        self.write = write

    def __missing__(self, standing: int) -> tuple[str, ...]:
        rank, mark = divmod(standing, MARKS)
        parts = self.write(Standing(*self.of, rank, mark >= TIED, self.flags[mark]))
        self[standing] = parts
        return parts


def _shown(result: SweepResult, write: Callable[[Standing], tuple[str, ...]]) -> tuple[Any, ...]:
    """Return the parts of a result as lists, since single numbers of arrays are slow to take."""
    return (
        result.sound.tolist(),
        [_RowParts(result, option, write) for option in range(len(result.options))],
        result.standings.tolist(),
        result.swept.scores.tolist(),
        result.swept.behind.tolist(),
    )


def arrow_rows(named: Labels, results: Sequence[SweepResult]) -> tuple[bytes, int]:
    """Return an Arrow stream of one batch, and how many rows it has.

    Text is told by its place in a list, lists are texts, and whole numbers are as small as they
    can be: what travels and is put by weighs, and compressing it would take longer.
    """
    import pyarrow as pa

    long = long_columns(results)
    rows = len(long.rank)

    def words(places: Any, known: Sequence[str]) -> Any:
        distinct = len(set(known))
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

    def bits(packed: bytes) -> Any:
        return pa.BooleanArray.from_buffers(pa.bool_(), rows, [None, pa.py_buffer(packed)])

    columns = [
        words(None, [named.scenario]),
        words(long.weighting, named.weights),
        words(long.injects, [SEPARATORS["injects"].join(result.injects) for result in results]),
        words(long.option, results[0].options),
        pa.array(long.rank),
        bits(long.tied),
        pa.array(long.score),
        pa.array(long.behind),
        bits(long.first),
        words(long.flags, long.flag_words),
        words(long.weighting, named.hashes),
        words(None, [__version__]),
    ]
    batch = pa.record_batch(columns, names=list(COLUMNS))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue()), rows
