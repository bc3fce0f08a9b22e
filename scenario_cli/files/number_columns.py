"""The columns of a table held against a scenario: which are weights, which are ratings, which are kept."""

from collections.abc import Collection, Sequence
from math import nan
from sys import float_info
from typing import Any, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.text import suggestion

LABEL = "weights"
RATINGS = "ratings"
MOST_QUOTED = 80  # signs of a text that stands where it should not
MOST_LISTED = 20  # ids that could stand there


class Unfit(NamedTuple):
    """What keeps columns from being weights of a scenario, at which of them, and what could stand there."""

    message: str
    column: int = 0
    hint: str = ""


class NumberColumn(NamedTuple):
    """A column of numbers: its name, between what they lie, and the names of levels that stand for some."""

    name: str
    low: float
    high: float
    levels: dict[str, float]

    def read(self, field: Any) -> tuple[float, str]:
        """Return the number of a field, NaN for a rating that is unknown; or 0 and what is wrong with it."""
        where = f"in column '{short(self.name)}'"
        if field is None:
            return 0.0, f"there is no number {where}"
        if field in self.levels:
            return self.levels[field], ""
        if self.is_rating and isinstance(field, str) and field.strip().casefold() == UNKNOWN:
            return nan, ""
        try:
            if isinstance(field, str) and ("_" in field or not field.isascii()):  # Python's own liberties
                raise ValueError
            number = float(field)
        except ValueError:
            return 0.0, f"'{short(str(field))}' {where} is not a number"
        if not abs(number) <= float_info.max:
            return 0.0, f"{field} {where} is not a finite number"
        if not self.low <= number <= self.high:
            scale = f"outside the scale {self.low:g} to {self.high:g}" if self.is_rating else "below 0"
            return 0.0, f"{field} {where} is {scale}"
        return number, ""

    @property
    def is_rating(self) -> bool:
        """Whether it holds ratings, not weights."""
        return self.name.startswith(f"{RATINGS}.")


def number_column(name: str, scenario: Scenario) -> NumberColumn:
    """Return what a column of weights or ratings of a scenario may hold."""
    if not name.startswith(f"{RATINGS}."):
        return NumberColumn(name, 0.0, float_info.max, {})
    scale = scenario.factors[name.split(".")[2]].scale
    low, high = sorted((scale.worst, scale.best))
    return NumberColumn(name, low, high, dict(scale.levels))


def is_known(column: str, scenario: Scenario) -> bool:
    """Whether a column says something to a scenario, or means to."""
    return (
        column == LABEL
        or column in scenario.drivers
        or column in scenario.factors
        or column.startswith(f"{RATINGS}.")
    )


def are_ratings_alone(ids: Collection[str]) -> bool:
    """Whether columns that say something to a scenario are ratings, and none is of weights."""
    return bool(ids) and all(id_.startswith(f"{RATINGS}.") for id_ in ids)


def check_columns(
    name: str,
    columns: Sequence[str],
    keys: Sequence[str],
    scenario: Scenario,
    *,
    keep: bool = False,
    reserved: Collection[str] = (),
) -> None:
    """Refuse columns that are no weights or ratings of a scenario; with ``keep`` others may stand beside.

    Those must have none of the names ``reserved``. ``keys`` are columns that stand in no line, but are
    told by the names of folders.

    Raises
    ------
    InputError
        Told at the first column that is wrong.
    """
    every = (*columns, *keys)
    wrong = (
        _repeated(every)
        or _wrong_ratings(every, scenario)
        or (_taken(every, scenario, reserved) if keep else _strange(every, scenario))
        or _lacking(every, scenario)
    )
    if wrong is None and LABEL in keys:
        wrong = Unfit(f"a folder's key cannot be '{LABEL}': rows would have one name")
    if wrong is not None:
        at = wrong.column + 1 if wrong.column < len(columns) else 1
        mistake = Mistake(file=name, code="wrong-columns", message=wrong.message, hint=wrong.hint)
        raise InputError([mistake._replace(column=at)])


def _repeated(columns: Sequence[str]) -> Unfit | None:
    seen: set[str] = set()
    for k, column in enumerate(columns):
        if column in seen:
            return Unfit(f"the column '{short(column)}' stands here twice", k)
        seen.add(column)
    return None


def _wrong_ratings(columns: Sequence[str], scenario: Scenario) -> Unfit | None:
    for k, column in enumerate(columns):
        if not column.startswith(f"{RATINGS}."):
            continue
        parts = column.split(".")
        if len(parts) != 3:
            return Unfit(f"the column '{short(column)}' is no rating", k, "write ratings.OPTION.FACTOR")
        for what, id_, known in (
            ("option", parts[1], list(scenario.options)),
            ("factor", parts[2], list(scenario.factors)),
        ):
            if id_ not in known:
                message = f"unknown {what} '{short(id_)}' in the column '{short(column)}'"
                return Unfit(message, k, suggestion(id_, known) if len(id_) <= MOST_QUOTED else "")
    return None


def _taken(columns: Sequence[str], scenario: Scenario, reserved: Collection[str]) -> Unfit | None:
    for k, column in enumerate(columns):
        if not is_known(column, scenario) and (column in reserved or not column):
            message = f"the column '{column}' cannot be kept: rows have one of this name"
            if not column:
                message = "a column without a name cannot be kept"
            return Unfit(message, k, "give it another name")
    return None


def _strange(columns: Sequence[str], scenario: Scenario) -> Unfit | None:
    known = [LABEL, *scenario.drivers, *(f for f in scenario.factors if f not in scenario.drivers)]
    strange = [k for k, column in enumerate(columns) if not is_known(column, scenario)]
    if not strange:
        return None
    first = columns[strange[0]]
    message = f"the column '{short(first)}' is neither a driver nor a factor of '{scenario.id}'"
    if len(strange) > 1:
        message += f", nor {'is' if len(strange) == 2 else 'are'} {len(strange) - 1:,} more"
    shown = ", ".join(known[:MOST_LISTED])
    hint = f"columns are {shown}{', ...' if len(known) > MOST_LISTED else ''}"
    for sign, called in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and sign in first:
            hint = f"fields stand between commas, and numbers have a decimal point; here are {called}"
    near = suggestion(first, known) if len(first) <= MOST_QUOTED else ""
    return Unfit(message, strange[0], f"{near} {hint}" if near.startswith("did you mean") else hint)


def _lacking(columns: Sequence[str], scenario: Scenario) -> Unfit | None:
    ids = {column for column in columns if column != LABEL}
    if are_ratings_alone([column for column in ids if is_known(column, scenario)]):
        return None
    if all(d in ids for d in scenario.drivers):
        for driver, stated in scenario.drivers.items():
            some = [f for f in stated.factors if f in ids]
            missing = [f for f in stated.factors if f not in ids]
            if some and missing:
                return Unfit(f"the column '{missing[0]}' is missing beside the other factors of '{driver}'")
        return None
    if any(d in ids for d in scenario.drivers if d not in scenario.factors):
        missing = [d for d in scenario.drivers if d not in ids]
        return Unfit(f"the column '{missing[0]}' is missing beside the other drivers")
    missing = [f for f in scenario.factors if f not in ids]
    return Unfit(f"the column '{missing[0]}' is missing beside the other factors") if missing else None


def short(text: str) -> str:
    """Return a text, or as much of it as can be quoted."""
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED]}..."
