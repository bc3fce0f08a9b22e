"""Shares with doubts and without, against simulations that know nothing of the engine."""

import numpy as np
import pytest
from builders import TIE, few, scenario_of, up_to, weights_of
from doubted import doubted, quantile, value_of
from hypothesis import given

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.assess import Model, assess
from scenario_cli.engine.robustness.knowledge import present_firsts
from scenario_cli.engine.robustness.models import items_over
from scenario_cli.engine.uncertain import uncertain_cells

DRAWS = 4_000


def simulated(scenario, weights, *, together):
    """First places over draws of the ratings at the present weights, by the contract's rule."""
    rng = np.random.default_rng(5)
    problem = decision_problem(scenario, weights)
    home = {cell: id_ for id_, doubt in scenario.doubts.items() for cell in doubt.cells}
    scores = np.zeros((len(scenario.options), DRAWS))
    shared = {id_: rng.random(DRAWS) for id_ in scenario.doubts}
    for i, option in enumerate(scenario.options):
        for j, factor in enumerate(scenario.factors):
            rating = scenario.ratings[option][factor]
            if rating.low is None:
                values = value_of(scenario, factor, float(rating.value))
            else:
                doubt = home.get((option, factor))
                shares = shared[doubt] if doubt and together else rng.random(DRAWS)
                values = [value_of(scenario, factor, quantile(scenario, option, factor, u)) for u in shares]
            scores[i] += 100 * problem.weights[j] * np.asarray(values)
    return (scores.max(axis=0) - scores <= TIE).mean(axis=1)


@given(doubted(options=3, factors=3))
@up_to(12)
def test_first_places_at_the_present_weights_are_those_of_a_simulation(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    found = present_firsts(problem, uncertain_cells(scenario, problem), samples=20_000, seed=1)
    for ours, together in ((found.together, True), (found.apart, False)):
        theirs = simulated(scenario, weights, together=together)
        error = np.sqrt(theirs * (1 - theirs) / DRAWS) + np.sqrt(ours * (1 - ours) / 20_000)
        assert np.all(np.abs(ours - theirs) <= 5 * error + 0.003)


def assessed(scenario, weights, model="anywhere"):
    problem = decision_problem(scenario, weights)
    return assess(
        problem,
        rank_options(problem),
        items_over(problem, "factors"),
        Model(weights=model, samples=20_000),
        uncertain=uncertain_cells(scenario, problem),
        ratings_uncertain=True,
    )


@given(doubted(options=3, factors=3))
@few
def test_a_doubt_of_one_rating_is_that_rating_to_the_last_digit(stated):
    scenario, weights = stated
    plain = scenario.model_copy(update={"doubts": {}})
    wide = [
        f"{option}.{factor}"
        for option, row in scenario.ratings.items()
        for factor, rating in row.items()
        if rating.low is not None
    ]
    if not wide:
        return
    ones = {f"one{k}": {"ratings": [rating]} for k, rating in enumerate(wide)}
    doubts = scenario.model_validate({**plain.model_dump(exclude_unset=True), "doubts": ones})
    alone, each = assessed(plain, weights), assessed(doubts, weights)
    assert alone.acceptability.tolist() == each.acceptability.tolist()
    assert alone.mean_regret.tolist() == each.mean_regret.tolist()
    assert alone.max_regret == pytest.approx(each.max_regret, abs=1e-9)
    assert alone.leads.somewhere.tolist() == each.leads.somewhere.tolist()
    assert alone.apart is None
    gains = {(g.option, g.factor): g.points for g in alone.known.gains}
    found = [gain.points for gain in sorted(each.known.doubts, key=lambda gain: gain.doubt)]
    problem = decision_problem(doubts, weights)
    cells = [
        (problem.options.index(option), problem.factors.index(factor))
        for option, factor in (name.split(".") for name in wide)
    ]
    assert found == pytest.approx([gains[c] for c in cells if c in gains], abs=1e-9)


@pytest.mark.parametrize("model", ["anywhere", "ordered", "around"])
def test_two_alike_that_move_together_are_level_in_every_draw_and_apart_in_half(model):
    cell = {"value": 5, "low": 0, "high": 10, "shape": "uniform"}
    scenario = scenario_of([[cell, 5], [cell, 5]], doubts={"x": {"ratings": ["o0.d0", "o1.d0"]}})
    found = assessed(scenario, weights_of(scenario, [2, 1]), model)
    assert found.acceptability[:, 0].tolist() == [1, 1]
    assert found.apart.acceptability[:, 0] == pytest.approx([0.5, 0.5], abs=0.02)
    assert np.all(found.apart.standard_error[:, 0] > 0)
    assert found.max_regret == pytest.approx([0, 0], abs=1e-9)
    assert found.present.together.tolist() == [1, 1]
    assert found.present.apart == pytest.approx([0.5, 0.5], abs=0.02)


def test_knowing_a_doubt_may_be_worth_more_than_any_of_its_ratings():
    """Three ratings of 1/3 each that move together decide; one of them alone never does."""
    cell = {"value": 5, "low": 0, "high": 10, "shape": "uniform"}
    ratings = [[cell, cell, cell], [7, 7, 7]]
    together = scenario_of(ratings, doubts={"x": {"ratings": ["o0.d0", "o0.d1", "o0.d2"]}})
    weights = weights_of(together, [1, 1, 1])
    found = assessed(together, weights)
    # o0 is worth u, 0..1, against 0.7: the mean of what is above is 0.3^2 / 2, in points 4.5.
    assert found.known.doubts[0].points == pytest.approx(4.5, abs=1e-9)
    assert found.known.together == pytest.approx(4.5, abs=1e-9)
    assert found.known.together_error == 0
    apart = assessed(together.model_copy(update={"doubts": {}}), weights)
    assert apart.known.gains[0].points == 0
    assert found.known.gains == ()
