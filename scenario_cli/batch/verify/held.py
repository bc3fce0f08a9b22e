"""Rows held against what their inputs give, a block at a time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from scenario_cli import __version__
from scenario_cli.batch.layout import RANGE_TYPES, TYPES
from scenario_cli.batch.verify.ahead import Expected
from scenario_cli.batch.verify.sources import Group, RowSources
from scenario_cli.batch.verify.swept import SweptScenario
from scenario_cli.batch.verify.told import ToldRows
from scenario_cli.batch.written.blocks import RowBlock
from scenario_cli.batch.written.found import Written
from scenario_cli.batch.written.order import ScatteredError
from scenario_cli.batch.written.values import canonical
from scenario_cli.engine.many_cells import EQUAL_WEIGHTS, FLAGS, flag_text
from scenario_cli.engine.restated import otherwise, some_points
from scenario_cli.engine.sweep import SweepResult

NUMBERS = ("rank", "tied", "score", "behind", "first", *RANGE_TYPES)
MOST_FIRSTS = 1_000


class RowsAgain:
    """Holds rows against what comes out.

    Parameters
    ----------
    written : Written
    sources : RowSources
    ordered : bool
        Whether rows of one ranking are known to follow one another.
    """

    def __init__(self, written: Written, sources: RowSources, *, ordered: bool) -> None:
        self.rows = self.rankings = 0
        self.version: str | None = None
        self.told = ToldRows(written)
        self._sources = sources
        self._ordered = ordered
        self._numbers = [column for column in NUMBERS if column in written.columns]
        self._kept = [column for column in written.columns if column not in TYPES]
        self._has_ranges = not RANGE_TYPES.keys().isdisjoint(written.columns)
        self._has_whole = written.choice == "all"
        self._firsts = 0
        self._some_firsts: list[tuple[RowBlock, int, int, int]] = []
        self._marks: dict[str, int] = {}

    def take(self, block: RowBlock) -> None:
        """Take rows, those of a ranking that follow one another among them.

        Raises
        ------
        ScatteredError
            They are to be put in order first.
        InputError
            An input cannot be read.
        """
        self.rows += len(block.lines)
        for group in self._sources.groups(block, self.told):
            by_injects: dict[str, list[int]] = {}
            for row in group.places:
                by_injects.setdefault(block.columns["injects"][row], []).append(row)
            for text, rows in by_injects.items():
                self._hold(block, group, text, rows)

    def pass_over(self, expected: Expected) -> None:
        """Take rows that are just what comes out."""
        self.rows += expected.rows
        self.rankings += expected.rankings
        self._has_whole |= expected.has_whole
        self._firsts += expected.firsts

    def finish(self) -> None:
        """Tell of rankings of which there are rows of those alone that are first, where of others all are.

        Raises
        ------
        ScatteredError
            That hangs on the order of rows.
        """
        if not self._firsts or not self._has_whole:
            return
        if not self._ordered:
            raise ScatteredError
        for block, row, stated, whole in self._some_firsts:
            self.told.tell_in_words(block, row, "rows", _rows(stated), _rows(whole))
        self.told.count += self._firsts - len(self._some_firsts)

    def _hold(self, block: RowBlock, group: Group, text: str, rows: list[int]) -> None:
        swept = group.swept
        injects = swept.injects_in(text)
        if injects is None:
            for row in rows:
                self.told.tell_in_words(block, row, "injects", text, "none such in this order")
            return
        used = sorted({group.places[row] for row in rows})
        at = {place: k for k, place in enumerate(used)}
        assert group.weightings.points is not None
        result = swept.sweep(injects).result(
            some_points(group.weightings.points, used), ranges=self._has_ranges
        )
        if group.is_equal:
            result = result._replace(held=result.held + EQUAL_WEIGHTS)
        sound = result.sound.tolist()
        known = []
        for row in rows:
            option = block.columns["option"][row]
            if not sound[at[group.places[row]]]:
                self.told.tell_in_words(block, row, "rows", "a ranking", "none: all weights are 0")
            elif option not in swept.options:
                self.told.tell_in_words(block, row, "option", option, "no such option")
            else:
                known.append(row)
        if known:
            weightings = [at[group.places[row]] for row in known]
            self._hold_numbers(block, swept, result, known, weightings)
            self._hold_texts(block, group, known)
            self._hold_whole(block, swept, result, known, weightings)

    def _hold_numbers(
        self,
        block: RowBlock,
        swept: SweptScenario,
        result: SweepResult,
        rows: list[int],
        weightings: list[int],
    ) -> None:
        columns = block.columns
        options = [swept.options[columns["option"][row]] for row in rows]
        stated: dict[str, list[Any]] = {name: [columns[name][row] for row in rows] for name in self._numbers}
        found = otherwise(result, weightings, options, stated)
        if "flags" in columns:
            ours = [k for k, row in enumerate(rows) if self._is_ours(columns, row)]
            marks = {"marks": [self._marks_in(columns["flags"][rows[k]]) for k in ours]}
            flags = otherwise(result, [weightings[k] for k in ours], [options[k] for k in ours], marks)
            found += [one._replace(row=ours[one.row]) for one in flags]
        for at, column, computed in found:
            row = rows[at]
            if column == "marks":
                self.told.tell(block, row, "flags", columns["flags"][row], flag_text(computed))
            else:
                self.told.tell(block, row, column, columns[column][row], computed)

    def _is_ours(self, columns: Mapping[str, Sequence[Any]], row: int) -> bool:
        """Whether this version wrote a row: another may flag otherwise."""
        if "version" not in columns or columns["version"][row] == __version__:
            return True
        self.version = columns["version"][row]
        return False

    def _marks_in(self, text: str) -> int:
        """Return the flags that a text names as bits; -1 where it is none that is written."""
        if text not in self._marks:
            bits = sum(1 << k for k, flag in enumerate(FLAGS) if flag in text.split())
            self._marks[text] = bits if flag_text(bits) == text else -1
        return self._marks[text]

    def _hold_texts(self, block: RowBlock, group: Group, rows: list[int]) -> None:
        """Hold what rows say of their weighting: the scenario's id, its name, what is kept beside it."""
        columns = block.columns
        if "scenario" in columns and group.swept.id is not None:
            self._hold_text(block, "scenario", rows, [canonical(group.swept.id)] * len(rows))
        if "weights" in columns:
            labels = [None if label is None else canonical(label) for label in group.labels]
            self._hold_text(block, "weights", rows, [labels[group.places[row]] for row in rows])
        for column in self._kept:
            texts = group.weightings.kept.get(column)
            expected = ["" if texts is None else canonical(texts[group.places[row]] or "") for row in rows]
            self._hold_text(block, column, rows, expected)

    def _hold_text(
        self, block: RowBlock, column: str, rows: Sequence[int], expected: Sequence[str | None]
    ) -> None:
        stated = block.columns[column]
        for row, text in zip(rows, expected, strict=True):
            if text is not None and stated[row] != text:
                self.told.tell(block, row, column, stated[row], text)

    def _hold_whole(
        self,
        block: RowBlock,
        swept: SweptScenario,
        result: SweepResult,
        rows: list[int],
        weightings: list[int],
    ) -> None:
        """Hold rankings to all of their options, or to those that are first."""
        of: dict[int, list[int]] = {}
        for row, weighting in zip(rows, weightings, strict=True):
            of.setdefault(weighting, []).append(row)
        ranks = result.swept.ranks.tolist()
        for weighting, some in of.items():
            counts = Counter(block.columns["option"][row] for row in some)
            times = {*counts.values()}
            first = {o for o, k in swept.options.items() if ranks[weighting][k] == 1}
            self.rankings += max(times)
            if len(times) == 1 and len(counts) == len(swept.options):
                self._has_whole |= len(first) < len(counts)
            elif len(times) == 1 and counts.keys() == first:
                self._firsts += max(times)
                if len(self._some_firsts) < MOST_FIRSTS:
                    one = block.part(some[0], some[0] + 1)
                    self._some_firsts.append((one, 0, len(some), len(swept.options)))
            elif not self._ordered:
                raise ScatteredError
            else:
                self.told.tell_in_words(block, some[0], "rows", _rows(len(some)), _rows(len(swept.options)))


def _rows(count: int) -> str:
    return f"{count} row{'s' * (count != 1)} of its ranking"
