"""Four models of not knowing the weights: their means, spreads, ties, order and streams."""

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from builders import few, problem_of, scenario_of, stated_problems, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.problem import decision_problem, stated_shares
from scenario_cli.engine.robustness.leading import region_of
from scenario_cli.engine.robustness.models import (
    BLOCK,
    MOST_GAPS,
    WHOLE,
    anywhere,
    around,
    concentration,
    items_over,
    ordered,
    ordered_corners,
    sorting_network,
    stream,
    strictly_ordered,
)
from scenario_cli.model.settings import WeightSetting

BLOCKS = 4
N = BLOCKS * BLOCK


def drawn(sampler, seed=0, blocks=BLOCKS):
    """Weights (k, N) as columns that sum to 1."""
    parts = [sampler(stream(seed, block), BLOCK).copy() for block in range(blocks)]
    weights = np.concatenate(parts, axis=1)
    return weights / weights.sum(axis=0)


def within_errors(samples, expected, times=4.5):
    """Whether the means of rows of independent samples are what they should be."""
    error = samples.std(axis=-1, ddof=1) / np.sqrt(samples.shape[-1])
    return bool(np.all(np.abs(samples.mean(axis=-1) - expected) <= times * error + 1e-12))


def centroid_by_rank(k):
    """Rank-order centroid weights, Barron & Barrett (1996): 1/k times the sum of 1/j from j = rank."""
    return np.array([sum(1 / j for j in range(rank, k + 1)) / k for rank in range(1, k + 1)])


# What has a weight of its own


@given(stated_problems())
@few
def test_shares_spread_from_the_items_are_the_weights_of_the_factors(stated):
    problem = decision_problem(*stated)
    for over in ("factors", "drivers"):
        items = items_over(problem, over)
        assert items.spread.shape == (len(problem.factors), len(items.ids))
        assert (items.spread @ items.weights).tolist() == pytest.approx(problem.weights.tolist(), abs=1e-15)
        assert items.spread.sum(axis=0).tolist() == pytest.approx([1.0] * len(items.ids), abs=1e-12)
    assert items_over(problem, "factors").ids == problem.factors
    assert items_over(problem, "drivers").ids == problem.drivers


def test_over_drivers_every_sampled_weighting_keeps_the_shares_within_drivers():
    problem = problem_of([[5] * 5], [2, 1, 1], {"d0": [3, 1], "d2": [1, 0]}, groups=[2, 0, 2])
    items = items_over(problem, "drivers")
    factors = items.spread @ drawn(anywhere(3), blocks=1)
    assert factors[0].tolist() == pytest.approx((3 * factors[1]).tolist(), abs=1e-15)
    assert factors[3:5].sum(axis=0).tolist() == pytest.approx((1 - factors[:3].sum(axis=0)).tolist())
    assert (factors[4] == 0).all()
    assert factors[0].std() > 0.1, "the drivers' shares themselves do move"


# Streams


def test_a_stream_depends_on_the_seed_and_on_the_block():
    numbers = {
        (seed, block): tuple(stream(seed, block).random(4)) for seed in (0, 1, 7) for block in range(3)
    }
    assert len(set(numbers.values())) == 9
    assert tuple(stream(7, 2).random(4)) == numbers[7, 2]


@pytest.mark.parametrize("count", [1, 100, BLOCK - 1, BLOCK])
@pytest.mark.parametrize(
    "sampler", [anywhere(3), ordered(np.array([0.5, 0.25, 0.25])), around(np.array([0.5, 0.3, 0.2]), 0.4)]
)
def test_a_sampler_draws_as_many_columns_as_asked_and_the_same_for_the_same_stream(sampler, count):
    first = sampler(stream(3, 1), count).copy()
    assert first.shape == (3, count)
    assert (first >= 0).all()
    assert (first.sum(axis=0) > 0).all()
    assert np.array_equal(first, sampler(stream(3, 1), count))
    assert not np.array_equal(first, sampler(stream(4, 1), count))


# Anywhere


@pytest.mark.parametrize("n", range(13))
def test_the_network_sorts_every_column_of_zeros_and_ones_and_so_every_column(n):
    """Knuth (1998), The Art of Computer Programming, vol. 3, 5.3.4, theorem Z."""
    columns = np.array(list(product((0, 1), repeat=n)), dtype=int).reshape(2**n, n).T
    for i, j in sorting_network(n):
        columns[i], columns[j] = np.minimum(columns[i], columns[j]), np.maximum(columns[i], columns[j])
    assert (np.diff(columns, axis=0) >= 0).all()


@pytest.mark.parametrize("k", [1, 2, 3, 13, MOST_GAPS])
@pytest.mark.parametrize("count", [1, 777, BLOCK])
def test_gaps_are_whole_numbers_that_add_up_to_the_whole(k, count):
    weights = anywhere(k)(stream(8, 0), count)
    assert weights.shape == (k, count)
    assert (weights >= 0).all()
    assert np.array_equal(weights, np.rint(weights))
    assert (weights.sum(axis=0) == WHOLE).all()


def test_the_least_weight_anywhere_is_above_a_share_as_often_as_the_simplex_that_leaves_is_large():
    """All of 5 weights are above t on a simplex of side 1 - 5 t."""
    least = drawn(anywhere(5)).min(axis=0)
    for t in (0.005, 0.03, 0.1):
        assert within_errors((least > t).astype(float), (1 - 5 * t) ** 4)


@pytest.mark.parametrize("k", [1, 2, 3, 6, MOST_GAPS, MOST_GAPS + 1])
def test_anywhere_means_1_in_k_with_the_variance_and_covariance_of_a_flat_dirichlet(k):
    weights = drawn(anywhere(k))
    assert within_errors(weights, 1 / k)
    variance = (k - 1) / (k**2 * (k + 1))
    assert within_errors((weights - 1 / k) ** 2, variance)
    if k > 1:
        assert within_errors((weights[0] - 1 / k) * (weights[1] - 1 / k), -1 / (k**2 * (k + 1)))


@pytest.mark.parametrize("k", [2, 3, 6])
@pytest.mark.parametrize("least", [0.1, 0.3, 0.6])
def test_anywhere_holds_an_item_above_a_share_as_often_as_that_corner_is_large(k, least):
    assert within_errors((drawn(anywhere(k)) > least).astype(float), (1 - least) ** (k - 1))


# Around


@given(st.integers(2, 30), st.floats(0.01, 0.99))
@few
def test_concentration_gives_a_weight_of_average_size_the_stated_deviation(k, part):
    """The variance of a Dirichlet weight of mean p is p (1 - p) / (sum of parameters + 1)."""
    spread = part * np.sqrt(k - 1)
    variance = (1 / k) * (1 - 1 / k) / (concentration(k, spread) + 1)
    assert variance == pytest.approx((spread / k) ** 2, rel=1e-9)


@pytest.mark.parametrize("spread", [0.05, 0.2, 1.0])
def test_around_has_the_present_weights_as_mean_and_dirichlet_deviations(spread):
    present = np.array([0.4, 0.25, 0.2, 0.15])
    weights = drawn(around(present, spread))
    assert within_errors(weights, present)
    assert within_errors((weights[1] - 0.25) ** 2, (spread / 4) ** 2), "the weight of average size"
    expected = present * (1 - present) * spread**2 / 3
    assert within_errors((weights - present[:, None]) ** 2, expected)


@pytest.mark.parametrize(
    ("present", "spread"),
    [([0.4, 0.35, 0.25], 1.3), ([0.4, 0.35, 0.25], 1.4), ([0.7, 0.299, 0.001, 0.0], 0.2), ([0.5, 0.5], 0.95)],
)
def test_around_keeps_its_mean_and_deviations_where_gammas_are_almost_all_tiny(present, spread):
    """A wide spread, or a small weight: most of the weight then goes to one item at a time."""
    present = np.array(present)
    weights = drawn(around(present, spread))
    assert np.isfinite(weights).all()
    assert within_errors(weights, present)
    expected = present * (1 - present) * spread**2 / (present.size - 1)
    assert within_errors((weights - present[:, None]) ** 2, expected)
    assert within_errors(
        weights[0] * weights[1], present[0] * present[1] * (1 - spread**2 / (present.size - 1))
    )


@pytest.mark.parametrize("short", [1e-3, 1e-6, 1e-12])
def test_around_gives_weights_up_to_the_limit_of_its_spread(short):
    """At the limit one item has it all, each as often as it weighs."""
    present = np.array([0.5, 0.3, 0.2])
    weights = drawn(around(present, np.sqrt(2) - short), blocks=1)
    assert np.isfinite(weights).all()
    assert within_errors((weights == weights.max(axis=0)).astype(float), present, times=5)


def test_around_leaves_items_without_weight_without_any():
    weights = drawn(around(np.array([0.0, 0.7, 0.3, 0.0]), 0.5))
    assert (weights[[0, 3]] == 0).all()
    assert within_errors(weights, np.array([0, 0.7, 0.3, 0]))


def test_around_a_single_weight_of_1_every_weighting_is_that_one():
    assert np.array_equal(
        drawn(around(np.array([0.0, 1.0, 0.0]), 0.2), blocks=1), [[0.0], [1.0], [0.0]] * np.ones(BLOCK)
    )
    assert (drawn(around(np.ones(1), 0.2), blocks=1) == 1).all()


# Ordered


@pytest.mark.parametrize("k", [1, 2, 3, 4, 9])
def test_the_middle_of_ordered_weights_is_the_rank_order_centroid(k):
    """Barron & Barrett (1996), Decision quality using ranked attribute weights: the corners' mean."""
    assert ordered_corners(k).mean(axis=1).tolist() == pytest.approx(centroid_by_rank(k).tolist(), abs=1e-15)


def test_corners_of_ordered_weights_are_equal_on_the_first_items():
    assert ordered_corners(3).T.tolist() == [[1, 0, 0], [0.5, 0.5, 0], pytest.approx([1 / 3] * 3)]


@pytest.mark.parametrize("present", [[0.5, 0.3, 0.15, 0.05], [0.05, 0.5, 0.0, 0.45], [0.1, 0.2, 0.3, 0.4]])
def test_ordered_samples_average_to_the_rank_order_centroid_in_the_items_own_order(present):
    present = np.array(present)
    expected = np.empty(4)
    expected[np.argsort(-present)] = centroid_by_rank(4)
    assert within_errors(drawn(ordered(present)), expected)


def test_ordered_samples_are_uniform_weights_put_in_order():
    """Uniform weights sorted are uniform on the ordered region: the same squares and products on average."""
    plain = np.random.default_rng(5).dirichlet(np.ones(4), N)
    plain = -np.sort(-plain, axis=1)
    weights = drawn(ordered(np.array([0.4, 0.3, 0.2, 0.1])))
    for a in range(4):
        for b in range(a, 4):
            ours, theirs = weights[a] * weights[b], plain[:, a] * plain[:, b]
            error = np.hypot(ours.std(), theirs.std()) / np.sqrt(N)
            assert abs(ours.mean() - theirs.mean()) <= 4.5 * error


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8).filter(any), st.integers(0, 2**40))
@few
def test_every_ordered_sample_keeps_the_order_of_importance(points, seed):
    present = np.array(points, dtype=float) / sum(points)
    weights = ordered(present)(stream(seed, 0), 500)
    for a in range(present.size):
        for b in range(present.size):
            if present[a] > present[b]:
                assert (weights[a] >= weights[b]).all()


@pytest.mark.parametrize("present", [[0.3, 0.4, 0.3], [0.25] * 4, [0.2, 0.2, 0.1, 0.2, 0.15, 0.15]])
def test_items_of_equal_weight_come_in_any_order_and_share_their_centroid(present):
    present = np.array(present)
    weights = drawn(ordered(present))
    by_rank, place = centroid_by_rank(present.size), np.argsort(-present, kind="stable")
    expected = np.empty(present.size)
    for size in set(present.tolist()):
        members = np.flatnonzero(present[place] == size)
        expected[place[members]] = by_rank[members].mean()
    assert within_errors(weights, expected)
    for size in set(present.tolist()):
        for a, b in pairwise(np.flatnonzero(present == size)):
            assert within_errors((weights[a] > weights[b]).astype(float), 0.5)


def test_strictly_ordered_says_whether_all_weights_differ():
    assert strictly_ordered(np.array([0.5, 0.3, 0.2]))
    assert strictly_ordered(np.ones(1))
    assert not strictly_ordered(np.array([0.4, 0.2, 0.4]))


def test_weights_that_are_equal_but_for_rounding_have_no_order():
    """20 points over 4 factors and 30 over 6: each factor has 5 per cent of the whole."""
    scenario = scenario_of([[5] * 15], groups=[4, 6, 5])
    weights = weights_of(scenario, [20, 30, 50])
    problem, stated = decision_problem(scenario, weights), stated_shares(scenario, weights)
    assert problem.weights[:10].tolist() == pytest.approx([0.05] * 10, abs=1e-15)
    assert stated == (
        [Fraction(1, 5), Fraction(3, 10), Fraction(1, 2)],
        [Fraction(1, 20)] * 10 + [Fraction(1, 10)] * 5,
    )
    items = items_over(problem, "factors", stated[1])
    weights = ordered(items.importance)(stream(0, 0), 2000)
    above = (weights[0] > weights[4]).mean()
    assert 0.4 < above < 0.6
    heavier = region_of(items, "ordered", None).rows
    assert len(heavier) == 50, "each of the five heavy factors counts at least as much as each of the ten"


@pytest.mark.parametrize("apart", [1e-11, 1e-13, 4e-16])
@pytest.mark.parametrize("over", ["factors", "drivers"])
def test_weights_that_are_stated_a_hair_apart_keep_their_order(apart, over):
    scenario = scenario_of([[5] * 3])
    weights = weights_of(scenario, [1, 1 + apart, 3])
    problem, stated = decision_problem(scenario, weights), stated_shares(scenario, weights)
    items = items_over(problem, over, stated[over == "factors"])
    drawn = ordered(items.importance)(stream(0, 0), 2000)
    assert (drawn[0] <= drawn[1]).all()
    assert (drawn[1] <= drawn[2]).all()
    assert len(region_of(items, "ordered", None).rows) == 3
    assert strictly_ordered(items.importance)


def test_stated_shares_are_those_of_the_decimals_after_what_is_tried():
    """A tenth three times is three tenths, which it is not in binary."""
    scenario = scenario_of([[5] * 4], groups=[3, 0])
    weights = weights_of(scenario, [0.3, 0.1])
    drivers, factors = stated_shares(scenario, weights)
    assert drivers == [Fraction(3, 4), Fraction(1, 4)]
    assert factors == [Fraction(1, 4)] * 4
    tried = [WeightSetting("d1", None, 0.7), WeightSetting("d0", "f0", 0.5)]
    drivers, factors = stated_shares(scenario, weights, tried)
    assert drivers == [Fraction(3, 10), Fraction(7, 10)]
    assert factors == [Fraction(3, 50), Fraction(3, 25), Fraction(3, 25), Fraction(7, 10)]
