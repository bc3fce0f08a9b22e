"""The cells of one scenario under many sets of ratings: what scores and flags hang on."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import one_step
from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.engine.problem import DecisionProblem

# What a row can be flagged with, as bits: those that hang on the weights first.
FLAGS = ("tie", "near_tie", "dominated", "unrated", "clipped", "below_minimum", "equal_weights")
TIED, NEAR, DOMINATED, UNRATED, CLIPPED, BELOW_MINIMUM, EQUAL_WEIGHTS = (1 << k for k in range(len(FLAGS)))
MARKS = 1 << len(FLAGS)

TriedRatings = Mapping[tuple[int, int], Array]
"""Ratings (N,) of some cells, each in the factor's own unit (NaN: unknown), by option and factor."""


def flag_text(marks: int) -> str:
    """Return the flags that bits stand for."""
    return " ".join(flag for k, flag in enumerate(FLAGS) if marks >> k & 1)


class ManyCells(NamedTuple):
    """Cells under N sets of ratings (1 where all are alike); m options, n factors.

    Attributes
    ----------
    values : (m, n, N) array
        Ratings on 0..1.
    rise, fall : (m, n, N) arrays
        How much value a rating gains by one step up its scale, and loses by one down.
    unknown : (m, n, N) bool array
        Ratings that are not known, whose values are those at mid-scale.
    held : (m, N) int array
        The flags of each option that hold whatever the weights are, as bits.
    """

    values: Array
    rise: Array
    fall: Array
    unknown: Mask
    held: Indices


def cells_of(problem: DecisionProblem) -> ManyCells:
    """Return the cells of a problem as they stand."""
    rise, fall = one_step(problem)
    values = problem.values[:, :, None]
    unknown, crossed = problem.unknown[:, :, None], problem.crossed[:, :, None]
    held = _held(values, unknown, problem.clipped, crossed)
    return ManyCells(values, rise[:, :, None], fall[:, :, None], unknown, held)


def cells_with(problem: DecisionProblem, limits: Array, ratings: TriedRatings, count: int) -> ManyCells:
    """Return the cells of a problem with so many sets of ratings in place of some of its own.

    The numbers are those of a problem for each set, to the last digit. ``limits`` (n,) are the
    minimums of the factors, where there is none the worst of the scale; ratings lie on the scale, or
    are unknown.
    """
    rise, fall = one_step(problem)
    values, rise, fall = (np.repeat(part[:, :, None], count, axis=2) for part in (problem.values, rise, fall))
    crossed: Mask = np.repeat(problem.crossed[:, :, None], count, axis=2)
    unknown: Mask = np.repeat(problem.unknown[:, :, None], count, axis=2)
    for (i, j), stated in ratings.items():
        worst, best, step = problem.worst[j], problem.best[j], problem.steps[j]
        curve = problem.curves[j] if problem.curves else None
        unknown[i, j] = np.isnan(stated)
        numbers = np.where(unknown[i, j], min(worst, best) + abs(best - worst) / 2, stated)
        position = (numbers - worst) / (best - worst)
        value = position if curve is None else curve.value(position)
        values[i, j] = value
        if curve is None:
            rise[i, j], fall[i, j] = np.minimum(step, 1 - value), np.minimum(step, value)
        else:
            rise[i, j] = curve.value(np.minimum(position + step, 1.0)) - value
            fall[i, j] = value - curve.value(np.maximum(position - step, 0.0))
        crossed[i, j] = (numbers > limits[j] if best < worst else numbers < limits[j]) & ~unknown[i, j]
    return ManyCells(values, rise, fall, unknown, _held(values, unknown, problem.clipped, crossed))


def _held(values: Array, unknown: Mask, clipped: Mask, crossed: Mask) -> Indices:
    marks = DOMINATED * _dominated(values, unknown) + BELOW_MINIMUM * crossed.any(axis=1)
    pushed = np.asarray(clipped.any(axis=1))[:, None]
    return np.asarray(marks + UNRATED * unknown.any(axis=1) + CLIPPED * pushed)


def _dominated(values: Array, unknown: Mask) -> Mask:
    """Mark the options (m, N) that another is at least as good as on every factor, and better on one.

    As ``dominators`` has it: an unknown rating counts as its worst for the other, as its best for itself.
    """
    floor, ceiling = np.where(unknown, 0.0, values), np.where(unknown, 1.0, values)
    found = np.zeros((values.shape[0], values.shape[2]), dtype=bool)
    for i, row in enumerate(ceiling):
        for j, other in enumerate(floor):
            if i != j:
                found[i] |= (other >= row).all(axis=0) & (other > row).any(axis=0)
    return found
