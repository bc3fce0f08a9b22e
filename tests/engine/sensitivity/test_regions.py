"""The map of first place over two shares: exact convex regions that fit together, and its three edges."""

from itertools import pairwise

import numpy as np
import pytest
from builders import TIE, WHOLE, few, first_of, from_lines, many, on_0_to_1, problem_of, stated_problems
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import first_along, one_way
from scenario_cli.engine.sensitivity.regions import Corners, corner_scores, regions

pytestmark = pytest.mark.thorough

EDGES = ("rest-x", "rest-y", "x-y")


def corners_of(rows):
    """Corner scores from one row an option: with all weight on the rest, on x, on y."""
    return Corners(*np.array(rows, dtype=float).T)


def barycentric(count, seed=11):
    """Points (count, 2) spread evenly over the triangle."""
    return np.random.default_rng(seed).dirichlet([1, 1, 1], count)[:, 1:]


def depth(polygon, points):
    """How far inside a counter-clockwise polygon each point lies; below 0 outside."""
    polygon = np.array(polygon)
    before = np.roll(polygon, 1, axis=0)
    way = polygon - before
    offset = points[:, None, :] - before
    cross = way[:, 0] * offset[..., 1] - way[:, 1] * offset[..., 0]
    return (cross / np.hypot(way[:, 0], way[:, 1])).min(axis=1)


def scores_over(corners, points):
    x, y = points.T
    weights = np.column_stack([1 - x - y, x, y])
    return weights @ np.vstack(corners)


def of(found, option):
    (region,) = [region for region in found if option in region.options]
    return region


rows = st.lists(
    st.tuples(*[st.one_of(st.integers(0, 10).map(lambda k: 10.0 * k), st.floats(0, 100, width=32))] * 3),
    min_size=1,
    max_size=8,
)


@st.composite
def masks(draw):
    """A problem whose factors all have weight, and two sets of them that leave a third."""
    groups = draw(st.sampled_from(([0, 0, 0], [2, 0], [2, 2], [0, 3, 0], [1, 0, 2, 0])))
    n = sum(max(1, count) for count in groups)
    points = st.integers(1, 5)
    ratings = draw(st.lists(st.lists(WHOLE, min_size=n, max_size=n), min_size=1, max_size=4))
    within = {
        f"d{k}": draw(st.lists(points, min_size=count, max_size=count))
        for k, count in enumerate(groups)
        if count
    }
    drivers = draw(st.lists(points, min_size=len(groups), max_size=len(groups)))
    problem = problem_of(ratings, drivers, within, groups=groups)
    others = draw(st.lists(st.integers(0, 2), min_size=n - 3, max_size=n - 3))
    sides = np.array(draw(st.permutations([0, 1, 2, *others])))
    return problem, sides == 1, sides == 2


# What every map holds to


@given(rows)
@many
def test_the_areas_sum_to_the_whole_triangle(table):
    found = regions(corners_of(table))
    assert sum(region.area for region in found) == pytest.approx(1, abs=1e-9)
    for region in found:
        xs, ys = np.array(region.polygon).T
        shoelace = np.abs(xs @ np.roll(ys, -1) - ys @ np.roll(xs, -1))
        assert region.area == pytest.approx(shoelace, abs=1e-12)


@given(rows)
@many
def test_polygons_are_convex_counter_clockwise_and_inside_the_triangle(table):
    for region in regions(corners_of(table)):
        polygon = np.array(region.polygon)
        assert len(polygon) >= 3
        one, two = np.roll(polygon, -1, axis=0) - polygon, np.roll(polygon, -2, axis=0) - polygon
        assert (one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0] >= -1e-12).all()
        assert (polygon >= -1e-12).all()
        assert (polygon.sum(axis=1) <= 1 + 1e-12).all()
        assert (np.abs(polygon - np.roll(polygon, 1, axis=0)).sum(axis=1) > 0).all()
        lowest = min(region.polygon, key=lambda point: (point[1], point[0]))
        assert region.polygon[0] == lowest


@given(rows)
@few
def test_points_anywhere_lie_in_the_region_of_the_option_with_the_best_score(table):
    corners = corners_of(table)
    found = regions(corners)
    points = barycentric(2000)
    scores = scores_over(corners, points)
    best = scores.max(axis=1)
    inside = np.array([depth(region.polygon, points) for region in found])
    assert (inside.max(axis=0) >= -1e-9).all(), "no gaps"
    for region, at in zip(found, inside, strict=True):
        assert (best[at > 0] - scores[at > 0][:, region.options[0]] <= 1e-7).all()
    lead = best - np.sort(scores, axis=1)[:, -2] if len(table) > 1 else best
    alone = lead > 1e-6
    winners = scores.argmax(axis=1)
    for k, region in enumerate(found):
        if len(region.options) == 1:
            held = alone & (winners == region.options[0])
            assert (inside[k, held] > 0).all()
            assert (np.delete(inside, k, axis=0)[:, held] < 0).all()


@given(rows)
@few
def test_the_corners_of_a_region_are_in_or_on_it_and_nobody_is_above_there(table):
    corners = corners_of(table)
    for region in regions(corners):
        for x, y in region.polygon:
            scores = corners.at(x, y)
            assert scores.max() - scores[list(region.options)].min() <= 1e-9 + TIE


@given(rows)
@many
def test_who_is_first_at_the_middle_of_an_edge_segment_has_the_region_there(table):
    corners = corners_of(table)
    found = regions(corners)
    for edge in EDGES:
        for segment in first_along(*ends_of(corners, edge)):
            if segment.end - segment.start < 1e-9:
                continue
            x, y = on_edge(edge, (segment.start + segment.end) / 2)
            held = [r.options for r in found if depth(r.polygon, np.array([[x, y]]))[0] >= -1e-12]
            assert held
            assert {option for options in held for option in options} & set(segment.first)
            scores = corners.at(x, y)
            assert all(scores.max() - scores[options[0]] <= 1e-8 for options in held)


def ends_of(corners, edge):
    return {
        "rest-x": (corners.rest, corners.x),
        "rest-y": (corners.rest, corners.y),
        "x-y": (corners.x, corners.y),
    }[edge]


def on_edge(edge, t):
    return {"rest-x": (t, 0.0), "rest-y": (0.0, t), "x-y": (1 - t, t)}[edge]


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("seed", range(6))
def test_the_turns_along_an_edge_are_corners_of_the_regions_on_both_sides(edge, seed):
    corners = corners_of(np.random.default_rng(seed).uniform(0, 100, (30, 3)))
    found = regions(corners)
    segments = first_along(*ends_of(corners, edge))
    assert len(segments) > 1
    for segment in segments:
        (option,) = segment.first
        polygon = np.array(of(found, option).polygon)
        for t in (segment.start, segment.end):
            assert np.abs(polygon - on_edge(edge, t)).sum(axis=1).min() <= 1e-9


@given(masks())
@few
def test_the_map_has_the_present_leaders_at_the_present_shares(case):
    problem, first, second = case
    x, y = problem.weights[first].sum(), problem.weights[second].sum()
    corners = corner_scores(problem, first, second)
    scores = rank_options(problem).scores
    assert corners.at(x, y).tolist() == pytest.approx(scores.tolist(), abs=1e-9)


@given(masks(), st.sampled_from([(0, 0), (10, 0), (0, 10), (5, 5), (3, 1), (1, 8), (0, 4)]))
@many
def test_at_any_shares_the_scores_are_those_of_the_weights_moved_there(case, tenths):
    """Within x, within y and within the rest, weights keep their proportions."""
    problem, first, second = case
    a, b = tenths
    rest = ~(first | second)
    parts = [problem.weights[mask].sum() for mask in (rest, first, second)]
    shares = (10 - a - b) / 10, a / 10, b / 10
    weights = sum(
        np.where(mask, problem.weights, 0) / part * share
        for mask, part, share in zip((rest, first, second), parts, shares, strict=True)
    )
    assert weights.sum() == pytest.approx(1)
    told = corner_scores(problem, first, second).at(a / 10, b / 10)
    assert told.tolist() == pytest.approx((100 * problem.values @ weights).tolist(), abs=1e-9)


# By hand


def test_three_options_each_best_at_one_corner_meet_in_the_middle():
    found = regions(corners_of([[90, 0, 0], [0, 90, 0], [0, 0, 90]]))
    assert [region.options for region in found] == [(0,), (1,), (2,)]
    assert [region.area for region in found] == pytest.approx([1 / 3] * 3)
    third = pytest.approx((1 / 3, 1 / 3))
    assert found[0].polygon == (
        (0, 0),
        pytest.approx((0.5, 0)),
        third,
        pytest.approx((0, 0.5)),
    )
    assert all(any(point == third for point in region.polygon) for region in found)


def test_one_option_has_the_whole_map():
    (region,) = regions(corners_of([[10, 20, 30]]))
    assert region == ((0,), ((0, 0), (1, 0), (0, 1)), 1.0)


def test_a_dominated_option_has_no_region():
    found = regions(corners_of([[50, 60, 70], [50, 59, 70]]))
    assert [region.options for region in found] == [(0,)]


def test_an_option_under_the_others_everywhere_has_no_region_though_no_one_dominates_it():
    found = regions(corners_of([[90, 0, 0], [0, 90, 0], [0, 0, 90], [29, 29, 29]]))
    assert [region.options for region in found] == [(0,), (1,), (2,)]
    found = regions(corners_of([[90, 0, 0], [0, 90, 0], [0, 0, 90], [31, 31, 31]]))
    # first within x > 31/90 of nobody: the small triangle x, y and the rest all below 31/90
    assert found[3].area == pytest.approx((3 * 31 / 90 - 1) ** 2)


def test_identical_options_share_one_region():
    found = regions(corners_of([[50, 60, 70], [70, 20, 20], [50, 60, 70], [50, 60, 70 + 1e-10]]))
    assert [region.options for region in found] == [(0, 2, 3), (1,)]
    assert sum(region.area for region in found) == pytest.approx(1, abs=1e-9)


def test_options_all_alike_share_the_whole_map():
    (region,) = regions(corners_of([[50, 50, 50]] * 3))
    assert region.options == (0, 1, 2)
    assert region.area == 1


def test_two_options_that_agree_along_an_edge_split_nothing_there():
    """Level with all weight on the rest and x; y decides."""
    found = regions(corners_of([[50, 60, 70], [50, 60, 20]]))
    assert [region.options for region in found] == [(0,)]


@pytest.mark.parametrize("width", [1e-2, 1e-5, 1e-8, 1e-10])
def test_a_thin_band_is_kept_with_its_exact_area(width):
    """Beside x = 1/2 the third is above the other two by half its width, whatever y is."""
    above = 50 + 50 * width
    found = regions(corners_of([[100, 0, 100], [0, 100, 0], [above, above, above]]))
    assert [region.options for region in found] == [(0,), (1,), (2,)]
    band = found[2]
    low, high = 0.5 - width / 2, 0.5 + width / 2
    assert band.area == pytest.approx((1 - low) ** 2 - (1 - high) ** 2, rel=1e-5)
    assert sum(region.area for region in found) == pytest.approx(1, abs=1e-9)
    on_axis = sorted(x for x, y in band.polygon if y == 0)
    assert on_axis == pytest.approx([low, high], abs=1e-12)


@pytest.mark.parametrize("side", [1e-2, 1e-5])
def test_a_small_corner_is_kept(side):
    found = regions(corners_of([[50, 50, 50], [50 + 10 * side, 40, 40]]))
    assert found[1].area == pytest.approx(side**2, rel=3e-2)


@pytest.mark.parametrize("side", [4e-7, 1e-8])
def test_a_corner_is_kept_where_the_lead_in_it_is_more_than_a_tie(side):
    """Along both edges the same option is first there, and the one-way result says so."""
    corners = corners_of([[50, 50, 50], [50 + 10 * side, 40, 40]])
    assert first_of(corners.at(0, 0)) == (1,)
    assert first_along(corners.rest, corners.x)[0].first == (1,)
    assert [region.options for region in regions(corners)] == [(0,), (1,)]


def test_60_options_on_a_sphere_all_have_a_region():
    """The option that points in a direction is the best for weights in that direction."""
    rng = np.random.default_rng(60)
    directions = np.abs(rng.normal(size=(60, 3))) + 0.02
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    found = regions(corners_of(100 * directions))
    assert [region.options for region in found] == [(k,) for k in range(60)]
    assert sum(region.area for region in found) == pytest.approx(1, abs=1e-9)
    for region, direction in zip(found, directions, strict=True):
        point = direction[1:] / direction.sum()
        assert depth(region.polygon, point[None, :])[0] > 0


def test_500_options_fill_the_map():
    corners = corners_of(np.random.default_rng(2).uniform(0, 100, (500, 3)))
    found = regions(corners)
    assert sum(region.area for region in found) == pytest.approx(1, abs=1e-9)
    points = barycentric(500)
    winners = set(scores_over(corners, points).argmax(axis=1).tolist())
    assert winners <= {option for region in found for option in region.options}


# Items


def test_a_drivers_factors_keep_their_proportions_and_so_do_the_rest():
    problem = problem_of(
        [[1, 0, 0.5, 0.2], [0, 1, 0.5, 0.6]], [2, 1, 1], {"d0": [3, 1]}, groups=[2, 0, 0], scales=on_0_to_1(4)
    )
    first, second = np.array([True, True, False, False]), np.array([False, False, True, False])
    corners = corner_scores(problem, first, second)
    assert corners.x.tolist() == pytest.approx([75, 25])
    assert corners.y.tolist() == pytest.approx([50, 50])
    assert corners.rest.tolist() == pytest.approx([20, 60])
    assert corners.at(0.5, 0.25).tolist() == pytest.approx(rank_options(problem).scores.tolist())


def test_an_item_without_weight_keeps_the_shares_within_it():
    problem = problem_of(
        [[1, 0, 0.5, 0.2], [0, 1, 0.5, 0.6]], [0, 1, 1], {"d0": [3, 1]}, groups=[2, 0, 0], scales=on_0_to_1(4)
    )
    first, second = np.array([True, True, False, False]), np.array([False, False, True, False])
    assert corner_scores(problem, first, second).x.tolist() == pytest.approx([75, 25])


def test_a_rest_without_weight_counts_its_drivers_alike():
    problem = problem_of([[1, 0, 0.5, 0.1], [0, 1, 0.5, 0.7]], [1, 1, 0, 0], scales=on_0_to_1(4))
    first, second = np.array([True, False, False, False]), np.array([False, True, False, False])
    assert corner_scores(problem, first, second).rest.tolist() == pytest.approx([30, 60])


@pytest.mark.parametrize("place", ["x", "rest"])
def test_a_factor_of_0_points_within_its_driver_has_all_the_weight_at_its_own_corner(place):
    problem = problem_of(
        [[1, 0, 0.5], [0, 1, 0.5]], [1, 1], {"d0": [0, 1]}, groups=[2, 0], scales=on_0_to_1(3)
    )
    f0, f1, d1 = np.eye(3, dtype=bool)
    corners = corner_scores(problem, *((f0, d1) if place == "x" else (f1, d1)))
    assert getattr(corners, place).tolist() == pytest.approx([100, 0])


def test_along_the_edges_of_the_three_drivers_of_a_problem_is_what_moving_them_by_hand_gives():
    problem = problem_of([[9, 1, 4], [1, 9, 4], [5, 5, 6]], [5, 3, 2])
    d = np.eye(3, dtype=bool)
    corners = corner_scores(problem, d[0], d[1])
    found = regions(corners)
    for edge, scores in (("rest-x", (2, 0)), ("rest-y", (2, 1)), ("x-y", (0, 1))):
        at_0, at_1 = (100 * problem.values[:, k] for k in scores)
        for segment in first_along(at_0, at_1):
            middle = on_edge(edge, (segment.start + segment.end) / 2)
            held = [r.options for r in found if depth(r.polygon, np.array([middle]))[0] > -1e-12]
            assert held == [segment.first]


def test_the_line_of_one_swinging_share_through_the_map_meets_the_regions_where_it_flips():
    """d0 swings while d1 and d2 keep 3 to 2: the straight line from (0, 0.6) to (1, 0)."""
    problem = problem_of([[9, 1, 4], [1, 9, 4], [5, 5, 6]], [5, 3, 2])
    d = np.eye(3, dtype=bool)
    found = regions(corner_scores(problem, d[0], d[1]))
    swing = one_way(problem, rank_options(problem))[0]
    assert len(swing.segments) == 3
    for segment in swing.segments:
        t = (segment.start + segment.end) / 2
        held = [r.options for r in found if depth(r.polygon, np.array([[t, 0.6 * (1 - t)]]))[0] > 0]
        assert held == [segment.first]
    for left, right in pairwise(swing.segments):
        point = np.array([[left.end, 0.6 * (1 - left.end)]])
        for side in (left, right):
            assert depth(of(found, side.first[0]).polygon, point)[0] == pytest.approx(0, abs=1e-9)


# The straight path from weights to weights


@given(stated_problems())
@few
def test_the_path_from_weights_to_themselves_is_one_stretch(both):
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    (segment,) = first_along(ranking.scores, ranking.scores)
    assert segment == (0, 1, ranking.leaders)


@given(stated_problems(), st.data())
@many
def test_along_the_path_exactly_those_told_are_first(both, data):
    start = decision_problem(*both)
    others = data.draw(st.lists(st.integers(0, 5), min_size=len(start.factors), max_size=len(start.factors)))
    assume(any(others))
    end = np.array(others) / sum(others)
    segments = first_along(100 * start.values @ start.weights, 100 * start.values @ end)

    def scores(t):
        return 100 * start.values @ ((1 - t) * start.weights + t * end)

    assert (segments[0].start, segments[-1].end) == (0, 1)
    for segment in segments:
        for part in (0.02, 0.5, 0.98):
            assert first_of(scores(segment.start + part * (segment.end - segment.start))) == segment.first
    for left, right in pairwise(segments):
        assert left.end == right.start
        level = scores(left.end)[[*left.first, *right.first]]
        assert np.ptp(level) <= TIE
        assert scores(left.end).max() - level.max() <= TIE


def test_a_path_by_hand():
    """From 60 to 40 against from 20 to 80: level after half of the way."""
    problem = from_lines([60, 20, 45], [40, 80, 45])
    segments = first_along(*(100 * problem.values.T))
    assert [(s.start, s.end, s.first) for s in segments] == [
        (0, pytest.approx(0.5), (0,)),
        (pytest.approx(0.5), 1, (1,)),
    ]
