"""How weights may lie: four models, each sampled uniformly (or round the present weights).

Samples are columns. They come in blocks of a fixed size, each with a random stream of
its own, so that the same seed gives the same samples however the work is divided. A
sampler may hand out the same memory again: a caller keeps copies.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scenario_cli.choices import Over
from scenario_cli.engine.problem import Array, DecisionProblem

BLOCK = 16_384
SAME_WEIGHT = 1e-12
SMALL_SHAPE = 0.1

Sampler = Callable[[np.random.Generator, int], Array]


class Items(NamedTuple):
    """What has a weight of its own in a model: all factors, or the drivers with fixed shares within.

    Attributes
    ----------
    ids : tuple of str
    weights : (k,) array
        Present shares, summing to 1.
    spread : (n, k) array
        What each factor gets of each item's weight; columns sum to 1.
    """

    ids: tuple[str, ...]
    weights: Array
    spread: Array


def items_over(problem: DecisionProblem, over: Over) -> Items:
    """Return the items of a problem: its factors or its drivers."""
    n = len(problem.factors)
    if over == "factors":
        return Items(problem.factors, problem.weights, np.eye(n))
    spread = np.zeros((n, len(problem.drivers)))
    spread[np.arange(n), problem.driver_of] = problem.within
    return Items(problem.drivers, problem.driver_weights, spread)


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the random stream of one block, the same for the same seed and key."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def anywhere(k: int) -> Sampler:
    """Return a sampler of weights uniform on the simplex of k items.

    Columns are exponentials, not normalised: ranks do not depend on it. Source:
    Devroye (1986), Non-Uniform Random Variate Generation, ch. V.2.
    """
    block = np.empty((k, BLOCK))

    def sample(rng: np.random.Generator, count: int) -> Array:
        if count != BLOCK:
            return rng.standard_exponential((k, count))
        return rng.standard_exponential(out=block)

    return sample


def around(weights: Array, spread: float) -> Sampler:
    """Return a Dirichlet sampler whose mean is the present weights.

    A weight of average size 1/k has standard deviation ``spread``/k; items without
    weight stay without. Columns are gammas, not normalised.
    """
    alpha = concentration(weights.size, spread) * weights
    if np.all((alpha == 0) | (alpha >= SMALL_SHAPE)):
        return lambda rng, count: rng.standard_gamma(np.broadcast_to(alpha[:, None], (alpha.size, count)))

    def sample(rng: np.random.Generator, count: int) -> Array:
        """Draw logarithms: gammas of so small a shape can all be too small to be numbers."""
        some = alpha > 0
        shape = alpha[some][:, None]
        larger = rng.standard_gamma(np.broadcast_to(shape + 1, (shape.size, count)))
        logs = np.log(larger) + np.log1p(-rng.random((shape.size, count))) / shape
        drawn = np.zeros((alpha.size, count))
        drawn[some] = np.exp(logs - logs.max(axis=0))
        return drawn

    return sample


def concentration(k: int, spread: float) -> float:
    """Return the sum of the Dirichlet parameters for which 1/k has standard deviation ``spread``/k.

    Above 0 for ``spread < sqrt(k - 1)``; one item has no spread.
    """
    return (k - 1) / spread**2 - 1 if k > 1 else 1.0


def ordered(weights: Array) -> Sampler:
    """Return a sampler uniform on the weights that keep the present order of importance.

    Uniform combinations of the region's corners: equal weights on the first 1, 2, ...
    items. Items of equal weight may come in any order among themselves.
    """
    order = np.argsort(-weights, kind="stable")
    corners = ordered_corners(weights.size)
    groups = np.cumsum(np.diff(weights[order], prepend=weights[order[0]]) < -SAME_WEIGHT)

    def sample(rng: np.random.Generator, count: int) -> Array:
        drawn = corners @ rng.standard_exponential((weights.size, count))
        if groups[-1] < weights.size - 1:
            shuffle = np.argsort(rng.random((weights.size, count)) + groups[:, None], axis=0)
            drawn = np.take_along_axis(drawn, shuffle, axis=0)
        placed = np.empty_like(drawn)
        placed[order] = drawn
        return placed

    return sample


def ordered_corners(k: int) -> Array:
    """Return the corners (k, k), as columns, of weights in falling order: equal on the first items."""
    return np.triu(np.ones((k, k))) / np.arange(1, k + 1)


def strictly_ordered(weights: Array) -> bool:
    """Whether no two present weights are equal."""
    return bool(np.all(np.diff(np.sort(weights)) > SAME_WEIGHT))
