"""No score is above 100, whatever rounding adds, and one at a time is the same as many at once."""

import numpy as np
import pytest
from builders import few, problem_of, scenario_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import contributions, rank_options, totals
from scenario_cli.engine.arrays import added
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sweep import Sweep, points_of, points_row


def above_100(points):
    """Whether the contributions of an option that is best on everything add up to more than 100."""
    problem = problem_of([[10] * len(points)], points)
    return float(added(contributions(problem.values, problem.weights))[0]) > 100


def test_some_weights_do_add_up_to_more_than_the_whole():
    assert any(above_100([1] * n) or above_100(range(1, n + 1)) for n in range(2, 40))


@given(st.lists(st.integers(1, 30), min_size=2, max_size=30))
@few
def test_the_best_on_everything_scores_at_most_100_alone_and_in_a_sweep(points):
    scenario = scenario_of([[10] * len(points), [0] * len(points), [None] * len(points)])
    weights = weights_of(scenario, points)
    problem = decision_problem(scenario, weights)
    ranking = rank_options(problem)
    assert ranking.scores[0] == pytest.approx(100, abs=1e-9)
    for scores in (ranking.scores, ranking.low, ranking.high):
        assert scores.min() >= 0
        assert scores.max() <= 100
    swept = Sweep(scenario, ()).result(points_of(scenario, [points_row(scenario, weights)])).swept
    assert np.array_equal(swept.scores[0], ranking.scores)
    assert np.array_equal(swept.behind[0], ranking.behind)


def test_what_is_not_above_100_is_left_as_it_is():
    parts = np.array([[50.0, 49.999999999999986], [60.0, 40.00000000000001], [0.0, 0.0]])
    assert totals(parts).tolist() == [99.99999999999999, 100.0, 0.0]
