"""What does not come out, by the places where it stands: of very much the first, and how much more."""

import json
from typing import Any

from scenario_cli.answers.verify.mismatches import Mismatch
from scenario_cli.batch.written.blocks import RowBlock, place
from scenario_cli.batch.written.found import Written

MOST_KEPT = 1_000
AT_ONCE = 2 * MOST_KEPT
MOST_SHOWN = 80  # signs

Order = tuple[int, int, int]


class ToldRows:
    """Takes mismatches in any order, and keeps those that stand first.

    Parameters
    ----------
    written : Written
        What is verified; its columns are told in their order.
    """

    def __init__(self, written: Written) -> None:
        self.count = 0
        self._written = written
        self._columns = {column: k for k, column in enumerate(written.columns)}
        self._files: dict[str, int] = {}
        self._kept: list[tuple[Order, Mismatch]] = []

    def tell(self, block: RowBlock, row: int, column: str, stated: Any, computed: Any) -> None:
        """Take what a row states in a column, and what comes out."""
        self._take(block, row, column, json_of(stated), json_of(computed))

    def tell_in_words(self, block: RowBlock, row: int, column: str, stated: str, computed: str) -> None:
        """Take what a row states, and what comes out, as a person would say it."""
        self._take(block, row, column, stated, computed)

    @property
    def kept(self) -> tuple[Mismatch, ...]:
        """Those that stand first, in the order of the rows."""
        return tuple(mismatch for _, mismatch in sorted(self._kept)[:MOST_KEPT])

    def _take(self, block: RowBlock, row: int, column: str, stated: str, computed: str) -> None:
        line = block.lines[row]
        of = "" if column in ("option", "rows") else f" of {block.columns['option'][row]}"
        where = f"{place(self._written, block.file, line)}: {column}{of}"
        order = self._files.setdefault(block.file, len(self._files)), line, self._columns.get(column, -1)
        self.count += 1
        self._kept.append((order, Mismatch(where, stated, computed)))
        if len(self._kept) >= AT_ONCE:
            self._kept = sorted(self._kept)[:MOST_KEPT]


def json_of(value: Any) -> str:
    """Return a value as JSON, or as much of it as can be shown."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."
