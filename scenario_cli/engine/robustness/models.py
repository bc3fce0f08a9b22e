"""How weights may lie: four models, each sampled uniformly (or round the present weights).

Samples are columns. They come in blocks of a fixed size, each with a random stream of
its own, so that the same seed gives the same samples however the work is divided. A
sampler may hand out the same memory again: a caller keeps copies.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenario_cli.choices import Over
from scenario_cli.engine.arrays import Array, product
from scenario_cli.engine.problem import DecisionProblem

if TYPE_CHECKING:
    from fractions import Fraction

BLOCK = 16_384
SMALL_SHAPE = 0.1
WHOLE = 2.0**26
MOST_GAPS = 64

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
    importance : (k,) array
        Numbers that order the items as their weights do, equal only where these are.
    """

    ids: tuple[str, ...]
    weights: Array
    spread: Array
    importance: Array

    def alone(self, values: Array) -> Array:
        """Return values (m, k) under each item alone, from values (m, n) on 0..1; none above 1."""
        return np.minimum(product(values, self.spread), 1.0)

    def factor_weights(self, weights: Array) -> Array:
        """Return the weights (n, N) of factors from those (k, N) of items, each in one item."""
        item = self.spread.argmax(axis=1)
        return np.asarray(weights[item] * self.spread[np.arange(item.size), item][:, None])


def items_over(problem: DecisionProblem, over: Over, stated: "Sequence[Fraction] | None" = None) -> Items:
    """Return the items of a problem: its factors or its drivers.

    ``stated`` are their shares without rounding, for their order of importance; without
    them it is that of the shares as they were computed.
    """
    n = len(problem.factors)
    if over == "factors":
        ids, weights, spread = problem.factors, problem.weights, np.eye(n)
    else:
        ids, weights, spread = problem.drivers, problem.driver_weights, np.zeros((n, len(problem.drivers)))
        spread[np.arange(n), problem.driver_of] = problem.within
    if stated is None:
        return Items(ids, weights, spread, weights)
    place = {share: float(k) for k, share in enumerate(sorted(set(stated)))}
    return Items(ids, weights, spread, np.array([place[share] for share in stated]))


def stream(seed: int, *key: int) -> np.random.Generator:
    """Return the random stream of one block, the same for the same seed and key."""
    return np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed, spawn_key=key)))


def anywhere(k: int) -> Sampler:
    """Return a sampler of weights uniform on the simplex of k items.

    Columns are not normalised: ranks do not depend on it. Up to 64 items they are gaps;
    for more, sorting takes longer than exponentials do. Source: Devroye (1986),
    Non-Uniform Random Variate Generation, ch. V.2 and V.3 (both ways).
    """
    if k <= MOST_GAPS:
        return Gaps(k)
    block = np.empty((k, BLOCK))

    def sample(rng: np.random.Generator, count: int) -> Array:
        if count != BLOCK:
            return rng.standard_exponential((k, count))
        return rng.standard_exponential(out=block)

    return sample


class Gaps:
    """A sampler of weights uniform on the simplex of k items, as whole numbers that add up to ``WHOLE``.

    They are the gaps between 0, k - 1 sorted random numbers of 26 bits, and 2^26: no
    logarithm is taken, whose last digit would hang on the processor. The sum of them, each
    times another number of 26 bits, is exact, in whatever order it is added.
    """

    def __init__(self, k: int) -> None:
        self.network = sorting_network(k - 1)
        self.block = np.empty((k, BLOCK))

    def __call__(self, rng: np.random.Generator, count: int) -> Array:
        """Return weights (k, count), in memory that the next call uses again."""
        # The numbers stand in the memory of the weights: to get more takes as long as to sort them.
        weights, kept = self.block[:, :count], self.block.view(np.int32)[:, :count]
        *rows, spare = kept
        for row in rows:
            words = np.asarray(rng.bit_generator.random_raw((count + 1) // 2)).view(np.uint32)
            np.right_shift(words[:count], 6, out=row.view(np.uint32))
        for i, j in self.network:
            np.minimum(rows[i], rows[j], out=spare)
            np.maximum(rows[i], rows[j], out=rows[j])
            rows[i], spare = spare, rows[i]
        spare[:] = WHOLE
        for higher, lower in pairwise([spare, *rows[::-1]]):
            np.subtract(higher, lower, out=higher)
        for weight, gap in zip(weights, kept, strict=True):  # in any order, since all items are alike
            weight[:] = gap.copy()
        return weights


def sorting_network(n: int) -> list[tuple[int, int]]:
    """Return the pairs of n rows that put each column in rising order, once each pair is put in order.

    Whole rows are compared at once, where sorting columns goes number by number. Source:
    Batcher's merge exchange, Knuth (1998), The Art of Computer Programming, vol. 3, 5.2.2, M.
    """
    pairs = []
    step = half = 2 ** ((n - 1).bit_length() - 1) if n > 1 else 0
    while step:
        reach, kept, apart = half, 0, step
        while True:
            pairs += [(i, i + apart) for i in range(n - apart) if i & step == kept]
            if reach == step:
                break
            apart, reach, kept = reach - step, reach // 2, step
        step //= 2
    return pairs


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


def ordered(importance: Array) -> Sampler:
    """Return a sampler uniform on the weights that keep an order of importance (k,).

    Uniform combinations of the region's corners: equal weights on the first 1, 2, ...
    items. Items that are equally important may come in any order among themselves.
    """
    k, order = importance.size, np.argsort(-importance, kind="stable")
    groups = np.cumsum(np.diff(importance[order], prepend=importance[order[0]]) < 0)

    anyhow = anywhere(k)

    def sample(rng: np.random.Generator, count: int) -> Array:
        drawn = anyhow(rng, count)
        drawn /= np.arange(1.0, k + 1)[:, None]
        for i in range(k - 2, -1, -1):  # the corners' combination: each item has what the next has, and more
            drawn[i] += drawn[i + 1]
        if groups[-1] < k - 1:
            shuffle = np.argsort(rng.random((k, count)) + groups[:, None], axis=0)
            drawn = np.take_along_axis(drawn, shuffle, axis=0)
        placed = np.empty_like(drawn)
        placed[order] = drawn
        return placed

    return sample


def ordered_corners(k: int) -> Array:
    """Return the corners (k, k), as columns, of weights in falling order: equal on the first items."""
    return np.triu(np.ones((k, k))) / np.arange(1, k + 1)


def strictly_ordered(importance: Array) -> bool:
    """Whether no two items are equally important."""
    return bool(np.all(np.diff(np.sort(importance)) > 0))
