"""Names and rows of numbers that stand in a table a second time: they are told, and scored all the same."""

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from scenario_cli.engine.repeats import repeats, row_keys
from scenario_cli.mistakes import Mistake

MOST_ROWS = 1_000_000  # of a table: what is compared is kept


class RowKeys(NamedTuple):
    """Some rows of a table to be compared: their lines, and keys of their numbers and names."""

    scenario: str
    table: str
    lines: bytes
    numbers: bytes
    names: bytes


def keys_of(scenario: str, table: str, lines: Sequence[int], columns: Sequence[Any]) -> RowKeys:
    """Return the keys of rows of numbers, given as columns, which have no names of their own."""
    return RowKeys(scenario, table, array("q", lines).tobytes(), row_keys(columns), b"")


def name_keys(names: Sequence[str]) -> bytes:
    """Return a key of each name."""
    return b"".join(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest() for name in names)


class Repeats:
    """Takes keys in the order of the rows, and tells of a table once it has ended; of no table twice."""

    def __init__(self) -> None:
        self._parts: list[RowKeys] = []
        self._told: set[str] = set()

    def take(self, keys: RowKeys | None) -> Iterator[Mistake]:
        """Take the keys of some rows (``None``: of none that are compared), and tell of a table before."""
        if keys is None:
            return
        if self._parts and self._parts[0][:2] != keys[:2]:
            yield from self.ended()
        if keys.table not in self._told:
            self._parts.append(keys)

    def ended(self) -> Iterator[Mistake]:
        """Tell of the table that has ended."""
        if not self._parts:
            return
        file = self._parts[0].table
        self._told.add(file)
        lines = array("q", b"".join(part.lines for part in self._parts))
        numbers = b"".join(part.numbers for part in self._parts)
        names = b"".join(part.names for part in self._parts)
        self._parts = []
        told = []
        for keys, code, what in ((numbers, "repeated-row", "numbers"), (names, "repeated-name", "name")):
            for row, first in repeats(keys):
                message = f"row {lines[row] - 1}: the same {what} as at line {lines[first]}"
                told.append(Mistake(file=file, line=lines[row], level="warning", code=code, message=message))
        yield from sorted(told, key=lambda mistake: mistake.order)
