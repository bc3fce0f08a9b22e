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
) -> str:
    """Return a weights file; points are written with 12 digits.

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
    lines += [f"  {driver}: {_points(points)}" for driver, points in drivers.items()]
    if factors:
        lines += ["", "factors:"]
    for driver, group in factors.items():
        lines += [f"  {driver}:"]
        lines += [f"    {factor}: {_points(points)}" for factor, points in group.items()]
    return "\n".join(lines) + "\n"


def _points(number: float) -> str:
    return f"{number:.12g}"


def _quoted(text: str) -> str:
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
