"""The table of ratings that a workbook and CSV both hold, laid out so that it can be imported again.

Down: heads label the rows of the first column, factors go across, options stand below the heads. The
second column has the options' ids, under the head ``option id``. Where no factor stands, the driver is
itself rated. What a workbook keeps as a note: what something is about, and why a rating is what it is.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scenario_cli.model.scenario import UNKNOWN, Factor, Rating, Scenario
from scenario_cli.text import visible_lines

FIRST_FACTOR = 2  # the column of the first factor: before it stand titles and ids of options
DRIVER, FACTOR, WORST, BEST = 0, 2, 4, 5  # rows
FIRST_WEIGHTS = 9  # the row of the first weights

LEVEL_WORD, EVIDENCE_WORD = "Level", "Evidence"

Holding = str | float | None


class SheetCell(NamedTuple):
    """What a cell holds, and the note that a workbook keeps with it."""

    holds: Holding = None
    note: str = ""


class RatingsSheet(NamedTuple):
    """The table by rows, and the row of the first option."""

    rows: list[list[SheetCell]]
    first_option: int

    @property
    def plain(self) -> list[list[Holding]]:
        """What the cells hold, without their notes."""
        return [[cell.holds for cell in row] for row in self.rows]


def ratings_sheet(scenario: Scenario, points: Mapping[str, Sequence[float]]) -> RatingsSheet:
    """Return the table of a scenario's ratings, with the points of each weights file.

    Parameters
    ----------
    scenario : Scenario
    points : mapping of str to (n,) floats
        By the name of the weights: each factor's points of the whole, in file order.
    """
    factors, drivers = scenario.factors, scenario.driver_of
    grouped = {id_: factor for id_, factor in factors.items() if id_ not in scenario.drivers}
    scales = [factor.scale for factor in factors.values()]
    # A factor's minimum and step stand only where they are stated: blank is "as the program takes it".
    heads: list[tuple[str, Sequence[Holding]]] = [
        ("driver", [scenario.drivers[id_].title or id_ for id_ in drivers.values()]),
        ("driver id", list(drivers.values())),
        ("factor", [factor.title or id_ if id_ in grouped else None for id_, factor in factors.items()]),
        ("factor id", [id_ if id_ in grouped else None for id_ in factors]),
        ("worst", [scale.worst for scale in scales]),
        ("best", [scale.best for scale in scales]),
        ("unit", [scale.unit or None for scale in scales]),
        ("step", [scale.step for scale in scales]),
        ("minimum", [factor.minimum for factor in factors.values()]),
        *((f"weight {name}", numbers) for name, numbers in points.items()),
        *(
            (f"why {option}", [rated[factor].why or None for factor in factors])
            for option, rated in scenario.ratings.items()
            if any(rating.why for rating in rated.values())
        ),
    ]
    rows = [[SheetCell(head), SheetCell(), *map(SheetCell, row)] for head, row in heads]
    rows[0][1] = SheetCell("option id")
    for j, (id_, factor) in enumerate(factors.items(), FIRST_FACTOR):
        driver = scenario.drivers[drivers[id_]]
        if id_ == next(iter(driver.factors), id_):  # once, where a driver begins
            rows[DRIVER][j] = rows[DRIVER][j]._replace(note=driver.about)
        if id_ in grouped:
            rows[FACTOR][j] = rows[FACTOR][j]._replace(note=factor.about)
    for id_, option in scenario.options.items():
        rated = scenario.ratings[id_]
        cells = [_cell(scenario, factor, rated[factor_id]) for factor_id, factor in factors.items()]
        rows.append([SheetCell(option.title or id_, option.about), SheetCell(id_), *cells])
    return RatingsSheet(rows, len(heads))


def _cell(scenario: Scenario, factor: Factor, rating: Rating) -> SheetCell:
    number = factor.scale.number(rating.value)
    return SheetCell(UNKNOWN if number is None else number, _note(scenario, rating))


def _note(scenario: Scenario, rating: Rating) -> str:
    """Return why a rating is what it is: its reason first, then its level's name and its evidence."""
    lines = [rating.why] if rating.why else []
    if isinstance(rating.value, str) and rating.value != UNKNOWN:
        lines.append(f"{LEVEL_WORD}: {rating.value}")
    for id_ in rating.evidence:
        evidence = scenario.evidence[id_]
        lines.append(evidence_line(id_, scenario.sources[evidence.source].title, evidence.at, evidence.says))
    return "\n".join(lines)


def in_workbook(text: str) -> str:
    """Return text as a workbook holds it: signs that cannot be seen, or be in XML, are written out."""
    return visible_lines(text).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def evidence_line(id_: str, source: str, at: str, says: str) -> str:
    """Return what a note says of a piece of evidence."""
    return f"{EVIDENCE_WORD} {id_} ({f'{source}, {at}' if at else source}): {says}"
