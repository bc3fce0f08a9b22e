"""``scenario robustness``: its JSON, and the same bytes from the same seed."""

import json
import math

import pytest
from answers.robustness.trip import EXACT, MODELS

# JSON


def assert_finite(part):
    if isinstance(part, dict):
        for inner in part.values():
            assert_finite(inner)
    elif isinstance(part, list):
        for inner in part:
            assert_finite(inner)
    elif isinstance(part, float):
        assert math.isfinite(part)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("over", "ratings"), [("factors", "uncertain"), ("drivers", "fixed"), ("drivers", "uncertain")]
)
def test_json_has_the_agreed_fields_with_the_agreed_types(trip, document, model, over, ratings):
    chosen = ["--model", model, "--over", over, "--ratings", ratings]
    found = document("trip.yaml", "-w", "even.yaml", *chosen, "--samples", "2000", "--seed", "7")
    common = {"format", "provenance", "scenario", "weights", "flags", "finding"}
    agreed = {"model", "options", "pairwise", "research", "together", "together_error"}
    agreed |= {"together_samples", "choice", "doubts", "without_doubts", "present"}
    assert set(found) == common | agreed | {"entropy", "fails", "caption"}
    assert found["format"] == "robustness/1"
    assert set(found["provenance"]) == {"tool", "version", "inputs", "injects", "set"}
    assert found["scenario"] == {"id": "trip", "title": "Which trip?"}
    assert found["weights"]["drivers"] == pytest.approx({"fun": 0.5, "ease": 0.2, "price": 0.3})
    assert_finite(found)

    assert set(found["model"]) == {"weights", "over", "spread", "ratings", "samples", "seed", "exact"}
    stated = {key: found["model"][key] for key in ("weights", "over", "ratings", "seed")}
    assert stated == {"weights": model, "over": over, "ratings": ratings, "seed": 7}
    assert found["model"]["spread"] == (0.2 if model == "around" else None)
    assert found["model"]["samples"] in (0, 2000)
    assert all(isinstance(part, str) for part in found["model"]["exact"])

    names = ["coast", "lakes", "capital", "home"]
    assert [row["option"] for row in found["options"]] == names
    for row in found["options"]:
        assert set(row) == {
            "option",
            "acceptability",
            "standard_error",
            "central_weights",
            "confidence_factor",
            "expected_rank",
            "mean_regret",
            "max_regret",
            "can_lead",
            "can_lead_alone",
            "first_draws",
            "rank_entropy",
        }
        assert len(row["acceptability"]) == len(row["standard_error"]) == 4
        assert sum(row["acceptability"]) == pytest.approx(1, abs=EXACT)
        assert all(0 <= share <= 1 + EXACT for share in row["acceptability"])
        assert all(0 <= error <= 0.5 for error in row["standard_error"])
        exact = "central_weights" in found["model"]["exact"]
        assert row["first_draws"] == (None if exact else round(2000 * row["acceptability"][0]))
        never = row["acceptability"][0] == 0 if exact else row["first_draws"] < 30
        assert (row["central_weights"] is None) == (row["confidence_factor"] is None) == never
        if not never:
            assert list(row["central_weights"]) == sorted(found["weights"]["factors"])
            assert sum(row["central_weights"].values()) == pytest.approx(1, abs=EXACT)
            assert 0 <= row["confidence_factor"] <= 1
        assert 1 <= row["expected_rank"] <= 4
        assert 0 <= row["mean_regret"] <= row["max_regret"] <= 100
        assert isinstance(row["can_lead"], bool)
        assert row["can_lead_alone"] <= row["can_lead"]
    assert {a: set(row) for a, row in found["pairwise"].items()} == {a: {*names} - {a} for a in names}
    for a in names:
        for b in names:
            if a != b:
                assert found["pairwise"][a][b] + found["pairwise"][b][a] == pytest.approx(1, abs=EXACT)
    assert 0 <= found["entropy"] <= 2
    assert {(row["option"], row["factor"]) for row in found["research"]} == {
        ("coast", "food"),
        ("lakes", "sights"),
        ("capital", "food"),
        ("capital", "language"),
    }
    gains = [row["gain"] for row in found["research"]]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] >= 0
    if found["fails"] is not None:
        assert set(found["fails"]) == {"options", "conditions", "coverage", "density", "lost", "samples"}
        for condition in found["fails"]["conditions"]:
            assert condition["driver"] in ("fun", "ease", "price")
            assert len({"at_least", "at_most"} & set(condition)) == 1


def test_json_is_sorted_and_ascii(trip, robustness):
    found = robustness("trip.yaml", "-f", "json", "--samples", "500")
    assert found == (json.dumps(json.loads(found), sort_keys=True, indent=2) + "\n").encode("ascii")


def test_over_drivers_factors_keep_their_shares_within_drivers(trip, document):
    found = document("trip.yaml", "-w", "even.yaml", "--over", "drivers")
    assert found["model"]["samples"] == 0, "three drivers are few enough to be exact"
    for row in found["options"]:
        if row["central_weights"] is not None:
            central = row["central_weights"]
            assert central["beach"] == pytest.approx(3 * central["sights"], abs=1e-12)
            assert central["food"] == pytest.approx(2 * central["sights"], abs=1e-12)
            assert central["journey"] == pytest.approx(central["language"], abs=1e-12)


def test_central_weights_within_ranges_lie_within_them(trip, document):
    found = document("trip.yaml", "-w", "even.yaml", "--model", "ranges", "--samples", "3000")
    for row in found["options"]:
        if row["central_weights"] is not None:
            central = row["central_weights"]
            assert 0.1 <= central["beach"] <= 0.4
            assert 0.1 <= central["price"] <= 0.45
            assert 0.3 <= central["beach"] + central["food"] + central["sights"] <= 0.6


def test_what_if_settings_are_what_is_tested(trip, document, text):
    setting = ["--set", "ratings.home.beach=10", "--set", "ratings.home.food=10", "--samples", "500"]
    found = document("trip.yaml", *setting)
    assert found["provenance"]["set"] == ["ratings.home.beach=10", "ratings.home.food=10"]
    before = document("trip.yaml", "--samples", "500")
    assert found["options"][3]["expected_rank"] < before["options"][3]["expected_rank"]
    assert text("trip.yaml", *setting).startswith("What-if: ratings.home.beach=10;")


# The same bytes


@pytest.mark.parametrize(("model", "form"), [*((model, "json") for model in MODELS), ("anywhere", "table")])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(trip, robustness, model, form):
    chosen = ["trip.yaml", "-w", "even.yaml", "--model", model, "--samples", "500", "-f", form]
    once = robustness(*chosen, "--seed", "4", "--ratings", "uncertain")
    assert once == robustness(*chosen, "--seed", "4", "--ratings", "uncertain")
    assert once != robustness(*chosen, "--seed", "5", "--ratings", "uncertain")


def test_the_seed_is_0_unless_stated(trip, robustness):
    chosen = ["trip.yaml", "--samples", "1000", "-f", "json"]
    assert robustness(*chosen) == robustness(*chosen, "--seed", "0")


def test_a_file_holds_the_bytes_that_stdout_would(trip, robustness):
    chosen = ["trip.yaml", "--samples", "1000"]
    assert robustness(*chosen, "-o", "out.txt") == b""
    assert (trip / "out.txt").read_bytes() == robustness(*chosen)
