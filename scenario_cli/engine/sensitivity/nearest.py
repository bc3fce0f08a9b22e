"""The nearest ways to another answer, one of each kind: one weight, one rating, all weights together."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scenario_cli.engine.additive import Ranking
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.least_shift import LeastShift, least_shift
from scenario_cli.engine.sensitivity.one_way import Flip, OneWay
from scenario_cli.engine.sensitivity.rating_flips import RatingFlips, nearest_ratings, rating_flips

Ranges = Mapping[str, tuple[float, float]]
"""Ranges of weights by the id of their driver or factor: shares of the whole, 0..1."""


class WeightFlip(NamedTuple):
    """One weight, where it flips, and whether a stated range covers that."""

    swing: OneWay
    flip: Flip
    within_range: bool


class NearestWays(NamedTuple):
    """The nearest ways to another answer.

    Attributes
    ----------
    weight : WeightFlip or None
        The weight whose flip matters most: where first place is shared, one that ends that at
        once; else one inside a stated range, else a driver's, else a factor's; the nearest of
        them. ``None`` where no single weight does it.
    rating : (int, int) or None
        The rating (option, factor) that reaches its flip in the fewest steps.
    ratings : RatingFlips
        The turning points of all ratings.
    shift : LeastShift or None
        The least weight that moves jointly.
    """

    weight: WeightFlip | None
    rating: tuple[int, int] | None
    ratings: RatingFlips
    shift: LeastShift | None


def nearest_ways(
    problem: DecisionProblem,
    ranking: Ranking,
    swings: Sequence[OneWay],
    ranges: Ranges,
    *,
    locked: Sequence[int] = (),
) -> NearestWays:
    """Return the nearest way of each kind in which first place changes hands.

    Parameters
    ----------
    swings : sequence of OneWay
        As ``one_way`` returns them.
    ranges : mapping of str to (float, float)
        What the weights state of their own uncertainty, in shares of the whole.
    locked : sequence of int, optional
        Indices of drivers whose factors keep their weights.
    """
    flips = rating_flips(problem, ranking)
    return NearestWays(
        weight=nearest_weight(problem, swings, ranges),
        rating=next(iter(nearest_ratings(flips)), None),
        ratings=flips,
        shift=least_shift(problem, ranking, locked=locked),
    )


def nearest_weight(problem: DecisionProblem, swings: Sequence[OneWay], ranges: Ranges) -> WeightFlip | None:
    """Return the weight whose flip matters most; see ``NearestWays``. Ties go by file order."""
    found = [
        WeightFlip(swing, flip, flip_in_range(flip, ranges.get(item_id(problem, swing))))
        for swing in distinct_swings(problem, swings)
        for flip in swing.flips
    ]
    return min(
        found,
        key=lambda way: (
            way.flip.change != 0,
            not way.within_range,
            way.swing.kind != "driver",
            abs(way.flip.change),
        ),
        default=None,
    )


def flip_in_range(flip: Flip, stated: tuple[float, float] | None) -> bool:
    """Whether a flip lies in a stated range, its ends counted in."""
    return stated is not None and stated[0] - _ROUNDING <= flip.at <= stated[1] + _ROUNDING


_ROUNDING = 1e-12


def item_id(problem: DecisionProblem, swing: OneWay) -> str:
    """Return the id of the driver or factor whose weight swings."""
    return (problem.drivers if swing.kind == "driver" else problem.factors)[swing.item]


def distinct_swings(problem: DecisionProblem, swings: Sequence[OneWay]) -> list[OneWay]:
    """Return the swings that can move: a driver that is itself rated counts once, an only one not at all."""
    drivers = [s for s in swings if s.kind == "driver"]
    if len(drivers) == 1:  # it has all the weight that can move, and nothing to give it to
        drivers = []
    factors = [s for s in swings if s.kind == "factor" and problem.factors[s.item] not in problem.drivers]
    return drivers + factors
