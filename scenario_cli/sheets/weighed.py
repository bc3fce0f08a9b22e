"""The weights of a table: points of the whole to points of drivers, and within these of factors."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from scenario_cli.mistakes import Mistake
from scenario_cli.sheets.beside import POINTS
from scenario_cli.sheets.cited import cell_word, sum_word
from scenario_cli.sheets.ids import NewIds
from scenario_cli.sheets.numbers import total
from scenario_cli.sheets.side_reading import SidePoints
from scenario_cli.sheets.stated import Stated

ALIKE = 1e-12  # of a number: programs keep at least 15 digits

FactorIds = Sequence[tuple[str, str]]
"""Of each factor in a table, its driver and its own id."""


class ImportedWeights(NamedTuple):
    """Weights out of a table, for the scenario out of it.

    ``texts`` are what else their file says, ``cells`` where points stand, by driver, or driver and factor.
    """

    id: str
    title: str
    drivers: Mapping[str, float]
    factors: Mapping[str, Mapping[str, float]]
    texts: Mapping[str, str] = {}
    cells: Mapping[tuple[str, ...], str] = {}


def imported_weights(stated: Stated, factor_ids: FactorIds) -> list[ImportedWeights]:
    """Return the weights, each with the points of its drivers, and within these; what is wrong is told."""
    made, ids = [], NewIds(set())
    for k, weights in enumerate(stated.weights):
        points = {
            at: each.points[k]
            for at, each in zip(factor_ids, stated.factors, strict=True)
            if each.points[k] is not None
        }
        if len(points) < len(factor_ids) or not points:
            continue  # told already
        whole = {at: number or 0.0 for at, number in points.items()}
        if not any(whole.values()):
            stated.wrong(weights.place, "all-zero", f"all points of '{weights.name}' are 0")
            continue
        if not weights.name.isprintable() or total(filter(None, whole.values())) == math.inf:
            message = f"'{weights.name}' has signs that cannot be printed, or too large points"
            stated.wrong(weights.place, "bad-name", message)
            continue
        places = {
            at: each.point_places[k]
            for at, each in zip(factor_ids, stated.factors, strict=True)
            if k < len(each.point_places)
        }
        texts = stated.sides.texts_of(weights.name)
        title = texts.pop("title", weights.name)
        if not stated.sides.own:
            texts["about"] = f"Imported from {stated.source}."
        id_ = ids.new(weights.name, "w", k + 1)
        drivers, factors, cells = _points(stated, k, whole, places)
        made.append(ImportedWeights(id_, title, drivers, factors, texts, cells))
    return made


def _points(
    stated: Stated, k: int, whole: Mapping[tuple[str, str], float], places: Mapping[tuple[str, str], Mistake]
) -> tuple[Mapping[str, float], Mapping[str, Mapping[str, float]], dict[tuple[str, ...], str]]:
    """Return points as their file states them, if these are the points of the whole; else as these are."""
    name, place = stated.weights[k]
    given = stated.sides.points.get(name)
    if given is not None and _are_alike(_of_the_whole(given, list(whole)), whole):
        return given.drivers, given.factors, {at: cell_word(each) for at, each in given.places.items()}
    if given is not None:
        message = f"points of '{name}' are read from here, and are not those on the sheet '{POINTS}'"
        stated.note(place, "points-differ", message)
    groups: dict[str, dict[str, float]] = {driver: {} for driver, _ in whole}
    of_driver: dict[str, list[Mistake]] = {driver: [] for driver in groups}
    cells: dict[tuple[str, ...], str] = {at: cell_word(each) for at, each in places.items()}
    for (driver, factor), number in whole.items():
        groups[driver][factor] = number
        of_driver[driver] += [places[driver, factor]] if places else []
    cells |= {(driver,): sum_word(each) for driver, each in of_driver.items() if each}
    drivers = {driver: total(group.values()) for driver, group in groups.items()}
    return drivers, {d: group for d, group in groups.items() if len(group) > 1 and drivers[d] > 0}, cells


def _of_the_whole(given: SidePoints, at: FactorIds) -> dict[tuple[str, str], float] | None:
    """Return the points of the whole, 100 in all; ``None`` where they are of other drivers and factors."""
    groups: dict[str, list[str]] = {}
    for driver, factor in at:
        groups.setdefault(driver, []).append(factor)
    whole = sum(map(_exact, given.drivers.values()))
    if list(given.drivers) != list(groups) or not whole or not given.factors.keys() <= groups.keys():
        return None
    found: dict[tuple[str, str], float] = {}
    for driver, factors in groups.items():
        within = given.factors.get(driver, dict.fromkeys(factors, 1.0))
        if set(within) != set(factors):
            return None
        if not any(within.values()):
            if given.drivers[driver]:
                return None
            within = dict.fromkeys(factors, 1.0)
        group = sum(map(_exact, within.values()))
        for factor in factors:
            share = _exact(given.drivers[driver]) / whole * _exact(within[factor]) / group
            found[driver, factor] = float(share * 100)
    return found


def _are_alike(one: Mapping[tuple[str, str], float] | None, other: Mapping[tuple[str, str], float]) -> bool:
    return one is not None and all(math.isclose(one[at], other[at], rel_tol=ALIKE) for at in other)


def _exact(number: float) -> Fraction:
    return Fraction(repr(number))
