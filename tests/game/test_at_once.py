"""Several facilitators at once, a folder that cannot be written, a disk that is full."""

import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from files.red import posix
from game.table import AT, MINE, begin, played, raw_lines, sealed, stated, tree

import scenario_cli as sc
from scenario_cli.errors import OutputError
from scenario_cli.files import writing
from scenario_cli.game import folder as folders

pytestmark = pytest.mark.thorough

# Adds lines of all kinds; waits until all are ready.
WRITER = """
import sys
import scenario_cli as sc
name, count = sys.argv[2], int(sys.argv[3])
game = sc.game(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for k in range(count):
    ways = (
        lambda: game.fact(f"{name} {k}"),
        lambda: game.say("red", f"{name} {k}", secret=True),
        lambda: game.set(f"weights.cost={k + 1}", by=name),
        lambda: game.turn(f"{name} {k}"),
    )
    print(ways[k % 4]().line, flush=True)
"""


def writers(folder, environment, names, count):
    children = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
        for name in names
    ]
    for child in children:
        assert child.stdout.readline() == b"ready\n"
    for child in children:
        child.stdin.write(b"go\n")
        child.stdin.flush()
    return children


def test_of_lines_that_several_processes_add_at_once_none_is_lost_and_none_refused(tmp_path, environment):
    game = begin(tmp_path)
    count, names = 25, ("ana", "bo", "cy")
    acknowledged = []
    for child in writers(game.folder.path, environment, names, count):
        said, complaint = child.communicate(timeout=120)
        assert (child.returncode, complaint) == (0, b"")
        acknowledged += map(int, said.split())
    assert sorted(acknowledged) == list(range(2, 2 + 3 * count))
    lines = stated(game.folder.path)
    assert len(lines) == 1 + 3 * count
    before = "0" * 64
    for line, raw in zip(lines, raw_lines(game.folder.path), strict=True):
        assert raw == sealed(line, before)
        before = sha256(raw).hexdigest()
    texts = [secret.text for secret in game.folder.secrets().values()]
    assert sorted(texts) == sorted(f"{name} {k}" for name in names for k in range(1, count, 4))
    assert game.replay().holds


def test_who_looks_while_others_write_sees_a_game_that_holds(tmp_path, environment):
    game = begin(tmp_path)
    children = writers(game.folder.path, environment, ("ana", "bo"), 20)
    seen = []
    while any(child.poll() is None for child in children):
        seen.append(sc.game(game.folder.path).show().line)
    for child in children:
        child.communicate(timeout=60)
    assert seen == sorted(seen)
    assert seen[-1] <= 41
    assert game.show().line == 41


def test_threads_of_one_process_add_lines_too(game):
    with ThreadPoolExecutor(4) as pool:
        steps = [pool.submit(game.fact, f"fact {k}", at=AT) for k in range(20)]
        assert sorted(step.result().line for step in steps) == list(range(2, 22))
    assert game.replay().holds


def test_a_reader_between_the_line_and_its_checkpoint_takes_nothing_for_cut(game, monkeypatch):
    """Another adds a line after the log was read, and before the checkpoint is."""
    read = folders.read_log_bytes
    once = threading.Event()

    def slowly(path):
        content = read(path)
        if not once.is_set():
            once.set()
            sc.game(game.folder.path).fact("in between", at=AT)
        return content

    monkeypatch.setattr(folders, "read_log_bytes", slowly)
    assert game.show().line == 1
    assert game.show().line == 2


def read_only(folder):
    for path in [folder, *Path(folder).rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)


PLAYS = (
    lambda game: game.fact("so", at=AT),
    lambda game: game.turn("x", at=AT),
    lambda game: game.say("red", "so", secret=True, at=AT),
    lambda game: game.undo(at=AT),
)


@posix
@pytest.mark.parametrize("what", ["everything", "the log", "the folder"])
def test_what_is_read_only_can_be_looked_at_and_not_played(full, what):
    path = full.folder.path
    before, ways = tree(path), {"the log": path / "log.jsonl", "the folder": path}
    if what == "everything":
        read_only(path)
    else:
        ways[what].chmod(ways[what].stat().st_mode & ~0o222)
    try:
        game = sc.game(path)
        assert game.show().line == 15
        assert game.replay().holds
        assert game.report().holds == ""
        for play in PLAYS:
            with pytest.raises(
                OutputError, match=r"log\.jsonl: cannot be written: .* is read-only"
            ) as raised:
                play(game)
            assert raised.value.exit_code == 3
        assert tree(path) == before
    finally:
        for one in [path, *path.rglob("*")]:
            one.chmod(0o755 if one.is_dir() else 0o644)


def test_a_disk_that_is_read_only_is_told(full, monkeypatch):
    before = tree(full.folder.path)

    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("scenario_cli.files.locks.os.open", refuse)
    for play in PLAYS:
        with pytest.raises(OutputError, match=r"log\.jsonl: cannot be written: Read-only file system"):
            play(full)
    assert tree(full.folder.path) == before


FULL = OSError(28, "No space left on device")


def full_after(monkeypatch, room):
    """Let a disk take so many bytes more, then be full in the middle of a write."""
    left = [room]
    write = os.write

    def written(file, content):
        if left[0] <= 0:
            raise FULL
        kept = content[: left[0]]
        left[0] -= len(kept)
        return write(file, kept)

    monkeypatch.setattr(folders.os, "write", written)


@pytest.mark.parametrize("room", [0, 1, 2, 3, 50, 100, 200, 250])
def test_a_disk_that_is_full_in_the_middle_of_a_line_leaves_the_log_as_it_was(full, home, monkeypatch, room):
    (home / "other.yaml").write_text(MINE.replace("40", "7"))
    before = tree(full.folder.path)
    for play in (
        lambda: full.say("red", "a" * 300, secret=True, at=AT),
        lambda: full.set(weights=home / "other.yaml", at=AT),
        lambda: full.turn("x" * 300, at=AT),
    ):
        with monkeypatch.context() as patched:
            full_after(patched, room)
            with pytest.raises(OutputError, match=r"log\.jsonl: cannot be written: No space left"):
                play()
        assert tree(full.folder.path) == before
    assert full.fact("so", at=AT).line == 16
    assert full.replay().holds


@pytest.mark.parametrize("step", ["fsync", "ftruncate"])
def test_a_write_that_fails_at_any_step_leaves_everything_as_it_was(full, monkeypatch, step):
    full.say("red", "first", secret=True, at=AT)
    before = tree(full.folder.path)
    for kind in (lambda: full.fact("so", at=AT), lambda: full.say("red", "so", secret=True, at=AT)):
        with monkeypatch.context() as patched:
            patched.setattr(folders.os, step, lambda *_: (_ for _ in ()).throw(FULL))
            with pytest.raises(OutputError):
                kind()
        assert tree(full.folder.path) == before
    assert full.fact("so", at=AT).line == 17


def test_a_kept_file_that_cannot_be_written_keeps_the_line_from_being_written(full, home, monkeypatch):
    (home / "other.yaml").write_text(MINE.replace("40", "7"))
    before = tree(full.folder.path)
    with monkeypatch.context() as patched:
        patched.setattr(writing.os, "link", lambda *_: (_ for _ in ()).throw(FULL))
        patched.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(FULL))
        with pytest.raises(OutputError, match="No space left"):
            full.set(weights=home / "other.yaml", at=AT)
    assert tree(full.folder.path) == before


def test_a_checkpoint_that_cannot_be_written_is_made_with_the_next_line(full, monkeypatch):
    before = (full.folder.path / "checkpoint.json").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_whole", lambda *_: (_ for _ in ()).throw(FULL))
        assert full.fact("so", at=AT).line == 16
    assert (full.folder.path / "checkpoint.json").read_bytes() == before
    assert full.show().line == 16
    assert full.fact("so", at=AT).line == 17
    assert (full.folder.path / "checkpoint.json").read_bytes() != before


def test_a_break_in_the_middle_of_a_write_leaves_everything_as_it_was(full, monkeypatch):
    before = tree(full.folder.path)
    with monkeypatch.context() as patched:
        patched.setattr(folders.os, "fsync", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            full.say("red", "so", secret=True, at=AT)
    assert tree(full.folder.path) == before
    assert full.fact("so", at=AT).line == 16


@posix
def test_a_file_that_may_grow_no_more_is_told_by_the_command(full, environment):
    """The system's own limit, which a process meets as a full disk."""
    import resource

    path = full.folder.path
    limit = (path / "log.jsonl").stat().st_size + 100
    before = tree(path)
    done = subprocess.run(
        [sys.executable, "-m", "scenario_cli", "game", "say", "red", "a" * 500, "-g", str(path)],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 3
    assert done.stdout == b""
    assert done.stderr.decode().startswith(f"{path.as_posix()}/log.jsonl: error: cannot be written: File too")
    assert tree(path) == before


def test_a_file_in_the_way_of_one_to_be_kept_is_told_and_left(full, home):
    text = MINE.replace("40", "7")
    (home / "other.yaml").write_text(text)
    path = full.folder.path / "kept" / f"{sha256(text.encode()).hexdigest()}.yaml"
    path.write_text("mine")
    before = tree(full.folder.path)
    with pytest.raises(sc.errors.InputError, match="this file is not what its name says"):
        full.set(weights=home / "other.yaml", at=AT)
    assert tree(full.folder.path) == before


@posix
def test_files_of_a_game_have_the_permissions_of_other_new_files(home):
    old = os.umask(0o027)
    try:
        game = played(home)
        game.say("red", "so", secret=True, at=AT)
    finally:
        os.umask(old)
    files = [path for path in game.folder.path.rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o640}
