"""An edit killed between its steps, or in the middle of one, leaves the old file or the new."""

from pathlib import Path

import pytest
from files.red import INTERESTS, NOTES, POWER, beside, lines, make_again, put, read, take_back, told

from scenario_cli.files import editing, writing
from scenario_cli.files.history import history_path
from scenario_cli.files.undoing import undo_edit

PERSONALITY = ("drivers", "personality")


class Killed(BaseException):
    """As a kill: nothing after it runs that would clean up."""


def killed_before_the_file_is_written(monkeypatch, path, call, *args):
    def stop(*_):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(editing, "write_whole", stop)
        with pytest.raises(Killed):
            call(path, *args)


def test_a_line_of_history_whose_write_never_happened_does_not_confuse_undo(red, monkeypatch):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    assert red.read_bytes() == fifty
    assert [line["written"] for line in lines(red)] == [True, False]
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    make_again(red)
    assert red.read_bytes() == fifty


def test_after_a_write_that_never_happened_the_same_change_can_be_made(red, monkeypatch):
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    put(red, {POWER: "40"})
    forty = red.read_bytes()
    put(red, {INTERESTS: "1"})
    take_back(red)
    assert red.read_bytes() == forty


def test_an_undo_that_never_happened_can_be_made(red, monkeypatch):
    put(red, {POWER: "50"})
    fifty = red.read_bytes()
    killed_before_the_file_is_written(monkeypatch, red, take_back)
    assert red.read_bytes() == fifty
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    make_again(red)
    assert red.read_bytes() == fifty


@pytest.mark.parametrize("edited", [None, b"mine", b"40"], ids=["not edited", "elsewhere", "at its place"])
def test_a_change_killed_after_the_file_was_written_is_a_change(red, monkeypatch, edited):
    """The line does not say that the file was written: its hash, or its numbers, do."""
    real = editing.write_whole

    def written_and_killed(*args):
        real(*args)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(editing, "write_whole", written_and_killed)
        with pytest.raises(Killed):
            put(red, {POWER: "50"})
    assert not lines(red)[0]["written"]
    if edited == b"mine":
        red.write_bytes(red.read_bytes() + b"# mine\n")
    elif edited is not None:
        red.write_bytes(red.read_bytes().replace(b" 40", b" 41"))
    put(red, {PERSONALITY: "3"})
    for _ in range(2):
        take_back(red)
    assert red.read_bytes().replace(b"# mine\n", b"").replace(b" 41", b" 40") == NOTES.encode()


def test_an_edit_by_hand_after_a_write_that_never_happened_is_told_from_what_was_there(red, monkeypatch):
    put(red, {INTERESTS: "41"})
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "50"})
    red.write_bytes(red.read_bytes().replace(b"personality: 0", b"personality: 1"))
    put(red, {POWER: "55"})
    assert [(line["command"], line["old"]) for line in lines(red)[2:]] == [
        ("hand", {"personality": 0}),
        ("set", {"power": 60}),
    ]


def test_what_a_kill_left_of_a_write_goes_with_the_next(red, tmp_path):
    put(red, {POWER: "50"})
    (tmp_path / ".writing-abcdefgh").write_bytes(b"half")
    (tmp_path / ".writing-notes.txt").write_bytes(b"somebody's own")
    put(red, {POWER: "51"})
    assert beside(red) == [".writing-notes.txt"]


def test_where_the_only_write_never_happened_there_is_no_change_to_take_back(red, monkeypatch):
    killed_before_the_file_is_written(monkeypatch, red, put, {POWER: "40"})
    assert "there is no change to take back" in told(undo_edit, read(red))


def test_half_a_line_of_history_does_not_spoil_the_next(red):
    """As a full disk leaves it: the line cut off, the file as it was."""
    history_path(red).write_bytes(b'{"after": "12')
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()


@pytest.mark.parametrize("step", ["mkstemp", "fsync", "replace"])
def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(red, monkeypatch, step):

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    owner = {"mkstemp": writing.tempfile, "fsync": writing.os, "replace": Path}[step]
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, full)
        with pytest.raises(OSError, match="No space left"):
            put(red, {POWER: "50"})
    assert red.read_bytes() == NOTES.encode()
    assert beside(red) == []
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
