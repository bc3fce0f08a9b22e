"""What a file is besides its bytes stays when its numbers are changed."""

import os
import stat
from pathlib import Path

import pytest
from files.red import NOTES, POWER, beside, edit_of, posix, put, take_back, told

from scenario_cli.files import writing
from scenario_cli.files.editing import write_edit
from scenario_cli.files.history import history_path


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o620])
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
@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_refused_and_stays(red, mode):
    red.chmod(mode)
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    assert told(write_edit, edit) == (
        "red.yaml:1:1: error: the file is read-only; nothing was written [read-only]; make it writable first"
    )
    assert red.read_bytes() == NOTES.encode()
    assert stat.S_IMODE(red.stat().st_mode) == mode
    assert not history_path(red).exists()
    assert beside(red) == []


def test_a_hard_linked_file_is_refused_and_stays_one(red, tmp_path):
    other = tmp_path / "other.yaml"
    other.hardlink_to(red)
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    assert told(write_edit, edit).startswith("red.yaml:1:1: error: the file has another name (a hard link)")
    assert red.samefile(other)
    assert other.read_bytes() == NOTES.encode()
    assert not history_path(red).exists()


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_owner_and_group_are_kept(red):
    os.chown(red, 12345, 23456)
    put(red, {POWER: "50"})
    assert (red.stat().st_uid, red.stat().st_gid) == (12345, 23456)


@posix
def test_who_may_not_give_a_file_away_keeps_its_group_and_writes_it_all_the_same(red, monkeypatch):
    given = []

    def chown(_, owner, group):
        given.append((owner, group))
        if owner != -1:
            raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(writing.os, "chown", chown)
    own = Path.stat

    def of_another(path, **how):
        there = own(path, **how)
        return os.stat_result((*there[:4], 12345, 23456, *there[6:])) if path.name == "red.yaml" else there

    monkeypatch.setattr(Path, "stat", of_another)
    put(red, {POWER: "50"})
    assert given == [(12345, 23456), (-1, 23456)]
    assert b"power: 50" in red.read_bytes()


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
