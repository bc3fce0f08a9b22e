"""explain: who stands against whom."""

import numpy as np
import pytest
from answers.explain.explained import KIOSK, OPTIONS, SCENARIOS, WEIGHTS, perspective, refuses, shipped, told

from scenario_cli.engine.problem import decision_problem


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_leader_stands_against_the_runner_up_and_the_others_against_the_leader(run, folder, weights):
    scenario = shipped(SCENARIOS[0])
    problem = decision_problem(scenario, perspective(weights, SCENARIOS[0]))
    best = [problem.options[i] for i in np.argsort(-problem.values @ problem.weights, kind="stable")]
    for option in OPTIONS:
        found = told(run("explain", option, "-w", weights, "-f", "json"))
        assert found["option"] == option
        assert found["against"] == (best[1] if option == best[0] else best[0])


def test_options_that_tie_for_first_stand_against_each_other(run, folder):
    (folder / "tied.yaml").write_text(
        KIOSK.replace(
            "trade: 5, taste: {value: 7, why: They bake.}, price: 5", "trade: 4, taste: 8, price: 6"
        )
    )
    against = {
        option: told(run("explain", option, "tied.yaml", "-f", "json"))["against"]
        for option in ("corner", "bridge", "park")
    }
    assert against == {"corner": "bridge", "bridge": "corner", "park": "corner"}


def test_against_names_the_opponent(run, kiosk):
    found = told(run("explain", "corner", *kiosk, "--against", "park", "-f", "json"))
    assert (found["option"], found["against"]) == ("corner", "park")


def test_an_option_does_not_stand_against_itself(run, kiosk):
    refuses(run("explain", "corner", *kiosk, "--against", "corner"), "--against", "corner")


@pytest.mark.parametrize(
    ("arguments", "where"), [(["bridg"], "OPTION"), (["corner", "--against", "bridg"], "--against")]
)
def test_an_unknown_option_is_refused_with_the_nearest(run, kiosk, arguments, where):
    refuses(
        run("explain", *arguments[:1], *kiosk, *arguments[1:]), where, "'bridg'", "did you mean 'bridge'?"
    )


def test_an_option_without_any_other_cannot_be_explained(run, folder):
    (folder / "one.yaml").write_text(
        "{format: scenario/1, title: One, question: Q?,"
        " drivers: {a: {}}, options: {x: {}}, ratings: {x: {a: 4}}}"
    )
    refuses(run("explain", "x", "one.yaml"), "'x'")
