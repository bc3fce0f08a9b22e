"""First place over two shares at once, and along the way to other weights; drivers may be locked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenario_cli.engine.additive import contributions
from scenario_cli.engine.arrays import Mask, added
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.one_way import Segment, first_along
from scenario_cli.engine.sensitivity.regions import Region, corner_scores, regions
from scenario_cli.errors import StudyError


@dataclass(frozen=True, eq=False, kw_only=True)
class TwoWay:
    """The map of first place over the shares of two items.

    Attributes
    ----------
    x, y : str
        Ids of the drivers or factors.
    rest : str or None
        The driver or factor that has what these two leave; ``None`` where several do.
    at : (float, float)
        The present shares.
    left : float
        What can move, as a share of the whole: 1, less what is locked.
    regions : tuple of Region
        With corners in shares of the whole; areas are parts of the map.
    """

    x: str
    y: str
    rest: str | None
    at: tuple[float, float]
    left: float
    regions: tuple[Region, ...]


def two_way_map(problem: DecisionProblem, x: str, y: str, *, locked: Sequence[int] = ()) -> TwoWay:
    """Return the map of first place over the shares of two drivers or factors, exact.

    Parameters
    ----------
    locked : sequence of int, optional
        Indices of drivers whose weight stays as it is; x, y and the rest share what
        they leave.

    Raises
    ------
    StudyError
        The two cannot both move, or nothing beside them can.
    """
    first, second = _members(problem, x), _members(problem, y)
    kept = np.isin(problem.driver_of, list(locked))
    for id_, members in ((x, first), (y, second)):
        if (members & kept).any():
            raise StudyError(f"{id_} cannot move, since its weight is locked")
    if (first & second).any():
        raise StudyError(f"{x} and {y} share a weight, so they cannot both move")
    if (first | second | kept).all():
        unlocked = " that is not locked" if locked else ""
        raise StudyError(f"nothing{unlocked} is left beside these two; move one weight alone instead")
    left = float(problem.weights[~kept].sum()) if locked else 1.0
    found = regions(corner_scores(problem, first, second, kept if locked else None))
    return TwoWay(
        x=x,
        y=y,
        rest=_item(problem, ~(first | second | kept)),
        at=(float(problem.weights[first].sum()), float(problem.weights[second].sum())),
        left=left,
        regions=tuple(
            region._replace(polygon=tuple((px * left, py * left) for px, py in region.polygon))
            for region in found
        ),
    )


def first_on_the_way(
    problem: DecisionProblem, other: DecisionProblem, *, locked: Sequence[int] = ()
) -> tuple[Segment, ...]:
    """Return who is first along the straight way from one problem's weights to those of another.

    Parameters
    ----------
    locked : sequence of int, optional
        Indices of drivers that keep their weight, and the shares within them; the
        others go to their proportions in ``other``.

    Raises
    ------
    StudyError
        The other weights leave nothing to what is not locked.
    """
    end = other.weights
    if locked:
        kept = np.isin(problem.driver_of, list(locked))
        moving = np.where(kept, 0.0, end)
        if not moving.any():
            raise StudyError("these weights give nothing to what is not locked")
        left = problem.weights[~kept].sum()
        end = np.where(kept, problem.weights, left * moving / moving.sum())
    return first_along(
        added(contributions(problem.values, problem.weights)),
        added(contributions(other.values, end)),
    )


def _members(problem: DecisionProblem, id_: str) -> Mask:
    if id_ in problem.drivers:
        return np.asarray(problem.driver_of == problem.drivers.index(id_))
    return np.asarray(np.arange(len(problem.factors)) == problem.factors.index(id_))


def _item(problem: DecisionProblem, members: Mask) -> str | None:
    """Return the driver or factor whose factors these are."""
    ids = [*problem.drivers, *problem.factors]
    return next((id_ for id_ in ids if np.array_equal(_members(problem, id_), members)), None)
