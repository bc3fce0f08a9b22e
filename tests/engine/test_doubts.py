"""Scores along a shared draw: turning points and gains against dense grids and quadrature."""

from itertools import pairwise

import numpy as np
import pytest
from builders import TIE, few, first_of, many, on_0_to_1, scenario_of, weights_of
from doubted import doubted, quantile, scores_of, stated_cells
from hypothesis import assume, given
from scipy.integrate import quad

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.doubts import along_draw, expected_gain, expected_scores, first_along_draw
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.knowledge import doubt_gains, information_gains
from scenario_cli.engine.uncertain import NO_DOUBT, means, uncertain_cells

pytestmark = pytest.mark.thorough


def along_of(scenario, weights, doubt=0):
    """Scores along one doubt, the other ratings as stated."""
    problem = decision_problem(scenario, weights)
    cells = uncertain_cells(scenario, problem).of_doubt(doubt)
    scores = rank_options(problem).scores.copy()
    for i, j in zip(cells.rows, cells.columns, strict=True):
        scores[i] -= 100 * problem.weights[j] * problem.values[i, j]
    return problem, along_draw(problem, scores, cells)


def referee(scenario, problem, doubt, share):
    """The scores with the ratings of a doubt at a share of their distributions, by the definition."""
    ratings = stated_cells(scenario)
    for option, factor in scenario.doubts[doubt].cells:
        ratings[option, factor] = quantile(scenario, option, factor, share)
    return scores_of(scenario, dict(zip(problem.factors, problem.weights.tolist(), strict=True)), ratings)


GRID = [k / 97 for k in range(98)]


@given(doubted())
@many
def test_scores_along_a_doubt_are_those_of_the_definition(stated):
    scenario, weights = stated
    for d, doubt in enumerate(scenario.doubts):
        problem, along = along_of(scenario, weights, d)
        for share in GRID:
            assert np.allclose(along.at(share), referee(scenario, problem, doubt, share), atol=1e-8)


@given(doubted())
@many
def test_who_is_first_along_a_doubt_is_what_a_dense_grid_finds(stated):
    scenario, weights = stated
    for d, doubt in enumerate(scenario.doubts):
        problem, along = along_of(scenario, weights, d)
        segments = first_along_draw(along)
        assert segments[0].start == 0
        assert segments[-1].end == 1
        for before, after in pairwise(segments):
            assert before.end == after.start
            assert before.first != after.first
            level = referee(scenario, problem, doubt, after.start)
            rivals = [level[list(s.first)].max() for s in (before, after)]
            assert rivals[0] == pytest.approx(rivals[1], abs=1e-7)
        for share in GRID:
            here = [s for s in segments if s.start - 1e-9 <= share <= s.end + 1e-9]
            found = first_of(referee(scenario, problem, doubt, share))
            assert any(set(s.first) & set(found) for s in here)


@given(doubted(options=3, factors=3))
@few
def test_the_gain_of_a_doubt_is_the_integral_of_the_best_less_the_best_mean(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    cells = uncertain_cells(scenario, problem)
    middle = means(problem, cells)
    gains = {gain.doubt: gain.points for gain in doubt_gains(problem, cells)}
    for d, doubt in enumerate(scenario.doubts):
        mine = cells.of_doubt(d)
        if not mine.rows.size:
            assert d not in gains
            continue
        rest = middle.copy()
        rest[mine.rows, mine.columns] = 0
        base = 100 * rest @ problem.weights
        along = along_draw(problem, base, mine)
        kinks = sorted({0.0, 1.0, *along.bounds.tolist()})
        fine = [x for a, b in pairwise(kinks) for x in np.linspace(a, b, 41)[:-1]] + [1.0]

        def best(share, along=along):
            return float(along.at(share).max())

        mean = sum(quad(best, a, b, epsabs=1e-11, limit=100)[0] for a, b in pairwise(fine))
        expected = mean - float(expected_scores(along).max())
        assert gains[d] == pytest.approx(expected, abs=1e-7)
        assert np.allclose(expected_scores(along), 100 * middle @ problem.weights, atol=1e-8)
        assert list(scenario.doubts)[d] == doubt


@given(doubted(curved=False))
@many
def test_a_doubt_of_one_rating_is_worth_what_that_rating_is(stated):
    scenario, weights = stated
    plain = scenario.model_copy(update={"doubts": {}})
    problem = decision_problem(plain, weights)
    cells = uncertain_cells(plain, problem)
    assert np.all(cells.doubt == NO_DOUBT)
    for gain in information_gains(problem, cells):
        option, factor = problem.options[gain.option], problem.factors[gain.factor]
        one = scenario.model_validate(
            {**plain.model_dump(exclude_unset=True), "doubts": {"one": {"ratings": [f"{option}.{factor}"]}}}
        )
        again = uncertain_cells(one, problem)
        (found,) = doubt_gains(problem, again)
        assert found.points == pytest.approx(gain.points, abs=1e-9)
        assert len(information_gains(problem, again)) == cells.rows.size - 1


@given(doubted(options=3, factors=2))
@few
def test_a_curved_rating_is_worth_its_integral(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    cells = uncertain_cells(scenario.model_copy(update={"doubts": {}}), problem)
    assume(any(curve is not None for curve in cells.curves))
    middle = means(problem, cells)
    for c, curve in enumerate(cells.curves):
        if curve is None:
            continue
        one = cells.of(np.arange(cells.rows.size) == c)
        bounds = [0.0, *sorted(one.kinks(0)), 1.0]
        mean = sum(quad(along_at, a, b, (one,), epsabs=1e-12)[0] for a, b in pairwise(bounds))
        assert middle[one.rows[0], one.columns[0]] == pytest.approx(mean, abs=1e-8)


def along_at(share, cell):
    a, b, c, d = cell.value_terms(0, share)
    return a + b * share**0.5 + c * (1 - share) ** 0.5 + d * share


def test_the_turning_points_of_one_rating_by_hand():
    """Evenly from 0 to 1 against 0.3: it turns at 0.3. As a triangle with its peak at 0: 1 - sqrt."""
    even = {"value": 0.5, "low": 0, "high": 1, "shape": "uniform"}
    peaked = {"value": 0, "low": 0, "high": 1}
    for cell, turns in ((even, 0.3), (peaked, 1 - 0.7**2)):
        scenario = scenario_of([[cell], [0.3]], scales=on_0_to_1(1), doubts={"x": {"ratings": ["o0.d0"]}})
        _, along = along_of(scenario, weights_of(scenario, [1]))
        segments = first_along_draw(along)
        assert [s.first for s in segments] == [(1,), (0,)]
        assert segments[0].end == pytest.approx(turns, abs=1e-15)


def test_a_rating_that_falls_with_another_of_its_rival_cancels():
    cell = {"value": 0.5, "low": 0, "high": 1}
    doubts = {"x": {"ratings": ["o0.d0", "o1.d0"]}}
    scenario = scenario_of([[cell, 0.6], [cell, 0.5]], scales=on_0_to_1(2), doubts=doubts)
    _, along = along_of(scenario, weights_of(scenario, [1, 1]))
    assert [s.first for s in first_along_draw(along)] == [(0,)]
    assert expected_gain(along) == 0


def test_a_narrow_window_is_found():
    """o2 is first only between the two crossings of the others, by a hair."""
    up = {"value": 0.5, "low": 0, "high": 1, "shape": "uniform"}
    lead = 1e-7
    scenario = scenario_of(
        [[up], [0.5], [0.5 + lead]], scales=on_0_to_1(1), doubts={"x": {"ratings": ["o0.d0"]}}
    )
    _, along = along_of(scenario, weights_of(scenario, [1]))
    assert [s.first for s in first_along_draw(along)] == [(2,), (0,)]
    twins = scenario_of(
        [[up], [0.5], [0.5 + TIE / 300]], scales=on_0_to_1(1), doubts={"x": {"ratings": ["o0.d0"]}}
    )
    _, along = along_of(twins, weights_of(twins, [1]))
    assert [s.first for s in first_along_draw(along)] == [(1, 2), (0,)]
