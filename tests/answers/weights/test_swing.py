"""`scenario weights swing`: points as stated, or asked for on a terminal."""

import json

import pytest
from answers.weights.office import rated_directly, refused


def test_swings_are_told_with_both_ends_of_their_scales(weigh):
    page = weigh("swing", "taste=50", "wait=25", "noise=0").stdout
    assert "Taste: from 0 (Poured away) to 10 (Drunk up)    100  66.7%" in page
    assert "Waiting time: from 10 min to 0 min               50  33.3%" in page
    page = weigh("swing", "comfort=1", "cost=1", "trust=1").stdout
    assert "Comfort: all from worst to best (Taste, Waiting time, Noise)" in page
    assert "Price: from 900 EUR to 100 EUR" in page


def test_all_that_count_most_are_named(said):
    finding = said("swing", "comfort=1", "cost=1", "trust=1")["finding"]
    assert finding.startswith("comfort, cost and trust count most (33.3% each); under these weights ")


def test_an_only_option_leads_by_nothing(folder, run):
    scenario = rated_directly(["b", "a"], folder)
    result = run("weights", "rank", "a", "b", "--scenario", scenario, "-f", "json")
    finding = json.loads(result.stdout)["finding"]
    assert finding == "a counts most (75.0%); under these weights a is the only option."


def test_the_largest_swing_is_worth_100(said):
    assert said("swing", "taste=5", "wait=2.5", "noise=0")["swings"] == {"taste": 100, "wait": 50, "noise": 0}


@pytest.mark.parametrize(
    ("swings", "message"),
    [
        (["taste=-1", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found '-1'"),
        (["taste=nan", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found 'nan'"),
        (["taste=", "wait=1", "noise=1"], "error: taste: expected a number of 0 or more, found ''"),
        (["taste=0", "wait=0", "noise=0"], "error: at least one swing is worth more than 0"),
        (["taste=10", "wait", "noise"], "error: wait: say what its swing is worth, as wait=80"),
    ],
)
def test_swings_that_are_no_numbers_are_refused(weigh, swings, message):
    assert refused(weigh("swing", *swings), 2, message)


def test_without_a_terminal_nobody_is_asked(office, process):
    result = process("weights", "swing", "taste", "wait", "noise", stdin=b"100\n50\n25\n")
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"error: taste: say what its swing is worth, as taste=80\n"


def test_on_a_terminal_each_swing_is_asked_for_until_it_is_a_number(asked):
    code, out, shown = asked(
        "swing", "taste", "wait=50", "noise", "-f", "json", typed=b"lots\n-1\nnan\n\n 100 \n25\n"
    )
    assert code == 0
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 50, "noise": 25}
    assert shown.count("Taste: from 0 (Poured away) to 10 (Drunk up)\n") == 5
    assert shown.count("  worth, where the largest swing is 100: ") == 6
    assert shown.count("  a number of 0 or more, please\n") == 4
    assert "Waiting time" not in shown
    assert "\x1b" not in shown


def test_questions_that_are_not_answered_end_it_with_2_and_ctrl_c_with_130(asked):
    code, out, shown = asked("swing", "taste", "wait", "noise", typed=b"100\n\x04")
    assert (code, out) == (2, "")
    assert shown.endswith("error: the questions were not answered\n")
    code, out, shown = asked("swing", "comfort", "cost", "trust", interrupt_after=b"is 100: ")
    assert (code, out) == (130, "")
    assert "Traceback" not in shown
