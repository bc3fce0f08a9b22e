"""The next question: of two swings, the pair whose answer leaves the fewest options that can be first.

A question is worth what its answer may be expected to take from the regions in which the other
options are first: in logarithms, so that to rule an option out counts for more than to thin out
several. Large regions count for more, by the root of their share, so that it is not volume alone
that is split. A region too small for samples to fall into is sampled by itself: one is done only
once nothing of it is left. After the greedy choice of questions in Boutilier (2002), A POMDP
formulation of preference elicitation problems, AAAI-02, 239-246, with regions for utilities.
"""

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array
from scenario_cli.engine.asking.outlook import Outlook
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.models import stream
from scenario_cli.engine.robustness.walks import hull_of, walk

LOOKED_AT = 1_024  # samples: more tell one question from another no better
ENOUGH = 60  # samples in which an option is first: of fewer, its region is sampled by itself
OF_A_REGION, CHAINS, SWEEPS = 192, 64, 4
AS_GOOD = 0.8  # an order is asked for unless a trade-off is worth this much more
LEFT = 0.02
OF_VOLUME = 0.02
LEAST_SHARE = 1e-3


class Swung(NamedTuple):
    """One side of a question: an item from its worst to a rating of a value, or to its best."""

    item: int
    rating: float | None = None
    value: float = 1.0


class SwingPair(NamedTuple):
    """A question: which of two swings matters more."""

    first: Swung
    second: Swung

    @property
    def is_trade_off(self) -> bool:
        """Whether one of them goes to another rating than the best."""
        return self.first.rating is not None or self.second.rating is not None


Ratings = Sequence[Sequence[Swung]]
"""The ratings of each item that may be asked for: none where it has no scale of its own."""


def next_question(
    values: Array,
    region: Polytope,
    found: Outlook,
    grids: Sequence[Ratings],
    barred: Collection[frozenset[int]],
) -> SwingPair | None:
    """Return the question whose answer takes most from those that can be first besides the foremost.

    Parameters
    ----------
    values : (m, k) array
        Values 0..1 under each item alone.
    grids : sequence of Ratings
        Ratings to ask for, coarse first: the finer ones are looked at where none of those before
        could be answered in two ways.
    barred : collection of sets of two items
        Pairs that nobody is to be asked about.

    Returns
    -------
    SwingPair or None
        ``None`` where the answer to each question is known already.
    """
    samples = _Samples(found, _regions(values, region, found))
    pairs = [pair for pair in combinations(range(values.shape[1]), 2) if frozenset(pair) not in barred]
    for grid in grids:
        bounds = [np.array([swung.value for swung in of_item]) for of_item in grid]
        scored = (_best_of(a, b, grid, bounds, samples) for a, b in pairs)
        _, best = max(scored, default=(0.0, None), key=lambda one: one[0])
        if best is not None:
            return best
    return None


_Bounds = Sequence[Array]
_Scored = tuple[float, SwingPair | None]


class _OfOption(NamedTuple):
    """Weights (k, N) at which an option is first that is not the foremost, and how much it counts."""

    weights: Array
    counts: float


def _regions(values: Array, region: Polytope, found: Outlook) -> list[_OfOption]:
    foremost = int(np.argmax(found.shares))
    regions = []
    for j in np.flatnonzero(found.leads.alone):
        if j == foremost:
            continue
        own = found.weights[:, found.first == j][:, :OF_A_REGION]
        if own.shape[1] < ENOUGH:
            rows = np.delete(values, j, axis=0) - values[j]
            narrow = region._replace(
                rows=np.vstack([region.rows, rows]), limits=np.append(region.limits, np.zeros(len(rows)))
            )
            hull = hull_of(narrow)
            if hull is None or not hull.dimensions:
                continue
            own = walk(hull, CHAINS, sweeps=SWEEPS)(stream(0, 1, int(j)), OF_A_REGION)
        regions.append(_OfOption(own, float(np.sqrt(max(found.shares[j], LEAST_SHARE)))))
    return regions


class _Samples:
    """Weights of all that is left and of the regions of its options, together."""

    def __init__(self, found: Outlook, regions: Sequence[_OfOption]) -> None:
        parts = [found.weights[:, :LOOKED_AT], *(own.weights for own in regions)]
        self.sizes = np.array([part.shape[1] for part in parts], dtype=float)
        self.part = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
        self.counts = np.array([own.counts for own in regions])
        self.weights = np.maximum(np.concatenate(parts, axis=1), _LEAST_WEIGHT)

    def below(self, ratios: Array, bounds: Array) -> Array:
        """Return in which share of each part (p, bounds) ratios are at most each bound."""
        place = np.searchsorted(bounds, ratios) * self.sizes.size + self.part
        counts = np.bincount(place, minlength=(bounds.size + 1) * self.sizes.size)
        below = np.cumsum(counts.reshape(bounds.size + 1, -1), axis=0)[:-1]
        return np.asarray((below / self.sizes).T)


def _best_of(a: int, b: int, ratings: Ratings, bounds: _Bounds, samples: _Samples) -> _Scored:
    """Return what the best question about two items is worth, and it; 0 where each answer is known."""
    ratios = samples.weights[a] / samples.weights[b]
    least, most = ratios.min(), ratios.max()
    asked = np.concatenate([[1.0], 1 / bounds[a], bounds[b]])  # the order, then ratings of a, then of b
    open_ = np.flatnonzero((asked >= least) & (asked < most))  # some sample stands on either side
    if not open_.size:
        return 0.0, None
    open_ = open_[np.argsort(asked[open_], kind="stable")]
    share, *parts = samples.below(ratios, asked[open_])
    total = OF_VOLUME * np.minimum(share, 1 - share)
    for counts, left in zip(samples.counts, parts, strict=True):
        total -= counts * (share * np.log(LEFT + left) + (1 - share) * np.log(LEFT + 1 - left))
    total = np.maximum(np.where(open_ == 0, total / AS_GOOD, total), _LEAST_WORTH)
    best = int(np.argmax(total))
    n = int(open_[best]) - 1
    one, other = Swung(a), Swung(b)
    if n >= len(ratings[a]):
        other = ratings[b][n - len(ratings[a])]
    elif n >= 0:
        one = ratings[a][n]
    return float(total[best]), SwingPair(one, other)


_LEAST_WEIGHT, _LEAST_WORTH = 1e-300, 1e-12
