"""What a result rests on: which ratings cite which evidence, and what happens without it.

Knocking evidence out makes every rating that rests on it alone unknown. Unknown ratings
of different options are different cells, so each score has its own range and first
place is settled by comparing ranges: exact, nothing is sampled.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import Ranking, first_place_in_doubt, score_ranges
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.rating_flips import RatingFlips
from scenario_cli.model.scenario import Scenario


class FirstPlace(NamedTuple):
    """What is left of first place when some ratings could be anything.

    Attributes
    ----------
    cells : int
        How many ratings are in doubt that were not unknown before.
    open : bool
        Whether some values of them change who is first.
    could_lead : tuple of int
        Who could be first, alone or tied.
    """

    cells: int
    open: bool
    could_lead: tuple[int, ...]


class Support(NamedTuple):
    """What rests on some evidence.

    Attributes
    ----------
    cited : (m, n) bool array
        Ratings that cite any of it.
    alone : (m, n) bool array
        Ratings that cite nothing else.
    margin : float
        Points of the lead over the runner-up on the factors where the leader's or the
        runner-up's rating cites it. Evidence shares factors, so margins overlap.
    without : FirstPlace
        First place without it.
    """

    cited: Mask
    alone: Mask
    margin: float
    without: FirstPlace

    @property
    def ratings(self) -> int:
        """How many ratings cite it."""
        return int(self.cited.sum())

    @property
    def alone_cells(self) -> list[tuple[int, int]]:
        """The ratings (option, factor) that cite nothing else."""
        return [(int(i), int(j)) for i, j in np.argwhere(self.alone)]


class Assumption(NamedTuple):
    """One rating of a kind, by indices, and first place if it is wrong."""

    option: int
    factor: int
    wrong: FirstPlace


def support(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, evidence: Iterable[str]
) -> Support:
    """Return what rests on the evidence with the given ids."""
    ids = set(evidence)
    cited, alone = _cells(scenario, problem, ids)
    rows = list(ranking.order[:2])
    touched = cited[rows].any(axis=0)
    return Support(
        cited=cited,
        alone=alone,
        margin=float(lead_by_factor(ranking)[touched].sum()),
        without=first_place_if(problem, ranking, alone),
    )


def first_place_if(problem: DecisionProblem, ranking: Ranking, cells: Mask) -> FirstPlace:
    """Return what is left of first place if the ratings in ``cells`` (m, n) could be anything."""
    low, high = score_ranges(problem, problem.unknown | cells)
    could_lead, is_open = first_place_in_doubt(low, high, ranking.leaders)
    return FirstPlace(cells=int((cells & ~problem.unknown).sum()), open=is_open, could_lead=could_lead)


def assumptions(
    scenario: Scenario, problem: DecisionProblem, ranking: Ranking, kind: str
) -> tuple[list[Assumption], FirstPlace]:
    """Return the ratings of a kind, each with first place if it alone is wrong, and if all are."""
    marked = np.array(
        [[scenario.ratings[o][f].kind == kind for f in problem.factors] for o in problem.options]
    )
    found = []
    for i, j in np.argwhere(marked):
        one = np.zeros_like(marked)
        one[i, j] = True
        found.append(Assumption(int(i), int(j), first_place_if(problem, ranking, one)))
    return found, first_place_if(problem, ranking, marked)


def by_leverage(flips: RatingFlips) -> list[tuple[int, int]]:
    """Return every rating (option, factor), the one nearest to its flip first, then in file order."""
    n = flips.steps.shape[1]
    return [divmod(int(k), n) for k in np.argsort(flips.steps, axis=None, kind="stable")]


def lead_by_factor(ranking: Ranking) -> Array:
    """Return the points (n,) by which the first option stands above the second; 0 where there is none."""
    first, *others = (ranking.contributions[i] for i in ranking.order[:2])
    return np.asarray(first - (others[0] if others else first))


def evidence_of(scenario: Scenario, source: str) -> list[str]:
    """Return the ids of the evidence that comes from a source."""
    return [id_ for id_, item in scenario.evidence.items() if item.source == source]


def one_idea(scenario: Scenario, problem: DecisionProblem) -> list[tuple[str, str]]:
    """Return the pairs of factors where all evidence of the first is evidence of the second too.

    A question to the reader (one idea or two?), not a verdict. Factors without weight
    or without evidence raise none.
    """
    cited = {
        factor: {id_ for option in problem.options for id_ in scenario.ratings[option][factor].evidence}
        for factor, weight in zip(problem.factors, problem.weights, strict=True)
        if weight > 0
    }
    pairs = []
    for a, b in combinations(cited, 2):
        if cited[a] and cited[a] <= cited[b]:
            pairs.append((a, b))
        elif cited[b] and cited[b] <= cited[a]:
            pairs.append((b, a))
    return pairs


def _cells(scenario: Scenario, problem: DecisionProblem, ids: set[str]) -> tuple[Mask, Mask]:
    shape = problem.values.shape
    cited, alone = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for i, option in enumerate(problem.options):
        for j, factor in enumerate(problem.factors):
            named = set(scenario.ratings[option][factor].evidence)
            cited[i, j] = bool(named & ids)
            alone[i, j] = bool(named) and named <= ids
    return cited, alone
