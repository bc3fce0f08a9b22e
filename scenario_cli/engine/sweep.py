"""Many weightings of one scenario at once: the same numbers as one at a time, to the last digit.

Everything that does not depend on the weights is prepared once; weights come as rows.
The sums are taken in the same order as for a single ranking, so the bits agree.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, dominators
from scenario_cli.engine.problem import LARGE, Array, DecisionProblem, Indices, Mask, decision_problem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import equal_weights


class Points(NamedTuple):
    """Raw points of N weightings: of drivers (N, d), and of factors within their driver (N, n)."""

    drivers: Array
    within: Array


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


class Sweep:
    """One scenario under some injects, ready for any number of weightings."""

    def __init__(self, scenario: Scenario, injects: Sequence[str] = ()) -> None:
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
        rows = np.arange(len(order))
        for p in range(order.shape[1] - 1):
            better, worse = order[:, p], order[:, p + 1]
            gap = scores[rows, better] - scores[rows, worse]
            most = (POINTS * weights * self.reach[better, worse]).max(axis=1)
            near[rows, worse] = (gap > TIE) & (most - gap > TIE)
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
