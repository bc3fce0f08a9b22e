"""``scenario sensitivity``: the fields of its JSON and their types."""

import json

import pytest
from answers.sensitivity.tea import EVERYTHING, OPTIONS, is_number, strictly
from builders import first_of, scores_at

from scenario_cli.engine.problem import decision_problem
from scenario_cli.files.reading import read_scenario, read_weights


def are_ids(x, known):
    return isinstance(x, list) and set(x) <= set(known)


SHARED = {"format", "provenance", "scenario", "weights", "flags", "finding"}

OWN = {"leaders", "one_way", "ratings", "shifts", "events", "doubts", "locked"}
FACTORS = ["mild", "fresh", "price", "fame"]


def test_the_document_has_the_fields_of_the_contract_and_no_others(ask):
    assert set(strictly(ask("-f", "json"))) == SHARED | OWN
    whole = strictly(ask(*EVERYTHING, "-f", "json"))
    assert set(whole) - OWN == SHARED | {
        "blend",
        "two_way",
        "for",
    }
    assert whole["format"] == "sensitivity/1"
    assert whole["leaders"] == ["green"]
    assert whole["locked"] == ["fame"]
    assert whole["weights"]["factors"] == pytest.approx(
        {"mild": 1 / 3, "fresh": 1 / 6, "price": 0.3, "fame": 0.2}
    )


def test_every_swing_has_its_fields_with_their_types(ask):
    swings = strictly(ask("-f", "json"))["one_way"]
    assert [(swing["kind"], swing["id"]) for swing in swings] == [
        *(("driver", id_) for id_ in ("taste", "price", "fame")),
        *(("factor", id_) for id_ in FACTORS),
    ]
    for swing in swings:
        assert set(swing) == {
            *("kind", "id", "weight", "stable", "order_stable", "flips", "segments"),
            *("range", "within_range"),
        }
        assert (swing["range"], swing["within_range"]) == (None, False), "the weights state none"
        assert is_number(swing["weight"])
        for interval in (swing["stable"], swing["order_stable"]):
            assert len(interval) == 2
            assert all(map(is_number, interval))
        for flip in swing["flips"]:
            assert set(flip) == {"at", "change", "to"}
            assert is_number(flip["at"])
            assert is_number(flip["change"])
            assert are_ids(flip["to"], OPTIONS)
        for segment in swing["segments"]:
            assert set(segment) == {"from", "to", "first"}
            assert segment["from"] < segment["to"]
            assert segment["first"]
            assert are_ids(segment["first"], OPTIONS)


RANGES = {"taste": [40, 60], "price": [20, 36], "fame": [28, 30], "fresh": [8, 20], "mild": [24, 34]}


@pytest.mark.parametrize("command", ["sensitivity", "score"])
def test_a_stated_range_is_told_and_whether_first_place_changes_within_it(run, tea, command):
    """By trying every share of the range, a thousandth of the whole apart."""
    text = (tea / "plain.yaml").read_text(encoding="utf-8")
    (tea / "ranged.yaml").write_text(f"{text}ranges: {json.dumps(RANGES)}\n", encoding="utf-8")
    result = run(command, "tea.yaml", "-w", "ranged.yaml", "-f", "json")
    scenario = read_scenario("tea.yaml")
    problem = decision_problem(scenario, read_weights("plain.yaml", scenario))
    present = first_of(100 * problem.values @ problem.weights)
    told = {(s["kind"], s["id"]): (s["range"], s["within_range"]) for s in strictly(result.stdout)["one_way"]}
    turns = {}
    for kind, ids in (("driver", problem.drivers), ("factor", problem.factors)):
        for k, id_ in enumerate(ids):
            low, high = RANGES[id_]
            tried = [scores_at(problem, kind, k, t / 1000) for t in range(10 * low, 10 * high + 1)]
            turns[kind, id_] = ([low / 100, high / 100], any(first_of(scores) != present for scores in tried))
    assert told == turns
    assert {True, False} == {within for _, within in turns.values()}


def test_every_rating_has_its_fields_with_their_types_and_null_where_nothing_does_it(ask):
    cells = strictly(ask("-f", "json"))["ratings"]
    assert [(c["option"], c["factor"]) for c in cells] == [(o, f) for o in OPTIONS for f in FACTORS]
    for cell in cells:
        assert set(cell) == {"option", "factor", "value", "flip_at", "change", "steps", "to", "within_range"}
        assert is_number(cell["value"])
        assert isinstance(cell["within_range"], bool)
        none = [cell[key] is None for key in ("flip_at", "change", "steps")]
        assert none in ([True] * 3, [False] * 3)
        if all(none):
            assert (cell["to"], cell["within_range"]) == ([], False)
        else:
            assert all(is_number(cell[key]) for key in ("flip_at", "change", "steps"))
            assert cell["flip_at"] == pytest.approx(cell["value"] + cell["change"])
            assert cell["to"]
            assert are_ids(cell["to"], OPTIONS)
    by_cell = {(cell["option"], cell["factor"]): cell for cell in cells}
    assert by_cell["dust", "fame"]["flip_at"] is None
    assert by_cell["herbs", "fresh"]["value"] == 5
    leader = by_cell["green", "mild"]
    assert leader["to"] == ["herbs"]


def test_every_shift_has_its_fields_with_their_types_and_null_where_no_weights_do_it(ask):
    shifts = strictly(ask("-f", "json"))["shifts"]
    assert [shift["option"] for shift in shifts] == ["herbs", "black", "dust"]
    for shift in shifts:
        assert set(shift) == {"option", "points", "weights", "tie", "gave", "took"}
        assert isinstance(shift["gave"], dict)
        if shift["points"] is not None:
            assert list(shift["weights"]) == sorted(FACTORS)
            assert sum(shift["weights"].values()) == pytest.approx(1)
            assert sum(shift["gave"].values()) * 100 == pytest.approx(shift["points"])
            assert sum(shift["took"].values()) * 100 == pytest.approx(shift["points"])
            assert min([*shift["gave"].values(), *shift["took"].values()]) > 0
    assert shifts[0]["points"] > 0
    assert shifts[2] == {
        "option": "dust",
        "points": None,
        "weights": None,
        "tie": False,
        "gave": {},
        "took": {},
    }


def test_what_an_option_needs_has_its_fields_and_null_where_no_weights_do_it(ask):
    wanted = strictly(ask("--for", "dust", "-f", "json"))["for"]
    assert set(wanted) == {"option", "weights", "ratings"}
    assert wanted["weights"]["points"] is None
    for change in wanted["ratings"]:
        assert set(change) == {"option", "factor", "from", "to", "steps"}
        assert all(is_number(change[key]) for key in ("from", "to", "steps"))
    black = strictly(ask("--for", "black", "-f", "json"))
    assert black["for"]["weights"] == black["shifts"][1]
    assert strictly(ask("--for", "green", "-f", "json"))["for"] == {
        "option": "green",
        "ratings": [],
        "weights": None,
    }


def test_what_an_option_needs_of_ratings_puts_it_first_when_it_is_set(ask):
    for option in OPTIONS:
        changes = strictly(ask("--for", option, "-f", "json"))["for"]["ratings"]
        settings = [f"--set=ratings.{c['option']}.{c['factor']}={c['to']!r}" for c in changes]
        assert option in strictly(ask(*settings, "-f", "json"))["leaders"]
