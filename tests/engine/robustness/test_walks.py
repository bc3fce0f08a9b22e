"""Weights under any constraints: inside, uniform, with errors that hold, in whatever is left."""

from math import factorial

import numpy as np
import pytest

from scenario_cli.engine.elicit import rank_order_centroid
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.models import BLOCK, stream
from scenario_cli.engine.robustness.walks import CHAINS, drawn_from, hull_of, walk


def region(k, rows=(), limits=None, high=None):
    rows = np.array(rows, dtype=float).reshape(-1, k)
    limits = np.zeros(len(rows)) if limits is None else np.array(limits, dtype=float)
    return Polytope(rows, limits, np.zeros(k), np.ones(k) if high is None else np.array(high))


def falling(k):
    """Weights that fall from the first item to the last: what is known of them exactly."""
    return region(k, np.eye(k)[1:] - np.eye(k)[:-1])


def drawn(where, count=BLOCK, seed=0):
    weights = drawn_from(where, hull_of(where)).sampler(stream(seed, 0), count)
    return weights / weights.sum(axis=0)


@pytest.mark.parametrize("k", [2, 3, 8, 30])
def test_a_walk_through_weights_in_one_order_has_the_known_mean(k):
    where = falling(k)
    weights = walk(hull_of(where))(stream(1, 0), CHAINS * 16)
    assert np.all(where.rows @ weights <= 1e-9)
    assert weights.sum(axis=0) == pytest.approx(1)
    of_chains = weights.reshape(k, 16, CHAINS).mean(axis=1)
    errors = of_chains.std(axis=1, ddof=1) / np.sqrt(CHAINS)
    far = (weights.mean(axis=1) - rank_order_centroid(k)) / errors
    assert np.abs(far).max() < 5


@pytest.mark.parametrize("k", [3, 8])
def test_errors_by_chains_hold_over_seeds(k):
    """Over 40 seeds the mean of a weight is off by as much as its error says."""
    hull, far = hull_of(falling(k)), []
    for seed in range(40):
        weights = walk(hull)(stream(seed, 0), CHAINS * 4)
        of_chains = weights[0].reshape(4, CHAINS).mean(axis=0)
        error = of_chains.std(ddof=1) / np.sqrt(CHAINS)
        far.append((weights[0].mean() - rank_order_centroid(k)[0]) / error)
    assert 0.6 < np.std(far) < 1.5
    assert abs(np.mean(far)) < 0.6


def test_where_enough_fulfils_the_constraints_draws_do_not_depend_on_each_other():
    where = region(3, [[-1, 1, 0]])
    assert drawn_from(where, hull_of(where)).chains == 0
    weights = drawn(where)
    assert np.all(weights[0] >= weights[1])
    assert weights[0].mean() == pytest.approx((1 / 2 + 1 / 6 + 1 / 3) * 1.25 / 3 * 1.2, abs=0.02)


def test_drawing_and_walking_agree():
    where = region(4, [[-1, 2, 0, 0], [0, 0, 1, -1]])
    one = drawn(where)
    other = walk(hull_of(where))(stream(3, 0), BLOCK)
    assert np.allclose(one.mean(axis=1), other.mean(axis=1), atol=0.01)
    assert np.allclose(np.cov(one), np.cov(other), atol=0.003)


def test_a_region_as_narrow_as_one_order_of_thirty_is_walked_through():
    where = falling(30)
    assert drawn_from(where, hull_of(where)).chains > 0
    assert factorial(30) > 1e30  # one draw in so many would be inside
    assert np.all(where.rows @ drawn(where, 1024) <= 1e-9)


def test_equal_weights_take_a_dimension_away():
    where = region(4, [[1, -1, 0, 0], [-1, 1, 0, 0]])
    hull = hull_of(where)
    assert hull.dimensions == 2
    assert not hull.empty.any()
    weights = walk(hull)(stream(0, 0), 512)
    assert weights[0] == pytest.approx(weights[1])


def test_what_leaves_an_item_nothing_says_so():
    hull = hull_of(region(3, [[-1, 2, 0], [2, -1, 0]]))  # each at least twice the other
    assert hull.empty.tolist() == [True, True, False]
    assert hull.dimensions == 0
    assert hull.centre == pytest.approx([0, 0, 1])


def test_no_weights_are_no_hull():
    assert hull_of(region(2, [[-1, 0], [0, -1]], [-0.6, -0.6])) is None
    touching = hull_of(region(2, [[-1, 0], [0, -1]], [-0.6, -0.4]))
    assert touching.dimensions == 0
    assert touching.centre == pytest.approx([0.6, 0.4])
    assert hull_of(region(1)).dimensions == 0


def test_the_same_seed_draws_the_same_weights():
    assert np.array_equal(drawn(falling(5), 700), drawn(falling(5), 700))
    assert not np.array_equal(drawn(falling(5), 700), drawn(falling(5), 700, seed=1))
