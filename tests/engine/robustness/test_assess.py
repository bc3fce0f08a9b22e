"""All put together: what is exact, what is sampled, in every model."""

from fractions import Fraction

import numpy as np
import pytest
from builders import few, on_0_to_1, published, scenario_of, stated_problems, weights_of
from engine.robustness.sampled import (
    assessed,
    assessed_on,
    counted,
    normalised_columns,
    random_problem,
    same,
    sampled,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.models import (
    anywhere,
    around,
    items_over,
    ordered,
    ordered_corners,
)
from scenario_cli.engine.robustness.volumes import exact_first, exact_volumes, pairwise_shares
from scenario_cli.errors import InputError

EXACT = 1e-9


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
    assert (found.leads.somewhere >= (found.acceptability[:, 0] > 0)).all()
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
    assert found.leads.somewhere.tolist() == [share > 0 for share in first]
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
    assert set(found.exact) == {"can_lead", "max_regret", "research"}
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
    assert found.leads.somewhere.tolist() == [True]
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
    assert found.leads.somewhere[1]
