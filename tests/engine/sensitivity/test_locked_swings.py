"""Weights that swing while others are locked."""

from itertools import pairwise

import numpy as np
import pytest
from builders import (
    WHOLE,
    few,
    first_of,
    many,
    problem_of,
    stated_problems,
    swung,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way


def with_locked(problem, kind, item, t, locked):
    """Every factor's share of the whole when one free share is t and the locked drivers stay."""
    free = ~np.isin(np.arange(len(problem.drivers)), locked)
    left = problem.driver_weights[free].sum()
    if kind == "driver":
        shares = problem.driver_weights.copy()
        part = swung(shares[free] / left, int(free[:item].sum()), t / left)
        shares[free] = left * part
        return shares[problem.driver_of] * problem.within
    free = free[problem.driver_of]
    shares = problem.weights.copy()
    shares[free] = left * swung(shares[free] / left, int(free[:item].sum()), t / left)
    return shares


@st.composite
def locked_problems(draw):
    """A problem of three to five drivers, some of them locked; what they leave has some weight."""
    groups = draw(st.sampled_from(([0, 0, 0], [2, 0, 0], [0, 2, 1], [2, 0, 2, 0], [0, 0, 0, 0, 0])))
    n = sum(max(1, count) for count in groups)
    ratings = draw(st.lists(st.lists(WHOLE, min_size=n, max_size=n), min_size=2, max_size=5))
    points = draw(st.lists(st.integers(0, 5), min_size=len(groups), max_size=len(groups)).filter(any))
    within = {"d0": draw(st.sampled_from([(1, 2), (0, 1)]))} if groups[0] else None
    locked = draw(
        st.lists(st.integers(0, len(groups) - 1), min_size=1, max_size=len(groups) - 2, unique=True)
    )
    if sum(points) == sum(points[k] for k in locked):
        points[next(k for k in range(len(groups)) if k not in locked)] = 3
    return problem_of(ratings, points, within, groups=groups), locked


@given(locked_problems())
@many
def test_locked_drivers_and_their_factors_do_not_swing_and_the_others_do(case):
    problem, locked = case
    swings = one_way(problem, rank_options(problem), locked=locked)
    drivers = [("driver", k) for k in range(len(problem.drivers)) if k not in locked]
    factors = [("factor", j) for j in range(len(problem.factors)) if problem.driver_of[j] not in locked]
    assert [(swing.kind, swing.item) for swing in swings] == drivers + factors
    weights = {"driver": problem.driver_weights, "factor": problem.weights}
    assert [swing.weight for swing in swings] == [weights[kind][item] for kind, item in drivers + factors]


@given(locked_problems())
@many
def test_the_way_ends_at_what_the_locked_ones_leave(case):
    problem, locked = case
    left = 1 - problem.driver_weights[locked].sum()
    for swing in one_way(problem, rank_options(problem), locked=locked):
        assert swing.segments[0].start == 0
        assert swing.segments[-1].end == pytest.approx(left, abs=1e-12)
        assert all(a.end == b.start and a.first != b.first for a, b in pairwise(swing.segments))
        bounds = (*swing.stable, *swing.order_stable, *(flip.at for flip in swing.flips))
        assert all(0 <= bound <= left + 1e-12 for bound in bounds)


@given(locked_problems())
@many
def test_locked_drivers_keep_their_weight_at_every_point_of_the_others_way(case):
    problem, locked = case
    for swing in one_way(problem, rank_options(problem), locked=locked):
        for segment in swing.segments:
            for part in (0.01, 0.3, 0.5, 0.99):
                share = segment.start + part * (segment.end - segment.start)
                weights = with_locked(problem, swing.kind, swing.item, share, locked)
                assert weights.sum() == pytest.approx(1, abs=1e-12)
                for k in locked:
                    now = problem.weights[problem.driver_of == k].sum()
                    assert weights[problem.driver_of == k].sum() == pytest.approx(now, abs=1e-12)
                assert first_of(100 * problem.values @ weights) == segment.first


@given(locked_problems())
@many
def test_flips_under_lock_are_where_the_leaders_lose_first_place(case):
    problem, locked = case
    ranking = rank_options(problem)
    for swing in one_way(problem, ranking, locked=locked):
        for flip in swing.flips:
            assert flip.change == pytest.approx(flip.at - swing.weight, abs=1e-12)
            weights = with_locked(problem, swing.kind, swing.item, flip.at, locked)
            assert set(first_of(100 * problem.values @ weights)) >= set(flip.to) | set(ranking.leaders)
        low, high = swing.stable
        if high - low > 1e-5:
            for share in (low + 1e-6, high - 1e-6):
                weights = with_locked(problem, swing.kind, swing.item, share, locked)
                assert first_of(100 * problem.values @ weights) == ranking.leaders


@given(stated_problems())
@few
def test_locking_nobody_is_the_plain_one_way_result(both):
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    assert one_way(problem, ranking, locked=[]) == one_way(problem, ranking)


def test_with_one_lock_of_half_the_weight_by_hand():
    """d0 keeps 50; d1 and d2 share the other 50, in which d2 favours the second option."""
    problem = problem_of([[6, 8, 0], [5, 4, 10]], [5, 3, 2])
    d1, d2 = one_way(problem, rank_options(problem), locked=[0])[:2]
    # 5 + 40 s - 100 (0.5 - s) = 0, with s the share of d1
    assert [(s.start, s.end, s.first) for s in d1.segments] == [
        (0, pytest.approx(45 / 140), (1,)),
        (pytest.approx(45 / 140), 0.5, (0,)),
    ]
    assert d2.flips[0].at == pytest.approx(0.5 - 45 / 140)
    assert (d1.weight, d2.weight) == (0.3, 0.2)


def test_the_only_free_driver_has_nothing_to_swing_against_while_its_factors_have_each_other():
    problem = problem_of([[9, 0, 5], [0, 9, 5]], [6, 4], {"d0": [2, 1]}, groups=[2, 0])
    driver, f0, f1 = one_way(problem, rank_options(problem), locked=[1])
    assert [(s.start, s.end, s.first) for s in driver.segments] == [(0, 0.6, (0,))]
    assert [(s.start, s.end, s.first) for s in f0.segments] == [
        (0, pytest.approx(0.3), (1,)),
        (pytest.approx(0.3), 0.6, (0,)),
    ]
    assert f1.flips[0].at == pytest.approx(0.3)


def test_locking_all_the_weight_leaves_no_swing():
    problem = problem_of([[9, 0], [0, 9]], [1, 0])
    assert one_way(problem, rank_options(problem), locked=[0]) == ()
    assert one_way(problem, rank_options(problem), locked=[0, 1]) == ()
