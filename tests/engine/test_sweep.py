"""Many weightings at once are the same numbers, to the last bit, as one at a time."""

from itertools import combinations

import numpy as np
import pytest
from builders import ANY, few, many, scenario_of, stated_problems, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import dominators, rank_options
from scenario_cli.engine.departures import (
    led_by_others,
    moved_further,
    not_alone,
    own_ranking,
    places,
    ranked_otherwise,
)
from scenario_cli.engine.long_columns import long_columns, standing_of, wanted_rows
from scenario_cli.engine.many_cells import flag_text
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sweep import Sweep, points_of, points_row
from scenario_cli.model.settings import RatingSetting

pytestmark = pytest.mark.thorough

SIZES = (0.0, 0.0, 1.0, 2.0, 3.0, 7.0, 0.1, 1e-300, 1e140)
HUGE = (0.0, 1.0, 3.0, 7.0, 1e-300, 1e151, 1e300, 1.7e308)


def random_weights(scenario, rng, sizes=SIZES):
    """Weights with zeros and huge points, factors stated for some drivers only."""

    def points(count):
        while True:
            found = rng.choice(sizes, size=count) * rng.choice([1.0, rng.random()])
            if found.any():
                return found

    within = {
        id_: points(len(driver.factors))
        for id_, driver in scenario.drivers.items()
        if driver.factors and rng.random() < 0.6
    }
    return weights_of(scenario, points(len(scenario.drivers)), within)


def points_of_all(scenario, stated):
    return points_of(scenario, [points_row(scenario, weights) for weights in stated])


def random_scenario(rng, *, injects=False, unknown=False):
    counts = rng.integers(0, 4, size=rng.integers(1, 6)).tolist()
    width, m = sum(max(1, c) for c in counts), int(rng.integers(1, 6))
    ratings = rng.choice([rng.integers(0, 11, (m, width)), rng.random((m, width)) * 10]).tolist()
    if m > 1 and rng.random() < 0.3:
        ratings[1] = list(ratings[0])
    scales = [{"worst": 0, "best": 10}, {"worst": 10, "best": 0, "step": 0.3}, {"worst": -1, "best": 33}]
    scales += [{"worst": 33, "best": -1, "values": {30: 0.4, 7.3: 0.9}}]
    stated = {"scales": [scales[k] for k in rng.integers(0, 4, width)]}
    if unknown:
        for i, j in zip(rng.integers(0, m, 3), rng.integers(0, width, 3), strict=True):
            ratings[i][j] = None
    if injects:
        ids = [f"d{k}" for k in range(len(counts))]
        column = [f"f{c}" if n else d for d, n, c in _columns(ids, counts)]
        stated["injects"] = {
            f"event{e}": {
                "title": f"Event {e}",
                "ratings": {f"o{rng.integers(m)}": {column[rng.integers(width)]: _change(rng)}},
                "weights": {ids[rng.integers(len(ids))]: {"times": float(rng.choice([0.5, 1.5, 3, 1e-3]))}},
            }
            for e in range(3)
        }
    return scenario_of(ratings, groups=counts, **stated)


def _columns(ids, counts):
    column = 0
    for driver, count in zip(ids, counts, strict=True):
        for _ in range(max(1, count)):
            yield driver, count, column
            column += 1


def _change(rng):
    return {"set": float(rng.integers(0, 11))} if rng.random() < 0.5 else {"shift": float(rng.normal(0, 4))}


def assert_same(scenario, stated, injects=()):
    sweep = Sweep(scenario, injects)
    weights = sweep.weights(points_of_all(scenario, stated))
    swept = sweep.rank(weights)
    for k, one in enumerate(stated):
        problem = decision_problem(scenario, one, injects)
        ranking = rank_options(problem)
        np.testing.assert_array_equal(weights[:, k], problem.weights, strict=True)
        np.testing.assert_array_equal(swept.scores[k], ranking.scores, strict=True)
        np.testing.assert_array_equal(swept.behind[k], ranking.behind, strict=True)
        np.testing.assert_array_equal(swept.ranks[k], ranking.ranks)
        np.testing.assert_array_equal(swept.tied[k], ranking.tied)
        assert np.flatnonzero(swept.near[k]).tolist() == sorted(worse for _, worse in ranking.near)


@many
@given(stated_problems(), st.integers(0, 10_000))
def test_every_number_is_that_of_a_single_ranking(stated, seed):
    scenario, weights = stated
    rng = np.random.default_rng(seed)
    assert_same(scenario, [weights, *(random_weights(scenario, rng) for _ in range(4))])


@few
@given(stated_problems(ANY, unknown=True))
def test_one_weighting_alone_is_the_same(stated):
    scenario, weights = stated
    assert_same(scenario, [weights])


@pytest.mark.parametrize("seed", range(16))
def test_random_scales_zeros_and_large_points(seed):
    rng = np.random.default_rng(seed)
    scenario = random_scenario(rng, unknown=seed % 3 == 0)
    assert_same(scenario, [random_weights(scenario, rng) for _ in range(20)])


def test_huge_points():
    rng = np.random.default_rng(9)
    for _ in range(16):
        scenario = random_scenario(rng)
        assert_same(scenario, [random_weights(scenario, rng, sizes=HUGE) for _ in range(20)])


def test_an_inject_that_takes_huge_points_past_the_largest_number():
    scenario = scenario_of([[1, 2], [3, 1]], injects={"boom": {"weights": {"d0": {"times": 1e10}}}})
    assert_same(scenario, [weights_of(scenario, [1e300, 1e300])], ["boom"])


@pytest.mark.parametrize("seed", range(8))
def test_injects_each_in_pairs_and_all(seed):
    rng = np.random.default_rng(1000 + seed)
    scenario = random_scenario(rng, injects=True)
    stated = [random_weights(scenario, rng, sizes=SIZES[:8]) for _ in range(8)]
    ids = list(scenario.injects)
    for events in [(), *((id_,) for id_ in ids), *combinations(ids, 2), tuple(ids)]:
        assert_same(scenario, stated, events)


def test_many_factors_in_one_driver_and_many_drivers():
    """Long sums are taken in the same order: numpy adds in blocks beyond eight."""
    rng = np.random.default_rng(7)
    for counts in ([40], [0] * 40, [17, 0, 23], [300]):
        width = sum(max(1, c) for c in counts)
        scenario = scenario_of((rng.random((5, width)) * 10).tolist(), groups=counts)
        stated = [
            weights_of(
                scenario,
                rng.random(len(counts)),
                {f"d{k}": rng.random(c) for k, c in enumerate(counts) if c},
            )
            for _ in range(30)
        ]
        assert_same(scenario, stated)


def test_options_rated_alike_are_tied_first_under_every_weighting():
    scenario = scenario_of([[3, 7, 1]] * 3)
    rng = np.random.default_rng(1)
    sweep = Sweep(scenario)
    swept = sweep.rank(
        sweep.weights(points_of_all(scenario, [random_weights(scenario, rng) for _ in range(50)]))
    )
    assert np.all(swept.ranks == 1)
    assert np.all(swept.tied)
    assert not swept.near.any()


def test_the_scores_of_a_weighting_do_not_depend_on_its_neighbours():
    rng = np.random.default_rng(2)
    scenario = random_scenario(rng)
    stated = [random_weights(scenario, rng) for _ in range(64)]
    sweep = Sweep(scenario)
    whole = sweep.rank(sweep.weights(points_of_all(scenario, stated)))
    for start, size in ((0, 1), (5, 2), (10, 31), (63, 1)):
        part = sweep.rank(sweep.weights(points_of_all(scenario, stated[start : start + size])))
        np.testing.assert_array_equal(part.scores, whole.scores[start : start + size])
        np.testing.assert_array_equal(part.near, whole.near[start : start + size])


def test_weights_that_are_all_zero_are_not_a_number_and_spoil_no_other():
    scenario = scenario_of([[1, 2], [3, 4]])
    stated = [weights_of(scenario, p) for p in ([1, 3], [2, 2])]
    sweep = Sweep(scenario)
    points = points_of_all(scenario, stated)
    points.drivers[:, 0] = 0
    weights = sweep.weights(points)
    assert np.isnan(weights[:, 0]).all()
    assert weights[:, 1].tolist() == [0.5, 0.5]


def test_factors_that_are_all_0_in_a_driver_of_weight_0():
    scenario = scenario_of([[1, 2, 3], [3, 4, 1]], groups=[2, 0])
    assert_same(scenario, [weights_of(scenario, [0, 2], {"d0": [0, 0]})])


def test_flags_that_no_weighting_changes():
    scenario = scenario_of([[1, None], [3, 4], [2, 3]], minimums=[2, None])
    sweep = Sweep(scenario)
    problem = decision_problem(scenario, weights_of(scenario, [1, 1]))
    (flags,) = ([flag_text(int(marks)).split() for marks in held] for held in sweep.cells.held.T)
    assert set(dominators(problem)) == {i for i, own in enumerate(flags) if "dominated" in own}
    assert [("unrated" in own, "below_minimum" in own) for own in flags] == [
        (True, True),
        (False, False),
        (False, False),
    ]


def flags_of(problem, ranking):
    """The flags of a single ranking, option by option."""
    near = {worse for _, worse in ranking.near}
    marked = {
        "tie": ranking.tied,
        "near_tie": [i in near for i in range(len(problem.options))],
        "dominated": [i in dominators(problem) for i in range(len(problem.options))],
        "unrated": problem.unknown.any(axis=1),
        "clipped": problem.clipped.any(axis=1),
        "below_minimum": problem.crossed.any(axis=1),
    }
    return [" ".join(flag for flag, marks in marked.items() if marks[i]) for i in range(len(problem.options))]


@pytest.mark.parametrize("seed", range(18))
def test_ratings_of_each_weighting_are_those_that_are_set_after_the_injects(seed):
    """From seed 12 on some of them are unknown."""
    rng = np.random.default_rng(2000 + seed)
    scenario = random_scenario(rng, injects=True, unknown=seed % 2 == 0)
    options, factors = list(scenario.options), list(scenario.factors)
    cells = [(i, j) for i in range(len(options)) for j in range(len(factors)) if rng.random() < 0.5] or [
        (0, 0)
    ]
    stated = [random_weights(scenario, rng) for _ in range(12)]
    scales = [factor.scale for factor in scenario.factors.values()]
    ratings = {
        (i, j): scales[j].worst + (scales[j].best - scales[j].worst) * rng.integers(0, 5, len(stated)) / 4
        for i, j in cells
    }
    if seed >= 12:
        ratings = {at: np.where(rng.random(len(stated)) < 0.3, np.nan, row) for at, row in ratings.items()}
    points = points_of_all(scenario, stated)._replace(ratings=ratings)
    for injects in [(), *((id_,) for id_ in scenario.injects)]:
        result = Sweep(scenario, injects).result(points, ranges=True)
        rows = long_columns([result], wanted_rows([result], "all"))
        could_lead = rows.could_lead.reshape(len(stated), -1)
        for k, one in enumerate(stated):
            tried = [
                RatingSetting(options[i], factors[j], None if np.isnan(r[k]) else float(r[k]))
                for (i, j), r in ratings.items()
            ]
            problem = decision_problem(scenario, one, [*injects, *tried])
            ranking = rank_options(problem)
            np.testing.assert_array_equal(result.swept.scores[k], ranking.scores)
            np.testing.assert_array_equal(result.ranges[0][k], ranking.low)
            np.testing.assert_array_equal(result.ranges[1][k], ranking.high)
            assert [flag_text(int(marks)) for marks in result.marks[k]] == flags_of(problem, ranking)
            assert tuple(np.flatnonzero(could_lead[k])) == ranking.could_lead


def test_rows_that_are_wanted():
    scenario = scenario_of([[1, 4], [3, 2], [3, 2]])
    stated = [weights_of(scenario, points) for points in ([1, 0], [0, 1], [1, 1])]
    result = Sweep(scenario).result(points_of_all(scenario, stated))
    first = [[False, True, True], [True, False, False], [True, True, True]]
    assert wanted_rows([result], "all").all()
    assert wanted_rows([result], "first")[:, 0].tolist() == first
    changed = wanted_rows([result], "changes", result.options[1:])
    assert changed[:, 0].tolist() == [[False] * 3, *first[1:]]
    numbers = long_columns([result], wanted_rows([result], "first")).standing
    shown = [standing_of(int(number), 3) for number in numbers]
    assert [(of.injects, of.option, of.rank, of.tied) for of in shown[:3]] == [
        (0, 1, 1, True),
        (0, 2, 1, True),
        (0, 0, 1, False),
    ]


def test_where_rankings_depart_from_one():
    """By hand: scores are 25, 75, 75; 75, 50, 50; 50, 62.5, 62.5; the last weighting leaves no weight."""
    scenario = scenario_of([[2.5, 7.5], [7.5, 5], [7.5, 5]])
    stated = [weights_of(scenario, points) for points in ([1, 0], [0, 1], [1, 1], [1, 1])]
    points = points_of_all(scenario, stated)
    points.drivers[:, 3] = 0
    result = Sweep(scenario).result(points)
    one, other = result.options[:2]
    own = own_ranking(Sweep(scenario).result(points_of_all(scenario, stated[:1])))
    assert own == (result.options, (3, 1, 1), (25.0, 75.0, 75.0))
    assert own.leaders == result.options[1:]
    assert not_alone([result], one)[:, 0].tolist() == [True, False, True, False]
    assert not_alone([result], other)[:, 0].tolist() == [True, True, True, False]
    assert led_by_others([result], own)[:, 0].tolist() == [False, True, False, False]
    assert ranked_otherwise([result], own)[:, 0].tolist() == [False, True, False, False]
    for limit, further in {0: [1, 2], 24.9: [1, 2], 25: [1], 49.9: [1], 50: []}.items():
        marked = moved_further([result], own, limit)
        assert np.flatnonzero(marked[:, 0]).tolist() == further
        assert places(marked) == (len(further), (further[0], 0) if further else None)
