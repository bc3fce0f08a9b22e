"""``scenario score --expect``: a condition decides the exit code and not the result."""

import json


def test_a_condition_that_does_not_hold_still_gives_the_result(in_examples, run):
    result = run("score", "--expect", "inn", "-f", "json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["ranking"][0]["option"] == "bakery"
    assert result.stderr == "error: --expect inn: first is bakery\n"


def test_a_tie_for_first_does_not_meet_the_expectation(in_examples, run):
    tie = ["--set", "ratings.inn.taste=8", "--set", "ratings.bakery.taste=8"]
    tie += [
        f"--set=ratings.{option}.{factor}=5"
        for option in ("inn", "bakery", "stall")
        for factor in ("calm", "price")
    ]
    result = run("score", *tie, "--expect", "inn")
    assert result.exit_code == 4
    assert result.stderr == "error: --expect inn: first is inn, bakery\n"
