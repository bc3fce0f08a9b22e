"""Weights from judgements: ranks, swings and pairwise comparisons."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from scenario_cli.engine.arrays import Array, added

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
CONSISTENT = 0.1
LARGEST_LOG = 700.0
_SAME_STRAIN = 1e-9
_ROUNDING = 1e-15
_MOST_STEPS = 2_000
_ALL_ALIKE = 3


class Comparison(NamedTuple):
    """Weights from pairwise comparisons, and how far these contradict each other.

    Attributes
    ----------
    weights : (k,) array
        The principal eigenvector, summing to 1.
    lambda_max : float
        Its eigenvalue: k where there is no contradiction, more otherwise.
    consistency_index, consistency_ratio : float
        (lambda_max - k) / (k - 1), and that against random matrices: up to 0.1 is
        usually accepted. The ratio is ``None`` past ten items, where no index is
        tabulated.
    worst : (int, int) or None
        The pair that contradicts the rest most; of several that do so alike, within rounding,
        the first in the order of rows. ``None`` without contradiction, and for three items,
        whose pairs all contradict the rest alike, whatever is stated.
    mend : float or None
        What that entry would have to be to agree with the weights.
    alike : bool
        Whether the comparisons contradict each other and all pairs do so alike.
    """

    weights: Array
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    worst: tuple[int, int] | None
    mend: float | None
    alike: bool


def rank_order_centroid(k: int) -> Array:
    """Return the mean of all weights (k,) that fall from first to last.

    Source: Barron & Barrett (1996), Decision quality using ranked attribute weights,
    Management Science 42:1515-1523.
    """
    return np.cumsum((1 / np.arange(1, k + 1))[::-1])[::-1] / k


def rank_sum(k: int) -> Array:
    """Return weights (k,) proportional to k, k-1, ..., 1.

    Source: Stillwell, Seaver & Edwards (1981), OBHP 28:62-77.
    """
    points = np.arange(k, 0, -1.0)
    return np.asarray(points / points.sum())


def rank_reciprocal(k: int) -> Array:
    """Return weights (k,) proportional to 1, 1/2, ..., 1/k. Source: as for ``rank_sum``."""
    points = 1 / np.arange(1, k + 1)
    return np.asarray(points / points.sum())


def compare_pairs(matrix: ArrayLike) -> Comparison:
    """Return weights from a reciprocal matrix (k, k); entry (a, b): how many times a counts as much as b.

    Source: Saaty (1977), A scaling method for priorities in hierarchical structures,
    J. Math. Psychology 15:234-281.
    """
    logs = np.log(matrix)
    k = logs.shape[0]
    sizes = logs.mean(axis=1)
    # Near 1 where nothing contradicts, so that rounding is no contradiction, however large the ratios.
    balanced = np.exp(np.clip(logs - sizes[:, None] + sizes[None, :], -LARGEST_LOG, LARGEST_LOG))
    vector, lambda_max = _principal(balanced)
    log_weights = sizes + np.log(np.maximum(vector, np.finfo(float).tiny))
    weights = np.exp(log_weights - log_weights.max())
    weights = weights / weights.sum()
    index = max(0.0, (lambda_max - k) / (k - 1)) if k > 1 else 0.0
    random = RANDOM_INDEX[k - 1] if k <= len(RANDOM_INDEX) else None
    ratio = None if random is None else index / random if random else 0.0
    rounding = float(np.abs(logs + logs.T).max())
    agreeing = log_weights[:, None] - log_weights[None, :]
    strain = np.triu(np.abs((logs - logs.T) / 2 - agreeing), 1)
    contradict = bool(strain.max() > rounding + 1e-9)
    worst, mend = None, None
    if contradict and k > _ALL_ALIKE:
        a, b = (int(i) for i in np.argwhere(strain >= strain.max() * (1 - _SAME_STRAIN))[0])
        worst, mend = (a, b), float(np.exp(np.clip(agreeing[a, b], -LARGEST_LOG, LARGEST_LOG)))
    alike = contradict and worst is None
    return Comparison(weights, lambda_max, index, ratio, worst, mend, alike)


def _principal(matrix: Array) -> tuple[Array, float]:
    """Return the principal eigenvector (k,) of a positive matrix, summing to 1, and its eigenvalue.

    By powers of the matrix, with half of the eigenvalue so far added to the diagonal, so
    that comparisons that go round in a circle come to rest, too; settled where the
    quotients of all rows, between which the eigenvalue lies, agree but for rounding, and at
    the latest after 2,000 steps. Source: Collatz (1942), Mathematische Zeitschrift
    48:221-226. A library's eigenvectors differ in their last digits from one processor to
    another.
    """
    k = len(matrix)
    vector, value = np.full(k, 1 / k), 0.0
    for _ in range(_MOST_STEPS):
        image = added(matrix * vector)
        value = float(added(image))
        quotients = image / vector
        if quotients.max() - quotients.min() <= _ROUNDING * max(k, 10) * quotients.max():
            break
        following = image + value / 2 * vector
        vector = following / added(following)
    return vector, value
