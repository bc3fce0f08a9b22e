"""One draw behind several ratings: scores along it, who is first where, and what knowing it is worth.

At a share u of the draw each rating stands at that share of its own distribution, counted
from its worst for the option. Between the kinks of these distributions, and of value curves,
every score is ``a + b sqrt(u) + c sqrt(1 - u) + d u`` (see ``uncertain``): turning points are
roots of a quartic, and means are sums of closed integrals. Nothing is sampled.

Source: comonotone draws as in Kaas, Dhaene & Goovaerts (2000), Upper and lower bounds for
sums of random variables, Insurance: Mathematics and Economics 27:151-168; the value of knowing
as in Raiffa & Schlaifer (1961), Applied Statistical Decision Theory, ch. 4.
"""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, contributions, totals
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.events import Tip, tips_of
from scenario_cli.engine.sensitivity.one_way import Segment
from scenario_cli.engine.uncertain import UncertainCells, evaluated, integrated, uncertain_cells
from scenario_cli.model.scenario import Scenario

SAME_SHARE = 1e-14


class Along(NamedTuple):
    """Scores of m options along the share u of one draw, in p pieces.

    Attributes
    ----------
    bounds : (p + 1,) array
        Where the pieces begin and end, from 0 to 1.
    terms : (p, m, 4) array
        What 1, sqrt(u), sqrt(1 - u) and u are multiplied by, in points of score.
    """

    bounds: Array
    terms: Array

    def at(self, share: float) -> Array:
        """Return the scores (m,) at a share 0..1."""
        piece = int(np.clip(np.searchsorted(self.bounds, share, side="right") - 1, 0, len(self.terms) - 1))
        return evaluated(self.terms[piece], share)


class DoubtWay(NamedTuple):
    """Who is first as the ratings of a doubt go together from all at their worst to all at their best.

    Attributes
    ----------
    doubt : str
    segments : tuple of Segment
        Over the share 0..1 of the draw.
    at_worst, at_best : (m,) arrays
        The scores at both ends.
    """

    doubt: str
    segments: tuple[Segment, ...]
    at_worst: Array
    at_best: Array

    @property
    def tips(self) -> tuple[Tip, ...]:
        """The shares of the draw at which first place changes hands, in rising order."""
        return tips_of(self.segments)


def doubt_ways(scenario: Scenario, problem: DecisionProblem) -> tuple[DoubtWay, ...]:
    """Return who is first along each doubt, in file order; all other ratings stay as they are.

    A doubt whose ratings are all certain, as it is tried, has one segment.
    """
    cells = uncertain_cells(scenario, problem)
    scores = totals(contributions(problem.values, problem.weights))
    ways = []
    for d, id_ in enumerate(scenario.doubts):
        mine = cells.of_doubt(d)
        rest = scores.copy()
        for i, j in zip(mine.rows, mine.columns, strict=True):
            rest[i] -= POINTS * problem.weights[j] * problem.values[i, j]
        along = along_draw(problem, rest, mine)
        ways.append(DoubtWay(id_, first_along_draw(along), along.at(0.0), along.at(1.0)))
    return tuple(ways)


def along_draw(problem: DecisionProblem, scores: Array, cells: UncertainCells) -> Along:
    """Return the scores along the shared draw of ``cells``.

    Parameters
    ----------
    scores : (m,) array
        What each option scores on everything but these cells, in points.
    """
    kinks = np.unique(np.concatenate([[0.0, 1.0], *(cells.kinks(c) for c in range(cells.rows.size))]))
    terms = np.zeros((kinks.size - 1, scores.size, 4))
    terms[:, :, 0] = scores
    for piece, (start, end) in enumerate(pairwise(kinks)):
        for c in range(cells.rows.size):
            weight = POINTS * problem.weights[cells.columns[c]]
            terms[piece, cells.rows[c]] += weight * cells.value_terms(c, float(start + end) / 2)
    return Along(kinks, terms)


def first_along_draw(along: Along) -> tuple[Segment, ...]:
    """Return who is first along a draw, from 0 to 1: exact, windows however narrow included.

    Options that differ by at most ``TIE`` all along a segment are first together; a lead that
    nowhere exceeds ``TIE`` makes no segment.
    """
    found: list[Segment] = []
    for piece, (start, end) in enumerate(pairwise(along.bounds)):
        terms = along.terms[piece]
        for left, right in _windows(terms, float(start), float(end)):
            first, lead = _first_within(terms, left, right)
            if found and (found[-1].first == first or lead <= TIE):
                found[-1] = found[-1]._replace(end=right)
            else:
                found.append(Segment(start=left, end=right, first=first))
    return _without_slight(along, found)


def expected_gain(along: Along) -> float:
    """Return how far, on the mean over the draw, the best score stands above the best mean: 0 or more.

    That is what knowing the draw before choosing is worth, exact to rounding.
    """
    chosen = int(np.argmax(expected_scores(along)))
    gain = 0.0
    for piece, (start, end) in enumerate(pairwise(along.bounds)):
        terms = along.terms[piece]
        for left, right in _windows(terms, float(start), float(end)):
            best = int(np.argmax(evaluated(terms, (left + right) / 2)))
            if best != chosen:
                gain += float(integrated(terms[best] - terms[chosen], left, right))
    return max(0.0, gain)


def expected_scores(along: Along) -> Array:
    """Return the mean over the draw of each score (m,)."""
    pieces = zip(along.terms, along.bounds, along.bounds[1:], strict=False)
    return np.asarray(sum(integrated(terms, float(start), float(end)) for terms, start, end in pieces))


def _windows(terms: Array, start: float, end: float) -> list[tuple[float, float]]:
    """Return a piece cut wherever two of its scores cross, of options that can be first in it."""
    moving = np.any(terms[:, 1:] != 0, axis=1)
    some = np.flatnonzero(moving).tolist()
    still = np.flatnonzero(~moving)
    if still.size:
        some.append(int(still[np.argmax(terms[still, 0])]))
    cuts = {start, end}
    for k, i in enumerate(some):
        for j in some[:k]:
            cuts.update(u for u in _roots(terms[i] - terms[j]) if start < u < end)
    ordered = sorted(cuts)
    kept = [ordered[0]]
    for cut in ordered[1:-1]:
        if cut - kept[-1] > SAME_SHARE and ordered[-1] - cut > SAME_SHARE:
            kept.append(cut)
    kept.append(ordered[-1])
    return list(pairwise(kept))


def _roots(term: Array) -> list[float]:
    """Return the shares in 0..1 at which ``a + b sqrt(u) + c sqrt(1 - u) + d u`` is 0.

    With one moving part it is solved for that. Else sqrt(u) is a sine and sqrt(1 - u) its
    cosine; by the tangent t of half their angle it is a quartic in t, 0..1.
    """
    a, b, c, d = (float(x) for x in term)
    if not (b or c or d):
        return []
    if not (b or c):
        return _in_reach(-a / d)
    if not (c or d):
        return _in_reach((a / b) ** 2) if -a / b >= 0 else []
    if not (b or d):
        return _in_reach(1 - (a / c) ** 2) if -a / c >= 0 else []
    quartic = np.array([a - c, 2 * b, 2 * a + 4 * d, 2 * b, a + c])
    found = []
    for root in np.roots(quartic):
        t = float(root.real)
        if abs(root.imag) <= _NEARLY_REAL and -_NEARLY_REAL <= t <= 1 + _NEARLY_REAL:
            slope = np.polyval(np.polyder(quartic), t)
            better = t - float(np.polyval(quartic, t) / slope) if slope else t
            if abs(np.polyval(quartic, better)) < abs(np.polyval(quartic, t)):
                t = better
            found += _in_reach((2 * t / (1 + t * t)) ** 2)
    return found


_NEARLY_REAL = 1e-6  # two roots that all but touch come out as a pair beside the real line


def _in_reach(share: float) -> list[float]:
    return [share] if 0 <= share <= 1 else []


def _first_within(terms: Array, start: float, end: float) -> tuple[tuple[int, ...], float]:
    """Return who is first in a window without crossings, and by how much over the best of the others."""
    middle = evaluated(terms, (start + end) / 2)
    best = int(np.argmax(middle))
    level = middle[best] - middle <= TIE
    for share in (start, end):
        scores = evaluated(terms, share)
        level &= scores[best] - scores <= TIE
    others = middle[~level]
    lead = float(middle[best] - others.max()) if others.size else np.inf
    return tuple(int(i) for i in np.flatnonzero(level)), lead


def _without_slight(along: Along, segments: list[Segment]) -> tuple[Segment, ...]:
    """Give a first segment that leads by a tie at most to the next one."""
    if len(segments) > 1:
        start, after = segments[0], segments[1]
        scores = along.at((start.start + start.end) / 2)
        if scores[start.first[0]] - scores[after.first[0]] <= TIE:
            return (after._replace(start=0.0), *segments[2:])
    return tuple(segments)
