"""A scenario of the user's own options and factors, to be filled in: every rating is unknown."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.errors import UsageError
from scenario_cli.files.starting import named_weights
from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import UNKNOWN

_HEAD = """\
# yaml-language-server: $schema=scenario.schema.json
#
# A scenario: one decision, the options, and what they are rated on.
# Fill in the titles, the scales and every "unknown"; then run:  scenario score {id}
# Everything after a # is a note for people; keep your reasons here.

format: scenario/1
id: {id}
title: {title}
question: Which option is chosen?   # what the decision-maker has to decide
# decision_maker:                # whose seat the ratings are given from
# as_of: 2024-05                 # the date whose state of things it is about
{status_quo}
{named}

# sources:                       # what ratings rest on; then: evidence: [claim]
#   memo: {{title: Office memo, date: 2024-05}}
# evidence:
#   claim: {{source: memo, at: "p. 2", says: What it says.}}

# Factors are rated 0 (worst) to 10 (best), unless a scale is given:
#   {factor}: {{title: {factor_title}, scale: {{worst: 900, best: 100, unit: EUR}}}}
drivers:                         # the explanations; each groups factors, or is itself rated
"""
_RATINGS = """
ratings:                         # a number, or {value: 4, low: 2, high: 6, why: The reason., kind: judgement}
"""


_DOUBTS = """
# doubts:                        # one unknown behind several ratings that state low and high
#   unknown: {{title: What is not known, ratings: [{option}.{factor}]}}
"""


class Skeleton(NamedTuple):
    """What a scenario is made of: ids of options, and of drivers, each with those of its factors, if any."""

    options: tuple[str, ...]
    drivers: dict[str, tuple[str, ...]]


def skeleton(options: str | Sequence[str], factors: str | Sequence[str]) -> Skeleton:
    """Return what a scenario is made of from ids, given as a list or with commas between.

    Parameters
    ----------
    options : str or sequence of str
    factors : str or sequence of str
        ``driver.factor``; without a dot it is a driver that is itself rated.

    Raises
    ------
    UsageError
        There are none, one cannot be an id or is there twice, or a driver both has factors
        and is itself rated.
    """
    named = separate(options)
    drivers: dict[str, list[str]] = {}
    for id_ in named:
        _checked(id_, id_)
    for text in separate(factors):
        driver, dot, factor = text.partition(".")
        for id_ in (driver, factor) if dot else (driver,):
            _checked(id_, text)
        if driver in drivers and not (dot and drivers[driver]):
            raise UsageError(f"'{driver}' is named as a driver that is itself rated, and again")
        drivers.setdefault(driver, []).extend([factor] if dot else [])
    if not named or not drivers:
        raise UsageError(f"name at least one {'option' if not named else 'factor'}")
    rated = [*drivers, *(factor for group in drivers.values() for factor in group)]
    for ids in (named, rated):
        if twice := next((id_ for i, id_ in enumerate(ids) if id_ in ids[:i]), None):
            raise UsageError(f"'{twice}' is named twice: every option, driver and factor has its own id")
    return Skeleton(tuple(named), {driver: tuple(group) for driver, group in drivers.items()})


def separate(ids: str | Sequence[str]) -> list[str]:
    """Return ids that stand in a list, or in one text with commas between."""
    parts = [ids] if isinstance(ids, str) else ids
    return [id_.strip() for part in parts for id_ in part.split(",") if id_.strip()]


def skeleton_text(id_: str, made_of: Skeleton, weights: str | None) -> str:
    """Return the text of a scenario whose every rating is unknown, with comments that say what to fill in."""
    rated = [id_ for driver, group in made_of.drivers.items() for id_ in group or (driver,)]
    text = _HEAD.format(
        id=id_,
        title=title_of(id_),
        status_quo=f"{f'# status_quo: {made_of.options[0]}':<32} # the option that changes nothing",
        named=named_weights(weights),
        factor=rated[0],
        factor_title=title_of(rated[0]),
    )
    for driver, group in made_of.drivers.items():
        text += f"  {driver}:\n    title: {title_of(driver)}\n"
        text += "    factors:\n" if group else ""
        text += "".join(f"      {factor}: {{title: {title_of(factor)}}}\n" for factor in group)
    text += "\noptions:\n"
    text += "".join(f"  {option}: {{title: {title_of(option)}}}\n" for option in made_of.options)
    text += _RATINGS
    for option in made_of.options:
        text += f"  {option}:\n" + "".join(f"    {factor}: {UNKNOWN}\n" for factor in rated)
    return text + _DOUBTS.format(option=made_of.options[0], factor=rated[0])


def title_of(id_: str) -> str:
    """Return an id as words: a title to begin with."""
    words = " ".join(re.split("[-_]+", id_)).strip()
    return words[:1].upper() + words[1:]


def _checked(id_: str, within: str) -> None:
    if not re.fullmatch(ID_PATTERN, id_):
        where = f" in '{within}'" if within != id_ else ""
        raise UsageError(
            f"'{id_}'{where} cannot be an id: small letters, digits, '-' and '_', a letter first"
        )
