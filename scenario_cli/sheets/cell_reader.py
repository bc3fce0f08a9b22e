"""The cells of a table as texts, ids and numbers: each is read right, or told where it stands."""

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import GridCell
from scenario_cli.sheets.heads import TableHead
from scenario_cli.sheets.layout import SheetTable
from scenario_cli.sheets.naming import id_in, said_in
from scenario_cli.sheets.numbers import Amount, Refusal, amount_of, decimal_sign
from scenario_cli.sheets.stated import Stated

NUMBERS = ("worst", "best", "step", "minimum", "weight", "option")


class CellReader:
    """Reads cells by the kind of their head and their entry."""

    def __init__(self, table: SheetTable, stated: Stated) -> None:
        self.table, self.stated = table, stated
        numbers = [
            table.cell(head.line, entry)
            for head in table.heads
            for entry in table.entries
            if head.kind in NUMBERS
        ]
        self.sign = decimal_sign(numbers, semicolons=table.grid.semicolons)

    def cell(self, kind: str, entry: int) -> GridCell:
        """Return the cell under the first head of a kind; blank where there is none."""
        head = self.table.head(kind)
        return GridCell("") if head is None else self.table.cell(head.line, entry)

    def place(self, kind: str, entry: int) -> Mistake:
        """Return where that cell stands; where there is no such head, the first cell of the entry."""
        head = self.table.head(kind) or self.table.heads[0]
        return self.table.place(head.line, entry)

    def about(self, kind: str, entry: int) -> str:
        """Return the note of a cell."""
        return self.table.grid.text(self.cell(kind, entry).note)

    def text(self, kind: str, entry: int) -> str:
        """Return the text in a cell; a number as it is shown."""
        return self.table.grid.text(said_in(self.stated, self.cell(kind, entry), self.place(kind, entry)))

    def id_under(self, kind: str, entry: int) -> str:
        """Return the id in a cell."""
        return id_in(self.stated, self.cell(kind, entry), self.place(kind, entry))

    def amount(self, head: TableHead, entry: int, place: Mistake, *, unknown: bool = False) -> Amount | None:
        """Return the number in a cell; ``None`` where it is blank or, which is told, states none."""
        cell, grid = self.table.cell(head.line, entry), self.table.grid
        if cell.value == "" and cell.kind == "text":
            if self.table.at(head.line, entry) in grid.merged:
                message = "this cell is merged into another one"
                self.stated.wrong(place, "merged", message, "write the number in each cell")
            return None
        found = amount_of(cell, self.sign, semicolons=grid.semicolons, unknown=unknown)
        if isinstance(found, Refusal):
            self.stated.wrong(place, *found)
            return None
        return found


def other(word: str) -> str:
    """Return the opposite of with or without."""
    return "without" if word == "with" else "with"
