"""explain: ties, unknown ratings, and what is only tried."""

import re
from typing import Any

import pytest
from answers.explain.explained import explained, reasons_in, refuses, told

from scenario_cli.engine.problem import decision_problem
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.settings import RatingSetting, WeightSetting


def test_a_tie_is_said_and_its_differences_add_up_to_nothing(run, kiosk):
    changes = ["--set", "ratings.bridge.trade=6.6"]
    found = told(run("explain", "corner", *kiosk, *changes, "-f", "json"))
    assert found["gap"] == pytest.approx(0, abs=1e-9)
    assert found["against"] == "bridge"
    assert found["finding"].startswith("The corner and The bridge have the same score under The council: ")
    assert "tie" in [flag["code"] for flag in found["flags"]]


def test_a_tie_between_the_second_and_third_of_three_equals_is_flagged_too(run, kiosk):
    alike = {"corner": (5, 6, 5), "bridge": (4, 6, 7.5), "park": (6, 6, 2.5)}
    changes = [
        f"--set=ratings.{option}.{factor}={rating}"
        for option, ratings in alike.items()
        for factor, rating in zip(("trade", "taste", "price"), ratings, strict=True)
    ]
    found = told(run("explain", "bridge", *kiosk, "--against", "park", *changes, "-f", "json"))
    assert found["gap"] == pytest.approx(0, abs=1e-9)
    assert "have the same score" in found["finding"]
    assert "tie" in [flag["code"] for flag in found["flags"]]


def test_an_unknown_rating_is_called_unknown_and_counts_as_its_middle(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge", "--set", "ratings.bridge.trade=unknown"]
    found = told(run(*arguments, "-f", "json"))
    trade = next(d for d in found["differences"] if d["factor"] == "trade")
    assert trade["unknown"] == [False, True]
    assert trade["ratings"] == [8, 5]
    assert trade["difference"] == pytest.approx(15)
    assert [d["unknown"] for d in found["differences"] if d["factor"] != "trade"] == [[False, False]] * 2
    unrated = [flag for flag in found["flags"] if flag["code"] == "unrated"]
    assert [(flag["option"], flag["factor"], flag["level"]) for flag in unrated] == [
        ("bridge", "trade", "warning")
    ]
    shown = run(*arguments).stdout
    assert re.search(r"^Trade +50\.0% +8 +unknown +\+15\.00", shown, re.MULTILINE)
    assert "The bridge: unknown" in shown


def test_a_what_if_is_headed_as_one_and_recorded(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge"]
    arguments += ["--set", "weights.taste=10", "--set", "ratings.bridge.price=9"]
    found = told(run(*arguments, "-f", "json"))
    assert found["provenance"]["set"] == ["weights.taste=10", "ratings.bridge.price=9"]
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [WeightSetting("taste", None, 10.0), RatingSetting("bridge", "price", 9.0)]
    problem = decision_problem(scenario, weights, changes)
    scores = 100 * problem.values @ problem.weights
    assert found["gap"] == pytest.approx(scores[0] - scores[1])
    shown = run(*arguments).stdout
    assert shown.startswith("What-if: weights.taste=10 (58.8% of the whole); ratings.bridge.price=9.")
    assert "What-if" not in run("explain", "corner", *kiosk).stdout


def test_an_inject_moves_the_differences(run, kiosk):
    arguments = ["explain", "corner", *kiosk, "--against", "bridge", "--inject", "works"]
    found = told(run(*arguments, "-f", "json"))
    assert found["provenance"]["injects"] == ["works"]
    amounts = {d["factor"]: d["difference"] for d in found["differences"]}
    assert amounts == pytest.approx({"trade": -500 / 90, "taste": -900 / 90, "price": 100 / 90})
    assert next(d for d in found["differences"] if d["factor"] == "trade")["ratings"] == [4, 5]
    shown = run(*arguments).stdout
    assert shown.startswith("What-if: inject works (Road works).")


def test_an_unknown_inject_is_refused_with_the_nearest(run, kiosk):
    refuses(run("explain", "corner", *kiosk, "--inject", "work"), "did you mean 'works'?")


@pytest.mark.parametrize("tried", ["set", "inject"])
def test_a_rating_that_is_only_tried_is_not_given_the_reason_of_the_stated_one(kiosk, tried):
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [RatingSetting("corner", "trade", 4.0)] if tried == "set" else []
    events = ["works"] if tried == "inject" else []
    stated = reasons_in(explained(scenario, weights, 0, 1))
    after = reasons_in(explained(scenario, weights, 0, 1, changes=changes, events=events))
    assert stated["Trade", "The corner"] == "Most pass by. [p. 3]"
    assert after["Taste", "The corner"] == stated["Taste", "The corner"]
    assert "Most pass by." not in after["Trade", "The corner"]
    assert "the file says 8" in after["Trade", "The corner"]


def test_the_document_tells_a_rating_that_is_only_tried_from_a_stated_one(run, kiosk):
    def trade(*changes: str) -> dict[str, Any]:
        found = told(run("explain", "corner", *kiosk, *changes, "-f", "json"))["differences"]
        numbers = ("weight", "ratings", "difference", "running", "unknown")
        return next(
            {key: part for key, part in d.items() if key not in numbers}
            for d in found
            if d["factor"] == "trade"
        )

    assert trade("--set", "ratings.corner.trade=9") != trade()
