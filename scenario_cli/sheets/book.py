"""A workbook as grids: values by python-calamine, the rest out of the archive."""

import datetime
import io
from collections.abc import Iterable, Sequence

from scenario_cli.errors import InputError
from scenario_cli.extras import needs
from scenario_cli.sheets.grid import MAX_CELLS, GridCell, Position, SheetGrid, failure, too_many_cells
from scenario_cli.sheets.package import BookArchive, Marks

EXTRA = "sheet"


def grids_of_workbook(name: str, content: bytes) -> list[SheetGrid]:
    """Return the sheets of a workbook that hold anything, in its order; hidden ones too.

    Raises
    ------
    MissingPackageError
        python-calamine is not installed.
    InputError
        It is no workbook, is damaged, or is too large.
    """
    needs("python_calamine", "a workbook", extra=EXTRA)
    package = BookArchive(name, content)
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(content))
        sheets = [data.name for data in book.sheets_metadata if data.typ == calamine.SheetTypeEnum.WorkSheet]
        found = []
        for sheet in sheets:
            marks = package.marks(sheet)
            if marks is None:
                raise failure(name, "not-a-workbook", f"the workbook does not say where '{sheet}' is")
            read = book.get_sheet_by_name(sheet)
            found.append(_grid(name, sheet, read.to_python(skip_empty_area=False), marks, _merged(read)))
    except InputError:
        raise
    except BaseException as error:  # a panic of the reader's is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise failure(name, "not-a-workbook", f"the workbook cannot be read: {error}") from None
    return [grid for grid in found if grid.cells]


def _merged(sheet: object) -> Iterable[tuple[Position, Position]]:
    return getattr(sheet, "merged_cell_ranges", None) or ()


def _grid(
    name: str,
    sheet: str,
    rows: Sequence[Sequence[object]],
    marks: Marks,
    merged: Iterable[tuple[Position, Position]],
) -> SheetGrid:
    cells: dict[Position, GridCell] = {}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cell = _cell(value, (r, c), marks)
            if cell is not None:
                cells[r, c] = cell
    for at in (*marks.errors, *marks.uncomputed, *marks.notes):
        if at not in cells:
            cells[at] = _cell("", at, marks) or GridCell("", note=marks.notes.get(at, ""))
    covered = _covered(name, merged, marks.last)
    return SheetGrid(
        name,
        sheet,
        cells,
        merged=covered,
        state=marks.state,
        hidden_rows=marks.hidden_rows,
        hidden_columns=frozenset(column for column, hidden in enumerate(marks.hidden_columns) if hidden),
    )


def _covered(name: str, merged: Iterable[tuple[Position, Position]], last: Position) -> frozenset[Position]:
    """Return the cells that are merged into others, as far as a sheet is filled."""
    covered: set[Position] = set()
    looked_at = 0
    for (top, left), (bottom, right) in merged:
        rows = range(top, min(bottom, last[0]) + 1)
        columns = range(left, min(right, last[1] + 1) + 1)
        looked_at += len(rows) * len(columns)
        if looked_at > 2 * MAX_CELLS:
            raise too_many_cells(name, "what is merged in a sheet")
        covered.update((r, c) for r in rows for c in columns if (r, c) != (top, left))
    return frozenset(covered)


def _cell(value: object, at: Position, marks: Marks) -> GridCell | None:
    note = marks.notes.get(at, "")
    if at in marks.errors:
        return GridCell(marks.errors[at], "error", note)
    if at in marks.uncomputed:
        return GridCell("", "uncomputed", note)
    if isinstance(value, bool):
        return GridCell(str(value).upper(), "boolean", note)
    if isinstance(value, int | float):
        return GridCell(float(value), "per cent" if at in marks.per_cent else "number", note)
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return GridCell(
            value.isoformat() if not isinstance(value, datetime.timedelta) else str(value), "date", note
        )
    text = str(value)
    return GridCell(text, "text", note) if text.strip() else None
