"""A table to what it states: every cell is read right, or refused where it stands."""

from collections.abc import Sequence

from scenario_cli.choices import Direction
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import UNKNOWN
from scenario_cli.sheets.cell_reader import CellReader, other
from scenario_cli.sheets.grid import GridCell, SheetGrid, named
from scenario_cli.sheets.heads import ANCHORS, key_of, says_total
from scenario_cli.sheets.hidden import hidden_notes
from scenario_cli.sheets.layout import SheetTable, table_of
from scenario_cli.sheets.naming import TableHeads, said_in
from scenario_cli.sheets.numbers import Amount
from scenario_cli.sheets.omitted import FEW
from scenario_cli.sheets.side_reading import SideTables
from scenario_cli.sheets.stated import Named, Stated, StatedFactor
from scenario_cli.sheets.table_points import TablePoints
from scenario_cli.text import listed

PER_CENT = "%"


def stated_in(
    grid: SheetGrid,
    direction: Direction | None,
    sides: SideTables | None = None,
    others: Sequence[str] = (),
) -> Stated:
    """Return what a table states, and what is wrong with it.

    Parameters
    ----------
    direction : {"down", "across"}, optional
        Which way the options stand; without it the heads say, and that is noted.
    sides : SideTables, optional
        What stands on sheets beside it.
    others : sequence of str
        Sheets that are not read, to be said.

    Raises
    ------
    InputError
        No table is found, or which way it stands is open.
    """
    table = table_of(grid, direction)
    first = table.place(table.heads[0].line, table.head_entry)
    stated = Stated(first, grid.title, table.extent, direction=table.direction, sides=sides or SideTables())
    if others:
        read = [f"'{sheet}'" for sheet in stated.sides.read]
        only = f"and from {listed(read)}" if read else "alone"
        stated.note(first, "other-sheets", f"read from this sheet {only}, not from {listed(others)}")
    _Reader(table, stated, guessed=direction is None)
    return stated


class _Reader:
    """Reads a table entry by entry."""

    def __init__(self, table: SheetTable, stated: Stated, *, guessed: bool) -> None:
        self.table, self.stated = table, stated
        self.cells = CellReader(table, stated)
        heads = TableHeads(table, stated)
        self.heads, self.options, self.whys = heads.heads, heads.options, heads.whys
        self.points = TablePoints(self.cells, heads.weights)
        self._say_options(stated.place, guessed=guessed)
        self.driver: Named | None = None
        for i, entry in enumerate(table.entries):
            following = table.entries[i + 1] if i + 1 < len(table.entries) else None
            self._entry(entry, following)
        self._close()

    def _say_options(self, first: Mistake, *, guessed: bool) -> None:
        """Say first which heads are read as options: one that is misspelt would be one, too."""
        titles = [f"'{option.title}'" for option in self.stated.options]
        said = f"{len(titles)} options" if len(titles) > FEW else listed(titles or ["none"])
        read = f"read as options: {said}"
        if guessed:
            way = "a row" if self.table.direction == "across" else "a column"
            words = {"across": "options stand across", "down": "options stand down"}[self.table.direction]
            read = f"{words}: by its heads, each factor has {way} of its own; {read}"
        self.stated.note(first, "options-guessed" if guessed else "options-read", read)
        self.stated.notes.insert(0, self.stated.notes.pop())

    def _entry(self, entry: int, following: int | None) -> None:
        """Read what stands about one factor."""
        driver, factor = self.cells.text("driver", entry), self.cells.text("factor", entry)
        driver_id, factor_id = (
            self.cells.id_under("driver id", entry),
            self.cells.id_under("factor id", entry),
        )
        place = self.cells.place("factor" if factor or factor_id else "driver", entry)
        rest = self._rest(entry)
        alone = (driver or driver_id) and not factor and not factor_id
        if alone and not rest and self._heads_next(following):
            self.driver = Named(driver, driver_id, place, self.cells.about("driver", entry))
            return
        if not driver_id and not factor_id and self._refused_total(driver, factor, entry, place):
            return
        if driver or driver_id:
            at = self.cells.place("driver", entry)
            self.driver = self._again(driver, driver_id) or Named(
                driver, driver_id, at, self.cells.about("driver", entry)
            )
        elif not factor and not factor_id:
            self.stated.wrong(place, "no-factor", "no driver and no factor is named here")
            return
        if self._refused_points(entry, following, place):
            return
        own: Named | None = None
        if factor or factor_id:
            own = Named(factor, factor_id, place, self.cells.about("factor", entry))
        if self.table.head("driver") is None and self.table.head("driver id") is None:
            each = StatedFactor(own or Named("", "", place), None, place)  # each factor is a driver itself
        elif self.driver is None:
            self.stated.wrong(
                self.cells.place("driver", entry), "no-driver", "no driver is named here, nor before"
            )
            return
        else:
            each = StatedFactor(self.driver, own, place)
        self._fill(each, entry)
        self.stated.factors.append(each)

    def _refused_total(self, driver: str, factor: str, entry: int, place: Mistake) -> bool:
        """Refuse a line of totals, which would be read as a factor; its ends would say that it is one."""
        title = next((each for each in (factor, driver) if says_total(each, alone=False)), "")
        if not title:
            return False
        alone = says_total(factor or driver, alone=True)
        if not alone and not self._blank(("worst",), entry) and not self._blank(("best",), entry):
            return False
        hint = "delete it, or give it another title" + ("" if alone else ", or state its worst and best")
        self.stated.wrong(place, "total-line", f"'{title}' reads as a line of totals, not as a factor", hint)
        return True

    def _refused_points(self, entry: int, following: int | None, place: Mistake) -> bool:
        """Refuse a line that has points and nothing to rate with."""
        if not self.options or self._blank(("weight",), entry):
            return False
        if not self._blank(("option", "worst", "best"), entry):
            return False
        hint = "delete it, or give it ratings, or worst and best"
        if self._heads_next(following):
            hint = "write the points at each of the factors that follow"
        self.stated.wrong(place, "no-ratings", "points stand here, but no rating and no worst and best", hint)
        return True

    def _blank(self, kinds: tuple[str, ...], entry: int) -> bool:
        """Whether nothing stands at an entry under heads of some kinds."""
        for head in self.heads:
            cell = self.table.cell(head.line, entry)
            filled = cell != GridCell("", note=cell.note)
            if head.kind in kinds and (filled or self.table.at(head.line, entry) in self.table.grid.merged):
                return False
        return True

    def _rest(self, entry: int) -> bool:
        """Whether anything stands at an entry beside names."""
        names = (*ANCHORS, "driver id", "factor id")
        cells = [self.table.cell(head.line, entry) for head in self.heads if head.kind not in names]
        return any(cell.value != "" or cell.kind != "text" for cell in cells)

    def _heads_next(self, following: int | None) -> bool:
        """Whether the next entry names a factor and no driver: then this one was a heading."""
        if following is None or self.table.head("factor") is None:
            return False
        blank = [self.cells.cell(kind, following).value == "" for kind in ("driver", "driver id")]
        return all(blank) and self.cells.cell("factor", following).value != ""

    def _again(self, driver: str, driver_id: str) -> Named | None:
        """Return the driver before, where only its id or its title is repeated."""
        before = self.driver
        if before is None or (driver and driver_id):
            return None
        same = before.id == driver_id if driver_id else key_of(before.title) == key_of(driver)
        return before if same and not (driver and before.id) else None

    def _fill(self, each: StatedFactor, entry: int) -> None:
        """Read scale, minimum, ratings and points of a factor."""
        amounts: list[tuple[tuple[str, ...], Amount]] = []
        for kind in ("worst", "best", "step", "minimum"):
            head = self.table.head(kind)
            if head is None:
                continue
            path = ("minimum",) if kind == "minimum" else ("scale", kind)
            place = each.places[path] = self.table.place(head.line, entry)
            found = self.cells.amount(head, entry, place)
            if found is not None:
                amounts.append((path, found))
            elif self.cells.cell(kind, entry).value != "" or self.cells.cell(kind, entry).kind != "text":
                each.places["scale", "refused"] = place
        for i, head in enumerate(self.options):
            place = each.places["rating", str(i)] = self.table.place(head.line, entry)
            cell = self.table.cell(head.line, entry)
            if key_of(str(cell.value)) == UNKNOWN:
                continue
            found = self.cells.amount(head, entry, place, unknown=True)
            if found is not None:
                amounts.append((("rating", str(i)), found))
        unit = self.cells.text("unit", entry)
        numbers = self._alike(each, amounts, unit)
        if any(amount.per_cent for _, amount in amounts) and not unit:
            unit = PER_CENT
        each.scale = {
            kind: numbers["scale", kind] for kind in ("worst", "best") if ("scale", kind) in numbers
        }
        if unit:
            each.scale["unit"] = unit
        if ("scale", "step") in numbers:
            each.scale["step"] = numbers["scale", "step"]
        self._hold_ends(each, entry)
        each.minimum = numbers.get(("minimum",))
        each.ratings = [self._rating(i, entry, numbers) for i in range(len(self.options))]
        each.points, each.point_places = self.points.at(entry)
        each.extent = self.table.extent_of(entry)

    def _hold_ends(self, each: StatedFactor, entry: int) -> None:
        """Ask for the other end of a scale where one stands alone."""
        ends = {"worst", "best"} & each.scale.keys()
        if len(ends) != 1 or ("scale", "refused") in each.places:
            return
        missing = "best" if "worst" in ends else "worst"
        place = self.cells.place(missing, entry)
        self.stated.wrong(
            place, "missing-key", f"'{missing}' is missing", "a scale states both ends or neither"
        )
        each.places["scale", "refused"] = place
        del each.scale[next(iter(ends))]

    def _alike(
        self, each: StatedFactor, amounts: Sequence[tuple[tuple[str, ...], Amount]], unit: str
    ) -> dict[tuple[str, ...], float]:
        """Return the numbers of a factor: all of them with a per cent sign, or none (0 counts as either)."""
        shares = [path for path, amount in amounts if amount.per_cent]
        plain = [path for path, amount in amounts if not amount.per_cent and amount.number != 0]
        if shares and plain and unit != PER_CENT:
            fewer = min(shares, plain, key=len)
            what = "with" if fewer is shares else "without"
            for path in fewer:
                message = f"a number {what} a per cent sign, among others of this factor {other(what)} one"
                hint = "write all of them alike"
                self.stated.wrong(each.places[path], "mixed-per-cent", message, hint)
        return {path: amount.number for path, amount in amounts}

    def _rating(self, i: int, entry: int, numbers: dict[tuple[str, ...], float]) -> object:
        """Return a rating as a file states it: with its reason, where there is one, and what it rests on."""
        value: float | str = numbers.get(("rating", str(i)), UNKNOWN)
        table, exact = self.table, self.table.grid.exact
        note, reason = table.cell(self.options[i].line, entry).note, ""
        if i in self.whys:
            reason = said_in(self.stated, table.cell(self.whys[i], entry), table.place(self.whys[i], entry))
        parts = self.stated.sides.parted(note, reason)
        note = parts.reason if exact else parts.reason.strip()
        reason = reason if exact else reason.strip()
        why = note if reason in note else reason
        if note not in why:  # the two differ
            place = table.place(self.options[i].line, entry)
            whose = self.stated.options[i].title
            message = f"the note of this cell is not read, since 'why {whose}' says otherwise"
            self.stated.note(place, "note-not-read", message)
        stated = {"why": why, "evidence": parts.evidence, "level": parts.level}
        more = {key: part for key, part in stated.items() if part}
        return {"value": value, **more} if more else value

    def _close(self) -> None:
        """Say what was not read, and drop weights that are wholly blank."""
        table, stated = self.table, self.stated
        if table.left_out:
            cells = [_place_word(table.grid, at) for at in table.left_out[:5]]
            more = len(table.left_out) - len(cells)
            words = listed(cells) if not more else f"{', '.join(cells)} and {more} more"
            message = f"not read, since it is no part of the table: {words}"
            stated.note(table.grid.place(table.left_out[0]), "not-read", message)
        stated.notes += hidden_notes(table.grid, table.filled)
        self._say_unread_notes()
        self.points.drop_blank()

    def _say_unread_notes(self) -> None:
        """Say which notes are no rating's reason, and say nothing about a driver, factor or option."""
        table = self.table
        options = {head.line for head in self.options}
        named_ = {head.line for head in self.heads if head.kind in ANCHORS}
        unread = []
        for at, cell in sorted(table.grid.cells.items()):
            entry, line = at if table.direction == "across" else at[::-1]
            read = line in options | named_ if entry in table.entries else line in options
            if cell.note and not (read and (entry in table.entries or entry == table.head_entry)):
                unread.append(at)
        if unread:
            cells = listed([_place_word(table.grid, at) for at in unread[:5]])
            more = f" and {len(unread) - 5} more" if len(unread) > 5 else ""
            message = f"notes that are not read, since they stand at no rating: {cells}{more}"
            self.stated.note(table.grid.place(unread[0]), "notes-not-read", message)


def _place_word(grid: SheetGrid, at: tuple[int, int]) -> str:
    place = grid.place(at)
    return named(at) if grid.sheet else f"{place.line}:{place.column}"
