"""Many weightings of one scenario at once: the same numbers as one at a time, to the last digit.

Everything that does not depend on the weights is prepared once; weights come as rows.
The sums are taken in the same order as for a single ranking, so the bits agree.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, dominators
from scenario_cli.engine.problem import LARGE, Array, DecisionProblem, Indices, Mask, decision_problem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights


class Points(NamedTuple):
    """Raw points of N weightings: of drivers (N, d), and of factors within their driver (N, n)."""

    drivers: Array
    within: Array


def points_of(scenario: Scenario, rows: Sequence[Sequence[float]]) -> Points:
    """Return raw points given as rows: of each driver, then of each factor within its driver."""
    n = len(scenario.drivers)
    points = np.array(rows, dtype=float).reshape(len(rows), n + len(scenario.driver_of))
    return Points(np.ascontiguousarray(points[:, :n]), np.ascontiguousarray(points[:, n:]))


def points_of_columns(scenario: Scenario, ids: Sequence[str], columns: Sequence[Any]) -> Points:
    """Return raw points given as columns of drivers (N,), of factors, or of both.

    Factors alone are shares of the whole: a driver's points are their sum. Factors
    without a column share their driver's weight equally.
    """
    column = dict(zip(ids, columns, strict=True))
    drivers, places = list(scenario.drivers), list(scenario.driver_of.items())
    if all(d in column for d in drivers):
        ones = np.ones(len(columns[0]))
        points = np.column_stack([column[d] for d in drivers])
        within = np.column_stack([column[f] if f in column and f not in drivers else ones for f, _ in places])
    else:
        factors = np.column_stack([column[f] for f, _ in places])
        members = [[k for k, (_, d) in enumerate(places) if d == driver] for driver in drivers]
        points = np.column_stack([factors[:, own].sum(axis=1) for own in members])
        empty = [drivers.index(d) for _, d in places]
        within = np.where(points[:, empty] == 0, 1.0, factors)
    return Points(np.ascontiguousarray(points), np.ascontiguousarray(within))


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
        return np.asarray(2 * self.swept.tied + self.swept.near)

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
    kept = np.repeat(np.column_stack([r.sound for r in results])[:, :, None], m, axis=2).reshape(-1)

    def flat(parts: Sequence[Any]) -> Any:
        return np.asarray(np.stack(parts, axis=1).reshape(-1)[kept])

    def places(which: Any) -> Any:
        return np.broadcast_to(which, shape).reshape(-1)[kept].astype(np.int32)

    marks = [r.marks + 4 * (j * m + np.arange(m)) for j, r in enumerate(results)]
    rank = flat([r.swept.ranks for r in results]).astype(np.int64)
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
            injects=injects,
        )
        drivers = list(scenario.drivers)
        self.times: list[tuple[int, float]] = [
            (drivers.index(driver), change.times)
            for id_ in injects
            for driver, change in scenario.injects[id_].weights.items()
        ]
        self.members = [np.flatnonzero(self.problem.driver_of == k) for k in range(len(drivers))]
        self.static = _static_flags(self.problem)
        rise, fall = (
            np.minimum(self.problem.steps, part) for part in (1 - self.problem.values, self.problem.values)
        )
        self.reach = np.maximum(rise[None, :, :], fall[:, None, :])

    def result(self, points: Points) -> SweepResult:
        """Return the rankings of all weightings."""
        weights = self.weights(points)
        sound: Mask = np.asarray(np.isfinite(weights).all(axis=1))
        swept = self.rank(np.where(sound[:, None], weights, 0.0))
        return SweepResult(self.injects, self.problem.options, self.static, swept, sound)

    def weights(self, points: Points) -> Array:
        """Return factor weights (N, n) from raw points; rows sum to 1, or are NaN where all points are 0."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            raw = points.drivers.copy()
            raw[raw.max(axis=1, initial=0.0) > LARGE] /= LARGE
            for k, times in self.times:
                raw[:, k] *= times
            drivers = _shares(raw)
            within = np.empty_like(points.within)
            for members in self.members:
                within[:, members] = _shares(np.ascontiguousarray(points.within[:, members]))
        return np.asarray(drivers[:, self.problem.driver_of] * within)

    def rank(self, weights: Array) -> Swept:
        """Return the rankings under weights (N, n)."""
        values = self.problem.values
        m = values.shape[0]
        scores = np.column_stack([(values[i] * weights * POINTS).sum(axis=1) for i in range(m)])
        ranks = np.ones(scores.shape, dtype=np.intp)
        tied = np.zeros(scores.shape, dtype=bool)
        for i in range(m):
            for j in range(m):
                if i != j:
                    ranks[:, i] += scores[:, j] > scores[:, i] + TIE
                    tied[:, i] |= (scores[:, j] <= scores[:, i] + TIE) & (scores[:, j] >= scores[:, i] - TIE)
        return Swept(
            scores=scores,
            behind=scores.max(axis=1)[:, None] - scores,
            ranks=ranks,
            tied=tied,
            near=self._near(weights, scores, ranks),
        )

    def _near(self, weights: Array, scores: Array, ranks: Indices) -> Mask:
        near = np.zeros(scores.shape, dtype=bool)
        order = np.argsort(ranks, axis=1, kind="stable")
        # No step moves a score further than this, so most gaps need no closer look.
        furthest = POINTS * self.reach.max(initial=0.0) * weights.max(axis=1, initial=0.0) * (1 + 1e-9)
        for p in range(order.shape[1] - 1):
            better, worse = order[:, p], order[:, p + 1]
            gaps = scores[np.arange(len(order)), better] - scores[np.arange(len(order)), worse]
            rows = np.flatnonzero((gaps > TIE) & (gaps < furthest))
            most = (POINTS * weights[rows] * self.reach[better[rows], worse[rows]]).max(axis=1, initial=0.0)
            near[rows, worse[rows]] = most - gaps[rows] > TIE
        return near


def _shares(points: Array) -> Array:
    total = points.sum(axis=1)
    huge = np.flatnonzero(np.isinf(total))
    if huge.size:
        points = points.copy()
        points[huge] /= points[huge].max(axis=1)[:, None]
        total = points.sum(axis=1)
    return np.asarray(points / total[:, None])


def _static_flags(problem: DecisionProblem) -> list[list[str]]:
    """Return for each option the flags that hold whatever the weights are."""
    beaten = dominators(problem)
    cells = {"unrated": problem.unknown, "clipped": problem.clipped, "below_minimum": problem.crossed}
    return [
        [*["dominated"] * (i in beaten), *(flag for flag, marked in cells.items() if marked[i].any())]
        for i in range(len(problem.options))
    ]
