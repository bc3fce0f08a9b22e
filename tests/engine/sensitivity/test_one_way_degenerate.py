"""One-way sensitivity of small and degenerate problems: ties, and weights of 0 and 1."""

import pytest
from builders import (
    from_lines,
    on_0_to_1,
    problem_of,
)
from engine.sensitivity.swings import approximately, segments_of, swings_of

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.one_way import one_way


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
