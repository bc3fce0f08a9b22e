"""explain: differences that add up to the gap."""

import pytest
from answers.explain.explained import (
    OPTIONS,
    PAIRS,
    SCENARIOS,
    WEIGHTS,
    every_shipped_pair,
    explained,
    explained_shipped,
    explanations,
    holds_together,
    some,
    told,
)
from builders import scenario_of, weights_of
from hypothesis import given

from scenario_cli.answers.explain.report import document


@given(explanations(unknown=True))
@some
def test_differences_add_up_to_the_gap_and_come_largest_first(answer):
    holds_together(answer)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_every_pair_of_the_shipped_scenarios_adds_up_under_every_shipped_perspective(scenario, weights):
    for pair in PAIRS:
        answer = explained_shipped(scenario, weights, pair)
        assert tuple(answer.study.problem.options) == OPTIONS
        holds_together(answer)


def test_turning_the_question_round_turns_every_sign():
    for answer in every_shipped_pair():
        scenario, weights = answer.study.scenario, answer.study.weights
        turned = document(explained(scenario, weights, answer.against, answer.option))
        found = document(answer)
        assert turned["gap"] == -found["gap"]
        there = {d["factor"]: d["difference"] for d in found["differences"]}
        assert {d["factor"]: -d["difference"] for d in turned["differences"]} == there


def test_numbers_worked_by_hand(run, kiosk):
    found = told(run("explain", "corner", *kiosk, "--against", "bridge", "-f", "json"))
    assert found["gap"] == pytest.approx(8)
    assert [(d["factor"], d["weight"], d["ratings"]) for d in found["differences"]] == [
        ("trade", 0.5, [8, 5]),
        ("taste", pytest.approx(0.3), [4, 7]),
        ("price", 0.2, [6, 5]),
    ]
    assert [d["difference"] for d in found["differences"]] == pytest.approx([15, -9, 2])
    assert [d["running"] for d in found["differences"]] == pytest.approx([15, 6, 8])
    assert found["finding"] == (
        "The corner stands 8.00 points of 100 above The bridge under The council: "
        "it leads on Trade (+15.00) and Price (+2.00); The bridge wins back 9.00 on Taste."
    )


def test_factors_of_equal_size_keep_the_order_of_the_file():
    scenario = scenario_of([[5, 7, 3, 5], [5, 3, 7, 5]])
    found = document(explained(scenario, weights_of(scenario, [1, 1, 1, 1]), 0, 1))
    assert [d["factor"] for d in found["differences"]] == ["d1", "d2", "d0", "d3"]


def test_a_scale_that_runs_down_counts_less_as_better():
    scenario = scenario_of([[200, 3], [800, 5]], scales=[{"worst": 900, "best": 100}, None])
    found = document(explained(scenario, weights_of(scenario, [1, 1]), 0, 1))
    assert found["differences"][0]["factor"] == "d0"
    assert found["differences"][0]["ratings"] == [200, 800]
    assert found["differences"][0]["difference"] == pytest.approx(37.5)
    assert found["gap"] == pytest.approx(27.5)
