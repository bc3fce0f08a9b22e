"""``scenario sensitivity --blend``: the straight path to other weights."""

import numpy as np
import pytest
from answers.sensitivity.tea import OPTIONS, strictly
from builders import TIE, first_of

from scenario_cli.engine.problem import decision_problem
from scenario_cli.files.reading import read_scenario, read_weights


def test_the_path_is_what_scoring_along_it_gives(ask):
    blend = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["blend"]
    assert set(blend) == {"from", "to", "segments"}
    assert (blend["from"], blend["to"]) == ("plain", "cheap")
    scenario = read_scenario("tea.yaml")
    start, end = (
        decision_problem(scenario, read_weights(name, scenario)) for name in ("plain.yaml", "cheap.yaml")
    )

    def scores(t):
        return 100 * start.values @ ((1 - t) * start.weights + t * end.weights)

    segments = blend["segments"]
    assert [segment["first"] for segment in segments] == [["green"], ["black"]]
    assert (segments[0]["from"], segments[-1]["to"]) == (0, 1)
    for t in np.linspace(0, 1, 501):
        (first,) = first_of(scores(t))
        (told,) = [s for s in segments if s["from"] <= t < s["to"] or t == s["to"] == 1]
        assert told["first"] == [OPTIONS[first]]
    second, best = np.sort(scores(segments[0]["to"]))[-2:]
    assert best - second <= TIE


def test_the_path_back_is_the_same_path(ask):
    there = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["blend"]["segments"]
    back = strictly(ask("--blend", "plain.yaml", "-f", "json", weights="cheap.yaml"))["blend"]["segments"]
    assert [s["first"] for s in back] == [s["first"] for s in reversed(there)]
    assert back[0]["to"] == pytest.approx(1 - there[0]["to"], abs=1e-12)


def test_the_path_to_the_same_weights_is_one_stretch(ask):
    blend = strictly(ask("--blend", "plain.yaml", "-f", "json"))["blend"]
    assert blend["segments"] == [{"from": 0, "to": 1, "first": ["green"]}]
    said = ask("--blend", "plain.yaml")
    assert "On the way from plain to plain, Green tea is first throughout." in said


def test_a_rating_that_is_tried_holds_all_along_the_path(ask):
    args = ("--set", "ratings.black.fame=0", "--set", "ratings.black.mild=0", "-f", "json")
    assert [s["first"] for s in strictly(ask("--blend", "cheap.yaml", *args))["blend"]["segments"]] == [
        ["green"],
        ["herbs"],
    ]


def test_the_inputs_name_every_file_that_was_read(ask):
    inputs = strictly(ask("--blend", "cheap.yaml", "-f", "json"))["provenance"]["inputs"]
    assert [(i["role"], i["id"]) for i in inputs] == [
        ("scenario", "tea"),
        ("weights", "plain"),
        ("blend", "cheap"),
    ]
