"""Questions asked on a terminal."""

import sys
from collections.abc import Sequence

from scenario_cli.answers.weights.elicit.ask import driver_of_all, swing_words
from scenario_cli.errors import StudyError, UsageError
from scenario_cli.model.base import is_number
from scenario_cli.model.scenario import Scenario


def swing_points(scenario: Scenario, texts: Sequence[str], *, ask: bool) -> dict[str, float]:
    """Return what each swing is worth, from ``ID=80``, or from questions where ids stand alone.

    Raises
    ------
    StudyError
        A number is missing and nobody can be asked, or it cannot be.
    """
    parts = [text.partition("=") for text in texts]
    driver_of_all(scenario, [id_ for id_, _, _ in parts])  # before anybody is asked
    points: dict[str, float] = {}
    for text, (id_, equals, typed) in zip(texts, parts, strict=True):
        stated = typed
        if not equals:
            if not ask:
                raise StudyError(f"say what its swing is worth, as {text}=80", parameter="swings", value=text)
            stated = _answer(swing_words(scenario, id_))
        if not is_number(stated.strip()) or float(stated) < 0:
            message = f"expected a number of 0 or more, found '{stated}'"
            raise StudyError(message, parameter="swings", value=id_)
        points[id_] = float(stated)
    return points


def _answer(words: str) -> str:
    while True:
        sys.stderr.write(f"{words}\n  worth, where the largest swing is 100: ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            raise UsageError("the questions were not answered")
        if is_number(typed.strip()) and float(typed) >= 0:
            return typed.strip()
        sys.stderr.write("  a number of 0 or more, please\n")
