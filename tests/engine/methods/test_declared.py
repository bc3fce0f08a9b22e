"""The methods on declared scales, against loops; which option that is added turns ranks, and which not."""

import math
from dataclasses import replace

import numpy as np
import pytest
from builders import many, problem_of, scenario_of
from engine.methods import by_loops
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.methods.flows import Thresholds, flows, preferences, thresholds
from scenario_cli.engine.methods.majority import cycles_of, majority
from scenario_cli.engine.methods.together import methods_of

pytestmark = pytest.mark.thorough

UP, DOWN = {"worst": 0.0, "best": 10.0}, {"worst": 10.0, "best": 0.0}
TYPES = ("usual", "u-shape", "v-shape", "linear", "level", "gaussian")
BUT_FLOWS = ("additive", "weighted_product", "topsis", "vikor", "majority")


@st.composite
def problems(draw, least=1):
    m, n = draw(st.integers(least, 5)), draw(st.integers(1, 4))
    cell = st.integers(0, 10).map(float)
    rows = draw(st.lists(st.lists(cell, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(0, 5), min_size=n, max_size=n).filter(any))
    scales = draw(st.lists(st.sampled_from([UP, DOWN]), min_size=n, max_size=n))
    return rows, points, scales


@st.composite
def hows(draw, n=1):
    q, more, s = (draw(st.integers(0, 40)) / 8, draw(st.integers(1, 40)) / 8, draw(st.integers(1, 40)) / 8)
    return [Thresholds(draw(st.sampled_from(TYPES)), q, q + more, s, 1e-8) for _ in range(n)]


def methods(table, *, as_published=False, how=None):
    rows, points, scales = table
    problem = problem_of(rows, points, scales=scales)
    factors = scenario_of(rows, scales=scales).factors.values()
    return problem, methods_of(problem, how or [thresholds(f) for f in factors], as_published=as_published)


@many
@given(problems(), st.data())
def test_each_is_what_loops_give(table, data):
    how = data.draw(hows(len(table[1])))
    problem, found = methods(table, how=how)
    values, weights = problem.values.tolist(), problem.weights.tolist()
    n, m = len(weights), len(values)
    assert found.additive.index == pytest.approx(100 * problem.values @ problem.weights, abs=1e-9)
    wanted = [math.prod(v**w for v, w in zip(row, weights, strict=True)) for row in values]
    assert found.weighted_product.index == pytest.approx(wanted, abs=1e-12)
    wanted = by_loops.topsis(values, weights, [1] * n, [0] * n)
    assert found.topsis.index == pytest.approx(wanted, abs=1e-12)
    s, r = by_loops.regrets(values, weights)
    assert found.vikor.s == pytest.approx(s, abs=1e-12)
    assert found.vikor.r == pytest.approx(r, abs=1e-12)
    q = [a / 2 + b / 2 / max(weights) for a, b in zip(s, r, strict=True)]
    assert found.vikor.index == pytest.approx(q, abs=1e-12)
    sign = [1 if scale is UP else -1 for scale in table[2]]
    gains = [[x * k for x, k in zip(row, sign, strict=True)] for row in table[0]]
    plus, minus = by_loops.flows(gains, weights, how)
    assert found.promethee.plus == pytest.approx(plus, abs=1e-12)
    assert found.promethee.minus == pytest.approx(minus, abs=1e-12)
    assert found.promethee.index == pytest.approx(np.subtract(plus, minus), abs=1e-12)
    better = np.array(by_loops.better(values, weights))
    assert found.majority.better == pytest.approx(better, abs=1e-12)
    beats = better - better.T > 1e-9
    assert found.majority.index.tolist() == [int(beats[i].sum() - beats[:, i].sum()) for i in range(m)]


@many
@given(problems())
def test_ranks_count_who_is_better_by_more_than_a_tie(table):
    for as_published in (False, True):
        _, found = methods(table, as_published=as_published)
        for each in found.each:
            if not each.runs:
                assert each.ranks.tolist() == [0] * each.ranks.size
                assert each.order == ()
                continue
            index = np.nan_to_num(-each.index if each.method == "vikor" else each.index)
            if each.method == "weighted_product" and index.max() > 0:
                index = index / index.max()
            assert each.ranks.tolist() == [1 + int((index > x + 1e-9).sum()) for x in index]
            assert each.tied.tolist() == [int((abs(index - x) <= 1e-9).sum()) > 1 for x in index]
            assert sorted(each.order) == list(range(index.size))


@many
@given(problems())
def test_an_option_that_is_worst_everywhere_turns_no_rank_but_promethees(table):
    rows, points, scales = table
    _, found = methods(table)
    _, more = methods(([*rows, [scale["worst"] for scale in scales]], points, scales))
    for method in BUT_FLOWS:
        before, after = getattr(found, method).ranks, getattr(more, method).ranks
        assert after[:-1].tolist() == before.tolist(), method
        assert after[-1] >= before.max(), method


@many
@given(problems(), st.lists(st.integers(0, 10).map(float), min_size=4, max_size=4))
def test_no_option_at_all_turns_ranks_that_are_each_options_own(table, newcomer):
    """Adding up, product, TOPSIS and VIKOR on declared scales: the others stay in their order."""
    rows, points, scales = table
    _, found = methods(table)
    _, more = methods(([*rows, newcomer[: len(points)]], points, scales))
    for method in ("additive", "weighted_product", "topsis", "vikor"):
        before, after = getattr(found, method), getattr(more, method)
        if method != "weighted_product":  # whose ties are told by the greatest product
            assert np.sign(np.subtract.outer(after.ranks[:-1], after.ranks[:-1])).tolist() == (
                np.sign(np.subtract.outer(before.ranks, before.ranks)).tolist()
            )
        assert after.index[:-1].tolist() == before.index.tolist()


@many
@given(problems(least=2))
def test_who_beats_every_other_still_does_without_any_of_them(table):
    rows, points, scales = table
    _, found = methods(table)
    winner = found.majority.winner
    for gone in range(len(rows)):
        if winner is None or gone == winner:
            continue
        _, fewer = methods(([row for i, row in enumerate(rows) if i != gone], points, scales))
        assert fewer.majority.winner == winner - (gone < winner)


def turned_by_the_worst(*, as_published):
    """Which methods have `a` before `b`, and behind it once an option that loses everywhere is there."""
    rows, points, scales = [[8.0, 1.0], [4.0, 4.0]], [5, 4], [UP, UP]
    _, few = methods((rows, points, scales), as_published=as_published)
    _, more = methods(([*rows, [0.0, 0.0]], points, scales), as_published=as_published)
    pairs = [(a, b) for a, b in zip(few.each, more.each, strict=True) if b.runs]
    return [a.method for a, b in pairs if a.ranks[0] < a.ranks[1] and b.ranks[0] > b.ranks[1]]


def test_where_an_option_that_is_worst_everywhere_turns_a_rank_of_promethee():
    """Over it `b` is preferred in full and `a` by one factor: flows are means over the others."""
    assert turned_by_the_worst(as_published=False) == ["promethee"]


def test_where_an_option_that_loses_turns_ranks_of_others_as_published():
    """The worst at hand is farther away with the newcomer, and gaps on that factor are a smaller part."""
    assert turned_by_the_worst(as_published=True) == ["additive", "vikor", "promethee"]


@pytest.mark.parametrize("type_", TYPES)
def test_the_ends_of_a_preference_function(type_):
    how = Thresholds(type_, 2.0, 4.0, 3.0, 1e-9)
    at = np.array([-3.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 50.0])
    wanted = [by_loops.preference(d, type_, 2.0, 4.0, 3.0) for d in at]
    assert preferences(at, how) == pytest.approx(wanted, abs=1e-12)


def test_differences_that_are_the_same_but_for_rounding_are_no_differences():
    a, b = 0.1 + 0.2, 0.3  # not the same number, and the same rating
    how = [Thresholds("usual", 0, 0, 0, 1e-9)]
    assert flows(np.array([[a], [b]]), np.ones(1), how).index.tolist() == [0.0, 0.0]
    assert majority(np.array([[a], [b]]), np.ones(1)).index.tolist() == [0.0, 0.0]
    assert preferences(np.array([0.3]), Thresholds("u-shape", 0.1 + 0.2, 1, 1, 1e-9)).tolist() == [0.0]
    assert preferences(np.array([0.1 + 0.2]), Thresholds("u-shape", 0.3, 1, 1, 1e-9)).tolist() == [0.0]


def test_a_linear_preference_without_width_is_a_step():
    how = Thresholds("linear", 2.0, 2.0, 1.0, 1e-9)
    assert preferences(np.array([1.0, 2.0, 2.1]), how).tolist() == [0.0, 0.0, 1.0]


@many
@given(st.integers(1, 7), st.data())
def test_cycles_name_every_option_that_is_in_one(m, data):
    pairs = [(a, b) for a in range(m) for b in range(a)]
    ways = data.draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=len(pairs), max_size=len(pairs)))
    beats = np.zeros((m, m), dtype=bool)
    for (a, b), way in zip(pairs, ways, strict=True):
        beats[a, b], beats[b, a] = way > 0, way < 0
    cycles = cycles_of(beats)
    for cycle in cycles:
        assert len(set(cycle)) == len(cycle) >= 3
        assert cycle[0] == min(cycle)
        assert all(beats[a, b] for a, b in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    assert {i for cycle in cycles for i in cycle} == by_loops.in_circles(beats)


def test_a_circle_of_four_is_named_whole():
    """a beats b, b c, c d, d a; the pairs across are even."""
    rows = [[0.9, 0.1, 0.5, 0.7], [0.7, 0.9, 0.1, 0.5], [0.5, 0.7, 0.9, 0.1], [0.1, 0.5, 0.7, 0.9]]
    found = majority(np.array(rows), np.full(4, 0.25))
    assert found.cycles == ((0, 1, 2, 3),)
    assert found.winner is None
    assert found.ranks.tolist() == [1, 1, 1, 1]


@many
@given(problems())
def test_adding_up_as_published_is_what_is_left_of_vikors_regrets(table):
    _, found = methods(table, as_published=True)
    assert found.additive.index == pytest.approx(100 * (1 - found.vikor.s), abs=1e-9)


def test_one_option_is_first_by_every_method():
    for as_published in (False, True):
        _, found = methods(([[3.0, 5.0]], [1, 2], [UP, DOWN]), as_published=as_published)
        assert [each.ranks.tolist() for each in found.each] == [[1]] * 6
        assert found.vikor.compromise == (0,)
        assert (found.vikor.advantage, found.vikor.stability) == (True, True)
        assert found.majority.winner == 0


def test_where_all_are_alike_all_tie_and_the_closeness_is_not_defined():
    rows = [[3.0, 5.0]] * 3
    _, found = methods((rows, [1, 2], [UP, DOWN]), as_published=True)
    assert [each.ranks.tolist() for each in found.each] == [[1, 1, 1]] * 6
    assert np.isnan(found.topsis.index).all()
    assert found.vikor.index.tolist() == [0.0, 0.0, 0.0]
    assert found.vikor.compromise == (0, 1, 2)
    assert (found.vikor.advantage, found.vikor.stability) == (False, True)
    _, found = methods((rows, [1, 2], [UP, DOWN]))
    assert not np.isnan(found.topsis.index).any()


def test_a_factor_without_weight_counts_nowhere():
    rows = [[3.0, 0.0], [5.0, 10.0]]
    for as_published in (False, True):
        _, two = methods((rows, [1, 0], [UP, UP]), as_published=as_published)
        _, one = methods(([[3.0], [5.0]], [1], [UP]), as_published=as_published)
        for a, b in zip(two.each, one.each, strict=True):
            assert a.index == pytest.approx(b.index, abs=1e-12)


def test_a_product_takes_ratings_above_0_only():
    """As published; on factors without weight anything goes."""
    rows = [[0.0, 4.0], [5.0, 3.0], [-1.0, 2.0]]
    wide = {"worst": -5.0, "best": 10.0}
    _, found = methods((rows, [1, 1], [wide, UP]), as_published=True)
    assert found.weighted_product.refused == ((0, 0), (2, 0))
    assert np.isnan(found.weighted_product.index).all()
    assert found.of_sums is None
    _, found = methods((rows, [0, 1], [wide, UP]), as_published=True)
    assert found.weighted_product.runs
    assert found.weighted_product.ranks.tolist() == [1, 2, 3]


def test_units_turn_nothing_as_published():
    """Published ranks hang on ratings, weights and direction: not on where scales end."""
    rows = [[3.0, 5.0, 2.0], [5.0, 4.0, 9.0], [4.0, 9.0, 5.0]]
    wide = [{"worst": -50.0, "best": 80.0}, {"worst": 900.0, "best": 0.0}, {"worst": 0.0, "best": 20.0}]
    narrow = [{"worst": 3.0, "best": 5.0}, {"worst": 9.0, "best": 4.0}, {"worst": 2.0, "best": 9.0}]
    how = [Thresholds("usual", 0, 0, 0, 1e-9)] * 3
    _, one = methods((rows, [1, 2, 3], wide), as_published=True, how=how)
    _, two = methods((rows, [1, 2, 3], narrow), as_published=True, how=how)
    for a, b in zip(one.each, two.each, strict=True):
        assert a.index == pytest.approx(b.index, abs=1e-12)


def test_numbers_near_the_largest_there_are():
    rows = [[1e300, 1.0], [9e299, 2.0], [1e299, 3.0]]
    scales = [{"worst": 0.0, "best": 1.5e300}, UP]
    for as_published in (False, True):
        _, found = methods((rows, [1, 1], scales), as_published=as_published)
        assert all(np.isfinite(each.index).all() for each in found.each)


def test_a_compromise_without_stability_has_the_second_beside_the_first():
    """First neither by the sum of regrets nor by the greatest, and yet well ahead by both together."""
    rows = [
        [1.0, 101.0, 1.0, 101.0, 1.0],
        [101.0, 1.0, 101.0, 1.0, 101.0],
        [1.0, 1.0, 1.0, 1.0, 101.0],
        [11.0, 11.0, 11.0, 16.0, 61.0],
        [56.0, 56.0, 56.0, 56.0, 56.0],
    ]
    low = [{"worst": 101.0, "best": 1.0}] * 5
    _, found = methods((rows, [1] * 5, low), as_published=True)
    assert (found.vikor.advantage, found.vikor.stability) == (True, False)
    assert found.vikor.compromise == (3, 4)


def test_answers_cannot_be_written_to():
    _, found = methods(([[3.0], [5.0]], [1], [UP]))
    with pytest.raises(ValueError, match="read-only"):
        found.vikor.s[0] = 1
    assert replace(found.vikor).s is not None
