"""Where a single rating changes who is first: by scoring again."""

import numpy as np
import pytest
from builders import (
    TIE,
    few,
    first_of,
    many,
    problem_of,
    scenario_of,
    stated_problems,
    weights_of,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.rating_flips import nearest_ratings, rating_flips
from scenario_cli.model.settings import RatingSetting

pytestmark = pytest.mark.thorough

SCALES = (
    None,
    {"worst": 10, "best": 0},
    {"worst": 900, "best": 100, "unit": "EUR", "step": 50},
    {"worst": -5, "best": 5, "step": 0.5},
    {"worst": 0, "best": 1},
    {"worst": 6, "best": 0, "unit": "min", "step": 1.5},
)
CELL = st.one_of(st.integers(0, 10).map(lambda k: k / 10), st.just(None))
ALL_TIED = [[4, 4], [4, 4], [4, 4]]


@st.composite
def on_any_scale(draw):
    """Weights and a scenario of rated drivers on rising and falling scales of many lengths."""
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    scales = draw(st.lists(st.sampled_from(SCALES), min_size=n, max_size=n))
    parts = draw(st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.sampled_from((0, 1, 2, 5, 0.5)), min_size=n, max_size=n).filter(any))
    ends = [(scale or {"worst": 0, "best": 10}) for scale in scales]
    ratings = [
        [
            None if x is None else e["worst"] + x * (e["best"] - e["worst"])
            for x, e in zip(row, ends, strict=True)
        ]
        for row in parts
    ]
    scenario = scenario_of(ratings, scales=scales)
    return scenario, weights_of(scenario, points)


stated = st.one_of(on_any_scale(), stated_problems(unknown=True))


def flips_of(problem):
    return rating_flips(problem, rank_options(problem))


def scores_with(problem, i, j, rating):
    """Score everything again with one rating, in the factor's own unit, in place of another."""
    values = problem.values.copy()
    values[i, j] = (rating - problem.worst[j]) / (problem.best[j] - problem.worst[j])
    return 100 * values @ problem.weights


def cells(problem):
    return [(i, j) for i in range(len(problem.options)) for j in range(len(problem.factors))]


def towards(problem, ranking, i, j):
    """The end of the scale towards which a rating must go to change first place."""
    tied = i in ranking.leaders and len(ranking.leaders) > 1
    falls = ranking.leaders == (i,) or (tied and problem.values[i, j] == 1)
    return problem.worst[j] if falls else problem.best[j]


# The point itself


@given(stated)
@many
def test_at_the_flip_the_best_two_have_the_same_score_and_the_moved_option_is_one_of_them(both):
    problem = decision_problem(*both)
    flips = flips_of(problem)
    for i, j in cells(problem):
        if np.isfinite(flips.at[i, j]):
            scores = scores_with(problem, i, j, flips.at[i, j])
            second, best = np.sort(scores)[-2:]
            assert best - second <= TIE
            assert best - scores[i] <= TIE


@given(stated)
@many
def test_a_hair_beyond_the_flip_exactly_those_told_are_first(both):
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    for i, j in cells(problem):
        end = towards(problem, ranking, i, j)
        beyond = flips.at[i, j] + 1e-6 * np.sign(end - flips.at[i, j]) * abs(
            problem.best[j] - problem.worst[j]
        )
        if abs(flips.at[i, j] - end) > abs(flips.at[i, j] - beyond) > 0:
            assert first_of(scores_with(problem, i, j, beyond)) == flips.to[i][j]


@given(stated)
@many
def test_a_hair_before_the_flip_and_all_the_way_to_it_nothing_changes(both):
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    for i, j in cells(problem):
        if not abs(flips.change[i, j]) > 0:
            continue
        for part in (0, 0.25, 0.75, 0.9999):
            rating = problem.ratings[i, j] + part * flips.change[i, j]
            assert first_of(scores_with(problem, i, j, rating)) == ranking.leaders


@given(stated)
@many
def test_there_is_no_flip_exactly_where_neither_end_of_the_scale_changes_first_place(both):
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    for i, j in cells(problem):
        ends = [
            first_of(scores_with(problem, i, j, end[j])) == ranking.leaders
            for end in (problem.worst, problem.best)
        ]
        told = np.isfinite(flips.at[i, j])
        assert told == (not all(ends))
        assert np.isfinite(flips.change[i, j]) == told
        assert np.isfinite(flips.steps[i, j]) == told
        if told:
            low, high = sorted((problem.worst[j], problem.best[j]))
            assert low <= flips.at[i, j] <= high


@given(stated)
@few
def test_the_flip_put_in_as_a_what_if_gives_a_tie_between_old_and_new(both):
    scenario, weights = both
    problem = decision_problem(scenario, weights)
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    for i, j in cells(problem):
        if np.isfinite(flips.at[i, j]):
            change = RatingSetting(
                option=problem.options[i], factor=problem.factors[j], value=float(flips.at[i, j])
            )
            again = rank_options(decision_problem(scenario, weights, [change]))
            assert set(again.leaders) >= set(ranking.leaders) | set(flips.to[i][j])


@given(stated)
@many
def test_change_steps_and_range_are_measured_from_the_present_rating(both):
    problem = decision_problem(*both)
    flips = flips_of(problem)
    for i, j in cells(problem):
        if not np.isfinite(flips.at[i, j]):
            assert not flips.within[i, j]
            continue
        length = abs(problem.best[j] - problem.worst[j])
        change = flips.at[i, j] - problem.ratings[i, j]
        assert flips.change[i, j] == pytest.approx(change, abs=1e-12 * length)
        step = problem.steps[j] * length
        assert flips.steps[i, j] == pytest.approx(abs(change) / step, abs=1e-9)
        if problem.unknown[i, j]:
            assert flips.within[i, j], "an unknown rating could be anything"


# By hand


def test_a_rising_and_a_falling_scale_with_units_and_steps():
    """Equal weights; the first leads by 10 points, which is 2 of 10 marks or 160 of 800 EUR."""
    euro = {"worst": 900, "best": 100, "unit": "EUR", "step": 50}
    problem = problem_of([[6, 500], [5, 580]], [1, 1], scales=[None, euro])
    assert rank_options(problem).scores.tolist() == pytest.approx([55, 45])
    flips = flips_of(problem)
    assert flips.at.tolist() == [pytest.approx([4, 660]), pytest.approx([7, 420])]
    assert flips.change.tolist() == [pytest.approx([-2, 160]), pytest.approx([2, -160])]
    assert flips.steps.tolist() == [pytest.approx([2, 3.2]), pytest.approx([2, 3.2])]
    assert flips.to == (((1,), (1,)), ((1,), (1,)))


@pytest.mark.parametrize(("low", "high", "within"), [(4, 7, True), (4.1, 7, False), (6, 6, False)])
def test_a_flip_is_in_range_when_the_rating_s_own_low_reaches_it(low, high, within):
    problem = problem_of([[{"value": 6, "low": low, "high": high}], [4]], [1])
    flips = flips_of(problem)
    assert flips.at[0, 0] == pytest.approx(4)
    assert bool(flips.within[0, 0]) is within


def test_a_flip_is_in_range_on_a_falling_scale_when_the_high_reaches_it():
    minutes = {"worst": 6, "best": 0, "unit": "min"}
    reached = problem_of([[{"value": 2, "low": 1, "high": 3.5}], [3]], [1], scales=[minutes])
    missed = problem_of([[{"value": 2, "low": 0, "high": 2.5}], [3]], [1], scales=[minutes])
    assert (flips_of(reached).at[0, 0], flips_of(missed).at[0, 0]) == (3, 3)
    assert (flips_of(reached).within[0, 0], flips_of(missed).within[0, 0]) == (True, False)


def test_a_flip_is_in_range_when_the_half_width_of_a_stated_confidence_reaches_it():
    """Low confidence is two steps to either side, high confidence half a step."""
    ratings = [[{"value": 6, "confidence": "low"}], [{"value": 4, "confidence": "high"}]]
    assert flips_of(problem_of(ratings, [1])).within.tolist() == [[True], [False]]


def test_a_tie_is_in_the_range_of_an_uncertain_rating_alone():
    tied = problem_of([[{"value": 9, "low": 8, "high": 10}, 5], [5, 9]], [1, 1])
    assert flips_of(tied).within.tolist() == [[True, False], [False, False]]


def test_the_nearest_ratings_stand_first_and_those_without_a_point_nowhere():
    """10 points are 1.3 steps of the heavy factor and 4 of the light one; the third has no chance."""
    flips = flips_of(problem_of([[8, 7], [7, 6], [0, 0]], [3, 1]))
    assert nearest_ratings(flips) == ((0, 0), (1, 0), (0, 1), (1, 1))
    assert nearest_ratings(flips_of(problem_of([[3, 7]], [1, 2]))) == ()


def test_the_fall_of_a_lone_leader_lets_all_who_tie_for_second_take_over():
    flips = flips_of(problem_of([[9], [6], [6], [2]], [1]))
    assert flips.to == (((1, 2),), ((1,),), ((2,),), ((3,),))
    assert flips.at.ravel().tolist() == pytest.approx([6, 9, 9, 9], abs=1e-12)


def test_leaders_that_tie_flip_where_they_stand_and_the_others_where_they_reach_them():
    flips = flips_of(problem_of([[6, 4], [4, 6], [5, 3]], [1, 1]))
    assert flips.at.tolist() == [[6, 4], [4, 6], pytest.approx([7, 5])]
    assert flips.change[:2].tolist() == [[0, 0], [0, 0]]
    assert flips.steps[:2].tolist() == [[0, 0], [0, 0]]
    assert flips.to == tuple(((i,), (i,)) for i in range(3))


def test_where_all_tie_every_rating_decides_at_once():
    flips = flips_of(problem_of(ALL_TIED, [1, 3]))
    assert (flips.steps == 0).all()
    assert flips.to == tuple(((i,), (i,)) for i in range(3))


def test_leaders_that_differ_by_less_than_a_tie_stay_where_they_are():
    """Half a tie apart in points: told as a tie, at the ratings as they are stated."""
    problem = problem_of([[5 + 5e-11], [5]], [1])
    assert rank_options(problem).leaders == (0, 1)
    assert flips_of(problem).at.ravel().tolist() == [5 + 5e-11, 5]


def test_a_tied_leader_at_the_best_end_can_only_hand_first_place_to_the_others():
    problem = problem_of([[10, 5], [5, 10]], [1, 1])
    flips = flips_of(problem)
    assert flips.at.tolist() == [[10, 5], [5, 10]]
    assert flips.to == (((1,), (0,)), ((1,), (0,)))
    assert first_of(scores_with(problem, 0, 0, 9.99)) == (1,)


def test_a_single_option_has_no_flips():
    flips = flips_of(problem_of([[3, 7]], [1, 2]))
    assert np.isnan(flips.at).all()
    assert np.isinf(flips.steps).all()
    assert not flips.within.any()
    assert flips.to == (((), ()),)


def test_a_rating_without_weight_has_no_flip():
    flips = flips_of(problem_of([[3, 7], [5, 7]], [1, 0]))
    assert np.isfinite(flips.at).tolist() == [[True, False], [True, False]]


def test_a_rating_without_weight_has_no_flip_even_where_all_tie():
    assert np.isnan(flips_of(problem_of(ALL_TIED, [1, 0])).at).tolist() == [[False, True]] * 3


def test_a_draw_at_the_very_end_of_the_scale_counts():
    """16 against 11.9 marks: level with 10 on the first factor, a tenth short with 10 on the second."""
    flips = flips_of(problem_of([[10, 6], [5.9, 6]], [1, 1]))
    assert flips.at[1, 0] == 10
    assert np.isnan(flips.at[1, 1])
    flips = flips_of(problem_of([[10, 6], [0, 6]], [1, 1]))
    assert flips.at[0, 0] == 0
    assert np.isnan(flips.at[0, 1])


def test_a_draw_at_the_very_end_of_the_scale_counts_however_small_the_weight():
    """The same marks in another order, and 10 against 4 on a factor of little weight."""
    missed = []
    for row in ([1, 7, 3], [2, 9, 4], [0, 3, 8], [6, 7, 9], [5, 1, 3]):
        for order in ([1, 2, 0], [2, 0, 1], [2, 1, 0], [1, 0, 2], [0, 2, 1]):
            problem = problem_of([[*row, 10], [*(row[k] for k in order), 4]], [1, 1, 1, 3e-5])
            leaders = rank_options(problem).leaders
            assert leaders == (0,)
            assert first_of(scores_with(problem, 1, 3, 10)) == (0, 1)
            missed += [row] * bool(np.isnan(flips_of(problem).at[1, 3]))
    assert not missed
