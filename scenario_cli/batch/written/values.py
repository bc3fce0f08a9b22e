"""Fields of rows as they are read again: of one type whatever the form, so that forms can be compared."""

import re
from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from scenario_cli.batch.layout import NO_INJECTS, SEPARATORS
from scenario_cli.choices import RowForm
from scenario_cli.text import visible

NOWHERE = -1  # the row of a weighting that stands in no table
MOST_QUOTED = 40  # signs of a field that is not what it should be
_TYPES: dict[str, tuple[type, ...]] = {
    "int64": (int, type(None)),
    "double": (float, int),
    "bool": (bool,),
    "list": (list,),
    "string": (str, type(None)),
}
_EXPECTED = {
    "int64": "a whole number",
    "double": "a finite number",
    "bool": "true or false",
    "list": "a list of ids",
    "string": "a text",
}
_WORDS = {"true": True, "false": False}
_GUARDED = re.compile(r"'(?:[=+@-]|\\[tr])")  # what CSV puts before what a spreadsheet would run


class WrongFieldError(Exception):
    """A field is not what its column holds: ``at`` which row of those given, and what is wrong with it."""

    def __init__(self, at: int, message: str) -> None:
        self.at, self.message = at, message
        super().__init__(at, message)


def read_column(name: str, type_: str, fields: Sequence[Any], form: RowForm) -> list[Any]:
    """Return the values of a column of a type.

    Lists become one text, as in CSV (no injects: an empty one); an empty text stands for none, and -1 for
    no row. Texts are as ``canonical`` has them.

    Raises
    ------
    WrongFieldError
        A field is none of the column's type.
    """
    types = (str,) if form == "csv" else _TYPES[type_]
    read = _read_from_csv(name, type_) if form == "csv" else _read(name, type_)
    try:
        if not {*map(type, fields)} <= {*types}:
            raise TypeError
        if type_ == "double":
            found = [*map(float, fields)]
            if not all(map(isfinite, found)):
                raise ValueError
            return found
        alike = [*map(tuple, fields)] if type_ == "list" and form != "csv" else fields
        known = {field: read(field) for field in {*alike}}  # most stand in many rows
        return [*map(known.__getitem__, alike)]
    except (ValueError, TypeError, KeyError):
        raise _first_wrong(name, type_, fields, types, read) from None


def _first_wrong(
    name: str, type_: str, fields: Sequence[Any], types: Sequence[type], read: Callable[[Any], Any]
) -> WrongFieldError:
    for at, field in enumerate(fields):
        try:
            if type(field) not in types:
                raise TypeError
            read(tuple(field) if isinstance(field, list) else field)
        except (ValueError, TypeError, KeyError):
            shown = str(field) if len(str(field)) <= MOST_QUOTED else f"{str(field)[:MOST_QUOTED]}..."
            return WrongFieldError(at, f"expected {_EXPECTED[type_]} in column '{name}', found '{shown}'")
    raise AssertionError(name)


def _read_from_csv(name: str, type_: str) -> Callable[[Any], Any]:
    match type_:
        case "int64":
            return _row if name == "row" else _whole
        case "double":
            return _finite
        case "bool":
            return lambda field: _WORDS[field.lower()]
        case "list":
            return (lambda field: "" if field == NO_INJECTS else field) if name == "injects" else str
        case _:
            return canonical


def _read(name: str, type_: str) -> Callable[[Any], Any]:
    match type_:
        case "int64":
            return (lambda field: NOWHERE if field is None else field) if name == "row" else int
        case "double":
            return _finite
        case "bool":
            return bool
        case "list":
            return SEPARATORS[name].join
        case _:
            return lambda field: canonical(field or "")


def _whole(field: str) -> int:
    if not (field.isascii() and field.removeprefix("-").isdecimal()):
        raise ValueError
    return int(field)


def _row(field: str) -> int:
    return _whole(field) if field else NOWHERE


def _finite(field: Any) -> float:
    if not isfinite(number := float(field)):
        raise ValueError
    return number


def canonical(text: str) -> str:
    """Return a text as it stands in CSV with ``plain``: the same for every form."""
    shown = visible(text)
    return shown[1:] if shown[:1] == "'" and _GUARDED.match(shown) else shown
