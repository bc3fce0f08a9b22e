"""What one scale holds: its ends, its levels and anchors, and the ratings stated on it.

Works on plain data, so that one wrong part does not hide the mistakes of the others.
"""

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple, TypeGuard

from scenario_cli.mistakes import DataPath
from scenario_cli.model.base import is_number, number_hint, range_hint
from scenario_cli.model.scenario import UNKNOWN
from scenario_cli.text import suggestion

DEFAULT_ENDS = (0.0, 10.0)


class Flaw(NamedTuple):
    """A mistake and the path it stands at, not yet located.

    ``unknown`` is a word that was not found among ``known``: the hint is then looked up.
    """

    path: DataPath
    code: str
    message: str
    hint: str = ""
    at_key: bool = False
    unknown: str = ""
    known: Collection[str] = ()

    @property
    def suggested(self) -> str:
        """What to write instead: the hint, else the nearest word that is known."""
        return self.hint or (suggestion(self.unknown, self.known) if self.unknown else "")


def mapping(data: Any, *path: str) -> dict[str, Any]:
    """Return the mapping at a path, or an empty one where there is none."""
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def is_stated_number(stated: Any) -> TypeGuard[float]:
    """Whether something is a number as a file states it."""
    return isinstance(stated, float)


class StatedScale(NamedTuple):
    """The ends and levels of a scale, as far as they are sound."""

    worst: float
    best: float
    levels: dict[str, Any]

    def number(self, stated: Any) -> float | None:
        """Return a number or a level as a number; ``None`` where it is neither."""
        if isinstance(stated, str):
            stated = self.levels.get(stated)
        return stated if isinstance(stated, float) else None

    def holds(self, number: float) -> bool:
        """Whether a number lies between the ends."""
        return min(self.worst, self.best) <= number <= max(self.worst, self.best)

    def __str__(self) -> str:
        return f"{min(self.worst, self.best):g} to {max(self.worst, self.best):g}"


def scale_mistakes(path: DataPath, id_: str, stated: Any, scales: dict[str, StatedScale]) -> Iterator[Flaw]:
    """Check the scale of a factor, and put it into ``scales`` where its ends are sound."""
    scale = mapping(stated, "scale")
    at = (*path, "scale")
    if UNKNOWN in mapping(scale, "levels"):
        message = f"'{UNKNOWN}' cannot be the name of a level"
        yield Flaw((*at, "levels", UNKNOWN), "bad-id", message, at_key=True)
    if ("worst" in scale) != ("best" in scale):
        missing = "best" if "worst" in scale else "worst"
        yield Flaw(
            (*at, missing), "missing-key", f"'{missing}' is missing", "a scale states both ends or neither"
        )
        return
    worst, best = scale.get("worst", DEFAULT_ENDS[0]), scale.get("best", DEFAULT_ENDS[1])
    if not (is_stated_number(worst) and is_stated_number(best)):
        return
    length = abs(best - worst)
    if length == 0 or length - length != 0:
        message = (
            "the ends of the scale are the same" if length == 0 else "the ends of the scale are too far apart"
        )
        yield Flaw(at, "bad-scale", message)
        return
    known = scales[id_] = StatedScale(worst, best, mapping(scale, "levels"))
    step = scale.get("step")
    if is_stated_number(step) and step > length:
        yield Flaw((*at, "step"), "bad-scale", f"the step {step:g} is longer than the scale ({known})")
    for name, number in known.levels.items():
        if name != UNKNOWN and is_stated_number(number) and not known.holds(number):
            yield out_of_scale((*at, "levels", name), number, known)
    yield from _anchor_mistakes((*at, "anchors"), mapping(scale, "anchors"), known)
    yield from _curve_mistakes((*at, "values"), mapping(scale, "values"), known)
    minimum = mapping(stated).get("minimum")
    if is_stated_number(minimum) and not known.holds(minimum):
        yield out_of_scale((*path, "minimum"), minimum, known)
    one_step = step if is_stated_number(step) and step > 0 else length / 10
    yield from _preference_mistakes((*path, "preference"), mapping(stated, "preference"), one_step)


# Which thresholds each type of preference function has: Brans & Vincke (1985).
THRESHOLDS: dict[str, tuple[str, ...]] = {
    "usual": (),
    "u-shape": ("q",),
    "v-shape": ("p",),
    "linear": ("q", "p"),
    "level": ("q", "p"),
    "gaussian": ("s",),
}


def _preference_mistakes(at: DataPath, stated: dict[str, Any], one_step: float) -> Iterator[Flaw]:
    """Check that a preference states what its type takes, and its thresholds in order."""
    if not stated:
        return
    type_ = stated.get("type", "linear")
    if not isinstance(type_, str) or type_ not in THRESHOLDS:
        return
    takes = THRESHOLDS[type_]
    for key in ("q", "p", "s"):
        if key in stated and key not in takes:
            hint = f"it takes {' and '.join(takes)}" if takes else "it takes no number"
            message = f"a preference of type '{type_}' has no '{key}'"
            yield Flaw((*at, key), "misplaced-key", message, hint, at_key=True)
    q, p = stated.get("q", one_step), stated.get("p", 2 * one_step)
    if {"q", "p"} <= {*takes} and is_stated_number(q) and is_stated_number(p) and q > p:
        own = "" if "p" in stated else ", two steps unless stated"
        key = "q" if "q" in stated else "p"
        other = "" if "q" in stated else " (one step unless stated)"
        yield Flaw((*at, key), "bad-order", f"'q' {q:g}{other} is above 'p' {p:g}{own}")


def _anchor_mistakes(at: DataPath, anchors: dict[str, Any], scale: StatedScale) -> Iterator[Flaw]:
    yield from _twice(at, anchors, "anchor")
    for key in filter(is_number, anchors):
        if not scale.holds(float(key)):
            yield out_of_scale((*at, key), float(key), scale)


def _twice(at: DataPath, stated: dict[str, Any], what: str) -> Iterator[Flaw]:
    """Tell keys that are the same number in another spelling."""
    first: dict[float, str] = {}
    for key in filter(is_number, stated):
        if float(key) in first:
            message = f"this {what} stands where '{first[float(key)]}' stands already"
            yield Flaw((*at, key), "duplicate-key", message, at_key=True)
        first.setdefault(float(key), key)


def _curve_mistakes(at: DataPath, points: dict[str, Any], scale: StatedScale) -> Iterator[Flaw]:
    """Check the points of a value curve: on the scale, 0 at worst and 1 at best, rising between."""
    yield from _twice(at, points, "point")
    sound: dict[float, tuple[str, float]] = {}
    for key, value in points.items():
        if not is_number(key) or not is_stated_number(value):
            continue
        if not scale.holds(float(key)):
            yield out_of_scale((*at, key), float(key), scale)
        elif not 0 <= value <= 1:
            yield Flaw((*at, key), "out-of-range", f"{value:g} is outside the values 0 to 1")
        else:
            sound.setdefault(float(key), (key, value))
    before, worth = scale.worst, 0.0
    for rating in sorted(sound, key=lambda rating: abs(rating - scale.worst)):
        key, value = sound[rating]
        ends = {scale.worst: 0.0, scale.best: 1.0}
        if rating in ends:
            if value != ends[rating]:
                end = "worst" if rating == scale.worst else "best"
                message = f"the {end} rating {rating:g} is worth {ends[rating]:g}, not {value:g}"
                yield Flaw((*at, key), "bad-curve", message, "leave it out")
        elif not worth < value < 1:
            told = f"{value:g} at {rating:g} is not above {worth:g} at {before:g}"
            told = told if value <= worth else f"only the best rating {scale.best:g} is worth 1"
            hint = "a value curve rises all the way from worst to best"
            yield Flaw((*at, key), "bad-curve", told, hint)
        else:
            before, worth = rating, value


def out_of_scale(path: DataPath, number: float, scale: StatedScale) -> Flaw:
    """Return that a number is outside its scale."""
    return Flaw(path, "out-of-scale", f"{number:g} is outside the scale {scale}")


def _cell_hint(cell: str, key: str) -> str:
    if is_number(cell):
        return "leave out the quotes"
    ends = range_hint(cell) if key == "value" and "," not in cell else ""
    return f"write {{value: ..., {ends}}}" if ends else number_hint(cell, unknown=key == "value")


def cell_mistakes(at: DataPath, stated: Any, scale: StatedScale) -> Iterator[Flaw]:
    """Check a rating against the scale of its factor."""
    parts = stated if isinstance(stated, dict) else {"value": stated}
    numbers: dict[str, float] = {}
    for key in ("low", "value", "high"):
        cell = parts.get(key)
        path = (*at, key) if isinstance(stated, dict) else at
        if isinstance(cell, str) and cell != UNKNOWN and cell not in scale.levels:
            yield Flaw(
                path,
                "unknown-level",
                f"'{cell}' is neither a number nor a level of this scale",
                _cell_hint(cell, key),
                unknown=cell,
                known=(*scale.levels, UNKNOWN),
            )
            continue
        number = scale.number(cell)
        if number is None:
            if cell == UNKNOWN and key != "value":
                yield Flaw(path, "wrong-value", f"'{key}' is a number or a level's name")
        elif not scale.holds(number):
            yield out_of_scale(path, number, scale)
        else:
            numbers[key] = number
    if parts.get("value") == UNKNOWN and ("low" in parts or "high" in parts):
        yield Flaw(
            (*at, "value"),
            "wrong-value",
            "an unknown rating spans its whole scale",
            "leave out 'low' and 'high', or give a value",
        )
    for lower, upper in (("low", "value"), ("value", "high")):
        if lower in numbers and upper in numbers and numbers[lower] > numbers[upper]:
            message = f"'{lower}' {numbers[lower]:g} is above '{upper}' {numbers[upper]:g}"
            yield Flaw((*at, lower), "bad-order", message)
