"""Many ballots in one CSV table: a row a person, each mistake at its row and with the name."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from math import isnan
from typing import NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.files.number_columns import (
    LABEL,
    RATINGS,
    NumberColumn,
    check_columns,
    number_column,
    short,
)
from scenario_cli.files.parsing import decoded
from scenario_cli.mistakes import Mistake
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.scenario import UNKNOWN, Rating, Scenario
from scenario_cli.text import suggestion

PERSON = ("by", "team", "round", "order")  # columns that are no numbers
WHOSE = ("name", "person", "who", "id", "voter", "participant")  # what people call the column `by`
ENDING = ".csv"


class PlacedBallot(NamedTuple):
    """A ballot, and where its person's name stands (or would)."""

    ballot: Ballot
    file: str
    line: int
    column: int = 1

    def mistake(self, code: str, message: str, hint: str = "") -> Mistake:
        """Return a mistake of this ballot as a whole."""
        said = f"{self.ballot.by}: {message}" if self.ballot.by else message
        return Mistake(file=self.file, line=self.line, column=self.column, code=code, message=said, hint=hint)


class RowFlaw(NamedTuple):
    """What is wrong in a row, and at which column."""

    column: int
    code: str
    message: str
    hint: str = ""


class TableBallots(NamedTuple):
    """The sound ballots of a table, what is wrong with the others, and how many rows these are."""

    ballots: list[PlacedBallot]
    mistakes: list[Mistake]
    left_out: int


def ballots_in_table(name: str, content: bytes, scenario: Scenario) -> TableBallots:
    """Return the ballots in a CSV table.

    Its columns are those of the tables that ``batch`` takes, and ``by``, ``team``, ``round`` and ``order``
    (ids, with spaces between). Fields stand between commas, or between semicolons where the head does. A
    driver's factors may all be blank in a row: they share equally then; a rating that is blank is the
    scenario's own. A row of blanks is none.

    Raises
    ------
    InputError
        The table has no head that fits the scenario, or is no CSV.
    """
    text, _ = decoded(name, content)
    records = list(_records(name, text))
    if not records:
        raise InputError([Mistake(file=name, code="empty", message="the table holds nothing")])
    head = [field.strip() for field in records[0][1]]
    _check_head(name, head, scenario)
    rows = _Rows(name, head, scenario)
    found = TableBallots([], [], 0)
    left_out = 0
    for line, fields in records[1:]:
        ballot, mistakes = rows.read(line, fields)
        if ballot is None:
            found.mistakes.extend(mistakes)
            left_out += 1
        else:
            found.ballots.append(ballot)
    return found._replace(left_out=left_out)


def rows_in_table(name: str, content: bytes, scenario: Scenario) -> int:
    """Return how many rows a CSV table has, one at least; 0 where no column of it is that of a ballot."""
    try:
        head, *rows = (fields for _, fields in _records(name, decoded(name, content)[0]))
    except (InputError, ValueError):  # it cannot be read, or holds nothing
        return 1
    known = {*PERSON, LABEL, *scenario.drivers, *scenario.factors}
    return max(1, len(rows)) if known & {field.strip() for field in head} else 0


def names_in_table(name: str, content: bytes) -> list[str]:
    """Return whose ballots stand in a CSV table, sound or not.

    Raises
    ------
    InputError
        It is no CSV.
    """
    rows = [[field.strip() for field in fields] for _, fields in _records(name, decoded(name, content)[0])]
    if not rows or "by" not in rows[0]:
        return []
    at = rows[0].index("by")
    return [fields[at] for fields in rows[1:] if len(fields) > at]


def _records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the fields of each row that is not blank, and the line at which it starts."""
    head = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), strict=True, delimiter=";" if ";" in head and "," not in head else ","
    )
    line = 1
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"this is no line of CSV ({error}), and nothing after it can be read"
        raise InputError([Mistake(file=name, line=line, code="syntax", message=message)]) from None


def _check_head(name: str, head: Sequence[str], scenario: Scenario) -> None:
    for k, column in enumerate(head):
        if column in PERSON and column in head[:k]:
            message = f"the column '{column}' stands here twice"
            raise InputError([Mistake(file=name, column=k + 1, code="wrong-columns", message=message)])
    at = [k for k, column in enumerate(head) if column not in PERSON]
    weighed = [k for k in at if head[k] != LABEL and not head[k].startswith(f"{RATINGS}.")]
    try:
        check_columns(name, [head[k] for k in at], [], scenario)
    except InputError as error:
        if weighed:
            raise InputError(_at_home(m, at, head) for m in error.mistakes) from None
    if not weighed:
        message = "the table holds no weights"
        hint = f"a ballot has a column a driver: {', '.join(scenario.drivers)}"
        raise InputError([Mistake(file=name, code="wrong-columns", message=message, hint=hint)])


def _at_home(mistake: Mistake, at: Sequence[int], head: Sequence[str]) -> Mistake:
    """Return a mistake of the columns of numbers at its own column; a ballot has others beside these."""
    k = at[mistake.column - 1]
    hint = mistake.hint.replace(f"columns are {LABEL}, ", f"columns are {', '.join(PERSON)}, ")
    if head[k].casefold() in WHOSE:
        hint = "whose ballot a row is stands in the column 'by'"
    return mistake._replace(column=k + 1, hint=hint)


class _Rows:
    """What the rows of one table mean."""

    def __init__(self, name: str, head: Sequence[str], scenario: Scenario) -> None:
        self.name, self.head, self.scenario = name, head, scenario
        at = {column: k for k, column in enumerate(head)}
        self.person = {key: at[key] for key in PERSON if key in at}
        numbers = {id_: (k, number_column(id_, scenario)) for id_, k in at.items() if self._is_number(id_)}
        whole = all(driver in at for driver in scenario.drivers)
        self.drivers = {id_: numbers[id_] for id_ in scenario.drivers} if whole else {}
        self.factors = {
            driver: {factor: numbers[factor] for factor in stated.factors or (driver,)}
            for driver, stated in scenario.drivers.items()
            if (stated.factors and next(iter(stated.factors)) in at) or not whole
        }
        self.ratings = [(*cell, *numbers[".".join((RATINGS, *cell))]) for cell in self._cells(numbers)]

    @staticmethod
    def _cells(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        for id_ in ids:
            if id_.startswith(f"{RATINGS}."):
                _, option, factor = id_.split(".")
                yield option, factor

    @staticmethod
    def _is_number(id_: str) -> bool:
        return id_ not in PERSON and id_ != LABEL

    def read(self, line: int, fields: Sequence[str]) -> tuple[PlacedBallot | None, list[Mistake]]:
        """Return the ballot that a row states, or what is wrong with it."""
        said = {key: fields[k].strip() if k < len(fields) else "" for key, k in self.person.items()}
        wrong: list[RowFlaw] = []
        if len(fields) != len(self.head):
            message = f"{len(fields)} fields for {len(self.head)} columns"
            return None, [self._told(line, said, RowFlaw(0, "wrong-row", message))]
        drivers = {id_: self._number(fields, *place, wrong) for id_, place in self.drivers.items()}
        groups = {}
        for driver, places in self.factors.items():
            if self.drivers and not any(fields[k].strip() for k, _ in places.values()):
                continue
            groups[driver] = {f: self._number(fields, *place, wrong) for f, place in places.items()}
        order = [id_ for id_ in re.split(r"[\s,;>]+", said.get("order", "")) if id_]
        wrong += self._wrong_order(order)
        ratings = self._ratings(fields, wrong)
        drivers = drivers or {driver: sum(group.values()) for driver, group in groups.items()}
        if not wrong:
            wrong += self._all_zero(drivers, groups)
        if wrong:
            return None, [self._told(line, said, flaw) for flaw in wrong]
        ballot = Ballot.model_construct(  # whose fields are all given: defaults take pydantic longer
            format="ballot/1",
            id="",
            title="",
            about="",
            note="",
            scenario=None,
            ranges={},
            evidence={},
            by=said.get("by", ""),
            team=said.get("team", ""),
            round=said.get("round", ""),
            order=order,
            drivers=drivers,
            factors={driver: group for driver, group in groups.items() if driver not in group},
            ratings=ratings,
        )
        return PlacedBallot(ballot, self.name, line, self.person.get("by", 0) + 1), []

    def _number(self, fields: Sequence[str], k: int, column: NumberColumn, wrong: list[RowFlaw]) -> float:
        field = fields[k].strip()
        if not field:
            what = "driver" if column.name in self.scenario.drivers else "factor"
            message = f"the {what} '{column.name}' is missing"
            wrong.append(RowFlaw(k, f"missing-{what}", message, "write 0 if it counts nothing"))
            return 0.0
        number, said = column.read(field)
        if said:
            wrong.append(RowFlaw(k, "wrong-row", said))
        return number

    def _ratings(self, fields: Sequence[str], wrong: list[RowFlaw]) -> dict[str, dict[str, Rating]]:
        found: dict[str, dict[str, Rating]] = {}
        for option, factor, k, column in self.ratings:
            if not fields[k].strip():
                continue
            number, said = column.read(fields[k].strip())
            if said:
                wrong.append(RowFlaw(k, "wrong-row", said))
            value: float | str = UNKNOWN if isnan(number) else number
            found.setdefault(option, {})[factor] = Rating.model_construct(value=value)
        return found

    def _wrong_order(self, order: Sequence[str]) -> list[RowFlaw]:
        k, options = self.person.get("order", 0), self.scenario.options
        found = []
        for i, id_ in enumerate(order):
            if id_ not in options:
                hint = suggestion(id_, options) if len(id_) <= len(short(id_)) else ""
                message = f"unknown option '{short(id_)}' in column 'order'"
                found.append(RowFlaw(k, "unknown-option", message, hint))
            elif id_ in order[:i]:
                message = f"'{id_}' stands in column 'order' a second time"
                found.append(RowFlaw(k, "duplicate-id", message))
        return found

    def _all_zero(self, drivers: dict[str, float], groups: dict[str, dict[str, float]]) -> list[RowFlaw]:
        hint = "give at least one a number above 0"
        if not any(drivers.values()):
            return [RowFlaw(0, "all-zero", "all points are 0", hint)]
        return [
            RowFlaw(0, "all-zero", f"all points of the factors of '{driver}' are 0", hint)
            for driver, group in groups.items()
            if drivers[driver] and not any(group.values())
        ]

    def _told(self, line: int, said: dict[str, str], flaw: RowFlaw) -> Mistake:
        message = f"{said['by']}: {flaw.message}" if said.get("by") else flaw.message
        return Mistake(
            file=self.name,
            line=line,
            column=flaw.column + 1,
            code=flaw.code,
            message=message,
            hint=flaw.hint,
        )
