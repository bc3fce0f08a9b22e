"""What rows are of: their scenarios, weights files and tables, found and read as the rows come."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scenario_cli.batch.chunk import ReadFile
from scenario_cli.batch.layout import NO_INJECTS
from scenario_cli.batch.verify.inputs import InputFiles, Lost
from scenario_cli.batch.verify.swept import SweptScenario, TableWeightings
from scenario_cli.batch.verify.told import ToldRows
from scenario_cli.batch.weightings import Weightings, file_weightings
from scenario_cli.batch.written.blocks import RowBlock
from scenario_cli.batch.written.found import Written
from scenario_cli.batch.written.order import ScatteredError
from scenario_cli.batch.written.values import NOWHERE
from scenario_cli.errors import InputError

SCENARIOS_AT_ONCE = 8
TABLES_AT_ONCE = 8

Place = tuple[str, str, str]
"""The hashes of a scenario and of a table, and what rows call the table."""


class Group(NamedTuple):
    """Rows of a block that are of one scenario, and the weightings that they are of.

    Attributes
    ----------
    swept : SweptScenario
    weightings : Weightings
    labels : sequence of str or None
        What rows call each; ``None`` where that hangs on what its file was called.
    places : mapping of int to int
        By row of the block, the place of its weighting.
    is_equal : bool
        Whether the weights are equal ones, which come from no file.
    """

    swept: SweptScenario
    weightings: Weightings
    labels: Sequence[str | None]
    places: Mapping[int, int]
    is_equal: bool = False


class RowSources:
    """Gives the weightings that rows are of.

    Parameters
    ----------
    written : Written
    files : InputFiles
        Notes what is not found; rows of it are in no group.
    """

    def __init__(self, written: Written, files: InputFiles) -> None:
        self._written = written
        self._files = files
        self._scenarios: dict[str, SweptScenario] = {}
        self._tables: dict[Place, TableWeightings] = {}
        self._left: set[Place] = set()

    def groups(self, block: RowBlock, told: ToldRows) -> Iterator[Group]:
        """Yield the rows of a block in groups; ``told`` takes those that no input has.

        Raises
        ------
        ScatteredError
            Rows of a table do not come in its order.
        InputError
            An input cannot be read, or rows do not say where in a table they stand.
        """
        hashes, nowhere = block.columns["input_sha256"], [""] * len(block.lines)
        by_input: dict[tuple[str, str], list[int]] = {}
        for row, key in enumerate(zip(hashes, block.columns.get("file", nowhere), strict=True)):
            by_input.setdefault(key, []).append(row)
        of_files: dict[str, tuple[SweptScenario, list[tuple[ReadFile, list[int]]]]] = {}
        for (hash_, file), rows in by_input.items():
            own, _, other = hash_.partition("+")
            swept = self._scenario(own, block, rows[0])
            if swept is None:
                continue
            if not other:
                equal = file_weightings(None, swept.scenario, swept.file)
                yield Group(swept, equal, equal.labels, dict.fromkeys(rows, 0), is_equal=True)
                self._hold_to_no_row(block, rows, told)
            elif (weights := self._weights(other, file, block, rows)) is not None:
                of_files.setdefault(own, (swept, []))[1].append((weights, rows))
            elif (table := self._table((own, other, file), swept, block, rows)) is not None:
                yield from self._of_table(table, swept, block, rows, told)
        for swept, some in of_files.values():
            yield self._of_files(swept, some)
            self._hold_to_no_row(block, [row for _, rows in some for row in rows], told)

    def open_table(self, key: Place) -> tuple[TableWeightings, SweptScenario] | None:
        """Return a table that rows were of lately, and its scenario; ``None`` where none were of it."""
        table, swept = self._tables.get(key), self._scenarios.get(key[0])
        return None if table is None or swept is None else (table, swept)

    def _scenario(self, hash_: str, block: RowBlock, row: int) -> SweptScenario | None:
        if hash_ in self._scenarios:
            return self._scenarios[hash_]
        id_ = block.columns["scenario"][row] if "scenario" in block.columns else "scenario"
        file = self._files.text(hash_, "scenario", id_)
        if file is None:
            self._files.lose(hash_, Lost("scenario", id_, block.file, block.lines[row]))
            return None
        if len(self._scenarios) == SCENARIOS_AT_ONCE:
            del self._scenarios[next(iter(self._scenarios))]
        swept = SweptScenario(file, states_id=self._files.used[hash_].states_id)
        if self._written.form == "csv" and NO_INJECTS in swept.scenario.injects:
            message = f"the scenario '{id_}' has an inject 'none', which CSV does not tell from no injects"
            raise self._written.wrong(message, hint="verify JSON Lines or Parquet")
        self._scenarios[hash_] = swept
        return swept

    def _weights(self, hash_: str, file: str, block: RowBlock, rows: list[int]) -> ReadFile | None:
        """Return a weights file; ``None`` where rows are of a table, or it is not found."""
        if file:
            return None
        row = rows[0]
        id_ = block.columns["weights"][row] if "weights" in block.columns else "weights"
        found = self._files.text(hash_, "weights", id_)
        if found is None and "file" in block.columns:
            self._files.lose(hash_, Lost("weights", id_, block.file, block.lines[row]))
        return found

    def _table(
        self, key: Place, swept: SweptScenario, block: RowBlock, rows: list[int]
    ) -> TableWeightings | None:
        _, hash_, file = key
        if key in self._tables:
            return self._tables[key]
        if key in self._left:
            raise ScatteredError
        if hash_ in self._files.lost:
            return None
        id_ = file or _table_in(block, rows[0])
        found = self._files.table(hash_, id_)
        if found is None:
            role = "table" if file or block.columns.get("row", [NOWHERE])[0] != NOWHERE else "weights"
            self._files.lose(hash_, Lost(role, id_ or role, block.file, block.lines[rows[0]]))
            return None
        if "row" not in block.columns:
            message = "rows do not say where in their table they stand: the column 'row' is missing"
            raise self._written.wrong(message, "wrong-columns")
        if len(self._tables) == TABLES_AT_ONCE:
            oldest = next(iter(self._tables))
            del self._tables[oldest]
            self._left.add(oldest)
        self._tables[key] = TableWeightings(found, swept)
        return self._tables[key]

    def _of_table(
        self, table: TableWeightings, swept: SweptScenario, block: RowBlock, rows: list[int], told: ToldRows
    ) -> Iterator[Group]:
        by_number: dict[int, list[int]] = {}
        for row in rows:
            by_number.setdefault(block.columns["row"][row], []).append(row)
        for part in table.parts(sorted(number for number in by_number if number > 0)):
            places = {row: place for number, place in part.places.items() for row in by_number.pop(number)}
            yield Group(swept, part.weightings, part.weightings.labels, places)
        for number, some in by_number.items():
            for row in some:
                told.tell_in_words(block, row, "row", str(number), "no such row")

    def _of_files(self, swept: SweptScenario, some: list[tuple[ReadFile, list[int]]]) -> Group:
        weightings = file_weightings([file for file, _ in some], swept.scenario, swept.file)
        if weightings.mistakes:  # another version took it
            raise InputError(weightings.mistakes)
        labels = [
            label if self._files.used[file.sha256].states_id else None
            for label, (file, _) in zip(weightings.labels, some, strict=True)
        ]
        places = {row: k for k, (_, rows) in enumerate(some) for row in rows}
        return Group(swept, weightings, labels, places)

    def _hold_to_no_row(self, block: RowBlock, rows: list[int], told: ToldRows) -> None:
        stated = block.columns.get("row")
        if stated is None:
            return
        for row in rows:
            if stated[row] != NOWHERE:
                told.tell_in_words(block, row, "row", str(stated[row]), "none: it is of no table")


def _table_in(block: RowBlock, row: int) -> str:
    """Return the table that the name of a row names, if it has no other: ``a.csv:3``."""
    label = block.columns["weights"][row] if "weights" in block.columns else ""
    number = block.columns["row"][row] if "row" in block.columns else NOWHERE
    return label.removesuffix(f":{number}") if label.endswith(f":{number}") else ""
