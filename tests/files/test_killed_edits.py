"""An edit killed between its steps, or in the middle of one, leaves the old file or the new."""

from pathlib import Path

import pytest
from files.red import INTERESTS, NOTES, POWER, beside, lines, put, read, take_back, told

from scenario_cli.files import editing
from scenario_cli.files.editing import history_path, undo_edit


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
    assert len(lines(red)) == 2
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    take_back(red)
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
    take_back(red)
    assert red.read_bytes() == fifty


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
    from scenario_cli.files import writing

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
