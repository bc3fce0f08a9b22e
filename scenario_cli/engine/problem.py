"""A scenario, weights and what is tried on them, as arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenario_cli.engine.arrays import Array, Indices, Mask, added
from scenario_cli.engine.cells import Cells
from scenario_cli.engine.curves import Curve, positions_of
from scenario_cli.errors import StudyError
from scenario_cli.frozen import Frozen
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

if TYPE_CHECKING:
    from fractions import Fraction

    from scenario_cli.model.settings import Trial


@dataclass(frozen=True, eq=False, kw_only=True)
class DecisionProblem(Frozen):
    """One decision problem as read-only arrays; m options, n factors, d drivers.

    Attributes
    ----------
    options, factors, drivers : tuple of str
        Ids, in file order.
    driver_of : (n,) int array
        The index of each factor's driver.
    values : (m, n) array
        Ratings on 0..1, 1 = best for the decision-maker; unknown ones as at mid-scale.
    low, high : (m, n) arrays
        The least and greatest value each cell could have; equal to ``values``
        where a rating is certain, 0 and 1 where it is unknown.
    ratings : (m, n) array
        Ratings in the factors' own units; unknown cells at mid-scale.
    worst, best : (n,) arrays
        The ends of each factor's scale, in its own unit.
    unknown, clipped, crossed : (m, n) bool arrays
        Cells that are unknown, pushed past the scale by an inject, or on the wrong
        side of the factor's minimum.
    steps : (n,) array
        One step of each factor's scale, as a part of it, in (0, 1].
    curves : tuple of Curve or None
        The value curve of each factor, ``None`` for a straight line; () where none bends.
    weights : (n,) array
        Shares of the whole, summing to 1.
    driver_weights : (d,) array
        Shares of the whole, summing to 1.
    within : (n,) array
        Shares within the factor's driver, summing to 1 for each driver.
    """

    options: tuple[str, ...]
    factors: tuple[str, ...]
    drivers: tuple[str, ...]
    driver_of: Indices
    values: Array
    low: Array
    high: Array
    ratings: Array
    worst: Array
    best: Array
    unknown: Mask
    clipped: Mask
    crossed: Mask
    steps: Array
    weights: Array
    driver_weights: Array
    within: Array
    curves: tuple[Curve | None, ...] = ()

    @property
    def positions(self) -> Array:
        """Where on its scale each rating stands (m, n): 0 at the worst, 1 at the best."""
        if not self.curves:
            return self.values
        return np.asarray((self.ratings - self.worst) / (self.best - self.worst))


def decision_problem(scenario: Scenario, weights: Weights, trials: Sequence["Trial"] = ()) -> DecisionProblem:
    """Return the arrays for a scenario under weights, after what is tried on them, in order.

    Parameters
    ----------
    scenario, weights : Scenario, Weights
        As read; the weights fit the scenario.
    trials : sequence of Trial
        Settings put in place of what stands there; ids of the scenario's injects, whose shifts
        add up and whose ``times`` multiply. What comes later finds what came before.

    Where a chance is tried for an inject, every contribution is the expected one: see ``_mixed``.

    Raises
    ------
    StudyError
        The trials leave all weights at 0.
    """
    for k, trial in enumerate(trials):
        if not isinstance(trial, str) and trial.of == "chance":
            otherwise = scenario.injects[trial.inject].otherwise
            cases = (() if otherwise is None else (otherwise,)), (trial.inject,)
            without, with_it = (
                decision_problem(scenario, weights, [*trials[:k], *case, *trials[k + 1 :]]) for case in cases
            )
            return _mixed(without, with_it, trial.chance)
    cells = Cells(scenario)
    cells.apply(trials)
    drivers, driver_of = tuple(scenario.drivers), _driver_indices(scenario)
    driver_weights, within = _shares(scenario, weights, trials)
    return DecisionProblem(
        options=tuple(scenario.options),
        factors=tuple(scenario.factors),
        drivers=drivers,
        driver_of=driver_of,
        values=cells.as_values(cells.ratings),
        low=cells.as_values(np.where(cells.descending, cells.high, cells.low)),
        high=cells.as_values(np.where(cells.descending, cells.low, cells.high)),
        ratings=cells.ratings,
        worst=cells.worst,
        best=cells.best,
        unknown=cells.unknown,
        clipped=cells.clipped,
        crossed=cells.crossed(),
        steps=np.array([s.one_step / s.length for s in cells.scales]),
        weights=driver_weights[driver_of] * within,
        driver_weights=driver_weights,
        within=within,
        curves=tuple(cells.curves) if any(curve is not None for curve in cells.curves) else (),
    )


def values_and_weights(
    scenario: Scenario,
    weights: Weights,
    before: Sequence["Trial"],
    cases: Sequence[Sequence[str]],
    after: Sequence["Trial"],
) -> list[tuple[Array, Array] | None]:
    """Return values (m, n) and weights (n,) with injects happening between what is tried before and after.

    Those of a problem for each case, but what they share is put together once. ``None`` where a
    case leaves all weights at 0; no chance is among what is tried.
    """
    base = Cells(scenario)
    base.apply(before)
    driver_of = _driver_indices(scenario)
    found: list[tuple[Array, Array] | None] = []
    plain: Array | None = None
    for case in cases:
        cells = base.branch()
        cells.apply([*case, *after])
        moved = any(scenario.injects[id_].weights for id_ in case)
        if moved or plain is None:
            try:
                drivers, within = _shares(scenario, weights, [*before, *case, *after])
            except StudyError:
                found.append(None)
                continue
            shares = drivers[driver_of] * within
            plain = plain if moved else shares
        found.append((cells.as_values(cells.ratings), shares if moved or plain is None else plain))
    return found


def _mixed(without: DecisionProblem, with_it: DecisionProblem, chance: float) -> DecisionProblem:
    """Return the problem whose contributions are those expected with an event at a chance.

    Weights are the expected ones; a value is the expected contribution as a part of its weight,
    and so between the two values. A rating is what its scale says of that.
    """
    if chance in (0, 1):
        return with_it if chance else without

    def mix(a: Array, b: Array) -> Array:
        return np.where(a == b, a, (1 - chance) * a + chance * b)

    def values(a: Array, b: Array) -> Array:
        shared = mix(without.weights * a, with_it.weights * b)
        some = (weights > 0) & (without.weights != with_it.weights)
        return np.where(some, shared / np.where(some, weights, 1.0), mix(a, b))

    weights = mix(without.weights, with_it.weights)
    mixed = values(without.values, with_it.values)
    ratings = without.worst + positions_of(without.curves, mixed) * (without.best - without.worst)
    same = (without.ratings == with_it.ratings) & (mixed == without.values)
    return replace(
        without,
        values=mixed,
        low=values(without.low, with_it.low),
        high=values(without.high, with_it.high),
        ratings=np.where(same, without.ratings, ratings),
        unknown=without.unknown | with_it.unknown,
        clipped=without.clipped | with_it.clipped,
        crossed=without.crossed | with_it.crossed,
        weights=weights,
        driver_weights=mix(without.driver_weights, with_it.driver_weights),
    )


LARGE = 2.0**500


def _driver_indices(scenario: Scenario) -> Indices:
    position = {id_: k for k, id_ in enumerate(scenario.drivers)}
    return np.array([position[driver] for driver in scenario.driver_of.values()], dtype=np.intp)


def _shares(scenario: Scenario, weights: Weights, trials: Sequence["Trial"]) -> tuple[Array, Array]:
    """Return the drivers' shares (d,) and the factors' shares within their driver (n,)."""
    drivers, groups = stated_points(scenario, weights, trials)
    tried = (
        "set" if any(not isinstance(trial, str) and trial.of == "weights" for trial in trials) else "inject"
    )
    within: list[float] = []
    for id_, group in zip(scenario.drivers, groups, strict=True):
        within += _normalised(group, id_, tried).tolist()
    return _normalised(drivers, "drivers", tried), np.array(within)


def _points(
    scenario: Scenario, weights: Weights, trials: Sequence["Trial"], number: Callable[[float], Any]
) -> tuple[list[Any], list[list[Any]]]:
    """Return the points of each driver, and of the factors within each, after what is tried on them.

    Factors of which nothing is stated share their driver's weight equally, and so do those of a driver
    that counts nothing where all of them are 0.
    """
    points = {driver: number(point) for driver, point in weights.drivers.items()}
    groups = {d: {f: number(point) for f, point in group.items()} for d, group in weights.factors.items()}
    one, large = number(1.0), number(LARGE)
    small = one  # points are told in units of this, so that no inject takes them past the largest number
    for trial in ("", *trials):
        if isinstance(trial, str):
            if max(points.values()) > large:
                small *= large
                points = {driver: point / large for driver, point in points.items()}
            if trial:
                for driver, by in scenario.injects[trial].weights.items():
                    points[driver] *= number(by.times)
        elif trial.of != "weights":
            continue
        elif trial.factor is None:
            points[trial.driver] = number(trial.points) / small
        else:
            equal = dict.fromkeys(scenario.drivers[trial.driver].factors, one)
            groups.setdefault(trial.driver, equal)[trial.factor] = number(trial.points)
    idle = {d for d, group in groups.items() if not weights.drivers[d] and not any(group.values())}
    return [points[id_] for id_ in scenario.drivers], [
        [groups[id_][f] for f in rated.factors]
        if id_ in groups and id_ not in idle
        else [one] * max(1, len(rated.factors))
        for id_, rated in scenario.drivers.items()
    ]


def stated_points(
    scenario: Scenario, weights: Weights, trials: Sequence["Trial"] = ()
) -> tuple[list[float], list[list[float]]]:
    """Return the raw points of the drivers, and of the factors within each, after what is tried on them.

    Points are in a unit of their own: only their proportions count.
    """
    return _points(scenario, weights, trials, float)


def stated_shares(
    scenario: Scenario, weights: Weights, trials: Sequence["Trial"] = ()
) -> tuple[list["Fraction"], list["Fraction"]]:
    """Return the shares of the drivers and of the factors, without rounding: 0.1 is a tenth.

    Which of two weights is the greater hangs on these: shares that are computed can differ in
    their last digit where what is stated does not.
    """
    from fractions import Fraction

    drivers, groups = _points(scenario, weights, trials, lambda point: Fraction(repr(float(point))))
    whole = sum(drivers)
    shares = [driver / whole for driver in drivers]
    return shares, [
        share * point / sum(group) for share, group in zip(shares, groups, strict=True) for point in group
    ]


def _normalised(points: list[float], where: str, tried: str) -> Array:
    raw: Array = np.array(points)
    if not raw.any():
        message = f"all weights are left at 0 ({where})"
        raise StudyError(message, parameter=tried, code="all-zero", path=("weights",))
    with np.errstate(over="ignore"):
        total = added(raw)
    if not np.isfinite(total):
        raw = raw / raw.max()
        total = added(raw)
    return np.asarray(raw / total, dtype=np.float64)
