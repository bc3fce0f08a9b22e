"""``scenario sensitivity --lock``: drivers that keep their weight."""

import re
from itertools import pairwise

import numpy as np
import pytest
from answers.sensitivity.tea import OPTIONS, strictly

from scenario_cli.engine.problem import decision_problem
from scenario_cli.files.reading import read_scenario, read_weights


def test_locked_drivers_do_not_swing_and_keep_their_weight(ask):
    found = strictly(ask("--lock", "fame", "-f", "json"))
    assert [swing["id"] for swing in found["one_way"]] == ["taste", "price", "mild", "fresh", "price"]
    assert all(swing["segments"][-1]["to"] == pytest.approx(0.8) for swing in found["one_way"])
    for shift in found["shifts"]:
        if shift["weights"]:
            assert shift["weights"]["fame"] == pytest.approx(0.2, abs=1e-12)
    assert "Locked, so that their weight stays: Fame." in ask("--lock", "fame").splitlines()


def test_what_no_free_weights_do_is_not_said_of_all_weights(written):
    ask = written([[9, 1, 1], [1, 9, 2]], [4, 1, 1])
    assert strictly(ask("-f", "json"))["shifts"][0]["points"] is not None
    assert strictly(ask("--lock", "d0", "-f", "json"))["shifts"][0]["points"] is None
    said = ask("--lock", "d0", "--for", "o1")
    assert "no weights put it first while D0 keeps its weight." in said.partition("\n\n")[2]
    assert "No weights put it first while D0 keeps its weight." in said
    assert "No weights at all" not in said
    assert "No weights put it first." not in said


def test_what_is_said_of_weights_is_limited_to_those_that_are_not_locked(written):
    said = written([[9, 1, 1], [1, 1, 2]], [4, 1, 1])("--lock", "d0", "--lock", "d1", "--all")
    locked = "while D0 and D1 keep their weights"
    assert f"No weights {locked} put another option first." in said
    assert f"; no weights at all {locked} would." in said
    assert f"for every weight {locked}." in said


def test_the_only_driver_that_is_not_locked_is_not_said_to_move(written):
    page = written([[9, 1, 1], [1, 9, 2]], [4, 3, 2])("--lock", "d0", "--lock", "d1")
    table = page.partition("What would change the answer?")[2].partition("Which single rating")[0]
    assert table
    assert not re.search(r"\bD2\b", table)


def test_the_path_under_a_lock_leaves_the_locked_weight_alone(ask):
    free, locked = (
        strictly(ask("--blend", "cheap.yaml", *args, "-f", "json"))["blend"]["segments"]
        for args in ((), ("--lock", "fame"))
    )
    assert [s["first"] for s in locked] == [["green"], ["herbs"], ["black"]]
    assert [s["first"] for s in free] == [["green"], ["black"]]
    scenario = read_scenario("tea.yaml")
    values = decision_problem(scenario, read_weights("plain.yaml", scenario)).values
    start = np.array([1 / 3, 1 / 6, 0.3, 0.2])
    end = np.array([0.8 / 14, 0.8 / 14, 0.8 * 6 / 7, 0.2])
    for left, right in pairwise(locked):
        scores = 100 * values @ ((1 - left["to"]) * start + left["to"] * end)
        level = [scores[OPTIONS.index(side["first"][0])] for side in (left, right)]
        assert level == pytest.approx([scores.max()] * 2, abs=1e-9)
    said = ask("--blend", "cheap.yaml", "--lock", "fame")
    assert "on the way from plain to cheap while Fame keeps its weight?" in said
    one, two = (f"{s['to'] * 100:.1f}%" for s in locked[:-1])
    assert (
        "On the way from plain to cheap while Fame keeps its weight, Green tea is first "
        f"until at {one} Herbs comes first, then at {two} Black tea comes first." in said
    )


def test_a_driver_locked_twice_is_locked_once(ask):
    assert ask("--lock", "fame", "--lock", "fame", "-f", "json") == ask("--lock", "fame", "-f", "json")
