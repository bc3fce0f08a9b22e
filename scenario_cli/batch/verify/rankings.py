"""Rows in blocks that hold whole rankings, and rows in the order of their inputs."""

from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from scenario_cli.batch.written.blocks import ROWS_AT_ONCE, RowBlock
from scenario_cli.batch.written.found import Written
from scenario_cli.batch.written.order import in_order
from scenario_cli.batch.written.reading import blocks

NAMED = (
    "input_sha256",
    "file",
    "row",
    "weights",
    "injects",
)  # what tells rankings apart, and whence they come
MOST_HELD_BACK = 100_000  # rows of one name


class WholeRankings:
    """Blocks of rows cut where a ranking ends; the last one is held back until the next has begun."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._names = names_in(columns)
        self._left: RowBlock | None = None

    def take(self, more: RowBlock) -> Iterator[RowBlock]:
        """Take the next rows, and yield those of rankings that have ended."""
        if self._left is not None and self._left.file != more.file:
            yield from self.rest()
        block = more if self._left is None else self._left.with_rows_of(more)
        end = len(block.lines)
        start = self._start_of_last(block)
        if end - start > MOST_HELD_BACK:
            start = end
        if start:
            yield block.part(0, start)
        self._left = block.part(start, end) if start < end else None

    def rest(self) -> Iterator[RowBlock]:
        """Yield what is held back, if there is any."""
        left, self._left = self._left, None
        if left is not None:
            yield left

    def _start_of_last(self, block: RowBlock) -> int:
        columns = [block.columns[name] for name in self._names]
        start = len(block.lines) - 1
        last = [column[start] for column in columns]
        while start and [column[start - 1] for column in columns] == last:
            start -= 1
        return start


def names_in(columns: Sequence[str]) -> list[str]:
    """Return which of some columns tell rankings apart."""
    return [column for column in NAMED if column in columns]


def ordered_blocks(written: Written) -> Iterator[RowBlock]:
    """Yield rows in the order of their inputs: all of a ranking together, of a table as they stand there.

    Raises
    ------
    InputError
        They cannot be read.
    """
    wanted = written.columns
    places = [wanted.index(name) + 1 for name in names_in(wanted)]
    ordered = in_order(_rows(written, wanted), itemgetter(*places))
    while some := list(islice(ordered, ROWS_AT_ONCE)):
        lines, *columns = map(list, zip(*some, strict=True))
        yield RowBlock(written.name, lines, dict(zip(wanted, columns, strict=True)))


def _rows(written: Written, wanted: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """Yield rows as their lines and their fields; those of a dataset are numbered through."""
    after = 0
    for block in blocks(written, wanted):
        lines = block.lines
        if written.manifest is not None:
            lines = range(after + 1, after + len(lines) + 1)
            after += len(lines)
        yield from zip(lines, *(block.columns[name] for name in wanted), strict=True)
