"""The kinds of value that both formats share: ids, text, numbers; unknown keys are refused."""

import math
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

NUMBER_PATTERN = re.compile(r"[-+]?(0|[1-9][0-9]*|(?=\.[0-9]))(\.[0-9]*)?([eE][-+]?[0-9]+)?")


def is_number(text: str) -> bool:
    """Whether text reads as a finite number in a file."""
    return bool(NUMBER_PATTERN.fullmatch(text)) and abs(float(text)) < math.inf


_COMMA = re.compile(r"[-+]?[0-9]+,[0-9]+")
_RANGE = re.compile(r"\s*([-+]?[0-9.]+)\s*(?:-|\.\.+|\u2013|to|,)\s*([-+]?[0-9.]+)\s*")
_NOBODY_KNOWS = ("?", "n/a", "na", "tbd", "none", "-")


def number_hint(stated: str, *, unknown: bool = False) -> str:
    """Return what to write instead of what is nearly a number; with ``unknown`` that may be written."""
    text = stated.strip()
    bare = text.removesuffix("%").rstrip()
    if bare != text and is_number(bare):
        return f"write {bare}"
    if _COMMA.fullmatch(bare):
        whole, _, rest = bare.partition(",")
        point, joined = f"{whole}.{rest}", f"{whole}{rest}"
        thousands = len(rest) == 3 and whole.strip("+-0") != ""  # 3,500 is more often 3500 than 3.5
        words = [joined, point] if thousands else [point]
        return f"write {' or '.join(word for word in words if is_number(word))}"
    number, _, unit = text.partition(" ")
    if is_number(number) and unit.strip()[:1].isalpha():
        return f"write {number}"
    if unknown and (set(text) == {"?"} or text.lower() in _NOBODY_KNOWS):
        return "write unknown"
    return ""


def range_hint(stated: str) -> str:
    """Return how a range is written that was stated as ``200-300``; nothing where it is none."""
    ends = _RANGE.fullmatch(stated)
    if ends is None or not all(map(is_number, ends.groups())):
        return ""
    low, high = sorted(ends.groups(), key=float)
    return f"low: {low}, high: {high}"


class Numeral(float):
    """A number as read from a file, with the text it was written as.

    A title such as ``2024.10`` is a number to YAML; its text must not become 2024.1.
    """

    __slots__ = ("text",)
    text: str


class Statement(BaseModel):
    """What a user states: immutable, and with no keys that the format does not know."""

    # Built when first validated: of some fifteen models a command uses two, the others within them.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def as_text(stated: Any) -> Any:
    """Return a number that was read from a file as the text that it was written as."""
    return stated.text if isinstance(stated, Numeral) else stated


ID_PATTERN = r"^[a-z][a-z0-9_-]*$"
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Text = Annotated[str, BeforeValidator(as_text), WithJsonSchema({"type": ["string", "number"]})]
Number = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
PerCent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Points = Annotated[float, Field(ge=0, allow_inf_nan=False)]
