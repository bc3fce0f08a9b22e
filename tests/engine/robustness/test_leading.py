"""Who can lead under some weights of a model."""

from itertools import combinations

import numpy as np
import pytest
from builders import few, problem_of
from engine.robustness.sampled import assessed_on
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.robustness.leading import leads, region_of
from scenario_cli.engine.robustness.models import (
    Items,
    items_over,
)
from scenario_cli.engine.robustness.ranges import bounds_of
from scenario_cli.engine.robustness.volumes import exact_first

NOWHERE = np.nan


def leads_at_a_corner(alone, i, region):
    """Whether the part of a region where option i is first has a corner: solved one by one."""
    k = alone.shape[1]
    rows = [*(alone[i] - np.delete(alone, i, axis=0)), *-region.rows, *np.eye(k), *-np.eye(k)]
    ends = (
        [0.0] * (len(alone) - 1) + (-region.limits).tolist() + region.low.tolist() + (-region.high).tolist()
    )
    rows, ends = np.array(rows), np.array(ends)
    size = np.maximum(np.abs(rows).max(axis=1), 1e-12)
    rows, ends = rows / size[:, None], ends / size
    for chosen in combinations(range(len(rows)), k - 1):
        system = np.vstack([rows[list(chosen)], np.ones(k)])
        if abs(np.linalg.det(system)) < 1e-9:
            continue
        corner = np.linalg.solve(system, np.append(ends[list(chosen)], 1.0))
        if (rows @ corner >= ends - 1e-9).all():
            return True
    return False


@st.composite
def small_tables(draw):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cells = st.sampled_from((0.0, 2.5, 5.0, 10.0))
    rows = draw(st.lists(st.lists(cells, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
    return rows, points


@given(small_tables(), st.sampled_from(("anywhere", "ordered", "around")))
@few
def test_can_lead_is_whether_some_weights_of_the_model_put_the_option_first_or_level(table, model):
    problem = problem_of(*table)
    items = items_over(problem, "factors")
    region, alone = region_of(items, model, None), 100 * problem.values
    found = leads(alone, alone, region, np.zeros(len(alone), dtype=bool), NOWHERE * alone).somewhere
    assert found.tolist() == [leads_at_a_corner(alone, i, region) for i in range(len(alone))]
    if model == "anywhere":
        assert (found >= (exact_first(alone)[0] > 0)).all()


@given(small_tables(), st.integers(0, 4), st.integers(0, 4))
@few
def test_can_lead_within_ranges_is_whether_some_weights_inside_put_the_option_first(table, low, room):
    rows, points = table
    if len(points) == 1:
        rows, points = [[*row, 5.0] for row in rows], [*points, 1]
    problem = problem_of(rows, points)
    items = items_over(problem, "factors")
    bounds = bounds_of(problem, items, {"d0": [10 * low, 10 * low + 15 * room]})
    region, alone = region_of(items, "ranges", bounds), 100 * problem.values
    found = leads(alone, alone, region, np.zeros(len(alone), dtype=bool), NOWHERE * alone).somewhere
    assert found.tolist() == [leads_at_a_corner(alone, i, region) for i in range(len(alone))]


def test_options_seen_to_lead_are_taken_as_such_without_looking():
    alone = np.array([[50.0, 50.0], [60.0, 60.0]])
    region = region_of(Items(("a", "b"), np.array([0.5, 0.5]), np.eye(2), np.ones(2)), "anywhere", None)
    for seen, found in (([False, False], [False, True]), ([True, False], [True, True])):
        assert leads(alone, alone, region, np.array(seen), NOWHERE * alone).somewhere.tolist() == found


def test_around_no_weight_goes_where_there_is_none_so_an_option_best_only_there_cannot_lead():
    rows = [[5, 6, 1], [4, 5, 9], [4, 7, 0]]
    found = assessed_on(rows, [2, 1, 0], model="around", samples=500)
    assert found.leads.somewhere.tolist() == [True, False, True]
    assert assessed_on(rows, [2, 1, 0], model="anywhere").leads.somewhere.tolist() == [True] * 3


@pytest.mark.parametrize(("high", "leads"), [(8, True), (6, True), (5.9, False)])
def test_with_uncertain_ratings_an_option_can_lead_if_some_ratings_let_it(high, leads):
    """Its best rating against the sure 6 of the other."""
    rows = [[6], [{"value": 5, "low": 3, "high": high}]]
    found = assessed_on(rows, [1], ratings_uncertain=True, samples=200)
    assert found.leads.somewhere.tolist() == [True, leads]
    assert assessed_on(rows, [1]).leads.somewhere.tolist() == [True, False]


def test_with_uncertain_ratings_the_rivals_worst_is_what_an_option_must_reach():
    rows = [[{"value": 6, "low": 4.9, "high": 9}, 5], [{"value": 4, "low": 3, "high": 5}, 4], [4.8, 5]]
    found = assessed_on(rows, [1, 1], ratings_uncertain=True, samples=200)
    assert found.leads.somewhere.tolist() == [True, True, True]
    assert assessed_on(rows, [1, 1], samples=200).leads.somewhere.tolist() == [True, False, True]


def test_an_option_that_is_first_only_against_the_stated_order_cannot_lead_in_it():
    rows = [[8, 5], [6, 9]]
    assert assessed_on(rows, [5, 1], model="ordered").leads.somewhere.tolist() == [True, True]
    rows = [[8, 5], [5, 7]]
    found = assessed_on(rows, [5, 1], model="ordered")
    assert found.leads.somewhere.tolist() == [True, False]
    assert assessed_on(rows, [5, 1], model="anywhere").leads.somewhere.tolist() == [True, True]


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around", "ranges"])
@pytest.mark.parametrize("over", ["factors", "drivers"])
def test_an_option_that_another_beats_on_everything_never_leads(model, over):
    """Acceptability 0, no central weights, no confidence, and no weights that put it first."""
    rows = [[6, 4, 7], [5, 3, 6], [0, 9, 1]]
    found = assessed_on(rows, [3, 2, 1], ranges={"d0": [20, 70]}, model=model, over=over, samples=3000)
    assert found.acceptability[1, 0] == 0
    assert np.isnan(found.central[1]).all()
    assert np.isnan(found.confidence[1])
    assert not found.leads.somewhere[1]
    assert found.pairwise[1, 0] == 0
    assert found.leads.somewhere[0]


# First alone, or only in a tie


def greatest_lead_at_a_corner(alone, i, region):
    """The most that option i can be ahead of its best rival: at a corner of the weights and of the lead."""
    k, rivals = alone.shape[1], np.delete(alone, i, axis=0)
    # In (weights, lead): the lead is at most that over each rival, and the weights lie in the region.
    rows = [*np.column_stack([alone[i] - rivals, -np.ones(len(rivals))])]
    ends = [0.0] * len(rivals)
    for part, limits in ((-region.rows, -region.limits), (np.eye(k), region.low), (-np.eye(k), -region.high)):
        rows += [*np.column_stack([part, np.zeros(len(part))])]
        ends += [*limits]
    rows, ends, best = np.array(rows), np.array(ends), -np.inf
    for chosen in combinations(range(len(rows)), k):
        system = np.vstack([rows[list(chosen)], np.append(np.ones(k), 0.0)])
        if abs(np.linalg.det(system)) < 1e-9:
            continue
        corner = np.linalg.solve(system, np.append(ends[list(chosen)], 1.0))
        if (rows @ corner >= ends - 1e-7).all():
            best = max(best, corner[-1])
    return best


@given(small_tables(), st.sampled_from(("anywhere", "ordered", "around")))
@few
def test_can_lead_alone_is_whether_some_weights_put_the_option_ahead_of_all_others(table, model):
    problem = problem_of(*table)
    region, alone = region_of(items_over(problem, "factors"), model, None), 100 * problem.values
    found = leads(alone, alone, region, np.zeros(len(alone), dtype=bool), NOWHERE * alone)
    if len(alone) == 1:
        assert found.alone.tolist() == [True]
        return
    most = [greatest_lead_at_a_corner(alone, i, region) for i in range(len(alone))]
    assert found.alone.tolist() == [lead > 1e-6 for lead in most]
    assert found.somewhere.tolist() == [lead > -1e-6 for lead in most]
    assert (found.alone <= found.somewhere).all()


def test_an_option_level_at_an_edge_of_the_ordered_weights_leads_only_in_a_tie():
    """b is level with a where both factors weigh alike, behind wherever the first weighs more."""
    found = assessed_on([[8, 4], [4, 8]], [2, 1], model="ordered")
    assert found.acceptability[:, 0].tolist() == [1, 0]
    assert found.leads.somewhere.tolist() == [True, True]
    assert found.leads.alone.tolist() == [True, False]


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around", "ranges"])
def test_options_that_are_the_same_lead_only_together(model):
    rows = [[8, 4, 5], [8, 4, 5], [7, 10, 3]]
    found = assessed_on(rows, [3, 2, 1], ranges={"d0": [0, 60]}, model=model, samples=500)
    assert found.leads.somewhere.tolist() == [True] * 3
    assert found.leads.alone.tolist() == [False, False, True]


@pytest.mark.parametrize(("high", "alone"), [(6.1, True), (6, False)])
def test_with_uncertain_ratings_an_option_leads_alone_if_some_ratings_put_it_ahead(high, alone):
    found = assessed_on(
        [[6], [{"value": 5, "low": 3, "high": high}]], [1], ratings_uncertain=True, samples=200
    )
    assert found.leads.somewhere.tolist() == [True, True]
    assert found.leads.alone.tolist() == [True, alone]
