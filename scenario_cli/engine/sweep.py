"""Many weightings of one scenario at once: the same numbers as one at a time, to the last digit.

Everything that does not depend on the weights is prepared once. In here a weighting is a
column, so that each step goes over long stretches of memory; results have it as a row again.
The sums are taken in the same order as for a single ranking, so the bits agree.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, dominators, one_step
from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.problem import LARGE, DecisionProblem, decision_problem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights

# Neither tied nor near, near, tied, and both: what an option's flags hang on beside itself.
MARKS = 4
TIED = 2


class Points(NamedTuple):
    """Raw points of N weightings: of drivers (d, N), and of factors within their driver (n, N)."""

    drivers: Array
    within: Array


def points_row(scenario: Scenario, weights: Weights) -> list[float]:
    """Return the raw points of weights as one row; a group that is left out shares equally."""
    drivers, factors = weights.drivers, weights.factors
    points = [drivers[id_] for id_ in scenario.drivers]
    for id_, driver in scenario.drivers.items():
        if id_ in factors:
            points += map(factors[id_].__getitem__, driver.factors)
        else:
            points += [1.0] * max(1, len(driver.factors))
    return points


def points_of(scenario: Scenario, rows: Sequence[Sequence[float]]) -> Points:
    """Return raw points given as rows: of each driver, then of each factor within its driver."""
    n = len(scenario.drivers)
    points = np.array(rows, dtype=float).reshape(len(rows), n + len(scenario.driver_of)).T.copy()
    return Points(points[:n], points[n:])


def points_of_columns(scenario: Scenario, ids: Sequence[str], columns: Sequence[Any]) -> Points:
    """Return raw points given as columns of drivers (N,), of factors, or of both.

    Factors alone are shares of the whole: a driver's points are their sum. Factors
    without a column share their driver's weight equally.
    """
    column = dict(zip(ids, columns, strict=True))
    drivers, places = list(scenario.drivers), list(scenario.driver_of.items())
    if all(d in column for d in drivers):
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
    return Points(points, within)


def columns_of(content: bytes | Sequence[Any], width: int) -> list[Array] | None:
    """Return columns of points (N,) from lines of numbers between commas, or from arrays.

    ``None`` where they do not hold ``width`` numbers a line, finite and not below 0, and
    have to be looked at one by one.
    """
    if isinstance(content, bytes):
        if not content.strip():
            return None
        try:
            columns = list(np.loadtxt(BytesIO(content), delimiter=",", comments=None, ndmin=2).T)
        except ValueError:
            return None
        # Blank lines are left out, and would shift the numbers of the rows.
        whole = len(columns[0]) == content.count(b"\n") + (not content.endswith(b"\n"))
    else:
        columns, whole = [np.asarray(column) for column in content], True
    sound = all(column.min(initial=0.0) >= 0 and column.max(initial=0.0) < np.inf for column in columns)
    return columns if whole and sound and len(columns) == width else None


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
    static : list of list of str
        For each option the flags that hold whatever the weights are.
    swept : Swept
    sound : (N,) bool array
        Which weightings leave some weight; the others have no ranking.
    """

    injects: tuple[str, ...]
    options: tuple[str, ...]
    static: list[list[str]]
    swept: Swept
    sound: Mask

    @property
    def marks(self) -> Indices:
        """Which of an option's ``flag_words`` hold under each weighting, (N, m)."""
        return np.asarray(TIED * self.swept.tied + self.swept.near)

    @property
    def standings(self) -> Indices:
        """Rank and marks in one, (N, m): ``MARKS`` times the rank, and the marks."""
        return np.asarray(MARKS * self.swept.ranks + self.marks)

    @property
    def flag_words(self) -> list[list[str]]:
        """An option's flags as text: neither tied nor near, near, tied, and both."""
        marks = [[], ["near_tie"], ["tie"], ["tie", "near_tie"]]
        return [[" ".join([*mark, *own]) for mark in marks] for own in self.static]


class LongColumns(NamedTuple):
    """Rankings as columns, a row an option: options within injects within weightings; unsound ones left out.

    ``weighting``, ``injects``, ``option`` and ``flags`` are places in a list; that of
    flags is ``flag_words``. ``tied`` and ``first`` are bits, eight rows a byte, lowest
    first, and 0 after the last row.
    """

    weighting: Any
    injects: Any
    option: Any
    rank: Any
    tied: bytes
    first: bytes
    score: Any
    behind: Any
    flags: Any
    flag_words: list[str]


def long_columns(results: Sequence[SweepResult]) -> LongColumns:
    """Return the rankings of the same weightings under several sets of injects as columns."""
    n, m = results[0].swept.scores.shape
    shape = (n, len(results), m)
    sound = np.column_stack([r.sound for r in results])
    kept = ... if sound.all() else np.repeat(sound[:, :, None], m, axis=2).reshape(-1)

    def flat(parts: Sequence[Any]) -> Any:
        return np.stack(parts, axis=1).reshape(-1)[kept]

    def places(which: Any) -> Any:
        return np.broadcast_to(which.astype(np.int32), shape).reshape(-1)[kept]

    marks = [r.marks + MARKS * (j * m + np.arange(m)) for j, r in enumerate(results)]
    rank = flat([r.swept.ranks for r in results]).astype(np.int32)
    return LongColumns(
        weighting=places(np.arange(n)[:, None, None]),
        injects=places(np.arange(len(results))[None, :, None]),
        option=places(np.arange(m)[None, None, :]),
        rank=rank,
        tied=np.packbits(flat([r.swept.tied for r in results]), bitorder="little").tobytes(),
        first=np.packbits(rank == 1, bitorder="little").tobytes(),
        score=flat([r.swept.scores for r in results]),
        behind=flat([r.swept.behind for r in results]),
        flags=flat(marks).astype(np.int32),
        flag_words=[word for r in results for words in r.flag_words for word in words],
    )


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
        self.static = _static_flags(self.problem)
        rise, fall = one_step(self.problem)
        reach = np.maximum(rise[None, :, :], fall[:, None, :])
        self.reach = reach.reshape(-1, reach.shape[2]).T.copy()  # of each factor, for better * m + worse

    def result(self, points: Points) -> SweepResult:
        """Return the rankings of all weightings."""
        weights = self.weights(points)
        sound: Mask = np.asarray(np.isfinite(weights).all(axis=0))
        weights[:, ~sound] = 0.0
        return SweepResult(self.injects, self.problem.options, self.static, self.rank(weights), sound)

    def weights(self, points: Points) -> Array:
        """Return factor weights (n, N) from raw points; columns sum to 1, or are NaN if all are 0."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            raw = points.drivers.copy()
            raw[:, raw.max(axis=0, initial=0.0) > LARGE] /= LARGE
            for k, times in self.times:
                raw[k] *= times
            drivers = _shares(raw)
            weights = np.empty_like(points.within)
            for driver, members in zip(drivers, self.members, strict=True):
                weights[members] = driver * _shares(points.within[members])
        return weights

    def rank(self, weights: Array) -> Swept:
        """Return the rankings under weights (n, N)."""
        scores = self._scores(weights)
        ranks = np.ones(scores.shape, dtype=np.intp)
        tied = np.zeros(scores.shape, dtype=bool)
        for i, score in enumerate(scores):
            above, below = score + TIE, score - TIE
            for j, other in enumerate(scores):
                if i != j:
                    better = other > above
                    ranks[i] += better
                    tied[i] |= (other >= below) & ~better
        near = self._near(weights, scores, ranks)
        return Swept(scores.T, (scores.max(axis=0) - scores).T, ranks.T, tied.T, near.T)

    def _scores(self, weights: Array) -> Array:
        scores = np.zeros((len(self.problem.values), weights.shape[1]))
        part = np.empty(weights.shape[1])
        for weight, values in zip(weights, self.problem.values.T, strict=True):
            for i, value in enumerate(values):
                np.multiply(weight, value, out=part)
                np.multiply(part, POINTS, out=part)
                scores[i] += part
        return np.minimum(scores, POINTS, out=scores)

    def _near(self, weights: Array, scores: Array, ranks: Indices) -> Mask:
        near = np.zeros(scores.shape, dtype=bool)
        # No step moves a score further than this, so most gaps need no closer look.
        furthest = _greatest(weights, self.reach.max(axis=1))
        m, every = len(scores), np.arange(scores.shape[1])
        order = np.argsort(ranks, axis=0, kind="stable")
        for better, worse in pairwise(order):
            gaps = scores[better, every] - scores[worse, every]
            which = np.flatnonzero((gaps > TIE) & (gaps < furthest))
            pair = better[which] * m + worse[which]
            most = _greatest((weight[which] for weight in weights), (reach[pair] for reach in self.reach))
            near[worse[which], which] = most - gaps[which] > TIE
        return near


def _greatest(weights: Iterable[Array], reach: Iterable[Any]) -> Array:
    """Return the furthest that one step moves a score, (N,), factor by factor: large arrays cost more."""
    greatest: Any = 0.0
    for weight, step in zip(weights, reach, strict=True):
        greatest = np.maximum(greatest, POINTS * weight * step)
    return np.asarray(greatest)


def _shares(points: Array) -> Array:
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
    for row in points[1:]:
        total += row
    return total


def _static_flags(problem: DecisionProblem) -> list[list[str]]:
    """Return for each option the flags that hold whatever the weights are."""
    beaten = dominators(problem)
    cells = {"unrated": problem.unknown, "clipped": problem.clipped, "below_minimum": problem.crossed}
    return [
        [*["dominated"] * (i in beaten), *(flag for flag, marked in cells.items() if marked[i].any())]
        for i in range(len(problem.options))
    ]
