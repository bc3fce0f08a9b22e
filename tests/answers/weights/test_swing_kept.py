"""Answers to `scenario weights swing` on a terminal are not lost: kept, offered again, corrected."""

import json
from pathlib import Path

import pytest
from answers.weights.office import files

pytestmark = pytest.mark.thorough

DRAFT = "weights/new.yaml.draft.json"
ASK = ("swing", "taste", "wait", "noise", "-o", "weights/new.yaml", "-f", "json")
WORTH = b"  worth, where the largest swing is 100"


@pytest.fixture
def cut_off(asked):
    """Answer two questions, then interrupt the third."""
    return asked(*ASK, typed=b"100\n40\n", interrupt_after=b"Noise: from 0 to 10\r\n" + WORTH)


def test_ctrl_c_keeps_the_answers_in_a_draft_beside_the_output_and_says_so(cut_off):
    code, out, shown = cut_off
    assert (code, out) == (130, "")
    assert shown.endswith(f"The answers are kept in {DRAFT}; the same command goes on from there.\n")
    assert json.loads(Path(DRAFT).read_text())["answers"] == {"taste": 100, "wait": 40}
    assert not Path("weights/new.yaml").exists()


def test_the_next_run_offers_the_answers_and_goes_on_with_the_question_that_was_open(cut_off, asked, office):
    code, out, shown = asked(*ASK, typed=b"y\n10\n")
    assert code == 0, shown
    assert f"{DRAFT} has answers of an earlier run: taste 100, wait 40.\n  go on from there?" in shown
    assert shown.count(WORTH.decode()) == 1
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 40, "noise": 10}
    assert "weights/new.yaml" in files(office)
    assert DRAFT not in files(office)


def test_answers_of_an_earlier_run_that_are_not_wanted_are_not_taken(cut_off, asked):
    _, out, shown = asked(*ASK, typed=b"what\nn\n1\n1\n1\n")
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 100, "noise": 100}
    assert "then from the start; your first answer takes the place of those" in shown


def test_a_file_that_is_there_already_is_told_before_anybody_is_asked(asked, office):
    (office / "weights" / "new.yaml").write_text("mine")
    code, out, shown = asked(*ASK, typed=b"100\n40\n10\n")
    assert (code, out) == (2, "")
    assert "worth" not in shown
    (office / "weights" / "new.yaml").unlink()
    code, out, shown = asked(*ASK, typed=b"100\n40\n10\n")
    assert code == 0, shown
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 40, "noise": 10}


def test_without_an_output_the_draft_is_in_the_working_folder_and_goes_once_all_is_told(asked, office):
    before = files(office)
    code, _, _ = asked("swing", "taste", "wait", "noise", typed=b"100\n", interrupt_after=b"to 0 min")
    (draft,) = set(files(office)) - set(before)
    assert (code, draft) == (130, "swing-office-noise-taste-wait.draft.json")
    assert asked("swing", "taste", "wait", "noise", typed=b"\n4\n5\n")[0] == 0
    assert files(office) == before


def test_before_the_first_answer_nothing_is_kept(asked, office):
    before = files(office)
    code, _, shown = asked(*ASK, interrupt_after=WORTH)
    assert code == 130
    assert "goes on from there" not in shown
    assert files(office) == before


@pytest.mark.parametrize("mine", ["my own words", "[" * 100_000, '{"format": "swing-draft/1"}', '"x"'])
def test_a_file_of_the_users_under_the_name_of_the_draft_stays_as_it_is(asked, office, mine):
    Path(DRAFT).write_text(mine)
    code, _, shown = asked(*ASK, typed=b"100\n40\n10\n")
    assert code == 0, shown
    assert f"{DRAFT} holds something else, and stays: answers are not kept this time." in shown
    assert Path(DRAFT).read_text() == mine


def test_b_goes_back_to_the_question_before_and_enter_keeps_what_was_said(asked):
    typed = b"b\n100\nback\n90\n45\nb\n\n9\n"
    code, out, shown = asked("swing", "taste", "wait", "noise", "-f", "json", typed=typed)
    assert code == 0, shown
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 50, "noise": 10}
    assert "  this is the first question\n" in shown
    assert f"{WORTH.decode()} (Enter: 45): " in shown


def test_each_driver_is_asked_for_with_the_worst_and_best_of_its_factors_in_words(asked):
    _, _, shown = asked("swing", "comfort", "cost", "trust", typed=b"100\n50\n20\n")
    assert (
        "Comfort: all from worst to best (Taste, Waiting time, Noise)\n"
        "  Taste: from 0 (Poured away) to 10 (Drunk up)\n"
        "  Waiting time: from 10 min to 0 min\n"
        "  Noise: from 0 to 10\n"
        "  worth, where"
    ) in shown


def test_a_number_as_others_write_it_is_asked_for_again_with_what_to_write(asked):
    _, out, shown = asked("swing", "taste", "wait", "noise", "-f", "json", typed=b"100\n4,5\n4.5\n90%\n90\n")
    assert json.loads(out)["swings"] == {"taste": 100, "wait": 4.5, "noise": 90}
    assert "  a number of 0 or more, please: write 4.5\n" in shown
    assert "  a number of 0 or more, please: write 90\n" in shown
