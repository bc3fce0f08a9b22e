"""What injects and settings change in a problem, and in which order."""

import math

import numpy as np
import pytest
from builders import TENTHS, few, many, problem_of, scenario_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.arrays import added
from scenario_cli.engine.problem import decision_problem
from scenario_cli.errors import StudyError
from scenario_cli.model.settings import RatingSetting, WeightSetting

FALLING = {"worst": 900, "best": 100}

# Injects

EVENTS = {
    "up": {"ratings": {"o0": {"d0": {"shift": 2}}}},
    "up_again": {"ratings": {"o0": {"d0": {"shift": 1.5}}}},
    "far_up": {"ratings": {"o0": {"d0": {"shift": 20}}}},
    "far_down": {"ratings": {"o0": {"d0": {"shift": -20}}}},
    "to_the_top": {"ratings": {"o0": {"d0": {"shift": 6}}}},
    "put_7": {"ratings": {"o0": {"d0": {"set": 7}}}},
    "put_1": {"ratings": {"o0": {"d0": {"set": 1}}}},
    "heavier": {"weights": {"d0": {"times": 1.5}}},
    "twice": {"weights": {"d0": {"times": 2}}},
    "gone": {"weights": {"d0": {"times": 0}}},
    "two_cells": {"ratings": {"o0": {"d1": {"shift": 1}}, "o1": {"d0": {"set": 0}}}},
}


def after(*injects, cell=4, settings=(), points=(1, 1)):
    """Two options, two drivers, all ratings 4 but the first, after some events."""
    return problem_of([[cell, 4], [4, 4]], points, events=injects, settings=settings, injects=EVENTS)


def test_without_injects_nothing_changes():
    problem = after()
    assert problem.values.tolist() == [[0.4, 0.4], [0.4, 0.4]]
    assert not problem.clipped.any()


def test_shifts_move_a_rating_and_add_up_in_any_order():
    assert after("up").ratings[0, 0] == 6
    assert after("up", "up_again").ratings[0, 0] == 7.5
    assert after("up_again", "up").ratings[0, 0] == 7.5
    assert after("up", "up").ratings[0, 0] == 8


def test_a_shift_is_in_the_factors_own_unit():
    injects = {"cut": {"ratings": {"o0": {"d0": {"shift": -200}}}}}
    problem = problem_of([[700]], [1], scales=[FALLING], events=["cut"], injects=injects)
    assert (problem.ratings[0, 0], problem.values[0, 0]) == (500, 0.5)


def test_set_replaces_a_rating_and_the_later_one_wins():
    assert after("put_7").ratings[0, 0] == 7
    assert after("put_7", "put_1").ratings[0, 0] == 1
    assert after("put_1", "put_7").ratings[0, 0] == 7


def test_a_shift_after_a_set_counts_and_one_before_it_is_forgotten():
    assert after("put_7", "up").ratings[0, 0] == 9
    assert after("up", "put_7").ratings[0, 0] == 7


def test_times_multiplies_points_before_they_are_normalised():
    assert after("heavier").weights.tolist() == pytest.approx([0.6, 0.4], abs=1e-15)
    assert after("heavier", "twice").weights.tolist() == [0.75, 0.25]
    assert after("gone").weights.tolist() == [0.0, 1.0]


def test_one_inject_may_change_several_cells():
    problem = after("two_cells")
    assert problem.ratings.tolist() == [[4, 5], [0, 4]]


@pytest.mark.parametrize(("inject", "end"), [("far_up", 10), ("far_down", 0)])
def test_a_shift_past_the_scale_stops_at_its_end_and_is_marked(inject, end):
    problem = after(inject)
    assert problem.ratings[0, 0] == end
    assert problem.clipped.tolist() == [[True, False], [False, False]]


def test_a_shift_past_the_end_of_a_falling_scale_is_marked_too():
    injects = {"dear": {"ratings": {"o0": {"d0": {"shift": 500}}}}}
    problem = problem_of([[700], [100]], [1], scales=[FALLING], events=["dear"], injects=injects)
    assert problem.ratings.ravel().tolist() == [900, 100]
    assert problem.clipped.ravel().tolist() == [True, False]


def test_a_shift_that_just_reaches_the_end_is_not_marked():
    problem = after("to_the_top")
    assert problem.ratings[0, 0] == 10
    assert not problem.clipped.any()


def test_a_rating_once_pushed_past_its_scale_stays_marked():
    assert after("far_up", "up").clipped[0, 0]
    assert after("far_up", "put_7").clipped[0, 0]


def test_an_unknown_rating_stays_unknown_when_it_is_shifted():
    problem = after("up", "far_up", cell=None)
    assert problem.unknown[0, 0]
    assert [problem.low[0, 0], problem.values[0, 0], problem.high[0, 0]] == [0.0, 0.5, 1.0]
    assert not problem.clipped.any()


def test_set_makes_an_unknown_rating_known_and_certain():
    problem = after("put_7", cell=None)
    assert not problem.unknown.any()
    assert [problem.low[0, 0], problem.values[0, 0], problem.high[0, 0]] == [0.7, 0.7, 0.7]
    assert after("up", "put_7", cell=None).ratings[0, 0] == 7
    assert after("put_7", "up", cell=None).ratings[0, 0] == 9


def test_a_range_moves_along_with_its_rating_and_stops_at_the_ends():
    cell = {"value": 4, "low": 3, "high": 6}
    up, top = after("up", cell=cell), after("to_the_top", cell=cell)
    assert [up.low[0, 0], up.values[0, 0], up.high[0, 0]] == pytest.approx([0.5, 0.6, 0.8], abs=1e-15)
    assert [top.low[0, 0], top.values[0, 0], top.high[0, 0]] == pytest.approx([0.9, 1.0, 1.0], abs=1e-15)


def test_an_inject_that_the_scenario_lacks_is_a_key_error():
    with pytest.raises(KeyError, match="nowhere"):
        after("nowhere")


def test_an_inject_that_leaves_no_weight_is_refused():
    with pytest.raises(StudyError, match="all weights are left at 0"):
        after("gone", points=(1, 0))


def test_trying_something_leaves_scenario_and_weights_as_they_were():
    scenario = scenario_of([[4, 4], [4, 4]], injects=EVENTS)
    weights = weights_of(scenario, [1, 1])
    before = scenario.model_dump(), weights.model_dump()
    decision_problem(scenario, weights, [WeightSetting("d0", None, 9), _put(1), "up", "heavier"])
    assert (scenario.model_dump(), weights.model_dump()) == before


@given(
    st.lists(st.sampled_from(sorted(set(EVENTS) - {"gone"})), max_size=6),
    st.lists(TENTHS, min_size=3, max_size=3).map(sorted),
)
@many
def test_after_any_events_each_cell_lies_on_its_scale(events, ends):
    low, value, high = ends
    problem = after(*events, cell={"value": value, "low": low, "high": high})
    for part in (problem.low, problem.values, problem.high):
        assert ((part >= 0) & (part <= 1)).all()
    assert (problem.low <= problem.values + 1e-15).all()
    assert (problem.values <= problem.high + 1e-15).all()


# Settings


def _put(value):
    return RatingSetting("o0", "d0", value)


def test_a_rating_that_is_set_by_hand_stands_in_place_of_the_stated_one():
    assert after(settings=[_put(9.0)]).ratings.tolist() == [[9, 4], [4, 4]]
    assert after(settings=[_put(9.0), _put(2.0)]).ratings[0, 0] == 2


def test_settings_come_before_injects():
    assert after("up", settings=[_put(5.0)]).ratings[0, 0] == 7
    assert after("put_7", settings=[_put(5.0)]).ratings[0, 0] == 7
    weighted = after("heavier", settings=[WeightSetting("d0", None, 4.0)])
    assert weighted.weights.tolist() == pytest.approx([6 / 7, 1 / 7], abs=1e-15)


def test_a_rating_can_be_made_unknown_and_stays_so_under_a_shift():
    problem = after("up", settings=[_put(None)])
    assert problem.unknown.tolist() == [[True, False], [False, False]]
    assert problem.values[0, 0] == 0.5


def test_a_driver_set_by_hand_changes_the_share_of_every_driver():
    problem = after(settings=[WeightSetting("d0", None, 3.0)])
    assert problem.weights.tolist() == [0.75, 0.25]


def test_a_factor_set_by_hand_changes_only_shares_within_its_driver():
    stated = {"groups": [3, 1], "settings": [WeightSetting("d0", "f0", 2.0)]}
    from_equal = problem_of([[1] * 4], [1, 1], **stated)
    assert from_equal.within.tolist() == [0.5, 0.25, 0.25, 1.0]
    from_points = problem_of([[1] * 4], [1, 1], {"d0": [5, 4, 4]}, **stated)
    assert from_points.within.tolist() == pytest.approx([0.2, 0.4, 0.4, 1.0], abs=1e-15)
    assert from_points.driver_weights.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    "settings",
    [
        [WeightSetting("d0", None, 0.0), WeightSetting("d1", None, 0.0)],
        [WeightSetting("d0", "f0", 0.0), WeightSetting("d0", "f1", 0.0)],
    ],
)
def test_settings_that_leave_no_weight_are_refused(settings):
    with pytest.raises(StudyError, match="all weights are left at 0"):
        problem_of([[1, 1, 1]], [1, 1], groups=[2, 1], settings=settings)


@given(TENTHS, TENTHS)
@few
def test_a_certain_rating_that_is_set_stays_certain(stated, put):
    problem = after(settings=[_put(put)], cell=stated)
    cell = problem.low[0, 0], problem.values[0, 0], problem.high[0, 0]
    assert cell[0] == cell[1] == cell[2]


def test_points_that_an_inject_multiplies_past_the_largest_number_are_still_shared():
    problem = after("twice", points=(1e308, 1e308))
    assert problem.weights.tolist() == pytest.approx([2 / 3, 1 / 3], abs=1e-15)
    assert math.isclose(problem.weights.sum(), 1)


@pytest.mark.parametrize("n", [1, 2, 7, 8, 9, 127, 129, 1000])
def test_sums_are_taken_one_after_another(n):
    """The last digit of a score must not hang on how NumPy cuts long sums into blocks."""
    parts = np.random.default_rng(n).random((3, n))
    expected = []
    for row in parts.tolist():
        total = 0.0
        for part in row:
            total += part
        expected.append(total)
    assert added(parts).tolist() == expected
    assert added(np.asfortranarray(parts)).tolist() == expected
