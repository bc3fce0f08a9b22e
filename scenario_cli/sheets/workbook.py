"""A workbook that computes the ranking itself: ratings, values, shares, contributions, scores and ranks.

Every number behind `Ratings` is a formula over the sheet before it, kept with the value that the
program computed, so that a reader without a spreadsheet program sees the same.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from scenario_cli.errors import UsageError
from scenario_cli.extras import needs
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.sheets.beside import ABOUT, CURVES, HEADS, SideSheet
from scenario_cli.sheets.grid import named
from scenario_cli.sheets.ratings import (
    BEST,
    DRIVER,
    FACTOR,
    FIRST_FACTOR,
    FIRST_WEIGHTS,
    WORST,
    Holding,
    RatingsSheet,
    in_workbook,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MOST_COLUMNS, MOST_ROWS, MOST_SIGNS = 16_384, 1_048_576, 32_767
LARGEST = 9.99999999999999e307  # Excel holds no larger number
TIE = "1E-9"  # points of score, as the program has it
# Whoever opens the file sees these; the clock and the name of a user would make other bytes each time.
CREATED = datetime(2000, 1, 1)
AUTHOR = "scenario-cli"
NOTE_SIZE = {"author": AUTHOR, "width": 320, "height": 120}
WIDTH, WIDE = 14, 34

Numbers = Sequence[Sequence[float]]


class _Exact(float):
    """A number that XlsxWriter writes with 17 digits where 16, which it would write, are another number."""

    def __format__(self, form: str) -> str:
        short = format(float(self), form)
        return short if form != ".16G" or float(short) == self else format(float(self), ".17G")


class WeightedNumbers(NamedTuple):
    """What the program computed under one weights file; m options, n factors."""

    name: str
    shares: Sequence[float]
    contributions: Numbers
    scores: Sequence[float]
    ranks: Sequence[int]


class BookNumbers(NamedTuple):
    """What the program computed: positions and values (m, n), then by weights."""

    positions: Numbers
    values: Numbers
    weighted: Sequence[WeightedNumbers]


def ready() -> None:
    """Say so where what writes workbooks is not installed, before there is anything to write.

    Raises
    ------
    MissingPackageError
        xlsxwriter is not installed.
    """
    needs("xlsxwriter", "a workbook", extra="sheet")


def workbook_bytes(
    scenario: Scenario,
    ratings: RatingsSheet,
    numbers: BookNumbers,
    titles: Sequence[str],
    sides: Sequence[SideSheet],
) -> bytes:
    """Return a workbook: the same bytes for the same arguments and the same version of XlsxWriter.

    Parameters
    ----------
    scenario : Scenario
        Its scales, whose curves become a table of points.
    ratings : RatingsSheet
        The table that all formulas rest on.
    numbers : BookNumbers
        What the formulas give.
    titles : sequence of str
        Of the options, all different.
    sides : sequence of SideSheet
        What stands on the last sheets, text and numbers alone.

    Raises
    ------
    UsageError
        Something is more than a workbook can hold.
    MissingPackageError
        xlsxwriter is not installed.
    """
    ready()
    _check_limits(ratings, len(numbers.weighted), sides)
    from xlsxwriter import Workbook

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"author": AUTHOR, "created": CREATED})
    book.set_size(2400, 1400)
    sheets = _Sheets(book, scenario, ratings, numbers, list(titles))
    sheets.write(sides)
    book.close()
    return stream.getvalue()


def _check_limits(ratings: RatingsSheet, weights: int, sides: Sequence[SideSheet]) -> None:
    """Refuse what Excel cannot hold; XlsxWriter would leave it out with no more than a warning."""
    columns = max(map(len, ratings.rows))
    rows = max(len(ratings.rows), 1 + weights * (len(ratings.rows) - ratings.first_option))
    rows = max([rows, *(len(side.rows) for side in sides)])
    for what, count, most in (
        ("columns", max(columns + 1, 2 + 2 * weights), MOST_COLUMNS),
        ("rows", rows, MOST_ROWS),
    ):
        if count > most:
            raise UsageError(f"a sheet of a workbook has at most {most:,} {what}, not {count:,}; {WRITE_CSV}")
    every = [("Ratings", [[(cell.holds, cell.note) for cell in row] for row in ratings.rows])]
    every += [(side.name, [[(holds, "") for holds in row] for row in side.rows]) for side in sides]
    for name, held in every:
        for i, row in enumerate(held):
            for j, pair in enumerate(row):
                if message := _too_much(pair[0]) or _too_much(pair[1]):
                    raise UsageError(f"{name}!{named((i, j))}: {message}; {WRITE_CSV}")


WRITE_CSV = "write it as .csv"


def _too_much(holds: Holding) -> str:
    """Say what is too much for one cell or its note; nothing where it fits."""
    if isinstance(holds, str):
        signs = len(in_workbook(holds).encode("utf-16-le")) // 2  # as Excel counts them
        if signs > MOST_SIGNS:
            return f"a cell of a workbook holds at most {MOST_SIGNS:,} signs, not {signs:,}"
    elif holds is not None and abs(holds) > LARGEST:
        return f"a cell of a workbook holds no number as large as {holds:g}"
    return ""


class _Sheets:
    """The sheets of one workbook while they are written; each has the same first two columns."""

    def __init__(
        self,
        book: "Workbook",
        scenario: Scenario,
        ratings: RatingsSheet,
        numbers: BookNumbers,
        titles: list[str],
    ) -> None:
        from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

        self.cell, self.range = xl_rowcol_to_cell, xl_range_abs
        self.book, self.ratings, self.numbers, self.titles = book, ratings, numbers, titles
        self.options, self.factors = list(scenario.options), list(scenario.factors)
        self.curves = {
            j: points
            for j, factor in enumerate(scenario.factors.values())
            if (points := _inner_points(factor.scale.values, factor.scale.worst, factor.scale.best))
        }
        self.last = FIRST_FACTOR + len(self.factors) - 1
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.forms = {form: book.add_format({"num_format": form}) for form in ("0.00", "0.000", "0.0%", "0")}
        self.places: dict[int, tuple[str, str, int]] = {}

    def write(self, sides: Sequence[SideSheet]) -> None:
        """Write every sheet: the table, the answer, and then the way from the one to the other."""
        ratings, ranking = self._sheet("Ratings", ()), self._sheet("Ranking", self._ranking_heads())
        self._write_ratings(ratings)
        if self.curves:
            self._write_curves(self._sheet(CURVES, HEADS[CURVES]))
            self._write_positions("Positions", self.numbers.positions)
            self._write_curved_values()
        else:
            self._write_positions("Values", self.numbers.values)
        self._write_shares()
        self._write_contributions()
        self._write_ranking(ranking)
        for name, rows in sides:
            sheet = self._sheet(name, ())
            sheet.set_column(0, len(max(rows, key=len)) - 1, 100 if name == ABOUT else WIDE)
            sheet.set_column(0, 0, WIDTH)
            for row, cells in enumerate(rows):
                for column, holds in enumerate(cells):
                    self._put(sheet, row, column, holds, self.head if row == 0 and name in HEADS else None)
            sheet.freeze_panes(1 if name in HEADS else 0, 0)
        ratings.activate()

    def _sheet(self, name: str, heads: Sequence[str]) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, self.last + 1, WIDTH)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, in_workbook(head), self.head)
        if heads:
            sheet.set_column(1, 1, WIDE)
            sheet.freeze_panes(1, FIRST_FACTOR)
        return sheet

    def _put(self, sheet: Any, row: int, column: int, holds: Holding, form: Any = None) -> None:
        """Write text as text, whatever it begins with, and a number as a number."""
        if isinstance(holds, str):
            sheet.write_string(row, column, in_workbook(holds), form)
        elif holds is not None:
            sheet.write_number(row, column, _Exact(holds), form)

    def _write_ratings(self, sheet: Any) -> None:
        for i, row in enumerate(self.ratings.rows):
            for j, cell in enumerate(row):
                form = self.head if j == 0 or i in (DRIVER, FACTOR) else None
                self._put(sheet, i, j, cell.holds, form)
                if cell.note:
                    sheet.write_comment(i, j, in_workbook(cell.note), NOTE_SIZE)
        sheet.set_column(0, 0, WIDE)
        sheet.freeze_panes(0, FIRST_FACTOR)
        self._hold_to_scales(sheet)

    def _hold_to_scales(self, sheet: Any) -> None:
        """Let a spreadsheet refuse ratings off their scale and weights below 0, as the program does."""
        top, bottom = self.ratings.first_option, len(self.ratings.rows) - 1
        for j in range(FIRST_FACTOR, self.last + 1):
            rating = self.cell(top, j)
            ends = ",".join(self.cell(row, j, row_abs=True) for row in (WORST, BEST))
            on_scale = f"AND({rating}>=MIN({ends}),{rating}<=MAX({ends}))"
            on_it = {
                "validate": "custom",
                "value": f'=OR({rating}="{UNKNOWN}",AND(ISNUMBER({rating}),{on_scale}))',
                "error_title": "Off the scale",
                "error_message": "A rating lies between worst and best, or is unknown.",
            }
            sheet.data_validation(top, j, bottom, j, on_it)
        last = FIRST_WEIGHTS + len(self.numbers.weighted) - 1
        no_less: dict[str, str | int] = {"validate": "decimal", "criteria": ">=", "value": 0}
        no_less["error_message"] = "A weight is 0 or more."
        sheet.data_validation(FIRST_WEIGHTS, FIRST_FACTOR, last, self.last, no_less)

    def _over_options(
        self, name: str, formula: Callable[[int, int], str], values: Numbers, form: str = "0.000"
    ) -> None:
        """Write a sheet of formulas, an option a row and a factor a column."""
        sheet = self._sheet(name, ("option", "title", *self.factors))
        for i, (option, title) in enumerate(zip(self.options, self.titles, strict=True)):
            self._put(sheet, 1 + i, 0, option)
            self._put(sheet, 1 + i, 1, title)
            for j in range(len(self.factors)):
                value = float(values[i][j])
                sheet.write_formula(1 + i, FIRST_FACTOR + j, formula(i, j), self.forms[form], value)

    def _write_positions(self, name: str, values: Numbers) -> None:
        """Write where each rating stands on its scale: an unknown one, and an empty cell, in the middle."""

        def formula(i: int, j: int) -> str:
            rating = f"Ratings!{self.cell(self.ratings.first_option + i, FIRST_FACTOR + j)}"
            return f'=IF(OR({rating}="",{rating}="{UNKNOWN}"),0.5,{self._position(rating, j)})'

        self._over_options(name, formula, values)

    def _position(self, rating: str, j: int) -> str:
        worst, best = (f"Ratings!{self.cell(row, FIRST_FACTOR + j, row_abs=True)}" for row in (WORST, BEST))
        return f"({rating}-{worst})/({best}-{worst})"

    def _write_curves(self, sheet: Any) -> None:
        """Write the points of each curve, its ends among them, from worst to best."""
        row = 1
        for j, points in self.curves.items():
            column = FIRST_FACTOR + j
            ends = [f"=Ratings!{self.cell(end, column)}" for end in (WORST, BEST)]
            worst, best = (self.ratings.rows[end][column].holds for end in (WORST, BEST))
            assert isinstance(worst, float)
            assert isinstance(best, float)
            stated = [("worst", worst, 0.0), *(("", *point) for point in points), ("best", best, 1.0)]
            for k, (what, rating, value) in enumerate(stated):
                self._put(sheet, row + k, 0, self.factors[j])
                self._put(sheet, row + k, 1, what or None)
                if what:
                    sheet.write_formula(row + k, 2, ends[0 if what == "worst" else 1], None, rating)
                else:
                    self._put(sheet, row + k, 2, rating)
                place = (rating - worst) / (best - worst)
                at = f"={self._position(self.cell(row + k, 2), j)}"
                sheet.write_formula(row + k, 3, at, self.forms["0.000"], place)
                self._put(sheet, row + k, 4, value, self.forms["0.000"])
            last = row + len(stated) - 1
            stands, worth = (f"Curves!{self.range(row, column, last, column)}" for column in (3, 4))
            self.places[j] = stands, worth, len(stated)
            row = last + 1

    def _write_curved_values(self) -> None:
        """Write values between the two points of the curve that a position lies between."""

        def formula(i: int, j: int) -> str:
            at = f"Positions!{self.cell(1 + i, FIRST_FACTOR + j)}"
            if j not in self.places:
                return f"={at}"
            stands, worth, count = self.places[j]
            k = f"MIN(MATCH({at},{stands},1),{count - 1})"
            (a, b), (v, w) = (
                (f"INDEX({points},{k})", f"INDEX({points},{k}+1)") for points in (stands, worth)
            )
            return f"={v}+({at}-{a})/({b}-{a})*({w}-{v})"

        self._over_options("Values", formula, self.numbers.values)

    def _write_shares(self) -> None:
        sheet = self._sheet("Shares", ("weights", "", *self.factors))
        for row, weighted in enumerate(self.numbers.weighted):
            self._put(sheet, 1 + row, 0, weighted.name)
            stated = FIRST_WEIGHTS + row
            ends = (self.cell(stated, column, col_abs=True) for column in (FIRST_FACTOR, self.last))
            whole = ":".join(ends)
            for j, share in enumerate(weighted.shares):
                points = self.cell(stated, FIRST_FACTOR + j)
                formula = f"=Ratings!{points}/SUM(Ratings!{whole})"
                sheet.write_formula(1 + row, FIRST_FACTOR + j, formula, self.forms["0.0%"], float(share))

    def _write_contributions(self) -> None:
        """Write what each factor gives each option under each of the weights, and what it adds up to."""
        sheet = self._sheet("Contributions", ("option", "weights", *self.factors, "score"))
        row = 0
        for k, weighted in enumerate(self.numbers.weighted):
            for i, option in enumerate(self.options):
                row += 1
                self._put(sheet, row, 0, option)
                self._put(sheet, row, 1, weighted.name)
                for j, points in enumerate(weighted.contributions[i]):
                    column = FIRST_FACTOR + j
                    share, value = self.cell(1 + k, column, row_abs=True), self.cell(1 + i, column)
                    formula = f"=100*Shares!{share}*Values!{value}"
                    sheet.write_formula(row, column, formula, self.forms["0.00"], float(points))
                parts = f"{self.cell(row, FIRST_FACTOR)}:{self.cell(row, self.last)}"
                score = float(weighted.scores[i])
                formula = f"=MIN(100,SUM({parts}))"
                sheet.write_formula(row, self.last + 1, formula, self.forms["0.00"], score)

    def _ranking_heads(self) -> tuple[str, ...]:
        names = (weighted.name for weighted in self.numbers.weighted)
        return ("option", "title", *(f"{what} {name}" for name in names for what in ("score", "rank")))

    def _write_ranking(self, sheet: Any) -> None:
        """Write scores and ranks: one more than the number of options that score higher, beyond a tie."""
        count = len(self.options)
        for i, (option, title) in enumerate(zip(self.options, self.titles, strict=True)):
            self._put(sheet, 1 + i, 0, option)
            self._put(sheet, 1 + i, 1, title)
            for k, weighted in enumerate(self.numbers.weighted):
                column = FIRST_FACTOR + 2 * k
                score = f"=Contributions!{self.cell(1 + k * count + i, self.last + 1)}"
                sheet.write_formula(1 + i, column, score, self.forms["0.00"], float(weighted.scores[i]))
                all_ = f"{self.cell(1, column, row_abs=True)}:{self.cell(count, column, row_abs=True)}"
                rank = f"=1+SUMPRODUCT(({all_}>{self.cell(1 + i, column)}+{TIE})*1)"
                sheet.write_formula(1 + i, column + 1, rank, self.forms["0"], int(weighted.ranks[i]))


def _inner_points(values: dict[float, float], worst: float, best: float) -> list[tuple[float, float]]:
    """Return the points of a curve between its ends, from worst to best."""
    inside = [point for point in values.items() if point[0] not in (worst, best)]
    return sorted(inside, key=lambda point: abs(point[0] - worst))
