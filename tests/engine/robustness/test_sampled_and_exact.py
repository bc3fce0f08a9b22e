"""Sampled numbers lie within their stated errors of the exact ones."""

from fractions import Fraction
from math import comb, factorial

import numpy as np
import pytest
from builders import on_0_to_1, problem_of
from engine.robustness.sampled import assessed_on, normalised_columns, random_problem, same, sampled

from scenario_cli.engine.robustness.models import (
    BLOCK,
    anywhere,
    items_over,
    ordered,
    ordered_corners,
    stream,
)
from scenario_cli.engine.robustness.ranges import CHAINS, bounds_of, interior_point, within
from scenario_cli.engine.robustness.volumes import exact_first, exact_volumes, pairwise_shares

pytestmark = pytest.mark.thorough


def close(found, exact, error, times=4):
    """Within so many standard errors; a share that is 0 or 1 in all samples has none."""
    return bool(np.all(np.abs(found - exact) <= times * error + 1e-12))


@pytest.mark.parametrize(("m", "n"), [(2, 2), (3, 2), (3, 3), (4, 4), (5, 3), (6, 4), (2, 4), (4, 1)])
@pytest.mark.parametrize("seed", [1, 2])
def test_sampled_shares_lie_within_four_standard_errors_of_the_exact_ones(m, n, seed):
    problem, samples = random_problem(m, n, 100 * m + 10 * n + seed), 2 * BLOCK
    alone = 100 * problem.values
    found = sampled(problem, samples=samples, seed=seed)
    exact, (first, central), pairs = exact_volumes(alone), exact_first(alone), pairwise_shares(alone)
    binomial = np.sqrt(exact.acceptability * (1 - exact.acceptability) / samples)
    assert close(found.acceptability, exact.acceptability, binomial)
    assert close(found.acceptability[:, 0], first, binomial[:, 0])
    assert close(found.pairwise, pairs, np.sqrt(pairs * (1 - pairs) / samples))
    weights = normalised_columns(anywhere(n), seed, samples)
    scores = alone @ weights
    behind = scores.max(axis=0) - scores
    assert close(found.mean_regret, exact.mean_regret, behind.std(axis=1) / np.sqrt(samples))
    for i in range(m):
        leads = scores[i] == scores.max(axis=0)
        if leads.sum() > 30:
            error = weights[:, leads].std(axis=1) / np.sqrt(leads.sum())
            assert close(found.central[i], central[i], error)


@pytest.mark.parametrize("n", [6, 13])
def test_pairs_over_many_items_are_sampled_within_four_standard_errors_of_the_exact_ones(n):
    problem, samples = random_problem(5, n, n), 2 * BLOCK
    pairs = pairwise_shares(100 * problem.values)
    error = np.sqrt(pairs * (1 - pairs) / samples)
    assert close(sampled(problem, samples=samples).pairwise, pairs, error)


def test_ordered_samples_agree_with_exact_volumes_over_the_corners_of_the_ordered_weights():
    problem, samples = random_problem(4, 3, 21), 2 * BLOCK
    problem = problem_of(problem.values.tolist(), [5, 3, 1], scales=on_0_to_1(3))
    exact = exact_volumes(100 * problem.values @ ordered_corners(3))
    found = sampled(problem, ordered(problem.weights), samples=samples)
    error = np.sqrt(exact.acceptability * (1 - exact.acceptability) / samples)
    assert close(found.acceptability, exact.acceptability, error)


def test_the_stated_error_of_chained_samples_is_the_spread_between_seeds():
    """Neighbours in a chain depend on each other, so the stated error must not be far too small."""
    problem = random_problem(3, 4, 6)
    items = items_over(problem, "factors")
    bounds = bounds_of(problem, items, {"d0": [10, 40], "d1": [5, 30]})
    sampler = within(bounds, interior_point(bounds))
    several = [sampled(problem, sampler, seed=seed, chains=CHAINS) for seed in range(40)]
    stated = np.mean([found.standard_error for found in several], axis=0)
    seen = np.std([found.acceptability for found in several], axis=0, ddof=1)
    common = np.mean([found.acceptability for found in several], axis=0) > 0.02
    assert common.sum() >= 4
    assert (seen[common] < 1.4 * stated[common]).all()


def test_chains_that_do_not_move_count_once_each():
    """The extreme of a chain: all of its samples are one weighting, so N is how many chains there are."""
    problem = random_problem(3, 4, 6)

    def still(rng, count):
        return np.tile(rng.standard_exponential((4, CHAINS)), count // CHAINS)

    found = sampled(problem, still, samples=2 * BLOCK, chains=CHAINS)
    share = found.acceptability
    assert same(found.standard_error, np.sqrt(share * (1 - share) / (2 * CHAINS)), 1e-4)
    assert found.standard_error.max() > 0.01


def test_chains_of_unequal_length_are_weighed_by_it():
    """Of 700 samples the first 188 of 512 chains have two each, alike, and the others one."""
    problem = random_problem(3, 4, 6)

    def still(rng, count):
        return np.tile(rng.standard_exponential((4, CHAINS)), 2)[:, :count]

    found = sampled(problem, still, samples=700, chains=CHAINS)
    weights = stream(0, 0).standard_exponential((4, CHAINS))
    first = 100 * problem.values @ (weights / weights.sum(axis=0))
    hits = (first == first.max(axis=0)).astype(float)
    sizes = np.where(np.arange(CHAINS) < 700 - CHAINS, 2.0, 1.0)
    share = (hits * sizes).sum(axis=1) / 700
    apart = ((hits - share[:, None]) ** 2 * sizes**2).sum(axis=1)
    assert same(found.acceptability[:, 0], share)
    assert same(found.standard_error[:, 0], np.sqrt(apart * CHAINS / (CHAINS - 1)) / 700)


def test_within_ranges_one_large_and_many_small_items_keep_the_stated_error():
    """d0 is what 19 items of up to 5 per cent leave, so a is first in half of the weightings, exactly.

    Over 12 seeds the mean square of z follows chi-square over 12: a root outside 0.5..1.6
    has a chance of less than 1 in 100, and an error that is half of what it should be fails.
    """
    rows = [[4.75, *[0.0] * 19], [0.0, *[5.25] * 19]]
    ranges = {f"d{j}": [0, 5] for j in range(1, 20)}
    z = []
    for seed in range(12):
        found = assessed_on(rows, [1] * 20, ranges=ranges, model="ranges", samples=BLOCK, seed=seed)
        z.append((found.acceptability[0, 0] - 0.5) / found.standard_error[0, 0])
    assert 0.5 < np.sqrt(np.mean(np.square(z))) < 1.6


def test_within_ranges_the_error_of_a_share_on_the_edge_of_a_distribution_is_kept_too():
    """b needs the 19 to sum to more than 0.5 instead: the tail of Irwin (1927) and Hall (1927)."""
    rows = [[5.0, *[0.0] * 19], [0.0, *[5.0] * 19]]
    ranges = {f"d{j}": [0, 5] for j in range(1, 20)}
    at, n = Fraction(1, 2) / Fraction(1, 20), 19
    below = sum((-1) ** k * comb(n, k) * (at - k) ** n for k in range(int(at) + 1)) / factorial(n)
    z = []
    for seed in range(12):
        found = assessed_on(rows, [1] * 20, ranges=ranges, model="ranges", samples=BLOCK, seed=seed)
        z.append((found.acceptability[0, 0] - float(below)) / found.standard_error[0, 0])
    assert 0.5 < np.sqrt(np.mean(np.square(z))) < 1.6
