"""``scenario robustness``: few options, few factors, options that are the same."""

import math

import pytest
from answers.robustness.trip import write_small


@pytest.mark.parametrize(
    ("model", "form"), [("anywhere", "table"), ("around", "json"), ("ordered", "csv"), ("around", "md")]
)
@pytest.mark.parametrize(
    "ratings",
    [
        {"only": [0.3, 0.5]},
        {"only": [0.3]},
        {"a": [0.3], "b": [0.5], "c": [0.3]},
        {"a": [0.4, 0.6], "b": [0.4, 0.6]},
        {"a": [0, 0, 0, 0, 0], "b": [0, 0, 0, 0, 0], "c": [1, 1, 1, 1, 1]},
    ],
)
def test_few_options_few_factors_and_identical_options_work(folder, robustness, ratings, model, form):
    write_small(folder, ratings)
    assert robustness("small.yaml", "--model", model, "--samples", "200", "-f", form)


def test_identical_options_are_first_together_and_neither_above_the_other(folder, document):
    write_small(folder, {"a": [0.4, 0.6], "b": [0.4, 0.6], "c": [0.1, 0.2]})
    found = document("small.yaml")
    assert [row["acceptability"] for row in found["options"]] == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert found["pairwise"]["a"]["b"] == found["pairwise"]["b"]["a"] == 0
    assert found["options"][0]["central_weights"] == found["options"][1]["central_weights"]
    assert found["fails"] is None


def test_two_options_on_two_factors_have_shares_that_can_be_worked_out_by_hand(folder, document):
    """0.6 ahead at one end and 0.3 behind at the other: level at a third of the way."""
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.4]})
    found = document("small.yaml")
    assert found["options"][0]["acceptability"] == pytest.approx([2 / 3, 1 / 3], abs=1e-12)
    assert found["options"][0]["central_weights"] == pytest.approx({"f0": 2 / 3, "f1": 1 / 3}, abs=1e-12)
    assert found["options"][1]["central_weights"] == pytest.approx({"f0": 1 / 6, "f1": 5 / 6}, abs=1e-12)
    assert found["options"][0]["max_regret"] == pytest.approx(30, abs=1e-9)
    assert found["options"][0]["mean_regret"] == pytest.approx(30 / 2 / 3, abs=1e-9)
    assert found["entropy"] == pytest.approx(math.log2(3) - 2 / 3, abs=1e-12)
