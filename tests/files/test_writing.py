"""Files are written whole or not at all, keep their permissions, and leave nothing beside them."""

import os
import stat
from pathlib import Path

import pytest

from scenario_cli.files import writing
from scenario_cli.files.writing import write_together, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="permissions, links and devices as POSIX has them")


class Broken(BaseException):
    """Something that is no Exception, as Ctrl-C is none."""


@pytest.fixture(params=[OSError(28, "No space left on device"), KeyboardInterrupt(), Broken()], ids=repr)
def failure(request):
    return request.param


@pytest.fixture(params=["fsync", "replace", "chmod"])
def failing(request, failure, monkeypatch):
    """Let one of the steps of a write fail."""

    def fail(*_, **__):
        raise failure

    if request.param == "fsync":
        monkeypatch.setattr(writing.os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, request.param, fail)
    return type(failure)


def test_a_new_file_holds_exactly_the_bytes(tmp_path):
    content = b"a\r\nb\n\x00\xff"
    write_whole(tmp_path / "x", content)
    assert (tmp_path / "x").read_bytes() == content
    write_whole(str(tmp_path / "x"), b"")
    assert (tmp_path / "x").read_bytes() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_failed_write_leaves_the_old_content_and_nothing_beside_it(tmp_path, failing):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with pytest.raises(failing):
        write_whole(path, b"new" * 1000)
    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_failed_write_of_a_new_file_leaves_nothing(tmp_path, failing):
    with pytest.raises(failing):
        write_whole(tmp_path / "x", b"new")
    assert list(tmp_path.iterdir()) == []


def test_no_reader_sees_half_a_file(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    seen = []
    real = os.fsync

    def look(descriptor):
        seen.append(path.read_bytes())
        real(descriptor)

    monkeypatch.setattr(writing.os, "fsync", look)
    write_whole(path, b"new")
    assert seen == [b"old"]
    assert path.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o400])
def test_an_existing_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "x"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_permissions_that_any_new_file_has(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write_whole(tmp_path / "x", b"new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == mode


@posix
def test_a_link_stays_a_link_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "x", tmp_path / "link"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(Path("there") / "x")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["link", "there", "x"]


@posix
def test_a_link_that_leads_nowhere_makes_its_target(tmp_path):
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "x")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "x").read_bytes() == b"new"


@posix
def test_a_device_is_written_to_and_not_replaced():
    write_whole(os.devnull, b"gone")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@posix
def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@posix
def test_a_descriptor_can_be_named_as_a_file(tmp_path):
    """As in `scenario score -o /dev/stdout | less` and `-o >(cat)`."""
    if not Path("/dev/fd").is_dir():
        pytest.skip("there is no /dev/fd here")
    reader, writer = os.pipe()
    try:
        write_whole(f"/dev/fd/{writer}", b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
        os.close(writer)


def test_where_there_is_no_folder_nothing_is_made(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        write_whole(tmp_path / "no" / "x", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_written_over(tmp_path):
    (tmp_path / "x").mkdir()
    with pytest.raises(OSError, match=r"directory|denied"):
        write_whole(tmp_path / "x", b"new")
    assert (tmp_path / "x").is_dir()


@posix
def test_the_longest_name_that_the_system_allows_can_be_written(tmp_path):
    path = tmp_path / ("x" * 255)
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_new_file_is_written_with_its_folder(tmp_path):
    write_together({tmp_path / "a" / "b" / "x": b"new"})
    assert (tmp_path / "a" / "b" / "x").read_bytes() == b"new"


def test_a_file_that_is_there_is_not_written_as_new(tmp_path):
    (tmp_path / "x").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_together({tmp_path / "x": b"new"})
    assert (tmp_path / "x").read_bytes() == b"old"


def test_a_new_file_that_fails_is_taken_away(tmp_path, failure, monkeypatch):
    def fails(_):
        raise failure

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(type(failure)):
        write_together({tmp_path / "x": b"new"})
    assert list(tmp_path.iterdir()) == []


LEFT = ".writing-abcd_012"


@posix
def test_what_a_killed_writer_left_is_taken_away_at_the_next_write(tmp_path):
    (tmp_path / LEFT).write_bytes(b"half")
    write_whole(tmp_path / "x", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@posix
def test_what_a_living_writer_is_writing_is_left_to_it(tmp_path, monkeypatch):
    real, seen = os.fsync, []

    def meanwhile(descriptor):
        if not seen:
            seen.append(sorted(path.name for path in tmp_path.iterdir()))
            write_whole(tmp_path / "y", b"other")
        real(descriptor)

    monkeypatch.setattr(writing.os, "fsync", meanwhile)
    write_whole(tmp_path / "x", b"new")
    assert len(seen[0]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x", "y"]
    assert (tmp_path / "x").read_bytes() == b"new"


@pytest.mark.parametrize(("age", "left"), [(10, True), (4000, False)])
def test_where_there_are_no_locks_only_what_is_old_is_taken_away(tmp_path, monkeypatch, age, left):
    (tmp_path / LEFT).write_bytes(b"half")
    then = (tmp_path / LEFT).stat().st_mtime - age
    os.utime(tmp_path / LEFT, (then, then))
    monkeypatch.setattr(writing, "_hold", lambda _: None)
    write_whole(tmp_path / "x", b"new")
    assert (tmp_path / LEFT).exists() == left


@pytest.mark.parametrize("name", [".writing-notes.txt", ".writing-Abcd_012", "x.writing-abcd_012"])
def test_what_only_looks_alike_is_never_taken_away(tmp_path, name):
    (tmp_path / name).write_bytes(b"mine")
    write_whole(tmp_path / "x", b"new")
    assert (tmp_path / name).read_bytes() == b"mine"


@posix
def test_a_folder_or_a_link_of_such_a_name_is_never_taken_away(tmp_path):
    (tmp_path / LEFT).mkdir()
    (tmp_path / ".writing-link_012").symlink_to(tmp_path / "elsewhere")
    write_whole(tmp_path / "x", b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [LEFT, ".writing-link_012", "x"]


def test_several_files_are_written_together(tmp_path):
    a, b, c = (tmp_path / name for name in ("a", "deep/b", "c"))
    c.write_bytes(b"as good")
    written = write_together({a: b"1", b: b"2"}, extras={c: b"3"})
    assert written == [a, b]
    assert [path.read_bytes() for path in (a, b, c)] == [b"1", b"2", b"as good"]


def test_where_one_of_several_is_there_none_is_written(tmp_path):
    (tmp_path / "b").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


@pytest.mark.parametrize("force", [False, True])
def test_where_one_of_several_fails_what_was_there_is_there_again(tmp_path, monkeypatch, force):
    a, b = tmp_path / "a", tmp_path / "b"
    if force:
        a.write_bytes(b"old a")
        b.write_bytes(b"old b")
    put, calls = writing._put_in_place, []

    def fails_the_second_time(*args, **named):
        calls.append(args)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        put(*args, **named)

    monkeypatch.setattr(writing, "_put_in_place", fails_the_second_time)
    with pytest.raises(OSError, match="No space"):
        write_together({a: b"new a", b: b"new b"}, force=force)
    there = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert there == ({"a": b"old a", "b": b"old b"} if force else {})


def test_folders_that_were_made_for_what_fails_are_taken_away_and_no_others(tmp_path, failure, monkeypatch):
    (tmp_path / "mine").mkdir()

    def fails(_):
        raise failure

    with monkeypatch.context() as patched:
        patched.setattr(writing.os, "fsync", fails)
        with pytest.raises(type(failure)):
            write_together({tmp_path / "mine" / "deep" / "er" / "x": b"1", tmp_path / "other" / "y": b"2"})
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]
    write_together({tmp_path / "mine" / "deep" / "er" / "x": b"1"})
    assert (tmp_path / "mine" / "deep" / "er" / "x").read_bytes() == b"1"


def test_a_folder_in_which_somebody_else_has_written_meanwhile_stays(tmp_path, monkeypatch):
    def fails(_):
        (tmp_path / "a" / "theirs").write_bytes(b"3")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", fails)
    with pytest.raises(OSError, match="No space"):
        write_together({tmp_path / "a" / "x": b"1"})
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["theirs"]


def test_what_stands_in_the_way_of_a_folder_is_told(tmp_path):
    (tmp_path / "a").write_bytes(b"a file")
    with pytest.raises(NotADirectoryError):
        write_together({tmp_path / "a" / "b" / "x": b"1"})
    assert (tmp_path / "a").read_bytes() == b"a file"


def test_what_cannot_be_written_is_named_and_not_a_file_beside_it(tmp_path, monkeypatch):
    def fails(prefix, dir):  # noqa: A002 - as tempfile names it
        raise PermissionError(13, "Permission denied", f"{dir}/{prefix}abcd_012")

    monkeypatch.setattr(writing.tempfile, "mkstemp", fails)
    with pytest.raises(PermissionError) as told:
        write_together({tmp_path / "x": b"1"})
    assert told.value.filename == str(tmp_path / "x")
