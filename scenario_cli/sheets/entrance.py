"""A file of another program to a scenario and weights: which reader it goes through."""

from collections.abc import Sequence
from dataclasses import replace

from scenario_cli.choices import Direction
from scenario_cli.errors import InputError, StudyError
from scenario_cli.files.parsed import parse
from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import SheetGrid, failure
from scenario_cli.sheets.hidden import called
from scenario_cli.sheets.layout import has_heads
from scenario_cli.sheets.reading import stated_in
from scenario_cli.sheets.side_reading import is_beside, is_own, side_tables
from scenario_cli.sheets.stated import Stated
from scenario_cli.text import listed, suggestion


def read_table_file(
    file: str, content: bytes, *, direction: Direction | None = None, sheet: str | None = None
) -> Stated:
    """Return what a file states: a CSV file, a workbook, or a file of another program.

    Parameters
    ----------
    file : str
        What the file is called; its ending says what it is.

    Raises
    ------
    InputError
        With what keeps it from being read; mistakes at single cells are among what is stated.
    StudyError
        A sheet or a direction is named, and the file has none.
    MissingPackageError
        A package that reads such files is not installed.
    """
    foreign = _foreign(file, content)
    if foreign is not None:
        for parameter, given in (("sheet", sheet), ("options", direction)):
            if given is not None:
                raise StudyError("goes with a table, not with this format", parameter=parameter)
        return foreign
    grids = grids_of(file, content)
    if sheet is not None and any(not grid.sheet for grid in grids):
        raise StudyError("a CSV file has no sheets", parameter="sheet")
    if any(map(is_own, grids)):
        grids = [replace(grid, exact=True) for grid in grids]
    grid = chosen_grid(grids, file, sheet)
    rest = [each for each in grids if each is not grid]
    sides = side_tables(rest)
    unread = [called(each) for each in rest if each.sheet not in sides.read]
    return stated_in(grid, direction, sides, unread if sheet is None else [])


def _foreign(file: str, content: bytes) -> Stated | None:
    """Return what a file of another program states; ``None`` where its ending is that of no such file."""
    ending = file.rpartition(".")[2].lower()
    if ending == "jsmaa":
        from scenario_cli.sheets.foreign.jsmaa import stated_in_jsmaa

        return stated_in_jsmaa(file, content)
    if ending == "dmsy":
        from scenario_cli.sheets.foreign.dmsy import stated_in_dmsy

        return stated_in_dmsy(parse(file, content))
    if ending == "ahp":
        from scenario_cli.sheets.foreign.ahp import stated_in_ahp

        return stated_in_ahp(parse(file, content))
    return None


def chosen_grid(grids: Sequence[SheetGrid], file: str, sheet: str | None) -> SheetGrid:
    """Return the sheet to read: the one that is named, else the only one shown that holds a table.

    Raises
    ------
    InputError
        There is no such sheet, none holds anything, or several could be meant.
    """
    if sheet is not None:
        found = next((grid for grid in grids if grid.sheet == sheet), None)
        if found is None:
            message = f"there is no sheet '{sheet}' that holds anything"
            raise failure(file, "unknown-sheet", message, suggestion(sheet, [grid.sheet for grid in grids]))
        return found
    if not grids:
        raise failure(file, "no-heads", "nothing stands in this file")
    shown = [grid for grid in grids if not grid.state]
    tables = [grid for grid in shown if has_heads(grid) and not is_beside(grid)]
    if len(tables) == 1 or len(grids) == len(shown) == 1:
        return (tables or shown)[0]
    which = "no sheet that is shown" if len(shown) < len(grids) else "no sheet"
    what = "several sheets hold such a table" if tables else f"{which} holds the heads of a table"
    sheets = listed([called(grid) for grid in (tables or grids)])
    raise failure(file, "several-sheets", f"{what}: {sheets}", "name one sheet")


def grids_of(file: str, content: bytes) -> list[SheetGrid]:
    """Return the sheets of a file that hold anything; a CSV file is one.

    Raises
    ------
    InputError
        It cannot be read as what its ending says.
    MissingPackageError
        The reader of workbooks is not installed.
    """
    ending = file.rpartition(".")[2].lower()
    if ending in ("xlsx", "xlsm"):
        from scenario_cli.sheets.book import grids_of_workbook

        return grids_of_workbook(file, content)
    if ending != "csv":
        hint = "save it as one of these"
        message = "a table has the ending .csv or .xlsx"
        raise InputError([Mistake(file, "unknown-ending", message, hint=hint)])
    if content.startswith(b"PK\x03\x04"):
        message = "this is a workbook, not CSV"
        raise InputError([Mistake(file, "wrong-format", message, hint="give it the ending .xlsx")])
    from scenario_cli.sheets.fields import grid_of_csv

    grid = grid_of_csv(file, content)
    return [grid] if grid.cells else []
