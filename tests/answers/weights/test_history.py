"""`scenario weights history`: who changed what, when and why, and what was edited by hand."""

import json
import os
from pathlib import Path

import pytest
from answers.weights.office import BARE, RED, files, red

from scenario_cli.files import history as kept

TIME = "2026-03-02T09:0{}:00+00:00"
LOG = Path(f"{BARE}.history.jsonl")


@pytest.fixture
def clock(monkeypatch):
    """Let every change be made a minute after the one before."""
    times = iter(range(10))
    monkeypatch.setattr("scenario_cli.files.editing.time_now", lambda: TIME.format(next(times)))


@pytest.fixture
def changes(said):
    return lambda: said("history", "red")["changes"]


def by_hand(old, new):
    Path(BARE).write_text(red().replace(old, new))
    os.utime(BARE, (1772442000, 1772442000))  # 2026-03-02T09:00:00Z


def test_a_history_says_who_when_why_and_what(clock, weigh, changes):
    weigh("set", "red", "comfort=5", "cost=7.5", "--why", "the room insisted", "--who", "Ana")
    weigh("set", "red", "comfort.taste=3")
    assert changes() == [
        {
            "at": TIME.format(0),
            "who": "Ana",
            "why": "the room insisted",
            "by_hand": False,
            "old": {"comfort": 60, "cost": 20},
            "new": {"comfort": 5, "cost": 7.5},
            "undone": False,
            "undo_redo": [],
        },
        {
            "at": TIME.format(1),
            "who": "",
            "why": "",
            "by_hand": False,
            "old": {"comfort.taste": 2},
            "new": {"comfort.taste": 3},
            "undone": False,
            "undo_redo": [],
        },
    ]


def test_what_was_undone_is_told_with_who_undid_it_and_why(clock, weigh, changes):
    weigh("set", "red", "comfort=5")
    weigh("set", "red", "comfort=6")
    weigh("undo", "red", "--who", "Bo", "--why", "too soon")
    assert [change["undone"] for change in changes()] == [False, True]
    weigh("undo", "red")
    weigh("redo", "red", "--who", "Ana")
    first, second = changes()
    assert (first["undone"], second["undone"]) == (False, True)
    assert [(turn["command"], turn["who"]) for turn in first["undo_redo"]] == [("undo", ""), ("redo", "Ana")]
    assert second["undo_redo"] == [
        {"command": "undo", "at": TIME.format(2), "who": "Bo", "why": "too soon"},
    ]


def test_a_hand_edit_is_told_with_the_old_and_new_numbers_of_every_key_that_differs(clock, weigh, changes):
    weigh("set", "red", "comfort=5")
    by_hand("cost: 20\n  trust: 20", "cost: 21\n  trust: 22")
    expected = {
        "at": TIME.format(0),
        "who": "",
        "why": "",
        "by_hand": True,
        "old": {"cost": 20, "trust": 20},
        "new": {"cost": 21, "trust": 22},
        "undone": False,
        "undo_redo": [],
    }
    before = LOG.read_bytes()
    assert changes()[1:] == [expected]
    assert LOG.read_bytes() == before  # to look is not to write
    weigh("set", "red", "comfort=6")
    assert [change["by_hand"] for change in changes()] == [False, True, False]
    assert changes()[1] == expected
    assert len(LOG.read_text().splitlines()) == 3


@pytest.mark.parametrize("command", [["set", "red", "comfort=6"], ["undo", "red"]])
def test_every_change_records_the_hand_edit_before_it(weigh, changes, command):
    weigh("set", "red", "comfort=5")
    by_hand("taste: 2", "taste: 4")
    weigh(*command)
    assert json.loads(LOG.read_text().splitlines()[1])["command"] == "hand"
    assert [(c["by_hand"], c["old"]) for c in changes()][1] == (True, {"comfort.taste": 2})


def test_a_redo_records_the_hand_edit_before_it_and_leaves_it(weigh, changes):
    weigh("set", "red", "comfort=5")
    weigh("undo", "red")
    by_hand("taste: 2", "taste: 4")
    assert weigh("redo", "red").exit_code == 0
    assert red() == RED.replace("60", "5").replace("taste: 2", "taste: 4")
    assert [change["by_hand"] for change in changes()] == [False, True]


def test_a_key_that_came_or_went_by_hand_has_no_number_on_the_other_side(weigh, changes):
    weigh("set", "red", "comfort=5")
    by_hand("factors:\n  comfort: {taste: 2, wait: 1, noise: 1}", "factors:\n  trust: {staff: 3, guide: 1}")
    assert changes()[1]["old"] == {
        "comfort.taste": 2,
        "comfort.wait": 1,
        "comfort.noise": 1,
        "trust.staff": None,
        "trust.guide": None,
    }
    assert changes()[1]["new"]["trust.staff"] == 3
    assert changes()[1]["new"]["comfort.taste"] is None


def test_an_edit_by_hand_that_changed_no_number_is_told_too(weigh, changes):
    weigh("set", "red", "comfort=5")
    by_hand("# What the", "# Just what the")
    assert (changes()[1]["by_hand"], changes()[1]["old"], changes()[1]["new"]) == (True, {}, {})
    assert "no number" in weigh("history", "red").stdout


def test_twelve_reasons_leave_a_short_line_and_are_all_in_the_history(weigh, changes):
    for number in range(12):
        weigh("set", "red", f"comfort={number}", "--why", f"reason number {number} of the room")
    (line,) = [line for line in red().splitlines() if line.startswith("  comfort: 1")]
    assert line == "  comfort: 11   # they drink most  # was 10: reason number 11 of the room"
    assert [change["why"] for change in changes()] == [f"reason number {n} of the room" for n in range(12)]
    for _ in range(12):
        weigh("undo", "red")
    assert red() == RED


def test_a_comment_of_the_users_is_kept_though_it_looks_like_one_of_ours(weigh):
    Path(BARE).write_text(RED.replace("# they drink most", "# was 70: gas fell"))
    weigh("set", "red", "comfort=5", "--why", "gas fell")
    assert "  comfort: 5   # was 70: gas fell  # was 60: gas fell\n" in red()
    Path(BARE).write_text(red().replace("# was 60: gas fell", "# was 60: gas fell, and more"))
    weigh("set", "red", "comfort=4", "--why", "so")
    assert "# was 70: gas fell  # was 60: gas fell, and more  # was 5: so\n" in red()


def test_a_history_in_every_form(clock, weigh):
    weigh("set", "red", "comfort=5", "--why", "so", "--who", "Ana")
    weigh("undo", "red", "--who", "Bo")
    page = weigh("history", "red").stdout
    assert "2026-03-02 09:00:00  Ana  comfort 60 -> 5  so   undone by Bo\n" in page
    assert page.splitlines()[2] == f"{BARE} was changed 1 time; 1 is undone."
    assert "| 2026-03-02 09:00:00 | Ana |" in weigh("history", "red", "-f", "md").stdout
    assert weigh("history", "red", "-f", "csv").stdout == (
        "change,at,who,why,by_hand,undone,key,old,new\n"
        f"1,{TIME.format(0)},Ana,so,False,True,comfort,60.0,5.0\n".replace("False", "false").replace(
            "True", "true"
        )
    )


def test_a_file_that_was_never_changed_has_an_empty_history(office, said):
    before = files(office)
    document = said("history", "red")
    assert document["changes"] == []
    assert document["finding"] == f"{BARE} has not been changed in place yet."
    assert document["format"] == "weights-history/1"
    assert [entry["role"] for entry in document["provenance"]["inputs"]] == ["scenario", "weights"]
    assert files(office) == before


def test_the_time_of_a_change_is_in_utc(weigh, changes):
    before = kept.time_now()
    weigh("set", "red", "comfort=5")
    assert before <= changes()[0]["at"] <= kept.time_now()
    assert before.endswith("+00:00")


def test_half_a_last_line_is_told_left_out_and_taken_away_by_the_next_change(weigh, said):
    weigh("set", "red", "comfort=5")
    whole = LOG.read_bytes()
    LOG.write_bytes(whole + whole[:100])
    text = f"the last line of {BARE}.history.jsonl was cut off and is left out; the next change takes it away"
    assert said("history", "red")["flags"] == [{"code": "torn_history", "level": "warning", "text": text}]
    result = weigh("set", "red", "comfort=6")
    assert f"! T{text[1:]}. [torn_history]" in " ".join(result.stdout.split())
    assert [json.loads(line)["new"] for line in LOG.read_text().splitlines()] == [
        {"comfort": 5},
        {"comfort": 6},
    ]
    assert said("history", "red")["flags"] == []


@pytest.mark.parametrize(
    "command", [["set", "red", "comfort=6"], ["undo", "red"], ["redo", "red"], ["history", "red"]]
)
def test_a_damaged_history_is_told_with_file_and_line_and_nothing_is_lost(weigh, command):
    weigh("set", "red", "comfort=5")
    LOG.write_text(LOG.read_text().replace('"who": ""', '"who": "\\ud800"'))
    before, history = red(), LOG.read_bytes()
    result = weigh(*command)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{BARE}.history.jsonl:1:1: error: this line of the history is damaged [")
    assert (red(), LOG.read_bytes()) == (before, history)


def test_a_name_that_would_steer_a_terminal_is_shown_and_does_not(weigh):
    weigh("set", "red", "comfort=5", "--who", "Ana")
    LOG.write_text(LOG.read_text().replace('"who": "Ana"', '"who": "\\u001b[31mAna"'))
    for form in ("table", "md", "csv", "json"):
        result = weigh("history", "red", "-f", form)
        assert (result.exit_code, "\x1b" in result.stdout) == (0, False)


def test_what_another_command_replaced_is_not_said_to_be_edited_by_hand(weigh, run):
    weigh("set", BARE, "comfort=5")
    copy = Path(BARE).read_text().replace("comfort: 5", "comfort: 7")
    Path("other.yaml").write_text(copy)
    assert run("show", "other.yaml", "-o", BARE, "--force").exit_code == 0
    said = weigh("history", BARE).stdout
    assert f"{BARE} was changed 2 times, 1 of them outside of these commands." in said
    assert "(outside)" in said
    assert "hand" not in said
