"""Who can be first in a region is exact, and shares have honest errors, by a finer grid than either needs."""

import numpy as np
import pytest
from asked import random_problem, region_of

from scenario_cli.engine.asking.outlook import item_ranges, leading, outlook_of
from scenario_cli.engine.robustness.walks import hull_of

STEPS = 60


def on_a_grid(k=3):
    """All weights of three items in steps of 1/60."""
    return np.array([(a, b, STEPS - a - b) for a in range(STEPS + 1) for b in range(STEPS + 1 - a)]).T / STEPS


@pytest.mark.parametrize("seed", range(10))
def test_leaders_shares_and_ranges_are_those_of_a_grid(seed):
    values, weights = random_problem(seed, 4, 3)
    ratio = weights[0] / weights[1]
    rows = [[-1, ratio / 1.5, 0], [0.5, -1, 0.2]] if seed % 2 else [[1, -1, 0]]
    rows = [row if np.dot(row, weights) <= 0 else (-np.array(row)).tolist() for row in rows]
    region = region_of(rows, 3)
    found = outlook_of(values, region, hull_of(region), samples=8192)
    grid = on_a_grid()
    grid = grid[:, np.all(region.rows @ grid <= 1e-9, axis=0)]
    scores = 100 * values @ grid
    first = scores >= scores.max(axis=0) - 1e-9
    assert set(np.flatnonzero(first.any(axis=1))) <= set(np.flatnonzero(found.leads.somewhere))
    assert np.all(found.shares[~found.leads.somewhere] == 0)
    assert np.allclose(found.shares, first.mean(axis=1), atol=0.05)
    assert np.array_equal(leading(values, region).somewhere, found.leads.somewhere)
    assert np.all(region.rows @ found.centre <= 1e-9)
    low, high = item_ranges(region).T
    assert np.all(low - 1e-9 <= grid.min(axis=1))
    assert np.all(grid.max(axis=1) <= high + 1e-9)
    assert np.allclose(low, grid.min(axis=1), atol=2.5 / STEPS)
    assert np.allclose(high, grid.max(axis=1), atol=2.5 / STEPS)


def test_an_option_that_leads_in_a_sliver_no_sample_finds_is_found():
    values = np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    region = region_of([[-1.0, 0.0, 0.99999]], 3)  # item 0 at least about as much as item 2
    found = outlook_of(values, region, hull_of(region))
    assert found.shares[0] == 0
    assert found.leads.somewhere.tolist() == [True, True]
    assert not found.decided


def test_one_weighting_that_is_left_is_exact():
    values = np.array([[1.0, 0.0], [0.0, 0.9]])
    region = region_of([[1.0, -1.0], [-1.0, 1.0]], 2)
    found = outlook_of(values, region, hull_of(region))
    assert (found.samples, found.shares.tolist(), found.standard_errors.tolist()) == (0, [1.0, 0.0], [0, 0])
    assert found.centre.tolist() == pytest.approx([0.5, 0.5])
    assert found.decided


def test_the_tie_rule_holds_in_samples():
    values = np.array([[1.0, 0.0], [1.0 - 5e-12, 0.0], [0.0, 1.0]])
    region = region_of([], 2)
    found = outlook_of(values, region, hull_of(region))
    assert found.shares[0] == found.shares[1]
    assert found.shares[0] + found.shares[2] == pytest.approx(1)
