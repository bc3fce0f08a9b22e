"""Robustness put together: exact where a closed form exists, sampled where none does."""

from dataclasses import dataclass

import numpy as np

from scenario_cli.choices import Over, WeightsModel
from scenario_cli.engine.additive import POINTS, TIE, Ranking
from scenario_cli.engine.arrays import Array, Indices, Mask, product
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.extremes import greatest_regrets, leads_together
from scenario_cli.engine.robustness.failure import FailureRule, failure_rule
from scenario_cli.engine.robustness.knowledge import Knowledge, PresentFirsts, knowledge, present_firsts
from scenario_cli.engine.robustness.leading import Leads, Polytope, leads, region_of
from scenario_cli.engine.robustness.models import (
    Items,
    anywhere,
    around,
    ordered,
    ordered_corners,
    strictly_ordered,
)
from scenario_cli.engine.robustness.ranges import CHAINS, Bounds, interior_point, within
from scenario_cli.engine.robustness.sampling import (
    KEPT_SAMPLES,
    Progress,
    RankShares,
    Sampled,
    confidence_factors,
    entropy,
    expected_ranks,
    sample_robustness,
)
from scenario_cli.engine.robustness.volumes import (
    MOST_ITEMS,
    MOST_OPTIONS,
    exact_first,
    exact_volumes,
    pairwise_shares,
)
from scenario_cli.engine.robustness.walks import Answered, Drawing, drawn_from
from scenario_cli.engine.uncertain import UncertainCells
from scenario_cli.errors import InputError
from scenario_cli.frozen import Frozen
from scenario_cli.mistakes import Mistake

SAMPLES = 100_000
SPREAD = 0.2
LEAST_FIRSTS = 30
TELLING = 0.1  # by how much of what is left a rule must raise the share of losses to be worth its words
_NO_SHARE = 1e-12


@dataclass(frozen=True, kw_only=True)
class Model:
    """How weights and ratings may lie, and how many samples from which seed."""

    weights: WeightsModel = "anywhere"
    over: Over = "factors"
    spread: float = SPREAD
    samples: int = SAMPLES
    seed: int = 0


@dataclass(frozen=True, eq=False, kw_only=True)
class Robustness(Frozen):
    """What survives; m options, k items.

    ``exact`` names the parts that are exact; the others are sampled, and their
    ``standard_error`` is above 0 (save where a share is 0 or 1).
    ``samples`` is 0 where nothing that is shown was sampled but the failure rule.
    ``firsts`` (m,) is in how many samples each option is first. ``central`` (m, k) is told
    by item, ``central_factors`` (m, n) by factor; both are NaN, as is ``confidence`` (m,),
    where an option is never first, and where it is in fewer than 30 samples, unless they
    are exact: so few have no mean to speak of.
    ``apart`` is the acceptability if each rating were drawn on its own, where a doubt keeps
    some together; else ``None``. ``present`` is who is first at the present weights as ratings
    are drawn; ``None`` where none are.
    """

    samples: int
    exact: tuple[str, ...]
    acceptability: Array
    standard_error: Array
    firsts: Indices
    central: Array
    central_factors: Array
    confidence: Array
    mean_regret: Array
    max_regret: Array
    pairwise: Array
    apart: RankShares | None
    leads: Leads
    known: Knowledge
    present: PresentFirsts | None
    failure: FailureRule | None

    @property
    def expected_rank(self) -> Array:
        """The mean rank (m,) of each option."""
        return expected_ranks(self.acceptability)

    @property
    def entropy(self) -> float:
        """How open first place is, in bits."""
        firsts = self.acceptability[:, 0]
        return float(entropy(firsts / max(firsts.sum(), 1e-300)))

    @property
    def rank_entropy(self) -> Array:
        """How open each option's rank is (m,), in bits."""
        return entropy(self.acceptability)

    @property
    def order(self) -> tuple[int, ...]:
        """Options by expected rank, then file order."""
        return tuple(int(i) for i in np.argsort(self.expected_rank, kind="stable"))


def assess(
    problem: DecisionProblem,
    ranking: Ranking,
    items: Items,
    model: Model,
    *,
    uncertain: UncertainCells,
    ratings_uncertain: bool,
    bounds: Bounds | Answered | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Return what survives not knowing the weights, and the ratings if asked.

    ``bounds`` are the ranges, or what answers leave. Raises ``InputError`` where no weights are in these.
    """
    drawn = uncertain if ratings_uncertain and uncertain.rows.size else None
    beside = min(model.samples, SAMPLES)
    alone = POINTS * items.alone(problem.values)
    corners = _corners(items, model.weights) if drawn is None else None
    small = corners is not None and len(items.ids) <= MOST_ITEMS
    wholly = small and alone.shape[0] <= MOST_OPTIONS
    drawing = _drawing(items, model, bounds)
    sampled = sample_robustness(
        problem,
        items,
        drawing.sampler,
        samples=min(model.samples, KEPT_SAMPLES) if wholly else model.samples,
        seed=model.seed,
        leaders=ranking.leaders,
        uncertain=drawn,
        chains=drawing.chains,
        pairs=corners is None,
        progress=progress,
    )
    parts = _Parts(sampled)
    if corners is not None:
        parts.replace_exactly(alone, corners, small=small, wholly=wholly)
    else:
        parts.bound_regret(_worst(problem, items, drawn, _ends(items, model.weights)))
    seen, inside, region = parts.acceptability[:, 0] > 0, parts.central, _region(items, model, bounds)
    parts.leave_out_few(sampled.firsts)
    return Robustness(
        samples=0 if wholly else sampled.samples,
        exact=tuple(sorted(parts.exact | {"can_lead", "research"})),
        acceptability=parts.acceptability,
        standard_error=parts.standard_error,
        firsts=sampled.firsts,
        central=parts.central,
        central_factors=items.factor_weights(parts.central.T).T,
        confidence=confidence_factors(problem, items, parts.central, drawn, model.seed),
        mean_regret=parts.mean_regret,
        max_regret=parts.max_regret,
        pairwise=parts.pairwise,
        apart=sampled.apart,
        leads=_leads(problem, items, drawn, region, seen, inside),
        known=knowledge(problem, uncertain, samples=beside, seed=model.seed),
        present=present_firsts(problem, drawn, samples=beside, seed=model.seed) if drawn else None,
        failure=_failure(problem, items, sampled, ranking.leaders, parts.lost(alone, ranking.leaders)),
    )


def _leads(
    problem: DecisionProblem,
    items: Items,
    drawn: UncertainCells | None,
    region: Polytope,
    seen: Mask,
    inside: Array,
) -> Leads:
    """Return who can lead with the best of the ratings that are drawn, or with those that stand."""
    high, low = (problem.values, problem.values) if drawn is None else (problem.high, problem.low)
    found = leads(POINTS * items.alone(high), POINTS * items.alone(low), region, seen, inside)
    return found if drawn is None else leads_together(problem, items, drawn, region, found)


def _failure(
    problem: DecisionProblem, items: Items, sampled: Sampled, leaders: tuple[int, ...], share: float
) -> FailureRule | None:
    """Return where the leaders lose, as a rule from the samples kept; ``share`` is how often, in all."""
    lost: Mask = np.logical_not(sampled.kept_first[list(leaders)].any(axis=0))
    rule = failure_rule(_driver_shares(problem, items, sampled.kept_weights), lost)
    if share <= _NO_SHARE:
        return None
    if rule is None:  # so seldom that it is not among the samples kept
        return FailureRule((), 1.0, share, share)
    if rule.density - rule.lost < TELLING * (1 - rule.lost):  # hardly more often lost there than anywhere
        return FailureRule((), 1.0, share, share)
    return rule._replace(lost=share)


class _Parts:
    """The parts of a result while exact ones take the place of sampled ones."""

    def __init__(self, sampled: Sampled) -> None:
        self.acceptability = sampled.acceptability
        self.standard_error = sampled.standard_error
        self.central = sampled.central
        self.pairwise = sampled.pairwise
        self.mean_regret, self.max_regret = sampled.mean_regret, sampled.max_regret
        self.sampled_lost = sampled.lost
        self.exact: set[str] = set()

    def leave_out_few(self, firsts: Indices) -> None:
        """Leave out central weights that are the mean of too few samples."""
        if "central_weights" not in self.exact:
            self.central = np.where((firsts < LEAST_FIRSTS)[:, None], np.nan, self.central)

    def lost(self, alone: Array, leaders: tuple[int, ...]) -> float:
        """Return the share in which no leader is first, which is what their first ranks leave."""
        if self.exact.isdisjoint({"acceptability", "first_rank"}):
            return self.sampled_lost
        apart: list[int] = []  # leaders that are level everywhere are first together
        for i in leaders:
            if not any(np.all(np.abs(alone[i] - alone[j]) <= TIE) for j in apart):
                apart.append(i)
        return float(max(0.0, 1 - self.acceptability[apart, 0].sum()))

    def replace_exactly(self, alone: Array, corners: Array, *, small: bool, wholly: bool) -> None:
        """Put exact parts in place of a region that is a simplex, with ``corners`` (k, k) as columns."""
        alone = product(alone, corners)  # scores at these
        self.pairwise = pairwise_shares(alone)
        self.bound_regret(_behind(alone))
        self.exact |= {"pairwise"}
        if wholly:
            volumes = exact_volumes(alone)
            self.acceptability, self.standard_error = (
                volumes.acceptability,
                np.zeros_like(self.standard_error),
            )
            self.central, self.mean_regret = product(volumes.central, corners.T), volumes.mean_regret
            self.exact |= {"acceptability", "central_weights", "expected_rank", "mean_regret"}
        elif small:
            shares, central = exact_first(alone)
            self.acceptability, self.standard_error = self.acceptability.copy(), self.standard_error.copy()
            others = self.acceptability[:, 1:]  # they share what first place leaves
            others[others.sum(axis=1) == 0, 0] = 1.0  # first in all samples, else second
            others *= ((1 - shares) / others.sum(axis=1))[:, None]
            self.acceptability[:, 0], self.standard_error[:, 0] = shares, 0.0
            self.central = product(central, corners.T)
            self.exact |= {"first_rank", "central_weights"}

    def bound_regret(self, most: Array | None) -> None:
        """Put the greatest regret, where it is known, in place of the greatest seen."""
        if most is not None:
            self.max_regret = np.minimum(most, POINTS)
            self.exact |= {"max_regret"}


def _worst(
    problem: DecisionProblem, items: Items, drawn: UncertainCells | None, ends: Array | None
) -> Array | None:
    """Return the greatest regret (m,), which lies at a corner of the region, if these are known."""
    if ends is None:
        return None
    if drawn is not None:
        return greatest_regrets(problem, items, drawn, ends)
    return _behind(product(POINTS * items.alone(problem.values), ends))


def _behind(scores: Array) -> Array:
    """Return how far each option (m,) is behind the best of scores (m, c), at the most."""
    return np.asarray((scores.max(axis=0) - scores).max(axis=1))


def _corners(items: Items, model: WeightsModel) -> Array | None:
    """Return the corners (k, k), as columns, of a region that is a simplex; ``None`` for others."""
    k = items.weights.size
    if model == "anywhere":
        return np.eye(k)
    if model == "ordered" and strictly_ordered(items.importance):
        corners = np.empty((k, k))
        corners[np.argsort(-items.importance, kind="stable")] = ordered_corners(k)
        return corners
    return None


def _ends(items: Items, model: WeightsModel) -> Array | None:
    """Return the corners (k, c) of a region, or what it comes as near to as one likes."""
    if model == "around":
        return np.asarray(np.eye(items.weights.size)[:, items.weights > 0])
    return _corners(items, model)


def _region(items: Items, model: Model, bounds: Bounds | Answered | None) -> Polytope:
    return bounds.region if isinstance(bounds, Answered) else region_of(items, model.weights, bounds)


def _drawing(items: Items, model: Model, bounds: Bounds | Answered | None) -> Drawing:
    if isinstance(bounds, Answered):
        return drawn_from(bounds.region, bounds.hull, CHAINS)
    if model.weights == "anywhere":
        return Drawing(anywhere(len(items.ids)), 0)
    if model.weights == "ordered":
        return Drawing(ordered(items.importance), 0)
    if model.weights == "around":
        return Drawing(around(items.weights, model.spread), 0)
    start = interior_point(bounds) if bounds is not None else None
    if bounds is None or start is None:
        message = "no weights lie within all of the ranges"
        raise InputError([Mistake(file="ranges", code="empty-ranges", message=message, hint="widen one")])
    return Drawing(within(bounds, start), CHAINS)


def _driver_shares(problem: DecisionProblem, items: Items, weights: Array) -> Array:
    members = problem.driver_of == np.arange(len(problem.drivers))[:, None]
    factors = items.factor_weights(weights)
    return np.array([factors[member].sum(axis=0) for member in members])
