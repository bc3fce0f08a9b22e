"""Many people's weights as arrays: their shares, their rankings, what they come to together."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

import numpy as np

from scenario_cli.choices import BlendMethod
from scenario_cli.engine.additive import POINTS, TIE
from scenario_cli.engine.arrays import Array, Indices, added, product
from scenario_cli.engine.many_cells import cells_with
from scenario_cli.engine.sweep import Points, Sweep, column_shares, points_of, points_row
from scenario_cli.model.ballot import Ballot
from scenario_cli.model.scenario import Scenario

BLENDS: tuple[BlendMethod, ...] = get_args(BlendMethod)
LEAST_LEFT_OUT = 3  # ballots: of two, leaving one out is the other


class Ballots(NamedTuple):
    """What b ballots state of m options and n factors, and how each ranks the options.

    Attributes
    ----------
    weights, drivers : (b, n) and (b, d) arrays
        The factors' and the drivers' shares of the whole; each row sums to 1.
    scores, regret : (b, m) arrays
        Points of 100, by each person's own ratings where a ballot states some; points behind the best.
    ranks : (b, m) int array
        1 = best, ties share the better rank.
    ratings : mapping of (int, int) to (b,) array
        The ratings, in the factors' own units, of each cell that any ballot rates: NaN where one is
        unknown, the scenario's own where a ballot has none.
    rated : mapping of (int, int) to tuple of int
        The ballots that rate each of these cells.
    """

    weights: Array
    drivers: Array
    scores: Array
    regret: Array
    ranks: Indices
    ratings: Mapping[tuple[int, int], Array]
    rated: Mapping[tuple[int, int], tuple[int, ...]]

    def leaders(self, k: int) -> tuple[int, ...]:
        """Return the options that are first in a ballot."""
        return tuple(int(i) for i in np.flatnonzero(self.ranks[k] == 1))


def ballots_of(scenario: Scenario, ballots: Sequence[Ballot]) -> Ballots:
    """Return what ballots state of a scenario, as arrays.

    Parameters
    ----------
    ballots : sequence of Ballot
        One at least; each fits the scenario.
    """
    sweep = Sweep(scenario)
    points = points_of(scenario, [points_row(scenario, ballot) for ballot in ballots])
    rated = _rated(scenario, ballots)
    ratings = {cell: _ratings(scenario, sweep, ballots, cell, who) for cell, who in rated.items()}
    weights = sweep.weights(Points(points.drivers, points.within))
    cells = cells_with(sweep.problem, sweep.limits, ratings, len(ballots)) if ratings else sweep.cells
    swept = sweep.rank(weights, cells, near=False)
    return Ballots(
        weights=np.ascontiguousarray(weights.T),
        drivers=np.ascontiguousarray(column_shares(points.drivers).T),
        scores=swept.scores,
        regret=swept.behind,
        ranks=swept.ranks,
        ratings=ratings,
        rated=rated,
    )


def _rated(scenario: Scenario, ballots: Sequence[Ballot]) -> dict[tuple[int, int], tuple[int, ...]]:
    row = {id_: i for i, id_ in enumerate(scenario.options)}
    column = {id_: j for j, id_ in enumerate(scenario.factors)}
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for k, ballot in enumerate(ballots):
        for option, cells in ballot.ratings.items():
            for factor in cells:
                cell = row[option], column[factor]
                found[cell] = (*found.get(cell, ()), k)
    return dict(sorted(found.items()))


def _ratings(
    scenario: Scenario, sweep: Sweep, ballots: Sequence[Ballot], cell: tuple[int, int], who: tuple[int, ...]
) -> Array:
    option, factor = list(scenario.options)[cell[0]], list(scenario.factors)[cell[1]]
    scale = scenario.factors[factor].scale
    own = np.nan if sweep.problem.unknown[cell] else float(sweep.problem.ratings[cell])
    stated = np.full(len(ballots), own)
    for k in who:
        number = scale.number(ballots[k].ratings[option][factor].value)
        stated[k] = np.nan if number is None else number
    return stated


def blended(weights: Array, how: BlendMethod) -> Array | None:
    """Return ballots (b, n) blended factor by factor into one row of shares, which sum to 1.

    Parameters
    ----------
    how : {"mean", "median", "geometric"}
        A geometric mean is 0 where one ballot gives 0: who counts a factor nothing strikes it for all.

    Returns
    -------
    (n,) array or None
        ``None`` where nothing is left to share: no factor has weight in every ballot (geometric) or in
        half of them (median).
    """
    if how == "mean":
        mixed = added(weights.T) / len(weights)
    elif how == "median":
        mixed = np.median(weights, axis=0)
    else:
        with np.errstate(divide="ignore"):
            mixed = np.exp(added(np.log(weights).T) / len(weights))
    whole = float(added(mixed))
    return np.asarray(mixed / whole) if whole > 0 else None


def leaders_under(values: Array, weights: Array) -> tuple[int, ...]:
    """Return the options that are first under one row of shares (n,), from values (m, n)."""
    return leaders_of(POINTS * product(values, weights[:, None])[:, 0])


def leaders_of(scores: Array) -> tuple[int, ...]:
    """Return the options that are first, from scores (m,): those within ``TIE`` of the best."""
    return tuple(int(i) for i in np.flatnonzero(scores.max() - scores <= TIE))


def turning_ballots(values: Array, weights: Array) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return the ballots without which the mean blend has other leaders, and who is first then.

    Parameters
    ----------
    values : (m, n) array
    weights : (b, n) array
        Of fewer than three ballots none is left out: of two, the mean without one is the other.
    """
    if len(weights) < LEAST_LEFT_OUT:
        return ()
    together = added(weights.T)
    whole = leaders_under(values, together / len(weights))
    scores = POINTS * product(values, ((together - weights) / (len(weights) - 1)).T)
    found = ((k, leaders_of(column)) for k, column in enumerate(scores.T))
    return tuple((k, first) for k, first in found if first != whole)


def tau_matrix(ranks: Indices) -> Array:
    """Return Kendall's tau-b (b, b) between rankings (b, m); NaN where one ties all.

    Source: Kendall & Gibbons (1990), Rank Correlation Methods, 5th ed., ch. 3.
    """
    first, second = np.triu_indices(ranks.shape[1], 1)
    signs = np.sign(ranks[:, first] - ranks[:, second]).astype(float)
    untied = np.count_nonzero(signs, axis=1).astype(float)
    whole = np.sqrt(untied[:, None] * untied)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, (signs @ signs.T) / whole, np.nan)  # whole numbers: any order will do


def distances(weights: Array, others: Array) -> Array:
    """Return how far ballots (b, n) are from others (c, n), as a share (b, c) of the whole.

    It is the weight that would have to move to make one the other: half the sum of absolute differences.
    """
    return added(np.abs(weights[:, None] - others[None])) / 2


def camps_of(weights: Array) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """Return two camps of ballots (b, n), where each is closer in itself than any of it to the other.

    The two are what complete linkage of ``distances`` leaves last; each has two ballots at least, and
    the first has the first ballot. ``None`` where there are no such camps. O(b^3).

    Source: Sorensen (1948), Biologiske Skrifter 5(4):1-34.
    """
    b = len(weights)
    if b < 4:
        return None
    apart = distances(weights, weights)
    groups: list[tuple[int, ...]] = [(k,) for k in range(b)]
    between = apart.copy()
    np.fill_diagonal(between, np.inf)
    for _ in range(b - 2):
        first, second = divmod(int(between.argmin()), b)
        groups[first] += groups[second]
        groups[second] = ()
        between[first] = between[:, first] = np.maximum(between[first], between[second])
        between[second] = between[:, second] = between[first, first] = np.inf
    one, other = (tuple(sorted(group)) for group in groups if group)
    inside = max(apart[np.ix_(camp, camp)].max() for camp in (one, other))
    if min(len(one), len(other)) < 2 or apart[np.ix_(one, other)].min() <= inside:
        return None
    return (one, other) if 0 in one else (other, one)
