"""The least joint change of the weights that puts an option first."""

from fractions import Fraction

import numpy as np
import pytest
from builders import (
    TENTHS,
    TIE,
    WHOLE,
    few,
    many,
    on_0_to_1,
    problem_of,
    published,
    stated_problems,
)
from engine.sensitivity.least import in_fractions
from hypothesis import given
from hypothesis import strategies as st
from rational import least_cost
from scipy.optimize import linprog

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.engine.sensitivity.shifts import weight_shifts

pytestmark = pytest.mark.thorough


def shifts_of(problem, locked=()):
    return weight_shifts(problem, rank_options(problem), locked=locked)


def moved(problem, weights):
    """Percentage points of weight that change hands."""
    return 50 * np.abs(weights - problem.weights).sum()


def puts_first(problem, option, weights):
    scores = 100 * problem.values @ weights
    return scores[option] >= np.delete(scores, option).max(initial=0) - TIE


def best_lead(problem, option, kept):
    """The most by which any weights put an option above its best rival, in points: one linear programme."""
    n = problem.weights.size
    rivals = np.delete(problem.values, option, axis=0)
    rows = np.hstack([100 * (rivals - problem.values[option]), np.ones((len(rivals), 1))])
    bounds = [(w, w) if k else (0, None) for w, k in zip(problem.weights, kept, strict=True)]
    solved = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=rows,
        b_ub=np.zeros(len(rivals)),
        A_eq=[[*np.ones(n), 0.0]],
        b_eq=[1.0],
        bounds=[*bounds, (None, None)],
    )
    return -solved.fun


def least_moved(problem, option, kept):
    """The least points, by a programme over the weights themselves and the size of each change."""
    n = problem.weights.size
    rivals = np.delete(problem.values, option, axis=0)
    one, none = np.eye(n), np.zeros((len(rivals), n))
    solved = linprog(
        np.append(np.zeros(n), np.full(n, 50.0)),
        A_ub=np.vstack(
            [
                np.hstack([rivals - problem.values[option], none]),
                np.hstack([one, -one]),
                np.hstack([-one, -one]),
            ]
        ),
        b_ub=np.concatenate([np.zeros(len(rivals)), problem.weights, -problem.weights]),
        A_eq=[np.append(np.ones(n), np.zeros(n))],
        b_eq=[1.0],
        bounds=[(w, w) if k else (0, None) for w, k in zip(problem.weights, kept, strict=True)]
        + [(0, None)] * n,
    )
    assert solved.status == 0
    return solved.fun


def exactly_first(problem, option, t):
    """Whether an option is first where the second of two factors has the share t, in whole arithmetic."""
    a, b = ([Fraction(int(x)) for x in problem.ratings[:, j]] for j in (0, 1))
    scores = [(1 - t) * x + t * y for x, y in zip(a, b, strict=True)]
    return scores[option] == max(scores)


@st.composite
def with_locks(draw, cells=None):
    problem = decision_problem(*draw(stated_problems(cells)))
    count = len(problem.drivers)
    return problem, draw(st.lists(st.integers(0, count - 1), max_size=count, unique=True))


@given(st.one_of(with_locks(), with_locks(WHOLE), with_locks(TENTHS)))
@few
def test_every_option_that_is_not_first_is_told_once_in_order_of_rank(case):
    problem, locked = case
    ranking = rank_options(problem)
    told = [shift.option for shift in weight_shifts(problem, ranking, locked=locked)]
    assert told == [i for i in ranking.order if i not in ranking.leaders]


@given(with_locks())
@many
def test_the_shifted_weights_are_weights_keep_the_locked_ones_and_put_the_option_first(case):
    problem, locked = case
    kept = np.isin(problem.driver_of, locked)
    for shift in shifts_of(problem, locked):
        if shift.weights is None:
            assert shift.points is None
            continue
        assert (shift.weights >= 0).all()
        assert shift.weights.sum() == pytest.approx(1, abs=1e-12)
        assert shift.weights[kept].tolist() == pytest.approx(problem.weights[kept].tolist(), abs=1e-9)
        assert puts_first(problem, shift.option, shift.weights)
        assert shift.points == pytest.approx(moved(problem, shift.weights), abs=1e-9)
        assert shift.points > 0


@given(with_locks())
@many
def test_there_is_none_exactly_where_no_weights_at_all_put_the_option_first(case):
    problem, locked = case
    kept = np.isin(problem.driver_of, locked)
    for shift in shifts_of(problem, locked):
        assert (shift.points is None) == (best_lead(problem, shift.option, kept) < -1e-8)


@given(with_locks())
@few
def test_another_programme_finds_nothing_smaller_and_nothing_larger(case):
    problem, locked = case
    kept = np.isin(problem.driver_of, locked)
    for shift in shifts_of(problem, locked):
        if shift.points is not None:
            assert shift.points == pytest.approx(least_moved(problem, shift.option, kept), abs=1e-6)


@given(in_fractions())
@many
def test_the_least_shift_is_that_of_a_programme_in_fractions(case):
    """Unknown are what each weight gains and loses, what it keeps, and the lead over each rival."""
    values, weights, problem = case
    n, rivals = len(weights), len(values) - 1
    for shift in shifts_of(problem):
        own = values[shift.option]
        rows, totals = [[1] * n + [-1] * n + [0] * (n + rivals)], [0]
        for j in range(n):
            kept = [int(j == k) for k in range(n)]
            rows.append([0] * n + kept + kept + [0] * rivals)
            totals.append(weights[j])
        for q, rival in enumerate(row for i, row in enumerate(values) if i != shift.option):
            lead = [a - b for a, b in zip(own, rival, strict=True)]
            slack = [-int(q == k) for k in range(rivals)]
            rows.append([*lead, *(-x for x in lead), *[0] * n, *slack])
            totals.append(-sum(x * w for x, w in zip(lead, weights, strict=True)))
        least = least_cost([1] * n + [0] * (2 * n + rivals), rows, totals)
        assert (shift.points is None) == (least is None)
        if least is not None:
            assert shift.points == pytest.approx(float(100 * least), abs=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_random_search_finds_no_smaller_move(seed):
    """Weights drawn near and far; those that put the option first are pulled back as far as they still do."""
    rng = np.random.default_rng(seed)
    m, n = rng.integers(3, 6), rng.integers(2, 6)
    problem = problem_of(rng.integers(0, 11, (m, n)).tolist(), rng.integers(1, 6, n).tolist())
    now = problem.weights
    drawn = [rng.dirichlet(np.full(n, spread), 3000) for spread in (0.3, 1)]
    drawn += [rng.dirichlet(spread * now, 3000) for spread in (5, 50)]
    drawn = np.vstack([*drawn, np.eye(n)])
    searched = 0
    for shift in shifts_of(problem):
        lead = 100 * (problem.values[shift.option] - np.delete(problem.values, shift.option, axis=0))
        there = drawn[(drawn @ lead.T).min(axis=1) >= 0]
        searched += there.shape[0]
        if shift.points is None:
            assert there.size == 0
        if there.size == 0:
            continue
        behind, ahead = lead @ now, there @ lead.T
        way = np.where(behind < 0, behind / np.minimum(behind - ahead, -1e-300), 0).max(axis=1)
        pulled = now + way[:, None] * (there - now)
        assert ((pulled @ lead.T).min(axis=1) >= -1e-9).all()
        smallest = 50 * np.abs(pulled - now).sum(axis=1).min()
        assert shift.points - 1e-6 <= smallest <= 2 * shift.points + 5
    assert searched > 100


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=2, max_size=6),
    st.integers(0, 10),
)
@many
def test_with_two_factors_it_is_the_nearest_crossing_in_whole_arithmetic(rows, points):
    problem = problem_of([[float(a), float(b)] for a, b in rows], [10 - points, points])
    now = Fraction(points, 10)
    for shift in shifts_of(problem):
        a, b = rows[shift.option]
        turns = {Fraction(0), Fraction(1)}
        for c, d in rows:
            if (a - c) != (b - d):
                turns.add(Fraction(a - c, (a - c) - (b - d)))
        usable = [t for t in turns if 0 <= t <= 1 and exactly_first(problem, shift.option, t)]
        if usable:
            assert shift.points == pytest.approx(100 * float(min(abs(t - now) for t in usable)), abs=1e-7)
        else:
            assert shift.points is None


@given(stated_problems())
@few
def test_no_option_needs_more_than_the_one_way_flip_that_puts_it_first(both):
    """Moving one weight, the others in proportion, is one of the joint moves."""
    problem = decision_problem(*both)
    ranking = rank_options(problem)
    points = {shift.option: shift.points for shift in weight_shifts(problem, ranking)}
    for swing in one_way(problem, ranking):
        for flip in swing.flips:
            for option in set(flip.to) - set(ranking.leaders):
                share = swing.weight
                if share < 1:
                    assert points[option] <= 100 * abs(flip.change) + 1e-6


def test_for_two_factors_it_is_the_one_way_flip():
    problem = problem_of([[9, 2], [4, 8]], [3, 2])
    (flip,) = one_way(problem, rank_options(problem))[0].flips
    (shift,) = shifts_of(problem)
    assert flip.at == pytest.approx(6 / 11)
    assert shift.points == pytest.approx(100 * abs(flip.change), abs=1e-9)
    assert shift.weights.tolist() == pytest.approx([6 / 11, 5 / 11], abs=1e-9)


def test_the_weight_comes_from_where_the_option_loses_most_and_goes_where_it_gains_most():
    """Behind by 10 points; a point of weight from the second to the third factor gains 1.6."""
    problem = problem_of([[5, 9, 2], [5, 1, 10], [0, 0, 0]], [2, 5, 3])
    shift, last = shifts_of(problem)
    behind = 100 * (0.5 * 0.8 - 0.3 * 0.8)
    assert shift.option == 1
    assert shift.points == pytest.approx(behind / 1.6, abs=1e-9)
    assert shift.weights.tolist() == pytest.approx([0.2, 0.4, 0.4], abs=1e-9)
    assert (last.option, last.points, last.weights) == (2, None, None)


def test_an_option_nowhere_best_but_not_dominated_is_first_under_no_weights():
    """Under the line between the other two: (4, 4) is better than each somewhere."""
    shifts = shifts_of(problem_of([[10, 0], [0, 10], [4, 4]], [2, 1]))
    assert [(shift.option, shift.points is None) for shift in shifts] == [(2, True), (1, False)]


def test_an_option_first_at_one_single_weighting_is_found_there():
    """(5, 5) lies on the line between the others: level with both where the factors count the same."""
    shifts = shifts_of(problem_of([[10, 0], [0, 10], [5, 5]], [2, 1]))
    assert [(shift.option, shift.points) for shift in shifts] == [
        (2, pytest.approx(50 / 3, abs=1e-7)),
        (1, pytest.approx(50 / 3, abs=1e-7)),
    ]


def test_an_option_equal_to_another_is_put_first_with_it():
    points = [shift.points for shift in shifts_of(problem_of([[9, 1], [1, 9], [1, 9]], [3, 1]))]
    assert points == [pytest.approx(25), pytest.approx(25)]


@pytest.mark.parametrize("gap", [1e-2, 1e-4, 1e-6, 1e-8])
def test_a_gap_of_a_hair_takes_a_hair_of_weight(gap):
    """The first leads by the gap, and each point of weight from the first factor to the second gives 1."""
    problem = problem_of([[0.75 + gap / 50, 0.25], [0.25, 0.75]], [1, 1], scales=on_0_to_1(2))
    (shift,) = shifts_of(problem)
    assert shift.points == pytest.approx(gap, rel=1e-2)
    assert puts_first(problem, 1, shift.weights)


def test_factors_without_weight_can_take_some():
    (shift,) = shifts_of(problem_of([[8, 0], [4, 10]], [1, 0]))
    assert shift.points == pytest.approx(100 * 4 / 14)
    assert shift.weights.tolist() == pytest.approx([10 / 14, 4 / 14])


def test_within_a_single_driver_its_factors_give_and_take():
    problem = problem_of([[9, 2], [4, 8]], [1], {"d0": [3, 2]}, groups=[2])
    (shift,) = shifts_of(problem)
    assert shift.points == pytest.approx(100 * (0.6 - 6 / 11), abs=1e-9)
    (locked,) = shifts_of(problem, [0])
    assert (locked.points, locked.weights) == (None, None)


def test_a_single_factor_leaves_nothing_to_move():
    assert [shift.points for shift in shifts_of(problem_of([[9], [4], [4]], [1]))] == [None, None]


def test_there_is_no_shift_where_nobody_is_behind():
    assert shifts_of(problem_of([[9, 3]], [1, 1])) == ()
    assert shifts_of(problem_of([[9, 3], [3, 9], [6, 6]], [1, 1])) == ()


def test_a_lock_makes_the_move_longer_or_impossible():
    """Behind by 10 marks. From d1 to d2 gains 5 a point, from d0 to d2 8."""
    problem = problem_of([[9, 6, 2], [1, 1, 2], [2, 5, 7]], [2, 4, 4])
    by_option = {shift.option: shift.points for shift in shifts_of(problem)}
    free = 100 * (0.2 * 7 + 0.4 * 1 - 0.4 * 5) / 12
    assert free < 0, "so the third option leads"
    assert list(by_option) == [0, 1]
    assert by_option[0] == pytest.approx(100 * 0.2 / 12, abs=1e-7)
    assert by_option[1] is None
    one, _ = shifts_of(problem, [0])
    assert one.points == pytest.approx(100 * 0.2 / 6, abs=1e-7)
    two, _ = shifts_of(problem, [2])
    assert two.points == pytest.approx(100 * 0.2 / 6, abs=1e-7)
    none, _ = shifts_of(problem, [0, 1, 2])
    assert none.points is None


def test_progress_is_told_for_each_option():
    problem = problem_of([[9, 2], [4, 8], [1, 1]], [3, 2])
    told = []
    weight_shifts(problem, rank_options(problem), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_120_options_on_30_factors_are_put_first_or_cannot_be():
    rng = np.random.default_rng(5)
    problem = problem_of((rng.integers(0, 101, (120, 30)) / 10).tolist(), rng.integers(1, 9, 30).tolist())
    shifts = shifts_of(problem)
    assert len(shifts) == 119
    for shift in shifts[::23]:
        assert shift.points is not None
        assert puts_first(problem, shift.option, shift.weights)
        kept = np.zeros(30, dtype=bool)
        assert shift.points == pytest.approx(least_moved(problem, shift.option, kept), abs=1e-6)


def test_triantaphyllou_sanchez_1997_no_more_than_one_weight_alone():
    """Triantaphyllou & Sanchez (1997): A3 and A2 come first at published one-way turns; A4 never."""
    case = published("sens_triantaphyllou_sanchez_1997")
    problem = problem_of(case["matrix"], case["weights"], scales=on_0_to_1(4))
    points = {case["options"][shift.option]: shift.points for shift in shifts_of(problem)}
    expected = case["expected"]["recomputed"]["one_way"]
    alone = [
        (stretch["winner"][0], abs(edge - item["weight"]) * 100)
        for item in expected
        for stretch in item["winners"]
        for edge in (stretch["from"], stretch["to"])
    ]
    for option in ("A2", "A3"):
        assert 0 < points[option] <= min(way for winner, way in alone if winner == option) + 1e-6
    assert points["A4"] is None


def test_an_option_that_weights_put_first_only_in_a_tie_is_told_so():
    """The second is nowhere better than the first, and level on one factor: with all weight there, a tie."""
    problem = problem_of([[8, 5, 1], [5, 5, 1], [1, 1, 9]], [3, 1, 1])
    shifts = {shift.option: shift for shift in weight_shifts(problem, rank_options(problem))}
    assert shifts[1].points is not None
    assert not shifts[1].alone
    assert shifts[2].alone
