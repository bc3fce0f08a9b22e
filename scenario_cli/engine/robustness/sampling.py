"""What survives not knowing the weights or the ratings: stochastic acceptability analysis.

Source: Lahdelma & Salminen (2001), SMAA-2: stochastic multicriteria acceptability
analysis for group decision making, Operations Research 49:444-454; algorithms after
Tervonen & Lahdelma (2007), Implementing SMAA, EJOR 178:500-513.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenario_cli.engine.additive import POINTS, TIE, competition_ranks
from scenario_cli.engine.arrays import Array, Indices, Mask, added
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.models import BLOCK, WHOLE, Gaps, Items, Sampler, stream
from scenario_cli.engine.robustness.uncertainty import draw_into
from scenario_cli.engine.uncertain import UncertainCells

KEPT_SAMPLES = 4_096
CONFIDENCE_SAMPLES = 32_768

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False, kw_only=True)
class Sampled:
    """Counts and means over sampled weights and ratings; m options, k items, N samples.

    Attributes
    ----------
    samples : int
        N.
    acceptability : (m, m) array
        Rank acceptability indices: the share of samples in which each option (row) has
        rank 1, 2, ... (column).
    standard_error : (m, m) array
        Of those shares.
    firsts : (m,) int array
        In how many samples each option is first.
    central : (m, k) array
        Central weight vectors: the mean weights of these; NaN where there are none.
    pairwise : (m, m) array
        Pairwise winning indices: the share of samples in which row scores above column;
        NaN where they were not asked for.
    mean_regret, max_regret : (m,) arrays
        Points behind the best, on average and at the most seen; the latter is NaN where
        pairs were not asked for.
    lost : float
        The share of samples in which none of the leaders is first.
    apart : RankShares or None
        Acceptability if no doubt kept ratings together; ``None`` where none does.
    kept_weights : (k, K) array
        The first samples, normalised, for looking at where the leader loses.
    kept_first : (m, K) bool array
        Who is first in them.
    """

    samples: int
    acceptability: Array
    standard_error: Array
    firsts: Indices
    central: Array
    pairwise: Array
    mean_regret: Array
    max_regret: Array
    lost: float
    kept_weights: Array
    kept_first: Mask
    apart: "RankShares | None" = None


class RankShares(NamedTuple):
    """Rank acceptability indices (m, m), and their standard errors."""

    acceptability: Array
    standard_error: Array


def sample_robustness(  # noqa: PLR0913 - what is sampled, how, and what is counted
    problem: DecisionProblem,
    items: Items,
    sampler: Sampler,
    *,
    samples: int,
    seed: int,
    leaders: Sequence[int] = (),
    uncertain: UncertainCells | None = None,
    chains: int = 0,
    pairs: bool = True,
    progress: Progress | None = None,
) -> Sampled:
    """Sample weights (and ratings) and count who has which rank.

    Parameters
    ----------
    sampler : Sampler
        Draws columns of weights, of any positive sum.
    samples, seed : int
        N, and the seed of all streams. Block ``b`` of 16,384 samples has the stream
        ``(seed, b)``, so the result does not depend on how the work is divided.
    leaders : sequence of int
        Options whose losing is counted.
    uncertain : UncertainCells, optional
        Ratings to draw together with the weights; the others stay as they are.
    chains : int
        How many chains the samples of a block come from, which take turns; standard errors then
        come from how these differ. 0 where samples do not depend on each other.
    pairs : bool
        Whether to count pairs and look for the greatest regret: who knows the corners of
        the region has both exactly.

    Notes
    -----
    Scores within ``TIE`` of each other share the better rank, in every sample. Time and
    accuracy grow with N, memory does not.
    """
    if samples < 1:
        raise ValueError("at least one sample is needed")
    values, whole = items.alone(problem.values), isinstance(sampler, Gaps)
    options = list(range(len(values)))
    tally = _SampleCounts(len(values), len(items.ids), leaders, chains, pairs=pairs)
    apart = _Ranks(len(values), chains) if uncertain is not None and uncertain.is_doubted else None
    done, block = 0, 0
    while done < samples:
        rng = stream(seed, block)
        count = min(BLOCK, samples - done)
        weights = sampler(rng, count)
        scores = exact_scores(values, weights) if whole else _scores(values, weights)
        if uncertain is not None:
            beside = None if apart is None else stream(seed, _APART, block)
            other = draw_into(scores, uncertain, options, items.factor_weights(weights), rng, beside)
            _add_apart(apart, other, 1.0 if whole else WHOLE / weights.sum(axis=0))
        tally.add(scores, weights, whole=whole, keep=KEPT_SAMPLES if block == 0 else 0)
        done, block = done + count, block + 1
        if progress is not None:
            progress(done, samples)
    return tally.result(None if apart is None else apart.shares(samples))


def _add_apart(apart: "_Ranks | None", scores: Array | None, by: float | Array) -> None:
    """Count the ranks of scores of which no doubt kept any ratings together."""
    if apart is not None and scores is not None:
        apart.add(options_above(scores * by, None))


_APART = 2**30  # a stream of its own for ratings that no doubt keeps together


def _scores(values: Array, weights: Array) -> Array:
    """Return scores (m, B) of values (m, k) under weights (k, B), added one item after another."""
    scores = np.zeros((len(values), weights.shape[1]))
    part = np.empty(weights.shape[1])
    for weight, column in zip(weights, values.T, strict=True):
        for i, value in enumerate(column):
            np.multiply(weight, value, out=part)
            scores[i] += part
    return scores


def exact_scores(values: Array, weights: Array) -> Array:
    """Return scores (m, B) of values (m, k) under whole weights (k, B) that add up to ``WHOLE``.

    Values are taken apart into two numbers of 26 bits. Sums of either under the weights are
    exact, so that the library of the matrix product may add in any order.
    """
    high = np.floor(values * _PART) / _PART
    low = np.rint((values - high) * _PART**2) / _PART**2
    scores = high @ weights
    scores += low @ weights
    return scores


_PART = 2.0**26
_FINE = 2.0**39  # of which a block of samples adds up to a whole number that is exact


class _SampleCounts:
    """Running counts over blocks; m options, k items."""

    def __init__(self, m: int, k: int, leaders: Sequence[int], chains: int, *, pairs: bool) -> None:
        self.m, self.leaders, self.samples, self.lost = m, list(leaders), 0, 0
        self.ranks = _Ranks(m, chains)
        self.wins = np.zeros((m, m), dtype=np.int64) if pairs else None
        self.first_weights = np.zeros((m, k))
        self.regret, self.greatest = np.zeros(m), np.zeros(m)
        self.kept: tuple[Array, Mask] = np.zeros((k, 0)), np.zeros((m, 0), dtype=bool)

    def add(self, scores: Array, weights: Array, *, whole: bool, keep: int) -> None:
        """Count one block: scores (m, B) and weights (k, B), both of any positive sum.

        ``whole`` says that weights are whole numbers that add up to ``WHOLE``.
        """
        count = scores.shape[1]
        sums = np.broadcast_to(WHOLE, count) if whole else weights.sum(axis=0)
        if not whole:
            scores *= WHOLE / sums
        above = options_above(scores, self.wins)
        ranks = self.ranks.add(above)
        first = above == 0
        self.lost += count - int(np.count_nonzero(first[self.leaders].any(axis=0)))
        some = np.flatnonzero(ranks[:, 0])
        fine, unit = (weights, WHOLE) if whole else (np.rint(weights * (_FINE / sums)), _FINE)
        self.first_weights[some] += (first[some].astype(float) @ fine.T) / unit
        best = scores.max(axis=0)
        self.regret += best[None].sum(axis=1) - scores.sum(axis=1)
        if self.wins is not None:
            np.maximum(self.greatest, (best - scores).max(axis=1), out=self.greatest)
        self.samples += count
        if keep:
            self.kept = (weights[:, :keep] / sums[:keep], first[:, :keep])

    def result(self, apart: RankShares | None) -> Sampled:
        """Return shares and means."""
        shares = self.ranks.shares(self.samples)
        firsts = self.ranks.counts[:, :1]
        with np.errstate(invalid="ignore", divide="ignore"):
            central = np.where(firsts > 0, self.first_weights / firsts, np.nan)
        kept_weights, kept_first = self.kept
        unknown = np.full((self.m, self.m), np.nan)
        return Sampled(
            samples=self.samples,
            acceptability=shares.acceptability,
            standard_error=shares.standard_error,
            firsts=firsts[:, 0].astype(np.intp),
            central=central,
            pairwise=unknown if self.wins is None else self.wins / self.samples,
            mean_regret=self.regret / self.samples * _POINT,
            max_regret=unknown[0] if self.wins is None else np.minimum(self.greatest * _POINT, POINTS),
            lost=self.lost / self.samples,
            kept_weights=kept_weights,
            kept_first=kept_first,
            apart=apart,
        )


class _Ranks:
    """How often each of m options has which rank, and how exactly that tells its share."""

    def __init__(self, m: int, chains: int) -> None:
        self.counts = np.zeros((m, m))
        self.chains = _Chains(m, chains)

    def add(self, above: "NDArray[np.integer[Any]]") -> Array:
        """Count a block in which so many options stand above each (m, B); return its own counts (m, m)."""
        ranks = np.array([rank_counts(row, len(above)) for row in above])
        self.counts += ranks
        self.chains.add(above)
        return ranks

    def shares(self, samples: int) -> RankShares:
        """Return the shares of so many samples."""
        share = self.counts / samples
        independent = np.sqrt(share * (1 - share) / samples)
        return RankShares(share, np.maximum(independent, self.chains.errors(share, samples)))


def options_above(scores: Array, wins: "NDArray[np.int64] | None") -> "NDArray[np.integer[Any]]":
    """Return how many options stand above each in each sample (m, B), by more than a tie.

    In parts that stay in the processor's cache. Who stands above whom is counted in
    ``wins`` (m, m), if given.
    """
    m, count = scores.shape
    above = np.empty((m, count), dtype=np.int16 if m > 127 else np.int8)
    step = max(_LEAST_AT_ONCE, _AT_ONCE // m)
    for start in range(0, count, step):
        part = np.ascontiguousarray(scores[:, start : start + step])
        found = np.zeros_like(part, dtype=above.dtype)
        for i, row in enumerate(part):
            better = row - TIE / _POINT > part
            found += better.view(np.int8)
            if wins is not None:
                wins[i] += [np.count_nonzero(over) for over in better]
        above[:, start : start + step] = found
    return above


_POINT = POINTS / WHOLE
_AT_ONCE, _LEAST_AT_ONCE = 65_536, 256


class _Chains:
    """How much the shares of ranks differ between chains that do not depend on each other.

    A chain's samples are neighbours and alike, so that N of them tell less than N draws
    would; what many chains differ by tells how much less. A share is the ratio of two
    sums over chains: hits, and samples. Source: Cochran (1977), Sampling Techniques, 3rd
    ed., ch. 9 (clusters of unequal sizes).
    """

    def __init__(self, m: int, most: int) -> None:
        self.most, self.chains = most, 0
        self.squares, self.products, self.sizes = np.zeros((m, m)), np.zeros((m, m)), 0.0

    def add(self, above: "NDArray[np.integer[Any]]") -> None:
        """Count a block whose columns are of chain 0, 1, ..., and again of 0, 1, ...: its own chains."""
        m, count = above.shape
        chains = min(self.most, count)
        if not chains:
            return
        starts = range(0, count, chains)
        sizes = np.array([len(range(c, count, chains)) for c in range(chains)], dtype=float)
        for rank in range(m):
            hits = np.zeros((m, chains))
            for start in starts:
                part = above[:, start : start + chains] == rank
                hits[:, : part.shape[1]] += part
            self.squares[:, rank] += (hits**2).sum(axis=1)
            self.products[:, rank] += (hits * sizes).sum(axis=1)
        self.sizes += float((sizes**2).sum())
        self.chains += chains

    def errors(self, share: Array, samples: int) -> Array:
        """Return the standard errors (m, m) of shares; 0 where there are not two chains."""
        if self.chains < 2:
            return np.zeros_like(share)
        apart = self.squares - 2 * share * self.products + share**2 * self.sizes
        return np.asarray(np.sqrt(np.maximum(apart, 0) * self.chains / (self.chains - 1)) / samples)


def rank_counts(above: NDArray[np.integer[Any]], m: int) -> Array:
    """Count how often each of 0..m-1 stands in a row; comparing is faster where m is small."""
    if m > _COMPARE_UP_TO:
        return np.bincount(above, minlength=m)[:m].astype(float)
    counts = [np.count_nonzero(above == rank) for rank in range(m - 1)]
    return np.array([*counts, above.size - sum(counts)], dtype=float)


_COMPARE_UP_TO = 8


def confidence_factors(
    problem: DecisionProblem, items: Items, central: Array, uncertain: UncertainCells | None, seed: int
) -> Array:
    """Return for each option the share of ratings for which its central weights put it first.

    With fixed ratings that is 1 (or 0); NaN where the option is never first. Sampled
    with 32,768 draws an option otherwise.
    """
    found = np.full(central.shape[0], np.nan)
    for i, weights in enumerate(central):
        if np.isnan(weights).any():
            continue
        spread = items.factor_weights(weights[:, None])[:, 0]
        scores = POINTS * added(problem.values * spread)
        if uncertain is None:
            found[i] = float(competition_ranks(scores)[i] == 1)
            continue
        drawn = np.repeat(added(problem.values * spread)[:, None], CONFIDENCE_SAMPLES, axis=1)
        rows = list(range(scores.size))
        draw_into(drawn, uncertain, rows, spread[:, None], stream(seed, CONFIDENCE_SAMPLES, i))
        found[i] = float(np.mean(drawn[i] >= drawn.max(axis=0) - TIE / POINTS))
    return found


def expected_ranks(acceptability: Array) -> Array:
    """Return the mean rank (m,) of each option."""
    return added(acceptability * np.arange(1.0, acceptability.shape[1] + 1))


def entropy(shares: Array) -> Array:
    """Return the entropy in bits along the last axis: 0 where one outcome has it all."""
    safe = np.where(shares > 0, shares, 1.0)
    return np.asarray(-(np.where(shares > 0, shares, 0.0) * np.log2(safe)).sum(axis=-1) + 0.0)
