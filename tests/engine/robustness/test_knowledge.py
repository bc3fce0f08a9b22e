"""What knowing all uncertain ratings at once is worth, beside knowing one."""

import numpy as np
import pytest
from builders import scenario_of, weights_of
from engine.robustness.test_uncertainty import LOOSE, built, plain_ratings

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.knowledge import knowledge
from scenario_cli.engine.uncertain import means, uncertain_cells

EVENLY = {"value": 5, "low": 0, "high": 10, "shape": "uniform"}
MANY = 60_000


def known(ratings, points=None, *, samples=MANY, seed=0, **stated):
    return knowledge(*built(ratings, points, **stated), samples=samples, seed=seed)


def test_two_even_ratings_are_worth_the_greater_of_two_draws_less_the_mean():
    """E max(U, V) - 1/2 = 2/3 - 1/2; of one alone E max(U, 1/2) - 1/2 = 1/8."""
    found = known([[EVENLY], [EVENLY]])
    assert abs(found.together - 100 / 6) <= 4 * found.together_error
    assert 0 < found.together_error < 0.1
    assert found.samples == MANY
    assert [gain.points for gain in found.gains] == pytest.approx([12.5, 12.5])


def test_unknown_ratings_count_as_even_over_their_whole_scale():
    stated, unknown = known([[EVENLY], [EVENLY]]), known([[None], [None]])
    assert unknown.together == stated.together
    assert [g.points for g in unknown.gains] == [g.points for g in stated.gains]
    assert known([[None], [7]]).gains[0].points == pytest.approx(100 * 0.3**2 / 2)
    assert known([[None], [7]]).together == known([[None], [7]]).gains[0].points, "one rating: its own gain"


def test_the_value_of_knowing_all_agrees_with_plain_draws():
    rng, weights = np.random.default_rng(11), np.array([0.5, 0.25, 0.25])
    scores = 100 * np.einsum("ijs,j->is", plain_ratings(rng, 200_000), weights)
    above = scores.max(axis=0) - scores[np.argmax(scores.mean(axis=1))]
    found = known(LOOSE, [2, 1, 1])
    error = np.hypot(found.together_error, above.std() / np.sqrt(above.size))
    assert abs(found.together - above.mean()) <= 4 * error
    assert found.together_error == pytest.approx(above.std() / np.sqrt(MANY), rel=0.05)
    assert found.together >= found.gains[0].points - 4 * found.together_error


def test_the_stated_error_of_knowing_all_is_the_spread_between_seeds():
    """The mean square of z over 30 seeds: chi-square over 30, outside 0.6..1.45 in less than 1 of 100."""
    z = []
    for seed in range(30):
        found = known([[EVENLY], [EVENLY]], samples=2000, seed=seed)
        z.append((found.together - 100 / 6) / found.together_error)
    assert 0.6 < np.sqrt(np.mean(np.square(z))) < 1.45


def test_where_no_ratings_put_another_first_knowing_them_is_worth_nothing_exactly():
    found = known([[{"value": 8, "low": 7, "high": 9}, None], [{"value": 3, "low": 1, "high": 5}, 4]], [9, 1])
    assert (found.together, found.together_error, found.samples) == (0, 0, 0)
    assert [gain.points for gain in found.gains] == [0, 0, 0]


def test_a_change_that_no_draw_shows_leaves_an_error_of_one_draw_in_n():
    """The two meet only at the very ends of eight triangles."""
    good, poor = {"value": 7, "low": 4.9, "high": 9}, {"value": 3, "low": 1, "high": 5}
    found = known([[good] * 8, [poor] * 8], samples=500)
    assert found.together == 0
    assert found.samples == 500
    assert found.together_error == pytest.approx(1 / 500), "one point at most, once"


def test_the_choice_is_that_at_the_means_which_need_not_lead_at_the_ratings_stated():
    """6 with a long tail downwards has its mean at 4; the sure 5 is chosen."""
    problem, cells = built([[{"value": 6, "low": 0, "high": 6}], [5]])
    found = knowledge(problem, cells, samples=100, seed=0)
    assert (found.choice, found.lead) == (1, pytest.approx(10))
    assert means(problem, cells)[:, 0].tolist() == pytest.approx([0.4, 0.5])


@pytest.mark.parametrize("seed", range(6))
def test_a_rating_without_gain_changes_no_choice_wherever_it_lies_and_one_with_gain_does(seed):
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 10, (4, 3))
    wide = [[float(v), float(max(0, v - 2)), float(min(10, v + 1))] for v in values.ravel()]
    ratings = [
        [dict(zip(("value", "low", "high"), wide[3 * i + j], strict=True)) for j in range(3)]
        for i in range(4)
    ]
    ratings[1][2] = None
    scenario = scenario_of(ratings)
    problem = decision_problem(scenario, weights_of(scenario, [3, 2, 1]))
    cells = uncertain_cells(scenario, problem)
    found, at_means = knowledge(problem, cells, samples=50, seed=0), means(problem, cells)
    assert len(found.gains) == 12
    for gain in found.gains:
        moved = set()
        for value in (problem.low[gain.option, gain.factor], problem.high[gain.option, gain.factor]):
            tried = at_means.copy()
            tried[gain.option, gain.factor] = value
            moved.add(int(np.argmax(tried @ problem.weights)))
        assert (gain.points > 1e-9) == (moved != {found.choice})


def test_the_seed_alone_decides_what_is_drawn():
    once, again, other = (known(LOOSE, samples=500, seed=seed).together for seed in (3, 3, 4))
    assert once == again != other
