"""A value curve by bisection: which ratings are worth half, a quarter and three quarters.

Source: von Winterfeldt & Edwards (1986), Decision Analysis and Behavioral Research, ch. 7.
"""

from collections.abc import Mapping

from scenario_cli.answers.curve.ask import rating_on
from scenario_cli.answers.words import rating_words, stated_text
from scenario_cli.errors import StudyError
from scenario_cli.model.scenario import Scale

# What ratings are asked for in turn, in words, and the two values that each is in the middle of.
ASKED: dict[float, tuple[str, float, float]] = {
    0.5: ("half", 0.0, 1.0),
    0.25: ("a quarter", 0.0, 0.5),
    0.75: ("three quarters", 0.5, 1.0),
}
Answers = Mapping[float, str]
"""Ratings as they were typed, by what they are worth."""


def opening_lines(title: str, scale: Scale) -> list[str]:
    """Return what is said before the questions: what the ends are worth, and the curve there is."""
    worst, best = rating_words(scale, scale.worst), rating_words(scale, scale.best)
    lines = [f"{title}: {worst} is worth 0, {best} is worth 1. Enter leaves a question out, b goes back."]
    if scale.values:
        so_far = [f"{stated_text(rating)} is worth {value:g}" for rating, value in scale.values.items()]
        lines.append(f"The curve so far: {', '.join(so_far)}. Your answers take its place.")
    return lines


def question_lines(scale: Scale, value: float, answers: Answers) -> list[str]:
    """Return the question for a value, and what it comes to where both ratings beside it are known."""
    words, low, high = ASKED[value]
    known = _known(scale, answers)
    worst, best = rating_words(scale, scale.worst), rating_words(scale, scale.best)
    lines = [f"Which rating is worth {words} as much as going all the way from {worst} to {best}?"]
    if low in known and high in known:
        one, other = (rating_words(scale, known[end]) for end in (low, high))
        lines.append(f"  From {one} to it is worth as much as from it to {other}.")
    return lines


def rating_of(scale: Scale, value: float, typed: str, answers: Answers) -> str:
    """Return the rating that was typed for a value.

    Raises
    ------
    StudyError
        It is none, or the curve would not rise through it and the other answers.
    """
    rating = rating_on(scale, typed)
    known = _known(scale, {other: answer for other, answer in answers.items() if other != value})
    below = known[max(other for other in known if other < value)]
    above = known[min(other for other in known if other > value)]
    if not min(below, above) < float(rating) < max(below, above):
        ends = f"{rating_words(scale, below)} and {rating_words(scale, above)}"
        raise StudyError(f"expected a rating between {ends}", parameter="points", value=typed)
    return rating


def points_of(scale: Scale, answers: Answers) -> list[str]:
    """Return the points to put in, and those of the curve so far that they take the place of."""
    new = {float(rating) for rating in answers.values()}
    gone = [f"{stated_text(rating)}={stated_text(None)}" for rating in scale.values if rating not in new]
    return [*gone, *(f"{rating}={value:g}" for value, rating in sorted(answers.items()))]


def _known(scale: Scale, answers: Answers) -> dict[float, float]:
    """Return the ratings whose worth is known, by it."""
    ends = {0.0: scale.worst, 1.0: scale.best}
    return ends | {value: float(rating) for value, rating in answers.items()}
