"""Where the leader loses: the simplest rule on driver shares that covers most of it.

Scenario discovery after Bryant & Lempert (2010), Thinking inside the box,
Technological Forecasting & Social Change 77:34-49: a rule is judged by its coverage
(how much of the losing it catches) and its density (how much of what it catches is
losing); here a search over at most two conditions.
"""

from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.problem import Array, Mask

_THRESHOLDS = 19
_MOST_SINGLE = 120
_WORTH_A_SECOND = 0.02


class Condition(NamedTuple):
    """A driver's share at least (``above``) or at most a threshold."""

    driver: int
    above: bool
    share: float


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
    conditions, holds = _conditions(driver_shares)
    if not conditions:
        return FailureRule((), 1.0, float(lost.mean()), float(lost.mean()))
    caught, held = holds[:, lost].sum(axis=1), holds.sum(axis=1)
    single = _balance(caught, held, int(lost.sum()))
    best = int(np.argmax(single))
    chosen: tuple[int, ...] = (best,)
    kept = np.argsort(-single, kind="stable")[:_MOST_SINGLE]
    some = holds[kept].astype(np.float32)
    both_held = some @ some.T
    both_caught = some[:, lost] @ some[:, lost].T
    double = _balance(both_caught, both_held, int(lost.sum()))
    a, b = (int(x) for x in np.unravel_index(int(np.argmax(double)), double.shape))
    if double[a, b] > single[best] + _WORTH_A_SECOND:
        chosen = tuple(sorted((int(kept[a]), int(kept[b]))))
    caught_by = np.all(holds[list(chosen)], axis=0)
    hits = int((caught_by & lost).sum())
    return FailureRule(
        conditions=tuple(conditions[c] for c in chosen),
        coverage=hits / int(lost.sum()),
        density=hits / max(1, int(caught_by.sum())),
        lost=float(lost.mean()),
    )


def _conditions(driver_shares: Array) -> tuple[list[Condition], Mask]:
    conditions, holds = [], []
    for driver, shares in enumerate(driver_shares):
        for share in np.unique(np.quantile(shares, np.linspace(0.05, 0.95, _THRESHOLDS))).tolist():
            for above in (True, False):
                held = shares >= share if above else shares <= share
                if not held.all():
                    conditions.append(Condition(driver, above, share))
                    holds.append(held)
    return conditions, np.array(holds, dtype=bool)


def _balance(caught: Any, held: Any, lost: int) -> Array:
    return np.asarray(2 * caught / (held + lost))
