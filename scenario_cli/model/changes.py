"""What differs between two scenarios or two weights: each change by itself, in words."""

from collections.abc import Iterable
from typing import NamedTuple

from scenario_cli.model.scenario import Rating, Scenario
from scenario_cli.model.weights import Weights

NOTHING = "(none)"


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
        changes += _differing(f"weights.{driver}", old, new)
    return changes


def scenario_changes(before: Scenario, after: Scenario) -> list[Change]:
    """Return the options, factors and ratings that differ."""
    changes = _coming_and_going("option", before.options, after.options)
    changes += _coming_and_going("factor", before.factors, after.factors)
    for option in after.options:
        if option not in before.options:
            continue
        old, new = before.ratings[option], after.ratings[option]
        changes += [
            Change(f"ratings.{option}.{factor}", rating_text(old[factor]), rating_text(new[factor]))
            for factor in after.factors
            if factor in before.factors and rating_text(old[factor]) != rating_text(new[factor])
        ]
    return changes


def rating_text(rating: Rating) -> str:
    """Return a rating's value and range as text."""
    ends = [("low", rating.low), ("high", rating.high)]
    said = ", ".join(f"{name} {_text(end)}" for name, end in ends if end is not None)
    return _text(rating.value) + (f" ({said})" if said else "")


def _text(cell: float | str) -> str:
    return repr(float(cell)).removesuffix(".0") if isinstance(cell, float) else cell


def _differing(where: str, before: dict[str, float], after: dict[str, float]) -> list[Change]:
    return [
        Change(f"{where}.{id_}", *(_text(p[id_]) if id_ in p else NOTHING for p in (before, after)))
        for id_ in dict.fromkeys([*before, *after])
        if before.get(id_) != after.get(id_)
    ]


def _coming_and_going(what: str, before: Iterable[str], after: Iterable[str]) -> list[Change]:
    old, new = list(before), list(after)
    gone = [Change(f"{what} {id_}", "there", "gone") for id_ in old if id_ not in new]
    return gone + [Change(f"{what} {id_}", NOTHING, "new") for id_ in new if id_ not in old]
