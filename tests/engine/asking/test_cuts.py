"""What an answer leaves, by the scores that it speaks of; contradictions, by trying every subset."""

from itertools import combinations

import numpy as np
import pytest
from builders import scenario_of, weights_of
from scipy.optimize import linprog

from scenario_cli.engine.asking.cuts import contradictions, cut_of, over_of, region_left
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.models import items_over
from scenario_cli.model.answers import Answers, Judgement

SCALES = [
    None,
    {"worst": 6, "best": 0},
    {"worst": 0, "best": 10, "values": {"3": 0.7}, "levels": {"so": 3}},
    None,
]


def built(over="factors"):
    """A driver of two factors, one of one with a curve, and one that is itself rated."""
    scenario = scenario_of([[1, 2, 3, 4], [5, 1, 8, 2]], groups=[2, 1, 0], scales=SCALES)
    problem = decision_problem(scenario, weights_of(scenario, [1, 1, 1], {"d0": [3, 1]}))
    return scenario, problem, items_over(problem, over)


def holds(cut, weights):
    return bool(np.all(cut.rows @ weights <= cut.limits + 1e-12))


@pytest.mark.parametrize("seed", range(20))
def test_an_answer_is_what_two_options_that_swing_say(seed):
    """More: who swings on the first item alone scores at least what one does on the other."""
    scenario, problem, items = built()
    weights = np.random.default_rng(seed).dirichlet(np.ones(4))
    f0, f1, f2, d2 = weights
    cases = [
        ({"more": "f0", "than": "f1"}, f0 >= f1),
        ({"more": "f0", "than": {"f1": 3.0}}, f0 >= f1 * 0.5),
        ({"more": "f0", "than": {"f2": 3.0}}, f0 >= f2 * 0.7),
        ({"more": {"f2": "so"}, "than": "d2"}, f2 * 0.7 >= d2),
        ({"more": {"f2": 6.5}, "than": "d2"}, f2 * 0.85 >= d2),
        ({"more": "d0", "than": "d2", "times": 2.0}, f0 + f1 >= 2 * d2),
        ({"at_least": {"d0": 40.0}}, f0 + f1 >= 0.4),
        ({"at_most": {"f2": 25.0}}, f2 <= 0.25),
        ({"dont_know": ["f0", "f1"]}, True),
        ({"equal": ["f0", "f1"]}, False),
    ]
    for stated, wanted in cases:
        assert holds(cut_of(scenario, problem, items, Judgement(**stated)), weights) == wanted, stated
    cut = cut_of(scenario, problem, items, Judgement(equal=["f0", {"f1": 3.0}]))
    assert holds(cut, np.array([0.2, 0.4, 0.3, 0.1]))


def test_over_drivers_shares_within_stay():
    scenario, problem, items = built("drivers")
    assert items.ids == ("d0", "d1", "d2")
    weights = np.array([0.5, 0.3, 0.2])
    assert holds(cut_of(scenario, problem, items, Judgement(more="d0", than="d1")), weights)
    assert not holds(cut_of(scenario, problem, items, Judgement(more={"d2": 5.0}, than="d1")), weights)
    # f0 has three quarters of d0: 0.375
    assert holds(cut_of(scenario, problem, items, Judgement(at_least={"f0": 37.0})), weights)
    assert not holds(cut_of(scenario, problem, items, Judgement(at_least={"f0": 38.0})), weights)


def test_answers_are_over_drivers_only_where_all_are():
    drivers, factors = Answers(format="answers/1", over="drivers"), Answers(format="answers/1")
    assert over_of([drivers, drivers]) == "drivers"
    assert over_of([drivers, factors]) == over_of([]) == "factors"


def fulfilled(cuts, k=4):
    region = region_left(cuts, k)
    return (
        linprog(np.zeros(k), region.rows, region.limits, np.ones((1, k)), [1], bounds=[(0, 1)] * k).status
        == 0
    )


POOL = [
    {"more": "f0", "than": "f1", "times": 2.0},
    {"more": "f1", "than": "f0"},
    {"at_least": {"f0": 10.0}},
    {"at_least": {"f1": 40.0}},
    {"at_least": {"f2": 60.0}},
    {"at_most": {"d0": 30.0}},
    {"more": "d2", "than": "f2"},
    {"equal": ["f0", "d2"]},
    {"dont_know": ["f0", "f2"]},
]


@pytest.mark.parametrize("seed", range(15))
def test_a_contradiction_names_answers_that_contradict_and_no_more(seed):
    scenario, problem, items = built()
    order = np.random.default_rng(seed).permutation(len(POOL))
    cuts = [cut_of(scenario, problem, items, Judgement(**POOL[i])) for i in order]
    found = contradictions(cuts, 4)
    out = {later for later, _ in found}
    assert fulfilled([cut for i, cut in enumerate(cuts) if i not in out])
    assert bool(found) != fulfilled(cuts)
    for later, earlier in found:
        assert all(i < later for i in earlier)
        assert not fulfilled([cuts[i] for i in (*earlier, later)])
        for fewer in combinations(earlier, len(earlier) - 1):
            assert fulfilled([cuts[i] for i in (*fewer, later)])


def test_regions_are_closed():
    scenario, problem, items = built()
    around = [{"more": "f0", "than": "f1"}, {"more": "f1", "than": "f0"}, {"at_least": {"f0": 50.0}}]
    cuts = [cut_of(scenario, problem, items, Judgement(**stated)) for stated in around]
    assert contradictions(cuts, 4) == []
    assert holds(region_left(cuts, 4)._replace(), np.array([0.5, 0.5, 0, 0]))
