"""Events that may happen or not: the chance at which the best expected score changes hands.

With an event at chance p every expected score is ``(1 - p)`` times what it is without the event,
and ``p`` times what it is with it: a straight line in p, so who is first is found as along any
straight way, exactly. Of two events that do not depend on each other the expected score is
bilinear in both chances. Nobody states a chance: these are thresholds. Source: break-even
probabilities, Raiffa (1968), Decision Analysis, ch. 2.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE, contributions, totals
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import decision_problem, values_and_weights
from scenario_cli.engine.sensitivity.one_way import Segment, first_along
from scenario_cli.errors import StudyError
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

if TYPE_CHECKING:
    from scenario_cli.model.settings import Trial


class Tip(NamedTuple):
    """Where first place changes hands on a way from 0 to 1; above it ``to`` are first."""

    at: float
    to: tuple[int, ...]


class Event(NamedTuple):
    """An inject as something that may happen or not.

    Attributes
    ----------
    inject : str
    otherwise : str or None
        What happens where it does not; ``None``: nothing, the study stands.
    segments : tuple of Segment
        Who has the best expected score as its chance goes from 0 to 1.
    chance : float or None
        The chance that is tried for it, if one is.
    """

    inject: str
    otherwise: str | None
    segments: tuple[Segment, ...]
    chance: float | None = None

    @property
    def tips(self) -> tuple[Tip, ...]:
        """The chances at which first place changes hands, in rising order."""
        return tips_of(self.segments)


def tips_of(segments: Sequence[Segment]) -> tuple[Tip, ...]:
    """Return where first place changes hands along a way."""
    return tuple(Tip(segment.start, segment.first) for segment in segments[1:])


def happening(trials: Sequence["Trial"], *events: str) -> tuple["Trial", ...]:
    """Return what is tried with events that happen beside: after other injects, before what is set last."""
    last = _last_inject(trials)
    return (*trials[:last], *events, *trials[last:])


def _last_inject(trials: Sequence["Trial"]) -> int:
    return max((k + 1 for k, trial in enumerate(trials) if isinstance(trial, str)), default=0)


def events_of(scenario: Scenario, weights: Weights, trials: Sequence["Trial"] = ()) -> tuple[Event, ...]:
    """Return every inject as an event, in file order, with who is first at which chance.

    What is tried holds besides: an event that is tried itself, or whose opposite is, is no longer
    open and left out; where a chance is tried for it, it is told from 0 to 1 all the same. Left
    out, too, is one that would leave all weights at 0.

    Notes
    -----
    Ties: as along any straight way (see ``first_along``).
    """
    tried = {trial for trial in trials if isinstance(trial, str)}
    chances = {
        trial.inject: trial.chance for trial in trials if not isinstance(trial, str) and trial.of == "chance"
    }
    still_open = {
        id_: inject.otherwise
        for id_, inject in scenario.injects.items()
        if id_ not in tried and inject.otherwise not in tried
    }
    found = []
    for (id_, otherwise), (without, with_it) in zip(
        still_open.items(), _both_ways(scenario, weights, trials, still_open, chances), strict=True
    ):
        if without is not None and with_it is not None:
            segments = first_along(without, with_it)
            found.append(Event(id_, otherwise, segments, chances.get(id_)))
    return tuple(found)


def _both_ways(
    scenario: Scenario,
    weights: Weights,
    trials: Sequence["Trial"],
    still_open: Mapping[str, str | None],
    chances: Mapping[str, float],
) -> Iterator[tuple[Array | None, Array | None]]:
    """Return the scores without each event and with it, ``None`` where no weights are left."""
    if not chances:
        last = _last_inject(trials)
        cases = [case for id_, other in still_open.items() for case in (_opposite(other), (id_,))]
        distinct = list(dict.fromkeys(cases))
        parts = values_and_weights(scenario, weights, trials[:last], distinct, trials[last:])
        scores = {
            case: None if part is None else totals(contributions(*part))
            for case, part in zip(distinct, parts, strict=True)
        }
        for id_, other in still_open.items():
            yield scores[_opposite(other)], scores[(id_,)]
        return
    for id_, other in still_open.items():
        rest = [t for t in trials if isinstance(t, str) or t.of != "chance" or t.inject != id_]
        try:
            without = _scores(scenario, weights, happening(rest, *_opposite(other)))
            with_it = _scores(scenario, weights, happening(rest, id_))
        except StudyError:
            yield None, None
        else:
            yield without, with_it


def _opposite(otherwise: str | None) -> tuple[str, ...]:
    return () if otherwise is None else (otherwise,)


def _scores(scenario: Scenario, weights: Weights, trials: Sequence["Trial"]) -> Array:
    problem = decision_problem(scenario, weights, trials)
    return totals(contributions(problem.values, problem.weights))


Point = tuple[float, float]
Outline = tuple[Point, ...]


class PlaneRegion(NamedTuple):
    """The part of the plane of two chances where the same options have the best expected score."""

    options: tuple[int, ...]
    share: float


class Plane(NamedTuple):
    """Who has the best expected score at each pair of chances of two events, which do not hang together.

    Attributes
    ----------
    x, y : str
        The injects across and upwards.
    corners : (m, 4) array
        Scores with neither, with x alone, with y alone, with both.
    regions : tuple of PlaneRegion
        Their shares sum to 1; by first option in file order.
    """

    x: str
    y: str
    corners: Array
    regions: tuple[PlaneRegion, ...]

    def first(self, x: float, y: float) -> tuple[int, ...]:
        """Return who is first at two chances, by the tie rule."""
        scores = expected(self.corners, x, y)
        return tuple(int(i) for i in np.flatnonzero(scores.max() - scores <= TIE))


def expected(corners: Array, x: float, y: float) -> Array:
    """Return the expected scores (m,) at the chances of two events, from those at the corners."""
    at_0 = (1 - x) * corners[:, 0] + x * corners[:, 1]
    at_1 = (1 - x) * corners[:, 2] + x * corners[:, 3]
    return np.asarray((1 - y) * at_0 + y * at_1)


def plane_of(scenario: Scenario, weights: Weights, trials: Sequence["Trial"], x: str, y: str) -> Plane:
    """Return the plane of the chances of two injects; both happening, x comes first.

    Raises
    ------
    StudyError
        One of the four cases leaves all weights at 0.
    """
    other_x, other_y = (_opposite(scenario.injects[id_].otherwise) for id_ in (x, y))
    cases = [(*other_x, *other_y), (x, *other_y), (*other_x, y), (x, y)]
    corners = np.column_stack([_scores(scenario, weights, happening(trials, *case)) for case in cases])
    return Plane(x, y, corners, _regions(corners))


def _regions(corners: Array) -> tuple[PlaneRegion, ...]:
    """Return the shares of the unit square in which each option is highest: exact.

    Upwards at a chance x, scores are straight lines. Which of them are first, in which order,
    changes only where three are level, or two at the lower or upper edge; between two such x the
    edges of a region are pieces of hyperbolas, whose integrals are closed.
    """
    groups = _alike(corners)
    heads = [group[0] for group in groups if not _beaten(corners, [g[0] for g in groups], group[0])]
    areas = dict.fromkeys(heads, 0.0)
    for start, end in pairwise(_turns(corners[heads])):
        middle = (start + end) / 2
        lines = corners[heads]
        at_0 = (1 - middle) * lines[:, 0] + middle * lines[:, 1]
        at_1 = (1 - middle) * lines[:, 2] + middle * lines[:, 3]
        chain = [heads[segment.first[0]] for segment in first_along(at_0, at_1)]
        edges = [_edge(corners[a] - corners[b], start, end) for a, b in pairwise(chain)]
        bounds = [0.0, *edges, end - start]
        for head, below, above in zip(chain, bounds, bounds[1:], strict=False):
            areas[head] += above - below
    whole = sum(areas.values())
    members = {group[0]: tuple(group) for group in groups}
    return tuple(
        PlaneRegion(members[head], min(1.0, max(0.0, area) / whole))
        for head, area in sorted(areas.items())
        if area > _NO_AREA
    )


_NO_AREA = 1e-12


def outlines(plane: Plane, columns: int = 100) -> tuple[tuple[PlaneRegion, tuple[Outline, ...]], ...]:
    """Return each region of a plane with the closed lines round its pieces, x and y in 0..1.

    Their corners are exact; between them an edge is a hyperbola, followed through points at most
    ``1 / columns`` apart.
    """
    heads = {region.options[0]: region for region in plane.regions}
    lines = plane.corners[list(heads)]
    pieces: dict[int, list[tuple[list[Point], list[Point]]]] = {head: [] for head in heads}
    before: list[int] = []
    for start, end in pairwise(_turns(lines)):
        middle = (start + end) / 2
        at_0, at_1 = ((1 - middle) * lines[:, k] + middle * lines[:, k + 1] for k in (0, 2))
        chain = [list(heads)[segment.first[0]] for segment in first_along(at_0, at_1)]
        xs = np.linspace(start, end, max(2, int(np.ceil((end - start) * columns)) + 1))
        inside = np.clip(xs, start + (end - start) * 1e-9, end - (end - start) * 1e-9)
        heights = [_heights(plane.corners[a] - plane.corners[b], inside) for a, b in pairwise(chain)]
        bounds = [np.zeros_like(xs), *heights, np.ones_like(xs)]
        for head, below, above in zip(chain, bounds, bounds[1:], strict=False):
            if head not in before:
                pieces[head].append(([], []))
            for side, ys in zip(pieces[head][-1], (below, above), strict=True):
                side.extend(zip(xs.tolist(), ys.tolist(), strict=True))
        before = chain
    return tuple(
        (region, tuple((*lower, *reversed(upper)) for lower, upper in pieces[head]))
        for head, region in heads.items()
    )


def _heights(lead: Array, xs: Array) -> Array:
    """Return the y at which a lead is 0, at each x, kept within 0..1."""
    a, b, c, d = _terms(lead)
    with np.errstate(divide="ignore", invalid="ignore"):
        heights = -(a + b * xs) / (c + d * xs)
    return np.asarray(np.clip(np.nan_to_num(heights), 0.0, 1.0))


def _alike(corners: Array) -> list[list[int]]:
    """Return the options in groups that are level everywhere."""
    groups: list[list[int]] = []
    for i, scores in enumerate(corners):
        same = (g for g in groups if np.all(np.abs(corners[g[0]] - scores) <= TIE))
        group = next(same, None)
        if group is None:
            groups.append([i])
        else:
            group.append(i)
    return groups


def _beaten(corners: Array, heads: list[int], head: int) -> bool:
    others = corners[[other for other in heads if other != head]]
    return bool(np.any(np.all(others >= corners[head], axis=1)))


def _terms(lead: Array) -> tuple[float, float, float, float]:
    """Return a lead as ``a + b x + c y + d x y``, from its values at the four corners."""
    neither, x_alone, y_alone, both = (float(v) for v in lead)
    return neither, x_alone - neither, y_alone - neither, both - x_alone - y_alone + neither


def _turns(corners: Array) -> list[float]:
    """Return the chances x, from 0 to 1, at which the order of who is first upwards can change."""
    leads = [_terms(corners[i] - corners[j]) for i, j in combinations(range(len(corners)), 2)]
    polynomials = []
    for a, b, c, d in leads:
        polynomials += [(0.0, b, a), (0.0, b + d, a + c), (0.0, d, c)]
    for i, j, k in combinations(range(len(corners)), 3):
        a, b, c, d = _terms(corners[i] - corners[j])
        e, f, g, h = _terms(corners[i] - corners[k])
        polynomials.append((b * h - f * d, a * h + b * g - e * d - f * c, a * g - e * c))
    found = {0.0, 1.0}
    for two, one, none in polynomials:
        found.update(x for x in _roots(two, one, none) if 0 < x < 1)
    return sorted(found)


def _roots(two: float, one: float, none: float) -> list[float]:
    """Return the real roots of ``two x^2 + one x + none``, without loss of digits."""
    if two == 0:
        return [-none / one] if one else []
    inside = one * one - 4 * two * none
    if inside < 0:
        return [-one / (2 * two)] if inside > -1e-12 * one * one else []
    larger = -(one + np.copysign(inside**0.5, one)) / 2
    return [larger / two, *([none / larger] if larger else [])]


def _edge(lead: Array, start: float, end: float) -> float:
    """Return the integral over x of the y at which a lead is 0: a piece of a hyperbola.

    The closed form loses digits where the pole is far off, and there quadrature after Gauss is
    exact to rounding: its error falls as (r + sqrt(r^2 - 1))^-48 for a pole at r half-lengths.
    """
    a, b, c, d = _terms(lead)
    half, middle = (end - start) / 2, (start + end) / 2
    if abs(c + d * middle) > 2 * abs(d) * half:
        nodes, shares = np.polynomial.legendre.leggauss(24)
        x = middle + half * nodes
        heights = -(a + b * x) / (c + d * x)
        return float(half * (heights * shares).sum())
    before, after = abs(c + d * start), abs(c + d * end)
    ratio = max(after, _LEAST) / max(before, _LEAST)
    return float(-(b / d) * (end - start) - (a - b * c / d) / d * np.log(ratio))


_LEAST = 1e-300
