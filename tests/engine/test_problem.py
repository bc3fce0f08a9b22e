"""From what is stated to arrays: scales, ranges, unknown cells, red lines and weights."""

import numpy as np
import pytest
from builders import many, problem_of, scenario_of, stated_problems, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.problem import decision_problem, stated_shares
from scenario_cli.errors import StudyError
from scenario_cli.model.settings import WeightSetting
from scenario_cli.model.weights import equal_weights

RISING = {"worst": 0, "best": 10}
FALLING = {"worst": 900, "best": 100}


def one_cell(cell, scale=None, **stated):
    return problem_of([[cell]], [1], scales=[scale], **stated)


def span(problem):
    """Low, value and high of a one-cell problem."""
    return [float(part[0, 0]) for part in (problem.low, problem.values, problem.high)]


# Scales


@pytest.mark.parametrize(
    ("scale", "rating", "value"),
    [
        (None, 0, 0.0),
        (None, 10, 1.0),
        (None, 2.5, 0.25),
        (RISING, 4, 0.4),
        (FALLING, 900, 0.0),
        (FALLING, 100, 1.0),
        (FALLING, 700, 0.25),
        ({"worst": 6, "best": 0}, 4, 1 / 3),
        ({"worst": -20, "best": 30}, -20, 0.0),
        ({"worst": -20, "best": 30}, -10, 0.2),
        ({"worst": -5, "best": -25}, -10, 0.25),
        ({"worst": 1e300, "best": 2e300}, 1.5e300, 0.5),
        ({"worst": 0, "best": 1e-300}, 2.5e-301, 0.25),
    ],
)
def test_value_is_linear_from_worst_0_to_best_1(scale, rating, value):
    problem = one_cell(rating, scale)
    assert problem.values[0, 0] == pytest.approx(value, abs=1e-15)
    assert problem.ratings[0, 0] == rating


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1))
@many
def test_a_rating_inside_its_scale_never_has_a_value_outside_0_to_1(worst, best, share):
    if worst == best:
        best = worst + 1
    low, high = sorted((worst, best))
    rating = min(max(worst + share * (best - worst), low), high)
    assert 0 <= one_cell(rating, {"worst": worst, "best": best}).values[0, 0] <= 1


def test_both_ends_of_any_scale_are_exactly_0_and_1():
    ends = [(0.1, 0.3), (0.3, 0.1), (-1 / 3, 1 / 7), (1e-9, 1e9)]
    problem = problem_of(
        [[worst for worst, _ in ends], [best for _, best in ends]],
        [1] * 4,
        scales=[{"worst": worst, "best": best} for worst, best in ends],
    )
    assert problem.values.tolist() == [[0.0] * 4, [1.0] * 4]


def test_a_level_stands_for_its_number_in_value_low_and_high():
    scale = {"worst": 0, "best": 10, "levels": {"loud": 2, "fair": 5, "quiet": 9}}
    assert span(one_cell("quiet", scale)) == [0.9, 0.9, 0.9]
    cell = {"value": "fair", "low": "loud", "high": "quiet"}
    assert span(one_cell(cell, scale)) == [0.2, 0.5, 0.9]


def test_a_step_is_a_tenth_of_the_scale_unless_stated():
    scales = [None, FALLING, {"worst": 6, "best": 0, "step": 0.5}, {"worst": 0, "best": 4, "step": 4}]
    problem = problem_of([[1, 200, 3, 2]], [1] * 4, scales=scales)
    assert problem.steps.tolist() == pytest.approx([0.1, 0.1, 0.5 / 6, 1.0], abs=1e-15)


# Ranges


@pytest.mark.parametrize(
    ("confidence", "low", "high"), [("low", 0.3, 0.7), ("moderate", 0.4, 0.6), ("high", 0.45, 0.55)]
)
def test_confidence_is_a_half_width_of_2_1_or_half_a_step(confidence, low, high):
    problem = one_cell({"value": 5, "confidence": confidence})
    assert span(problem) == pytest.approx([low, 0.5, high], abs=1e-15)


def test_a_scenario_can_state_its_own_half_widths_and_steps():
    cell = {"value": 500, "confidence": "low"}
    problem = one_cell(cell, {**FALLING, "step": 40}, confidence={"low": 3})
    assert span(problem) == pytest.approx([(900 - 620) / 800, 0.5, (900 - 380) / 800], abs=1e-15)


@pytest.mark.parametrize(
    ("rating", "scale", "low", "value", "high"),
    [
        (1, None, 0.0, 0.1, 0.3),
        (9, None, 0.7, 0.9, 1.0),
        (0, None, 0.0, 0.0, 0.2),
        (5.5, {"worst": 6, "best": 0}, 0.0, 0.5 / 6, 1.7 / 6),
        (0, {"worst": 6, "best": 0}, 0.8, 1.0, 1.0),
    ],
)
def test_a_confidence_range_stops_at_the_ends_of_the_scale(rating, scale, low, value, high):
    problem = one_cell({"value": rating, "confidence": "low"}, scale)
    assert span(problem) == pytest.approx([low, value, high], abs=1e-15)


def test_a_rating_without_range_or_confidence_is_certain():
    assert span(one_cell(3)) == [0.3, 0.3, 0.3]
    assert span(one_cell({"value": 3, "why": "Counted.", "kind": "reporting"})) == [0.3, 0.3, 0.3]


def test_stated_ends_count_and_switch_the_confidence_off():
    cell = {"value": 5, "low": 2, "high": 6, "confidence": "low"}
    assert span(one_cell(cell)) == [0.2, 0.5, 0.6]
    assert span(one_cell({"value": 5, "low": 2, "confidence": "low"})) == [0.2, 0.5, 0.5]
    assert span(one_cell({"value": 5, "high": 6, "confidence": "low"})) == [0.5, 0.5, 0.6]


def test_low_and_high_change_places_where_less_is_better():
    cell = {"value": 4, "low": 3, "high": 6}
    assert span(one_cell(cell, {"worst": 6, "best": 0})) == pytest.approx([0, 1 / 3, 0.5], abs=1e-15)


@pytest.mark.parametrize("scale", [None, FALLING, {"worst": -20, "best": 30}])
def test_an_unknown_cell_stands_at_mid_scale_and_spans_the_whole(scale):
    problem = one_cell(None, scale)
    assert span(problem) == [0.0, 0.5, 1.0]
    assert problem.unknown.tolist() == [[True]]
    worst, best = (scale["worst"], scale["best"]) if scale else (0, 10)
    assert problem.ratings[0, 0] == (worst + best) / 2


def test_only_unknown_cells_are_marked_unknown():
    problem = problem_of([[5, None], [None, 5]], [1, 1])
    assert problem.unknown.tolist() == [[False, True], [True, False]]


# Red lines


def test_a_minimum_is_crossed_on_its_wrong_side_only():
    rising = problem_of([[3.9], [4], [4.1]], [1], minimums=[4])
    assert rising.crossed.ravel().tolist() == [True, False, False]
    falling = problem_of([[801], [800], [799]], [1], scales=[FALLING], minimums=[800])
    assert falling.crossed.ravel().tolist() == [True, False, False]


def test_without_a_minimum_or_a_rating_no_red_line_is_crossed():
    assert not problem_of([[0], [10]], [1]).crossed.any()
    assert not problem_of([[None], [10]], [1], minimums=[9]).crossed.any()


def test_an_inject_can_push_an_option_across_a_red_line():
    injects = {"drop": {"ratings": {"o0": {"d0": {"shift": -1}}}}}
    stated = {"minimums": [5], "injects": injects}
    assert not problem_of([[5.5], [9]], [1], **stated).crossed.any()
    assert problem_of([[5.5], [9]], [1], events=["drop"], **stated).crossed.ravel().tolist() == [True, False]


# Weights


def test_points_of_any_sum_become_shares():
    assert problem_of([[1, 1]], [60, 40]).weights.tolist() == [0.6, 0.4]
    assert problem_of([[1, 1]], [3, 2]).weights.tolist() == [0.6, 0.4]


def test_a_factor_weighs_its_drivers_share_times_its_share_within():
    problem = problem_of([[1, 1, 1, 1]], [60, 40], {"d0": [2, 1, 1]}, groups=[3, 0])
    assert problem.weights.tolist() == pytest.approx([0.3, 0.15, 0.15, 0.4], abs=1e-15)
    assert problem.within.tolist() == [0.5, 0.25, 0.25, 1.0]
    assert problem.driver_weights.tolist() == [0.6, 0.4]
    assert problem.driver_of.tolist() == [0, 0, 0, 1]


def test_factors_left_out_share_their_drivers_weight_equally():
    problem = problem_of([[1] * 6], [1, 1], {"d1": [3, 1]}, groups=[4, 2])
    assert problem.weights.tolist() == [0.125] * 4 + [0.375, 0.125]


def test_a_driver_without_factors_is_itself_rated():
    scenario = scenario_of([[1, 2, 3]], groups=[1, 0, 1])
    problem = decision_problem(scenario, equal_weights(scenario))
    assert problem.factors == ("f0", "d1", "f2")
    assert problem.drivers == ("d0", "d1", "d2")
    assert problem.weights.tolist() == pytest.approx([1 / 3] * 3, abs=1e-15)


def test_a_weight_of_0_is_allowed_for_drivers_and_factors():
    problem = problem_of([[1, 1, 1]], [0, 5], {"d1": [0, 2]}, groups=[0, 2])
    assert problem.weights.tolist() == [0.0, 0.0, 1.0]


def test_factors_that_are_all_0_in_a_driver_of_weight_0_share_equally():
    scenario = scenario_of([[1, 2, 3]], groups=[2, 0])
    idle, left_out = (weights_of(scenario, [0, 4], factors) for factors in ({"d0": [0, 0]}, None))
    for trials in [(), (WeightSetting("d0", None, 2.0),)]:
        one, other = (decision_problem(scenario, weights, trials) for weights in (idle, left_out))
        assert one.within.tolist() == other.within.tolist() == [0.5, 0.5, 1]
        assert one.weights.tolist() == other.weights.tolist()
        assert stated_shares(scenario, idle, trials) == stated_shares(scenario, left_out, trials)
    of_one = decision_problem(scenario, idle, [WeightSetting("d0", "f0", 3.0)])
    assert of_one.within.tolist() == [1, 0, 1]
    with pytest.raises(StudyError, match="all weights are left at 0"):
        decision_problem(scenario, weights_of(scenario, [1, 4], {"d0": [0, 0]}))


@pytest.mark.parametrize(
    ("points", "shares"),
    [
        ([1e308, 1e308], [0.5, 0.5]),
        ([1e308, 1e308, 1e308, 1e308], [0.25] * 4),
        ([1.5e308, 0.5e308], [0.75, 0.25]),
        ([1e308, 1], [1.0, 1e-308]),
        ([1e-300, 3e-300], [0.25, 0.75]),
        ([5e-324, 1.5e-323], [0.25, 0.75]),
        ([1e308, 1e308, 1e-308], [0.5, 0.5, 0.0]),
    ],
)
def test_huge_and_tiny_points_are_shared_as_any_others(points, shares):
    problem = problem_of([[1] * len(points)], points)
    assert problem.weights.tolist() == pytest.approx(shares, abs=1e-15)


def test_huge_points_within_a_driver_are_shared_as_any_others():
    problem = problem_of([[1, 1, 1]], [1], {"d0": [1e308, 1e308, 0]}, groups=[3])
    assert problem.weights.tolist() == [0.5, 0.5, 0.0]


@given(stated_problems())
@many
def test_shares_sum_to_1_of_the_whole_and_within_each_driver(stated):
    problem = decision_problem(*stated)
    assert problem.weights.sum() == pytest.approx(1, abs=1e-14)
    assert problem.driver_weights.sum() == pytest.approx(1, abs=1e-14)
    within = np.bincount(problem.driver_of, weights=problem.within)
    assert within.tolist() == pytest.approx([1.0] * len(problem.drivers), abs=1e-14)
    assert (problem.weights >= 0).all()


def test_no_array_of_a_problem_can_be_written_to():
    problem = problem_of([[1, 2], [3, None]], [1, 1])
    arrays = [part for part in vars(problem).values() if isinstance(part, np.ndarray)]
    assert len(arrays) >= 12
    assert not any(part.flags.writeable for part in arrays)
    with pytest.raises(ValueError, match="read-only"):
        problem.values[0, 0] = 1
