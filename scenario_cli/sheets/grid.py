"""A table as it stands: cells with their places, whatever file they come from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.heads import one_line

CellKind = Literal["text", "number", "per cent", "date", "boolean", "error", "uncomputed"]
SheetState = Literal["", "hidden", "very hidden"]
Position = tuple[int, int]
"""Row and column, from 0."""

MAX_CELLS = 400_000  # the box round all that is filled: as many parts as a scenario may have


class GridCell(NamedTuple):
    """What stands in a cell: text, or a number and how it is shown; ``note`` is a remark pinned to it."""

    value: str | float
    kind: CellKind = "text"
    note: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class SheetGrid:
    """The filled cells of one sheet, and of a CSV file all of them.

    Attributes
    ----------
    file, sheet : str
        What the file and the sheet are called; a CSV file has no sheet.
    cells : mapping
        By position; blank cells are not there.
    merged : collection of positions
        Cells that are merged into another one and so show what that one holds.
    lines : sequence of int
        Of a CSV file, the line on which each row begins.
    exact : bool
        Whether texts are what they are, to the last blank, since a program wrote them.
    semicolons : bool
        Whether semicolons stand between fields, so that a comma may be a decimal one.
    state : str
        Whether the sheet is ``hidden``, or ``very hidden``: then no menu shows it.
    hidden_rows, hidden_columns : collection of int
        Those with filled cells that a spreadsheet does not show.
    """

    file: str
    sheet: str
    cells: Mapping[Position, GridCell]
    merged: Collection[Position] = field(default_factory=frozenset)
    lines: Sequence[int] = ()
    exact: bool = False
    semicolons: bool = False
    state: SheetState = ""
    hidden_rows: Collection[int] = frozenset()
    hidden_columns: Collection[int] = frozenset()

    def place(self, position: Position) -> Mistake:
        """Return a mistake without words that stands at a cell."""
        row, column = position
        if self.sheet:
            cell = f"{self.sheet}!{named(position)}"
            return Mistake(self.file, "", "", line=row + 1, column=column + 1, cell=cell)
        line = self.lines[row] if row < len(self.lines) else row + 1
        return Mistake(self.file, "", "", line=line, column=column + 1)

    def text(self, said: str) -> str:
        """Return text as it is meant: on one line where people wrote it."""
        return said if self.exact else one_line(said)

    @property
    def title(self) -> str:
        """What the table is called where it is cited: the file without folders, and the sheet."""
        name = self.file.replace("\\", "/").rpartition("/")[2]
        return f"{name}, sheet {self.sheet}" if self.sheet else name

    def extent(self, first: Position, last: Position) -> str:
        """Say what a part of the table covers: cells of a workbook, or lines of a CSV file."""
        if self.sheet:
            return f"{named(first)}:{named(last)}" if first != last else named(first)
        start, end = self.place(first).line, self.place(last).line
        return f"line {start}" if start == end else f"lines {start}-{end}"


def named(position: Position) -> str:
    """Return a cell's name as spreadsheets have it: ``C7``."""
    row, column = position
    letters, left = "", column + 1
    while left:
        left, digit = divmod(left - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"


def failure(file: str, code: str, message: str, hint: str = "") -> InputError:
    """Return that a file as a whole is none that can be read."""
    return InputError([Mistake(file=file, code=code, message=message, hint=hint)])


def too_many_cells(file: str, what: str) -> InputError:
    """Return that a table has more cells than any scenario could take."""
    message = f"{what} spans more than {MAX_CELLS:,} cells"
    return failure(file, "too-large", message, "clear or delete cells far from the table")
