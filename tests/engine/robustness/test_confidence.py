"""Confidence: how often central weights put their option first under uncertain ratings."""

import numpy as np
from builders import few, on_0_to_1, problem_of, scenario_of, stated_problems, weights_of
from engine.robustness.sampled import sampled
from hypothesis import given

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.models import (
    items_over,
)
from scenario_cli.engine.robustness.sampling import (
    CONFIDENCE_SAMPLES,
    confidence_factors,
)
from scenario_cli.engine.uncertain import uncertain_cells


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
