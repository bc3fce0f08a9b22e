"""Rows that batch has written, whatever their form."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from scenario_cli.batch.written.arrow import ArrowRows
from scenario_cli.batch.written.blocks import RowBlock, TextRows
from scenario_cli.batch.written.found import Written, told_of_reading


@contextmanager
def opened_rows(written: Written, wanted: Sequence[str]) -> Iterator[TextRows | ArrowRows]:
    """Give the wanted columns of rows, to be read one after another.

    Raises
    ------
    InputError
        They cannot be read, or a row is none: told at its line.
    """
    if written.form == "parquet":
        yield ArrowRows(written, wanted)
        return
    with told_of_reading(written.name), written.lines() as file:
        yield TextRows(written, file, wanted)


def blocks(written: Written, wanted: Sequence[str]) -> Iterator[RowBlock]:
    """Yield all rows in their order, a block at a time; as for ``opened_rows``."""
    with opened_rows(written, wanted) as rows:
        while not rows.ended:
            yield from rows.following()
