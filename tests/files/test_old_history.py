"""Histories that version 0.1 wrote are read, and its changes can be taken back."""

import json
from hashlib import sha256

import pytest
from files.red import NOTES, POWER, lines, make_again, put, read, take_back, told

from scenario_cli.files.history import history_path
from scenario_cli.files.undoing import undo_edit

STATES = [
    NOTES,
    NOTES.replace("power: 60   # as they see it", "power: 50   # as they see it  # was 60: a"),
    NOTES.replace("power: 60   # as they see it", "power: 45   # as they see it  # was 60: a  # was 50: b"),
]


def old_line(command, before, after, changes, replaced, **more):
    digests = {key: sha256(text.encode()).hexdigest() for key, text in (("before", before), ("after", after))}
    parts = [dict(zip(("at", "old", "new"), part, strict=True)) for part in replaced]
    return json.dumps(
        {"command": command, **digests, "changes": changes, "replaced": parts, **more}, sort_keys=True
    )


AT, END = NOTES.index("60"), NOTES.index("\n  interests")
SETS = [
    old_line(
        "set",
        STATES[0],
        STATES[1],
        [["power", "60", "50"]],
        [(AT, "60", "50"), (END, "", "  # was 60: a")],
        why="a",
    ),
    old_line(
        "set",
        STATES[1],
        STATES[2],
        [["power", "50", "45"]],
        [(AT, "50", "45"), (END + 12, "", "  # was 50: b")],
        why="b",
    ),
]
UNDO = old_line(
    "undo", STATES[2], STATES[1], [["power", "45", "50"]], [(AT, "45", "50"), (END + 12, "  # was 50: b", "")]
)
REDO = old_line(
    "undo", STATES[1], STATES[2], [["power", "50", "45"]], [(AT, "50", "45"), (END + 12, "", "  # was 50: b")]
)


@pytest.fixture
def old(red):
    """Write a file and its history as version 0.1 left them."""

    def old(state, *history):
        red.write_bytes(STATES[state].encode())
        history_path(red).write_text("".join(f"{line}\n" for line in history))
        return red

    return old


def test_its_changes_are_taken_back_and_made_again(old):
    red = old(2, *SETS)
    for state in (1, 0):
        take_back(red)
        assert red.read_bytes() == STATES[state].encode()
    for state in (1, 2):
        make_again(red)
        assert red.read_bytes() == STATES[state].encode()


def test_its_undo_of_an_undo_was_a_redo(old):
    red = old(2, *SETS, UNDO, REDO)
    take_back(red)
    assert red.read_bytes() == STATES[1].encode()
    red = old(1, *SETS, UNDO)
    take_back(red)
    assert red.read_bytes() == STATES[0].encode()
    make_again(red)
    make_again(red)
    assert red.read_bytes() == STATES[2].encode()


def test_a_write_of_its_that_a_kill_kept_from_happening_is_passed_over(old):
    red = old(1, *SETS)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    never = old_line("set", STATES[1], "never", [["power", "50", "44"]], [(AT, "50", "44")])
    red = old(1, SETS[0], never, SETS[1], UNDO)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_its_pile_of_comments_becomes_one(old):
    red = old(2, *SETS)
    put(red, {POWER: "44"}, "c")
    assert b"power: 44   # as they see it  # was 45: c\n" in red.read_bytes()
    take_back(red)
    assert red.read_bytes() == STATES[2].encode()


def test_an_edit_by_hand_after_it_is_told_by_the_keys_that_it_knows(old):
    red = old(2, *SETS)
    red.write_bytes(red.read_bytes().replace(b" 40\n", b" 41\n") + b"# mine\n")
    take_back(red)
    assert red.read_bytes() == STATES[1].replace(" 40\n", " 41\n").encode() + b"# mine\n"
    assert [line["command"] for line in lines(red)] == ["set", "set", "hand", "undo"]
    assert lines(red)[-1]["numbers"]["interests"] == 41


@pytest.mark.parametrize(
    ("part", "spoilt"),
    [
        (f'"at": {AT}', '"at": 1.5'),
        (f'"at": {AT}', '"at": -1'),
        (f'"at": {AT}', '"at": true'),
        ('"old": "60"', '"old": 60'),
        ('"old": "60"', '"old": "61"'),
        ('"old": "60"', '"old": "\\ud800"'),
        ('[["power", "60", "50"]]', "[]"),
        ('[["power", "60", "50"]]', '[["power", "sixty", "50"]]'),
        ('"replaced": [', '"replaced": [5, '),
    ],
)
def test_a_damaged_line_of_its_is_told_with_its_place(old, part, spoilt):
    assert part in SETS[0]
    red = old(1, SETS[0].replace(part, spoilt))
    message = "red.yaml.history.jsonl:1:1: error: this line of the history is damaged [damaged-history]; "
    assert told(undo_edit, read(red)).startswith(message)
    assert red.read_bytes() == STATES[1].encode()
