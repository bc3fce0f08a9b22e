"""Acceptability, regret, pairs, confidence, who can lead: by hand, against exact ones, and put together."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from builders import few, on_0_to_1, problem_of, published, scenario_of, stated_problems, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import TIE, rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.assess import Model, assess
from scenario_cli.engine.robustness.leading import can_lead, region_of
from scenario_cli.engine.robustness.models import (
    BLOCK,
    Items,
    anywhere,
    around,
    items_over,
    ordered,
    ordered_corners,
    stream,
)
from scenario_cli.engine.robustness.ranges import bounds_of, interior_point, within
from scenario_cli.engine.robustness.sampling import (
    CONFIDENCE_SAMPLES,
    KEPT_SAMPLES,
    confidence_factors,
    entropy,
    expected_ranks,
    sample_robustness,
)
from scenario_cli.engine.robustness.uncertainty import uncertain_cells
from scenario_cli.engine.robustness.volumes import exact_first, exact_volumes, pairwise_shares
from scenario_cli.errors import InputError

EXACT = 1e-9


def random_problem(m, n, seed, **stated):
    rng = np.random.default_rng(seed)
    ratings = (rng.integers(0, 1001, (m, n)) / 1000).tolist()
    return problem_of(ratings, rng.integers(1, 9, n), scales=on_0_to_1(n), **stated)


def sampled(problem, sampler=None, *, over="factors", samples=BLOCK, seed=0, **more):
    items = items_over(problem, over)
    return sample_robustness(
        problem, items, sampler or anywhere(len(items.ids)), samples=samples, seed=seed, **more
    )


def assessed(scenario, weights, *, model="anywhere", ratings_uncertain=False, **more):
    """Robustness as the command asks for it; ``model`` is that of the weights."""
    problem = decision_problem(scenario, weights)
    asked = Model(weights=model, **more)
    items = items_over(problem, asked.over)
    return assess(
        problem,
        rank_options(problem),
        items,
        asked,
        uncertain=uncertain_cells(scenario, problem),
        ratings_uncertain=ratings_uncertain,
        bounds=bounds_of(problem, items, weights.ranges) if asked.weights == "ranges" else None,
    )


def assessed_on(ratings, points, within_drivers=None, *, groups=None, ranges=None, scales=None, **more):
    scenario = scenario_of(ratings, groups=groups, scales=scales)
    weights = weights_of(scenario, points, within_drivers)
    weights = weights.model_copy(update={"ranges": ranges or {}})
    return assessed(scenario, weights, **more)


def normalised_columns(sampler, seed, samples):
    """The same weights (k, N) that are sampled, block by block, each from its own stream."""
    parts, block = [], 0
    while samples > block * BLOCK:
        parts.append(sampler(stream(seed, block), min(BLOCK, samples - block * BLOCK)).copy())
        block += 1
    weights = np.concatenate(parts, axis=1)
    return weights / weights.sum(axis=0)


def counted(scores):
    """Ranks, pairs and regret of scores (m, N) by their definitions; ranks 1.., ties by the tie rule."""
    m, count = scores.shape
    ahead = scores[:, None, :] - scores[None, :, :] > TIE
    ranks = 1 + ahead.sum(axis=0)
    behind = scores.max(axis=0) - scores
    acceptability = np.array([[(row == r).sum() for r in range(1, m + 1)] for row in ranks]) / count
    return acceptability, ahead.mean(axis=2), behind.mean(axis=1), behind.max(axis=1), ranks == 1


def same(found, expected, tolerance=1e-12):
    return bool(np.allclose(found, expected, rtol=0, atol=tolerance, equal_nan=True))


def holds_all_by_hand(found, problem, weights, spread=None):
    """Whether every sampled number is what its definition gives for these weights (k, N)."""
    scores = 100 * problem.values @ (weights if spread is None else spread @ weights)
    acceptability, pairs, mean_regret, max_regret, first = counted(scores)
    assert found.samples == weights.shape[1]
    assert same(found.acceptability, acceptability)
    assert same(found.pairwise, pairs)
    assert same(found.mean_regret, mean_regret, 1e-9)
    assert same(found.max_regret, max_regret, 1e-9)
    for i in range(len(first)):
        if first[i].any():
            assert same(found.central[i], weights[:, first[i]].mean(axis=1))
        else:
            assert np.isnan(found.central[i]).all()
    errors = np.sqrt(acceptability * (1 - acceptability) / weights.shape[1])
    assert same(found.standard_error, errors)
    return True


# By hand


@pytest.mark.parametrize("samples", [1, 100, BLOCK, BLOCK + 1000])
@pytest.mark.parametrize("model", ["anywhere", "ordered", "around"])
def test_every_sampled_number_is_what_its_definition_gives_for_the_weights_of_the_streams(model, samples):
    problem = random_problem(5, 6, 11)
    sampler = {
        "anywhere": anywhere(6),
        "ordered": ordered(problem.weights),
        "around": around(problem.weights, 0.7),
    }[model]
    found = sampled(problem, sampler, samples=samples, seed=9)
    assert holds_all_by_hand(found, problem, normalised_columns(sampler, 9, samples))


@given(stated_problems(), st.integers(0, 2**32))
@few
def test_any_problem_over_its_factors_is_counted_by_the_definitions(stated, seed):
    """Equal ratings and options that are the same everywhere are common here."""
    problem = decision_problem(*stated)
    sampler = anywhere(len(problem.factors))
    found = sampled(problem, sampler, samples=300, seed=seed)
    assert holds_all_by_hand(found, problem, normalised_columns(sampler, seed, 300))


def test_more_options_than_a_byte_can_count_are_counted_by_the_definitions():
    rng = np.random.default_rng(3)
    ratings = (rng.integers(0, 50, (140, 3)) / 50).tolist()
    ratings[139] = ratings[0]
    problem = problem_of(ratings, [1, 1, 1], scales=on_0_to_1(3))
    found = sampled(problem, samples=200)
    assert holds_all_by_hand(found, problem, normalised_columns(anywhere(3), 0, 200))


def test_the_first_samples_are_kept_with_who_is_first_in_them():
    problem = random_problem(4, 5, 2)
    found = sampled(problem, samples=BLOCK + 5, seed=3)
    weights = normalised_columns(anywhere(5), 3, BLOCK)[:, :KEPT_SAMPLES]
    assert same(found.kept_weights, weights)
    scores = problem.values @ weights
    assert np.array_equal(found.kept_first, scores == scores.max(axis=0))


def test_over_drivers_the_counts_are_those_of_the_spread_out_weights():
    problem = problem_of(
        [[1, 7, 3, 4], [6, 2, 8, 3], [4, 4, 4, 9]], [2, 1, 1], {"d0": [3, 1]}, groups=[2, 0, 0]
    )
    items = items_over(problem, "drivers")
    found = sampled(problem, over="drivers", samples=3000, seed=4)
    assert holds_all_by_hand(found, problem, normalised_columns(anywhere(3), 4, 3000), items.spread)


# Streams and blocks


def numbers_of(found):
    return [
        part.tobytes()
        for part in (found.acceptability, found.central, found.pairwise, found.mean_regret, found.max_regret)
    ]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    problem = random_problem(4, 5, 1)
    once, again, other = (sampled(problem, samples=20_000, seed=seed) for seed in (8, 8, 9))
    assert numbers_of(once) == numbers_of(again)
    assert all(a != b for a, b in zip(numbers_of(once), numbers_of(other), strict=True))


def test_progress_is_told_after_each_block_and_changes_nothing():
    problem, told = random_problem(4, 5, 1), []
    samples = 2 * BLOCK + 100
    silent = sampled(problem, samples=samples)
    watched = sampled(problem, samples=samples, progress=lambda done, total: told.append((done, total)))
    assert told == [(BLOCK, samples), (2 * BLOCK, samples), (samples, samples)]
    assert numbers_of(silent) == numbers_of(watched)


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around", "ranges"])
def test_more_samples_only_add_blocks_of_16384_to_those_there_were(model):
    problem = random_problem(3, 4, 6)
    items = items_over(problem, "factors")
    bounds = bounds_of(problem, items, {"d0": [10, 60]})
    sampler = {
        "anywhere": anywhere(4),
        "ordered": ordered(problem.weights),
        "around": around(problem.weights, 0.5),
        "ranges": within(bounds, interior_point(bounds)),
    }[model]
    assert BLOCK == 16_384
    small, large = (sampled(problem, sampler, samples=n * BLOCK, seed=5) for n in (1, 2))
    counts = [found.acceptability * found.samples for found in (small, large)]
    second = sampler(stream(5, 1), BLOCK).copy()
    by_hand = counted(100 * problem.values @ (second / second.sum(axis=0)))[0] * BLOCK
    assert same(counts[1] - counts[0], by_hand, 1e-6)
    assert same(small.kept_weights, large.kept_weights)


# Against the exact ones


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


# Ties


def test_identical_options_tie_in_every_sample_and_share_the_better_rank():
    rows = [[0.2, 0.9, 0.4], [0.7, 0.3, 0.5], [0.2, 0.9, 0.4], [0.1, 0.1, 0.1]]
    found = sampled(problem_of(rows, [1, 1, 1], scales=on_0_to_1(3)), samples=5000)
    assert np.array_equal(found.acceptability[0], found.acceptability[2])
    assert found.acceptability[0, 0] + found.acceptability[1, 0] == pytest.approx(1, abs=1e-12)
    assert found.acceptability[1, 1] == 0, "behind the two it is third"
    assert (found.pairwise[0, 2], found.pairwise[2, 0]) == (0, 0)
    assert np.array_equal(found.central[0], found.central[2])


def test_options_that_differ_only_where_there_is_no_weight_share_the_better_rank():
    """Around weights that leave the third factor out, the first two options always tie."""
    found = assessed_on([[5, 6, 1], [5, 6, 9], [4, 8, 2]], [2, 1, 0], model="around", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_options_level_on_every_driver_share_the_better_rank_over_drivers():
    """4 and 6 within a driver, or 6 and 4: the same for every weight of the driver."""
    rows = [[4, 6, 1, 2, 3, 4], [6, 4, 1, 2, 3, 4], [3, 3, 3, 3, 3, 3]]
    found = assessed_on(rows, [1] * 5, groups=[2, 0, 0, 0, 0], over="drivers", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert found.acceptability[0, 0] > 0.1


def test_options_level_on_few_drivers_share_the_better_rank_over_drivers():
    rows = [[4, 6, 1, 2], [6, 4, 1, 2], [3, 3, 3, 3]]
    found = assessed_on(rows, [1] * 3, groups=[2, 0, 0], over="drivers", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert found.acceptability[0, 0] > 0.1
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_options_that_differ_only_where_the_range_is_0_share_the_better_rank():
    rows = [[5, 6, 1], [5, 6, 9], [4, 8, 2]]
    found = assessed_on(rows, [1, 1, 0], ranges={"d2": [0, 0]}, model="ranges", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [
        ([[5, 6, 1], [5, 6, 9], [4, 8, 2]], {"d0": [60, 60], "d1": [40, 40]}),
        ([[5, 6, 5], [6, 5, 5], [4, 7, 2]], {"d0": [30, 30], "d1": [30, 30]}),
    ],
)
def test_options_level_at_the_only_weights_within_ranges_share_the_better_rank(rows, ranges):
    """In the first, the other two ranges leave nothing for the third driver."""
    found = assessed_on(rows, [1, 1, 1], ranges=ranges, model="ranges", samples=500)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_an_uncertain_rating_without_weight_leaves_options_level():
    rows = [[5, 6, {"value": 1, "low": 0, "high": 4}], [5, 6, 9], [4, 8, 2]]
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500, ratings_uncertain=True)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


@pytest.mark.parametrize("where", [0, 1, 2])
def test_an_uncertain_rating_without_weight_changes_nothing_whosever_it_is(where):
    rows = [[5, 6, 1], [5, 6, 9], [4, 8, 2]]
    fixed = assessed_on(rows, [2, 1, 0], model="around", samples=500)
    rows[where][2] = {"value": rows[where][2], "low": 0, "high": 10}
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500, ratings_uncertain=True)
    for part in ("acceptability", "central", "pairwise", "mean_regret"):
        assert same(getattr(found, part), getattr(fixed, part))


def test_a_factor_without_weight_in_its_driver_leaves_options_level_over_drivers():
    rows = [[5, {"value": 1, "low": 0, "high": 4}, 6], [5, 9, 6], [4, 2, 8]]
    found = assessed_on(
        rows, [1, 1], {"d0": [1, 0]}, groups=[2, 0], over="drivers", samples=500, ratings_uncertain=True
    )
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)
    # 5, 5, 4 and 6, 6, 8: the third leads where the second driver has more than a third
    assert found.acceptability[2, 0] == pytest.approx(2 / 3, abs=5 * np.sqrt(2 / 9 / 500))


def test_options_level_where_ranges_leave_one_way_to_move_share_the_better_rank():
    """The ranges hold d0 at 0.3, and the first two differ on it and on d3, which then has 0.1 less."""
    ranges = {"d0": [30, 30], "d3": [20, 20]}
    rows = [[6, 1, 7, 2], [4, 1, 7, 5], [0, 9, 0, 0]]
    found = assessed_on(rows, [1, 1, 1, 1], ranges=ranges, model="ranges", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)
    # the two have 22 + 10 x + 70 (0.5 - x) of 100, the third 90 x, with x the weight of d1
    assert found.acceptability[2, 0] == pytest.approx(1 - (57 / 150) / 0.5, abs=0.05)


def test_options_that_part_by_more_than_a_tie_are_told_apart():
    rows = [[0.5, 0.5], [0.5 + 3e-11, 0.5 + 3e-11], [0.5 + 5e-12, 0.5 + 5e-12]]
    found = sampled(problem_of(rows, [1, 1], scales=on_0_to_1(2)), samples=500)
    assert found.acceptability[:, 0].tolist() == [0, 1, 0]
    assert found.acceptability[[0, 2], 1].tolist() == [1, 1], "half a tie apart: both second"


# Small numbers put together


def test_expected_rank_is_the_mean_of_the_ranks():
    shares = np.array([[0.5, 0.25, 0.25], [0, 0, 1], [1, 0, 0]])
    assert expected_ranks(shares).tolist() == [1.75, 3, 1]


def test_entropy_is_0_when_sure_and_as_many_bits_as_halvings_when_even():
    assert entropy(np.array([0.0, 1.0, 0.0])) == 0
    assert entropy(np.array([0.5, 0.5])) == 1
    assert entropy(np.array([0.25] * 4)) == 2
    assert entropy(np.array([0.5, 0.25, 0.25])) == 1.5
    both = entropy(np.array([[1.0, 0.0], [0.9, 0.1]]))
    assert both.tolist() == pytest.approx([0, -0.9 * np.log2(0.9) - 0.1 * np.log2(0.1)], abs=1e-15)
    assert not np.signbit(both).any(), "no minus before a 0"


# Confidence


@given(stated_problems(most=4))
@few
def test_with_fixed_ratings_central_weights_put_their_option_first_for_sure(stated):
    problem = decision_problem(*stated)
    items = items_over(problem, "factors")
    central = sampled(problem, samples=400).central
    found = confidence_factors(problem, items, central, None, 0)
    assert np.array_equal(np.isnan(found), np.isnan(central).any(axis=1))
    assert (found[~np.isnan(found)] == 1).all()


def test_with_fixed_ratings_weights_that_put_another_first_give_no_confidence():
    problem = problem_of([[1, 0], [0, 1]], [1, 1], scales=on_0_to_1(2))
    items = items_over(problem, "factors")
    found = confidence_factors(problem, items, np.array([[0.3, 0.7], [0.3, 0.7]]), None, 0)
    assert found.tolist() == [0, 1]


def confidence_of(ratings, central, seed=0, scales=None):
    scenario = scenario_of(ratings, scales=scales)
    problem = decision_problem(scenario, weights_of(scenario, [1] * len(ratings[0])))
    cells = uncertain_cells(scenario, problem)
    return confidence_factors(problem, items_over(problem, "factors"), np.array(central), cells, seed)


def test_confidence_in_an_even_rating_is_the_length_that_puts_the_option_first():
    """At weights 1/2, 1/2 the first needs more than 4 out of 2..7 to pass 10 - 6 points of the other."""
    found = confidence_of(
        [[{"value": 5, "low": 2, "high": 7, "shape": "uniform"}, 6], [4, 6]], [[0.5, 0.5]] * 2
    )
    error = np.sqrt(0.6 * 0.4 / CONFIDENCE_SAMPLES)
    assert abs(found[0] - 3 / 5) <= 4 * error
    assert abs(found[1] - 2 / 5) <= 4 * error


def test_confidence_in_a_triangular_rating_is_its_tail():
    """Low 0, peak 4, high 8: above 6 lies an eighth."""
    found = confidence_of([[{"value": 4, "low": 0, "high": 8}], [6]], [[1.0]] * 2)
    assert abs(found[0] - 1 / 8) <= 4 * np.sqrt(7 / 64 / CONFIDENCE_SAMPLES)
    assert abs(found[1] - 7 / 8) <= 4 * np.sqrt(7 / 64 / CONFIDENCE_SAMPLES)


def test_confidence_with_many_uncertain_ratings_agrees_with_plain_draws():
    ratings = [
        [{"value": 6, "low": 3, "high": 9}, 5, {"value": 4, "low": 4, "high": 8, "shape": "uniform"}],
        [{"value": 5, "low": 1, "high": 10}, None, 6],
        [4, {"value": 9, "low": 5, "high": 9}, 5],
    ]
    central = np.array([[0.5, 0.2, 0.3], [0.2, 0.5, 0.3], [0.1, 0.6, 0.3]])
    rng, count = np.random.default_rng(77), 60_000
    values = np.empty((3, 3, count))
    for (i, j), draw in {
        (0, 0): rng.triangular(3, 6, 9, count),
        (0, 1): 5.0,
        (0, 2): rng.uniform(4, 8, count),
        (1, 0): rng.triangular(1, 5, 10, count),
        (1, 1): rng.uniform(0, 10, count),
        (1, 2): 6.0,
        (2, 0): 4.0,
        (2, 1): rng.triangular(5, 9, 9, count),
        (2, 2): 5.0,
    }.items():
        values[i, j] = draw
    found = confidence_of(ratings, central)
    for i in range(3):
        scores = np.einsum("ijs,j->is", values, central[i])
        share = (scores[i] == scores.max(axis=0)).mean()
        error = np.sqrt(share * (1 - share) * (1 / count + 1 / CONFIDENCE_SAMPLES))
        assert abs(found[i] - share) <= 4 * error


def test_confidence_depends_on_the_seed_alone():
    ratings, central = [[{"value": 4, "low": 0, "high": 8}], [5]], [[1.0]] * 2
    once, again, other = (confidence_of(ratings, central, seed)[0] for seed in (3, 3, 4))
    assert once == again != other


# Who can lead


def leads_at_a_corner(alone, i, region):
    """Whether the part of a region where option i is first has a corner: solved one by one."""
    k = alone.shape[1]
    rows = [*(alone[i] - np.delete(alone, i, axis=0)), *-region.rows, *np.eye(k), *-np.eye(k)]
    ends = (
        [0.0] * (len(alone) - 1) + (-region.limits).tolist() + region.low.tolist() + (-region.high).tolist()
    )
    rows, ends = np.array(rows), np.array(ends)
    size = np.maximum(np.abs(rows).max(axis=1), 1e-12)
    rows, ends = rows / size[:, None], ends / size
    for chosen in combinations(range(len(rows)), k - 1):
        system = np.vstack([rows[list(chosen)], np.ones(k)])
        if abs(np.linalg.det(system)) < 1e-9:
            continue
        corner = np.linalg.solve(system, np.append(ends[list(chosen)], 1.0))
        if (rows @ corner >= ends - 1e-9).all():
            return True
    return False


@st.composite
def small_tables(draw):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cells = st.sampled_from((0.0, 2.5, 5.0, 10.0))
    rows = draw(st.lists(st.lists(cells, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
    return rows, points


@given(small_tables(), st.sampled_from(("anywhere", "ordered", "around")))
@few
def test_can_lead_is_whether_some_weights_of_the_model_put_the_option_first_or_level(table, model):
    problem = problem_of(*table)
    items = items_over(problem, "factors")
    region, alone = region_of(items, model, None), 100 * problem.values
    found = can_lead(alone, alone, region, np.zeros(len(alone), dtype=bool))
    assert found.tolist() == [leads_at_a_corner(alone, i, region) for i in range(len(alone))]
    if model == "anywhere":
        assert (found >= (exact_first(alone)[0] > 0)).all()


@given(small_tables(), st.integers(0, 4), st.integers(0, 4))
@few
def test_can_lead_within_ranges_is_whether_some_weights_inside_put_the_option_first(table, low, room):
    rows, points = table
    if len(points) == 1:
        rows, points = [[*row, 5.0] for row in rows], [*points, 1]
    problem = problem_of(rows, points)
    items = items_over(problem, "factors")
    bounds = bounds_of(problem, items, {"d0": [10 * low, 10 * low + 15 * room]})
    region, alone = region_of(items, "ranges", bounds), 100 * problem.values
    found = can_lead(alone, alone, region, np.zeros(len(alone), dtype=bool))
    assert found.tolist() == [leads_at_a_corner(alone, i, region) for i in range(len(alone))]


def test_options_seen_to_lead_are_taken_as_such_without_looking():
    alone = np.array([[50.0, 50.0], [60.0, 60.0]])
    region = region_of(Items(("a", "b"), np.array([0.5, 0.5]), np.eye(2)), "anywhere", None)
    assert can_lead(alone, alone, region, np.array([False, False])).tolist() == [False, True]
    assert can_lead(alone, alone, region, np.array([True, False])).tolist() == [True, True]


def test_around_no_weight_goes_where_there_is_none_so_an_option_best_only_there_cannot_lead():
    rows = [[5, 6, 1], [4, 5, 9], [4, 7, 0]]
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500)
    assert found.can_lead.tolist() == [True, False, True]
    assert assessed_on(rows, [2, 1, 0], model="anywhere").can_lead.tolist() == [True] * 3


@pytest.mark.parametrize(("high", "leads"), [(8, True), (6, True), (5.9, False)])
def test_with_uncertain_ratings_an_option_can_lead_if_some_ratings_let_it(high, leads):
    """Its best rating against the sure 6 of the other."""
    rows = [[6], [{"value": 5, "low": 3, "high": high}]]
    found = assessed_on(rows, [1], ratings_uncertain=True, samples=200)
    assert found.can_lead.tolist() == [True, leads]
    assert assessed_on(rows, [1]).can_lead.tolist() == [True, False]


def test_with_uncertain_ratings_the_rivals_worst_is_what_an_option_must_reach():
    rows = [[{"value": 6, "low": 4.9, "high": 9}, 5], [{"value": 4, "low": 3, "high": 5}, 4], [4.8, 5]]
    found = assessed_on(rows, [1, 1], ratings_uncertain=True, samples=200)
    assert found.can_lead.tolist() == [True, True, True]
    assert assessed_on(rows, [1, 1], samples=200).can_lead.tolist() == [True, False, True]


def test_an_option_that_is_first_only_against_the_stated_order_cannot_lead_in_it():
    rows = [[8, 5], [6, 9]]
    assert assessed_on(rows, [5, 1], model="ordered").can_lead.tolist() == [True, True]
    rows = [[8, 5], [5, 7]]
    found = assessed_on(rows, [5, 1], model="ordered")
    assert found.can_lead.tolist() == [True, False]
    assert assessed_on(rows, [5, 1], model="anywhere").can_lead.tolist() == [True, True]


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around", "ranges"])
@pytest.mark.parametrize("over", ["factors", "drivers"])
def test_an_option_that_another_beats_on_everything_never_leads(model, over):
    """Acceptability 0, no central weights, no confidence, and no weights that put it first."""
    rows = [[6, 4, 7], [5, 3, 6], [0, 9, 1]]
    found = assessed_on(rows, [3, 2, 1], ranges={"d0": [20, 70]}, model=model, over=over, samples=3000)
    assert found.acceptability[1, 0] == 0
    assert np.isnan(found.central[1]).all()
    assert np.isnan(found.confidence[1])
    assert not found.can_lead[1]
    assert found.pairwise[1, 0] == 0
    assert found.can_lead[0]


# Put together: what is exact


@given(stated_problems(most=5), st.sampled_from(("anywhere", "ordered", "around")), st.booleans())
@few
def test_any_problem_in_any_model_is_put_together_by_the_definitions(stated, model, drivers):
    """Weights of 0, equal weights, and options that are level on all drivers are common here."""
    problem, over = decision_problem(*stated), "drivers" if drivers else "factors"
    items = items_over(problem, over)
    spread = min(0.2, 0.9 * np.sqrt(max(len(items.ids) - 1, 1)))
    found = assessed(*stated, model=model, over=over, spread=spread, samples=60)
    sampler = {
        "anywhere": anywhere(len(items.ids)),
        "ordered": ordered(items.weights),
        "around": around(items.weights, spread),
    }[model]
    weights = normalised_columns(sampler, 0, 60)
    acceptability, pairs, mean_regret, _, _ = counted(100 * problem.values @ items.spread @ weights)
    if "acceptability" not in found.exact:
        assert "first_rank" in found.exact or same(found.acceptability, acceptability)
        assert "pairwise" in found.exact or same(found.pairwise, pairs)
        assert same(found.mean_regret, mean_regret, 1e-9)
    assert (found.can_lead >= (found.acceptability[:, 0] > 0)).all()
    assert (found.mean_regret <= found.max_regret + 1e-9).all()
    assert found.expected_rank.min() >= 1 - 1e-12


@pytest.mark.parametrize("name", ["smaa_identity_roc", "smaa_triantaphyllou_4x4"])
def test_published_case_put_together(name):
    """Barron & Barrett (1996); Triantaphyllou & Sanchez (1997), recomputed exactly."""
    case = published(name)
    expected = case["expected"]["recomputed"]
    found = assessed_on(case["matrix"], [1] * 4, scales=on_0_to_1(4))
    assert found.samples == 0
    assert same(found.acceptability, expected["rank_acceptability"], EXACT)
    assert (found.standard_error == 0).all()
    assert same(found.pairwise, expected["pairwise_winning"], EXACT)
    nothing = [np.nan] * 4
    assert same(
        found.central, [nothing if row is None else row for row in expected["central_weights"]], EXACT
    )
    confidence = [np.nan if x is None else x for x in expected["confidence_factor"]]
    assert same(found.confidence, confidence)
    first = [float(Fraction(share)) for share in expected["first_rank_fraction"]]
    assert found.can_lead.tolist() == [share > 0 for share in first]
    assert found.expected_rank.tolist() == pytest.approx(
        (np.array(expected["rank_acceptability"]) @ [1, 2, 3, 4]).tolist(), abs=1e-8
    )
    bits = -sum(share * np.log2(share) for share in first if share)
    assert found.entropy == pytest.approx(bits, abs=EXACT)


def test_few_options_on_few_items_are_exact_whatever_the_samples_and_the_seed():
    rows = random_problem(5, 4, 3).values.tolist()
    once, other = (
        assessed_on(rows, [1] * 4, scales=on_0_to_1(4), samples=n, seed=seed)
        for n, seed in ((100, 1), (999, 2))
    )
    assert once.samples == other.samples == 0
    for part in ("acceptability", "central", "pairwise", "mean_regret", "max_regret", "expected_rank"):
        assert np.array_equal(getattr(once, part), getattr(other, part), equal_nan=True)
    assert set(once.exact) >= {
        "acceptability",
        "central_weights",
        "expected_rank",
        "mean_regret",
        "max_regret",
    }


def test_with_more_options_first_place_and_central_weights_stay_exact():
    problem = random_problem(9, 3, 5)
    found = assessed_on(problem.values.tolist(), [1] * 3, scales=on_0_to_1(3), samples=4000)
    shares, central = exact_first(100 * problem.values)
    assert found.samples == 4000
    assert same(found.acceptability[:, 0], shares)
    assert same(found.central, central)
    assert (found.standard_error[:, 0] == 0).all()
    assert found.standard_error[:, 1:].max() > 0
    assert set(found.exact) == {
        "first_rank",
        "central_weights",
        "pairwise",
        "max_regret",
        "can_lead",
        "research",
    }


def test_with_more_options_the_shares_of_an_options_ranks_still_sum_to_1():
    problem = random_problem(9, 3, 5)
    found = assessed_on(problem.values.tolist(), [1] * 3, scales=on_0_to_1(3), samples=4000)
    assert found.acceptability.sum(axis=1).tolist() == pytest.approx([1.0] * 9, abs=EXACT)
    assert found.expected_rank.min() >= 1


def test_the_shares_sum_to_1_too_where_an_option_is_first_in_all_samples_but_not_everywhere():
    rows = [[10, 10, 9.999], [9, 10, 10]] + [[k / 2, 4, 5] for k in range(6)]
    found = assessed_on(rows, [1, 2, 3], samples=100)
    assert 0.99 < found.acceptability[0, 0] < 1
    assert found.acceptability.sum(axis=1).tolist() == pytest.approx([1.0] * 8, abs=EXACT)
    assert found.expected_rank.min() >= 1


def test_with_more_items_pairs_and_the_greatest_regret_stay_exact():
    problem = random_problem(4, 6, 8)
    found = assessed_on(problem.values.tolist(), [1] * 6, scales=on_0_to_1(6), samples=4000)
    assert same(found.pairwise, pairwise_shares(100 * problem.values))
    assert set(found.exact) == {"pairwise", "max_regret", "can_lead", "research"}
    assert found.acceptability.sum(axis=1).tolist() == pytest.approx([1.0] * 4, abs=EXACT)


def test_the_order_of_importance_is_exact_too_over_few_items():
    rows = [[0.9, 0.1, 0.2], [0.3, 0.8, 0.4], [0.5, 0.5, 0.3]]
    found = assessed_on(rows, [1, 5, 3], scales=on_0_to_1(3), model="ordered")
    corners = np.zeros((3, 3))
    corners[[1, 2, 0]] = ordered_corners(3)
    exact = exact_volumes(100 * np.array(rows) @ corners)
    assert found.samples == 0
    assert same(found.acceptability, exact.acceptability)
    assert same(found.central, exact.central @ corners.T)
    for central in found.central[~np.isnan(found.central).any(axis=1)]:
        assert central[1] >= central[2] >= central[0]
    assert same(found.max_regret, exact_max_regret(100 * np.array(rows) @ corners))


def exact_max_regret(at_corners):
    """Points behind the best are greatest at a corner, since the best score is convex."""
    return (at_corners.max(axis=0) - at_corners).max(axis=1)


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around"])
def test_the_greatest_regret_is_that_of_a_corner_and_no_sample_passes_it(model):
    problem = random_problem(4, 5, 9)
    points = [4, 3, 2, 1, 0] if model != "anywhere" else [1] * 5
    found = assessed_on(problem.values.tolist(), points, scales=on_0_to_1(5), model=model, samples=5000)
    alone = 100 * problem.values
    at_corners = {"anywhere": alone, "ordered": alone @ ordered_corners(5), "around": alone[:, :4]}[model]
    assert same(found.max_regret, exact_max_regret(at_corners))
    assert "max_regret" in found.exact
    sampler = {
        "anywhere": anywhere(5),
        "ordered": ordered(np.array([0.4, 0.3, 0.2, 0.1, 0])),
        "around": around(np.array([0.4, 0.3, 0.2, 0.1, 0]), 0.2),
    }[model]
    seen = sampled(problem, sampler, samples=5000).max_regret
    assert (seen <= found.max_regret + 1e-9).all()


def test_uncertain_ratings_are_sampled_and_none_uncertain_is_as_fixed():
    fixed = scenario_of([[4, 6], [7, 2]])
    loose = scenario_of([[{"value": 4, "low": 1, "high": 9}, 6], [7, 2]])
    weights = weights_of(fixed, [1, 1])
    assert assessed(fixed, weights, ratings_uncertain=True).samples == 0
    found = assessed(loose, weights, ratings_uncertain=True, samples=3000)
    assert found.samples == 3000
    assert set(found.exact) == {"can_lead", "research"}
    assert found.standard_error.max() > 0
    assert assessed(loose, weights, samples=3000).samples == 0


def test_over_drivers_central_weights_are_of_drivers_and_spread_to_factors():
    rows = [[8, 2, 3], [3, 6, 5], [5, 4, 9]]
    scenario = scenario_of(rows, groups=[2, 0])
    weights = weights_of(scenario, [1, 1], {"d0": [3, 1]})
    problem = decision_problem(scenario, weights)
    items = items_over(problem, "drivers")
    found = assessed(scenario, weights, over="drivers")
    exact = exact_volumes(100 * problem.values @ items.spread)
    assert same(found.central, exact.central)
    spread = items.spread @ found.central[0]
    assert spread[0] == pytest.approx(3 * spread[1], abs=1e-15)
    assert spread.sum() == pytest.approx(1, abs=1e-12)


def test_ranges_that_no_weights_meet_are_told_as_wrong_input():
    with pytest.raises(InputError, match="empty-ranges"):
        assessed_on([[5, 5, 5]], [1, 1, 1], ranges={"d0": [60, 70], "d1": [50, 60]}, model="ranges")


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around", "ranges"])
@pytest.mark.parametrize("uncertain", [False, True])
def test_one_option_is_first_everywhere_in_every_model(model, uncertain):
    found = assessed_on(
        [[{"value": 4, "low": 1, "high": 9}, 6]],
        [2, 1],
        ranges={"d0": [20, 60]},
        model=model,
        samples=200,
        ratings_uncertain=uncertain,
    )
    assert found.acceptability.tolist() == [[1]]
    assert (found.expected_rank[0], found.mean_regret[0], found.max_regret[0]) == (1, 0, 0)
    assert found.can_lead.tolist() == [True]
    assert (found.entropy, found.failure) == (0, None)


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around"])
def test_one_factor_leaves_nothing_to_vary(model):
    found = assessed_on([[3], [7], [7]], [5], model=model, samples=50)
    assert found.acceptability.tolist() == [[0, 0, 1], [1, 0, 0], [1, 0, 0]]
    assert same(found.central, [[np.nan], [1], [1]])
    assert found.pairwise.tolist() == [[0, 0, 0], [1, 0, 0], [1, 0, 0]]


@pytest.mark.parametrize("spread", [1.41, 1.414])
def test_a_spread_just_below_its_limit_still_gives_numbers(spread):
    """Three weights: the limit is the square root of 2."""
    found = assessed_on(
        [[5, 6, 1], [5, 6, 9], [4, 7, 2]], [2, 1, 1], model="around", spread=spread, samples=5000
    )
    assert np.isfinite(found.mean_regret).all()
    assert np.isfinite(found.central[1]).all()


def test_an_option_that_is_first_in_some_samples_is_not_said_to_be_unable_to_lead():
    rows = [[6, 6], [{"value": 5, "low": 3, "high": 8}, 5]]
    found = assessed_on(rows, [1, 1], ratings_uncertain=True, samples=2000)
    assert found.acceptability[1, 0] > 0.01
    assert found.can_lead[1]
