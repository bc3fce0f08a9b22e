"""The pictures of a sensitivity analysis by name: those that can be drawn, and what the others need."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.sensitivity.ask import SensitivityAnswer

if TYPE_CHECKING:
    from scenario_cli.render.svg import Picture


def pictures_of(answer: SensitivityAnswer, finding: str) -> "dict[str, Callable[[float], Picture]]":
    """Return what draws each picture of an answer in a width, the foremost first."""
    pictures: dict[str, Callable[[float], Picture]] = {
        "flips": partial(_flips, answer, finding),
        "steps": partial(_steps, answer, finding),
        "events": partial(_events, answer),
    }
    if answer.two_way is not None or answer.plane is not None:
        pictures["map"] = partial(_map, answer, finding)
    if answer.lines is not None:
        pictures["lines"] = partial(_lines, answer, finding)
    return pictures


def unasked(answer: SensitivityAnswer) -> dict[str, str]:
    """Return what the pictures need that cannot be drawn, since something was not asked for."""
    needed = {}
    if answer.two_way is None and answer.plane is None:
        needed["map"] = "a map of two weights or two events"
    if answer.lines is None:
        needed["lines"] = "a driver or factor to go over"
    return needed


def _flips(answer: SensitivityAnswer, finding: str, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.flips import flips_picture

    return flips_picture(answer.study, answer.one_way, finding, width)


def _events(answer: SensitivityAnswer, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.events import events_picture

    return events_picture(answer.study, width)


def _steps(answer: SensitivityAnswer, finding: str, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.steps import steps_picture

    return steps_picture(answer, finding, width)


def _map(answer: SensitivityAnswer, finding: str, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.map import map_picture

    return map_picture(answer, finding, width)


def _lines(answer: SensitivityAnswer, finding: str, width: float) -> "Picture":
    from scenario_cli.answers.sensitivity.pictures.lines import lines_picture

    assert answer.lines is not None
    return lines_picture(answer.study, answer.lines, finding, width)
