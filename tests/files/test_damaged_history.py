"""A history that is damaged is told with its line; half a last line, which a kill leaves, is mended."""

import json
import re

import pytest
from files.red import INTERESTS, NOTES, POWER, edit_of, lines, put, read, take_back, told

from scenario_cli.files.history import history_path, read_history
from scenario_cli.files.undoing import redo_edit, undo_edit

DAMAGED = "red.yaml.history.jsonl:2:1: error: this line of the history is damaged [damaged-history]"


def spoil(path, content):
    """Add a line to a history."""
    with history_path(path).open("ab") as history:
        history.write(content)


NOISE = [
    b"my own words",
    b"[1, 2]",
    b"null",
    b"7",
    b'"x"',
    b"{}",
    b'{"after": 1}',
    b"[" * 100_000,
    b'{"command": ' + b"[" * 100_000,
    b"\xff\xfe",
    b'{"command": "\\ud800"}',
    b"\x00" * 20,
]


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: repr(noise[:20]))
def test_a_line_that_is_no_history_is_told_with_its_place_and_nothing_is_written(red, noise):
    put(red, {POWER: "50"})
    spoil(red, noise + b"\n")
    fifty, history = red.read_bytes(), history_path(red).read_bytes()
    assert told(undo_edit, read(red)).startswith(DAMAGED)
    assert told(redo_edit, read(red)).startswith(DAMAGED)
    assert told(edit_of, fifty, {POWER: "7"}, path=red).startswith(DAMAGED)
    assert (red.read_bytes(), history_path(red).read_bytes()) == (fifty, history)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"at": "[^"]*"', '"at": 1.5'),
        ('"at": "[^"]*"', '"at": "yesterday"'),
        ('"who": ""', '"who": 5'),
        ('"why": "so"', '"why": "\\\\ud800"'),
        ('"old": {.*?}', '"old": 60'),
        ('"old": {.*?}', '"old": {"power": true}'),
        ('"old": {.*?}', '"old": {"power": NaN}'),
        ('"new": {.*?}', '"new": {"power": 1e999}'),
        ('"new": {.*?}', '"new": {"power": ' + "9" * 5000 + "}"),
        ('"changes": .*?]]', '"changes": []'),
        ('"changes": .*?]]', '"changes": 5'),
        ('"changes": .*?]]', '"changes": [["power", "60"]]'),
        ('"changes": .*?]]', '"changes": [["power", 60, 50]]'),
        ('"comments": .*?]]', '"comments": [["price", "", "# x"]]'),
        ('"comments": .*?]]', '"comments": null'),
        ('"command": "set"', '"command": "sit"'),
        ('"command": "set"', '"command": []'),
        ('"written": true', '"written": 1'),
        ('"before": "[^"]*"', '"before": null'),
    ],
)
def test_a_part_of_another_kind_is_damage(red, old, new):
    put(red, {POWER: "50"}, "so")
    whole = history_path(red).read_text()
    history_path(red).write_text(whole + re.sub(old, new, whole, count=1))
    assert history_path(red).read_text() != whole * 2
    assert told(undo_edit, read(red)).startswith(DAMAGED)


def test_what_a_history_says_was_there_is_held_to_be_a_number(red):
    """A history that somebody rewrote cannot put anything but the number that it tells of into the file."""
    put(red, {POWER: "50"})
    whole = history_path(red).read_text()
    for text in ("61", "60, might: 7", "60\\n  might: 7", "*x"):
        history_path(red).write_text(whole.replace('"60"', f'"{text}"'))
        assert "the history does not lead there from the file as it is" in told(undo_edit, read(red))


def test_every_way_to_cut_the_last_line_off_is_told_and_mended_at_the_next_change(red):
    put(red, {POWER: "50"})
    put(red, {INTERESTS: "41"})
    whole, now = history_path(red).read_bytes(), red.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first + 1, len(whole) - 1):
        history_path(red).write_bytes(whole[:cut])
        history = read_history(red, "red.yaml")
        assert (history.torn, len(history.lines), history.whole) == (True, 1, first)
    put(red, {POWER: "49"})
    assert [line["command"] for line in lines(red)] == ["set", "hand", "set"]
    take_back(red)
    assert red.read_bytes() == now


def test_a_last_line_without_its_end_is_whole(red):
    put(red, {POWER: "50"})
    history_path(red).write_bytes(history_path(red).read_bytes()[:-1])
    assert not read_history(red, "red.yaml").torn
    put(red, {POWER: "51"})
    assert len(lines(red)) == 2
    take_back(red)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_empty_lines_are_no_damage(red):
    put(red, {POWER: "50"})
    spoil(red, b"\n\n")
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_a_history_that_is_a_folder_is_told(red):
    history_path(red).mkdir()
    assert "its history cannot be read" in told(undo_edit, read(red))


def test_damage_is_told_by_the_place_of_the_history_itself_where_the_file_is_a_link(red, tmp_path):
    put(red, {POWER: "50"})
    spoil(red, b"x\n")
    link = tmp_path / "link.yaml"
    link.symlink_to(red)
    assert told(undo_edit, read(link)).startswith(f"{history_path(red).as_posix()}:2:1: error: ")
    assert json.loads(history_path(red).read_text().splitlines()[0])["command"] == "set"
