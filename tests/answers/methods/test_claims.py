"""What is said of where methods differ is true: each claim is computed again, from ratings and weights."""

import math
import re

import numpy as np
import pytest
from builders import many, scenario_of, study_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.answers.methods.words import WORDS, compromise_text, majority_text, turn_text

UP, DOWN = {"worst": 0.0, "best": 10.0}, {"worst": 10.0, "best": 0.0}


@st.composite
def answers(draw, positive=False):
    m, n = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    cell = st.integers(1 if positive else 0, 10).map(float)
    rows = draw(st.lists(st.lists(cell, min_size=n, max_size=n), min_size=m, max_size=m))
    points = draw(st.lists(st.integers(0, 5), min_size=n, max_size=n).filter(any))
    scales = draw(st.lists(st.sampled_from([UP, DOWN]), min_size=n, max_size=n))
    scenario = scenario_of(rows, scales=scales)
    study = study_of(scenario, weights_of(scenario, points))
    return study.methods(as_published=draw(st.booleans()))


def first_by(answer, method):
    ranking = next(each for each in answer.found.each if each.method == method)
    return {i for i, rank in enumerate(ranking.ranks) if rank == 1}


@many
@given(answers())
def test_the_finding_names_who_is_first_by_each_method(answer):
    base = first_by(answer, "additive")
    finding = answer.finding.removeprefix("As published, ").lower()
    ran = [each.method for each in answer.found.each if each.runs]
    other = [method for method in ran if first_by(answer, method) != base]
    differing = [
        method for method in other if len(first_by(answer, method)) < len(answer.study.problem.options)
    ]
    telling = [method for method in ran[1:] if method not in other or method in differing]
    start = "first place hangs on the method" if differing else "first place does not hang on adding up"
    assert finding.startswith(start if telling else "first by adding up ")
    for method in set(other) - set(differing) if telling else ():
        assert re.search(rf"; [^;]*{re.escape(WORDS[method].name.lower())}[^;]* (does|do) not", finding)
    for method in ("additive", *telling) if differing else ():
        names = [f"o{i}" for i in sorted(first_by(answer, method))]
        who = " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        name = re.escape(WORDS[method].name.lower())
        assert re.search(rf"{who}(?: (?:is|are) first)? by (?:(?! by ).)*{name}", finding), (method, who)
    assert ("cannot run" in finding) is (len(ran) < 6)
    assert {turn.method for turn in answer.turns} == set(other)


@many
@given(answers())
def test_what_makes_a_method_differ_is_so(answer):
    problem, found = answer.study.problem, answer.found
    weights, values = problem.weights, problem.values
    descending = problem.best < problem.worst
    for turn in answer.turns:
        x, y, j = turn.before, turn.first, turn.factor
        ranking = next(each for each in found.each if each.method == turn.method)
        assert x in first_by(answer, "additive")
        assert y in first_by(answer, turn.method)
        assert turn.joint is (x in first_by(answer, turn.method))
        assert x not in first_by(answer, turn.method) or y not in first_by(answer, "additive")
        counted = problem.ratings if answer.as_published else values
        if turn.cause == "zero":
            assert counted[x, j] == 0
            if turn.joint:
                assert "every option is worth 0 on some factor" in turn_text(answer, turn)
                assert ((counted == 0) & (weights > 0)).any(axis=1).all()
            assert weights[j] > 0
            assert ranking.index[x] == 0
        elif turn.cause == "product":
            signed = np.where(descending, -weights, weights) if answer.as_published else weights
            gains = [
                w * (math.log(counted[y, k]) - math.log(counted[x, k])) if w else 0
                for k, w in enumerate(signed)
            ]
            assert gains[j] == pytest.approx(max(gains), abs=1e-12)
            assert gains[j] > 0
            assert turn.numbers == (counted[x, j], counted[y, j])
        elif turn.cause in ("ideal", "worst", "distances"):
            check_distances(answer, turn)
        elif turn.cause == "regret":
            s = 1 - found.additive.index / 100
            r = found.vikor.r
            assert turn.numbers == pytest.approx((r[x], r[y]))
            assert r[x] > r[y] - 1e-9
            assert s[x] <= s[y] + 1e-9
        elif turn.cause == "flows":
            parts = found.promethee.by_factor
            if turn.joint:
                assert "as much as each other" in turn_text(answer, turn)
                assert ranking.index[x] == pytest.approx(ranking.index[y], abs=1e-9)
            else:
                assert parts[y, j] > parts[x, j]
            assert parts[y, j] - parts[x, j] == max(parts[y] - parts[x])
            assert turn.numbers == (parts[x, j], parts[y, j])
            assert parts.sum(axis=1) == pytest.approx(found.promethee.index, abs=1e-12)
        else:
            wins = [
                sum(w for w, a, b in zip(weights, values[p], values[o], strict=True) if a - b > 1e-9)
                for p, o in ((x, y), (y, x))
            ]
            if turn.cause == "pair":
                assert turn.numbers == pytest.approx(wins)
                assert wins[1] > wins[0]
            else:
                assert wins[1] <= wins[0] + 1e-9
                assert turn.numbers == (ranking.index[x], ranking.index[y])
                assert turn.numbers[1] >= turn.numbers[0]


def check_distances(answer, turn):
    """By the definition: how far from the ideal, how far from the worst."""
    problem = answer.study.problem
    table, descending = problem.values, problem.best < problem.worst
    ideal, worst = np.ones(problem.weights.size), np.zeros(problem.weights.size)
    if answer.as_published:
        lengths = np.sqrt((problem.ratings**2).sum(axis=0))
        table = problem.ratings / np.where(lengths > 0, lengths, 1)
        ends = table.min(axis=0), table.max(axis=0)
        ideal, worst = (np.where(descending, *ends), np.where(descending, *ends[::-1]))
    x, y = turn.before, turn.first
    near = [(problem.weights * (table[i] - ideal)) ** 2 for i in (x, y)]
    far = [(problem.weights * (table[i] - worst)) ** 2 for i in (x, y)]
    from_ideal, from_worst = ([math.sqrt(part.sum()) for part in parts] for parts in (near, far))
    if turn.cause == "ideal":
        assert turn.numbers == pytest.approx(from_ideal, abs=1e-9)
        assert from_ideal[0] > from_ideal[1]
        gains = near[0] - near[1]
    elif turn.cause == "worst":
        assert from_ideal[0] <= from_ideal[1] + 1e-9
        assert turn.numbers == pytest.approx(from_worst, abs=1e-9)
        assert from_worst[0] < from_worst[1]
        gains = far[1] - far[0]
    else:
        assert from_ideal == pytest.approx(from_ideal[::-1], abs=1e-8)
        assert from_worst == pytest.approx(from_worst[::-1], abs=1e-8)
        return
    assert gains[turn.factor] == pytest.approx(gains.max(), abs=1e-9)


@many
@given(answers())
def test_the_compromise_is_that_of_the_conditions(answer):
    vikor, m = answer.found.vikor, len(answer.study.problem.options)
    best, second = sorted(vikor.index)[:2]
    assert vikor.advantage is bool(second - best >= 1 / (m - 1) - 1e-9)
    firsts = first_by(answer, "vikor")
    stable = {i for part in (vikor.s, vikor.r) for i in firsts if part[i] <= part.min() + 1e-9}
    assert vikor.stability is bool(stable)
    text = compromise_text(answer)
    if not vikor.advantage:
        wanted = {i for i, q in enumerate(vikor.index) if q - best < 1 / (m - 1) - 1e-9}
        assert ("is shared" if len(firsts) > 1 else "would be needed") in text
    elif vikor.stability:
        wanted = firsts
        assert "and stable" in text
    else:
        wanted = {i for i, rank in enumerate(vikor.ranks) if rank <= 2}
        assert "not stable" in text
    assert set(vikor.compromise) == wanted
    assert all(f"o{i}" in text for i in wanted)


@many
@given(answers())
def test_the_majority_line_names_the_winner_or_that_there_is_none(answer):
    found, m = answer.found.majority, len(answer.study.problem.options)
    winners = [i for i in range(m) if all(found.beats[i, k] for k in range(m) if k != i)]
    text = majority_text(answer)
    if winners:
        assert f"o{winners[0]} beats every other option" in text
        assert winners == [found.winner]
    else:
        assert "no option beats every other" in text
        assert found.winner is None
    assert text.count("in a circle") == len(found.cycles) <= 3


@pytest.mark.parametrize(
    ("rows", "points", "method", "said"),
    [
        ([[10, 0], [4, 4]], [2, 1], "weighted_product", "o0 is worth 0 on d1, and nothing makes up for that"),
        (
            [[10, 1], [5, 5]],
            [1, 1],
            "weighted_product",
            "by ratio o1 gains most on d1, where the value of o0 is 0.1",
        ),
        (
            [[8, 10, 0], [6, 10, 9]],
            [3, 4, 1],
            "topsis",
            "o1 is farther from the ideal (0.151 to 0.146), most of all on d0",
        ),
        (
            [[10, 0], [5, 4]],
            [1, 1],
            "vikor",
            "the greatest regret of o0, 0.500 on d1, is above that of o1, 0.300",
        ),
        (
            [[10, 3], [8, 4]],
            [1, 2],
            "majority",
            "o1 is better on factors with 66.7% of the weight, o0 on 33.3%",
        ),
    ],
)
def test_the_words_of_a_difference(rows, points, method, said):
    scenario = scenario_of([[float(x) for x in row] for row in rows])
    answer = study_of(scenario, weights_of(scenario, points)).methods()
    turn = next(turn for turn in answer.turns if turn.method == method)
    assert said in turn_text(answer, turn)


def test_of_many_options_a_few_are_named():
    """Nine options as good as each other, and circles of three beside each other."""
    nine = study_of(alike := scenario_of([[5.0, 5.0]] * 9), weights_of(alike, [1, 1])).methods()
    assert "o0, o1, o2, o3, o4, o5, o6, o7 and 1 more" in compromise_text(nine)
    circle = [[1.0, 2.0, 3.0], [3.0, 1.0, 2.0], [2.0, 3.0, 1.0]]
    rows = [[x + 3 * k for x in row] for k in range(4) for row in circle]
    scenario = scenario_of(rows, scales=[{"worst": 0.0, "best": 20.0}] * 3)
    answer = study_of(scenario, weights_of(scenario, [1, 1, 1])).methods()
    assert len(answer.found.majority.cycles) == 4
    text = majority_text(answer)
    assert text.count("in a circle") == 3
    assert text.endswith("; and 1 more circle.")
