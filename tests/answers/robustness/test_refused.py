"""``scenario robustness``: what is wrong usage or a wrong file, told in plain words."""

import re

import pytest
from answers.robustness.trip import EVEN, write_small


@pytest.fixture
def refused(run):
    """Run the command and return its exit code and message; it must print no result."""

    def refused(*args):
        result = run("robustness", *args)
        assert result.stdout_bytes == b""
        return result.exit_code, result.stderr

    return refused


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--samples", "0"], "--samples"),
        (["--samples", "-5"], "--samples"),
        (["--samples", "many"], "--samples"),
        (["--seed", "-1"], "--seed"),
        (["--seed", "1.5"], "--seed"),
        (["--spread", "wide"], "--spread"),
        (["--model", "around", "--spread", "0"], "--spread 0: at least 1e-06 and below 2.24 for 6 weights"),
        (["--model", "around", "--spread", "-1"], "--spread -1"),
        (["--model", "around", "--spread", "2.24"], "--spread 2.24"),
        (["--model", "around", "--spread", "nan"], "--spread nan"),
        (["--model", "around", "--spread", "inf"], "--spread inf"),
        (["--model", "around", "--over", "drivers", "--spread", "1.5"], "below 1.41 for 3 weights"),
        (["--model", "elsewhere"], "--model"),
        (["--over", "options"], "--over"),
        (["--ratings", "loose"], "--ratings"),
    ],
)
def test_a_wrong_number_or_word_is_wrong_usage(trip, refused, args, said):
    code, message = refused("trip.yaml", *args)
    assert code == 2
    assert said in message


@pytest.mark.parametrize("model", ["anywhere", "ordered", "ranges"])
def test_a_spread_is_refused_where_nothing_is_spread(trip, refused, model):
    code, message = refused("trip.yaml", "--model", model, "--spread", "0.3")
    assert (code, message) == (2, f"error: --spread 0.3: goes with the model 'around', not '{model}'\n")


def test_ranges_that_the_weights_do_not_state_are_wrong_usage(trip, refused):
    (trip / "plain.yaml").write_text(EVEN.partition("ranges:")[0], encoding="utf-8")
    code, message = refused("trip.yaml", "-w", "plain.yaml", "--model", "ranges")
    assert (code, message) == (2, "error: --model ranges: the weights 'even' state no ranges\n")
    code, message = refused("trip.yaml", "--model", "ranges")
    assert code == 2
    assert "state no ranges" in message


@pytest.mark.parametrize("over", ["factors", "drivers"])
def test_ranges_that_no_weights_meet_are_a_mistake_in_the_file_at_its_ranges(trip, refused, over):
    text = EVEN.replace("fun: [30, 60]", "fun: [80, 90]").replace("price: [10, 45]", "price: [30, 45]")
    (trip / "empty.yaml").write_text(text, encoding="utf-8")
    code, message = refused("trip.yaml", "-w", "empty.yaml", "--model", "ranges", "--over", over)
    assert code == 3
    assert re.fullmatch(r"empty\.yaml:6:1: error: .+ \[empty-ranges\]; .+\n", message)


def test_ranges_that_no_weights_meet_do_not_matter_to_other_models(trip, robustness):
    (trip / "empty.yaml").write_text(EVEN.replace("fun: [30, 60]", "fun: [95, 99]"), encoding="utf-8")
    assert robustness("trip.yaml", "-w", "empty.yaml", "--samples", "100")


@pytest.mark.parametrize("spread", ["1e-200", "1e-160"])
def test_a_tiny_spread_gives_a_result_or_is_refused(trip, run, spread):
    result = run("robustness", "trip.yaml", "--model", "around", "--spread", spread, "--samples", "100")
    assert result.exit_code in (0, 2)


def test_a_spread_just_below_its_limit_gives_a_result(trip, document):
    chosen = ["--model", "around", "--over", "drivers", "--spread", "1.414", "--samples", "5000"]
    assert document("trip.yaml", *chosen)["model"]["spread"] == 1.414


def test_a_spread_of_one_driver_has_its_limit_too(folder, robustness, refused):
    write_small(folder, {"a": [0.3], "b": [0.5]})
    assert robustness("small.yaml", "--model", "around", "--spread", "0.9", "--samples", "50")
    assert refused("small.yaml", "--model", "around", "--spread", "1.5")[0] == 2
