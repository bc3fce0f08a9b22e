"""A CSV file as a grid: commas or semicolons between fields, in UTF-8 or UTF-16."""

import csv
import io
import re

from scenario_cli.errors import InputError
from scenario_cli.files.parsing import decoded
from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.grid import MAX_CELLS, GridCell, Position, SheetGrid, too_many_cells
from scenario_cli.sheets.heads import head_at

DELIMITERS = (",", ";")
FORMULA_SIGNS = "=+-@"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
# The line with which a spreadsheet is told what stands between fields.
_SEPARATOR = re.compile(r"sep=(.)(\r\n|\r|\n)", re.IGNORECASE)


def grid_of_csv(name: str, content: bytes) -> SheetGrid:
    """Return the fields of a CSV file.

    Between them stand commas or semicolons: those with which more heads are found, else the more
    frequent; or what a first line ``sep=;`` says.

    Raises
    ------
    InputError
        It is no text, has too many fields, or a quoted field does not end.
    """
    text, _ = decoded(name, content)
    stated = _SEPARATOR.match(text)
    if stated and stated[1] in DELIMITERS:
        return _grid(name, text[stated.end() :], stated[1], skipped=1)
    read: dict[str, SheetGrid] = {}
    wrong: list[InputError] = []
    for delimiter in DELIMITERS:
        try:
            read[delimiter] = _grid(name, text, delimiter)
        except InputError as error:
            wrong.append(error)
    if wrong and not any(map(_heads, read.values())):
        raise wrong[0]
    return max(read.values(), key=lambda grid: (_heads(grid), text.count(";" if grid.semicolons else ",")))


def _cell(said: str) -> GridCell:
    """Return a field: an error as such, without the apostrophe that keeps a formula from being run."""
    if said in ERRORS:
        return GridCell(said, "error")
    guarded = len(said) > 1 and said[0] == "'" and said[1] in FORMULA_SIGNS
    return GridCell(said[1:] if guarded else said)


def _heads(grid: SheetGrid) -> int:
    return sum(head_at(str(cell.value), 0).kind != "option" for cell in grid.cells.values())


def _grid(name: str, text: str, delimiter: str, skipped: int = 0) -> SheetGrid:
    cells: dict[Position, GridCell] = {}
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for row, fields in enumerate(reader):
            lines.append(line)
            for column, said in enumerate(fields):
                if said.strip():
                    cells[row, column] = _cell(said.strip())
            if len(cells) > MAX_CELLS:
                raise too_many_cells(name, "the table")
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        message = f"this is no CSV from here on: {error}"
        raise InputError([Mistake(name, "syntax", message, line=line)]) from None
    return SheetGrid(name, "", cells, lines=lines, semicolons=delimiter == ";")
