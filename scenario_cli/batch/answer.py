"""What a batch gave: a sentence, the mistakes, and its rows as tables of other packages."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from scenario_cli.batch.layout import COLUMN_TYPES, NO_INJECTS, SEPARATORS, Layout
from scenario_cli.batch.objects import open_read
from scenario_cli.batch.output import is_folder
from scenario_cli.batch.parquet import arrow_schema, lists_of, widened
from scenario_cli.batch.stores import store_file
from scenario_cli.extras import needs
from scenario_cli.files.stores import in_store
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class HeldRows(NamedTuple):
    """Rows at hand: lines of JSON in pieces, or an Arrow stream a piece."""

    layout: Layout
    pieces: Sequence[bytes]

    @property
    def joined(self) -> BinaryIO:
        """All pieces as one file."""
        return BytesIO(b"".join(self.pieces))


class FailedDemand(NamedTuple):
    """What every combination was held to, in how many it does not hold, and the first of these."""

    demand: str
    rankings: int
    first: str


@dataclass(frozen=True)
class BatchAnswer:
    """What a batch gave.

    Attributes
    ----------
    rows : int
        How many rows there are: one for each scenario, weights, injects and option.
    output : str or None
        The file that has them; ``None`` where this answer has.
    mistakes : tuple of Mistake
        Everything that was wrong, warnings too, in the order of the plan.
    sound : bool
        Whether nothing was wrong (warnings left out), in a run before that was cut off either.
    finding : str
        One sentence: how many rows of how many combinations, where they are, how much was wrong.
    misses : int
        In how many combinations the expected option is not alone first.
    first_miss : str
        The first of these, and who is first there; empty where there is none.
    failed : tuple of (str, int, str)
        Everything that was demanded, as it was stated, in how many combinations it does not hold, and the
        first of these.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.batch("china-arms-russia", weights=["critics", "authors"], injects="each").rows
    96
    >>> summed = sc.batch("china-arms-russia", weights=["critics", "authors", "power"], summary=True)
    >>> [(row["option"], row["first"]) for row in summed.to_dict()["table"]][:2]
    [('straddle', 3), ('covert_shells', 0)]
    """

    rows: int
    output: str | None
    mistakes: tuple[Mistake, ...]
    sound: bool
    finding: str
    misses: int = 0
    first_miss: str = ""
    failed: tuple[FailedDemand, ...] = ()
    layout: Layout = field(default=Layout(), compare=False, repr=False)
    held: HeldRows | None = field(default=None, compare=False)
    where: str = field(default="", compare=False, repr=False)  # the output, with what opens it

    def __repr__(self) -> str:
        lines = [f"BatchAnswer: {self.finding}", *(str(mistake) for mistake in self.mistakes[:1])]
        if len(self.mistakes) > 1:
            lines.append(f"... and {len(self.mistakes) - 1:,} more")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain data; rows that a file has are left to it."""
        stated: dict[str, object] = {
            "finding": self.finding,
            "mistakes": [
                {
                    "file": mistake.file,
                    "line": mistake.line,
                    "column": mistake.column,
                    "level": mistake.level,
                    "code": mistake.code,
                    "message": mistake.message,
                    "hint": mistake.hint,
                }
                for mistake in self.mistakes
            ],
            "failed": [one._asdict() for one in self.failed],
            "first_miss": self.first_miss,
            "misses": self.misses,
            "output": self.output,
            "rows": self.rows,
            "sound": self.sound,
        }
        return stated if self.output is not None else {**stated, "table": self._plain_rows()}

    def to_arrow(self) -> "pa.Table":
        """Return the rows as an Arrow table; those of a file are read from it.

        Raises
        ------
        MissingPackageError
            pyarrow is not installed.
        OSError
            The file is gone, or cannot be read.
        """
        needs("pyarrow", "an Arrow table", extra="table")
        if self.rows == 0:
            return arrow_schema(self.layout).empty_table()
        if self.output is not None:
            return _from_output(self.where or self.output, self.layout)
        assert self.held is not None
        return (
            _from_streams(self.held.pieces, self.layout)
            if self.held.layout.form == "parquet"
            else _from_json(self.held.joined, self.layout)
        )

    def to_frame(self) -> "pd.DataFrame":
        """Return the rows as a pandas frame; those of a file are read from it.

        Raises
        ------
        MissingPackageError
            pandas (or, for the rows of a file, pyarrow) is not installed.
        """
        needs("pandas", "a data frame")
        import pandas as pd

        if self.held is not None and self.held.layout.form == "jsonl":
            return pd.DataFrame(self._plain_rows(), columns=list(self.layout.columns))
        frame: pd.DataFrame = self.to_arrow().to_pandas()
        for column in SEPARATORS.keys() & {*self.layout.columns}:
            frame[column] = [list(words) for words in frame[column]]
        return frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Give the rows to whatever reads Arrow streams: polars, DuckDB, pandas."""
        stream: object = self.to_arrow().__arrow_c_stream__(requested_schema)
        return stream

    def _plain_rows(self) -> list[dict[str, object]]:
        if self.held is not None and self.held.layout.form == "jsonl":
            return [
                {column: row[column] for column in self.layout.columns}
                for row in map(json.loads, self.held.joined)
            ]
        rows: list[dict[str, object]] = self.to_arrow().to_pylist()
        return rows


def _from_output(output: str, layout: Layout) -> "pa.Table":
    import pyarrow as pa

    if is_folder(output) or Path(output).is_dir():
        from scenario_cli.batch.dataset import read_manifest
        from scenario_cli.batch.homes import home_of
        from scenario_cli.batch.pieces import every_table

        schema, home = arrow_schema(layout), home_of(output)
        return pa.concat_tables([rows.cast(schema) for rows in every_table(home, read_manifest(home))])
    where = store_file(output) if in_store(output) else Path(output)
    ending = where.name.rpartition("/")[2]
    with open_read(where) as opened:
        if ending.endswith(".parquet"):
            import pyarrow.parquet as pq

            return pq.read_table(opened)
        with pa.input_stream(opened, compression="gzip" if ending.endswith(".gz") else None) as file:
            is_csv = ending.removesuffix(".gz").endswith(".csv")
            return _from_csv(file, layout) if is_csv else _from_json(file, layout)


def _from_csv(file: "pa.NativeFile", layout: Layout) -> "pa.Table":
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    words = pa.dictionary(pa.int32(), pa.string())
    types = {field.name: words if field.name in SEPARATORS else field.type for field in arrow_schema(layout)}
    table = csv.read_csv(file, convert_options=csv.ConvertOptions(column_types=types)).unify_dictionaries()
    for name in types.keys() - COLUMN_TYPES.keys():
        if types[name] == pa.string():  # what stands in no table, or has no value there
            texts = pc.if_else(pc.equal(table.column(name), ""), None, table.column(name))
            table = table.set_column(table.column_names.index(name), name, texts)
    for name in SEPARATORS.keys() & types.keys():
        texts = table.column(name).combine_chunks()
        if name == "injects":
            known = ["" if text == NO_INJECTS else text for text in texts.dictionary.to_pylist()]
            texts = pa.DictionaryArray.from_arrays(texts.indices, pa.array(known, pa.string()))
        table = table.set_column(table.column_names.index(name), name, lists_of(texts, name))
    return table


def _from_json(file: "BinaryIO | pa.NativeFile", layout: Layout) -> "pa.Table":
    from pyarrow import json as lines

    options = lines.ParseOptions(explicit_schema=arrow_schema(layout))
    return lines.read_json(file, parse_options=options).select(list(layout.columns))


def _from_streams(pieces: Sequence[bytes], layout: Layout) -> "pa.Table":
    """Return one table of streams, words written out: each stream has a dictionary of its own."""
    import pyarrow as pa

    schema = arrow_schema(layout)
    return pa.concat_tables([widened(pa.ipc.open_stream(piece).read_all()).cast(schema) for piece in pieces])
