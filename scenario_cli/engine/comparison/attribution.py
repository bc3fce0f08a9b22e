"""How much of a move each single change explains: weights and ratings, adding up exactly.

A contribution is a product of weight and value. When both change, the part that needs
both is shared equally between them (each change is valued at the mean of the other's
old and new size): the Shapley value of two changes. Source: Shapley (1953); for index
numbers, Bennet (1920), J. Royal Statistical Society 83:455-462.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, Ranking, contributions, totals
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import DecisionProblem


class Side(NamedTuple):
    """One of two states to compare: m options, n factors.

    Attributes
    ----------
    options, factors : sequence of str
    weights : (n,) array
        Shares of the whole.
    values : (m, n) array
        On 0..1; NaN where it cannot be told (a factor without weight in a result).
    """

    options: Sequence[str]
    factors: Sequence[str]
    weights: Array
    values: Array

    @property
    def scores(self) -> Array:
        """Scores (m,), 0..100."""
        return totals(contributions(np.nan_to_num(self.values), self.weights))


class Attribution(NamedTuple):
    """What explains each move; m options that both sides have, n factors that either has.

    Attributes
    ----------
    options, factors : tuple of str
    by_weight, by_rating : (m, n) arrays
        Points; the sum over both and all factors is the move of each score.
    """

    options: tuple[str, ...]
    factors: tuple[str, ...]
    by_weight: Array
    by_rating: Array


def side_of(problem: DecisionProblem) -> Side:
    """Return a problem as one side of a comparison."""
    return Side(problem.options, problem.factors, problem.weights, problem.values)


def attribute(before: Side, after: Side) -> Attribution:
    """Return what explains the move of each option's score from one side to the other.

    A factor that only one side has counts as a change of weight from or to 0.
    """
    options = tuple(option for option in before.options if option in after.options)
    factors = tuple(dict.fromkeys([*before.factors, *after.factors]))
    (old_weights, old_values), (new_weights, new_values) = (
        _aligned(side, options, factors) for side in (before, after)
    )
    old = np.nan_to_num(np.where(np.isnan(old_values), new_values, old_values))
    new = np.nan_to_num(np.where(np.isnan(new_values), old_values, new_values))
    by_weight = POINTS * (new_weights - old_weights) * (old + new) / 2
    by_rating = POINTS * (old_weights + new_weights) / 2 * (new - old)
    return Attribution(options, factors, by_weight, by_rating)


def gap_effects(before: Side, after: Side, first: str, second: str) -> Array:
    """Return by how many points each factor (n,) moves the lead of one option over another."""
    found = attribute(before, after)
    effects = found.by_weight + found.by_rating
    rows = [found.options.index(option) for option in (first, second)]
    return np.asarray(effects[rows[0]] - effects[rows[1]])


def lead_over(ranking: Ranking, option: int, against: int) -> list[tuple[int, float]]:
    """Return by how many points each factor puts one option above another, largest first in size."""
    lead = ranking.contributions[option] - ranking.contributions[against]
    return [(int(j), float(lead[j])) for j in np.argsort(-np.abs(lead), kind="stable")]


def _aligned(side: Side, options: Sequence[str], factors: Sequence[str]) -> tuple[Array, Array]:
    rows = [list(side.options).index(option) for option in options]
    column = {factor: j for j, factor in enumerate(side.factors)}
    weights = np.array([side.weights[column[f]] if f in column else 0.0 for f in factors])
    values = np.full((len(rows), len(factors)), np.nan)
    for k, factor in enumerate(factors):
        if factor in column:
            values[:, k] = side.values[rows, column[factor]]
    return weights, values
