"""Scenarios and tables that rows are of, ready to be swept again."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scenario_cli.batch.chunk import ReadFile
from scenario_cli.batch.reading import read_table
from scenario_cli.batch.sources import TableFile
from scenario_cli.batch.weightings import Weightings, printable, table_weightings
from scenario_cli.batch.written.order import ScatteredError
from scenario_cli.engine.restated import some_points
from scenario_cli.engine.sweep import Points, Sweep
from scenario_cli.files.parsed import parse
from scenario_cli.files.reading import scenario_from

ROWS_AT_ONCE = 16_384


class SweptScenario:
    """A scenario under any injects.

    ``options`` are its options' places by id; ``id`` is what rows call it, ``None`` where that hangs on what
    its file was called.
    """

    def __init__(self, file: ReadFile, *, states_id: bool) -> None:
        self.file = file
        self.scenario = scenario_from(parse(file.name, file.content))
        self.id = printable(self.scenario.id) if states_id else None
        self.options = {option: k for k, option in enumerate(self.scenario.options)}
        self._sweeps: dict[tuple[str, ...], Sweep] = {}

    def injects_in(self, text: str) -> tuple[str, ...] | None:
        """Return the injects that a text names in the scenario's order; ``None`` where it does not."""
        named = tuple(text.split("+")) if text else ()
        known = tuple(id_ for id_ in self.scenario.injects if id_ in named)
        return named if named == known else None

    def sweep(self, injects: tuple[str, ...]) -> Sweep:
        """Return the scenario under some injects."""
        if injects not in self._sweeps:
            self._sweeps[injects] = Sweep(self.scenario, injects)
        return self._sweeps[injects]


class TableStretch(NamedTuple):
    """Some weightings of a table, and where in them those of its rows are that are wanted, by number."""

    weightings: Weightings
    places: dict[int, int]


class TableWeightings:
    """The weightings of a table, so many of its rows at a time: it is read once, from its beginning on.

    ``file`` is what rows call it.
    """

    def __init__(self, table: TableFile, swept: SweptScenario) -> None:
        self.file = table.file
        self._swept = swept
        self._chunks = read_table(table, swept.scenario, ROWS_AT_ONCE, keep=True)
        self._passed = 0  # the last row before those at hand
        self._at_hand: list[Weightings] = []  # two chunks at most

    def parts(self, rows: Sequence[int]) -> Iterator[TableStretch]:
        """Yield the weightings of rows, given by their numbers, which rise; those that are none are left out.

        Raises
        ------
        ScatteredError
            A row stands before those that are at hand.
        InputError
            The table cannot be read.
        """
        left = list(rows)
        if left and left[0] <= self._passed:
            raise ScatteredError
        while left:
            for chunk in self._at_hand:
                here = left[: bisect_left(left, chunk.rows[-1] + 1)]
                left = left[len(here) :]
                if places := _places(chunk.rows, here):
                    yield TableStretch(chunk, places)
            if left and not self._advances():
                return

    def after(self, row: int, count: int) -> Weightings | None:
        """Return the next weightings after a row, so many or up to the end of what is read at once."""
        while True:
            for chunk in self._at_hand:
                start = bisect_left(chunk.rows, row + 1)
                if start < len(chunk.rows) and chunk.points is not None:
                    some = range(start, min(start + count, len(chunk.rows)))
                    return _part_of(chunk, some, some_points(chunk.points, some))
            if not self._advances():
                return None

    def _advances(self) -> bool:
        """Whether there are more rows; they are then at hand, and the oldest are not any more."""
        for rows in self._chunks:
            found = table_weightings(rows, self._swept.scenario, self._swept.file)
            if found.rows and found.points is not None:
                if len(self._at_hand) > 1:
                    self._passed = self._at_hand.pop(0).rows[-1]
                self._at_hand.append(found)
                return True
        return False


def _places(numbers: Sequence[int], rows: Sequence[int]) -> dict[int, int]:
    """Return where rows stand among numbers; those that do not are left out."""
    found = ((row, bisect_left(numbers, row)) for row in rows)
    return {row: place for row, place in found if place < len(numbers) and numbers[place] == row}


def _part_of(chunk: Weightings, some: range, points: Points) -> Weightings:
    cut = slice(some.start, some.stop)
    return chunk._replace(
        labels=chunk.labels[cut],
        hashes=chunk.hashes[cut],
        files=chunk.files[cut],
        lines=chunk.lines[cut],
        points=points,
        rows=chunk.rows[cut],
        kept={column: texts[cut] for column, texts in chunk.kept.items()},
    )
