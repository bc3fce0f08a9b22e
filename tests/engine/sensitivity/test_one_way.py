"""One-way sensitivity: exact crossings, stable intervals, flips, and the rule of the swing."""

from itertools import pairwise

import numpy as np
import pytest
from builders import (
    ANY,
    TIE,
    few,
    first_of,
    many,
    on_0_to_1,
    problem_of,
    scores_at,
    stated_problems,
    swung,
    weights_at,
)
from engine.sensitivity.swings import SCAN, approximately, scanned, segments_of, shares_in, swings_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import driver_scores, scores_without


def margin(segment):
    return (segment.end - segment.start) / 4


# What every one-way result holds to


@given(stated_problems())
@many
def test_every_driver_then_every_factor_swings_once_from_its_present_share(stated):
    problem = decision_problem(*stated)
    swings = swings_of(problem)
    items = [("driver", k) for k in range(len(problem.drivers))]
    items += [("factor", j) for j in range(len(problem.factors))]
    assert [(swing.kind, swing.item) for swing in swings] == items
    shares = [*problem.driver_weights.tolist(), *problem.weights.tolist()]
    assert [swing.weight for swing in swings] == shares


@given(stated_problems())
@many
def test_segments_cover_0_to_1_without_gaps_and_neighbours_differ(stated):
    for swing in swings_of(decision_problem(*stated)):
        assert swing.segments[0].start == 0
        assert swing.segments[-1].end == 1
        assert all(segment.start < segment.end for segment in swing.segments)
        assert all(segment.first for segment in swing.segments)
        for left, right in pairwise(swing.segments):
            assert left.end == right.start
            assert left.first != right.first


@given(st.one_of(stated_problems(), stated_problems(ANY)))
@few
def test_a_scan_of_10_001_shares_finds_no_leader_that_the_segments_miss(stated):
    problem = decision_problem(*stated)
    for swing in swings_of(problem):
        scores = scanned(problem, swing, SCAN)
        best = scores.max(axis=1)
        for segment in swing.segments:
            inside = shares_in(segment, SCAN)
            first = scores[np.ix_(inside, segment.first)]
            assert (best[inside, None] - first <= TIE * 1.01).all()


@given(stated_problems())
@many
def test_inside_a_segment_exactly_its_options_are_first(stated):
    problem = decision_problem(*stated)
    for swing in swings_of(problem):
        for segment in swing.segments:
            for t in (0.25, 0.5, 0.75):
                share = segment.start + t * (segment.end - segment.start)
                assert first_of(scores_at(problem, swing.kind, swing.item, share)) == segment.first


@given(stated_problems())
@many
def test_at_a_turn_the_options_of_both_sides_have_the_same_score(stated):
    problem = decision_problem(*stated)
    for swing in swings_of(problem):
        for left, right in pairwise(swing.segments):
            scores = scores_at(problem, swing.kind, swing.item, left.end)
            level = scores[[*left.first, *right.first]]
            assert np.ptp(level) <= TIE
            assert scores.max() - level.max() <= TIE


@given(stated_problems())
@many
def test_the_leaders_stay_first_inside_the_stable_interval_and_not_just_outside(stated):
    problem = decision_problem(*stated)
    leaders = rank_options(problem).leaders
    for swing in swings_of(problem):
        low, high = swing.stable
        assert 0 <= low <= swing.weight + 1e-12
        assert swing.weight - 1e-12 <= high <= 1
        for share in (low, high, swing.weight):
            first = first_of(scores_at(problem, swing.kind, swing.item, share))
            assert set(leaders) <= set(first), "still first, if level with others, at the very ends"
        if low < high:
            for t in (0.001, 0.5, 0.999):
                share = low + t * (high - low)
                assert first_of(scores_at(problem, swing.kind, swing.item, share)) == leaders
        nearest = 1e-5
        if low > nearest:
            assert first_of(scores_at(problem, swing.kind, swing.item, low - nearest)) != leaders
        if high < 1 - nearest:
            assert first_of(scores_at(problem, swing.kind, swing.item, high + nearest)) != leaders


@given(stated_problems())
@many
def test_flips_are_the_ends_of_the_stable_interval_and_say_who_takes_over(stated):
    problem = decision_problem(*stated)
    for swing in swings_of(problem):
        low, high = swing.stable
        sides = [side for side, there in (("below", low > 0), ("above", high < 1)) if there]
        for side, flip in zip(sides, swing.flips, strict=True):
            assert flip.at == (low if side == "below" else high)
            assert flip.change == pytest.approx(flip.at - swing.weight, abs=1e-15)
            beyond = [
                segment.first
                for segment in swing.segments
                if abs((segment.end if side == "below" else segment.start) - flip.at) <= TIE
            ]
            assert beyond == [flip.to]


@given(stated_problems(most=5))
@few
def test_scoring_again_with_the_share_in_the_weights_file_gives_the_same_leaders(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    for swing in swings_of(problem):
        for segment in swing.segments:
            for share in (segment.start + margin(segment), segment.end - margin(segment)):
                again = weights_at(scenario, problem, swing.kind, swing.item, share)
                assert rank_options(decision_problem(scenario, again)).leaders == segment.first
        for flip in swing.flips:
            again = weights_at(scenario, problem, swing.kind, swing.item, flip.at)
            assert set(flip.to) <= set(rank_options(decision_problem(scenario, again)).leaders)


@given(stated_problems(), st.randoms(use_true_random=False))
@few
def test_options_in_another_order_give_the_same_one_way_result(stated, chance):
    scenario, weights = stated
    names = list(scenario.options)
    chance.shuffle(names)
    moved = scenario.model_copy(update={"options": {name: scenario.options[name] for name in names}})
    numbers, first = [], []
    for one in (scenario, moved):
        problem = decision_problem(one, weights)
        ids = np.array(problem.options)
        swings = swings_of(problem)
        turns = [[s.end for s in swing.segments] + [flip.at for flip in swing.flips] for swing in swings]
        numbers.append([x for swing, at in zip(swings, turns, strict=True) for x in (*swing.stable, *at)])
        groups = [
            [part.first for part in swing.segments] + [flip.to for flip in swing.flips] for swing in swings
        ]
        first.append([[set(ids[list(group)]) for group in swing] for swing in groups])
    assert first[0] == first[1]
    assert numbers[0] == pytest.approx(numbers[1], abs=1e-9)


@given(stated_problems())
@many
def test_the_order_is_stable_inside_its_interval_and_changes_outside_it(stated):
    problem = decision_problem(*stated)
    ranks = rank_options(problem).ranks.tolist()

    def ranks_at(swing, share):
        scores = scores_at(problem, swing.kind, swing.item, share)
        return (1 + (scores[:, None] - scores[None, :] > TIE).sum(axis=0)).tolist()

    for swing in swings_of(problem):
        low, high = swing.order_stable
        assert low <= swing.weight <= high
        assert swing.stable[0] - 1e-12 <= low
        assert high <= swing.stable[1] + 1e-12
        if high - low > 1e-5:
            assert ranks_at(swing, low + 1e-6) == ranks
            assert ranks_at(swing, high - 1e-6) == ranks
        if low > 1e-5:
            assert ranks_at(swing, low - 1e-5) != ranks
        if high < 1 - 1e-5:
            assert ranks_at(swing, high + 1e-5) != ranks


# The rule of the swing


@given(stated_problems(ANY))
@many
def test_at_share_0_the_others_keep_their_proportions_or_share_equally(stated):
    problem = decision_problem(*stated)
    for kind, alone, shares in (
        ("driver", driver_scores(problem), problem.driver_weights),
        ("factor", 100 * problem.values, problem.weights),
    ):
        without = scores_without(alone, shares)
        for k in range(shares.size):
            expected = scores_at(problem, kind, k, 0.0 if shares.size > 1 else 1.0)
            assert without[:, k].tolist() == pytest.approx(expected.tolist(), abs=1e-9)


def test_from_a_weight_of_1_the_others_share_equally():
    """d0 has all the weight; below t the other two are worth (1 - t) / 2 each."""
    problem = problem_of([[1.0, 0.0, 0.4], [0.0, 1.0, 0.6]], [1, 0, 0], scales=on_0_to_1(3))
    first = swings_of(problem)[0]
    assert first.weight == 1
    turn = 0.6 / 1.6  # t = (1 - t) / 2 * (1 + 0.2)
    assert segments_of(first) == approximately([(0, turn, (1,)), (turn, 1, (0,))])
    assert first.stable == pytest.approx((turn, 1), abs=1e-9)
    assert [(f.at, f.to) for f in first.flips] == [(pytest.approx(turn, abs=1e-9), (1,))]


def test_from_a_weight_of_0_a_share_rises_against_all_others():
    problem = problem_of([[0.6, 0.5, 0.0], [0.4, 0.5, 1.0]], [1, 1, 0], scales=on_0_to_1(3))
    last = swings_of(problem)[2]
    assert last.weight == 0
    turn = 0.1 / 1.1  # 0.1 (1 - t) = t
    assert segments_of(last) == approximately([(0, turn, (0,)), (turn, 1, (1,))])
    assert last.stable == pytest.approx((0, turn), abs=1e-9)
    assert last.flips[0].change == pytest.approx(turn, abs=1e-9)


def test_other_items_without_weight_stay_without_weight_while_one_with_weight_remains():
    """d2 would favour the second option, but has nothing to be in proportion to."""
    problem = problem_of([[0.6, 0.5, 0.0], [0.4, 0.5, 1.0]], [1, 1, 0], scales=on_0_to_1(3))
    by_d1 = swings_of(problem)[1]
    assert segments_of(by_d1)[0] == (0, 1, (0,))


def test_a_drivers_factors_keep_their_proportions():
    ratings = [[1.0, 0.0, 0.2], [0.0, 1.0, 0.3]]
    problem = problem_of(ratings, [1, 1], {"d0": [3, 1]}, groups=[2, 0], scales=on_0_to_1(3))
    d0 = swings_of(problem)[0]
    turn = 0.1 / 0.6  # 0.1 (1 - t) = 0.5 t
    assert segments_of(d0) == approximately([(0, turn, (1,)), (turn, 1, (0,))])


def test_a_share_so_near_1_that_the_rest_is_lost_in_rounding_still_turns_where_it_should():
    problem = problem_of([[1.0, 0.0, 0.0], [0.0, 1.0, 0.5]], [1, 1e-14, 3e-14], scales=on_0_to_1(3))
    d0 = swings_of(problem)[0]
    turn = 0.625 / 1.625  # the others stay at 1 to 3
    assert segments_of(d0) == approximately([(0, turn, (1,)), (turn, 1, (0,))])


def test_the_rule_that_these_tests_hold_the_engine_to_is_the_stated_one():
    assert swung([0.5, 0.3, 0.2], 0, 0.75).tolist() == pytest.approx([0.75, 0.15, 0.1], abs=1e-15)
    assert swung([1.0, 0.0, 0.0], 0, 0.5).tolist() == [0.5, 0.25, 0.25]
    assert swung([1.0, 0.0, 0.0], 1, 0.5).tolist() == [0.5, 0.5, 0.0]
    assert swung([1.0], 0, 0.3).tolist() == [1.0]
