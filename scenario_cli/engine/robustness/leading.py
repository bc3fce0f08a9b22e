"""Can any weights of a model put an option first? Exact, by linear programme."""

from typing import NamedTuple

import numpy as np

from scenario_cli.choices import WeightsModel
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.problem import Array, Mask
from scenario_cli.engine.robustness.models import SAME_WEIGHT, Items
from scenario_cli.engine.robustness.ranges import Bounds, group_members


class Polytope(NamedTuple):
    """The weights of a model: ``rows @ w <= limits`` and ``low <= w <= high``, summing to 1."""

    rows: Array
    limits: Array
    low: Array
    high: Array


def region_of(items: Items, model: WeightsModel, bounds: Bounds | None) -> Polytope:
    """Return the region over which a model spreads weights (k items)."""
    k = items.weights.size
    low, high = np.zeros(k), np.ones(k)
    rows, limits = np.zeros((0, k)), np.zeros(0)
    if model == "around":
        high = np.where(items.weights > 0, 1.0, 0.0)
    elif model == "ordered":
        heavier = items.weights[:, None] - items.weights[None, :] > SAME_WEIGHT
        rows = np.array([np.eye(k)[b] - np.eye(k)[a] for a, b in np.argwhere(heavier)]).reshape(-1, k)
        limits = np.zeros(len(rows))
    elif model == "ranges" and bounds is not None:
        groups = group_members(bounds)
        rows = np.vstack([groups, -groups])
        limits = np.concatenate([bounds.group_high, -bounds.group_low])
        low, high = bounds.low, bounds.high
    return Polytope(rows, limits, low, high)


def can_lead(best: Array, least: Array, region: Polytope, seen: Mask) -> Mask:
    """Return for each option whether some weights of the region put it first, alone or tied.

    Parameters
    ----------
    best, least : (m, k) arrays
        The greatest and least score under each item alone that the ratings allow: the
        same array where ratings are fixed. An option leads if its best stands above
        the least of the others.
    seen : (m,) bool array
        Options already known to lead somewhere; no programme is solved for them.
    """
    found = seen.copy()
    inside = (region.low == 0) & (region.high == 1)
    if not region.rows.size:
        found |= (best[:, inside] >= least[:, inside].max(axis=0, initial=-np.inf) - TIE).any(axis=1)
    for i in np.flatnonzero(~found):
        found[i] = _leads_somewhere(best, least, region, int(i))
    return found


def _leads_somewhere(best: Array, least: Array, region: Polytope, i: int) -> bool:
    """Maximise the least lead over all rivals; it is 0 or more where the option can be first."""
    from scipy.optimize import linprog

    k = region.low.size
    behind = np.delete(least, i, axis=0) - best[i]
    if np.any(np.all(behind > TIE, axis=1)):
        return False
    rows = np.vstack(
        [
            np.column_stack([behind, np.ones(len(behind))]),
            np.column_stack([region.rows, np.zeros(len(region.rows))]),
        ]
    )
    solved = linprog(
        np.append(np.zeros(k), -1.0),
        A_ub=rows,
        b_ub=np.concatenate([np.zeros(len(behind)), region.limits]),
        A_eq=np.append(np.ones(k), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[*zip(region.low.tolist(), region.high.tolist(), strict=True), (None, 100.0)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return bool(solved.status == 0 and -solved.fun >= -TIE)
