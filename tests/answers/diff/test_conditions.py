"""``scenario diff``: a demanded condition decides the exit code."""

import pytest


@pytest.mark.parametrize(
    ("after", "conditions", "code"),
    [
        (["--inject", "price_cut"], ["first"], 4),
        (["--inject", "price_cut"], ["rank"], 4),
        (["--inject", "price_cut"], ["score=1"], 4),
        (["--inject", "price_cut"], ["score=100"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["first", "rank"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["score=0.24"], 4),
        (["--set", "ratings.rent.taste=6.1"], ["score=0.26"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["first", "score=0"], 4),
        (["--set", "ratings.rent.taste=6.1"], [], 0),
    ],
)
def test_a_demanded_condition_decides_the_exit_code(result, run, after, conditions, code):
    old, new = result("old.json"), result("new.json", *after)
    asked = [part for condition in conditions for part in ("--fail-on", condition)]
    done = run("diff", old, new, *asked)
    assert done.exit_code == code
    assert done.stdout != "", "the answer is written whatever the condition"
    assert ("--fail-on" in done.stderr) == (code == 4)


def test_every_failed_condition_is_named(result, run):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    asked = ["--fail-on", "first", "--fail-on", "rank", "--fail-on", "score=1"]
    said = run("diff", old, new, *asked).stderr
    assert "first place changed" in said
    assert "a rank changed" in said
    assert "more than 1" in said


@pytest.mark.parametrize(
    "condition", ["last", "score", "score=", "score=-1", "score=x", "score=nan", "rank=1", ""]
)
def test_another_condition_is_wrong_usage(result, run, condition):
    done = run("diff", result("old.json"), "old.json", "--fail-on", condition)
    assert (done.exit_code, done.stdout) == (2, "")
