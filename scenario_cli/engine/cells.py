"""The ratings of a scenario in their own units, while what is tried on them is put together."""

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

import numpy as np

from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.curves import curve_of, values_of
from scenario_cli.model.scenario import Inject, Rating, Scale, Scenario

if TYPE_CHECKING:
    from scenario_cli.model.settings import Trial


class Cells:
    """The ratings of a scenario in their own units, while they are being put together."""

    def __init__(self, scenario: Scenario) -> None:
        factors = scenario.factors
        self.injects = scenario.injects
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

    def branch(self) -> "Cells":
        """Return the same cells, on which other things can be tried."""
        other = copy(self)
        for part in ("unknown", "clipped", "ratings", "low", "high"):
            setattr(other, part, getattr(self, part).copy())
        return other

    def apply(self, trials: Sequence["Trial"]) -> None:
        """Apply injects and ratings that are tried, in order."""
        for trial in trials:
            if isinstance(trial, str):
                self.befall(self.injects[trial])
            elif trial.of == "ratings":
                self.put(trial.option, trial.factor, trial.value)

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


def _ends(scale: Scale) -> tuple[float, float]:
    return min(scale.worst, scale.best), max(scale.worst, scale.best)
