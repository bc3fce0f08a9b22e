"""How far the whole order holds: by a dense scan."""

from itertools import combinations

import numpy as np
import pytest
from builders import (
    TIE,
    many,
    problem_of,
    scores_at,
    stated_problems,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way


def pattern(scores):
    """Who is above, level with or below whom, by the tie rule, for every pair."""
    gaps = np.array([scores[..., a] - scores[..., b] for a, b in combinations(range(scores.shape[-1]), 2)])
    return np.where(np.abs(gaps) <= TIE, 0, np.sign(gaps)).astype(int)


@given(
    st.one_of(stated_problems(), stated_problems(st.integers(3, 5).map(float))),
    st.sampled_from((400, 1009)),
)
@many
def test_the_order_holds_exactly_as_far_as_a_dense_scan_sees_no_two_options_change_places(both, count):
    problem = decision_problem(*both)
    if len(problem.options) == 1:
        assert all(s.order_stable == (0, 1) for s in one_way(problem, rank_options(problem)))
        return
    now = pattern(100 * problem.values @ problem.weights)
    scan = (np.arange(count) + 0.5) / count + 1e-7
    for swing in one_way(problem, rank_options(problem)):
        ends = [scores_at(problem, swing.kind, swing.item, t) for t in (0.0, 1.0)]
        if len(getattr(problem, f"{swing.kind}s")) == 1:
            assert swing.order_stable == (0, 1)
            continue
        same = (pattern(np.outer(1 - scan, ends[0]) + np.outer(scan, ends[1])) == now[:, None]).all(axis=0)
        below, above = np.flatnonzero(scan < swing.weight), np.flatnonzero(scan > swing.weight)
        low = high = swing.weight
        for k in below[::-1]:
            if not same[k]:
                break
            low = scan[k]
        for k in above:
            if not same[k]:
                break
            high = scan[k]
        low_told, high_told = swing.order_stable
        assert low_told == pytest.approx(low, abs=1.01 / count)
        assert high_told == pytest.approx(high, abs=1.01 / count)
        inside = (scan > low_told + 1e-9) & (scan < high_told - 1e-9)
        assert same[inside].all()


def test_the_order_may_change_long_before_first_place_does():
    problem = problem_of([[9, 9], [5, 4], [4, 6]], [1, 1])
    assert rank_options(problem).ranks.tolist() == [1, 3, 2]
    d0 = one_way(problem, rank_options(problem))[0]
    assert d0.stable == (0, 1)
    assert d0.order_stable == pytest.approx((0, 2 / 3))


def test_options_that_tie_at_the_present_share_alone_hold_their_order_at_that_point():
    problem = problem_of([[9, 9], [4, 6], [6, 4]], [1, 1])
    d0 = one_way(problem, rank_options(problem))[0]
    assert d0.stable == (0, 1)
    assert d0.order_stable == (0.5, 0.5)


def test_options_that_tie_all_the_way_do_not_change_places():
    problem = problem_of([[9, 9], [4, 6], [4, 6]], [1, 1])
    assert one_way(problem, rank_options(problem))[0].order_stable == (0, 1)
