"""What survives not knowing the weights or the ratings: stochastic acceptability analysis.

Source: Lahdelma & Salminen (2001), SMAA-2: stochastic multicriteria acceptability
analysis for group decision making, Operations Research 49:444-454; algorithms after
Tervonen & Lahdelma (2007), Implementing SMAA, EJOR 178:500-513.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenario_cli.engine.additive import POINTS, TIE, competition_ranks
from scenario_cli.engine.problem import Array, DecisionProblem, Mask
from scenario_cli.engine.robustness.models import BLOCK, Items, Sampler, stream
from scenario_cli.engine.robustness.uncertainty import UncertainCells, draw_into

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
    central : (m, k) array
        Central weight vectors: the mean weights of the samples in which each option is
        first; NaN where it never is.
    pairwise : (m, m) array
        Pairwise winning indices: the share of samples in which row scores above column.
    mean_regret, max_regret : (m,) arrays
        Points behind the best, on average and at the most seen.
    kept_weights : (k, K) array
        The first samples, normalised, for looking at where the leader loses.
    kept_first : (m, K) bool array
        Who is first in them.
    """

    samples: int
    acceptability: Array
    standard_error: Array
    central: Array
    pairwise: Array
    mean_regret: Array
    max_regret: Array
    kept_weights: Array
    kept_first: Mask


def sample_robustness(
    problem: DecisionProblem,
    items: Items,
    sampler: Sampler,
    *,
    samples: int,
    seed: int,
    uncertain: UncertainCells | None = None,
    chained: bool = False,
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
    uncertain : UncertainCells, optional
        Ratings to draw together with the weights; the others stay as they are.
    chained : bool
        Whether the samples of a block depend on each other; standard errors then come
        from the differences between blocks where there are at least eight.

    Notes
    -----
    Options that tie in every sample of the first block, whether by their values or
    because what tells them apart can have no weight, share the better rank in all.
    Time and accuracy grow with N, memory does not.
    """
    values = problem.values @ items.spread
    heads = list(range(values.shape[0]))
    tally: _Tally | None = None
    done, block = 0, 0
    while done < samples:
        rng = stream(seed, block)
        count = min(BLOCK, samples - done)
        weights = sampler(rng, count)
        scores = values[heads] @ weights
        if uncertain is not None:
            draw_into(scores, uncertain, heads, items.spread @ weights, rng)
        if tally is None:
            member = _groups(scores, weights.sum(axis=0))
            heads = [member.index(g) for g in range(max(member) + 1)]
            scores = scores[heads]
            tally = _Tally(member, len(items.ids))
        tally.add(scores, weights, keep=KEPT_SAMPLES if block == 0 else 0)
        done, block = done + count, block + 1
        if progress is not None:
            progress(done, samples)
    if tally is None:
        raise ValueError("at least one sample is needed")
    return tally.result(chained)


def _groups(scores: Array, sums: Array) -> list[int]:
    """Return the group (m,) of each option: those that tie in all samples are in one.

    Scores (m, B) are those of weights that sum to ``sums`` (B,).
    """
    tie = TIE / POINTS * sums
    heads: list[int] = []
    member: list[int] = []
    for row in scores:
        near = np.flatnonzero(np.abs(scores[heads, 0] - row[0]) <= tie[0])
        group = next((int(g) for g in near if np.all(np.abs(scores[heads[g]] - row) <= tie)), len(heads))
        if group == len(heads):
            heads.append(len(member))
        member.append(group)
    return member


class _Tally:
    """Running counts over blocks; g groups of options, k items, m options in all."""

    def __init__(self, member: list[int], k: int) -> None:
        self.member, self.sizes = member, np.bincount(member)
        self.m, self.samples = len(member), 0
        g, m = self.sizes.size, self.m
        self.ranks = np.zeros((g, m))
        self.blocks: list[Array] = []
        self.wins = np.zeros((g, g), dtype=np.int64)
        self.first_weights = np.zeros((g, k))
        self.regret, self.greatest = np.zeros(g), np.zeros(g)
        self.kept: tuple[Array, Mask] = np.zeros((k, 0)), np.zeros((g, 0), dtype=bool)

    def add(self, scores: Array, weights: Array, *, keep: int) -> None:
        """Count one block: scores (g, B) and weights (k, B), both of any positive sum."""
        (g, count), sizes = scores.shape, self.sizes
        above = np.zeros((g, count), dtype=np.int64 if self.m > 127 else np.int8)
        for a in range(g):
            for b in range(a + 1, g):
                wins = scores[a] > scores[b]
                won = int(np.count_nonzero(wins))
                self.wins[a, b] += won
                self.wins[b, a] += count - won
                above[b] += wins if sizes[a] == 1 else wins * above.dtype.type(sizes[a])
                np.logical_not(wins, out=wins)
                above[a] += wins if sizes[b] == 1 else wins * above.dtype.type(sizes[b])
        counted = np.array([_counts(row, self.m) for row in above])
        self.ranks += counted
        self.blocks.append(counted / count)
        first = above == 0
        sums = weights.sum(axis=0)
        self.first_weights += (first / sums) @ weights.T
        scores *= POINTS / sums
        behind = scores.max(axis=0) - scores
        self.regret += behind.sum(axis=1)
        np.maximum(self.greatest, behind.max(axis=1), out=self.greatest)
        self.samples += count
        if keep:
            self.kept = (weights[:, :keep] / sums[:keep], first[:, :keep])

    def result(self, chained: bool) -> Sampled:
        """Return shares and means, spread from groups to options."""
        member, m = self.member, self.m
        share = self.ranks / self.samples
        firsts = self.ranks[:, :1]
        with np.errstate(invalid="ignore", divide="ignore"):
            central = np.where(firsts > 0, self.first_weights / firsts, np.nan)
        pairwise = (self.wins / self.samples)[np.ix_(member, member)]
        pairwise[[[member[i] == member[j] for j in range(m)] for i in range(m)]] = 0.0
        kept_weights, kept_first = self.kept
        return Sampled(
            samples=self.samples,
            acceptability=share[member],
            standard_error=self._errors(share, chained)[member],
            central=central[member],
            pairwise=pairwise,
            mean_regret=(self.regret / self.samples)[member],
            max_regret=self.greatest[member],
            kept_weights=kept_weights,
            kept_first=kept_first[member],
        )

    def _errors(self, share: Array, chained: bool) -> Array:
        independent: Array = np.sqrt(share * (1 - share) / self.samples)
        if not chained or len(self.blocks) < 8:
            return independent
        between: Array = np.std(np.array(self.blocks[:-1]), axis=0, ddof=1) / np.sqrt(len(self.blocks))
        return np.maximum(independent, between)


def _counts(above: NDArray[np.integer[Any]], m: int) -> Array:
    """Count how often each of 0..m-1 stands in a row; comparing is faster where m is small."""
    if m > _COMPARE_UP_TO:
        return np.bincount(above, minlength=m)[:m].astype(float)
    return np.array([np.count_nonzero(above == rank) for rank in range(m)], dtype=float)


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
        spread = items.spread @ weights
        scores = POINTS * problem.values @ spread
        if uncertain is None:
            found[i] = float(competition_ranks(scores)[i] == 1)
            continue
        drawn = np.repeat((problem.values @ spread)[:, None], CONFIDENCE_SAMPLES, axis=1)
        rows = list(range(scores.size))
        draw_into(drawn, uncertain, rows, spread[:, None], stream(seed, CONFIDENCE_SAMPLES, i))
        found[i] = float(np.mean(drawn[i] >= drawn.max(axis=0) - TIE / POINTS))
    return found


def expected_ranks(acceptability: Array) -> Array:
    """Return the mean rank (m,) of each option."""
    return np.asarray(acceptability @ np.arange(1, acceptability.shape[1] + 1))


def entropy(shares: Array) -> Array:
    """Return the entropy in bits along the last axis: 0 where one outcome has it all."""
    safe = np.where(shares > 0, shares, 1.0)
    return np.asarray(-(np.where(shares > 0, shares, 0.0) * np.log2(safe)).sum(axis=-1) + 0.0)
