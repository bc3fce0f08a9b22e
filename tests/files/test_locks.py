"""Where a disk knows no locks, a file beside the history is the lock: two writers never write at once."""

import errno
import os
import socket
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from files.red import NOTES, POWER, beside, lines, posix, put, take_back

from scenario_cli.files import locks
from scenario_cli.files.history import history_path

pytestmark = [pytest.mark.thorough, posix]

LOCK = "red.yaml.history.jsonl.lock"


@pytest.fixture(params=[errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS], ids=errno.errorcode.get)
def no_locks(request, monkeypatch):
    """Be on a disk that knows no locks."""
    import fcntl

    def flock(*_):
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(fcntl, "flock", flock)


def test_numbers_are_set_and_taken_back_and_no_lock_is_left(red, no_locks):
    put(red, {POWER: "50"})
    take_back(red)
    assert red.read_bytes() == NOTES.encode()
    assert beside(red) == []


def test_a_writer_waits_for_the_one_whose_lock_file_is_there(red, no_locks):
    lock = red.with_name(LOCK)
    lock.write_text(f"{socket.gethostname()} {os.getpid()} other")
    writer = threading.Thread(target=put, args=(red, {POWER: "50"}))
    writer.start()
    writer.join(0.2)
    assert writer.is_alive()
    assert red.read_bytes() == NOTES.encode()
    lock.unlink()
    writer.join(30)
    assert b"power: 50" in red.read_bytes()


def test_the_lock_of_a_process_that_runs_no_more_is_taken_away_at_once(red, no_locks):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    red.with_name(LOCK).write_text(f"{socket.gethostname()} {gone.pid} token")
    started = time.monotonic()
    put(red, {POWER: "50"})
    assert time.monotonic() - started < locks.PATIENCE / 2
    assert beside(red) == []


@pytest.mark.parametrize("held", ["", "elsewhere 1 token", "x", f"{socket.gethostname()} 1 token"])
def test_a_lock_of_which_nobody_knows_whose_it_is_is_taken_away_after_a_while(
    red, no_locks, monkeypatch, held
):
    monkeypatch.setattr(locks, "PATIENCE", 0.2)
    red.with_name(LOCK).write_text(held)
    started = time.monotonic()
    put(red, {POWER: "50"})
    assert time.monotonic() - started >= 0.2
    assert beside(red) == []


def test_a_lock_that_cannot_be_taken_away_is_told(red, no_locks, monkeypatch):
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    red.with_name(LOCK).write_text("x")
    red.with_name(f"{LOCK}-taken").write_text("")
    with pytest.raises(OSError, match=r"history\.jsonl\.lock is in the way; remove it"):
        put(red, {POWER: "50"})
    assert red.read_bytes() == NOTES.encode()
    assert lines(red) == []


WRITER = """
import fcntl, sys
from pathlib import Path
from scenario_cli.errors import InputError
from scenario_cli.files.editing import write_edit
from scenario_cli.files.parsed import parse
from scenario_cli.files.points import set_numbers

def flock(*_):
    raise OSError(37, "No locks available")

fcntl.flock = flock
path, key = Path(sys.argv[1]), sys.argv[2]
for i in range(1, 31):
    while True:
        try:
            file = parse("red.yaml", path.read_bytes(), path)
            write_edit(set_numbers(file, {("drivers", key): str(1000 + i)}))
            break
        except InputError as refused:
            assert [m.code for m in refused.mistakes] == ["changed-meanwhile"]
"""


def test_of_two_writers_without_locks_no_change_is_lost(red, environment):
    children = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(red), key], env=environment())
        for key in ("power", "interests")
    ]
    assert [child.wait(timeout=120) for child in children] == [0, 0]
    history = lines(red)
    assert len(history) == 60
    assert all(after["before"] == before["after"] for before, after in pairwise(history))
    assert red.read_bytes() == NOTES.replace(" 60 ", " 1030 ").replace(" 40\n", " 1030\n").encode()
    assert beside(red) == []
    assert history_path(red).exists()
