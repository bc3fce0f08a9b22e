"""One-way sensitivity: exact crossings, stable intervals, narrow windows, ties, and weights of 0 and 1."""

from fractions import Fraction
from itertools import pairwise, permutations

import numpy as np
import pytest
from builders import (
    ANY,
    TIE,
    few,
    first_of,
    from_lines,
    many,
    on_0_to_1,
    problem_of,
    published,
    scenario_of,
    scores_at,
    stated_problems,
    swung,
    weights_at,
    weights_of,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import driver_scores, first_along, one_way, scores_without
from scenario_cli.model.scenario import Option, Rating

SCAN = np.linspace(0, 1, 10_001)


def swings_of(problem):
    return one_way(problem, rank_options(problem))


def segments_of(swing):
    return [(s.start, s.end, s.first) for s in swing.segments]


def approximately(segments):
    return [
        (pytest.approx(start, abs=1e-9), pytest.approx(end, abs=1e-9), first)
        for start, end, first in segments
    ]


def scanned(problem, swing, shares):
    """Scores (k, m) at many shares of one item, by the stated rule and not by the engine's."""
    ends = [scores_at(problem, swing.kind, swing.item, t) for t in (0.0, 1.0)]
    return (1 - shares[:, None]) * ends[0] + shares[:, None] * ends[1]


def shares_in(segment, shares):
    return (shares >= segment.start) & (shares <= segment.end)


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


# Small and degenerate problems


def test_a_single_option_is_always_first():
    for swing in swings_of(problem_of([[3, 7, 1]], [1, 0], {"d0": [1, 2]}, groups=[2, 0])):
        assert segments_of(swing) == [(0, 1, (0,))]
        assert (swing.stable, swing.flips) == ((0, 1), ())


def test_a_single_factor_has_all_the_weight_and_nothing_turns():
    for swing in swings_of(problem_of([[3], [7], [7]], [5])):
        assert (swing.weight, swing.stable, swing.flips) == (1, (0, 1), ())
        assert segments_of(swing) == [(0, 1, (1, 2))]


def test_a_single_driver_is_flat_while_its_factors_swing():
    problem = problem_of([[1, 0], [0, 1]], [1], {"d0": [3, 1]}, groups=[2], scales=on_0_to_1(2))
    driver, f0, f1 = swings_of(problem)
    assert segments_of(driver) == [(0, 1, (0,))]
    assert segments_of(f0) == approximately([(0, 0.5, (1,)), (0.5, 1, (0,))])
    assert segments_of(f1) == approximately([(0, 0.5, (0,)), (0.5, 1, (1,))])


def test_identical_options_are_first_together_all_the_way():
    for swing in swings_of(problem_of([[4, 6], [4, 6], [1, 2]], [1, 2])):
        assert segments_of(swing) == [(0, 1, (0, 1))]
        assert (swing.stable, swing.flips) == ((0, 1), ())


def test_options_that_part_at_an_end_only_are_first_together_up_to_it():
    """Equal on d0 alone: with all weight there they tie, everywhere else the first leads."""
    problem = problem_of([[5, 6], [5, 4]], [1, 1])
    d0, d1 = swings_of(problem)[:2]
    assert segments_of(d0) == [(0, 1, (0,))]
    assert segments_of(d1) == [(0, 1, (0,))]


def test_three_lines_through_one_point_make_one_turn():
    assert segments_of(swings_of(from_lines([60, 50, 40], [40, 50, 60]))[1]) == approximately(
        [(0, 0.5, (0,)), (0.5, 1, (2,))]
    )


def test_a_tie_at_the_present_share_alone_is_stable_at_that_point():
    problem = problem_of([[8, 4], [4, 8]], [1, 1])
    ranking = rank_options(problem)
    assert ranking.leaders == (0, 1)
    d0 = one_way(problem, ranking)[0]
    assert d0.stable == (0.5, 0.5)
    assert [(f.at, f.change, f.to) for f in d0.flips] == [(0.5, 0, (1,)), (0.5, 0, (0,))]


def test_a_tie_at_the_present_share_that_rounding_moves_is_still_one_point():
    """0.1, 0.2 and 0.3 are no binary fractions: the turn lies an ulp beside the share."""
    ratings = [[0.3, 0.1, 0.2], [0.1, 0.2, 0.4]]
    problem = problem_of(ratings, [1, 1, 0.5], scales=on_0_to_1(3))
    ranking = rank_options(problem)
    assert ranking.leaders == (0, 1)
    d0 = one_way(problem, ranking)[0]
    assert d0.stable == pytest.approx((0.4, 0.4), abs=1e-9)
    assert [(f.at, f.to) for f in d0.flips] == [
        (pytest.approx(0.4, abs=1e-9), (1,)),
        (pytest.approx(0.4, abs=1e-9), (0,)),
    ]


def test_a_tie_at_a_present_share_of_0_or_1_turns_to_one_side_only():
    problem = problem_of([[5, 8], [5, 4]], [1, 0])
    d0, d1 = swings_of(problem)[:2]
    assert (d0.weight, d0.stable) == (1, (1, 1))
    assert [(f.at, f.to) for f in d0.flips] == [(1, (0,))]
    assert (d1.weight, d1.stable) == (0, (0, 0))
    assert [(f.at, f.to) for f in d1.flips] == [(0, (0,))]


def test_a_present_share_at_the_end_of_the_way_turns_to_one_side_only():
    d0 = swings_of(problem_of([[8, 0], [4, 10]], [1, 0]))[0]
    assert d0.weight == 1
    assert len(d0.flips) == 1
    assert d0.flips[0].at == d0.stable[0] == pytest.approx(10 / 14, abs=1e-12)


# Narrow windows


@pytest.mark.parametrize("at", [0.5, 0.1, 0.987])
@pytest.mark.parametrize("width", [1e-2, 1e-4, 1e-7, 1e-9])
def test_an_option_that_leads_only_in_a_narrow_window_is_found(width, at):
    """Two lines cross at a share; a third is above their crossing by just enough."""
    down, up = np.array([100 * at, 0]), np.array([0, 100 * (1 - at)])
    crossing = 100 * at * (1 - at)
    above = width / (1 / (100 * at) + 1 / (100 * (1 - at)))
    problem = from_lines([down[0], up[0], crossing + above], [down[1], up[1], crossing + above])
    first = [segment.first for segment in swings_of(problem)[1].segments]
    assert first == [(0,), (2,), (1,)]
    window = swings_of(problem)[1].segments[1]
    assert window.end - window.start == pytest.approx(width, rel=1e-4)
    assert window.start == pytest.approx(at - above / (100 * at), abs=1e-12)


@pytest.mark.parametrize(("above", "seen"), [(0.9e-9, False), (1.1e-9, True), (-1e-9, False)])
def test_a_window_counts_only_if_the_lead_in_it_is_more_than_a_tie(above, seen):
    problem = from_lines([100, 0, 50 + above], [0, 100, 50 + above])
    first = [segment.first for segment in swings_of(problem)[1].segments]
    assert first == ([(0,), (2,), (1,)] if seen else [(0,), (1,)])


def test_a_window_at_the_very_end_counts_only_if_the_lead_in_it_is_more_than_a_tie():
    for lead, seen in ((0.5e-9, False), (2e-9, True)):
        first = first_along(np.array([60.0, 20.0]), np.array([50.0, 50.0 + lead]))
        assert [segment.first for segment in first] == ([(0,), (1,)] if seen else [(0,)])


def test_many_leads_too_small_to_count_cannot_add_up_to_a_missed_one():
    """Tangents of a flat parabola: each is above the crossing of its neighbours by half a tie."""
    touch = np.linspace(0, 1, 1001)
    bend = 5e-10 / (touch[1] - touch[0]) ** 2
    at_0 = 50 - bend * touch**2
    at_1 = at_0 + 2 * bend * touch
    segments = first_along(at_0, at_1)
    best = ((1 - SCAN[:, None]) * at_0 + SCAN[:, None] * at_1).max(axis=1)
    for segment in segments:
        inside = shares_in(segment, SCAN)
        for i in segment.first:
            told = (1 - SCAN[inside]) * at_0[i] + SCAN[inside] * at_1[i]
            assert (best[inside] - told <= TIE * 1.01).all()
    assert len(segments) > 100


def test_nearly_level_lines_keep_every_leader_that_is_ahead_by_more_than_a_tie():
    lean = np.array([2e-9, 0, -2e-9])
    segments = first_along(50 + lean, 50 - lean)
    assert [segment.first for segment in segments] == [(0,), (2,)]
    assert segments[0].end == pytest.approx(0.5, abs=1e-6)


def test_leaders_that_tie_over_a_stretch_are_stable_over_that_stretch():
    """The two are within 1e-9 from 0.25 to 0.75, the present share among them."""
    lines = from_lines([50 + 2e-9, 50], [50, 50 + 2e-9])
    problem = problem_of(lines.values.tolist(), [0.55, 0.45], scales=on_0_to_1(2))
    ranking = rank_options(problem)
    assert ranking.leaders == (0, 1)
    d1 = one_way(problem, ranking)[1]
    assert d1.stable == pytest.approx((0.25, 0.75), abs=1e-5)


def slow(at_0, at_1, share, unit=1e-9):
    """Two drivers under which scores change by some units of 1e-9 points; low scores keep their digits."""
    cells = [[a * unit, b * unit] for a, b in zip(at_0, at_1, strict=True)]
    return problem_of(cells, [1 - share, share], scales=[{"worst": 0, "best": 100}] * 2)


def test_a_tie_over_a_stretch_ends_where_the_lines_are_1e_9_apart():
    """2 (1 - 2t) is at most 1 from 0.25 to 0.75; beyond, the one that gains is first."""
    d1 = swings_of(slow([2, 0], [0, 2], 0.45))[1]
    assert d1.stable == pytest.approx((0.25, 0.75), abs=1e-9)
    assert d1.order_stable == pytest.approx((0.25, 0.75), abs=1e-9)
    assert [(f.at, f.change, f.to) for f in d1.flips] == [
        (pytest.approx(0.25, abs=1e-9), pytest.approx(-0.2, abs=1e-9), (0,)),
        (pytest.approx(0.75, abs=1e-9), pytest.approx(0.3, abs=1e-9), (1,)),
    ]


def test_a_tie_over_a_stretch_ends_where_another_option_joins_it():
    """The two would tie up to 0.75; the third, at 2 + 12t, is within 1 of 10 + 2t from 0.7 on."""
    d1 = swings_of(slow([12, 10, 2], [10, 12, 14], 0.5))[1]
    assert d1.stable == pytest.approx((0.25, 0.7), abs=1e-9)


def test_of_three_that_tie_the_first_two_to_part_end_the_order():
    """Neighbours are 1.5 apart at share 1, the outer two 3: those part first, at a third."""
    d1 = swings_of(slow([10, 10, 10], [13, 11.5, 10], 0.2))[1]
    assert d1.order_stable == pytest.approx((0, 1 / 3), abs=1e-9)
    assert d1.stable == pytest.approx((0, 1 / 3), abs=1e-9)


def test_a_tie_that_begins_in_the_segment_before_is_told_from_its_beginning():
    """From the crossing at 0.4 to the end the two tie, and they do so already from 0.2 on."""
    at_0, at_1 = [12, 10], [7, 8]
    problem = slow(at_0, at_1, 0.5)
    d1 = swings_of(problem)[1]
    assert rank_options(problem).leaders == (0, 1)
    assert d1.stable == pytest.approx((1 / 3, 1), abs=1e-9), "2 - 3t is at most 1"
    assert [(f.at, f.to) for f in d1.flips] == [(pytest.approx(1 / 3, abs=1e-9), (0,))]


UNITS = st.lists(st.integers(0, 40), min_size=2, max_size=4)


@given(
    UNITS.flatmap(
        lambda a: st.tuples(st.just(a), st.lists(st.integers(0, 40), min_size=len(a), max_size=len(a)))
    )
)
@many
def test_the_stretch_of_a_tie_is_exact_for_slow_lines(lines):
    """In units of 1.03e-10 a tie is 9.7...; every bound of the stretch is a fraction."""
    unit, share = Fraction(103, 10**12), Fraction(9, 20)
    at_0, at_1 = ([k * unit for k in ends] for ends in lines)
    tie = Fraction(1, 10**9)

    def first(t):
        scores = [(1 - t) * a + t * b for a, b in zip(at_0, at_1, strict=True)]
        return tuple(i for i, score in enumerate(scores) if max(scores) - score <= tie)

    swing = swings_of(slow(*lines, float(share), float(unit)))[1]
    if len(first(share)) == 1 or first(share) in [segment.first for segment in swing.segments]:
        return
    turns = {Fraction(0), Fraction(1)}
    for i, j in permutations(range(len(at_0)), 2):
        gap, slope = at_0[i] - at_0[j], at_1[i] - at_1[j] - (at_0[i] - at_0[j])
        if slope:
            turns.add(min(max((tie - gap) / slope, Fraction(0)), Fraction(1)))
    ends = sorted(turns)
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    here = next(k for k, b in enumerate(ends[1:]) if share < b)
    low = high = here
    while low > 0 and first(middles[low - 1]) == first(share):
        low -= 1
    while high < len(middles) - 1 and first(middles[high + 1]) == first(share):
        high += 1
    assert swing.stable == pytest.approx((float(ends[low]), float(ends[high + 1])), abs=1e-9)


# Large problems, spot checks


@pytest.fixture(scope="module")
def large():
    """1,000 options on 200 factors of 10 drivers."""
    rng = np.random.default_rng(7)
    ratings = rng.integers(0, 101, (1000, 200)) / 10
    points = rng.integers(1, 10, 10)
    within = {f"d{k}": rng.integers(0, 10, 20) + (np.arange(20) == 0) for k in range(10)}
    one = scenario_of(ratings[:1].tolist(), groups=[20] * 10)
    rows = {
        f"o{i}": {f"f{j}": Rating(value=x) for j, x in enumerate(row)}
        for i, row in enumerate(ratings.tolist())
    }
    scenario = one.model_copy(update={"options": dict.fromkeys(rows, Option()), "ratings": rows})
    return decision_problem(scenario, weights_of(scenario, points, within))


def test_1000_options_on_200_factors_have_the_right_leaders_all_the_way(large):
    swings = swings_of(large)
    assert len(swings) == 210
    scan = np.linspace(0, 1, 301)
    turns = 0
    for swing in [*swings[:10], *swings[10::19]]:
        scores = scanned(large, swing, scan)
        best = scores.max(axis=1)
        for segment in swing.segments:
            inside = shares_in(segment, scan)
            assert (best[inside, None] - scores[np.ix_(inside, segment.first)] <= TIE).all()
            middle = (segment.start + segment.end) / 2
            assert first_of(scanned(large, swing, np.array([middle]))[0]) == segment.first
        for left, right in pairwise(swing.segments):
            level = scanned(large, swing, np.array([left.end]))[0]
            assert np.ptp(level[[*left.first, *right.first]]) <= TIE
            assert level.max() - level[left.first[0]] <= TIE
            turns += 1
    assert turns > 40


# Published cases


@pytest.mark.parametrize("criterion", range(4))
def test_triantaphyllou_sanchez_1997_one_way(criterion):
    """Triantaphyllou & Sanchez (1997), Decision Sciences 28: matrix as recalled, results exact from it."""
    case = published("sens_triantaphyllou_sanchez_1997")
    problem = problem_of(case["matrix"], case["weights"], scales=on_0_to_1(4))
    expected = case["expected"]["recomputed"]["one_way"][criterion]
    for swing in (swings_of(problem)[criterion], swings_of(problem)[4 + criterion]):
        assert swing.weight == pytest.approx(expected["weight"], abs=1e-9)
        assert segments_of(swing) == approximately(
            (
                stretch["from"],
                stretch["to"],
                tuple(case["options"].index(option) for option in stretch["winner"]),
            )
            for stretch in expected["winners"]
        )
        stable = expected["winner_stable_from"], expected["winner_stable_to"]
        assert swing.stable == pytest.approx(stable, abs=1e-9)
        order = expected["ranking_stable_from"], expected["ranking_stable_to"]
        assert swing.order_stable == pytest.approx(order, abs=1e-9)
        turns = [end for end, edge in zip(stable, (0, 1), strict=True) if end != edge]
        assert [flip.at for flip in swing.flips] == pytest.approx(turns, abs=1e-9)
        for crossing in expected["crossings"]:
            scores = scores_at(problem, swing.kind, swing.item, crossing["weight"])
            a, b = (case["options"].index(crossing[side]) for side in "ab")
            assert scores[a] == pytest.approx(scores[b], abs=1e-9)


def test_goodwin_wright_2004_office_location_weight_of_turnover():
    """Goodwin & Wright (2004), ch. 3, pp. 47-48: Elton Street leads up to a turnover weight of 52.1."""
    case = published("smart_goodwin_wright_office")
    book = case["expected"]["published"]["one_way_turnover"]
    swing_points = case["weights_from"]["swing_points"]
    turnover = len(book["drivers"]["turnover"])
    problem = problem_of(
        case["matrix"],
        [sum(swing_points[:turnover]), sum(swing_points[turnover:])],
        {"turnover": swing_points[:turnover], "working": swing_points[turnover:]},
        groups=[turnover, len(swing_points) - turnover],
        drivers=["turnover", "working"],
        scales=[{"worst": 0, "best": 100}] * len(swing_points),
    )
    swing = swings_of(problem)[0]
    elton, addison = (case["options"].index(book[side]) for side in ("below", "above"))
    assert swing.weight == pytest.approx(book["weight"], abs=0.005)
    assert [segment.first for segment in swing.segments] == [(elton,), (addison,)]
    assert swing.flips[0].at == pytest.approx(book["flip"], abs=0.0005)
    assert swing.flips[0].to == (elton,)
    at_0, at_1 = (scores_at(problem, "driver", 0, t)[elton] for t in (0, 1))
    assert at_0 == pytest.approx(book["elton_street_at_0"], abs=0.05)
    assert at_1 == pytest.approx(book["elton_street_at_1"], abs=0.05)
    assert driver_scores(problem)[elton].tolist() == pytest.approx([at_1, at_0], abs=1e-9)


def test_the_rule_that_these_tests_hold_the_engine_to_is_the_stated_one():
    assert swung([0.5, 0.3, 0.2], 0, 0.75).tolist() == pytest.approx([0.75, 0.15, 0.1], abs=1e-15)
    assert swung([1.0, 0.0, 0.0], 0, 0.5).tolist() == [0.5, 0.25, 0.25]
    assert swung([1.0, 0.0, 0.0], 1, 0.5).tolist() == [0.5, 0.5, 0.0]
    assert swung([1.0], 0, 0.3).tolist() == [1.0]
