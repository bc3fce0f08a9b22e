"""What a file is besides its bytes stays when its numbers are changed."""

import stat
from pathlib import Path

import pytest
from files.red import NOTES, POWER, edit_of, posix, put, take_back

from scenario_cli.files.editing import history_path


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o400])
def test_permissions_are_kept(red, mode):
    red.chmod(mode)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(red.stat().st_mode) == mode
    take_back(red)
    assert stat.S_IMODE(red.stat().st_mode) == mode
    assert red.read_bytes() == NOTES.encode()


@posix
def test_the_history_of_a_file_that_others_may_not_read_cannot_be_read_by_them_either(red):
    red.chmod(0o600)
    put(red, {POWER: "50"}, "not for all")
    assert stat.S_IMODE(history_path(red).stat().st_mode) & 0o077 == 0


@posix
def test_the_history_can_be_added_to_by_its_owner_whatever_the_mode_of_the_file(red):
    red.chmod(0o400)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(history_path(red).stat().st_mode) == 0o600


@posix
def test_the_history_of_a_file_that_can_be_run_cannot_be_run(red):
    red.chmod(0o755)
    put(red, {POWER: "50"})
    assert stat.S_IMODE(history_path(red).stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["red.json", "red.JSON"])
def test_a_reason_is_not_put_into_json(name):
    content = b'{"drivers": {"power": 60}}'
    edit = edit_of(content, {POWER: "50"}, "so", name=name, path=Path(name))
    assert edit.after.content == content.replace(b"60", b"50")


@posix
def test_a_link_stays_a_link(red, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(red)
    put(link, {POWER: "50"})
    assert link.is_symlink()
    assert b"power: 50" in red.read_bytes()
    take_back(link)
    assert red.read_bytes() == NOTES.encode()


@posix
def test_a_change_through_a_link_can_be_taken_back_by_the_files_own_name(red, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(red)
    put(link, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
