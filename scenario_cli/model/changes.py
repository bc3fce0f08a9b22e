"""What differs between two scenarios or two weights: each change by itself, in words."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scenario_cli.model.scenario import Doubt, Factor, Inject, Rating, Scenario
from scenario_cli.model.weights import Weights

NOTHING, NEW, GONE = "(none)", "new", "gone"


class Change(NamedTuple):
    """One thing that differs: where it stands, and what it was and is."""

    where: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.where}: {self.before} -> {self.after}"


def weights_changes(before: Weights, after: Weights) -> list[Change]:
    """Return the points that differ, drivers first."""
    changes = _differing("weights", before.drivers, after.drivers)
    for driver in dict.fromkeys([*before.factors, *after.factors]):
        old, new = before.factors.get(driver, {}), after.factors.get(driver, {})
        changes += _differing(f"weights.{driver}", old, new, lacking="shared equally")
    return changes


def scenario_changes(before: Scenario, after: Scenario) -> list[Change]:
    """Return what differs of all that scores and ranges are computed from."""
    old_factors, new_factors = before.factors, after.factors
    kept = [factor for factor in new_factors if factor in old_factors]
    changes = _coming_and_going("option", before.options, after.options)
    changes += _coming_and_going("factor", old_factors, new_factors)
    changes += changes_of_texts(_homes(before, kept), _homes(after, kept))
    for factor in kept:
        changes += changes_of_texts(_scale(factor, old_factors[factor]), _scale(factor, new_factors[factor]))
    changes += _differing("confidence", before.confidence.model_dump(), after.confidence.model_dump())
    for option in after.options:
        if option in before.options:
            old, new = before.ratings[option], after.ratings[option]
            changes += changes_of_texts(
                *(
                    {f"ratings.{option}.{factor}": rating_text(cells[factor]) for factor in kept}
                    for cells in (old, new)
                )
            )
    changes += _doubt_changes(before.doubts, after.doubts)
    return changes + _inject_changes(before.injects, after.injects)


def rating_text(rating: Rating) -> str:
    """Return a rating's value and range as text."""
    ends = [("low", rating.low), ("high", rating.high)]
    said = ", ".join(f"{name} {_text(end)}" for name, end in ends if end is not None)
    return _text(rating.value) + (f" ({said})" if said else "")


def _text(cell: float | str) -> str:
    return repr(float(cell)).removesuffix(".0") if isinstance(cell, float) else cell


def _differing(
    where: str, before: dict[str, float], after: dict[str, float], lacking: str = NOTHING
) -> list[Change]:
    return [
        Change(f"{where}.{id_}", *(_text(p[id_]) if id_ in p else lacking for p in (before, after)))
        for id_ in dict.fromkeys([*before, *after])
        if before.get(id_) != after.get(id_)
    ]


def changes_of_texts(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Return which texts differ between two mappings."""
    return [
        Change(where, before.get(where, NOTHING), after.get(where, NOTHING))
        for where in dict.fromkeys([*before, *after])
        if before.get(where) != after.get(where)
    ]


def _homes(scenario: Scenario, factors: Iterable[str]) -> dict[str, str]:
    driver_of = scenario.driver_of
    return {f"driver of {factor}": driver_of[factor] for factor in factors}


def _scale(id_: str, factor: Factor) -> dict[str, str]:
    scale = factor.scale
    parts = {f"scale of {id_}": f"{_text(scale.worst)} to {_text(scale.best)}"}
    parts |= {f"level {name} of {id_}": _text(number) for name, number in scale.levels.items()}
    parts |= {f"value of {_text(rating)} on {id_}": _text(value) for rating, value in scale.values.items()}
    if scale.step is not None:
        parts[f"step of {id_}"] = _text(scale.step)
    if factor.minimum is not None:
        parts[f"minimum of {id_}"] = _text(factor.minimum)
    if factor.preference is not None:
        stated = factor.preference.model_dump(exclude_none=True)
        parts[f"preference of {id_}"] = ", ".join(
            each if isinstance(each, str) else f"{key} {_text(each)}" for key, each in stated.items()
        )
    return parts


def _inject_changes(before: dict[str, Inject], after: dict[str, Inject]) -> list[Change]:
    changes = _coming_and_going("inject", before, after)
    for id_, inject in after.items():
        if id_ in before:
            changes += changes_of_texts(_effects(id_, before[id_]), _effects(id_, inject))
    return changes


def _doubt_changes(before: dict[str, Doubt], after: dict[str, Doubt]) -> list[Change]:
    changes = _coming_and_going("doubt", before, after)
    for id_, doubt in after.items():
        if id_ in before and set(before[id_].ratings) != set(doubt.ratings):
            changes.append(Change(f"doubts.{id_}", ", ".join(before[id_].ratings), ", ".join(doubt.ratings)))
    return changes


def _effects(id_: str, inject: Inject) -> dict[str, str]:
    effects = {
        f"injects.{id_}.ratings.{option}.{factor}": f"{how} {_text(number)}"
        for option, cells in inject.ratings.items()
        for factor, change in cells.items()
        for how, number in (("set", change.set), ("shift", change.shift))
        if number is not None
    }
    if inject.otherwise is not None:
        effects[f"injects.{id_}.otherwise"] = inject.otherwise
    return effects | {
        f"injects.{id_}.weights.{driver}": f"times {_text(change.times)}"
        for driver, change in inject.weights.items()
    }


def _coming_and_going(what: str, before: Iterable[str], after: Iterable[str]) -> list[Change]:
    old, new = list(before), list(after)
    gone = [Change(f"{what} {id_}", "there", GONE) for id_ in old if id_ not in new]
    return gone + [Change(f"{what} {id_}", NOTHING, NEW) for id_ in new if id_ not in old]
