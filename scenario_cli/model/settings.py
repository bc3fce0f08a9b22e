"""A change to try without touching a file: ``weights.DRIVER=60``, ``ratings.OPTION.FACTOR=4``."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from scenario_cli.errors import UsageError
from scenario_cli.model.base import is_number
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.text import suggestion


class WeightSetting(NamedTuple):
    """Raw points for a driver, or for a factor within its driver."""

    driver: str
    factor: str | None
    points: float


class RatingSetting(NamedTuple):
    """A rating in the factor's own unit; ``None`` makes it unknown."""

    option: str
    factor: str
    value: float | None


Setting = WeightSetting | RatingSetting


def read_setting(text: str, scenario: Scenario) -> Setting:
    """Read one ``KEY=VALUE``.

    Raises
    ------
    UsageError
        The key or the value does not fit the scenario; the message says what would.
    """
    key, equals, stated = text.partition("=")
    parts = key.strip().split(".")
    if equals and parts[0] == "weights" and len(parts) in (2, 3):
        return _weight(text, parts[1], parts[2] if len(parts) == 3 else None, stated, scenario)
    if equals and parts[0] == "ratings" and len(parts) == 3:
        return _rating(text, parts[1], parts[2], stated.strip(), scenario)
    forms = "weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"
    raise UsageError(f"error: --set {text}: expected {forms}")


def _weight(text: str, driver: str, factor: str | None, stated: str, scenario: Scenario) -> WeightSetting:
    _known(text, "driver", driver, scenario.drivers)
    if factor is not None:
        _known(text, f"factor of '{driver}'", factor, scenario.drivers[driver].factors)
    points = _number(text, stated)
    if points < 0:
        raise UsageError(f"error: --set {text}: points are 0 or more")
    return WeightSetting(driver, factor, points)


def _rating(text: str, option: str, factor: str, stated: str, scenario: Scenario) -> RatingSetting:
    _known(text, "option", option, scenario.options)
    _known(text, "factor", factor, scenario.factors)
    scale = scenario.factors[factor].scale
    if stated == UNKNOWN:
        return RatingSetting(option, factor, None)
    value = scale.levels[stated] if stated in scale.levels else _number(text, stated)
    low, high = sorted((scale.worst, scale.best))
    if not low <= value <= high:
        raise UsageError(f"error: --set {text}: {value:g} is outside the scale {low:g} to {high:g}")
    return RatingSetting(option, factor, value)


def _known(text: str, what: str, id_: str, known: Iterable[str]) -> None:
    words = list(known)
    if id_ not in words:
        hint = suggestion(id_, words)
        raise UsageError(f"error: --set {text}: unknown {what} '{id_}'" + (f"; {hint}" if hint else ""))


def _number(text: str, stated: str) -> float:
    if is_number(stated.strip()):
        return float(stated)
    try:
        finite = "" if math.isfinite(float(stated)) else "finite "
    except ValueError:
        finite = ""
    raise UsageError(f"error: --set {text}: expected a {finite}number, found '{stated}'")
