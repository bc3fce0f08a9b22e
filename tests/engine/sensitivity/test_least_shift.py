"""The least joint shift in closed form, against the linear programmes that put each option first."""

import pytest
from builders import TIE, many, problem_of, ranked, stated_problems
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.least_shift import least_shift
from scenario_cli.engine.sensitivity.shifts import weight_shifts


@many
@given(stated_problems(), st.booleans())
def test_it_is_the_smallest_of_those_that_put_an_option_first(stated, some_locked):
    problem, ranking = ranked(decision_problem(*stated))
    locked = [0] if some_locked and len(problem.drivers) > 1 and problem.driver_weights[0] < 1 else []
    found = least_shift(problem, ranking, locked=locked)
    shifts = [s for s in weight_shifts(problem, ranking, locked=locked) if s.points is not None]
    if len(ranking.leaders) > 1 or not shifts:
        assert found is None
    else:
        least = min(shift.points for shift in shifts)
        assert found is not None
        assert found.points == pytest.approx(least, abs=1e-6)
        others = {shift.option for shift in shifts if shift.points <= least + 1e-6}
        assert set(found.to) <= others


def test_two_options_and_two_factors_by_hand():
    """0.6 x 10 against 0.4 x 10: level once a tenth of the whole has moved."""
    problem = problem_of([[10, 0], [0, 10]], [60, 40])
    found = least_shift(problem, rank_options(problem))
    assert found.points == pytest.approx(10.0, abs=TIE)
    assert found.to == (1,)


def test_it_takes_from_where_the_rival_gains_least():
    """The gap of 36 is closed by 0.3 of the first factor (rate 100) and 0.06 of the second (rate 50)."""
    problem = problem_of([[10, 5, 0], [0, 5, 10]], [30, 33, 3])
    ranking = rank_options(problem)
    gap = float(ranking.behind.max())
    found = least_shift(problem, ranking)
    taken = min(30 / 66, gap / 200)
    assert found.points == pytest.approx(100 * taken + (gap - 200 * taken), abs=1e-9)


@pytest.mark.parametrize(
    ("ratings", "points"),
    [
        ([[5, 5]], [1, 1]),  # nobody else
        ([[5, 5], [5, 5]], [1, 1]),  # first place is shared already
        ([[6, 6], [5, 5]], [1, 1]),  # better everywhere
    ],
)
def test_there_is_none(ratings, points):
    problem = problem_of(ratings, points)
    assert least_shift(problem, rank_options(problem)) is None
