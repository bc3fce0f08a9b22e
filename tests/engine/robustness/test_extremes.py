"""Greatest regrets and who can lead with uncertain ratings, doubts kept together: against dense grids."""

import numpy as np
import pytest
from builders import on_0_to_1, scenario_of, up_to, weights_of
from doubted import doubted, quantile, scores_of, stated_cells
from hypothesis import given

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.extremes import greatest_regrets, leads_together
from scenario_cli.engine.robustness.leading import leads, region_of
from scenario_cli.engine.robustness.models import items_over
from scenario_cli.engine.uncertain import uncertain_cells

GRID = np.linspace(0, 1, 13)


def parts(scenario, weights):
    problem = decision_problem(scenario, weights)
    return problem, items_over(problem, "factors"), uncertain_cells(scenario, problem)


def can_lead(scenario, weights):
    problem, items, cells = parts(scenario, weights)
    region = region_of(items, "anywhere", None)
    m, k = problem.values.shape
    apart = leads(
        100 * items.alone(problem.high),
        100 * items.alone(problem.low),
        region,
        np.zeros(m, dtype=bool),
        np.full((m, k), np.nan),
    )
    return apart, leads_together(problem, items, cells, region, apart)


def worlds(scenario):
    """Ratings that can be at once: each doubt at a share, all others of one option at one end."""
    doubts = list(scenario.doubts.values())
    shares = np.stack(np.meshgrid(*[GRID] * len(doubts)), -1).reshape(-1, len(doubts)) if doubts else [[]]
    home = {cell: d for d, doubt in enumerate(doubts) for cell in doubt.cells}
    for share in shares:
        for best in scenario.options:
            ratings = stated_cells(scenario)
            for (option, factor), now in ratings.items():
                rating = scenario.ratings[option][factor]
                if (option, factor) in home:
                    at = float(share[home[option, factor]])
                elif rating.low is None:
                    continue
                else:
                    at = 1.0 if option == best else 0.0
                if rating.low is not None:
                    ratings[option, factor] = quantile(scenario, option, factor, at)
                assert now is not None
            yield best, ratings


@given(doubted(options=3, factors=2))
@up_to(15)
def test_the_greatest_regret_is_that_of_a_dense_grid(stated):
    scenario, weights = stated
    problem, items, cells = parts(scenario, weights)
    found = greatest_regrets(problem, items, cells, np.eye(len(problem.factors)))
    seen = np.zeros(len(problem.options))
    for _, ratings in worlds(scenario):
        for factor in problem.factors:
            scores = scores_of(scenario, {factor: 1.0}, ratings)
            seen = np.maximum(seen, scores.max() - scores)
    assert np.all(found >= seen - 1e-7)
    assert np.all(found <= seen + 8)  # the grid's own coarseness, at a square root's steep end


def test_regrets_by_hand():
    """o0 goes from 0 to 1 with o1 from 0.2 to 0.7: apart o1 could be 0.7 ahead, together 0.2 at most."""
    cells = [
        [{"value": 0.5, "low": 0, "high": 1, "shape": "uniform"}],
        [{"value": 0.5, "low": 0.2, "high": 0.7, "shape": "uniform"}],
    ]
    apart = scenario_of(cells, scales=on_0_to_1(1))
    together = scenario_of(cells, scales=on_0_to_1(1), doubts={"x": {"ratings": ["o0.d0", "o1.d0"]}})
    for scenario, expected in ((apart, [70, 80]), (together, [20, 30])):
        problem, items, uncertain = parts(scenario, weights_of(scenario, [1]))
        found = greatest_regrets(problem, items, uncertain, np.eye(1))
        assert found == pytest.approx(expected, abs=1e-9)


@given(doubted(options=3, factors=2))
@up_to(15)
def test_who_leads_somewhere_on_a_grid_can_lead_and_nobody_else_by_much(stated):
    scenario, weights = stated
    apart, found = can_lead(scenario, weights)
    assert np.all(found.somewhere <= apart.somewhere)
    assert np.all(found.alone <= found.somewhere)
    problem = decision_problem(scenario, weights)
    greatest = np.full(len(problem.options), -np.inf)
    n = len(problem.factors)
    for best, ratings in worlds(scenario):
        i = problem.options.index(best)
        for share in GRID if n == 2 else (1.0,):
            shares = dict(zip(problem.factors, (share, 1 - share), strict=False))
            scores = scores_of(scenario, shares, ratings)
            lead = scores[i] - np.delete(scores, i).max()
            greatest[i] = max(greatest[i], lead)
    assert np.all(found.alone[greatest > 1e-6])
    assert np.all(found.somewhere[greatest > -1e-10])
    assert not np.any(found.somewhere & (greatest < -12))


def test_two_that_move_together_never_change_places():
    up = {"value": 0.5, "low": 0.1, "high": 0.9, "shape": "uniform"}
    less = {"value": 0.4, "low": 0, "high": 0.8, "shape": "uniform"}
    cells = [[up], [less]]
    apart, _ = can_lead(*_with(cells, {}))
    assert apart.somewhere.tolist() == [True, True]
    _, found = can_lead(*_with(cells, {"x": {"ratings": ["o0.d0", "o1.d0"]}}))
    assert found.somewhere.tolist() == [True, False]
    touching = [[up], [{**less, "low": 0.1, "high": 0.9, "value": 0.5}]]
    _, level = can_lead(*_with(touching, {"x": {"ratings": ["o0.d0", "o1.d0"]}}))
    assert level.somewhere.tolist() == [True, True]
    assert level.alone.tolist() == [False, False]


def _with(cells, doubts):
    scenario = scenario_of(cells, scales=on_0_to_1(1), doubts=doubts)
    return scenario, weights_of(scenario, [1])
