"""Pairwise comparisons of drivers, or of one driver's factors."""

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from scenario_cli.model.base import Id, Stated


def _ratio(stated: Any) -> Any:
    if isinstance(stated, str):
        try:
            return float(Fraction(stated.replace(" ", "")))
        except (ValueError, ZeroDivisionError):
            raise PydanticCustomError(
                "wrong-type", "expected a number or a fraction like 1/3, found '{text}'", {"text": stated}
            ) from None
    return stated


Ratio = Annotated[
    float,
    Field(gt=0, allow_inf_nan=False),
    BeforeValidator(_ratio),
    WithJsonSchema({"type": ["number", "string"]}),
]


class Pairs(Stated):
    """Entry (a, b) of the matrix: how many times a counts as much as b."""

    format: Literal["pairs/1"]
    id: str = ""
    items: Annotated[list[Id], Field(min_length=2)]
    matrix: list[list[Ratio]]
