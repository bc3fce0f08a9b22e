"""Rows that state what a sweep gives, held against it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.long_columns import could_lead
from scenario_cli.engine.sweep import Points, SweepResult

WITHIN = 1e-9  # of a number, or of 1 where it is smaller


class Otherwise(NamedTuple):
    """A row that states something else than a sweep gives: which one, in which column, and what is given."""

    row: int
    column: str
    computed: Any


def some_points(points: Points, places: Sequence[int]) -> Points:
    """Return what the weightings at some places state."""
    at = np.array(places, dtype=np.intp)
    ratings = {cell: numbers[at] for cell, numbers in points.ratings.items()}
    return Points(points.drivers[:, at], points.within[:, at], ratings)


def otherwise(
    result: SweepResult,
    weightings: Sequence[int],
    options: Sequence[int],
    stated: Mapping[str, Sequence[float]],
) -> list[Otherwise]:
    """Return what rows state otherwise than a sweep gives it.

    Parameters
    ----------
    result : SweepResult
        With ranges where ``stated`` has ``low``, ``high`` or ``could_lead``.
    weightings, options : (n,) sequences of int
        Of which weighting and option each row is.
    stated : mapping of str to (n,) sequence
        What rows state: ``rank``, ``tied``, ``score``, ``behind``, ``first``, ``marks`` (flags as bits),
        ``low``, ``high``, ``could_lead``. Fractions may differ by 1e-9, the rest not at all.
    """
    at = np.array(weightings, dtype=np.intp), np.array(options, dtype=np.intp)
    found = []
    for column, numbers in stated.items():
        given = _given(result, column)[at]
        differs = _differs(np.asarray(numbers), given)
        found += [Otherwise(int(row), column, given[row].item()) for row in np.flatnonzero(differs)]
    return found


def _differs(stated: Any, given: Any) -> Mask:
    if given.dtype.kind != "f":
        return np.asarray(stated != given)
    return np.asarray(~(np.abs(stated - given) <= WITHIN * np.maximum(1.0, np.abs(stated))))


def _given(result: SweepResult, column: str) -> Array | Indices | Mask:
    swept = result.swept
    match column:
        case "rank":
            return swept.ranks
        case "first":
            return np.asarray(swept.ranks == 1)
        case "tied":
            return swept.tied
        case "score":
            return swept.scores
        case "behind":
            return swept.behind
        case "marks":
            return np.broadcast_to(result.marks, swept.ranks.shape)
    assert result.ranges is not None
    low, high = result.ranges
    return {"low": low, "high": high}.get(column, could_lead(low, high))
