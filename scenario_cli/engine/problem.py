"""A scenario, weights and what is tried on them, as arrays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from scenario_cli.engine.curves import Curve, curve_of, positions_of, values_of
from scenario_cli.errors import StudyError
from scenario_cli.frozen import Frozen
from scenario_cli.model.scenario import Inject, Rating, Scale, Scenario
from scenario_cli.model.weights import Weights

if TYPE_CHECKING:
    from fractions import Fraction

    from numpy.typing import NDArray

    from scenario_cli.model.settings import Trial

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Indices = NDArray[np.intp]
else:  # numpy.typing takes as long to load as all of the engine's arithmetic
    Array = Mask = Indices = np.ndarray


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
    cells = _Cells(scenario)
    for trial in trials:
        if isinstance(trial, str):
            cells.befall(scenario.injects[trial])
        elif trial.of == "ratings":
            cells.put(trial.option, trial.factor, trial.value)
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


class _Cells:
    """The ratings of a scenario in their own units, while they are being put together."""

    def __init__(self, scenario: Scenario) -> None:
        factors = scenario.factors
        self.row = {id_: i for i, id_ in enumerate(scenario.options)}
        self.column = {id_: j for j, id_ in enumerate(factors)}
        self.scales = [factor.scale for factor in factors.values()]
        self.minimums = [factor.minimum for factor in factors.values()]
        self.worst = np.array([scale.worst for scale in self.scales])
        self.best = np.array([scale.best for scale in self.scales])
        self.descending = self.best < self.worst
        self.curves = [curve_of(scale) for scale in self.scales]
        shape = (len(self.row), len(self.column))
        self.unknown = np.zeros(shape, dtype=bool)
        self.clipped = np.zeros(shape, dtype=bool)
        self.ratings, self.low, self.high = np.empty(shape), np.empty(shape), np.empty(shape)
        width = {
            "low": scenario.confidence.low,
            "moderate": scenario.confidence.moderate,
            "high": scenario.confidence.high,
        }
        for option, i in self.row.items():
            stated = scenario.ratings[option]
            for factor, j in self.column.items():
                self._read(i, j, stated[factor], self.scales[j], width)

    def _read(self, i: int, j: int, rating: Rating, scale: Scale, width: dict[str, float]) -> None:
        bottom, top = _ends(scale)
        number = scale.number(rating.value)
        if number is None:
            self.unknown[i, j] = True
            self.ratings[i, j], self.low[i, j], self.high[i, j] = bottom + (top - bottom) / 2, bottom, top
            return
        low = scale.number(rating.low) if rating.low is not None else None
        high = scale.number(rating.high) if rating.high is not None else None
        half = (
            width[rating.confidence] * scale.one_step
            if rating.confidence and low is None and high is None
            else 0.0
        )
        self.ratings[i, j] = number
        self.low[i, j] = low if low is not None else max(bottom, number - half)
        self.high[i, j] = high if high is not None else min(top, number + half)

    def put(self, option: str, factor: str, number: float | None) -> None:
        """Put a number in place of a rating (``None``: make it unknown); its range moves along."""
        i, j = self.row[option], self.column[factor]
        bottom, top = _ends(self.scales[j])
        if number is None:
            self.unknown[i, j] = True
            self.ratings[i, j], self.low[i, j], self.high[i, j] = bottom + (top - bottom) / 2, bottom, top
            return
        kept = min(max(number, bottom), top)
        self.clipped[i, j] |= kept != number
        below = above = 0.0
        if not self.unknown[i, j]:
            below, above = self.ratings[i, j] - self.low[i, j], self.high[i, j] - self.ratings[i, j]
        self.unknown[i, j] = False
        self.ratings[i, j] = kept
        self.low[i, j] = max(bottom, kept - below)
        self.high[i, j] = min(top, kept + above)

    def befall(self, event: Inject) -> None:
        """Apply an inject's changes; an unknown rating that is shifted stays unknown."""
        for option, changes in event.ratings.items():
            for factor, change in changes.items():
                i, j = self.row[option], self.column[factor]
                if change.set is not None:
                    self.put(option, factor, change.set)
                elif change.shift is not None and not self.unknown[i, j]:
                    self.put(option, factor, float(self.ratings[i, j]) + change.shift)

    def as_values(self, ratings: Array) -> Array:
        """Map ratings to 0..1 along the curve of each scale."""
        return values_of(self.curves, (ratings - self.worst) / (self.best - self.worst))

    def crossed(self) -> Mask:
        """Mark the known ratings on the wrong side of their factor's minimum."""
        limits = np.array([self.worst[j] if m is None else m for j, m in enumerate(self.minimums)])
        wrong = np.where(self.descending, self.ratings > limits, self.ratings < limits)
        return np.asarray(wrong & ~self.unknown)


LARGE = 2.0**500


def _ends(scale: Scale) -> tuple[float, float]:
    return min(scale.worst, scale.best), max(scale.worst, scale.best)


def _driver_indices(scenario: Scenario) -> Indices:
    position = {id_: k for k, id_ in enumerate(scenario.drivers)}
    return np.array([position[driver] for driver in scenario.driver_of.values()], dtype=np.intp)


def _shares(scenario: Scenario, weights: Weights, trials: Sequence["Trial"]) -> tuple[Array, Array]:
    """Return the drivers' shares (d,) and the factors' shares within their driver (n,)."""
    drivers, groups = _points(scenario, weights, trials, float)
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
    """Return the points of each driver, and of the factors within each, after what is tried on them."""
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
    return [points[id_] for id_ in scenario.drivers], [
        [groups[id_][f] for f in rated.factors] if id_ in groups else [one] * max(1, len(rated.factors))
        for id_, rated in scenario.drivers.items()
    ]


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


def added(parts: Array) -> Array:
    """Return sums over the last axis, added one after another.

    NumPy's own sums are taken in blocks that its version decides on; these have the same
    last digit with every version, and one at a time as in millions.
    """
    return np.asarray(np.cumsum(parts, axis=-1)[..., -1])


def product(left: Array, right: Array) -> Array:
    """Return the matrix product of (m, n) and (n, k), added one after another as ``added`` does.

    NumPy's own is taken by a library that adds in another order on another processor.
    """
    total = np.zeros((left.shape[0], right.shape[1]))
    for column, row in zip(left.T, right, strict=True):
        total += column[:, None] * row
    return total
