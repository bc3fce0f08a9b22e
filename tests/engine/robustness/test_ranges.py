"""Weights within ranges: inside every bound, uniform there, however small or thin the region."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from builders import few, problem_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.robustness.models import BLOCK, items_over, stream
from scenario_cli.engine.robustness.ranges import Bounds, bounds_of, group_members, interior_point, within

pytestmark = pytest.mark.thorough

INSIDE = 1e-12
BLOCKS = 12


def bounds_on(stated, points, groups=None, within_drivers=None, over="factors"):
    """Bounds that stated ranges set, on drivers d0.. with so many factors f0.. each."""
    width = sum(max(1, count) for count in groups) if groups else len(points)
    problem = problem_of([[5] * width], points, within_drivers, groups=groups)
    return bounds_of(problem, items_over(problem, over), stated)


def start_of(bounds):
    start = interior_point(bounds)
    assert start is not None
    return start


def blocks_of(bounds, blocks=BLOCKS, seed=0):
    """Samples (blocks, k, BLOCK) whose blocks do not depend on each other."""
    sampler = within(bounds, start_of(bounds))
    return np.array([sampler(stream(seed, block), BLOCK).copy() for block in range(blocks)])


def furthest_out(bounds, weights):
    """How far any sample lies outside any bound; below 0 where all are inside."""
    sums = group_members(bounds) @ weights
    return max(
        float(part.max())
        for part in (
            bounds.low[:, None] - weights,
            weights - bounds.high[:, None],
            bounds.group_low[:, None] - sums,
            sums - bounds.group_high[:, None],
        )
    )


def means_within_errors(by_block, expected, times=5):
    """Whether the mean over blocks is right, with the error that the blocks themselves show."""
    error = by_block.std(axis=0, ddof=1) / np.sqrt(len(by_block))
    return bool(np.all(np.abs(by_block.mean(axis=0) - expected) <= times * error + 1e-12))


# From what is stated to bounds


def test_ranges_of_drivers_and_factors_in_per_cent_become_bounds_on_shares():
    bounds = bounds_on({"d0": [20, 40], "f1": [5, 10], "d1": [0, 30]}, [1, 1, 1], [2, 0, 1])
    assert bounds.low.tolist() == [0, 0.05, 0, 0]
    assert bounds.high.tolist() == [1, 0.1, 1, 1]
    assert bounds.group_of.tolist() == [0, 0, 1, 2]
    assert bounds.group_low.tolist() == [0.2, 0, 0]
    assert bounds.group_high.tolist() == [0.4, 0.3, 1]


def test_over_drivers_the_range_of_a_factor_becomes_one_of_its_driver():
    stated = {"f0": [15, 45], "d0": [30, 90], "d1": [0, 30]}
    bounds = bounds_on(stated, [1, 1, 1], [2, 0, 1], {"d0": [3, 1]}, over="drivers")
    assert bounds.group_low.tolist() == pytest.approx([0.3, 0, 0])
    assert bounds.group_high.tolist() == pytest.approx([0.6, 0.3, 1])
    assert (bounds.low.tolist(), bounds.high.tolist()) == ([0] * 3, [1] * 3)


def test_over_drivers_a_factor_without_a_share_can_have_no_weight():
    at_most = bounds_on({"f1": [0, 10]}, [1, 1], [2, 0], {"d0": [1, 0]}, over="drivers")
    assert interior_point(at_most) is not None
    at_least = bounds_on({"f1": [5, 10]}, [1, 1], [2, 0], {"d0": [1, 0]}, over="drivers")
    assert interior_point(at_least) is None


# Is anything inside?


@pytest.mark.parametrize(
    ("stated", "groups"),
    [
        ({"d0": [60, 70], "d1": [50, 60]}, [0, 0, 0]),
        ({"d0": [0, 30], "d1": [0, 30], "d2": [0, 30]}, [0, 0, 0]),
        ({"d0": [0, 10], "f0": [20, 30]}, [2, 0]),
        ({"d0": [50, 60], "f0": [0, 10], "f1": [0, 10]}, [2, 0]),
        ({"d0": [50, 50], "d1": [50, 50], "d2": [1, 1]}, [0, 0, 0]),
    ],
)
def test_ranges_that_no_weights_meet_leave_no_point(stated, groups):
    assert interior_point(bounds_on(stated, [1] * len(groups), groups)) is None


@pytest.mark.parametrize(
    ("stated", "point"),
    [
        ({"d0": [50, 100], "d1": [50, 100]}, [0.5, 0.5, 0]),
        ({"d0": [0, 20], "d1": [0, 30], "d2": [0, 50]}, [0.2, 0.3, 0.5]),
        ({"d0": [20, 20], "d1": [30, 30]}, [0.2, 0.3, 0.5]),
        ({"d0": [100, 100]}, [1, 0, 0]),
    ],
)
def test_ranges_that_leave_one_weighting_are_sampled_as_that_one(stated, point):
    bounds = bounds_on(stated, [1, 1, 1])
    weights = within(bounds, start_of(bounds))(stream(0, 0), 1000)
    assert np.abs(weights - np.array(point)[:, None]).max() <= 1e-9


def test_a_weighting_that_is_fixed_in_every_driver_and_every_factor_is_found():
    stated = {"d0": [60, 60], "f0": [20, 20], "f1": [40, 40], "d1": [40, 40], "f2": [10, 10], "f3": [30, 30]}
    point = interior_point(bounds_on(stated, [1, 1], [2, 2]))
    assert point is not None
    assert point.tolist() == pytest.approx([0.2, 0.4, 0.1, 0.3], abs=1e-9)


# Inside every bound


@st.composite
def ranges_round_a_point(draw):
    """Ranges on drivers and factors that some weighting meets, many of them thin or fixed."""
    groups = draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    width = sum(max(1, count) for count in groups)
    point = np.array(
        draw(st.lists(st.integers(0, 20), min_size=width, max_size=width).filter(any)), dtype=float
    )
    point *= 100 / point.sum()
    room = st.sampled_from((0.0, 1e-4, 0.5, 5.0, 30.0))
    stated, column = {}, 0
    for k, count in enumerate(groups):
        own = point[column : column + max(1, count)]
        ids = {f"d{k}": own.sum()} | {f"f{column + i}": own[i] for i in range(count)}
        for id_, share in ids.items():
            if draw(st.booleans()):
                stated[id_] = [max(0.0, share - draw(room)), min(100.0, share + draw(room))]
        column += max(1, count)
    return groups, stated


@given(ranges_round_a_point(), st.integers(0, 2**30))
@few
def test_every_sample_lies_inside_every_bound_and_sums_to_1(drawn, seed):
    groups, stated = drawn
    bounds = bounds_on(stated, [1] * len(groups), groups)
    start = start_of(bounds)
    assert furthest_out(bounds, start[:, None]) <= 1e-9
    weights = within(bounds, start)(stream(seed, 0), 700)
    assert weights.shape == (bounds.low.size, 700)
    assert furthest_out(bounds, weights) <= 1e-9
    assert np.abs(weights.sum(axis=0) - 1).max() <= 1e-9


def test_bounds_on_drivers_and_on_factors_hold_at_once():
    stated = {"d0": [20, 40], "f0": [5, 10], "d1": [30, 50], "f3": [0, 3], "d2": [25, 35]}
    bounds = bounds_on(stated, [1, 1, 1], [2, 2, 0])
    weights = blocks_of(bounds, blocks=1)[0]
    assert furthest_out(bounds, weights) <= INSIDE
    sums = group_members(bounds) @ weights
    for share, (low, high) in zip(
        (sums[0], weights[0], sums[1], weights[3], sums[2]), stated.values(), strict=True
    ):
        reach = (share.max() - share.min()) / (high - low) * 100
        assert reach > 0.9, "the samples fill the range, not a corner of it"


# Uniform inside: closed forms


def test_without_ranges_the_samples_are_uniform_on_the_simplex():
    weights = blocks_of(bounds_on({"d0": [0, 100]}, [1] * 5))
    assert means_within_errors(weights.mean(axis=2), 1 / 5)
    assert means_within_errors(((weights - 1 / 5) ** 2).mean(axis=2), 4 / (25 * 6))
    assert means_within_errors((weights > 0.5).mean(axis=2), 0.5**4)


@pytest.mark.parametrize("span", [(30, 70), (0, 10), (90, 100), (49.99995, 50.00005)])
def test_two_items_are_uniform_on_the_slice_between_the_bounds(span):
    low, high = (end / 100 for end in span)
    first = blocks_of(bounds_on({"d0": list(span)}, [1, 1]))[:, 0]
    assert first.min() >= low
    assert first.max() <= high
    assert means_within_errors(first.mean(axis=1), (low + high) / 2)
    middle = (low + high) / 2
    assert means_within_errors(((first - middle) / (high - low)) ** 2 @ np.full(BLOCK, 1 / BLOCK), 1 / 12)
    assert means_within_errors((first < low + (high - low) / 5).mean(axis=1), 1 / 5)


def clipped(polygon, item, bound, above):
    """A polygon in the plane of (w0, w1), with w2 the rest, cut where one item passes a bound."""
    a, b, c = [(1, 0, 0), (0, 1, 0), (-1, -1, 1)][item]
    heights = [(a * x + b * y + c - bound) * (1 if above else -1) for x, y in polygon]
    kept = []
    for (p, h), (q, g) in pairwise([*zip(polygon, heights, strict=True), (polygon[0], heights[0])]):
        if h >= 0:
            kept.append(p)
        if h * g < 0:
            t = h / (h - g)
            kept.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
    return kept


def area_and_centroid(polygon):
    """Exact where the corners are fractions."""
    area = x_moment = y_moment = Fraction(0)
    for (x, y), (u, v) in pairwise([*polygon, polygon[0]]):
        cross = x * v - u * y
        area += cross / 2
        x_moment += (x + u) * cross / 6
        y_moment += (y + v) * cross / 6
    return area, (x_moment / area, y_moment / area, 1 - (x_moment + y_moment) / area)


def truncated_triangle(spans):
    polygon = [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
    for item, (low, high) in enumerate(spans):
        polygon = clipped(clipped(polygon, item, low, above=True), item, high, above=False)
    return polygon


@pytest.mark.parametrize(
    "spans",
    [
        (("0.1", "0.5"), ("0.2", "0.6"), ("0", "0.45")),
        (("0", "0.05"), ("0", "1"), ("0.3", "1")),
        (("0.2", "0.21"), ("0.3", "0.4"), ("0", "1")),
        (("0.3", "0.300001"), ("0.3", "0.300002"), ("0", "1")),
        (("0.3", "0.300002"), ("0.3", "0.300002"), ("0", "0.399997")),
    ],
)
def test_three_items_average_to_the_centroid_of_the_truncated_triangle(spans):
    """The last two boxes are a millionth of the simplex wide."""
    spans = [(Fraction(low), Fraction(high)) for low, high in spans]
    polygon = truncated_triangle(spans)
    area, centroid = area_and_centroid(polygon)
    stated = {f"d{k}": [float(100 * low), float(100 * high)] for k, (low, high) in enumerate(spans)}
    weights = blocks_of(bounds_on(stated, [1, 1, 1]))
    assert means_within_errors(weights.mean(axis=2), np.array(centroid, dtype=float))
    half = clipped(polygon, 0, centroid[0], above=True)
    share = float(area_and_centroid(half)[0] / area)
    assert means_within_errors((weights[:, 0] >= float(centroid[0])).mean(axis=1), share)


def test_the_centroid_that_these_tests_compare_with_is_right_for_the_whole_triangle():
    whole = truncated_triangle([(0, 1)] * 3)
    assert area_and_centroid(whole) == (Fraction(1, 2), (Fraction(1, 3),) * 3)


def test_a_driver_of_two_factors_in_a_range_is_weighed_by_the_room_it_has():
    """Of three factors, two in d0: the share s of d0 has a density that rises with s."""
    low, high = 0.2, 0.7
    weights = blocks_of(bounds_on({"d0": [100 * low, 100 * high]}, [1, 1], [2, 0]))
    share = weights[:, 0] + weights[:, 1]
    expected = 2 / 3 * (high**3 - low**3) / (high**2 - low**2)
    assert means_within_errors(share.mean(axis=1), expected)
    assert means_within_errors(weights.mean(axis=2)[:, :2], expected / 2)


def test_a_fixed_item_stays_fixed_and_the_others_are_uniform():
    weights = blocks_of(bounds_on({"d1": [20, 20]}, [1] * 4))
    assert np.abs(weights[:, 1] - 0.2).max() <= INSIDE
    others = weights[:, [0, 2, 3]] / 0.8
    assert means_within_errors(others.mean(axis=2), 1 / 3)
    assert means_within_errors(((others - 1 / 3) ** 2).mean(axis=2), 2 / (9 * 4))


def test_a_fixed_driver_lets_its_factors_move_within_it():
    weights = blocks_of(bounds_on({"d0": [60, 60]}, [1, 1], [3, 0]))
    assert np.abs(weights[:, :3].sum(axis=1) - 0.6).max() <= INSIDE
    assert means_within_errors((weights[:, :3] / 0.6 - 1 / 3).mean(axis=2), 0)
    assert means_within_errors(((weights[:, :3] / 0.6 - 1 / 3) ** 2).mean(axis=2), 2 / (9 * 4))


def test_an_item_held_near_0_does_not_hold_the_others_near_the_start():
    """The furthest point inside is a corner for the other items; the chains have to leave it."""
    weights = blocks_of(bounds_on({"d0": [0, 0.0001]}, [1] * 8))
    assert weights[:, 0].max() <= 1e-6
    assert means_within_errors(weights[:, 1:].mean(axis=2), 1 / 7, times=5.5)
    assert means_within_errors(((weights[:, 1:] - 1 / 7) ** 2).mean(axis=2), 6 / (49 * 8), times=5.5)


def test_even_few_samples_have_forgotten_the_point_that_they_start_from():
    """One sample a chain, from a start in which one of eight items has nearly everything."""
    bounds = bounds_on({"d0": [0, 0.0001]}, [1] * 8)
    start = start_of(bounds)
    assert start.max() > 0.99
    sampler = within(bounds, start)
    weights = np.array([sampler(stream(seed, 0), 500) for seed in range(30)])
    assert means_within_errors(weights[:, 1:].mean(axis=2), 1 / 7)
    squares = ((weights[:, 1:] - 1 / 7) ** 2).mean(axis=(1, 2))
    assert means_within_errors(squares, 6 / (49 * 8), times=4)


# Streams


@pytest.mark.parametrize("count", [1, 511, 513, 2000])
def test_the_sampler_draws_as_many_as_asked_and_the_same_for_the_same_stream(count):
    bounds = bounds_on({"d0": [20, 60]}, [1, 1, 1])
    sampler = within(bounds, start_of(bounds))
    weights = sampler(stream(5, 0), count)
    assert weights.shape == (3, count)
    assert np.array_equal(weights, sampler(stream(5, 0), count))
    assert not np.array_equal(weights, sampler(stream(6, 0), count))


def test_a_single_item_has_it_all():
    bounds = Bounds(np.zeros(1), np.ones(1), np.zeros(1, dtype=np.intp), np.zeros(1), np.ones(1))
    assert (within(bounds, start_of(bounds))(stream(0, 0), 10) == 1).all()
