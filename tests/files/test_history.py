"""Every change is written down and can be taken back."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from builders import few
from files.red import (
    NOTES,
    NUMBERS,
    POWER,
    beside,
    in_bytes,
    joined,
    lines,
    posix,
    put,
    read,
    take_back,
    told,
    written,
)
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.files.editing import history_path, undo_edit


def test_a_change_is_written_and_told_in_a_line_that_a_person_can_read(red):
    put(red, {POWER: "50"}, "gas fell")
    after = NOTES.replace("60   # as they see it", "50   # as they see it  # was 60: gas fell")
    assert red.read_bytes() == after.encode()
    assert lines(red) == [
        {
            "command": "set",
            "why": "gas fell",
            "before": sha256(NOTES.encode()).hexdigest(),
            "after": sha256(after.encode()).hexdigest(),
            "changes": [["power", "60", "50"]],
            "replaced": [
                {"at": NOTES.index("60"), "old": "60", "new": "50"},
                {"at": NOTES.index("\n  interests"), "old": "", "new": "  # was 60: gas fell"},
            ],
        }
    ]
    assert history_path(red).read_bytes().isascii()
    assert history_path(red).read_bytes().endswith(b"}\n")
    assert beside(red) == []


@few
@given(written(), st.data())
def test_undo_takes_back_byte_for_byte_and_undo_of_undo_redoes(tmp_path_factory, file, data):
    pieces, encoding = file
    path = tmp_path_factory.mktemp("undo") / "red.yaml"
    path.write_bytes(in_bytes(joined(pieces, {}), encoding))
    places = [place for _, place in pieces if place]
    for _ in range(data.draw(st.integers(1, 3))):
        before = path.read_bytes()
        chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True))
        put(path, {place: data.draw(NUMBERS) for place in chosen}, data.draw(st.sampled_from(["", "🟥 so"])))
        after = path.read_bytes()
        if after == before:
            continue
        for expected in (before, after) * data.draw(st.integers(1, 2)):
            take_back(path)
            assert path.read_bytes() == expected
    assert beside(path) == []


def test_undo_after_a_change_that_brought_the_old_bytes_back(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    put(red, {POWER: "60"})
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
    assert red.read_bytes() == fifty
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_setting_what_is_there_already_does_not_stand_in_the_way_of_undo(red):
    put(red, {POWER: "50"})
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_without_a_history_there_is_nothing_to_take_back(red):
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: there is no change to take back [nothing-to-undo]"
    )
    assert beside(red) == []
    assert not history_path(red).exists()


def test_after_a_change_by_other_means_undo_is_refused(red):
    put(red, {POWER: "50"})
    red.write_bytes(red.read_bytes() + b"# my own line\n")
    foreign = red.read_bytes()
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: the file was changed by other means since [nothing-to-undo]"
    )
    assert red.read_bytes() == foreign
    assert len(lines(red)) == 1


def test_once_the_other_change_is_gone_undo_works_again(red):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    red.write_bytes(fifty + b"# my own line\n")
    red.write_bytes(fifty)
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_a_history_that_does_not_lead_back_is_refused(red):
    put(red, {POWER: "50"})
    (line,) = lines(red)
    line["replaced"][0]["old"] = "61"
    history_path(red).write_text(json.dumps(line) + "\n")
    fifty = red.read_bytes()
    assert told(undo_edit, read(red)) == (
        "red.yaml:1:1: error: the history does not lead back to the file as it was [nothing-to-undo]"
    )
    assert red.read_bytes() == fifty


@pytest.mark.parametrize(
    "noise",
    ["", "my own words", "[1, 2]", "null", '{"after": 1}', "[" * 100_000],
    ids=lambda noise: noise[:20],
)
def test_lines_that_are_no_history_are_passed_over(red, noise):
    put(red, {POWER: "50"})
    with history_path(red).open("a") as history:
        history.write(f"{noise}\n")
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


def test_bytes_that_are_no_text_spoil_no_other_line_of_the_history(red):
    put(red, {POWER: "50"})
    with history_path(red).open("ab") as history:
        history.write(b"\xff\xfe\n")
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


@pytest.mark.parametrize("pieces", ['[{"at": 77}]', "[77]", "77", '[{"at": "x", "old": "", "new": ""}]'])
def test_a_line_whose_pieces_lack_a_part_is_passed_over(red, pieces):
    put(red, {POWER: "50"})
    spoilt = re.sub(r'"replaced": \[.*?\]', f'"replaced": {pieces}', history_path(red).read_text())
    history_path(red).write_text(spoilt)
    fifty = red.read_bytes()
    assert "[nothing-to-undo]" in told(undo_edit, read(red))
    assert red.read_bytes() == fifty


@pytest.mark.parametrize("changes", ["5", "null", "[1]", '[["power", "60"]]'])
def test_a_line_whose_changes_are_none_is_passed_over(red, changes):
    put(red, {POWER: "50"})
    (line,) = history_path(red).read_text().splitlines()
    history_path(red).write_text(line.replace('[["power", "60", "50"]]', changes) + "\n")
    assert "[nothing-to-undo]" in told(undo_edit, read(red))


@posix
def test_a_history_that_cannot_be_read_is_told(red, monkeypatch):
    put(red, {POWER: "50"})
    real = Path.read_bytes

    def denied(path):
        if path == history_path(red):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", denied)
    message = "red.yaml:1:1: error: its history cannot be read: Permission denied [unreadable]"
    assert told(undo_edit, read(red)) == message
