"""Questions end at the true leader, each can be answered in two ways, and a barred pair is not asked."""

from itertools import combinations

import numpy as np
import pytest
from asked import asked, cut_by, grids_of, random_problem, region_of

from scenario_cli.engine.asking.outlook import outlook_of
from scenario_cli.engine.asking.questions import next_question
from scenario_cli.engine.robustness.walks import hull_of

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("seed", range(12))
def test_at_the_end_the_true_leader_leads_everywhere(seed):
    values, weights = random_problem(seed, 4, 6)
    found, region, pairs = asked(values, weights)
    assert np.all(region.rows @ weights <= 1e-12)
    assert found.everywhere[np.argmax(values @ weights)]
    assert found.leads.somewhere.sum() == 1
    assert len(pairs) < 60


@pytest.mark.parametrize("seed", range(6))
def test_each_question_leaves_weights_on_either_side(seed):
    values, weights = random_problem(100 + seed, 3, 5)
    _, region, pairs = asked(values, weights)
    for n, pair in enumerate(pairs):
        row = cut_by(pair, weights)
        for side in (row, -row):
            hull = hull_of(region_of([*region.rows[:n], side], 5))
            assert hull is not None
            assert hull.dimensions == 4


def test_what_is_decided_needs_no_question():
    values = np.array([[1.0, 1.0, 0.5], [0.0, 0.5, 0.5]])
    found, _, pairs = asked(values, np.array([0.2, 0.3, 0.5]))
    assert pairs == []
    assert found.everywhere.tolist() == [True, False]


def test_two_that_are_level_everywhere_are_first_together():
    values = np.array([[1.0, 0.2], [1.0, 0.2], [0.0, 0.1]])
    found, _, pairs = asked(values, np.array([0.5, 0.5]))
    assert pairs == []
    assert found.everywhere.tolist() == [True, True, False]
    assert found.shares.tolist() == [1.0, 1.0, 0.0]


def test_a_pair_that_nobody_knows_is_not_asked_and_without_any_there_is_no_question():
    values, _ = random_problem(3, 4, 5)
    region = region_of([], 5)
    found = outlook_of(values, region, hull_of(region))
    barred = set()
    for _ in range(10):
        pair = next_question(values, region, found, grids_of(5), barred)
        key = frozenset((pair.first.item, pair.second.item))
        assert key not in barred
        barred.add(key)
    assert barred == {frozenset(two) for two in combinations(range(5), 2)}
    assert next_question(values, region, found, grids_of(5), barred) is None


def test_the_first_question_splits_leaders_and_not_volume_alone():
    """Item 2 splits nothing between the options: any question of it halves volume at best."""
    values = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5]])
    region = region_of([], 3)
    pair = next_question(values, region, outlook_of(values, region, hull_of(region)), grids_of(3), ())
    assert {pair.first.item, pair.second.item} == {0, 1}
    assert not pair.is_trade_off
