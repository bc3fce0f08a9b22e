"""Weights within ranges: uniform on the simplex cut by bounds on factors and drivers.

Hit-and-run along the directions that move weight between two items, many chains side
by side: each step draws uniformly from the segment that stays inside, so boxes however
small are sampled without rejection. Sweeps over random pairs take turns with sweeps in
which every item meets the one with the most room, which takes in what the others leave: where
most ranges are small, a random pair has it seldom. Source: Smith (1984), Efficient Monte Carlo
procedures for generating points uniformly distributed over bounded regions, Operations
Research 32:1296-1308; coordinate directions as in Gibbs sampling.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.models import BLOCK, Items, Sampler

CHAINS = 512
_SLACK = 1e-12


class Bounds(NamedTuple):
    """Bounds on k items and on g groups of them, in shares of the whole.

    Attributes
    ----------
    low, high : (k,) arrays
    group_of : (k,) int array
    group_low, group_high : (g,) arrays
    """

    low: Array
    high: Array
    group_of: Indices
    group_low: Array
    group_high: Array


def bounds_of(problem: DecisionProblem, items: Items, stated: Mapping[str, Sequence[float]]) -> Bounds:
    """Return the bounds that a weights file's ``ranges`` (per cent of the whole) set on items.

    Over drivers, the range of a factor becomes one of its driver, whose shares within
    are fixed. What has no range may have any share.
    """
    k, d = len(items.ids), len(problem.drivers)
    low, high = np.zeros(k), np.ones(k)
    group_of = (
        problem.driver_of if k == len(problem.factors) and items.ids == problem.factors else np.arange(d)
    )
    group_low, group_high = np.zeros(d), np.ones(d)
    for id_, (lowest, highest) in stated.items():
        least, most = lowest / 100, highest / 100
        if id_ in problem.drivers:
            g = problem.drivers.index(id_)
            group_low[g], group_high[g] = max(group_low[g], least), min(group_high[g], most)
        elif items.ids == problem.factors:
            j = problem.factors.index(id_)
            low[j], high[j] = max(low[j], least), min(high[j], most)
        else:
            j = problem.factors.index(id_)
            g, share = int(problem.driver_of[j]), float(problem.within[j])
            if share > 0:
                group_low[g] = max(group_low[g], least / share)
                group_high[g] = min(group_high[g], most / share)
            elif least > 0:
                group_low[g] = np.inf
    return Bounds(low, high, np.asarray(group_of), group_low, group_high)


def interior_point(bounds: Bounds) -> Array | None:
    """Return weights (k,) as far inside all bounds as can be, or ``None`` where nothing is inside.

    Bounds that leave no room (an item or a group fixed) do not count as far or near.
    """
    from scipy.optimize import linprog

    k, groups = bounds.low.size, group_members(bounds)
    rows, limits = [], []
    for sign, part, ends, room in (
        (-1.0, np.eye(k), bounds.low, bounds.high - bounds.low),
        (1.0, np.eye(k), bounds.high, bounds.high - bounds.low),
        (-1.0, groups, bounds.group_low, bounds.group_high - bounds.group_low),
        (1.0, groups, bounds.group_high, bounds.group_high - bounds.group_low),
    ):
        if np.any(room < -_SLACK) or not np.all(np.isfinite(ends)):
            return None
        rows.append(np.column_stack([sign * part, np.where(room > _SLACK, room, 0.0)]))
        limits.append(sign * ends)
    solved = linprog(
        np.append(np.zeros(k), -1.0),
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(limits),
        A_eq=np.append(np.ones(k), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0, 1)] * (k + 1),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    return np.clip(solved.x[:k], bounds.low, bounds.high) if solved.status == 0 else None


def within(bounds: Bounds, start: Array) -> Sampler:
    """Return a sampler uniform inside bounds, from an interior point (k,).

    Each call starts its own chains and lets them forget the start before it keeps any.
    Samples of one chain are neighbours in columns ``c, c + CHAINS, ...``.
    """
    k = start.size
    roomiest = int(np.argmax(np.minimum(bounds.high, bounds.group_high[bounds.group_of]) - bounds.low))

    def both(points: Array, rng: np.random.Generator) -> None:
        _sweep(points, bounds, rng)
        _sweep(points, bounds, rng, roomiest)

    def sample(rng: np.random.Generator, count: int) -> Array:
        chains = min(CHAINS, count)
        points = np.repeat(start[:, None], chains, axis=1)
        kept = np.empty((k, count))
        for _ in range(10 + 5 * k):
            both(points, rng)
        for begin in range(0, count, chains):
            both(points, rng)
            end = min(begin + chains, count)
            kept[:, begin:end] = points[:, : end - begin]
        return kept

    return sample


def group_members(bounds: Bounds) -> Array:
    """Return which items (columns, k) belong to which group (rows, g), as 0 and 1."""
    groups = np.zeros((bounds.group_low.size, bounds.low.size))
    groups[bounds.group_of, np.arange(bounds.low.size)] = 1.0
    return groups


def _sweep(points: Array, bounds: Bounds, rng: np.random.Generator, against: int | None = None) -> None:
    """Move every chain along k pairs of items, in place: random ones, or all ``against`` one item."""
    k = points.shape[0]
    if k < 2:
        return
    sums = np.array([points[bounds.group_of == g].sum(axis=0) for g in range(bounds.group_low.size)])
    order = rng.permutation(k)
    draws = rng.random((k, points.shape[1]))
    for position, i in enumerate(order):
        j = order[position - 1] if against is None else against
        if i == j:
            continue
        g, h = bounds.group_of[i], bounds.group_of[j]
        up = np.minimum(bounds.high[i] - points[i], points[j] - bounds.low[j])
        down = np.minimum(points[i] - bounds.low[i], bounds.high[j] - points[j])
        if g != h:
            up = np.minimum(up, np.minimum(bounds.group_high[g] - sums[g], sums[h] - bounds.group_low[h]))
            down = np.minimum(down, np.minimum(sums[g] - bounds.group_low[g], bounds.group_high[h] - sums[h]))
        up, down = np.maximum(up, 0.0), np.maximum(down, 0.0)
        move = draws[position] * (up + down) - down
        points[i] += move
        points[j] -= move
        if g != h:
            sums[g] += move
            sums[h] -= move


__all__ = ["BLOCK", "Bounds", "bounds_of", "interior_point", "within"]
