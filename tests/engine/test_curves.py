"""Value curves: against the definition, its inverse, and a straight line to the last digit."""

import numpy as np
import pytest
from builders import TIE, few, first_of, many, problem_of, scenario_of, weights_of
from doubted import curves, doubted, scores_of, stated_cells, value_of
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli.engine.additive import is_near, one_step, rank_options
from scenario_cli.engine.curves import curve_of, positions_of, values_of
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.rating_changes import rating_changes
from scenario_cli.engine.sensitivity.rating_flips import rating_flips
from scenario_cli.model.scenario import Scale
from scenario_cli.model.settings import RatingSetting


def shares_of(problem):
    return dict(zip(problem.factors, problem.weights.tolist(), strict=True))


@given(doubted())
@many
def test_scores_are_those_of_the_definition(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    expected = scores_of(scenario, shares_of(problem), stated_cells(scenario))
    assert np.allclose(rank_options(problem).scores, expected, atol=1e-9)


@given(curves(), st.floats(0, 1))
@many
def test_position_is_the_inverse_of_value(points, share):
    curve = curve_of(Scale(values=points))
    if curve is not None:
        there = curve.value(np.array([share]))
        assert np.allclose(curve.position(there), share, atol=1e-9)


@given(curves(), st.randoms(use_true_random=False))
@few
def test_the_order_of_points_changes_nothing_and_points_are_worth_what_they_state(points, random):
    mixed = list(points.items())
    random.shuffle(mixed)
    one, other = curve_of(Scale(values=points)), curve_of(Scale(values=dict(mixed)))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.positions.tolist() == other.positions.tolist()
        assert one.values.tolist() == other.values.tolist()
        for rating, value in points.items():
            assert one.value(np.array([rating / 10]))[0] == pytest.approx(value, abs=1e-15)


@pytest.mark.parametrize("ends", [(0.0, 10.0), (10.0, 0.0), (900.0, 100.0), (0.1, 0.7)])
@given(data=st.data())
@few
def test_points_on_the_straight_line_change_no_digit(data, ends):
    worst, best = ends
    tenths = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True))
    points = {round(worst + (best - worst) * k / 10, 12): k / 10 for k in tenths}
    low, high = sorted(ends)
    cells = data.draw(st.lists(st.floats(low, high), min_size=2, max_size=4))
    straight, curved = (
        rank_options(problem_of([[c] for c in cells], [1], scales=[{"worst": worst, "best": best, **extra}]))
        for extra in ({}, {"values": points})
    )
    assert straight.scores.tolist() == curved.scores.tolist()
    assert curve_of(Scale(worst=worst, best=best, values=points)) is None


def test_a_straight_stretch_within_a_curve_is_one_piece():
    curve = curve_of(Scale(values={2.0: 0.4, 3.0: 0.6, 4.0: 0.8}))
    assert curve is not None
    assert curve.positions.tolist() == [0, 0.4, 1]


def test_arrays_go_there_and_back():
    bent = curve_of(Scale(values={3.0: 0.7}))
    positions = np.array([[0.3, 0.3], [0.65, 0.65]])
    values = values_of((bent, None), positions)
    assert values.tolist() == [[0.7, 0.3], [0.85, 0.65]]
    assert np.allclose(positions_of((bent, None), values), positions, atol=1e-15)
    assert values_of((None, None), positions) is positions


@given(doubted())
@many
def test_past_its_turning_point_a_rating_changes_first_place_and_not_before(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    ranking = rank_options(problem)
    flips = rating_flips(problem, ranking)
    assume(len(ranking.leaders) == 1)
    for i, option in enumerate(problem.options):
        for j, factor in enumerate(problem.factors):
            scale = scenario.factors[factor].scale
            low, high = sorted((scale.worst, scale.best))
            at, now = flips.at[i, j], problem.ratings[i, j]

            def first_at(rating, option=option, factor=factor, low=low, high=high):
                tried = RatingSetting(option, factor, float(np.clip(rating, low, high)))
                return first_of(rank_options(decision_problem(scenario, weights, [tried])).scores)

            if np.isfinite(at):
                assert flips.steps[i, j] == pytest.approx(abs(at - now) / scale.one_step, abs=1e-9)
                assert set(flips.to[i][j]) & set(first_at(at))
                assert ranking.leaders[0] in first_at(at - 0.001 * (at - now))
            elif problem.weights[j] > 0:
                for end in (low, high):
                    assert ranking.leaders[0] in first_at(end)


@given(doubted())
@many
def test_near_is_one_step_along_the_scale(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    scores = rank_options(problem).scores
    for better, worse in ((a, b) for a in range(scores.size) for b in range(scores.size)):
        if scores[better] - scores[worse] <= TIE:
            continue
        reversed_ = False
        for factor, share in shares_of(problem).items():
            scale = scenario.factors[factor].scale
            up = 1 if scale.best > scale.worst else -1
            low, high = sorted((scale.worst, scale.best))
            for row, sign in ((worse, up), (better, -up)):
                now = float(scenario.ratings[f"o{row}"][factor].value)
                then = float(np.clip(now + sign * scale.one_step, low, high))
                gain = abs(value_of(scenario, factor, then) - value_of(scenario, factor, now))
                reversed_ |= 100 * share * gain - (scores[better] - scores[worse]) > TIE
        assert is_near(problem, scores, better, worse) == reversed_


def test_one_step_stops_at_the_ends_of_a_curve():
    problem = problem_of([[9.5], [0.5]], [1], scales=[{"worst": 0, "best": 10, "values": {3.0: 0.7}}])
    rise, fall = one_step(problem)
    assert rise[0, 0] == pytest.approx(0.3 / 7 * 0.5)
    assert fall[1, 0] == pytest.approx(0.7 / 3 * 0.5)


@given(doubted(options=3, factors=3))
@few
def test_the_ratings_that_put_an_option_first_do_and_no_fewer_found_by_brute_force_do(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    for option in range(len(problem.options)):
        changes = rating_changes(problem, option)
        if not changes:
            continue
        tried = [
            RatingSetting(problem.options[c.option], problem.factors[c.factor], c.after) for c in changes
        ]
        scores = rank_options(decision_problem(scenario, weights, tried)).scores
        assert scores.max() - scores[option] <= 1e-6
        for c in changes:
            one = scenario.factors[problem.factors[c.factor]].scale.one_step
            assert c.steps == pytest.approx(abs(c.after - c.before) / one, abs=1e-6)


def test_the_cheapest_way_along_a_curve_is_taken_where_it_rises_late():
    """Two factors alike in weight; on the curved one the first 5 steps gain little, the last few a lot."""
    late = {"worst": 0, "best": 10, "values": {8.0: 0.2}}
    scenario = scenario_of([[7, 7], [5, 5]], scales=[late, late])
    problem = decision_problem(scenario, weights_of(scenario, [1, 1]))
    (change,) = rating_changes(problem, 1)
    # o0 is worth 0.175 on each, o1 0.125: 0.1 more on one factor. From 5 that is past the bend at 8:
    # 3 steps give 0.075, then 0.025 / 0.4 more.
    assert change.after == pytest.approx(8 + 0.025 / 0.4)


@given(curves(most=2), curves(most=2), st.integers(20, 95))
@few
def test_two_ratings_together_take_the_fewest_steps_found_on_a_grid(left, right, needed):
    """One option at the bottom of two factors that it must climb together, against all splits."""
    scales = [{"values": left}, {"values": right}, {}]
    scenario = scenario_of([[0, 0, 0], [0, 0, 10]], scales=scales)
    weights = weights_of(scenario, [50, 50, needed])
    problem = decision_problem(scenario, weights)
    changes = rating_changes(problem, 0)
    assert changes is not None
    one_alone = needed <= 50 or any(c.factor == 2 for c in changes)
    if len(changes) == 1 or one_alone:
        return
    grid = np.linspace(0, 1, 2001)
    ways = []
    for points in (left, right):
        curve = curve_of(Scale(values=points))
        ways.append(lambda v, curve=curve: v if curve is None else curve.position(v))
    target = needed / 50  # value to gain on the two together
    first = grid[(target - grid >= 0) & (target - grid <= 1)]
    best = (ways[0](first) + ways[1](target - first)).min() * 10
    assert sum(c.steps for c in changes) <= best + 1e-6
    assert sum(c.steps for c in changes) >= best - 0.02
