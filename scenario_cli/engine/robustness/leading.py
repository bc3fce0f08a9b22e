"""Can any weights of a model put an option first, and can it be so alone? Exact, by linear programme."""

from typing import NamedTuple

import numpy as np

from scenario_cli.choices import WeightsModel
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Mask, product
from scenario_cli.engine.robustness.models import Items
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
        heavier = items.importance[:, None] > items.importance[None, :]
        rows = np.array([np.eye(k)[b] - np.eye(k)[a] for a, b in np.argwhere(heavier)]).reshape(-1, k)
        limits = np.zeros(len(rows))
    elif model == "ranges" and bounds is not None:
        groups = group_members(bounds)
        rows = np.vstack([groups, -groups])
        limits = np.concatenate([bounds.group_high, -bounds.group_low])
        low, high = bounds.low, bounds.high
    return Polytope(rows, limits, low, high)


class Leads(NamedTuple):
    """Which options (m,) some weights put first: at all, and alone, ahead by more than a tie."""

    somewhere: Mask
    alone: Mask


def leads(best: Array, least: Array, region: Polytope, seen: Mask, inside: Array) -> Leads:
    """Return which options some weights of the region put first, and which of them alone.

    Parameters
    ----------
    best, least : (m, k) arrays
        The greatest and least score under each item alone that the ratings allow: the
        same array where ratings are fixed. An option leads if its best stands above
        the least of the others.
    seen : (m,) bool array
        Options already known to lead somewhere; for the first of the two no programme is
        solved for them.
    inside : (m, k) array
        Weights of the region that are worth a look before, each for its option; NaN
        where there are none.

    Notes
    -----
    The greatest lead that an option can have over the best of its rivals decides both:
    -1e-9 or more, or more than 1e-9, by the tie rule.
    """
    m = len(best)
    free = (region.low == 0) & (region.high == 1)
    corners = np.eye(free.size)[:, free] if not region.rows.size else np.zeros((free.size, 0))
    somewhere, alone = seen.copy(), np.zeros(m, dtype=bool)
    for i in range(m):
        behind = np.delete(least, i, axis=0) - best[i]  # under each item alone, at the best for i
        tried = corners if np.isnan(inside[i]).any() else np.column_stack([corners, inside[i]])
        lead = float((-product(behind, tried).max(axis=0, initial=-np.inf)).max(initial=-np.inf))
        if lead <= TIE and not ((somewhere[i] or lead >= -TIE) and _never_ahead(behind, region)):
            lead = max(lead, greatest_lead(behind, region))
        somewhere[i] |= lead >= -TIE
        alone[i] = lead > TIE
    return Leads(somewhere, alone)


def _never_ahead(behind: Array, region: Polytope) -> bool:
    """Whether one rival is at least level under every item alone that can have weight."""
    return bool(np.any(np.all(behind[:, region.high > 0] >= -TIE, axis=1)))


def greatest_lead(behind: Array, region: Polytope) -> float:
    """Return the greatest lead over the best rival; ``behind`` (m - 1, k) is how far each is ahead."""
    from scipy.optimize import linprog

    k = region.low.size
    if np.any(np.all(behind > TIE, axis=1)):
        return -np.inf
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
    return float(-solved.fun) if solved.status == 0 else -np.inf
