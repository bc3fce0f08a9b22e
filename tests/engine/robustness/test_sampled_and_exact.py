"""Sampled numbers lie within their stated errors of the exact ones."""

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
)
from scenario_cli.engine.robustness.ranges import bounds_of, interior_point, within
from scenario_cli.engine.robustness.volumes import exact_first, exact_volumes, pairwise_shares


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
    several = [sampled(problem, sampler, seed=seed, chained=True) for seed in range(40)]
    stated = np.mean([found.standard_error for found in several], axis=0)
    seen = np.std([found.acceptability for found in several], axis=0, ddof=1)
    common = np.mean([found.acceptability for found in several], axis=0) > 0.02
    assert common.sum() >= 4
    assert (seen[common] < 1.4 * stated[common]).all()


def test_with_eight_blocks_chained_samples_state_the_error_between_blocks():
    problem = random_problem(3, 4, 6)
    common = [0.0]

    def sticky(rng, count):
        """A whole block of one weighting: the extreme of a chain that does not move."""
        common[0] = rng.standard_exponential((4, 1))
        return np.repeat(common[0], count, axis=1)

    found = sampled(problem, sticky, samples=16 * BLOCK, chained=True)
    share = found.acceptability
    assert same(found.standard_error, np.sqrt(share * (1 - share) / 16), 0.06)
    assert found.standard_error.max() > 0.1


def test_weights_within_ranges_state_the_error_between_blocks_where_there_are_enough():
    found = assessed_on(
        [[8, 1, 3], [2, 7, 4]], [1, 1, 1], ranges={"d0": [10, 60]}, model="ranges", samples=9 * BLOCK
    )
    independent = np.sqrt(found.acceptability * (1 - found.acceptability) / (9 * BLOCK))
    assert (found.standard_error >= independent).all()
    assert (found.standard_error != independent).any()
