"""Where the leader loses: the simplest rule on driver shares that covers most of it.

Scenario discovery after Bryant & Lempert (2010), Thinking inside the box,
Technological Forecasting & Social Change 77:34-49: a rule is judged by its coverage
(how much of the losing it catches) and its density (how much of what it catches is
losing); here a search over at most two conditions.
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask

_THRESHOLDS = 19
_MOST_SINGLE = 120
_WORTH_A_SECOND = 0.02


class Condition(NamedTuple):
    """A driver's share at least (``above``) or at most a threshold."""

    driver: int
    above: bool
    share: float

    def holds(self, driver_shares: Array) -> Mask:
        """Return in which samples (K,) of driver shares (d, K) it holds."""
        shares = driver_shares[self.driver]
        return np.asarray(shares >= self.share if self.above else shares <= self.share)


class FailureRule(NamedTuple):
    """The rule, how much of the losing it covers, how much of it is losing, and how often that is."""

    conditions: tuple[Condition, ...]
    coverage: float
    density: float
    lost: float


def failure_rule(driver_shares: Array, lost: Mask) -> FailureRule | None:
    """Return the rule with the best balance of coverage and density; ``None`` where nothing is lost.

    Parameters
    ----------
    driver_shares : (d, K) array
        Driver shares of sampled weightings.
    lost : (K,) bool array
        Whether the leader loses first place in each.

    Notes
    -----
    Thresholds are the 5th, 10th, ... percentile of each share. Balance is the harmonic
    mean of coverage and density; a second condition must raise it by 0.02 to be worth
    its words.
    """
    if not lost.any():
        return None
    counts = _Counts(driver_shares, lost)
    if not counts.conditions:
        return FailureRule((), 1.0, float(lost.mean()), float(lost.mean()))
    total = int(lost.sum())
    single = _balance(counts.caught, counts.held, total)
    best = int(np.argmax(single))
    chosen: tuple[int, ...] = (best,)
    kept = np.argsort(-single, kind="stable")[:_MOST_SINGLE]
    both_caught, both_held = counts.of_pairs(kept)
    double = _balance(both_caught, both_held, total)
    a, b = (int(x) for x in np.unravel_index(int(np.argmax(double)), double.shape))
    if double[a, b] > single[best] + _WORTH_A_SECOND:
        chosen = tuple(sorted((int(kept[a]), int(kept[b]))))
    conditions = tuple(counts.conditions[c] for c in chosen)
    caught_by = np.all([condition.holds(driver_shares) for condition in conditions], axis=0)
    hits = int((caught_by & lost).sum())
    return FailureRule(
        conditions=conditions,
        coverage=hits / total,
        density=hits / max(1, int(caught_by.sum())),
        lost=float(lost.mean()),
    )


class _Counts:
    """How many samples, and how many lost ones, each condition holds of, and each two of them.

    Each driver's shares fall into cells between its thresholds and on them, so that pairs of
    conditions are sums over a table of two drivers' cells: the samples are gone through once a
    pair of drivers, not once a pair of conditions.
    """

    def __init__(self, driver_shares: Array, lost: Mask) -> None:
        self.lost = lost
        self.conditions: list[Condition] = []
        self.cells: list[Indices] = []  # of each driver, the cell that each sample falls into
        inside, held, caught = [], [], []  # of each condition: the cells in which it holds, and counts
        for driver, shares in enumerate(driver_shares):
            thresholds = np.unique(np.quantile(shares, np.linspace(0.05, 0.95, _THRESHOLDS)))
            cells = _cells(thresholds, shares)
            self.cells.append(cells)
            rows = _HOLDS[: 2 * thresholds.size]
            counts = rows @ np.bincount(cells, minlength=_CELLS)
            some = np.flatnonzero(counts < shares.size)  # what holds of all tells nothing
            inside.append(rows[some])
            held.append(counts[some])
            caught.append((rows @ np.bincount(cells[lost], minlength=_CELLS))[some])
            self.conditions += [Condition(driver, c % 2 == 0, float(thresholds[c // 2])) for c in some]
        self.inside = np.concatenate(inside)
        self.held, self.caught = np.concatenate(held), np.concatenate(caught)
        self.driver = np.array([condition.driver for condition in self.conditions], dtype=np.intp)

    def of_pairs(self, kept: Indices) -> tuple[Array, Array]:
        """Return how many lost samples, and how many at all, each two of some conditions hold of."""
        caught, held = np.zeros((kept.size, kept.size)), np.zeros((kept.size, kept.size))
        drivers = self.driver[kept]
        for a in np.unique(drivers).tolist():
            for b in np.unique(drivers[drivers >= a]).tolist():
                rows, columns = np.flatnonzero(drivers == a), np.flatnonzero(drivers == b)
                joint = self.cells[a] * _CELLS + self.cells[b]
                for counted, some in ((caught, joint[self.lost]), (held, joint)):
                    table = np.bincount(some, minlength=_CELLS**2).reshape(_CELLS, _CELLS)
                    both = self.inside[kept[rows]] @ table @ self.inside[kept[columns]].T
                    counted[np.ix_(rows, columns)] = both
                    counted[np.ix_(columns, rows)] = both.T
        return caught, held


_CELLS = 2 * _THRESHOLDS + 1  # below the first threshold, on it, between it and the next, and so on
_HOLDS = np.repeat(np.arange(1, _CELLS, 2), 2)[:, None] - np.arange(_CELLS)
_HOLDS[1::2] *= -1
_HOLDS = (_HOLDS <= 0).astype(float)  # row 2k: at least threshold k; row 2k + 1: at most


def _cells(thresholds: Array, shares: Array) -> Indices:
    """Return the cell that each share falls into."""
    below = np.searchsorted(thresholds, shares, side="left")
    on = shares == thresholds[np.minimum(below, thresholds.size - 1)]
    return np.asarray(2 * below + on)


def _balance(caught: Array, held: Array, lost: int) -> Array:
    return np.asarray(2 * caught / (held + lost))
