"""``scenario robustness``: what it says of its samples, and what a share is not."""

import math
import re

import pytest
from answers.robustness.trip import MODELS, NOT_THE_CHANCE, write_small

from scenario_cli.engine.robustness.sampling import CONFIDENCE_SAMPLES, KEPT_SAMPLES


@pytest.mark.parametrize("model", MODELS)
def test_the_caption_states_n_seed_standard_error_and_what_a_share_is_not(trip, document, text, model):
    chosen = ["trip.yaml", "-w", "even.yaml", "--model", model, "--samples", "2500", "--seed", "11"]
    found = document(*chosen)
    caption = found["caption"]
    assert caption.startswith("N = 2,500 over ")
    assert "; seed 11;" in caption
    assert caption.endswith(NOT_THE_CHANCE)
    stated = float(re.search(r"standard error at most (\d\.\d\d) percentage points", caption)[1])
    errors = [error for row in found["options"] for error in row["standard_error"]]
    assert stated == pytest.approx(100 * max(errors), abs=0.005)
    assert caption in text(*chosen)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("ratings", ["fixed", "uncertain"])
def test_without_more_said_the_standard_error_is_under_a_fifth_of_a_point(trip, document, model, ratings):
    found = document("trip.yaml", "-w", "even.yaml", "--model", model, "--ratings", ratings)
    assert found["model"]["samples"] == 100_000
    errors = [error for row in found["options"] for error in row["standard_error"]]
    assert 0 < max(errors) < 0.002


def test_the_caption_says_that_ratings_are_drawn(trip, document):
    chosen = ["trip.yaml", "--samples", "500"]
    assert "ratings drawn from their ranges" in document(*chosen, "--ratings", "uncertain")["caption"]
    assert "ratings drawn" not in document(*chosen)["caption"]


def test_where_the_leader_loses_is_said_with_the_number_of_samples_it_was_looked_for_in(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    (line,) = [line for line in text("small.yaml").splitlines() if "loses first place" in line]
    assert f"Among {KEPT_SAMPLES:,} of them" in line


def test_nothing_is_said_to_be_drawn_where_no_rating_is_uncertain(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    for model in ("anywhere", "around"):
        shown = text("small.yaml", "--ratings", "uncertain", "--model", model, "--samples", "500")
        assert "draw" not in shown


def test_tables_that_show_the_first_alone_say_so(folder, text):
    angles = [k * math.pi / 18 for k in range(10)]
    write_small(folder, {f"o{k}": [math.cos(a), math.sin(a)] for k, a in enumerate(angles)})
    shown = text("small.yaml", "--all")
    assert "The first 8 are shown, JSON has all." in shown
    assert "The first 6 are shown, JSON and CSV have all." in shown
    write_small(folder, {"a": [0.9, 0.1], "b": [0.3, 0.6]})
    assert "are shown" not in text("small.yaml", "--all")


def test_the_ten_ratings_most_worth_knowing_are_said_to_be_the_first(folder, text):
    unsure = {"value": 0.5, "low": 0, "high": 1}
    write_small(folder, {f"o{k}": [unsure, unsure] for k in range(6)})
    assert "The first 10 are shown, JSON has all." in text("small.yaml", "--samples", "500", "--all")


def test_options_that_are_the_same_are_named_together(folder, text):
    write_small(folder, {"a": [0.9, 0.1], "b": [0.9, 0.1], "c": [0.3, 0.6]})
    shown = text("small.yaml")
    # 0.9 x + 0.1 (1 - x) > 0.3 x + 0.6 (1 - x) from x = 5/11 on; 50 points behind at most
    assert "a and b are each first in 54.5% of the weightings; every option can be first" in shown
    assert "a and b lose first place in 45.5% of the weightings" in shown


def test_confidence_is_said_with_the_number_of_samples_behind_it(trip, text):
    shown = text("trip.yaml", "--ratings", "uncertain", "--samples", "500", "--all")
    (line,) = [line for line in shown.splitlines() if line.startswith("Confidence")]
    assert f"{CONFIDENCE_SAMPLES:,}" in line


def unlikely(shown):
    """Text without the two places that say what a number is not."""
    said = shown.lower().replace("\\", "").replace(NOT_THE_CHANCE, "")
    return said.replace("score_not_likelihood", "")


@pytest.mark.parametrize(("model", "form"), [*((model, "table") for model in MODELS), ("around", "json")])
def test_no_word_calls_a_share_likely(trip, robustness, model, form):
    chosen = ["--model", model, "--ratings", "uncertain", "--samples", "500", "-f", form]
    shown = robustness("trip.yaml", "-w", "even.yaml", *chosen).decode()
    assert not re.search(r"likel|probab|chance|odds|predict|forecast|expect(?!ed_rank)", unlikely(shown))


def test_central_weights_of_fewer_than_30_draws_are_left_out_and_that_is_said(folder, document, text):
    """c leads where the last of six factors has nearly all the weight: in (1 - 0.8)^5 of the weightings."""
    ratings = {"a": [0.8] * 6, "b": [0.1] * 6, "c": [0, 0, 0, 0, 0, 1.0]}
    write_small(folder, ratings)
    chosen = ["small.yaml", "--samples", "20000"]
    found = {row["option"]: row for row in document(*chosen)["options"]}
    assert 0 < found["c"]["first_draws"] < 30
    assert found["c"]["first_draws"] == round(20_000 * found["c"]["acceptability"][0])
    assert found["c"]["central_weights"] is found["c"]["confidence_factor"] is None
    assert found["a"]["central_weights"] is not None
    shown = text(*chosen, "--all")
    said = f"first in too few of 20,000 draws for a mean, below 30 (c in {found['c']['first_draws']})"
    assert f" -: {said}." in shown
    (row,) = [line for line in shown.splitlines() if line.startswith("f5 ")]
    assert row.split()[-1] == "-"
    many = {row["option"]: row for row in document("small.yaml", "--samples", "300000")["options"]}
    assert many["c"]["first_draws"] >= 30
    assert many["c"]["central_weights"]["f5"] > 0.8


def test_exact_central_weights_are_told_however_small_the_share(folder, document):
    write_small(folder, {"a": [0.99, 0.99], "b": [0.0, 1.0]})
    found = {row["option"]: row for row in document("small.yaml", "--samples", "50")["options"]}
    assert found["b"]["acceptability"][0] < 0.02
    assert found["b"]["first_draws"] is None
    assert found["b"]["central_weights"]["f1"] > 0.98
