"""The heads of a table: which words stand there, whose weights, which options."""

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import GridCell
from scenario_cli.sheets.heads import TableHead, key_of, no_option, one_line
from scenario_cli.sheets.ids import is_id
from scenario_cli.sheets.layout import SheetTable
from scenario_cli.sheets.numbers import refused_kind
from scenario_cli.sheets.stated import Named, Stated, StatedWeights
from scenario_cli.text import suggestion


class TableHeads:
    """The sound heads of a table; what is wrong with the others is told.

    Attributes
    ----------
    heads, weights, options : list of TableHead
        All that are sound, and of these those of weights and of options, in the same order as
        weights and options are stated.
    whys : dict of int to int
        The line of an option's reasons, by the option's number.
    """

    def __init__(self, table: SheetTable, stated: Stated) -> None:
        self.table, self.stated = table, stated
        self.heads = self._sound_heads()
        self.weights = [head for head in self.heads if head.kind == "weight"]
        self.options = [head for head in self.heads if head.kind == "option"]
        self._whose()
        self._name_options()
        self.whys = self._whys()
        self._without_head()

    def _sound_heads(self) -> list[TableHead]:
        """Return the heads, each word once; what is wrong with the others is told."""
        table, kept = self.table, []
        seen: set[tuple[str, str]] = set()
        for head in table.heads:
            place = table.place(head.line, table.head_entry)
            cell = table.cell(head.line, table.head_entry)
            refusal = refused_kind(cell, "a head or an option's title")
            name = key_of(head.name)
            if refusal is not None:
                self.stated.wrong(place, *refusal)
            elif head.kind in ("weight", "why") and not head.name:
                hint = "write weight NAME" if head.kind == "weight" else "write why OPTION"
                self.stated.wrong(place, "unnamed-head", f"'{head.kind}' alone does not say whose", hint)
            elif head.kind != "option" and (head.kind, name) in seen:
                said = f"{head.kind} {head.name}".strip()
                self.stated.wrong(place, "duplicate-head", f"the head '{said}' stands twice")
            elif head.kind == "option" and not self._has_id(head) and (hint := no_option(head.name)):
                message = f"'{head.name}' is no head that is known, and hardly an option"
                self.stated.wrong(place, "unclear-head", message, hint)
            else:
                if head.kind == "option" and isinstance(cell.value, float):
                    head = head._replace(name=plain(cell.value))  # noqa: PLW2901
                kept.append(head)
                seen.add((head.kind, name))
        return kept

    def _has_id(self, head: TableHead) -> bool:
        """Whether an id stands at a head: then it is an option's, whatever its title."""
        return self.table.ids is not None and self.table.cell(head.line, self.table.ids).value != ""

    def _whose(self) -> None:
        table = self.table
        for head in self.weights:
            place = table.place(head.line, table.head_entry)
            self.stated.weights.append(StatedWeights(head.name, place))
        if not self.weights:
            message = "no weights are stated here, so there is no weights file"
            self.stated.note(self.stated.place, "no-weights", message, "weights stand under: weight NAME")

    def _name_options(self) -> None:
        table = self.table
        for head in self.options:
            place = table.place(head.line, table.head_entry)
            id_ = ""
            if table.ids is not None:
                id_ = id_in(self.stated, table.cell(head.line, table.ids), table.place(head.line, table.ids))
            cell = table.cell(head.line, table.head_entry)
            title = cell.value if table.grid.exact and isinstance(cell.value, str) else head.name
            self.stated.options.append(Named(title, id_, place, table.grid.text(cell.note)))

    def _whys(self) -> dict[int, int]:
        """Return the line of the reasons of each option, by the option's number."""
        by_name = {key_of(option.title): i for i, option in enumerate(self.stated.options)}
        by_name |= {option.id: i for i, option in enumerate(self.stated.options) if option.id}
        found: dict[int, int] = {}
        for head in self.heads:
            if head.kind != "why":
                continue
            i = by_name.get(key_of(head.name))
            if i is None:
                place = self.table.place(head.line, self.table.head_entry)
                titles = [option.title for option in self.stated.options]
                hint = suggestion(head.name, titles)
                self.stated.wrong(place, "unknown-option", f"no option '{head.name}' stands here", hint)
            else:
                found[i] = head.line
        return found

    def _without_head(self) -> None:
        """Refuse what stands where there is no head: it would be lost."""
        table = self.table
        lines = {head.line for head in table.heads}
        out = set(table.left_out)
        told: set[int] = set()
        for row, column in sorted(table.grid.cells):
            entry, line = (row, column) if table.direction == "across" else (column, row)
            if entry not in table.entries or line in lines or line in told or (row, column) in out:
                continue
            told.add(line)
            where = "above" if table.direction == "across" else "before"
            message = f"no head stands {where} this cell"
            self.stated.wrong(table.grid.place((row, column)), "no-head", message)


def said_in(stated: Stated, cell: GridCell, place: Mistake) -> str:
    """Return the text in a cell, a number as it is written; what is neither is told."""
    refusal = refused_kind(cell, "text")
    if refusal is not None:
        stated.wrong(place, *refusal)
        return str(cell.value) or "?"  # so that what stands beside it is read, too
    return plain(cell.value) if isinstance(cell.value, float) else cell.value


def id_in(stated: Stated, cell: GridCell, place: Mistake) -> str:
    """Return the id in a cell; one that cannot be an id is told."""
    said = one_line(said_in(stated, cell, place))
    if refused_kind(cell, "text") is not None:
        return ""
    if said and not is_id(said):
        hint = "ids are small letters, digits, '-' and '_', starting with a letter"
        stated.wrong(place, "bad-id", f"'{said}' is not an id", hint)
        return ""
    return said


def plain(number: float) -> str:
    """Return a number as text."""
    return repr(number).removesuffix(".0")
