"""Weights under any linear constraints: exact where enough of the simplex fulfils them, else a random walk.

The walk is hit-and-run along the axes of an ellipsoid that fits the region, many chains side by
side: where answers leave a long and narrow region, single items hardly move it. The axes are first
those at the region's analytic centre (Dikin, 1967, Soviet Mathematics 8:674-675), then those of
the chains' own covariance. Source: Smith (1984), Operations Research 32:1296-1308; Lovasz & Vempala
(2006), Hit-and-run from a corner, SIAM J. Computing 35:985-1005 (what rounding is worth).
"""

from typing import NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Mask, added, product
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.models import BLOCK, Sampler, anywhere, stream
from scenario_cli.engine.triangular import basis_beside, cholesky, solved_by

CHAINS = 256
ENOUGH = 0.05  # of the simplex: where more fulfils the constraints, drawing until they do is quick
NEWTON_STEPS = 60
MEASURED = 8  # sweeps
_SETTLED = 1e-12
_LEAST_ROOM = 1e-18
_PILOT = (2**31 - 1, 7)


class Hull(NamedTuple):
    """A region as what it is within its affine hull: no constraint holds there with equality everywhere.

    Attributes
    ----------
    centre : (k,) array
        A point with room on all sides.
    basis : (k, d) array
        Directions of the hull; ``d`` is 0 where one weighting alone is left.
    rows, limits : (r, k) and (r,) arrays
        The constraints with room, those of weights of 0 and more among them: ``rows @ w <= limits``.
    empty : (k,) bool array
        Which items have no weight anywhere in it.
    """

    centre: Array
    basis: Array
    rows: Array
    limits: Array
    empty: Mask

    @property
    def dimensions(self) -> int:
        """How many dimensions it has."""
        return int(self.basis.shape[1])


def hull_of(region: Polytope) -> Hull | None:
    """Return the hull of a region, or ``None`` where no weights are in it.

    One linear programme tells which constraints never have room: as many as can be are given room
    1, in weights that add up to whatever that takes.
    """
    from scipy.optimize import linprog

    k = region.low.size
    rows = np.vstack([region.rows, -np.eye(k), np.eye(k)[region.high < 1]])
    limits = np.concatenate([region.limits, -region.low, region.high[region.high < 1]])
    r = len(rows)
    # Weights (k), what they add up to, and the room (r) of each constraint.
    solved = linprog(
        np.concatenate([np.zeros(k + 1), -np.ones(r)]),
        A_ub=np.column_stack([rows, -limits, np.eye(r)]),
        b_ub=np.zeros(r),
        A_eq=np.concatenate([np.ones(k), [-1.0], np.zeros(r)])[None, :],
        b_eq=[0.0],
        bounds=[(0, None)] * k + [(1, None)] + [(0, 1)] * r,
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10},
    )
    if solved.status != 0:
        return None
    point, roomy = solved.x[:k] / solved.x[k], solved.x[k + 1 :] > 0.5
    empty = ~roomy[len(region.rows) : len(region.rows) + k] & (region.low == 0)
    point[empty] = 0.0
    fixed = np.vstack([np.ones(k), rows[~roomy]])
    return _centred(Hull(point, basis_beside(fixed), rows[roomy], limits[roomy], empty))


def _centred(hull: Hull) -> Hull:
    """Return the hull with its analytic centre, by damped Newton steps on the logarithms of rooms."""
    if not hull.dimensions:
        return hull
    point, along = hull.centre, product(hull.rows, hull.basis)
    room = hull.limits - added(hull.rows * point)
    if np.any(room <= 0):
        return hull
    for _ in range(NEWTON_STEPS):
        scaled = along / room[:, None]
        gradient = added(scaled.T)
        step = solved_by(cholesky(product(scaled.T, scaled)), -gradient)
        decrement = float(added(-gradient * step))
        if decrement < _SETTLED:
            break
        point = point + added(hull.basis * (step / (1 + np.sqrt(decrement))))
        room = hull.limits - added(hull.rows * point)
    return hull._replace(centre=point)


def axes_at(hull: Hull) -> Array:
    """Return axes (k, d) in which the ellipsoid that fits a hull at its centre is a ball."""
    room = hull.limits - added(hull.rows * hull.centre)
    scaled = product(hull.rows, hull.basis) / room[:, None]
    lower = cholesky(product(scaled.T, scaled))
    axes = hull.basis.copy()
    for j in range(hull.dimensions):
        for i in range(j):
            axes[:, j] -= axes[:, i] * lower[j, i]
        axes[:, j] /= lower[j, j]
    return axes


class Walkers:
    """Chains in a hull, side by side: where they began, and how far (d, C) each has moved along axes."""

    def __init__(self, hull: Hull, chains: int) -> None:
        self.hull = hull
        self.starts = np.repeat(hull.centre[:, None], chains, axis=1)
        self.turn(axes_at(hull))

    @property
    def points(self) -> Array:
        """Where the chains are (k, C)."""
        return np.asarray(self.starts + product(self.axes, self.moved))

    def turn(self, axes: Array) -> None:
        """Walk along other axes from now on, from where the chains are."""
        self.axes, self.swept = axes, 0
        self.moved = np.zeros((axes.shape[1], self.starts.shape[1]))
        self.rates = product(self.hull.rows, axes)
        self.measure()

    def turn_to_own(self) -> None:
        """Turn to axes along which the chains are as far apart each way."""
        apart = self.moved - (added(self.moved) / self.moved.shape[1])[:, None]
        axes = product(self.axes, cholesky(product(apart, apart.T) / apart.shape[1]))
        self.starts = self.points
        self.turn(axes)

    def measure(self) -> None:
        """Take the room of each constraint anew: sums drift."""
        room = self.hull.limits[:, None] - product(self.hull.rows, self.points)
        self.room = np.maximum(room, _LEAST_ROOM)

    def sweep(self, rng: np.random.Generator) -> None:
        """Move every chain once along each axis, to a place drawn evenly from what is inside."""
        d, part = len(self.moved), np.empty_like(self.room)
        for draw, j in zip(rng.random(self.moved.shape), rng.permutation(d), strict=True):
            rate = self.rates[:, j, None]
            np.divide(rate, self.room, out=part)  # how soon each constraint ends the way, as 1 / how far
            most, least = 1 / part.max(axis=0), 1 / part.min(axis=0)
            move = least + draw * (most - least)
            self.moved[j] += move
            np.multiply(rate, move, out=part)
            self.room -= part
            np.maximum(self.room, _LEAST_ROOM, out=self.room)
        self.swept += 1
        if self.swept % MEASURED == 0:
            self.measure()


def walk(hull: Hull, chains: int = CHAINS, *, sweeps: int | None = None) -> Sampler:
    """Return a sampler uniform in a hull; samples of a chain stand in columns ``c, c + chains, ...``.

    Each call starts its own chains at the centre and lets them forget it before it keeps any: for
    ``sweeps`` along the first axes and as many along the second, which suffices without a number
    even where 30 items are in one order.
    """
    forgetting = 10 + hull.dimensions if sweeps is None else sweeps

    def sample(rng: np.random.Generator, count: int) -> Array:
        side = min(chains, count)
        if not hull.dimensions:
            return np.repeat(hull.centre[:, None], count, axis=1)
        walking = Walkers(hull, max(side, 4 * hull.dimensions))
        for _ in range(forgetting):
            walking.sweep(rng)
        walking.turn_to_own()
        for _ in range(forgetting):
            walking.sweep(rng)
        kept = np.empty((hull.centre.size, count))
        for begin in range(0, count, side):
            walking.sweep(rng)
            end = min(begin + side, count)
            kept[:, begin:end] = walking.points[:, : end - begin]
        return np.maximum(kept, 0.0)

    return sample


class Answered(NamedTuple):
    """What answers leave of the weights: the region, and what it is within its affine hull."""

    region: Polytope
    hull: Hull


class Drawing(NamedTuple):
    """How weights are drawn, and from how many chains; 0 where draws do not depend on each other."""

    sampler: Sampler
    chains: int


def drawn_from(region: Polytope, hull: Hull, chains: int = CHAINS, *, sweeps: int | None = None) -> Drawing:
    """Return how to draw weights evenly from a region: exactly where enough of the simplex is in it."""
    k = region.low.size
    if not hull.dimensions:
        return Drawing(walk(hull, chains), 0)
    if hull.dimensions == k - 1:
        tried = anywhere(k)(stream(*_PILOT), BLOCK // 4)
        if np.count_nonzero(_inside(region, tried)) >= ENOUGH * tried.shape[1]:
            return Drawing(_drawn_until(region), 0)
    return Drawing(walk(hull, chains, sweeps=sweeps), chains)


def _inside(region: Polytope, weights: Array) -> Mask:
    """Return which weights (k, N) of any positive sum fulfil the constraints."""
    sums = weights.sum(axis=0)
    inside = np.all(product(region.rows, weights) <= region.limits[:, None] * sums, axis=0)
    if np.any(region.high < 1) or np.any(region.low > 0):
        inside &= np.all(weights <= region.high[:, None] * sums, axis=0)
        inside &= np.all(weights >= region.low[:, None] * sums, axis=0)
    return np.asarray(inside)


def _drawn_until(region: Polytope) -> Sampler:
    """Return a sampler that draws from the whole simplex and keeps what is in the region."""
    anyhow = anywhere(region.low.size)

    def sample(rng: np.random.Generator, count: int) -> Array:
        kept, have = [], 0
        while have < count:
            drawn = anyhow(rng, BLOCK)
            kept.append(drawn[:, _inside(region, drawn)])
            have += kept[-1].shape[1]
        return np.concatenate(kept, axis=1)[:, :count]

    return sample
