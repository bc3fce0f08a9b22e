"""References and bounds within a file: what types alone cannot say.

Works on plain data, so that one wrong part does not hide the mistakes of the others.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeGuard

from scenario_cli.errors import Path, suggestion
from scenario_cli.model.base import ID_PATTERN, Numeral, is_number
from scenario_cli.model.pairs import fraction
from scenario_cli.model.scenario import UNKNOWN, Scenario

DEFAULT_ENDS = (0.0, 10.0)
RECIPROCAL_WITHIN = 0.01


class Finding(NamedTuple):
    """A mistake and the path it stands at, not yet located."""

    path: Path
    code: str
    message: str
    hint: str = ""
    at_key: bool = False


def mapping(data: Any, *path: str) -> dict[str, Any]:
    """Return the mapping at a path, or an empty one where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _is_number(stated: Any) -> TypeGuard[float]:
    return isinstance(stated, float)


@dataclass(frozen=True)
class _Scale:
    worst: float
    best: float
    levels: dict[str, Any]

    def number(self, stated: Any) -> float | None:
        if isinstance(stated, str):
            stated = self.levels.get(stated)
        return stated if isinstance(stated, float) else None

    def holds(self, number: float) -> bool:
        return min(self.worst, self.best) <= number <= max(self.worst, self.best)

    def __str__(self) -> str:
        return f"{min(self.worst, self.best):g} to {max(self.worst, self.best):g}"


def scenario_findings(data: dict[str, Any]) -> list[Finding]:
    """Return the mistakes in a scenario's references, scales, ratings and injects."""
    scales: dict[str, _Scale] = {}
    findings = [*_id_findings(data), *_driver_findings(data, scales)]
    options, drivers = mapping(data, "options"), mapping(data, "drivers")
    evidence, sources = mapping(data, "evidence"), mapping(data, "sources")
    status_quo = data.get("status_quo")
    if isinstance(status_quo, str):
        findings += _unknown(("status_quo",), "option", status_quo, options)
    for id_, item in evidence.items():
        source = mapping(item).get("source")
        if isinstance(source, str):
            findings += _unknown(("evidence", id_, "source"), "source", source, sources)
    findings += _rating_findings(data, options, scales, evidence)
    for id_, inject in mapping(data, "injects").items():
        path: Path = ("injects", id_)
        findings += _evidence_findings((*path, "evidence"), inject, evidence)
        for driver in mapping(inject, "weights"):
            findings += _unknown((*path, "weights", driver), "driver", driver, drivers, at_key=True)
        for option, cells in mapping(inject, "ratings").items():
            findings += _unknown((*path, "ratings", option), "option", option, options, at_key=True)
            for factor, change in mapping(cells).items():
                at = (*path, "ratings", option, factor)
                findings += _unknown(at, "factor", factor, scales, at_key=True)
                target = mapping(change).get("set")
                if factor in scales and _is_number(target) and not scales[factor].holds(target):
                    findings.append(_out_of_scale((*at, "set"), target, scales[factor]))
    return findings


def weights_findings(data: dict[str, Any]) -> list[Finding]:
    """Return the mistakes within a weights file that need no scenario to be seen."""
    findings = list(_id_findings(data))
    groups: list[tuple[Path, dict[str, Any]]] = [(("drivers",), mapping(data, "drivers"))]
    groups += [(("factors", d), mapping(group)) for d, group in mapping(data, "factors").items()]
    for path, points in groups:
        if points and all(_is_number(p) and p == 0 for p in points.values()):
            findings.append(
                Finding(path, "all-zero", "all points here are 0", "give at least one a number above 0", True)
            )
    for id_, ends in mapping(data, "ranges").items():
        if isinstance(ends, list) and len(ends) == 2 and all(map(_is_number, ends)) and ends[0] > ends[1]:
            message = f"the range starts at {ends[0]:g}, above its end {ends[1]:g}"
            findings.append(Finding(("ranges", id_), "bad-order", message))
    drivers = mapping(data, "drivers")
    for key in ("factors", "evidence"):
        for id_ in mapping(data, key):
            if drivers:
                findings += _unknown((key, id_), "driver", id_, drivers, at_key=True)
    return findings


def weights_for_scenario_findings(data: dict[str, Any], scenario: Scenario) -> list[Finding]:
    """Return what keeps a weights file from fitting a scenario."""
    findings: list[Finding] = []
    wanted = data.get("scenario")
    if isinstance(wanted, str) and wanted != scenario.id:
        message = f"these weights are for the scenario '{wanted}', not '{scenario.id}'"
        findings.append(Finding(("scenario",), "wrong-scenario", message))
    drivers = mapping(data, "drivers")
    for id_ in drivers:
        findings += _unknown(("drivers", id_), "driver", id_, scenario.drivers, at_key=True)
    findings += _missing(("drivers",), "driver", drivers, scenario.drivers)
    for id_, points in mapping(data, "factors").items():
        if id_ not in scenario.drivers:
            continue
        factors = scenario.drivers[id_].factors
        path: Path = ("factors", id_)
        if not factors:
            message = f"the driver '{id_}' has no factors to share its weight"
            findings.append(Finding(path, "unknown-factor", message, "leave it out", True))
            continue
        for factor in mapping(points):
            findings += _unknown((*path, factor), "factor", factor, factors, at_key=True)
        findings += _missing(path, "factor", mapping(points), factors)
    for id_ in mapping(data, "ranges"):
        known = [*scenario.drivers, *scenario.factors]
        findings += _unknown(("ranges", id_), "driver or factor", id_, known, at_key=True)
    for id_ in mapping(data, "evidence"):
        findings += _evidence_findings(("evidence", id_), data["evidence"], scenario.evidence, key=id_)
    return findings


def pairs_findings(data: dict[str, Any]) -> list[Finding]:
    """Return the mistakes in a matrix of comparisons: its shape, its diagonal, entries that contradict."""
    items, matrix = data.get("items"), data.get("matrix")
    if not isinstance(items, list) or not isinstance(matrix, list):
        return []
    findings = [
        Finding(("items", i), "duplicate-id", f"'{id_}' stands here a second time")
        for i, id_ in enumerate(items)
        if isinstance(id_, str) and id_ in items[:i]
    ]
    k = len(items)
    if len(matrix) != k:
        findings.append(Finding(("matrix",), "wrong-length", f"{len(matrix)} rows for {k} items"))
    numbers: dict[tuple[int, int], float] = {}
    for i, row in enumerate(matrix):
        if isinstance(row, list) and len(row) != k:
            findings.append(Finding(("matrix", i), "wrong-length", f"{len(row)} entries for {k} items"))
        for j, entry in enumerate(row if isinstance(row, list) else ()):
            number = _fraction(entry)
            if number is not None and number > 0:
                numbers[i, j] = number
    for (i, j), number in numbers.items():
        if i == j and number != 1:
            findings.append(
                Finding(("matrix", i, j), "out-of-range", "an item counts once as much as itself: 1")
            )
        elif i > j and (j, i) in numbers and abs(number * numbers[j, i] - 1) > RECIPROCAL_WITHIN:
            message = f"{number:g} is not one over the entry across, {numbers[j, i]:g}"
            findings.append(
                Finding(("matrix", i, j), "not-reciprocal", message, f"write {1 / numbers[j, i]:.4g}")
            )
    return findings


def _fraction(entry: Any) -> float | None:
    return entry if isinstance(entry, float) else fraction(entry) if isinstance(entry, str) else None


def _id_findings(data: dict[str, Any]) -> Iterator[Finding]:
    stated = data.get("id")
    stated = stated.text if isinstance(stated, Numeral) else stated
    if isinstance(stated, str) and not re.fullmatch(ID_PATTERN, stated):
        hint = "ids are small letters, digits, '-' and '_', starting with a letter"
        yield Finding(("id",), "bad-id", f"'{stated}' is not an id", hint)


def _unknown(path: Path, what: str, id_: str, known: Iterable[str], at_key: bool = False) -> list[Finding]:
    if id_ in known:
        return []
    code = f"unknown-{what.rpartition(' ')[2]}"
    return [Finding(path, code, f"unknown {what} '{id_}'", suggestion(id_, known), at_key)]


def _missing(path: Path, what: str, stated: dict[str, Any], wanted: Iterable[str]) -> list[Finding]:
    if not stated:
        return []
    return [
        Finding(
            (*path, id_),
            f"missing-{what}",
            f"the {what} '{id_}' is missing",
            f"add '{id_}: 0' if it counts nothing",
        )
        for id_ in wanted
        if id_ not in stated
    ]


def _evidence_findings(
    path: Path, holder: Any, evidence: Iterable[str], key: str = "evidence"
) -> list[Finding]:
    cited = mapping(holder).get(key)
    return [
        finding
        for i, id_ in enumerate(cited if isinstance(cited, list) else ())
        if isinstance(id_, str)
        for finding in _unknown((*path, i), "evidence", id_, evidence)
    ]


def _driver_findings(data: dict[str, Any], scales: dict[str, _Scale]) -> list[Finding]:
    """Check drivers and factors, and collect the scale of each factor into ``scales``."""
    findings: list[Finding] = []
    drivers = mapping(data, "drivers")
    home: dict[str, str] = {}
    for id_, driver in drivers.items():
        path: Path = ("drivers", id_)
        if not isinstance(driver, dict) or "factors" not in driver:
            findings += _scale_findings(path, id_, driver, scales)
            continue
        findings += [
            Finding(
                (*path, key),
                "misplaced-key",
                f"'{key}' stands on a driver that has factors",
                "move it to them",
                True,
            )
            for key in ("scale", "minimum")
            if key in driver
        ]
        if driver["factors"] == {}:
            findings.append(
                Finding(
                    (*path, "factors"),
                    "empty",
                    "there are no factors here",
                    "leave 'factors' out to rate the driver itself",
                    True,
                )
            )
        for factor, stated in mapping(driver, "factors").items():
            at = (*path, "factors", factor)
            if factor in home or factor in drivers:
                where = f"of the driver '{home[factor]}'" if factor in home else "as a driver"
                findings.append(
                    Finding(at, "duplicate-id", f"the id '{factor}' is used {where} already", at_key=True)
                )
            home.setdefault(factor, id_)
            findings += _scale_findings(at, factor, stated, scales)
    return findings


def _scale_findings(path: Path, id_: str, stated: Any, scales: dict[str, _Scale]) -> Iterator[Finding]:
    scale = mapping(stated, "scale")
    at = (*path, "scale")
    if ("worst" in scale) != ("best" in scale):
        missing = "best" if "worst" in scale else "worst"
        yield Finding(
            (*at, missing), "missing-key", f"'{missing}' is missing", "a scale states both ends or neither"
        )
        return
    worst, best = scale.get("worst", DEFAULT_ENDS[0]), scale.get("best", DEFAULT_ENDS[1])
    if not (_is_number(worst) and _is_number(best)):
        return
    length = abs(best - worst)
    if length == 0 or length - length != 0:
        message = (
            "the ends of the scale are the same" if length == 0 else "the ends of the scale are too far apart"
        )
        yield Finding(at, "bad-scale", message)
        return
    known = scales[id_] = _Scale(worst, best, mapping(scale, "levels"))
    step = scale.get("step")
    if _is_number(step) and step > length:
        yield Finding((*at, "step"), "bad-scale", f"the step {step:g} is longer than the scale ({known})")
    for name, number in known.levels.items():
        if name == UNKNOWN:
            yield Finding(
                (*at, "levels", name), "bad-id", f"'{UNKNOWN}' cannot be the name of a level", at_key=True
            )
        elif _is_number(number) and not known.holds(number):
            yield _out_of_scale((*at, "levels", name), number, known)
    for key in mapping(scale, "anchors"):
        try:
            inside = known.holds(float(key))
        except ValueError:
            continue
        if not inside:
            yield _out_of_scale((*at, "anchors", key), float(key), known)
    minimum = mapping(stated).get("minimum")
    if _is_number(minimum) and not known.holds(minimum):
        yield _out_of_scale((*path, "minimum"), minimum, known)


def _out_of_scale(path: Path, number: float, scale: _Scale) -> Finding:
    return Finding(path, "out-of-scale", f"{number:g} is outside the scale {scale}")


def _rating_findings(
    data: dict[str, Any], options: dict[str, Any], scales: dict[str, _Scale], evidence: dict[str, Any]
) -> list[Finding]:
    findings: list[Finding] = []
    ratings = data.get("ratings")
    if not isinstance(ratings, dict):
        return findings
    factors = [
        factor
        for id_, driver in mapping(data, "drivers").items()
        for factor in mapping(driver, "factors") or (id_,)
    ]
    for option, cells in ratings.items():
        findings += _unknown(("ratings", option), "option", option, options, at_key=True)
        for factor, stated in mapping(cells).items():
            at: Path = ("ratings", option, factor)
            findings += _unknown(at, "factor", factor, factors, at_key=True)
            findings += _evidence_findings((*at, "evidence"), stated, evidence)
            if factor in scales:
                findings += _cell_findings(at, stated, scales[factor])
    for option in options:
        cells = ratings.get(option, {})
        if isinstance(cells, dict):
            findings += [
                Finding(
                    ("ratings", option, factor),
                    "missing-rating",
                    f"'{option}' is not rated on '{factor}'",
                    f"write a number or '{UNKNOWN}'",
                    True,
                )
                for factor in factors
                if factor not in cells
            ]
    return findings


def _cell_findings(at: Path, stated: Any, scale: _Scale) -> Iterator[Finding]:
    parts = stated if isinstance(stated, dict) else {"value": stated}
    numbers: dict[str, float] = {}
    for key in ("low", "value", "high"):
        cell = parts.get(key)
        path = (*at, key) if isinstance(stated, dict) else at
        if isinstance(cell, str) and cell != UNKNOWN and cell not in scale.levels:
            yield Finding(
                path,
                "unknown-level",
                f"'{cell}' is neither a number nor a level of this scale",
                _level_hint(cell, scale),
            )
            continue
        number = scale.number(cell)
        if number is None:
            if cell == UNKNOWN and key != "value":
                yield Finding(path, "wrong-value", f"'{key}' is a number or a level's name")
        elif not scale.holds(number):
            yield _out_of_scale(path, number, scale)
        else:
            numbers[key] = number
    if parts.get("value") == UNKNOWN and ("low" in parts or "high" in parts):
        yield Finding(
            (*at, "value"),
            "wrong-value",
            "an unknown rating spans its whole scale",
            "leave out 'low' and 'high', or give a value",
        )
    for lower, upper in (("low", "value"), ("value", "high")):
        if lower in numbers and upper in numbers and numbers[lower] > numbers[upper]:
            message = f"'{lower}' {numbers[lower]:g} is above '{upper}' {numbers[upper]:g}"
            yield Finding((*at, lower), "bad-order", message)


def _level_hint(cell: str, scale: _Scale) -> str:
    return "leave out the quotes" if is_number(cell) else suggestion(cell, [*scale.levels, UNKNOWN])
