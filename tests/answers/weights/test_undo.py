"""`scenario weights undo`: the last change taken back, and two commands at once."""

import re
import subprocess
import sys
from pathlib import Path

from answers.weights.office import BARE, RED, files, red, refused


def test_undo_takes_back_and_redoes(weigh):
    weigh("set", "red", "comfort=5", "--why", "so")
    done = red()
    result = weigh("undo", "red")
    assert red() == RED
    assert result.stdout.startswith(f"red: comfort 5 -> 60\nTaken back in {BARE}.\n")
    result = weigh("undo", "red")
    assert red() == done
    assert result.stdout.startswith("red: comfort 60 -> 5\n")
    assert weigh("undo", "red", "-f", "json").exit_code == 0
    assert red() == RED


def test_undo_shows_the_effect_of_going_back(said):
    there = said("set", "red", "comfort=5")
    back = said("undo", "red")
    assert back["format"] == "weights-undo/1"
    assert back["was"]["drivers"] == there["weights"]["drivers"]
    assert back["weights"]["drivers"] == there["was"]["drivers"]
    assert [c["to"] for c in back["crossed"]] == [["rent"], ["buy"]]
    assert back["changes"] == [{"id": "comfort", "from": "5", "to": "60"}]


def test_undo_without_a_change_and_after_a_foreign_one_is_refused(office, weigh):
    message = f"{BARE}:1:1: error: there is no change to take back [nothing-to-undo]"
    assert refused(weigh("undo", "red"), 3, message)
    assert f"{BARE}.history.jsonl" not in files(office)
    weigh("set", "red", "comfort=5")
    Path(BARE).write_text(red() + "# by hand\n")
    message = f"{BARE}:1:1: error: the file was changed by other means since [nothing-to-undo]"
    assert refused(weigh("undo", "red"), 3, message)
    assert red().endswith("# by hand\n")


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
