"""A file that changes, or another writer, while a number is changed: nothing is lost."""

import random
import signal
import subprocess
import sys
import threading
import time
from hashlib import sha256

import pytest
from files.red import INTERESTS, NOTES, POWER, beside, edit_of, lines, posix, put, read, take_back, told

from scenario_cli.errors import InputError
from scenario_cli.files.editing import write_edit
from scenario_cli.files.history import history_path
from scenario_cli.files.undoing import undo_edit

pytestmark = pytest.mark.thorough


def test_a_file_that_changed_between_reading_and_writing_is_left_alone(red):
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    red.write_bytes(NOTES.replace("40", "41").encode())
    assert told(write_edit, edit) == (
        "red.yaml:1:1: error: the file changed meanwhile; nothing was written [changed-meanwhile]; try again"
    )
    assert red.read_bytes() == NOTES.replace("40", "41").encode()
    assert lines(red) == []
    assert beside(red) == []


def test_a_file_that_went_away_between_reading_and_writing_is_not_made_again(red):
    edit = edit_of(red.read_bytes(), {POWER: "50"}, path=red)
    red.unlink()
    with pytest.raises((InputError, OSError), match=r"[Nn]o such file"):
        write_edit(edit)
    assert not red.exists()
    assert not history_path(red).exists()


def test_an_undo_between_whose_reading_and_writing_the_file_changed_is_refused(red):
    put(red, {POWER: "50"})
    edit = undo_edit(read(red))
    put(red, {INTERESTS: "41"})
    now = red.read_bytes()
    assert "changed meanwhile" in told(write_edit, edit)
    assert red.read_bytes() == now
    assert len(lines(red)) == 2


@posix
def test_a_writer_waits_for_the_one_that_holds_the_history(red):
    import fcntl

    with history_path(red).open("ab+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        writer = threading.Thread(target=put, args=(red, {POWER: "50"}))
        writer.start()
        writer.join(0.2)
        assert writer.is_alive()
        assert red.read_bytes() == NOTES.encode()
        fcntl.flock(held, fcntl.LOCK_UN)
        writer.join(30)
    assert b"power: 50" in red.read_bytes()


WRITER = """
import sys
from pathlib import Path
from scenario_cli.errors import InputError
from scenario_cli.files.editing import write_edit
from scenario_cli.files.points import set_numbers
from scenario_cli.files.parsed import parse

path, key, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for i in range(1, rounds + 1):
    try:
        source = parse("red.yaml", path.read_bytes(), path)
        edit = set_numbers(source, {("drivers", key): str(1000 + i)})
        write_edit(edit, f"{key} {i}")
        print("done", i, flush=True)
    except InputError as refused:
        print("told", i, *(p.code for p in refused.mistakes), flush=True)
"""


@pytest.fixture
def writer(environment):
    """Start a process that changes one number again and again, as soon as it gets a line."""
    started = []

    def start(path, key, rounds):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), key, str(rounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


def go(*children):
    for child in children:
        assert child.stdout.readline() == "ready\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()


def test_of_two_writers_at_once_each_change_is_made_or_refused_and_none_is_lost(red, writer):
    rounds = 40
    children = {key: writer(red, key, rounds) for key in ("power", "interests")}
    go(*children.values())
    done = set()
    for key, child in children.items():
        said, complaint = child.communicate(timeout=60)
        assert (child.returncode, complaint) == (0, "")
        answers = [line.split() for line in said.splitlines()]
        assert len(answers) == rounds
        assert all(a[0] == "done" or a[2:] == ["changed-meanwhile"] for a in answers)
        done |= {(key, int(a[1])) for a in answers if a[0] == "done"}
    history = lines(red)
    assert sorted((by, int(n)) for by, n in (line["why"].split() for line in history)) == sorted(done)
    last = {"power": "60", "interests": "40"}
    digest = sha256(NOTES.encode()).hexdigest()
    for line in history:
        assert line["before"] == digest
        digest = line["after"]
        by, n = line["why"].split()
        last[by] = str(1000 + int(n))
    expected = NOTES.replace(" 60 ", f" {last['power']} ").replace(" 40\n", f" {last['interests']}\n")
    assert red.read_bytes() == expected.encode()
    assert sha256(red.read_bytes()).hexdigest() == digest
    assert beside(red) == []


@posix
@pytest.mark.parametrize("seed", range(4))
def test_a_kill_at_any_moment_leaves_the_old_file_or_the_new(red, writer, seed):
    child = writer(red, "power", 100_000)
    go(child)
    assert child.stdout.readline() == "done 1\n"
    time.sleep(random.Random(seed).uniform(0.001, 0.05))
    child.send_signal(signal.SIGKILL)
    said, _ = child.communicate(timeout=30)
    told = said[: said.rfind("\n") + 1].splitlines()  # the last line may be half written
    finished = max([1, *(int(line.split()[1]) for line in told)])
    states = {i: NOTES.replace(" 60 ", f" {1000 + i} ").encode() for i in range(1, finished + 2)}
    states[0] = NOTES.encode()
    (now,) = [i for i, state in states.items() if state == red.read_bytes()]
    assert now >= finished
    assert all(name.startswith(".") and not name.endswith(".yaml") for name in beside(red))
    take_back(red)
    assert red.read_bytes() == states[now - 1]
    put(red, {POWER: "7"})
    assert b"power: 7 " in red.read_bytes()
