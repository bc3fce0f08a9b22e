"""The rows that are to follow where a sweep goes on through a table: as bytes, which are quickly compared."""

from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.batch.layout import Layout
from scenario_cli.batch.sets import inject_sets
from scenario_cli.batch.verify.sources import Place, RowSources
from scenario_cli.batch.verify.swept import SweptScenario, TableWeightings
from scenario_cli.batch.work import labels_for, written_rows
from scenario_cli.batch.written.blocks import RowBlock
from scenario_cli.batch.written.found import Written
from scenario_cli.choices import InjectSets, RowChoice

ROWS_AT_ONCE = 8_192
KINDS: tuple[InjectSets, ...] = ("none", "each", "pairs", "all")


class Expected(NamedTuple):
    """Rows that are to follow: as bytes, how many, of how many rankings, up to which row of the table.

    ``has_whole`` is whether any of them is not first: then all rows of a ranking are there. ``firsts`` is of
    how many rankings there are rows of those alone that are first, and others are not.
    """

    content: bytes
    rows: int
    rankings: int
    last: int
    has_whole: bool
    firsts: int


class _Prospect(NamedTuple):
    """How a sweep goes through a table: its sets of injects, which rows it writes, and where it is."""

    table: TableWeightings
    swept: SweptScenario
    sets: Sequence[tuple[str, ...]]
    rows: RowChoice
    last: int


class RowsAhead:
    """Tells from rows that were read which are to follow; where it was wrong, it waits ever longer.

    ``lacking`` is how many rows are to be read before: those of a weighting that has begun.
    """

    def __init__(self, written: Written, sources: RowSources) -> None:
        self.lacking = 0
        self._written = written
        self._sources = sources
        self._course: _Prospect | None = None
        self._wrong = self._waits = 0

    def learn(self, block: RowBlock) -> None:
        """Take rows that were read, and tell from them how the sweep goes on."""
        self.lacking, self._course = 0, None
        if self._waits:
            self._waits -= 1
        elif "row" in block.columns:
            self._course = self._course_in(block)

    def expected(self) -> Expected | None:
        """Return the rows that are to follow; ``None`` where that cannot be told."""
        if self._course is None:
            return None
        course = self._course
        return self._rows(course, max(1, ROWS_AT_ONCE // (len(course.sets) * len(course.swept.options))))

    def was(self, expected: Expected, *, right: bool) -> None:
        """Take whether rows that were told did follow."""
        if right and self._course is not None:
            self._wrong = 0
            self._course = self._course._replace(last=expected.last)
            return
        self._wrong += 1
        self._waits = 2**self._wrong
        self._course = None

    def _rows(self, course: _Prospect, count: int) -> Expected | None:
        """Return the rows of so many weightings, or of fewer that are at hand."""
        following = course.table.after(course.last, count)
        if following is None or following.points is None:
            return None
        layout = Layout(form=self._written.form, columns=self._written.columns, rows=course.rows)
        sweeps = [course.swept.sweep(injects) for injects in course.sets]
        results = [sweep.result(following.points, ranges=layout.has_ranges) for sweep in sweeps]
        named = labels_for(course.swept.scenario, following, results, course.table.file)
        content, rows = written_rows(layout, named, results)
        rankings = sum(int(result.sound.sum()) for result in results)
        parted = sum(int((r.sound & (r.swept.ranks > 1).any(axis=1)).sum()) for r in results)
        whole = course.rows == "all"
        return Expected(
            content, rows, rankings, following.rows[-1], whole and parted > 0, 0 if whole else parted
        )

    def _course_in(self, block: RowBlock) -> _Prospect | None:
        """Return the course of a sweep from the last row of a table but one, of which all rows are there."""
        numbers, injects = block.columns["row"], block.columns["injects"]
        last = len(numbers)
        end = _start(numbers, last)
        start = _start(numbers, end)
        key = self._key(block, last - 1)
        found = self._sources.open_table(key)
        if not start or found is None or {self._key(block, start), self._key(block, end)} != {key}:
            return None
        table, swept = found
        sets = [swept.injects_in(text) for text in dict.fromkeys(injects[start:end])]
        kind = next((kind for kind in KINDS if inject_sets(swept.scenario, kind) == sets), None)
        if kind is None:
            return None
        whole = end - start == len(sets) * len(swept.options)
        every = inject_sets(swept.scenario, kind)
        course = _Prospect(table, swept, every, "all" if whole else "first", numbers[start])
        begun = self._rows(course, 1)
        if begun is None or begun.last != numbers[end] or begun.rows < last - end:
            return None
        self.lacking = begun.rows - (last - end)
        return course._replace(last=begun.last)

    def _key(self, block: RowBlock, row: int) -> Place:
        own, _, other = block.columns["input_sha256"][row].partition("+")
        return own, other, block.columns["file"][row] if "file" in block.columns else ""


def _start(numbers: Sequence[int], end: int) -> int:
    """Return where the numbers that are as the last one before ``end`` start."""
    start = end
    while start and numbers[start - 1] == numbers[end - 1]:
        start -= 1
    return start
