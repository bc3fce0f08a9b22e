"""Points inside polygons: against squares and triangles by hand, and the centre of an L."""

import numpy as np
import pytest

from scenario_cli.engine.polygons import centre, reach

SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
ELL = [(0.0, 0.0), (10.0, 0.0), (10.0, 2.0), (2.0, 2.0), (2.0, 10.0), (0.0, 10.0)]


def test_reach_is_the_distance_to_the_edge_and_below_0_outside():
    points = np.array([(2.0, 2.0), (1.0, 2.0), (6.0, 2.0), (5.0, 8.0)])
    assert reach(SQUARE, points).tolist() == pytest.approx([2.0, 1.0, -2.0, -np.hypot(1, 4)])
    triangle = [(0.0, 0.0), (6.0, 0.0), (0.0, 8.0)]
    assert reach(triangle, np.array([(2.0, 2.0)])).tolist() == pytest.approx([2.0])


def test_a_point_given_twice_changes_nothing():
    assert reach([SQUARE[0], *SQUARE, SQUARE[-1]], np.array([(1.0, 2.0)])).tolist() == [1.0]


def test_the_centre_of_an_l_is_inside_it_though_its_mean_is_not():
    assert reach(ELL, np.array(ELL).mean(axis=0)[None])[0] < 0
    (x, y), far = centre(ELL)
    assert min(x, y) < 2
    assert far == pytest.approx(reach(ELL, np.array([(x, y)]))[0])
    assert (
        0.9 < far <= 2 / (2 + 2**0.5) * 2
    )  # the largest circle touches both outer edges and the inner corner


def test_the_centre_of_a_square():
    (x, y), far = centre(SQUARE)
    assert (x, y, far) == pytest.approx((2.0, 2.0, 2.0))
