"""Where a summary goes: the parts of all chunks are merged as they come, and written at the end."""

import gzip
import json
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenario_cli.batch.chunk import Chunk, Done
from scenario_cli.batch.layout import SEPARATORS, Layout
from scenario_cli.batch.output import chosen_form, refuse_same, told_of
from scenario_cli.batch.rows import injects_text
from scenario_cli.batch.sink import Before
from scenario_cli.batch.summary import Summary, merged, most_options, summary_columns, summary_rows
from scenario_cli.errors import UsageError
from scenario_cli.files.kinds import held_in
from scenario_cli.files.writing import write_whole
from scenario_cli.render.delimited import csv_field

if TYPE_CHECKING:
    import pyarrow as pa


class SummarySink:
    """Takes the summaries of chunks, and gives one at the end to a function that takes bytes.

    Parameters
    ----------
    layout : Layout
        Its columns are known once the last summary has come.
    write : callable
        Takes all rows as bytes, in the layout's form.
    path : Path, optional
        The file that is written.
    """

    before = Before()
    keeps_pieces = True

    def __init__(self, layout: Layout, write: Callable[[bytes], object], path: Path | None = None) -> None:
        self.layout = layout
        self.rows = 0
        self._write = write
        self._path = path
        self._summary: Summary = {}

    def refuse(self, paths: Iterable[str | Path], what: str) -> None:
        """Refuse to write over what is read."""
        if self._path is not None:
            refuse_same([self._path], str(self._path), paths, what)

    def look(self, about: str) -> bool:
        """Return that nothing is finished; refuse to write over what somebody works on.

        Raises
        ------
        UsageError
            The file holds it.
        """
        if self._path is not None and (held := held_in(self._path)):
            message = f"{self._path} holds {held}, which a result does not replace; name another file"
            raise UsageError(message, parameter="output")
        return False

    def start(self, about: str) -> None:
        """Do nothing: all is written at the end."""

    def skips(self, chunk: Chunk) -> bool:
        """Skip nothing."""
        return False

    def add(self, done: Done, wrong: int) -> None:
        """Take the summary of a chunk."""
        if done.summary:
            self._summary = merged([self._summary, done.summary])

    def finish(self) -> None:
        """Write the rows of all.

        Raises
        ------
        OutputError
            They cannot be written.
        """
        self.layout, rows = _rows(self._summary, self.layout)
        self.give(rows)

    def give(self, rows: list[dict[str, Any]]) -> None:
        """Write rows, laid out as the layout says."""
        self.rows = len(rows)
        content = _encoded(self.layout, rows)
        if self._path is None:
            self._write(content)
            return
        with told_of(self._path):
            self._write(content)

    def drop(self) -> None:
        """Write nothing."""

    def close(self) -> None:
        """Do nothing: nothing is open."""


def summary_sink(layout: Layout, output: str | Path) -> SummarySink:
    """Return what writes a summary to a file; its ending says the form.

    Raises
    ------
    UsageError, MissingPackageError
        The ending is none that is known, or Parquet lacks its package.
    """
    form, packed = chosen_form(str(output))
    path = Path(output)

    def write(content: bytes) -> None:
        write_whole(path, gzip.compress(content, mtime=0) if packed else content)

    return SummarySink(layout._replace(form=form), write, path)


def summary_table(summary: Summary, layout: Layout) -> tuple[Layout, "pa.Table"]:
    """Return the rows of a summary, and how they are laid out."""
    layout, rows = _rows(summary, layout)
    return layout, _table(layout, rows)


def _rows(summary: Summary, layout: Layout) -> tuple[Layout, list[dict[str, Any]]]:
    columns = summary_columns(layout.by or (), most_options(summary))
    rows = [dict(zip(columns, row, strict=True)) for row in summary_rows(summary)]
    return layout._replace(columns=tuple(columns)), rows


def _encoded(layout: Layout, rows: list[dict[str, Any]]) -> bytes:
    if layout.form == "parquet":
        from pyarrow import parquet

        content = BytesIO()
        parquet.write_table(_table(layout, rows), content)
        return content.getvalue()
    if layout.form == "jsonl":
        return "".join(f"{json.dumps(row, sort_keys=True)}\n" for row in rows).encode()
    lines = [layout.columns, *([_text(column, row, layout) for column in layout.columns] for row in rows)]
    return "".join(f"{','.join(line)}\n" for line in lines).encode()


def _text(column: str, row: Mapping[str, Any], layout: Layout) -> str:
    value = row[column]
    if column in SEPARATORS:
        return injects_text(value)
    if value is None:
        return ""
    return csv_field(value, plain=layout.plain) if isinstance(value, str) else repr(value)


def _table(layout: Layout, rows: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    from scenario_cli.batch.parquet import arrow_schema

    return pa.Table.from_pylist(rows, schema=arrow_schema(layout))
