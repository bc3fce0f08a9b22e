"""The points of a table: what each weights gives each factor."""

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.cell_reader import CellReader, other
from scenario_cli.sheets.heads import TableHead
from scenario_cli.sheets.numbers import Amount


class TablePoints:
    """Reads points entry by entry, all of one weights with a per cent sign or none."""

    def __init__(self, cells: CellReader, weights: list[TableHead]) -> None:
        self.cells, self.weights = cells, weights
        self._said = [0] * len(weights)

    def at(self, entry: int) -> tuple[list[float | None], list[Mistake]]:
        """Return the points of a factor under each weights, and where they stand; a blank one is told."""
        table, stated = self.cells.table, self.cells.stated
        found: list[float | None] = []
        places = [table.place(head.line, entry) for head in self.weights]
        for head, place in zip(self.weights, places, strict=True):
            cell = table.cell(head.line, entry)
            if cell.value == "" and cell.kind == "text":
                hint = "write 0 if it counts nothing"
                stated.wrong(place, "missing-points", f"no points for '{head.name}' stand here", hint)
                found.append(None)
                continue
            amount = self.cells.amount(head, entry, place)
            if amount is not None and amount.number < 0:
                message = f"expected a number at least 0, found {amount.number:g}"
                stated.wrong(place, "out-of-range", message)
                amount = None
            found.append(None if amount is None else amount.number)
            if amount is not None and amount.number != 0:
                self._mixed(head, place, amount)
        return found, places

    def _mixed(self, head: TableHead, place: Mistake, amount: Amount) -> None:
        """Tell points with a per cent sign among others without one."""
        k = self.weights.index(head)
        sign = 1 if amount.per_cent else -1
        if self._said[k] * sign < 0:
            what = "with" if amount.per_cent else "without"
            message = f"points {what} a per cent sign, after others {other(what)} one"
            self.cells.stated.wrong(place, "mixed-per-cent", message, "write all of them alike")
        self._said[k] = self._said[k] or sign

    def drop_blank(self) -> None:
        """Drop weights none of whose points stands here, and what was told of them: they are a head alone."""
        for k in reversed(range(len(self.weights))):
            factors = self.cells.stated.factors
            if factors and all(each.points[k] is None for each in factors):
                self._drop(k)

    def _drop(self, k: int) -> None:
        table, stated, line = self.cells.table, self.cells.stated, self.weights[k].line
        places = {table.place(line, entry) for entry in table.entries}
        told = {place._replace(code="missing-points") for place in places}
        kept = [m for m in stated.mistakes if m._replace(message="", hint="") not in told]
        if len(stated.mistakes) - len(kept) < len(stated.factors):
            return  # some are stated, and wrong
        stated.mistakes = kept
        name, place = stated.weights.pop(k)
        for each in stated.factors:
            del each.points[k], each.point_places[k]
        stated.note(place, "no-weights", f"no points stand under '{name}', so there is no weights file")
