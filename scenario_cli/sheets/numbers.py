"""What a cell says as a number: whatever could be meant in two ways is refused."""

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from scenario_cli.model.base import is_number, number_hint
from scenario_cli.sheets.grid import GridCell

DecimalSign = Literal["point", "comma", "unclear"]
"""What parts decimals in the numbers of a table; unclear where each sign in it could part thousands."""

_COMMA = re.compile(r"([-+]?)([0-9]*),([0-9]+)")
_POINT = re.compile(r"([-+]?)([0-9]*)\.([0-9]+)")
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS = re.compile(
    r"([-+]?[0-9]{1,3}(?:([.,'’ \u00a0\u2009\u202f])[0-9]{3})(?:\2[0-9]{3})*)(?:([.,])([0-9]+))?"
)
_MINUS = "\u2212\u2013"  # what programs and people write for a minus


class Amount(NamedTuple):
    """A number that a cell states, and whether with a per cent sign (25%: the number is 25)."""

    number: float
    per_cent: bool = False


class Refusal(NamedTuple):
    """Why a cell states no number."""

    code: str
    message: str
    hint: str = ""


def decimal_sign(cells: Iterable[GridCell], *, semicolons: bool) -> DecimalSign:
    """Return what parts decimals in the numbers of a table.

    Only semicolons between fields leave room for commas. Then a number settles it whose sign can part no
    thousands: 4,5 the comma, before any other, and 3.5 the point.
    """
    if not semicolons:
        return "point"
    found: DecimalSign = "unclear"
    for cell in cells:
        bare = _bare(str(cell.value))
        grouped = _GROUPS.fullmatch(bare)
        whole = grouped is not None and grouped[3] is not None and grouped[2] != grouped[3]
        if (whole and grouped is not None and grouped[3] == ",") or _settles(_COMMA, bare):
            return "comma"
        if whole or _settles(_POINT, bare):
            found = "point"
    return found


def _settles(sign: re.Pattern[str], bare: str) -> bool:
    """Whether a number's sign can only part decimals: it parts no three digits, or nothing before them."""
    return sign.fullmatch(bare) is not None and not _THOUSANDS.fullmatch(bare)


def amount_of(
    cell: GridCell, sign: DecimalSign, *, semicolons: bool, unknown: bool = False
) -> Amount | Refusal:
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
    if semicolons:
        unclear = _unclear(text, bare, sign)
        if unclear is not None:
            return unclear
        comma = _COMMA.fullmatch(bare)
        if comma is not None and sign == "comma":
            bare = f"{comma[1]}{comma[2] or '0'}.{comma[3]}"
    if is_number(bare):
        return Amount(float(bare), bare != text and text.endswith("%"))
    hint = _hint(text, sign) or number_hint(text, unknown=unknown)
    return Refusal("wrong-type", f"expected a number, found the text '{text[:80]}'", hint)


def _unclear(text: str, bare: str, sign: DecimalSign) -> Refusal | None:
    """Return that a number between semicolons could be meant in two ways; ``None`` where it cannot."""
    thousands = _THOUSANDS.fullmatch(bare) is not None
    joined = bare.replace(".", "").replace(",", "")
    if sign == "comma" and "." in bare and is_number(bare):
        decimal = bare.replace(".", ",")
        hint = (
            f"write {joined}, or {decimal} if the point parts decimals" if thousands else f"write {decimal}"
        )
        return Refusal("unclear-number", f"'{text}' has a point in a table with decimal commas", hint)
    if not thousands or (sign, "," in bare) in (("comma", True), ("point", False)):
        return None
    whole, decimals = re.split("[.,]", bare)
    decimals = decimals.rstrip("0") or "0"
    decimals += "0" * (len(decimals) == 3)  # four digits are no thousands
    part = "." if sign == "point" else ","
    message = f"'{text}' could be meant with decimals or in thousands"
    return Refusal("unclear-number", message, f"write {joined} or {whole}{part}{decimals}")


def _hint(text: str, sign: DecimalSign) -> str:
    """Return what to write for a number in thousands, or with the minus of a text."""
    bare = _bare(text)
    plain = f"-{bare[1:].lstrip()}" if bare[:1] in tuple(_MINUS) else bare
    grouped = _GROUPS.fullmatch(plain)
    part = "," if sign == "comma" else "."
    if grouped is not None and (grouped[3] or grouped[2] not in (".", ",") or plain.count(grouped[2]) > 1):
        if grouped[2] == grouped[3]:
            return ""
        whole = re.sub("[^-+0-9]", "", grouped[1])
        return f"write {whole}{part}{grouped[4]}" if grouped[4] else f"write {whole}"
    if plain == bare:
        return ""
    number = plain.replace(",", ".") if _COMMA.fullmatch(plain) else plain
    if _THOUSANDS.fullmatch(plain) or not is_number(number):
        return number_hint(plain) or ("write the minus as -" if is_number(number) else "")
    return f"write {number.replace('.', part)}"


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
