"""`scenario curve` without points, on a terminal: asked by bisection, shown, and only then written."""

import json
from pathlib import Path

import pytest
from answers.curve.conftest import COFFEE, NAME, replaced

import scenario_cli as sc
from scenario_cli.answers.curve.bisection import points_of, question_lines, rating_of

pytestmark = pytest.mark.thorough

WAIT = ("wait", "-f", "json")
UNIT = "          unit: min   # counted\n"
RATING = b"  rating: "


def test_half_then_a_quarter_then_three_quarters_are_asked_for(asked, coffee):
    code, out, shown = asked(*WAIT, typed=b"3\n4.5\n1\ny\n")
    assert code == 0, shown
    questions = [
        "Waiting time: 6 min is worth 0, 0 min is worth 1. Enter leaves a question out, b goes back.",
        "Which rating is worth half as much as going all the way from 6 min to 0 min?",
        "  From 6 min to it is worth as much as from it to 0 min.",
        "Which rating is worth a quarter as much as going all the way from 6 min to 0 min?",
        "  From 6 min to it is worth as much as from it to 3 min.",
        "Which rating is worth three quarters as much as going all the way from 6 min to 0 min?",
        "  From 3 min to it is worth as much as from it to 0 min.",
        "What is a rating on Waiting time worth?",
        "Keep the old one stays first.",
        f"Write it to {NAME}? (y or n) ",
    ]
    places = [shown.index(question) for question in questions[:7]]
    assert places == sorted(places)
    assert all(question in shown for question in questions)
    assert coffee() == replaced((UNIT, f"{UNIT}          values: {{4.5: 0.25, 3: 0.5, 1: 0.75}}\n"))
    document = json.loads(out)
    assert [point["value"] for point in document["curve"]] == [0, 0.25, 0.5, 0.75, 1]
    assert document["done"] == f"Written to {NAME}."


def test_the_curve_is_shown_before_anything_is_written(asked, coffee):
    code, out, shown = asked(*WAIT, typed=b"3\n\n\n", interrupt_after=b"(y or n) ")
    assert (code, out) == (130, "")
    assert "\n3 min     0.5" in shown
    assert shown.endswith("\nNothing was written.\n")
    assert coffee() == COFFEE
    assert [path.name for path in Path("scenarios").iterdir()] == ["coffee.yaml"]


def test_ctrl_c_within_the_questions_writes_nothing_and_says_so(asked, coffee):
    code, out, shown = asked(*WAIT, typed=b"3\n", interrupt_after=b"a quarter as much")
    assert (code, out) == (130, "")
    assert shown.endswith("\nNothing was written.\n")
    assert coffee() == COFFEE


def test_the_end_of_what_is_typed_writes_nothing_and_says_so(asked, coffee):
    code, out, shown = asked(*WAIT, typed=b"3\n\x04")
    assert (code, out) == (2, "")
    assert shown.endswith("\nNothing was written.\nerror: the questions were not answered\n")
    assert coffee() == COFFEE


@pytest.mark.parametrize("typed", [b"3\n\n\nmaybe\nn\n", b"\n\n\n"])
def test_who_does_not_want_it_writes_nothing(asked, coffee, typed):
    code, out, shown = asked(*WAIT, typed=typed)
    assert (code, out) == (0, "")
    assert shown.endswith("Nothing was written.\n")
    assert coffee() == COFFEE


def test_any_question_may_be_left_out(asked, coffee):
    assert asked(*WAIT, typed=b"\n\n1\ny\n")[0] == 0
    assert coffee() == replaced((UNIT, f"{UNIT}          values: {{1: 0.75}}\n"))


def test_what_cannot_be_is_asked_for_again_with_what_to_write(asked, coffee):
    typed = b"7\n2,5\nsoon\n6\n3\n2\n4\n5\n1\ny\n"
    code, _, shown = asked(*WAIT, typed=typed)
    assert code == 0, shown
    for message in (
        "  7 is outside the scale 0 to 6\n",
        "  expected a number, found '2,5'; write 2.5\n",
        "  expected a number, found 'soon'\n",
        "  expected a rating between 6 min and 0 min\n",
        "  expected a rating between 6 min and 3 min\n",
        "  expected a rating between 3 min and 0 min\n",
    ):
        assert message in shown
    assert coffee() == replaced((UNIT, f"{UNIT}          values: {{4: 0.25, 3: 0.5, 1: 0.75}}\n"))


def test_b_goes_back_and_enter_keeps_what_was_said(asked, coffee):
    code, _, shown = asked(*WAIT, typed=b"b\n3\nb\n2\n4\nback\n\n1\ny\n")
    assert code == 0, shown
    assert "  this is the first question\n" in shown
    assert "  rating (Enter: 3): " in shown
    assert "  rating (Enter: 4): " in shown
    assert coffee() == replaced((UNIT, f"{UNIT}          values: {{4: 0.25, 2: 0.5, 1: 0.75}}\n"))


def test_a_level_stands_for_its_rating_and_scales_are_told_in_words(asked, coffee):
    code, _, shown = asked("noise", typed=b"fair\nloud\nquiet\ny\n")
    assert code == 0, shown
    assert "  From 0 to it is worth as much as from it to 5 (fair).\n" in shown
    assert "values: {2: 0.25, 5: 0.5, 9: 0.75}" in coffee()


def test_answers_take_the_place_of_the_curve_so_far(asked, coffee):
    code, _, shown = asked("cost", typed=b"700\n\n\ny\n")
    assert code == 0, shown
    assert "The curve so far: 700 is worth 0.5, 300 is worth 0.9. Your answers take its place.\n" in shown
    assert coffee() == replaced(("700: 0.5, 300: 0.9", "700: 0.5"))


def test_a_dry_run_asks_and_writes_nothing(asked, coffee):
    code, out, shown = asked(*WAIT, "--dry-run", typed=b"3\n\n\n")
    assert code == 0, shown
    assert json.loads(out)["done"] == "Dry run: nothing was written."
    assert "(y or n)" not in shown
    assert coffee() == COFFEE


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["wat"], 2, "error: FACTOR: unknown factor 'wat'; did you mean 'wait'?"),
        (["wait", "--who", "\x1b"], 2, "error: --who: one line of printable text"),
    ],
)
def test_what_is_wrong_is_told_before_anybody_is_asked(asked, coffee, args, code, message):
    found, _, shown = asked(*args)
    assert (found, shown) == (code, f"{message}\n")


def test_a_file_that_changes_while_the_questions_are_answered_is_left_alone(coffee):
    """What was shown is of the file as it was: it is not written into another."""
    from scenario_cli.answers.curve.ask import curve_of, study_to_curve

    base = study_to_curve("coffee", "wait")
    Path(NAME).write_text(COFFEE.replace("# Ours", "# Theirs"))
    with pytest.raises(sc.InputError, match="changed-meanwhile"):
        curve_of(base, "wait", ["3=0.5"])
    assert coffee() == COFFEE.replace("# Ours", "# Theirs")


def test_questions_hold_for_a_scale_of_either_direction():
    rising, falling = sc.Scale(worst=-1, best=3), sc.Scale(worst=3, best=-1)
    for scale, inside, outside in ((rising, "0.5", "2"), (falling, "2", "0.5")):
        answers = {0.5: "1"}
        assert rating_of(scale, 0.25, inside, answers) == inside
        with pytest.raises(sc.StudyError, match="expected a rating between"):
            rating_of(scale, 0.25, outside, answers)
        assert len(question_lines(scale, 0.75, answers)) == 2
        assert len(question_lines(scale, 0.75, {})) == 1
    assert points_of(sc.Scale(values={4: 0.6, 5: 0.7}), {0.5: "4.0"}) == ["5=none", "4.0=0.5"]
