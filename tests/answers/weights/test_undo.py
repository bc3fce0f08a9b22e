"""`scenario weights undo`: the last change taken back, and two commands at once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from answers.weights.office import BARE, RED, files, red, refused


def test_undo_takes_back_at_any_depth_and_redo_makes_again(weigh):
    states = [red()]
    for number in ("5", "6", "7", "8"):
        weigh("set", "red", f"comfort={number}", "--why", f"so {number}")
        states.append(red())
    for state in reversed(states[:-1]):
        assert weigh("undo", "red").exit_code == 0
        assert red() == state
    assert refused(weigh("undo", "red"), 3, f"{BARE}:1:1: error: there is no change to take back")
    result = weigh("redo", "red")
    assert result.stdout.startswith(f"red: comfort 60 -> 5\nMade again in {BARE}.\n")
    for state in states[2:]:
        assert weigh("redo", "red").exit_code == 0
        assert red() == state
    message = f"{BARE}:1:1: error: there is no change that was taken back, to make again [nothing-to-redo]"
    assert refused(weigh("redo", "red"), 3, message)


def test_after_a_new_change_there_is_nothing_left_to_redo(weigh):
    weigh("set", "red", "comfort=5")
    weigh("undo", "red")
    weigh("set", "red", "cost=5")
    assert refused(weigh("redo", "red"), 3, f"{BARE}:1:1: error: there is no change that was taken back")
    assert red() == RED.replace("cost: 20", "cost: 5")


def test_undo_shows_the_effect_of_going_back(said):
    there = said("set", "red", "comfort=5")
    back = said("undo", "red")
    assert back["format"] == "weights-undo/1"
    assert back["was"]["drivers"] == there["weights"]["drivers"]
    assert back["weights"]["drivers"] == there["was"]["drivers"]
    assert [c["to"] for c in back["crossed"]] == [["rent"], ["buy"]]
    assert back["changes"] == [{"id": "comfort", "from": "5", "to": "60"}]


def test_undo_without_a_change_is_refused(office, weigh):
    message = f"{BARE}:1:1: error: there is no change to take back [nothing-to-undo]"
    assert refused(weigh("undo", "red"), 3, message)
    assert f"{BARE}.history.jsonl" not in files(office)


def test_undo_leaves_what_was_edited_by_hand_since(weigh):
    weigh("set", "red", "comfort=5", "--why", "so")
    Path(BARE).write_text("# mine\n" + red().replace("cost: 20", "cost: 21  # mine, too") + "# by hand\n")
    assert weigh("undo", "red").exit_code == 0
    assert red() == "# mine\n" + RED.replace("cost: 20", "cost: 21  # mine, too") + "# by hand\n"


def test_undo_where_the_place_itself_was_edited_by_hand_is_refused_at_that_place(weigh):
    weigh("set", "red", "comfort=5")
    Path(BARE).write_text(red().replace("comfort: 5", "comfort: 6"))
    message = (
        f"{BARE}:6:12: error: 'comfort' was changed outside of these commands since; "
        "nothing was written [edited-by-hand]; "
        "write 5 there again first"
    )
    before, history = red(), Path(f"{BARE}.history.jsonl").read_bytes()
    assert refused(weigh("undo", "red"), 3, message)
    assert (red(), Path(f"{BARE}.history.jsonl").read_bytes()) == (before, history)


@pytest.mark.parametrize("command", ["undo", "redo", "history"])
def test_a_file_that_no_longer_parses_is_told_where(weigh, command):
    weigh("set", "red", "comfort=5")
    Path(BARE).write_text(red().replace("  cost: 20", "\tcost: 20"))
    assert refused(weigh(command, "red"), 3, f"{BARE}:7:1: error: ")


def test_of_two_commands_at_once_each_is_done_or_told(office, environment):
    command = [sys.executable, "-m", "scenario_cli", "weights", "set", "red"]
    changes = ["comfort=51", "cost=21", "trust=22"]
    children = [
        subprocess.Popen(
            [*command, change], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment()
        )
        for change in changes
    ]
    expected = RED
    for child, change in zip(children, changes, strict=True):
        _, complaint = child.communicate(timeout=60)
        assert child.returncode in (0, 3)
        if child.returncode == 0:
            id_, _, number = change.partition("=")
            expected = re.sub(rf"(?m)^  {id_}: \d+", f"  {id_}: {number}", expected)
        else:
            assert "[changed-meanwhile]; try again" in complaint
    assert expected != RED
    assert red() == expected
    assert not [name for name in files(office) if name.startswith("weights/.")]
