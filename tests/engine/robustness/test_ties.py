"""Options that are level share the better rank in every sample."""

import numpy as np
import pytest
from builders import on_0_to_1, problem_of
from engine.robustness.sampled import assessed_on, counted, normalised_columns, same, sampled

from scenario_cli.engine.robustness.models import BLOCK, anywhere, around, ordered


def test_identical_options_tie_in_every_sample_and_share_the_better_rank():
    rows = [[0.2, 0.9, 0.4], [0.7, 0.3, 0.5], [0.2, 0.9, 0.4], [0.1, 0.1, 0.1]]
    found = sampled(problem_of(rows, [1, 1, 1], scales=on_0_to_1(3)), samples=5000)
    assert np.array_equal(found.acceptability[0], found.acceptability[2])
    assert found.acceptability[0, 0] + found.acceptability[1, 0] == pytest.approx(1, abs=1e-12)
    assert found.acceptability[1, 1] == 0, "behind the two it is third"
    assert (found.pairwise[0, 2], found.pairwise[2, 0]) == (0, 0)
    assert np.array_equal(found.central[0], found.central[2])


def test_options_that_differ_only_where_there_is_no_weight_share_the_better_rank():
    """Around weights that leave the third factor out, the first two options always tie."""
    found = assessed_on([[5, 6, 1], [5, 6, 9], [4, 8, 2]], [2, 1, 0], model="around", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_options_level_on_every_driver_share_the_better_rank_over_drivers():
    """4 and 6 within a driver, or 6 and 4: the same for every weight of the driver."""
    rows = [[4, 6, 1, 2, 3, 4], [6, 4, 1, 2, 3, 4], [3, 3, 3, 3, 3, 3]]
    found = assessed_on(rows, [1] * 5, groups=[2, 0, 0, 0, 0], over="drivers", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert found.acceptability[0, 0] > 0.1


def test_options_level_on_few_drivers_share_the_better_rank_over_drivers():
    rows = [[4, 6, 1, 2], [6, 4, 1, 2], [3, 3, 3, 3]]
    found = assessed_on(rows, [1] * 3, groups=[2, 0, 0], over="drivers", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert found.acceptability[0, 0] > 0.1
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_options_that_differ_only_where_the_range_is_0_share_the_better_rank():
    rows = [[5, 6, 1], [5, 6, 9], [4, 8, 2]]
    found = assessed_on(rows, [1, 1, 0], ranges={"d2": [0, 0]}, model="ranges", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


@pytest.mark.parametrize(
    ("rows", "ranges"),
    [
        ([[5, 6, 1], [5, 6, 9], [4, 8, 2]], {"d0": [60, 60], "d1": [40, 40]}),
        ([[5, 6, 5], [6, 5, 5], [4, 7, 2]], {"d0": [30, 30], "d1": [30, 30]}),
    ],
)
def test_options_level_at_the_only_weights_within_ranges_share_the_better_rank(rows, ranges):
    """In the first, the other two ranges leave nothing for the third driver."""
    found = assessed_on(rows, [1, 1, 1], ranges=ranges, model="ranges", samples=500)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


def test_an_uncertain_rating_without_weight_leaves_options_level():
    rows = [[5, 6, {"value": 1, "low": 0, "high": 4}], [5, 6, 9], [4, 8, 2]]
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500, ratings_uncertain=True)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)


@pytest.mark.parametrize("where", [0, 1, 2])
def test_an_uncertain_rating_without_weight_changes_nothing_whosever_it_is(where):
    rows = [[5, 6, 1], [5, 6, 9], [4, 8, 2]]
    fixed = assessed_on(rows, [2, 1, 0], model="around", samples=500)
    rows[where][2] = {"value": rows[where][2], "low": 0, "high": 10}
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500, ratings_uncertain=True)
    for part in ("acceptability", "central", "pairwise", "mean_regret"):
        assert same(getattr(found, part), getattr(fixed, part))


def test_a_factor_without_weight_in_its_driver_leaves_options_level_over_drivers():
    rows = [[5, {"value": 1, "low": 0, "high": 4}, 6], [5, 9, 6], [4, 2, 8]]
    found = assessed_on(
        rows, [1, 1], {"d0": [1, 0]}, groups=[2, 0], over="drivers", samples=500, ratings_uncertain=True
    )
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)
    # 5, 5, 4 and 6, 6, 8: the third leads where the second driver has more than a third
    assert found.acceptability[2, 0] == pytest.approx(2 / 3, abs=5 * np.sqrt(2 / 9 / 500))


def test_options_level_where_ranges_leave_one_way_to_move_share_the_better_rank():
    """The ranges hold d0 at 0.3, and the first two differ on it and on d3, which then has 0.1 less."""
    ranges = {"d0": [30, 30], "d3": [20, 20]}
    rows = [[6, 1, 7, 2], [4, 1, 7, 5], [0, 9, 0, 0]]
    found = assessed_on(rows, [1, 1, 1, 1], ranges=ranges, model="ranges", samples=2000)
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert (found.pairwise[0, 1], found.pairwise[1, 0]) == (0, 0)
    # the two have 22 + 10 x + 70 (0.5 - x) of 100, the third 90 x, with x the weight of d1
    assert found.acceptability[2, 0] == pytest.approx(1 - (57 / 150) / 0.5, abs=0.05)


def test_options_that_only_some_samples_set_level_share_the_better_rank_in_those():
    """Weights this wide apart leave the second factor nothing in many samples: there a and b are level.

    b leads a by 65 points times the weight of the second factor: by less than a tie where that
    is below 1e-9 / 65, as it is in 0.388 of a beta distribution so wide.
    """
    rows = [[7.5, 0], [7.5, 6.5], [3.5, 8]]
    found = assessed_on(rows, [1, 1], model="around", spread=0.99, samples=4 * BLOCK)
    weights = normalised_columns(around(np.array([0.5, 0.5]), 0.99), 0, 4 * BLOCK)
    acceptability, pairs, _, _, first = counted(10 * np.array(rows) @ weights)
    assert same(found.acceptability, acceptability)
    assert same(found.pairwise, pairs)
    assert found.acceptability[0, 0] == pytest.approx(0.388, abs=4 * found.standard_error[0, 0])
    assert first[[0, 1]].all(axis=0).mean() == found.acceptability[0, 0], "never without the other"
    assert found.acceptability[0].sum() == pytest.approx(1, abs=1e-12)


def test_options_that_part_by_more_than_a_tie_are_told_apart():
    rows = [[0.5, 0.5], [0.5 + 3e-11, 0.5 + 3e-11], [0.5 + 5e-12, 0.5 + 5e-12]]
    found = sampled(problem_of(rows, [1, 1], scales=on_0_to_1(2)), samples=500)
    assert found.acceptability[:, 0].tolist() == [0, 1, 0]
    assert found.acceptability[[0, 2], 1].tolist() == [1, 1], "half a tie apart: both second"


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around"])
@pytest.mark.parametrize("items", [1, 4, 13, 70])
@pytest.mark.parametrize(("points", "level"), [(0.0, True), (0.99e-9, True), (1.01e-9, False)])
def test_in_every_sample_options_tie_up_to_a_billionth_of_a_point_and_not_beyond(model, items, points, level):
    """The second is ahead by as much on every item, and so under all weights."""
    row = np.random.default_rng(items).random(items) * 0.9
    problem = problem_of([row.tolist(), (row + points / 100).tolist()], [1] * items, scales=on_0_to_1(items))
    sampler = {
        "anywhere": anywhere(items),
        "ordered": ordered(problem.weights),
        "around": around(problem.weights, 0.2),
    }[model]
    found = sampled(problem, sampler, samples=BLOCK + 300)
    assert found.acceptability[:, 0].tolist() == [1 if level else 0, 1]
    assert found.pairwise.tolist() == [[0, 0], [0 if level else 1, 0]]
