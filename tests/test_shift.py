"""The least change that puts an option first: of the weights jointly, and of the ratings."""

from fractions import Fraction
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
    published,
    scenario_of,
    stated_problems,
    weights_of,
)
from hypothesis import given
from hypothesis import strategies as st
from rational import least_cost
from scipy.optimize import linprog

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.engine.sensitivity.shifts import rating_changes, weight_shifts
from scenario_cli.model.settings import RatingSetting


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


# Weights


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


@st.composite
def in_fractions(draw, *, most=4):
    """Values in hundredths and whole points, as fractions and as the problem they make."""
    m, n = draw(st.integers(2, most)), draw(st.integers(2, most))
    parts = draw(st.lists(st.lists(st.integers(0, 100), min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))
    values = [[Fraction(part, 100) for part in row] for row in parts]
    weights = [Fraction(point, sum(points)) for point in points]
    rows = [[part / 100 for part in row] for row in parts]
    return values, weights, problem_of(rows, points, scales=on_0_to_1(n))


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


# Ratings


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
