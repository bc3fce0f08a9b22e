"""The fewest ratings and steps that put an option first."""

from itertools import combinations

import numpy as np
import pytest
from builders import (
    TENTHS,
    TIE,
    WHOLE,
    few,
    first_of,
    many,
    on_0_to_1,
    problem_of,
    scenario_of,
    stated_problems,
    weights_of,
)
from engine.sensitivity.least import in_fractions
from hypothesis import given
from hypothesis import strategies as st
from rational import least_cost
from scipy.optimize import linprog

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.rating_changes import rating_changes
from scenario_cli.model.settings import RatingSetting


def usable_cells(problem, option):
    """The cells that can help: the option's own may rise, the others' may fall."""
    m, n = problem.values.shape
    return [(i, j, 1.0 if i == option else 0.0) for i in range(m) for j in range(n)]


def fewest_by_search(problem, option):
    """The smallest sets of ratings that put an option first when pushed to the ends of their scales."""
    cells = usable_cells(problem, option)
    for count in range(len(cells) + 1):
        found = []
        for chosen in combinations(cells, count):
            values = problem.values.copy()
            for i, j, end in chosen:
                values[i, j] = end
            if option in first_of(100 * values @ problem.weights):
                found.append(chosen)
        if found:
            return found
    raise AssertionError("an option with the best of everything against the worst is first")


def least_steps(problem, option, chosen):
    """The fewest steps by which a set of ratings must move to put an option first."""
    scores = 100 * problem.values @ problem.weights
    rivals = [r for r in range(scores.size) if r != option]
    rows = [
        [100 * problem.weights[j] if i in (option, rival) else 0.0 for i, j, _ in chosen] for rival in rivals
    ]
    solved = linprog(
        [1 / problem.steps[j] for _, j, _ in chosen],
        A_ub=-np.array(rows),
        b_ub=[scores[option] - scores[rival] for rival in rivals],
        bounds=[(0, abs(end - problem.values[i, j])) for i, j, end in chosen],
    )
    assert solved.status == 0
    return solved.fun


@st.composite
def small_problems(draw):
    """At most six cells of whole numbers, some scales falling, some with a step of their own."""
    m, n = draw(st.sampled_from([(2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (4, 1), (5, 1), (6, 1)]))
    ratings = draw(st.lists(st.lists(WHOLE, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(0, 5), min_size=n, max_size=n).filter(any))
    scales = draw(
        st.lists(
            st.sampled_from((None, {"worst": 10, "best": 0}, {"worst": 0, "best": 10, "step": 0.5})),
            min_size=n,
            max_size=n,
        )
    )
    scenario = scenario_of(ratings, scales=scales)
    return scenario, weights_of(scenario, points)


@given(small_problems())
@many
def test_no_smaller_number_of_ratings_and_no_fewer_steps_would_do(both):
    problem = decision_problem(*both)
    for option in range(len(problem.options)):
        changes = rating_changes(problem, option)
        found = fewest_by_search(problem, option)
        assert len(changes) == len(found[0])
        if changes:
            steps = min(least_steps(problem, option, chosen) for chosen in found)
            assert sum(change.steps for change in changes) == pytest.approx(steps, abs=1e-6)


@given(in_fractions(most=3))
@few
def test_the_steps_are_the_fewest_of_all_choices_of_ratings_in_fractions(case):
    """For each choice of cells: what each moves, what room it leaves, and the lead over each rival."""
    values, weights, problem = case
    scores = [sum(v * w for v, w in zip(row, weights, strict=True)) for row in values]
    for option, own in enumerate(scores):
        rivals = [i for i, score in enumerate(scores) if score > own]
        cells = [(i, j) for i in [option, *rivals] for j in range(len(weights))]
        changes = rating_changes(problem, option)
        if not changes:
            assert not rivals
            continue
        found = []
        for chosen in combinations(cells, len(changes)):
            k = len(chosen)
            rows, totals = [], []
            for q, (i, j) in enumerate(chosen):
                one = [int(q == p) for p in range(k)]
                rows.append([*one, *one, *[0] * len(rivals)])
                totals.append(1 - values[i][j] if i == option else values[i][j])
            for q, rival in enumerate(rivals):
                gains = [weights[j] if i in (option, rival) else 0 for i, j in chosen]
                rows.append([*gains, *[0] * k, *(-int(q == p) for p in range(len(rivals)))])
                totals.append(scores[rival] - own)
            found.append(least_cost([10] * k + [0] * (k + len(rivals)), rows, totals))
        least = min(steps for steps in found if steps is not None)
        assert sum(change.steps for change in changes) == pytest.approx(float(least), abs=1e-9)


@given(st.one_of(small_problems(), stated_problems(WHOLE, unknown=True), stated_problems(TENTHS)))
@few
def test_some_ratings_always_do_it_and_scored_again_they_put_the_option_first(both):
    scenario, weights = both
    problem = decision_problem(scenario, weights)
    for option in range(len(problem.options)):
        changes = rating_changes(problem, option)
        assert changes is not None, "the best of everything is first against the worst"
        settings = [
            RatingSetting(
                option=problem.options[change.option],
                factor=problem.factors[change.factor],
                value=change.after,
            )
            for change in changes
        ]
        again = rank_options(decision_problem(scenario, weights, settings))
        assert option in again.leaders
        assert len({(change.option, change.factor) for change in changes}) == len(changes)


@given(st.one_of(small_problems(), stated_problems(TENTHS, unknown=True)))
@few
def test_own_ratings_get_better_and_rivals_get_worse_by_the_steps_that_are_told(both):
    problem = decision_problem(*both)
    for option in range(len(problem.options)):
        changes = rating_changes(problem, option)
        steps = [change.steps for change in changes]
        assert steps == sorted(steps, reverse=True)
        for change in changes:
            i, j = change.option, change.factor
            assert change.before == problem.ratings[i, j]
            better = np.sign(problem.best[j] - problem.worst[j])
            assert np.sign(change.after - change.before) == (better if i == option else -better)
            step = problem.steps[j] * abs(problem.best[j] - problem.worst[j])
            assert change.steps == pytest.approx(abs(change.after - change.before) / step, abs=1e-9)
            assert problem.weights[j] > 0


@given(st.one_of(small_problems(), stated_problems(TENTHS)))
@few
def test_nothing_must_change_exactly_where_an_option_is_first_already(both):
    problem = decision_problem(*both)
    leaders = rank_options(problem).leaders
    for option in range(len(problem.options)):
        assert (rating_changes(problem, option) == ()) == (option in leaders)


def test_one_own_rating_against_two_rivals_instead_of_one_of_each():
    """Raising its own rating by 3 does for both rivals at once."""
    (change,) = rating_changes(problem_of([[5, 5], [8, 5], [7, 5]], [1, 1]), 0)
    assert change.option == 0
    assert change.steps == pytest.approx(3)


def test_steps_decide_between_ratings_that_would_do_equally():
    """Two marks on the first are two steps, on the second four."""
    scales = [None, {"worst": 0, "best": 10, "step": 0.5}]
    (change,) = rating_changes(problem_of([[6, 6], [5, 5]], [1, 1], scales=scales), 1)
    assert (change.factor, change.steps) == (0, pytest.approx(2))


def test_a_rating_in_euros_falls_where_less_is_better():
    euro = {"worst": 900, "best": 100, "unit": "EUR", "step": 50}
    changes = rating_changes(problem_of([[6, 500], [5, 580]], [1, 9], scales=[None, euro]), 1)
    (change,) = changes
    now = {0: 580.0, 1: 500.0}[int(change.option == 0)]
    assert change.factor == 1
    assert change.before == now
    # a mark is worth 1/9 of a tenth of 800 EUR
    assert abs(change.after - change.before) == pytest.approx(80 + 80 / 9)


def test_two_ratings_where_one_is_not_enough():
    """Behind by 12 marks, and no single rating has so much room."""
    changes = rating_changes(problem_of([[10, 9], [4, 3]], [1, 1]), 1)
    assert len(changes) == 2
    assert sum(change.steps for change in changes) == pytest.approx(12)


def test_no_rating_is_told_off_its_scale():
    """8 marks on the first factor are all its leader has."""
    (change,) = rating_changes(problem_of([[0, 10], [8, 10]], [5, 2]), 0)
    assert change.after in (0, 8)
    for row in ([1, 7, 3], [2, 9, 4], [0, 3, 8], [6, 7, 9], [5, 1, 3]):
        changes = rating_changes(problem_of([[10, 10, 10], row], [3, 5, 2]), 1)
        assert all(0 <= change.after <= 10 for change in changes)


@pytest.mark.parametrize("gap", [1e-5, 1e-7, 1e-8])
def test_a_gap_of_a_hair_is_closed_by_a_hair(gap):
    problem = problem_of([[0.5 + gap / 50, 0.5], [0.5, 0.5]], [1, 1], scales=on_0_to_1(2))
    assert rank_options(problem).leaders == (0,)
    (change,) = rating_changes(problem, 1)
    assert change.steps == pytest.approx(gap / 50 / 0.1, abs=1e-9)


@pytest.mark.parametrize(
    ("short", "needed"),
    [
        (1e-6, 2),
        (1e-9, 2),
        (1e-11, 1),
        (0, 1),
    ],
)
def test_ratings_that_fall_short_by_a_hair_are_enough_only_where_the_hair_is_a_tie(short, needed):
    """The second factor's room is 20 points, and both rivals are 20 points and a hair ahead."""
    ahead = [1.0, 0.6 + short]
    problem = problem_of([ahead, ahead, [0.9, 0.0]], [8, 2], scales=on_0_to_1(2))
    gap = rank_options(problem).scores[0] - rank_options(problem).scores[2]
    assert bool(gap - 20 <= TIE) == (needed == 1)
    assert len(rating_changes(problem, 2)) == needed
