"""Sampled shares, ranks, regret and pairs: by hand, in blocks, from one seed."""

from fractions import Fraction

import numpy as np
import pytest
from builders import few, on_0_to_1, problem_of, stated_problems
from engine.robustness.sampled import counted, normalised_columns, random_problem, same, sampled
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.models import (
    BLOCK,
    WHOLE,
    anywhere,
    around,
    items_over,
    ordered,
    stream,
)
from scenario_cli.engine.robustness.ranges import bounds_of, interior_point, within
from scenario_cli.engine.robustness.sampling import (
    KEPT_SAMPLES,
    entropy,
    exact_scores,
    expected_ranks,
)


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


def test_scores_under_whole_weights_are_the_sums_of_fractions_rounded_once():
    """To half a unit in the 53rd digit of 1, whatever the library of the product does."""
    values, weights = np.random.default_rng(6).random((3, 7)), anywhere(7)(stream(1, 0), 50)
    values[0] = [0, 1, 0.1, 1 / 3, 2**-30, 1 - 2**-53, 0.5]
    found = exact_scores(values, weights)
    for i, b in ((i, b) for i in range(3) for b in range(50)):
        exact = sum(Fraction(v) * Fraction(w) for v, w in zip(values[i], weights[:, b], strict=True))
        assert abs(Fraction(found[i, b]) - exact) <= Fraction(WHOLE) / 2**52


@pytest.mark.parametrize("model", ["anywhere", "around"])
def test_without_pairs_all_else_is_the_same(model):
    problem = random_problem(4, 5, 2)
    sampler = anywhere(5) if model == "anywhere" else around(problem.weights, 0.3)
    whole, found = (sampled(problem, sampler, leaders=[1], pairs=pairs) for pairs in (True, False))
    assert np.isnan(found.pairwise).all()
    assert np.isnan(found.max_regret).all()
    for part in ("acceptability", "standard_error", "firsts", "central", "mean_regret", "lost"):
        assert np.array_equal(getattr(found, part), getattr(whole, part), equal_nan=True)


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
