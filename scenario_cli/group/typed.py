"""What a person types at a question, as a ballot has it; what does not fit, with what to write instead."""

import re

from scenario_cli.errors import StudyError
from scenario_cli.model.base import is_number, number_hint
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import suggestion


def order_of(scenario: Scenario, typed: str) -> list[str]:
    """Return options in the order in which their numbers, or ids, are typed.

    Raises
    ------
    StudyError
        There is no such option, or one is named twice.
    """
    options = list(scenario.options)
    found: list[str] = []
    for word in re.split(r"[\s,;>]+", typed.strip()):
        number = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else 0
        id_ = options[number - 1] if 1 <= number <= len(options) else word
        if id_ not in scenario.options:
            hint = "" if word.isdigit() else suggestion(word, options)
            raise StudyError(f"'{word}' is none of 1 to {len(options)}", hint)
        if id_ in found:
            raise StudyError(f"'{word}' stands there twice")
        found.append(id_)
    return found


def worth_of(typed: str) -> float:
    """Return points as a number.

    Raises
    ------
    StudyError
        It is none, or below 0.
    """
    if not is_number(typed.strip()) or float(typed) < 0:
        hint = number_hint(typed) or "0 counts nothing"
        raise StudyError("a number of 0 or more, please", hint)
    return float(typed)


def team_of(teams: list[str], typed: str) -> str:
    """Return a team that is typed as its number or name, whatever the capitals.

    Raises
    ------
    StudyError
        There is no such team.
    """
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= len(teams):
        return teams[int(typed) - 1]
    for team in teams:
        if team.casefold() == typed.casefold():
            return team
    raise StudyError(f"'{typed}' is none of the teams", suggestion(typed, teams))
