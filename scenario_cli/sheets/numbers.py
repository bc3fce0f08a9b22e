"""What a cell says as a number: whatever could be meant in two ways is refused."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from scenario_cli.model.base import is_number, number_hint
from scenario_cli.sheets.grid import GridCell, SheetGrid

Commas = Literal["none", "unclear", "decimal"]
"""Whether numbers of a table have decimal commas: none has one, or all that do could be thousands."""

_COMMA = re.compile(r"([-+]?)([0-9]*),([0-9]+)")


class Amount(NamedTuple):
    """A number that a cell states, and whether with a per cent sign (25%: the number is 25)."""

    number: float
    per_cent: bool = False


class Refusal(NamedTuple):
    """Why a cell states no number."""

    code: str
    message: str
    hint: str = ""


def commas_of(grid: SheetGrid) -> Commas:
    """Return whether a table's numbers have decimal commas: only semicolons between fields leave room."""
    if not grid.semicolons:
        return "none"
    found: Commas = "none"
    for cell in grid.cells.values():
        number = _COMMA.fullmatch(_bare(str(cell.value)))
        if number is None:
            continue
        if len(number[3]) != 3 or number[2] in ("", "0"):
            return "decimal"
        found = "unclear"
    return found


def amount_of(cell: GridCell, commas: Commas, *, unknown: bool = False) -> Amount | Refusal:
    """Return the number in a cell that is not blank, or why it states none."""
    if isinstance(cell.value, float):
        if not math.isfinite(cell.value):
            return Refusal("wrong-type", "expected a finite number")
        return Amount(hundredfold(cell.value), True) if cell.kind == "per cent" else Amount(cell.value)
    refusal = refused_kind(cell, "a number")
    if refusal is not None:
        return refusal
    text = cell.value.strip()
    bare = _bare(text)
    comma = _COMMA.fullmatch(bare)
    if comma is not None and commas == "decimal":
        bare = f"{comma[1]}{comma[2] or '0'}.{comma[3]}"
    elif commas == "decimal" and "." in bare and is_number(bare):
        hint = f"write {bare.replace('.', ',')}, or {bare.replace('.', '')} if the point parts thousands"
        return Refusal("unclear-number", f"'{text}' has a point in a table with decimal commas", hint)
    if is_number(bare):
        return Amount(float(bare), bare != text and text.endswith("%"))
    return Refusal(
        "wrong-type", f"expected a number, found the text '{text[:80]}'", number_hint(text, unknown=unknown)
    )


def refused_kind(cell: GridCell, expected: str) -> Refusal | None:
    """Return why a cell is no text and no number; ``None`` where it is one."""
    if cell.kind == "error":
        return Refusal("formula-error", f"the formula gives {cell.value}", "mend it, or write what is meant")
    if cell.kind == "uncomputed":
        hint = "open the workbook in a spreadsheet and save it there"
        return Refusal("not-computed", "the file does not say what this formula gives", hint)
    if cell.kind == "date":
        hint = "spreadsheets make dates of what looks like one"
        return Refusal("wrong-type", f"expected {expected}, found the date {cell.value}", hint)
    if cell.kind == "boolean":
        return Refusal("wrong-type", f"expected {expected}, found {cell.value}")
    return None


def hundredfold(number: float) -> float:
    """Return a share in per cent, without the dust of a multiplication in base 2."""
    return float(Decimal(repr(number)) * 100)


def total(numbers: Iterable[float]) -> float:
    """Return the sum of numbers as they are written."""
    return float(sum((Decimal(repr(number)) for number in numbers), Decimal(0)))


def _bare(text: str) -> str:
    return text.strip().removesuffix("%").rstrip()
