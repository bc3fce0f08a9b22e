"""Weights as the text of a file."""

import re
from collections.abc import Mapping

from scenario_cli.model.base import ID_PATTERN
from scenario_cli.model.scenario import Scenario


def weights_text(
    id_: str,
    title: str,
    scenario: Scenario,
    drivers: Mapping[str, float],
    factors: Mapping[str, Mapping[str, float]],
    about: str = "",
    *,
    exact: bool = False,
) -> str:
    """Return a weights file; points are written with 12 digits, or all that they have.

    Parameters
    ----------
    drivers : mapping
        Points of every driver of the scenario.
    factors : mapping
        Points within drivers; a driver left out is shared equally.
    """
    lines = ["format: weights/1", f"id: {id_}", f"title: {_quoted(title)}"]
    lines += [f"about: {_quoted(about)}"] if about else []
    lines += [f"scenario: {scenario.id}"] if re.fullmatch(ID_PATTERN, scenario.id) else []
    lines += ["", "drivers:"]
    lines += [f"  {driver}: {_points(points, exact)}" for driver, points in drivers.items()]
    if factors:
        lines += ["", "factors:"]
    for driver, group in factors.items():
        lines += [f"  {driver}:"]
        lines += [f"    {factor}: {_points(points, exact)}" for factor, points in group.items()]
    return "\n".join(lines) + "\n"


def _points(number: float, exact: bool) -> str:
    return f"{number:.12g}" if not exact or number == round(number) else repr(number)


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
