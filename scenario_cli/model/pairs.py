"""Pairwise comparisons of drivers, or of one driver's factors."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from scenario_cli.model.base import Id, Statement

_FRACTION = re.compile(r"[0-9]{1,15}(\.[0-9]{1,15})?( ?/ ?[0-9]{1,15}(\.[0-9]{1,15})?)?")


def fraction(text: str) -> float | None:
    """Return what a fraction such as ``1/3`` or a number is worth; ``None`` where the text is neither."""
    if not _FRACTION.fullmatch(text):
        return None
    above, _, below = text.partition("/")
    over = float(below or 1)
    return float(above) / over if over > 0 else None


def _ratio(stated: Any) -> Any:
    if isinstance(stated, str):
        ratio = fraction(stated)
        if ratio is None:
            raise PydanticCustomError(
                "wrong-type", "expected a number or a fraction like 1/3, found '{text}'", {"text": stated}
            )
        return ratio
    return stated


Ratio = Annotated[
    float,
    Field(gt=0, allow_inf_nan=False),
    BeforeValidator(_ratio),
    WithJsonSchema({"type": ["number", "string"]}),
]


class Pairs(Statement):
    """Entry (a, b) of the matrix: how many times a counts as much as b."""

    format: Literal["pairs/1"]
    id: str = ""
    items: Annotated[list[Id], Field(min_length=2)]
    matrix: list[list[Ratio]]
