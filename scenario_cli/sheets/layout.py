"""Where a table stands in a sheet, and what each of its rows and columns holds.

The table is seen as if a factor stood in each row (*across*); where it stands the other way (*down*),
rows and columns are exchanged. A *line* is then what has a head, an *entry* what is about one factor.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scenario_cli.choices import Direction
from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import GridCell, Position, SheetGrid
from scenario_cli.sheets.heads import ANCHORS, TableHead, head_at, key_of, one_line

WHICH_WAY = "say whether the options stand down or across"
_BLANK = GridCell("")


@dataclass
class SheetTable:
    """The part of a sheet that is read.

    Attributes
    ----------
    heads : list of TableHead
        In the order of the sheet.
    entries : list of int
        The rows (or, where options stand down, columns) below the heads.
    ids : int or None
        The entry that holds the ids of the options, if there is one.
    left_out : list of positions
        Cells that are no part of the table.
    """

    grid: SheetGrid
    direction: Direction
    head_entry: int
    heads: list[TableHead] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    ids: int | None = None
    left_out: list[Position] = field(default_factory=list)

    def at(self, line: int, entry: int) -> Position:
        """Return the position in the sheet of what stands on a line at an entry."""
        return (line, entry) if self.direction == "down" else (entry, line)

    def cell(self, line: int, entry: int) -> GridCell:
        """Return what stands there; blank where nothing does."""
        return self.grid.cells.get(self.at(line, entry), _BLANK)

    def place(self, line: int, entry: int) -> Mistake:
        """Return a mistake without words that stands there."""
        return self.grid.place(self.at(line, entry))

    def head(self, kind: str) -> TableHead | None:
        """Return the first head of a kind."""
        return next((head for head in self.heads if head.kind == kind), None)

    @property
    def options(self) -> list[TableHead]:
        """The heads that are options' titles."""
        return [head for head in self.heads if head.kind == "option"]

    @property
    def filled(self) -> set[Position]:
        """The positions of the cells that hold anything of what is read."""
        lines = [head.line for head in self.heads]
        entries = [self.head_entry, *([] if self.ids is None else [self.ids]), *self.entries]
        return {at for line in lines for entry in entries if (at := self.at(line, entry)) in self.grid.cells}

    @property
    def extent(self) -> str:
        """What part of the sheet is read."""
        return self._extent(self.head_entry, *self.entries)

    def extent_of(self, entry: int) -> str:
        """What part of the sheet is about one factor: ``My data!C7:H7``; of CSV its line, or field."""
        if self.grid.sheet:
            return f"{self.grid.sheet}!{self._extent(entry)}"
        return self._extent(entry) + (f", field {entry + 1}" if self.direction == "down" else "")

    def _extent(self, *entries: int) -> str:
        lines = [head.line for head in self.heads]
        return self.grid.extent(self.at(min(lines), min(entries)), self.at(max(lines), max(entries)))


def table_of(grid: SheetGrid, direction: Direction | None) -> SheetTable:
    """Return the table in a sheet; without a direction, the one that its heads speak for.

    Raises
    ------
    InputError
        No heads are found, or they speak for both directions.
    """
    ways: tuple[Direction, ...] = ("across", "down") if direction is None else (direction,)
    found = [(best, way) for way in ways if (best := _best_heads(grid, way)) is not None]
    if direction is not None and found and found[0][0][0] == 1:
        other = _best_heads(grid, _other(direction))
        found = [] if other is not None and other[0] > 1 else found
    if not found:
        message = "no head 'driver' or 'factor' is found"
        hint = "heads are: driver, factor, worst, best, unit, step, minimum, weight NAME, why OPTION"
        if direction is not None and _best_heads(grid, _other(direction)) is not None:
            hint = f"the heads stand as if options stood {_other(direction)}"
        raise InputError([grid.place(_first(grid))._replace(code="no-heads", message=message, hint=hint)])
    (count, entry, line), way = max(found, key=lambda each: each[0][0])
    if [best[0] for best, _ in found].count(count) > 1:
        place = grid.place((entry, line) if way == "across" else (line, entry))
        message = "the heads do not tell which way the table stands"
        raise InputError([place._replace(code="ambiguous-heads", message=message, hint=WHICH_WAY)])
    return _table(grid, way, entry)


def has_heads(grid: SheetGrid) -> bool:
    """Whether a sheet holds a table that can be read, by its heads."""
    ways: tuple[Direction, ...] = ("across", "down")
    return any(best is not None and best[0] > 1 for best in (_best_heads(grid, way) for way in ways))


def _other(direction: Direction) -> Direction:
    return "down" if direction == "across" else "across"


def _first(grid: SheetGrid) -> Position:
    return min(grid.cells, default=(0, 0))


def _best_heads(grid: SheetGrid, direction: Direction) -> tuple[int, int, int] | None:
    """Return how many heads stand in the row (or column) that has the most, which, and where the first is.

    One of them has to say ``driver`` or ``factor``. Of several alike the first counts.
    """
    words: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(grid.cells.items()):
        if cell.kind != "text":
            continue
        entry, line = (row, column) if direction == "across" else (column, row)
        head = head_at(str(cell.value), line)
        if head.kind != "option":
            words.setdefault(entry, {}).setdefault(f"{head.kind} {head.name}", line)
    counted = [
        (len(heads), entry, min(heads.values()))
        for entry, heads in words.items()
        if any(f"{anchor} " in heads for anchor in ANCHORS)
    ]
    return max(counted, key=lambda each: (each[0], -each[1]), default=None)


def _table(grid: SheetGrid, direction: Direction, head_entry: int) -> SheetTable:
    table = SheetTable(grid, direction, head_entry)
    lines: dict[int, list[int]] = {}
    rows: dict[int, list[int]] = {}
    for row, column in sorted(grid.cells):
        entry, line = (row, column) if direction == "across" else (column, row)
        if entry < head_entry:
            table.left_out.append((row, column))
        elif grid.cells[row, column].value != "" or grid.cells[row, column].kind != "text":
            lines.setdefault(line, []).append(entry)
            rows.setdefault(entry, []).append(line)
    table.heads = [
        head_at(str(table.cell(line, head_entry).value), line)
        for line in sorted(lines)
        if head_entry in lines[line]
    ]
    _drop_remarks_beside(table, lines)
    table.entries = sorted(entry for entry in rows if entry > head_entry)
    _drop_remarks_below(table, rows)
    _find_ids(table)
    return table


def _drop_remarks_beside(table: SheetTable, lines: dict[int, list[int]]) -> None:
    """Leave out heads of nothing before the first word that is known, and behind a blank line at the end."""
    known = [i for i, head in enumerate(table.heads) if head.kind != "option"]
    alone = [lines[head.line] == [table.head_entry] for head in table.heads]
    dropped = {i for i in range(known[0]) if alone[i]}
    i = len(table.heads) - 1
    tail: list[int] = []
    while i > known[-1] and alone[i]:
        tail.append(i)
        if table.heads[i - 1].line < table.heads[i].line - 1:  # a blank line stands before it
            dropped.update(tail)
            tail = []
        i -= 1
    table.left_out += [table.at(table.heads[i].line, table.head_entry) for i in sorted(dropped)]
    table.heads = [head for i, head in enumerate(table.heads) if i not in dropped]


def _drop_remarks_below(table: SheetTable, rows: dict[int, list[int]]) -> None:
    """Leave out entries of one text alone that stand behind a blank one, at the end."""
    first = {head.line for head in table.heads[:1]} | {
        head.line for head in table.heads if head.kind in ANCHORS
    }
    kept = len(table.entries)
    i = kept - 1
    while i > 0 and len(rows[table.entries[i]]) == 1 and rows[table.entries[i]][0] in first:
        if table.entries[i - 1] < table.entries[i] - 1:
            kept = i
        i -= 1
    for entry in table.entries[kept:]:
        table.left_out += [table.at(line, entry) for line in rows[entry]]
    del table.entries[kept:]


def _find_ids(table: SheetTable) -> None:
    """Find the entry of the options' ids: where a head says so, or ids alone stand under the titles."""
    known = [head for head in table.heads if head.kind != "option"]
    for entry in table.entries[:1]:
        words = {key_of(str(table.cell(head.line, entry).value)).rstrip(": ") for head in known}
        under = [table.cell(head.line, entry) for head in table.options]
        if "option id" in words or (words == {""} and under and _are_ids(under)):
            table.ids = entry
            table.entries.remove(entry)
            table.heads = [_with_id(table, head, entry) for head in table.heads]


def _with_id(table: SheetTable, head: TableHead, ids: int) -> TableHead:
    """Return a head; where an id stands with it, it is an option, whatever its title says."""
    under = one_line(str(table.cell(head.line, ids).value))
    if not under or key_of(under).rstrip(": ") == "option id":
        return head
    return TableHead("option", one_line(str(table.cell(head.line, table.head_entry).value)), head.line)


def _are_ids(cells: Sequence[GridCell]) -> bool:
    from scenario_cli.sheets.ids import is_id

    texts = [one_line(str(cell.value)) for cell in cells]
    return all(cell.kind == "text" for cell in cells) and all(map(is_id, texts)) and "unknown" not in texts
