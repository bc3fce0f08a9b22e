"""What is tried on a study without touching a file: ``weights.DRIVER=60``, ``ratings.OPTION.FACTOR=4``."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from scenario_cli.errors import StudyError
from scenario_cli.model.base import is_number, number_hint
from scenario_cli.model.scenario import UNKNOWN, Scenario
from scenario_cli.text import suggestion


@dataclass(frozen=True)
class WeightSetting:
    """Raw points for a driver, or for a factor within its driver; ``typed`` is how it was written."""

    of: ClassVar[Literal["weights"]] = "weights"

    driver: str
    factor: str | None
    points: float
    typed: str = field(default="", compare=False)

    def __str__(self) -> str:
        item = self.driver if self.factor is None else f"{self.driver}.{self.factor}"
        return self.typed or f"weights.{item}={_number_text(self.points)}"


@dataclass(frozen=True)
class RatingSetting:
    """A rating in the factor's own unit; ``None`` makes it unknown; ``typed`` is how it was written."""

    of: ClassVar[Literal["ratings"]] = "ratings"

    option: str
    factor: str
    value: float | None
    typed: str = field(default="", compare=False)

    def __str__(self) -> str:
        value = UNKNOWN if self.value is None else _number_text(self.value)
        return self.typed or f"ratings.{self.option}.{self.factor}={value}"


@dataclass(frozen=True)
class ChanceSetting:
    """A chance, 0..1, tried for an inject taken as an event; ``typed`` is how it was written."""

    of: ClassVar[Literal["chance"]] = "chance"

    inject: str
    chance: float
    typed: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.typed or f"{CHANCE}.{self.inject}={_number_text(self.chance)}"


CHANCE = "chance"
Setting = WeightSetting | RatingSetting | ChanceSetting
Trial = str | Setting
"""What is tried: the id of an inject, or a setting."""


def _number_text(number: float) -> str:
    return repr(float(number)).removesuffix(".0")


def read_trial(stated: Trial, scenario: Scenario) -> Trial:
    """Return what text states, an inject's id or a setting, held against a scenario; a setting likewise.

    Raises
    ------
    StudyError
        It does not fit the scenario; the message says what would.
    """
    text = str(stated)
    if text.startswith(f"{CHANCE}."):
        return read_chance(text.removeprefix(f"{CHANCE}."), scenario)
    if "=" in text or not isinstance(stated, str):
        return read_setting(text, scenario)
    return known_inject(stated, scenario)


def read_chance(text: str, scenario: Scenario) -> ChanceSetting:
    """Read one ``ID=CHANCE``: a chance, 0..1, that is tried for an inject.

    Raises
    ------
    StudyError
        There is no such inject, or the chance is none.
    """
    id_, equals, stated = text.partition("=")
    if not equals:
        raise _wrong_chance(text, "expected ID=CHANCE, as in shipment_exposed=0.4")
    if id_.strip() not in scenario.injects:
        message, hint = f"unknown inject '{id_.strip()}'", suggestion(id_.strip(), scenario.injects)
        raise _wrong_chance(text, message, hint, "unknown-inject")
    if not is_number(stated.strip()):
        bare = stated.strip().removesuffix("%").strip()
        whole = bare != stated.strip() and is_number(bare)
        hint = f"write {float(bare) / 100:g}" if whole else number_hint(stated)
        raise _wrong_chance(text, f"expected a chance from 0 to 1, found '{stated}'", hint)
    chance = float(stated)
    if not 0 <= chance <= 1:
        hint = f"write {chance / 100:g} for {chance:g}%" if 2 <= chance <= 100 else ""
        raise _wrong_chance(text, f"a chance is from 0 to 1, not {chance:g}", hint, "out-of-range")
    return ChanceSetting(id_.strip(), chance, f"{CHANCE}.{text}")


def check_chances(trials: Sequence[Trial], scenario: Scenario) -> None:
    """Hold the chances that are tried to each other, and to the injects that are.

    Raises
    ------
    StudyError
        An event has happened already, or its opposite has; it has two chances; or it hangs together
        with another that has one.
    """
    happened = {trial for trial in trials if isinstance(trial, str)}
    seen: dict[str, ChanceSetting] = {}
    for trial in trials:
        if isinstance(trial, str) or trial.of != "chance":
            continue
        text = f"{trial.inject}={_number_text(trial.chance)}"
        otherwise = scenario.injects[trial.inject].otherwise
        for id_ in (trial.inject, otherwise):
            if id_ in happened:
                raise _wrong_chance(text, f"the inject '{id_}' is tried already: it has happened")
        if trial.inject in seen:
            raise _wrong_chance(text, f"'{trial.inject}' has a chance already")
        for other in seen:
            if otherwise == other or scenario.injects[other].otherwise == trial.inject:
                raise _wrong_chance(
                    text, f"'{other}' and '{trial.inject}' hang together: one holds otherwise"
                )
        seen[trial.inject] = trial


def _wrong_chance(text: str, message: str, hint: str = "", code: str = "wrong-setting") -> StudyError:
    return StudyError(message, hint, parameter=CHANCE, value=text, code=code)


def known_inject(id_: str, scenario: Scenario) -> str:
    """Return the id of an inject that the scenario has.

    Raises
    ------
    StudyError
        It has no such inject.
    """
    if id_ not in scenario.injects:
        raise StudyError(
            f"unknown inject '{id_}'",
            suggestion(id_, scenario.injects),
            parameter="inject",
            code="unknown-inject",
            path=("injects", id_),
        )
    return id_


def read_setting(text: str, scenario: Scenario) -> Setting:
    """Read one ``KEY=VALUE``.

    Raises
    ------
    StudyError
        The key or the value does not fit the scenario; the message says what would.
    """
    key, equals, stated = text.partition("=")
    parts = key.strip().split(".")
    if equals and parts[0] == "weights" and len(parts) in (2, 3):
        return _weight(text, parts[1], parts[2] if len(parts) == 3 else None, stated, scenario)
    if equals and parts[0] == "ratings" and len(parts) == 3:
        return _rating(text, parts[1], parts[2], stated.strip(), scenario)
    forms = "weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4"
    raise _wrong(text, f"expected {forms}")


def _wrong(text: str, message: str, hint: str = "", code: str = "wrong-setting") -> StudyError:
    path = tuple(text.partition("=")[0].strip().split("."))
    return StudyError(message, hint, parameter="set", value=text, code=code, path=path)


def _weight(text: str, driver: str, factor: str | None, stated: str, scenario: Scenario) -> WeightSetting:
    home = scenario.driver_of.get(driver)
    if driver not in scenario.drivers and home is not None and factor is None:
        hint = f"write weights.{home}.{driver}={stated}"
        raise _wrong(text, f"'{driver}' is a factor of the driver '{home}'", hint, code="unknown-driver")
    _known(text, "driver", driver, scenario.drivers)
    if factor is not None:
        _known(text, f"factor of '{driver}'", factor, scenario.drivers[driver].factors)
    points = _number(text, stated)
    if points < 0:
        raise _wrong(text, "points are 0 or more")
    return WeightSetting(driver, factor, points, text)


def _rating(text: str, option: str, factor: str, stated: str, scenario: Scenario) -> RatingSetting:
    _known(text, "option", option, scenario.options)
    _known(text, "factor", factor, scenario.factors)
    scale = scenario.factors[factor].scale
    if stated == UNKNOWN:
        return RatingSetting(option, factor, None, text)
    if scale.levels and stated not in scale.levels and stated[:1].isalpha():
        raise _wrong(
            text, f"'{stated}' is no level of '{factor}'", suggestion(stated, [*scale.levels, UNKNOWN])
        )
    value = scale.levels[stated] if stated in scale.levels else _number(text, stated, unknown=True)
    low, high = sorted((scale.worst, scale.best))
    if not low <= value <= high:
        raise _wrong(text, f"{value:g} is outside the scale {low:g} to {high:g}", code="out-of-scale")
    return RatingSetting(option, factor, value, text)


def _known(text: str, what: str, id_: str, known: Iterable[str]) -> None:
    words = list(known)
    if id_ not in words:
        message = f"unknown {what} '{id_}'"
        raise _wrong(text, message, suggestion(id_, words), code=f"unknown-{what.partition(' ')[0]}")


def _number(text: str, stated: str, *, unknown: bool = False) -> float:
    if is_number(stated.strip()):
        return float(stated)
    try:
        finite = "" if math.isfinite(float(stated)) else "finite "
    except ValueError:
        finite = ""
    raise _wrong(text, f"expected a {finite}number, found '{stated}'", number_hint(stated, unknown=unknown))
