"""All methods on one problem: on its declared scales, or as published over the options at hand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.methods.distances import (
    ClosenessRanking,
    CompromiseRanking,
    closeness,
    columns_as_vectors,
    compromise,
)
from scenario_cli.engine.methods.flows import FlowRanking, Thresholds, flows
from scenario_cli.engine.methods.majority import MajorityRanking, majority
from scenario_cli.engine.methods.products import additive, parts_of_sums, stretched, weighted_product
from scenario_cli.engine.methods.ranked import MethodRanking
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.frozen import Frozen


@dataclass(frozen=True, eq=False, kw_only=True)
class Methods(Frozen):
    """The rankings of one problem by six methods; m options, n factors.

    Attributes
    ----------
    additive, weighted_product : MethodRanking
    topsis : ClosenessRanking
    vikor : CompromiseRanking
    promethee : FlowRanking
    majority : MajorityRanking
    of_sums : (m,) array or None
        As published: the product of ratings as parts of the sum of each column; ``None`` elsewhere, and
        where there is no product.
    """

    additive: MethodRanking
    weighted_product: MethodRanking
    topsis: ClosenessRanking
    vikor: CompromiseRanking
    promethee: FlowRanking
    majority: MajorityRanking
    of_sums: Array | None

    @property
    def each(self) -> tuple[MethodRanking, ...]:
        """The rankings, in the order in which they are told; adding up first."""
        return (
            self.additive,
            self.weighted_product,
            self.topsis,
            self.vikor,
            self.promethee,
            self.majority,
        )


def methods_of(problem: DecisionProblem, how: Sequence[Thresholds], *, as_published: bool) -> Methods:
    """Rank the options of a problem by every method, under its weights.

    Parameters
    ----------
    problem : DecisionProblem
        Unknown ratings stand at mid-scale, in every method.
    how : sequence of n Thresholds
        How PROMETHEE prefers; it always compares ratings in their units, past value curves.
    as_published : bool
        Each method's own normalisation over the options at hand, of ratings in their units: between the
        least and the greatest (adding up, VIKOR), none (product), by the length of the column (TOPSIS).
        Else the values of the declared scales, with 1 and 0 as ideal and worst.
    """
    return _published(problem, how) if as_published else _declared(problem, how)


def _declared(problem: DecisionProblem, how: Sequence[Thresholds]) -> Methods:
    values, weights = problem.values, problem.weights
    n = weights.size
    return Methods(
        additive=additive(values, weights),
        weighted_product=weighted_product(values, weights),
        topsis=closeness(values, weights, np.ones(n), np.zeros(n)),
        vikor=compromise(1 - values, weights, over_options=False),
        promethee=flows(_gains(problem), weights, how),
        majority=majority(problem.positions, weights),
        of_sums=None,
    )


def _published(problem: DecisionProblem, how: Sequence[Thresholds]) -> Methods:
    ratings, weights = problem.ratings, problem.weights
    descending = problem.best < problem.worst
    alike = np.ptp(problem.positions, axis=0) <= TIE
    values = stretched(ratings, descending, alike)
    vectors = columns_as_vectors(ratings, alike)
    least, most = vectors.min(axis=0), vectors.max(axis=0)
    product = weighted_product(ratings, weights, descending)
    of_sums = None
    if product.runs:
        used = np.where(weights > 0, ratings, 1.0)
        of_sums = weighted_product(parts_of_sums(used, descending), weights).index
    return Methods(
        additive=additive(values, weights),
        weighted_product=product,
        topsis=closeness(
            vectors, weights, np.where(descending, least, most), np.where(descending, most, least)
        ),
        vikor=compromise(1 - values, weights, over_options=True),
        promethee=flows(_gains(problem), weights, how),
        majority=majority(problem.positions, weights),
        of_sums=of_sums,
    )


def _gains(problem: DecisionProblem) -> Array:
    return np.where(problem.best < problem.worst, -problem.ratings, problem.ratings)
