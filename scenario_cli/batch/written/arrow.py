"""Rows in Parquet, a file or the files of a dataset, read one after another."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scenario_cli.batch.homes import LocalHome
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.parquet import arrow_schema, widened
from scenario_cli.batch.pieces import tables_in
from scenario_cli.batch.written.blocks import ROWS_AT_ONCE, RowBlock, block_of
from scenario_cli.batch.written.found import Written
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    import pyarrow as pa


class ArrowRows:
    """Rows of Parquet; ``ended`` says whether all are read."""

    def __init__(self, written: Written, wanted: Sequence[str]) -> None:
        self.ended = False
        self._written = written
        self._wanted = wanted
        self._tables = _tables(written, wanted)
        self._file = ""
        self._before = 0
        self._at_hand: pa.Table | None = None
        self._next: tuple[str, pa.Table] | None = next(self._tables, None)

    def take(self, content: bytes) -> bool:
        """Whether these rows, an Arrow stream, follow in this file; if so, they are taken as read."""
        import pyarrow as pa

        if not content:
            return True
        schema = arrow_schema(Layout(form="parquet", columns=tuple(self._wanted)))
        expected = widened(pa.ipc.open_stream(content).read_all()).cast(schema)
        found = self._rows(expected.num_rows)
        try:
            same = found is not None and found.cast(schema).equals(expected)
        except (pa.ArrowException, ValueError):  # its columns are of other types
            same = False
        if same:
            self._leave(expected.num_rows)
        return same

    def following(self, count: int = ROWS_AT_ONCE) -> Iterator[RowBlock]:
        """Yield the next rows of a file, at most so many, if there are more."""
        some = self._rows(count)
        if some is None:
            self.ended = True
            return
        lines = range(self._before + 1, self._before + some.num_rows + 1)
        columns = {name: some.column(name).to_pylist() for name in self._wanted}
        file = self._file
        self._leave(some.num_rows)
        yield block_of(self._written, file, lines, columns, self._wanted)

    def _rows(self, count: int) -> "pa.Table | None":
        """Return the next rows of a file, at most so many; ``None`` where all are read."""
        import pyarrow as pa

        if self._at_hand is not None and not self._at_hand.num_rows:
            self._at_hand = None
        while self._next is not None:
            file, table = self._next
            if self._at_hand is None:
                self._before = self._before if file == self._file else 0
                self._file, self._at_hand = file, table
            elif file != self._file or self._at_hand.num_rows >= count:
                break
            else:
                self._at_hand = pa.concat_tables([self._at_hand, table])
            self._next = next(self._tables, None)
        return None if self._at_hand is None else self._at_hand.slice(0, count)

    def _leave(self, count: int) -> None:
        assert self._at_hand is not None
        self._before += count
        self._at_hand = self._at_hand.slice(count)


def _tables(written: Written, wanted: Sequence[str]) -> Iterator[tuple[str, "pa.Table"]]:
    """Yield rows as tables, none of them large, and the file that each stands in."""
    import pyarrow as pa
    from pyarrow import parquet

    if written.manifest is None:
        try:
            with parquet.ParquetFile(written.path, pre_buffer=False) as source:
                for batch in source.iter_batches(batch_size=ROWS_AT_ONCE, columns=[*wanted]):
                    if batch.num_rows:
                        yield written.name, pa.Table.from_batches([batch]).select([*wanted])
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(written.name, error) from None
        return
    for file in written.manifest.files:
        name = (written.path / file.path).as_posix()
        try:
            for table in tables_in(LocalHome(written.path), file, wanted):
                if table.num_rows:
                    yield name, table
        except (pa.ArrowException, OSError, KeyError) as error:
            raise _unreadable(name, error) from None


def _unreadable(name: str, error: Exception) -> InputError:
    message = f"it cannot be read: {str(error).splitlines()[0]}"
    return InputError([Mistake(file=name, code="unreadable", message=message)])
