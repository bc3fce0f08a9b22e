"""References and bounds within a file: what types alone cannot say.

Works on plain data, so that one wrong part does not hide the mistakes of the others.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import ID_PATTERN, Numeral
from scenario_cli.model.scales import (
    Flaw,
    StatedScale,
    cell_mistakes,
    is_stated_number,
    mapping,
    out_of_scale,
    scale_mistakes,
)
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.text import suggestion

RECIPROCAL_WITHIN = 0.01
MOST_LIKENED = 100

_ID = re.compile(ID_PATTERN)


def scenario_mistakes(data: dict[str, Any]) -> list[Flaw]:
    """Return the mistakes in a scenario's references, scales, ratings and injects."""
    scales: dict[str, StatedScale] = {}
    mistakes = [*id_mistakes(data), *_driver_mistakes(data, scales)]
    known = _Known(
        options=_ids(data, "options", required=True),
        drivers=_ids(data, "drivers", required=True),
        factors=_factors(mapping(data, "drivers")),
        evidence=_ids(data, "evidence"),
        sources=_evidence_by_source(mapping(data, "evidence"), mapping(data, "sources")),
    )
    sources = _ids(data, "sources")
    status_quo = data.get("status_quo")
    if isinstance(status_quo, str):
        mistakes += _unknown(("status_quo",), "option", status_quo, known.options)
    mistakes += _published_mistakes(mapping(data, "published"), known.options, sources)
    for id_, item in mapping(data, "sources").items():
        read_in = mapping(item).get("read_in")
        if isinstance(read_in, str):
            others = {other: None for other in sources or () if other != id_}
            mistakes += _unknown(("sources", id_, "read_in"), "other source", read_in, others)
    for id_, item in mapping(data, "evidence").items():
        source = mapping(item).get("source")
        if isinstance(source, str):
            mistakes += _unknown(("evidence", id_, "source"), "source", source, sources)
    mistakes += _rating_mistakes(data, known, scales)
    mistakes += _doubt_mistakes(data, known)
    injects = mapping(data, "injects")
    for id_, inject in injects.items():
        mistakes += _inject_mistakes(("injects", id_), inject, known, scales)
        otherwise = mapping(inject).get("otherwise")
        if isinstance(otherwise, str):
            at = ("injects", id_, "otherwise")
            if otherwise == id_:
                mistakes.append(Flaw(at, "unknown-inject", "an inject cannot be its own opposite"))
            mistakes += _unknown(at, "inject", otherwise, injects)
    return mistakes


class _Known(NamedTuple):
    """The ids that a scenario's references may name; ``None`` where that part is wrong as a whole."""

    options: dict[str, Any] | None
    drivers: dict[str, Any] | None
    factors: dict[str, None] | None
    evidence: dict[str, Any] | None
    sources: dict[str, list[str]]


def _evidence_by_source(evidence: Mapping[str, Any], sources: Collection[str]) -> dict[str, list[str]]:
    """Return the ids of the evidence of each source, which is no evidence itself."""
    found: dict[str, list[str]] = {id_: [] for id_ in sources}
    for id_, item in evidence.items():
        source = item.get("source") if isinstance(item, dict) else getattr(item, "source", None)
        if isinstance(source, str) and source in found:
            found[source].append(id_)
    return found


def _ids(data: dict[str, Any], key: str, *, required: bool = False) -> dict[str, Any] | None:
    stated = data.get(key, None if required else {})
    return stated if isinstance(stated, dict) and (stated or not required) else None


def _factors(drivers: dict[str, Any]) -> dict[str, None] | None:
    """Return the ids of all factors; ``None`` where a driver does not let them be known."""
    factors: dict[str, None] = {}
    for id_, driver in drivers.items():
        within = mapping(driver, "factors")
        if not within and (isinstance(driver, list) or "factors" in mapping(driver)):
            return None
        factors |= dict.fromkeys(within or (id_,))
    return factors or None


def _published_mistakes(
    published: dict[str, Any], options: Collection[str] | None, sources: Collection[str] | None
) -> Iterator[Flaw]:
    """Check what a source made of it: its weights may lie elsewhere, its option and its source are here."""
    for key, what, known in (("first", "option", options), ("source", "source", sources)):
        stated = published.get(key)
        if isinstance(stated, str):
            yield from _unknown(("published", key), what, stated, known)


def _inject_mistakes(
    path: DataPath, inject: Any, known: _Known, scales: dict[str, StatedScale]
) -> Iterator[Flaw]:
    yield from _evidence_mistakes((*path, "evidence"), inject, known.evidence, known.sources)
    for driver in mapping(inject, "weights"):
        yield from _unknown((*path, "weights", driver), "driver", driver, known.drivers, at_key=True)
    for option, cells in mapping(inject, "ratings").items():
        yield from _unknown((*path, "ratings", option), "option", option, known.options, at_key=True)
        for factor, change in mapping(cells).items():
            at = (*path, "ratings", option, factor)
            yield from _unknown(at, "factor", factor, known.factors, at_key=True)
            target = mapping(change).get("set")
            if factor in scales and is_stated_number(target) and not scales[factor].holds(target):
                yield out_of_scale((*at, "set"), target, scales[factor])


def _doubt_mistakes(data: dict[str, Any], known: _Known) -> Iterator[Flaw]:
    """Check that each rating of a doubt is there, has a range of its own, and is in no other."""
    home: dict[str, str] = {}
    for id_, doubt in mapping(data, "doubts").items():
        path: DataPath = ("doubts", id_)
        yield from _evidence_mistakes((*path, "evidence"), doubt, known.evidence, known.sources)
        named = mapping(doubt).get("ratings")
        for i, rating in enumerate(named if isinstance(named, list) else ()):
            if not isinstance(rating, str):
                continue
            at = (*path, "ratings", i)
            option, dot, factor = rating.partition(".")
            if not dot:
                hint = "write OPTION.FACTOR"
                yield Flaw(at, "unknown-rating", f"'{rating}' names no rating", hint)
                continue
            unknown = _unknown(at, "option", option, known.options)
            unknown += _unknown(at, "factor", factor, known.factors)
            yield from unknown
            if rating in home:
                where = "this doubt" if home[rating] == id_ else f"the doubt '{home[rating]}'"
                yield Flaw(at, "two-doubts", f"the rating '{rating}' is in {where} already")
            home.setdefault(rating, id_)
            cell = mapping(data, "ratings", option).get(factor)
            if not unknown and cell is not None and not {"low", "high"} <= mapping(cell).keys():
                hint = "a doubt moves ratings between their low and high: state both, or leave it out"
                yield Flaw(at, "no-range", f"the rating '{rating}' states no low and high", hint)


def weights_mistakes(data: dict[str, Any]) -> list[Flaw]:
    """Return the mistakes within a weights file that need no scenario to be seen."""
    mistakes = list(id_mistakes(data))
    drivers = mapping(data, "drivers")
    groups: list[tuple[DataPath, dict[str, Any]]] = [(("drivers",), drivers)]
    groups += [
        (("factors", d), mapping(group))
        for d, group in mapping(data, "factors").items()
        if drivers.get(d) != 0 or not any(drivers.values())  # else nothing hangs on how it is shared
    ]
    for path, points in groups:
        if points and not any(points.values()) and all(map(is_stated_number, points.values())):
            mistakes.append(
                Flaw(path, "all-zero", "all points here are 0", "give at least one a number above 0", True)
            )
    for id_, ends in mapping(data, "ranges").items():
        if (
            isinstance(ends, list)
            and len(ends) == 2
            and all(map(is_stated_number, ends))
            and ends[0] > ends[1]
        ):
            message = f"the range starts at {ends[0]:g}, above its end {ends[1]:g}"
            mistakes.append(Flaw(("ranges", id_), "bad-order", message))
    for key in ("factors", "evidence"):
        for id_ in mapping(data, key):
            if drivers and id_ not in drivers:
                mistakes += _unknown((key, id_), "driver", id_, drivers, at_key=True)
    return mistakes


def weights_for_scenario_mistakes(data: dict[str, Any], scenario: Scenario) -> list[Flaw]:
    """Return what keeps a weights file from fitting a scenario; of weights for another one, only that."""
    wanted, drivers = data.get("scenario"), mapping(data, "drivers")
    if isinstance(wanted, str) and wanted != scenario.id:
        message = f"these weights are for the scenario '{wanted}', not '{scenario.id}'"
        return [Flaw(("scenario",), "wrong-scenario", message)]
    if wanted is None and _of_another(drivers, scenario):
        message = (
            f"these weights are not for the scenario '{scenario.id}': none of their drivers is one of its"
        )
        return [Flaw(("drivers",), "wrong-scenario", message, f"known: {', '.join(scenario.drivers)}", True)]
    mistakes = _differing(("drivers",), "driver", drivers, scenario.drivers)
    for id_, points in mapping(data, "factors").items():
        if id_ not in scenario.drivers:
            continue
        factors = scenario.drivers[id_].factors
        path: DataPath = ("factors", id_)
        if not factors:
            message = f"the driver '{id_}' has no factors to share its weight"
            mistakes.append(Flaw(path, "unknown-factor", message, "leave it out", True))
            continue
        mistakes += _differing(path, "factor", mapping(points), factors)
    for id_ in mapping(data, "ranges"):
        known = {**scenario.drivers, **scenario.factors}
        mistakes += _unknown(("ranges", id_), "driver or factor", id_, known, at_key=True)
    cited = mapping(data, "evidence")
    # Gone through only where there is some: it takes a third of what a small file does.
    sources = _evidence_by_source(scenario.evidence, scenario.sources) if cited else {}
    for id_ in cited:
        at = ("evidence", id_)
        mistakes += _evidence_mistakes(at, data["evidence"], scenario.evidence, sources, key=id_)
    return mistakes


def _of_another(drivers: dict[str, Any], scenario: Scenario) -> bool:
    """Whether several drivers are stated, and none is one of the scenario's, nor like one."""
    if not 2 <= len(drivers) <= MOST_LIKENED or not drivers.keys().isdisjoint(scenario.drivers):
        return False
    return not any(suggestion(id_, scenario.drivers).startswith("did you") for id_ in drivers)


def pairs_mistakes(data: dict[str, Any]) -> list[Flaw]:
    """Return the mistakes in a matrix of comparisons: its shape, its diagonal, entries that contradict."""
    items, matrix = data.get("items"), data.get("matrix")
    if not isinstance(items, list) or not isinstance(matrix, list):
        return []
    mistakes = [
        Flaw(("items", i), "duplicate-id", f"'{id_}' stands here a second time")
        for i, id_ in enumerate(items)
        if isinstance(id_, str) and id_ in items[:i]
    ]
    k = len(items)
    if len(matrix) != k:
        mistakes.append(Flaw(("matrix",), "wrong-length", f"{len(matrix)} rows for {k} items"))
    numbers: dict[tuple[int, int], float] = {}
    for i, row in enumerate(matrix):
        if isinstance(row, list) and len(row) != k:
            mistakes.append(Flaw(("matrix", i), "wrong-length", f"{len(row)} entries for {k} items"))
        for j, entry in enumerate(row if isinstance(row, list) else ()):
            number = _fraction(entry)
            if number is not None and number > 0:
                numbers[i, j] = number
    for (i, j), number in numbers.items():
        if i == j and number != 1:
            mistakes.append(
                Flaw(("matrix", i, j), "out-of-range", "an item counts once as much as itself: 1")
            )
        elif i > j and (j, i) in numbers and abs(number * numbers[j, i] - 1) > RECIPROCAL_WITHIN:
            message = f"{number:g} is not one over the entry across, {numbers[j, i]:g}"
            mistakes.append(
                Flaw(("matrix", i, j), "not-reciprocal", message, f"write {1 / numbers[j, i]:.4g}")
            )
    return mistakes


def _fraction(entry: Any) -> float | None:
    from scenario_cli.model.pairs import fraction

    return entry if isinstance(entry, float) else fraction(entry) if isinstance(entry, str) else None


def id_mistakes(data: dict[str, Any]) -> Iterator[Flaw]:
    """Yield the mistake of an id that is none."""
    stated = data.get("id")
    stated = stated.text if isinstance(stated, Numeral) else stated
    if isinstance(stated, str) and not _ID.fullmatch(stated):
        hint = "ids are small letters, digits, '-' and '_', starting with a letter"
        yield Flaw(("id",), "bad-id", f"'{stated}' is not an id", hint)


def _unknown(
    path: DataPath, what: str, id_: str, known: Collection[str] | None, at_key: bool = False
) -> list[Flaw]:
    if known is None or id_ in known:
        return []
    code = f"unknown-{what.rpartition(' ')[2]}"
    return [Flaw(path, code, f"unknown {what} '{id_}'", at_key=at_key, unknown=id_, known=known)]


def _differing(path: DataPath, what: str, stated: dict[str, Any], wanted: dict[str, Any]) -> list[Flaw]:
    """Return which ids are stated and not wanted, or wanted and not stated."""
    if not stated or stated.keys() == wanted.keys():
        return []
    unknown = [
        mistake for id_ in stated for mistake in _unknown((*path, id_), what, id_, wanted, at_key=True)
    ]
    return unknown + [
        Flaw(
            (*path, id_),
            f"missing-{what}",
            f"the {what} '{id_}' is missing",
            f"add '{id_}: 0' if it counts nothing",
        )
        for id_ in wanted
        if id_ not in stated
    ]


def _evidence_mistakes(
    path: DataPath,
    holder: Any,
    evidence: Collection[str] | None,
    sources: Mapping[str, list[str]],
    key: str = "evidence",
) -> list[Flaw]:
    cited = mapping(holder).get(key)
    return [
        mistake._replace(hint=_of_source(sources[id_])) if id_ in sources else mistake
        for i, id_ in enumerate(cited if isinstance(cited, list) else ())
        if isinstance(id_, str)
        for mistake in _unknown((*path, i), "evidence", id_, evidence)
    ]


def _of_source(items: Sequence[str]) -> str:
    if not items:
        return "this is a source; state evidence of it, and name that"
    return f"this is a source; name evidence of it: {', '.join(items[:8])}"


def _driver_mistakes(data: dict[str, Any], scales: dict[str, StatedScale]) -> list[Flaw]:
    """Check drivers and factors, and collect the scale of each factor into ``scales``."""
    mistakes: list[Flaw] = []
    drivers = mapping(data, "drivers")
    home: dict[str, str] = {}
    for id_, driver in drivers.items():
        path: DataPath = ("drivers", id_)
        if not isinstance(driver, dict) or "factors" not in driver:
            mistakes += scale_mistakes(path, id_, driver, scales)
            continue
        mistakes += [
            Flaw(
                (*path, key),
                "misplaced-key",
                f"'{key}' stands on a driver that has factors",
                "move it to them",
                True,
            )
            for key in ("scale", "minimum", "preference")
            if key in driver
        ]
        if driver["factors"] == {}:
            mistakes.append(
                Flaw(
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
                where = f"as a factor of '{home[factor]}'" if factor in home else "as a driver"
                message = f"the id '{factor}' is used already, {where}"
                mistakes.append(Flaw(at, "duplicate-id", message, at_key=True))
            home.setdefault(factor, id_)
            mistakes += scale_mistakes(at, factor, stated, scales)
    return mistakes


def _rating_mistakes(data: dict[str, Any], known: _Known, scales: dict[str, StatedScale]) -> Iterator[Flaw]:
    ratings = data.get("ratings")
    if not isinstance(ratings, dict):
        return
    for option, cells in ratings.items():
        yield from _unknown(("ratings", option), "option", option, known.options, at_key=True)
        for factor, stated in mapping(cells).items():
            at: DataPath = ("ratings", option, factor)
            yield from _unknown(at, "factor", factor, known.factors, at_key=True)
            yield from _evidence_mistakes((*at, "evidence"), stated, known.evidence, known.sources)
            if factor in scales:
                yield from cell_mistakes(at, stated, scales[factor])
    for option in known.options or ():
        cells = ratings.get(option, {})
        if isinstance(cells, dict):
            for factor in known.factors or ():
                if factor not in cells:
                    message = f"'{option}' is not rated on '{factor}'"
                    hint = f"write a number or '{UNKNOWN}'"
                    yield Flaw(("ratings", option, factor), "missing-rating", message, hint, at_key=True)
