"""Workbooks and CSV files as people have them, built cell by cell."""

import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

PER_CENT = {"num_format": "0.0%"}
DATE = {"num_format": "d mmm"}


class Formula(str):
    """A formula with what it gives; without that, as a program writes it that computes nothing."""

    gives: Any = ""


def gives(formula: str, value: Any = "") -> Formula:
    made = Formula(formula)
    made.gives = value
    return made


class Shown(float):
    """A number that is shown in per cent."""


def book(path: Any, /, notes: Any = None, merged: Any = (), then: Any = None, **sheets: Any) -> str:
    """Write a workbook: each sheet is rows of cells; ``None`` is blank, a ``Shown`` number a per cent.

    ``notes`` are by cell and ``merged`` ranges with their text, both of the first sheet; ``then`` takes
    the sheets as they are being made, by name.
    """
    made = xlsxwriter.Workbook(str(path))
    per_cent, day = made.add_format(PER_CENT), made.add_format(DATE)
    for i, (name, rows) in enumerate(sheets.items()):
        sheet = made.add_worksheet(name.replace("_", " "))
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                _put(sheet, r, c, cell, per_cent if isinstance(cell, Shown) else day)
        if i == 0:
            for where, text in merged:
                sheet.merge_range(where, text)
            for where, text in (notes or {}).items():
                sheet.write_comment(where, text)
    if then is not None:
        then({sheet.name: sheet for sheet in made.worksheets()})
    made.close()
    return Path(path).name


def _put(sheet: Any, row: int, column: int, cell: Any, form: Any) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, str(cell), None, cell.gives)
    elif isinstance(cell, Shown):
        sheet.write_number(row, column, float(cell), form)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, cell, form)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif cell is not None:
        sheet.write(row, column, cell)


def transposed(rows: Any) -> list[list[Any]]:
    """Exchange rows and columns."""
    width = max(map(len, rows))
    filled = [[*row, *[None] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*filled, strict=True)]
