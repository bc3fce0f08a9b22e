"""What explains a move: parts of weights and of ratings that add up exactly."""

import numpy as np
import pytest
from builders import ANY, few, many, problem_of, stated_problems
from hypothesis import given

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.comparison.attribution import Side, attribute, gap_effects, side_of
from scenario_cli.engine.problem import decision_problem


def side(options, factors, weights, values):
    return Side(options, factors, np.array(weights, dtype=float), np.array(values, dtype=float))


def total(found):
    return (found.by_weight + found.by_rating).sum(axis=1)


@many
@given(stated_problems(ANY), stated_problems(ANY))
def test_the_parts_add_up_to_the_move_of_every_score(old, new):
    before, after = (side_of(decision_problem(*stated)) for stated in (old, new))
    found = attribute(before, after)
    rows = [[s.options.index(option) for option in found.options] for s in (before, after)]
    moved = after.scores[rows[1]] - before.scores[rows[0]]
    # Factors that only one side has are compared at that side's rating, with no weight on the other.
    np.testing.assert_allclose(total(found), moved, atol=1e-9)


@many
@given(stated_problems(ANY))
def test_nothing_moves_from_a_state_to_itself(stated):
    here = side_of(decision_problem(*stated))
    found = attribute(here, here)
    assert not found.by_weight.any()
    assert not found.by_rating.any()


@many
@given(stated_problems(ANY))
def test_the_scores_of_a_side_are_those_of_the_ranking(stated):
    problem = decision_problem(*stated)
    np.testing.assert_array_equal(side_of(problem).scores, rank_options(problem).scores)


@few
@given(stated_problems(ANY), stated_problems(ANY))
def test_the_way_back_has_the_opposite_parts(old, new):
    before, after = (side_of(decision_problem(*stated)) for stated in (old, new))
    there, back = attribute(before, after), attribute(after, before)
    assert set(there.factors) == set(back.factors)
    columns = [back.factors.index(factor) for factor in there.factors]
    rows = [back.options.index(option) for option in there.options]
    np.testing.assert_allclose(there.by_weight, -back.by_weight[rows][:, columns], atol=1e-9)
    np.testing.assert_allclose(there.by_rating, -back.by_rating[rows][:, columns], atol=1e-9)


def test_a_change_of_weights_alone_is_no_change_of_ratings():
    before, after = (side_of(problem_of([[2, 9], [7, 4]], points)) for points in ([1, 1], [3, 1]))
    found = attribute(before, after)
    assert not found.by_rating.any()
    np.testing.assert_allclose(found.by_weight, [[5, -22.5], [17.5, -10]])


def test_a_change_of_ratings_alone_is_no_change_of_weights():
    before, after = (side_of(problem_of(cells, [1, 1])) for cells in ([[2, 9], [7, 4]], [[4, 9], [7, 4]]))
    found = attribute(before, after)
    assert not found.by_weight.any()
    np.testing.assert_allclose(found.by_rating, [[10, 0], [0, 0]])


def test_the_joint_part_is_shared_equally():
    """Weight 0.2 -> 0.6, value 0.1 -> 0.5: 60/50 by Shapley's mean over both orders of change."""
    before = side(["o"], ["f", "g"], [0.2, 0.8], [[0.1, 0.0]])
    after = side(["o"], ["f", "g"], [0.6, 0.4], [[0.5, 0.0]])
    found = attribute(before, after)
    first = {"weight then rating": (100 * 0.4 * 0.1, 100 * 0.6 * 0.4)}
    second = {"rating then weight": (100 * 0.4 * 0.5, 100 * 0.2 * 0.4)}
    by_weight = (first["weight then rating"][0] + second["rating then weight"][0]) / 2
    by_rating = (first["weight then rating"][1] + second["rating then weight"][1]) / 2
    assert found.by_weight[0, 0] == pytest.approx(by_weight)
    assert found.by_rating[0, 0] == pytest.approx(by_rating)


def test_a_new_factor_is_a_change_of_weight():
    before = side(["o"], ["f"], [1], [[0.5]])
    after = side(["o"], ["f", "g"], [0.5, 0.5], [[0.5, 0.9]])
    found = attribute(before, after)
    assert found.factors == ("f", "g")
    np.testing.assert_allclose(found.by_weight, [[-25, 45]])
    assert not found.by_rating.any()


def test_a_value_that_cannot_be_told_is_taken_from_the_other_side():
    before = side(["o"], ["f", "g"], [1, 0], [[0.5, np.nan]])
    after = side(["o"], ["f", "g"], [0.5, 0.5], [[0.5, 0.8]])
    found = attribute(before, after)
    np.testing.assert_allclose(found.by_weight, [[-25, 40]])
    assert not found.by_rating.any()


def test_only_options_of_both_sides_are_told_and_in_the_old_order():
    before = side(["a", "b", "c"], ["f"], [1], [[0.1], [0.2], [0.3]])
    after = side(["c", "d", "a"], ["f"], [1], [[0.5], [0.6], [0.7]])
    found = attribute(before, after)
    assert found.options == ("a", "c")
    np.testing.assert_allclose(total(found), [60, 20])


def test_the_effects_on_a_gap_add_up_to_its_change():
    before, after = (
        side_of(problem_of(cells, points))
        for cells, points in (([[2, 9, 1], [7, 4, 3]], [1, 1, 2]), ([[4, 9, 1], [6, 4, 3]], [3, 1, 0]))
    )
    effects = gap_effects(before, after, "o0", "o1")
    gaps = [s.scores[0] - s.scores[1] for s in (before, after)]
    assert effects.sum() == pytest.approx(gaps[1] - gaps[0], abs=1e-9)
    np.testing.assert_allclose(gap_effects(before, after, "o1", "o0"), -effects)
