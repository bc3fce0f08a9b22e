"""The map of two shares and the way to other weights, with drivers locked: by hand, and by scoring again."""

import numpy as np
import pytest
from builders import TIE, first_of, many, on_0_to_1, problem_of, swung
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.regions import TRIANGLE
from scenario_cli.engine.sensitivity.two_way import first_on_the_way, two_way_map
from scenario_cli.errors import StudyError

WHOLE = st.integers(0, 10).map(float)


def area(polygon):
    return 0.5 * sum(polygon[i - 1][0] * y - x * polygon[i - 1][1] for i, (x, y) in enumerate(polygon))


def weights_where(problem, names, at, locked):
    """The rule spelt out: two shares as given, the rest of what is not locked in its proportions."""
    shares = problem.weights.copy()
    free = ~np.isin(problem.driver_of, locked)
    rest = free.copy()
    for id_, share in zip(names, at, strict=True):
        if id_ in problem.drivers:
            members = problem.driver_of == problem.drivers.index(id_)
        else:
            members = np.array([factor == id_ for factor in problem.factors])
        part = problem.weights[members]
        shares[members] = share * (part / part.sum() if part.any() else problem.within[members])
        rest &= ~members
    left = problem.weights[free].sum() - sum(at)
    part = problem.weights[rest]
    shares[rest] = left * part / part.sum()
    return shares


# By hand


def four_drivers():
    """d3 has a fifth of the weight and gives the second option a tenth of all points."""
    rows = [[1, 0, 0, 0], [0, 1, 0, 0.5]]
    return problem_of(rows, [4, 3, 1, 2], scales=on_0_to_1(4))


def test_a_locked_driver_shrinks_the_map_and_shifts_its_regions():
    """The first leads where x > y + 0.1, of x + y <= 0.8: a triangle of 0.7 by 0.35."""
    found = two_way_map(four_drivers(), "d0", "d1", locked=[3])
    assert (found.x, found.y, found.rest) == ("d0", "d1", "d2")
    assert found.at == pytest.approx((0.4, 0.3), abs=1e-15)
    assert found.left == pytest.approx(0.8, abs=1e-15)
    first, second = found.regions
    assert first.options == (0,)
    assert first.polygon == (
        pytest.approx((0.1, 0), abs=1e-9),
        pytest.approx((0.8, 0), abs=1e-9),
        pytest.approx((0.45, 0.35), abs=1e-9),
    )
    assert first.area == pytest.approx(0.7 * 0.35 / 2 / 0.32, abs=1e-9)
    assert second.area == pytest.approx(1 - 0.7 * 0.35 / 2 / 0.32, abs=1e-9)


def test_without_locks_the_map_is_of_the_whole():
    """d2 and d3 are the rest, at 1 to 2: the second option has a third of what they have."""
    found = two_way_map(four_drivers(), "d0", "d1")
    assert (found.rest, found.left) == (None, 1)
    # x > y + (1 - x - y) / 3, that is 4x > 1 + 2y
    assert found.regions[0].polygon == (
        pytest.approx((0.25, 0), abs=1e-9),
        pytest.approx((1, 0), abs=1e-9),
        pytest.approx((0.5, 0.5), abs=1e-9),
    )


def test_the_rest_is_named_where_it_is_one_driver_or_one_factor():
    problem = problem_of([[1, 2, 3, 4]] * 2, [1, 1, 1], groups=[2, 0, 0])
    assert two_way_map(problem, "d0", "d1").rest == "d2"
    assert two_way_map(problem, "f0", "f1").rest is None
    assert two_way_map(problem, "f0", "d1").rest is None
    assert two_way_map(problem, "f0", "d1", locked=[2]).rest == "f1"
    assert two_way_map(problem, "f0", "f1", locked=[2]).rest == "d1"


@pytest.mark.parametrize(
    ("names", "locked", "said"),
    [
        (("d0", "d1"), [1], "d1 cannot move, since its weight is locked"),
        (("f0", "d1"), [0], "f0 cannot move, since its weight is locked"),
        (("d0", "f1"), [], "share a weight"),
        (("f0", "f1"), [1, 2], "nothing that is not locked is left beside these two"),
    ],
)
def test_what_makes_no_map_is_refused(names, locked, said):
    problem = problem_of([[1, 2, 3, 4]] * 2, [1, 1, 1], groups=[2, 0, 0])
    with pytest.raises(StudyError, match=said):
        two_way_map(problem, *names, locked=locked)


def test_the_way_to_other_weights_keeps_what_is_locked_and_goes_to_the_others_proportions():
    """From 0.3 and 0.2 to 1 : 3 of the half that is free: the lead falls from 0.1 to -0.25."""
    rows = [[0, 1, 0], [0, 0, 1]]
    here, there = (problem_of(rows, points, scales=on_0_to_1(3)) for points in ([5, 3, 2], [6, 1, 3]))
    before, after = first_on_the_way(here, there, locked=[0])
    assert (before.first, after.first) == ((0,), (1,))
    assert before.end == after.start == pytest.approx(2 / 7, abs=1e-9)
    free = first_on_the_way(here, there)
    assert free[0].end == pytest.approx(0.1 / 0.3, abs=1e-9), "the lead falls from 0.1 to -0.2"


def test_a_way_to_weights_that_give_all_to_what_is_locked_is_refused():
    here, there = (problem_of([[1, 2], [2, 1]], points) for points in ([1, 1], [1, 0]))
    with pytest.raises(StudyError, match="give nothing to what is not locked"):
        first_on_the_way(here, there, locked=[0])


# By scoring again


@st.composite
def maps(draw):
    """A problem, two of its items that can move with a rest that can, and what is locked."""
    groups = draw(st.sampled_from(([0, 0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 3, 0])))
    n = sum(max(1, count) for count in groups)
    ratings = draw(st.lists(st.lists(WHOLE, min_size=n, max_size=n), min_size=1, max_size=5))
    points = draw(st.lists(st.integers(1, 7), min_size=len(groups), max_size=len(groups)))
    problem = problem_of(ratings, points, groups=groups)
    locked = draw(st.lists(st.integers(0, len(groups) - 1), max_size=1))
    ids = [id_ for k, id_ in enumerate(problem.drivers) if k not in locked]
    ids += [f for f, k in zip(problem.factors, problem.driver_of, strict=True) if k not in locked]
    names = draw(st.tuples(st.sampled_from(ids), st.sampled_from(ids)))
    return problem, names, locked


@given(maps(), st.tuples(st.floats(0.01, 0.98), st.floats(0.01, 0.98)))
@many
def test_each_point_of_the_map_has_the_leaders_that_scoring_there_gives(case, point):
    problem, names, locked = case
    try:
        found = two_way_map(problem, *names, locked=locked)
    except StudyError:
        return
    part = (point[0] * found.left, point[1] * (1 - point[0]) * found.left)
    leaders = first_of(100 * problem.values @ weights_where(problem, names, part, locked))
    inside = [region for region in found.regions if holds(region.polygon, part, -1e-12)]
    surely = [region for region in found.regions if holds(region.polygon, part, 1e-9)]
    assert inside
    for region in surely:
        assert set(region.options) == set(leaders)
    assert sum(region.area for region in found.regions) == pytest.approx(1, abs=1e-9)
    whole = area(TRIANGLE) * found.left**2
    for region in found.regions:
        assert area(region.polygon) == pytest.approx(region.area * whole, abs=1e-9)
        for corner in region.polygon:
            scores = 100 * problem.values @ weights_where(problem, names, corner, locked)
            assert scores.max() - scores[region.options[0]] <= TIE


def holds(polygon, point, margin):
    return all(
        (bx - ax) * (point[1] - ay) - (by - ay) * (point[0] - ax) > margin
        for (ax, ay), (bx, by) in zip((polygon[-1], *polygon), polygon, strict=False)
    )


@given(maps())
@many
def test_at_the_present_shares_the_map_says_what_the_ranking_says(case):
    problem, names, locked = case
    try:
        found = two_way_map(problem, *names, locked=locked)
    except StudyError:
        return
    again = weights_where(problem, names, found.at, locked)
    assert again.tolist() == pytest.approx(problem.weights.tolist(), abs=1e-12)
    here = {i for region in found.regions if holds(region.polygon, found.at, -1e-12) for i in region.options}
    assert here >= set(rank_options(problem).leaders)


def test_the_rule_that_these_tests_hold_the_engine_to_is_the_stated_one():
    problem = four_drivers()
    assert weights_where(problem, ("d0", "d1"), (0.1, 0.2), [3]).tolist() == pytest.approx(
        [0.1, 0.2, 0.5, 0.2], abs=1e-15
    )
    one = swung(problem.weights, 0, 0.1)
    assert weights_where(problem, ("d0", "d1"), (0.1, one[1]), []).tolist() == pytest.approx(one.tolist())
