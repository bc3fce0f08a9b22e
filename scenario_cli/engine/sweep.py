"""Many weightings of one scenario at once: the same numbers as one at a time, to the last digit.

Everything that does not depend on the weights is prepared once. In here a weighting is a
column, so that each step goes over long stretches of memory; results have it as a row again.
The sums are taken in the same order as for a single ranking, so the bits agree.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE
from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.many_cells import NEAR, TIED, ManyCells, TriedRatings, cells_of, cells_with
from scenario_cli.engine.number_lines import number_columns
from scenario_cli.engine.problem import LARGE, DecisionProblem, decision_problem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights

if TYPE_CHECKING:
    from scenario_cli.model.ballot import Ballot


class Points(NamedTuple):
    """What N weightings state.

    Attributes
    ----------
    drivers, within : (d, N) and (n, N) arrays
        Raw points of drivers, and of factors within their driver.
    ratings : mapping of (int, int) to (N,) array
        Ratings of options on factors that stand in place of the scenario's; NaN is unknown.
    """

    drivers: Array
    within: Array
    ratings: TriedRatings = {}


def points_row(scenario: Scenario, weights: "Weights | Ballot") -> list[float]:
    """Return the raw points of weights as one row; a group that is left out shares equally.

    So does one of zeros, which only a driver of no weight may have.
    """
    drivers, factors = weights.drivers, weights.factors
    points = [drivers[id_] for id_ in scenario.drivers]
    for id_, driver in scenario.drivers.items():
        if id_ in factors and (drivers[id_] or any(factors[id_].values())):
            points += map(factors[id_].__getitem__, driver.factors)
        else:
            points += [1.0] * max(1, len(driver.factors))
    return points


def points_of(scenario: Scenario, rows: Sequence[Sequence[float]]) -> Points:
    """Return raw points given as rows: of each driver, then of each factor within its driver."""
    n = len(scenario.drivers)
    points = np.array(rows, dtype=float).reshape(len(rows), n + len(scenario.driver_of)).T.copy()
    return Points(points[:n], points[n:])


def points_of_columns(
    scenario: Scenario, ids: Sequence[str], columns: Sequence[Any], weights: Weights | None = None
) -> Points:
    """Return what weightings state as columns of drivers (N,), of factors, or of both; and of ratings.

    Factors alone are shares of the whole: a driver's points are their sum. Factors
    without a column share their driver's weight equally, and so do those of a driver whose points are
    0. Ratings are called as settings are, ``ratings.OPTION.FACTOR``. Where there are no columns but
    these, ``weights`` are those of every row.
    """
    column = dict(zip(ids, columns, strict=True))
    drivers, places = list(scenario.drivers), list(scenario.driver_of.items())
    if weights is not None:
        row = points_of(scenario, [points_row(scenario, weights)])
        points, within = (np.repeat(part, len(columns[0]), axis=1) for part in (row.drivers, row.within))
    elif all(d in column for d in drivers):
        ones = np.ones(len(columns[0]))
        points = np.stack([column[d] for d in drivers])
        within = np.stack([column[f] if f in column and f not in drivers else ones for f, _ in places])
    else:
        within = np.stack([column[f] for f, _ in places])
        points = np.zeros((len(drivers), len(columns[0])))
        for (_, driver), factor in zip(places, within, strict=True):
            points[drivers.index(driver)] += factor
    for k in np.flatnonzero((points == 0).any(axis=1)):
        members = [driver == drivers[k] for _, driver in places]
        within[np.ix_(members, points[k] == 0)] = 1.0
    options, factors = list(scenario.options), list(scenario.factors)
    ratings = {}
    for id_, numbers in column.items():
        if id_.startswith("ratings."):
            _, option, factor = id_.split(".")
            ratings[options.index(option), factors.index(factor)] = numbers
    return Points(points, within, ratings)


def columns_of(content: bytes | Sequence[Any], bounds: Sequence[tuple[float, float]]) -> list[Array] | None:
    """Return columns of numbers (N,) from lines of numbers between commas, or from arrays.

    ``None`` where they do not hold a number for each of the ``bounds``, between which it lies,
    and have to be looked at one by one.
    """
    if isinstance(content, bytes):
        if not content.strip():
            return None
        plain = number_columns(content, len(bounds))
        try:
            columns = plain or list(np.loadtxt(BytesIO(content), delimiter=",", comments=None, ndmin=2).T)
        except ValueError:
            return None
        # Blank lines are left out, and would shift the numbers of the rows.
        whole = len(columns[0]) == content.count(b"\n") + (not content.endswith(b"\n"))
    elif any(isinstance(column, list) for column in content):  # numbers are missing
        return None
    else:
        columns, whole = [np.asarray(column) for column in content], True
    if not whole or len(columns) != len(bounds):
        return None
    between = (
        column.size == 0 or (column.min() >= low and column.max() <= high)
        for column, (low, high) in zip(columns, bounds, strict=True)
    )
    return columns if all(between) else None


def columns_of_rows(rows: Sequence[Sequence[float]]) -> list[Array]:
    """Return columns of numbers (N,) from rows that have been looked at one by one."""
    return [np.array(column) for column in zip(*rows, strict=True)]


def repeated_number(number: float, count: int) -> Array:
    """Return a column (N,) of one number."""
    return np.full(count, number)


class Swept(NamedTuple):
    """Rankings of N weightings; m options.

    Attributes
    ----------
    scores, behind : (N, m) arrays
    ranks : (N, m) int array
    tied, near : (N, m) bool arrays
        ``near`` marks the lower of two neighbours that one step in one rating would
        reverse.
    """

    scores: Array
    behind: Array
    ranks: Indices
    tied: Mask
    near: Mask


class SweepResult(NamedTuple):
    """All weightings under one set of injects, m options.

    Attributes
    ----------
    injects, options : tuple of str
    held : (N, m) int array
        The flags that hold whatever the weights are, as bits; one row where all are alike.
    swept : Swept
    sound : (N,) bool array
        Which weightings leave some weight; the others have no ranking.
    ranges : pair of (N, m) arrays, optional
        What each score could be, whatever the unknown ratings are: the least and the greatest.
    """

    injects: tuple[str, ...]
    options: tuple[str, ...]
    held: Indices
    swept: Swept
    sound: Mask
    ranges: tuple[Array, Array] | None = None

    @property
    def marks(self) -> Indices:
        """The flags of each option under each weighting (N, m), as bits."""
        return np.asarray(TIED * self.swept.tied + NEAR * self.swept.near + self.held)


class Sweep:
    """One scenario under some injects, ready for any number of weightings."""

    def __init__(self, scenario: Scenario, injects: Sequence[str] = ()) -> None:
        self.injects = tuple(injects)
        events = {id_: scenario.injects[id_].model_copy(update={"weights": {}}) for id_ in injects}
        self.problem: DecisionProblem = decision_problem(
            scenario.model_copy(update={"injects": {**scenario.injects, **events}}),
            equal_weights(scenario),
            tuple(injects),
        )
        drivers = list(scenario.drivers)
        self.times: list[tuple[int, float]] = [
            (drivers.index(driver), change.times)
            for id_ in injects
            for driver, change in scenario.injects[id_].weights.items()
        ]
        ends = np.cumsum(np.bincount(self.problem.driver_of)).tolist()
        self.members = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
        factors = scenario.factors.values()
        self.limits = np.array([f.scale.worst if f.minimum is None else f.minimum for f in factors])
        self.cells = cells_of(self.problem)

    def result(self, points: Points, *, ranges: bool = False, near: bool = True) -> SweepResult:
        """Return the rankings of all weightings; with ``ranges`` also what each score could be.

        Without ``near`` none is marked as near another: that takes as long as all the rest.
        """
        weights = self.weights(points)
        sound: Mask = np.asarray(np.isfinite(weights).all(axis=0))
        weights[:, ~sound] = 0.0
        cells = self.cells
        if points.ratings:
            cells = cells_with(self.problem, self.limits, points.ratings, weights.shape[1])
        swept = self.rank(weights, cells, near=near)
        could_be = _ranges(weights, cells, swept.scores) if ranges else None
        return SweepResult(self.injects, self.problem.options, cells.held.T, swept, sound, could_be)

    def weights(self, points: Points) -> Array:
        """Return factor weights (n, N) from raw points; columns sum to 1, or are NaN if all are 0."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            raw = points.drivers.copy()
            raw[:, raw.max(axis=0, initial=0.0) > LARGE] /= LARGE
            for k, times in self.times:
                raw[k] *= times
            drivers = column_shares(raw)
            weights = np.empty_like(points.within)
            for driver, members in zip(drivers, self.members, strict=True):
                weights[members] = driver * column_shares(points.within[members])
        return weights

    def rank(self, weights: Array, cells: ManyCells | None = None, *, near: bool = True) -> Swept:
        """Return the rankings under weights (n, N), and cells if these are not the scenario's own."""
        cells = self.cells if cells is None else cells
        scores = _scores(weights, cells.values)
        ranks = np.ones(scores.shape, dtype=np.intp)
        tied = np.zeros(scores.shape, dtype=bool)
        for i, score in enumerate(scores):
            above, below = score + TIE, score - TIE
            for j, other in enumerate(scores):
                if i != j:
                    better = other > above
                    ranks[i] += better
                    tied[i] |= (other >= below) & ~better
        close = _near(weights, cells, scores, ranks) if near else np.zeros_like(tied)
        return Swept(scores.T, (scores.max(axis=0) - scores).T, ranks.T, tied.T, close.T)


def _scores(weights: Array, values: Array) -> Array:
    """Return the scores (m, N) of values (m, n, N or 1) under weights (n, N)."""
    scores = np.zeros((len(values), weights.shape[1]))
    part = np.empty(weights.shape[1])
    for j, weight in enumerate(weights):
        for i, row in enumerate(values):
            np.multiply(weight, row[j], out=part)
            np.multiply(part, POINTS, out=part)
            scores[i] += part
    return np.minimum(scores, POINTS, out=scores)


def _ranges(weights: Array, cells: ManyCells, scores: Array) -> tuple[Array, Array]:
    """Return the least and greatest scores (N, m), as ``score_ranges`` does, from scores (N, m)."""
    known = _scores(weights, np.where(cells.unknown, 0.0, cells.values))
    spread = np.zeros(known.shape)
    for i, j in np.argwhere(cells.unknown.any(axis=2)):
        spread[i] += np.where(cells.unknown[i, j], weights[j] * POINTS, 0.0)
    most = np.minimum(known + spread, POINTS)
    low, high = (np.where(spread > 0, part, scores.T).T for part in (known, most))
    return low, high


def _near(weights: Array, cells: ManyCells, scores: Array, ranks: Indices) -> Mask:
    near = np.zeros(scores.shape, dtype=bool)
    # No step moves a score further than this, so most gaps need no closer look.
    furthest = _greatest(weights, np.maximum(cells.rise.max(axis=0), cells.fall.max(axis=0)))
    factors, every = range(len(weights)), np.arange(scores.shape[1])
    order = np.argsort(ranks, axis=0, kind="stable")
    for better, worse in pairwise(order):
        gaps = scores[better, every] - scores[worse, every]
        which = np.flatnonzero((gaps > TIE) & (gaps < furthest))
        at = which if cells.values.shape[2] > 1 else 0
        one, other = better[which], worse[which]
        reach = (np.maximum(cells.rise[other, j, at], cells.fall[one, j, at]) for j in factors)
        most = _greatest((weight[which] for weight in weights), reach)
        near[worse[which], which] = most - gaps[which] > TIE
    return near


def _greatest(weights: Iterable[Array], reach: Iterable[Any]) -> Array:
    """Return the furthest that one step moves a score, (N,), factor by factor: large arrays cost more."""
    greatest: Any = 0.0
    for weight, step in zip(weights, reach, strict=True):
        greatest = np.maximum(greatest, POINTS * weight * step)
    return np.asarray(greatest)


def column_shares(points: Array) -> Array:
    """Return columns (k, N) of points as shares that sum to 1; NaN where all are 0."""
    total = _sums(points)
    huge = np.flatnonzero(np.isinf(total))
    if huge.size:
        points = points.copy()
        points[:, huge] /= points[:, huge].max(axis=0)
        total = _sums(points)
    return np.asarray(points / total)


def _sums(points: Array) -> Array:
    """Return the sums of columns, added as ``added`` does: NumPy may add a single one in blocks."""
    total: Array = points[0].copy()
    with np.errstate(over="ignore"):  # which is looked for, where it matters
        for row in points[1:]:
            total += row
    return total
