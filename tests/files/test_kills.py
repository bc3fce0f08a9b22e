"""Processes killed at any moment while they set, undo and redo: the file is old or new, the history agrees.

``KILLS=200 python -m pytest tests/files/test_kills.py`` kills so many; without it a few.
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from files.red import NOTES, beside, posix

from scenario_cli.files.editing import numbers_in, write_edit
from scenario_cli.files.history import account, read_history
from scenario_cli.files.parsed import parse
from scenario_cli.files.undoing import undo_edit

KILLS = int(os.environ.get("KILLS", "3"))

COFFEE = """\
ratings:            # as the room says
  keep:
    taste: {value: 60, kind: judgement}   # a comment
    wait: 4
  new: {taste: 8, wait: unknown}
"""
SUBJECTS = {"weights": (NOTES, "power"), "ratings": (COFFEE, "keep.taste")}

# Sets a number to 1001, 1002 and so on; each is undone and redone before the next.
WORKER = """
import sys
from pathlib import Path
from scenario_cli.files.cells import set_cells
from scenario_cli.files.editing import write_edit
from scenario_cli.files.parsed import parse
from scenario_cli.files.points import set_numbers
from scenario_cli.files.undoing import redo_edit, undo_edit

path, of = Path(sys.argv[1]), sys.argv[2]

def read():
    return parse("red.yaml", path.read_bytes(), path)

def put(number):
    if of == "weights":
        return set_numbers(read(), {("drivers", "power"): number}, "so")
    return set_cells(read(), {("ratings", "keep", "taste"): {"value": number}})

print("ready", flush=True)
sys.stdin.readline()
for i in range(1, 100_000):
    for edit in (lambda: put(str(1000 + i)), lambda: undo_edit(read(), of), lambda: redo_edit(read(), of)):
        write_edit(edit(), "so", "Ana")
        print("done", flush=True)
"""


@posix
@pytest.mark.parametrize("of", SUBJECTS)
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_at_any_moment_leaves_file_and_history_in_step(tmp_path, environment, of, seed):
    path = tmp_path / "red.yaml"
    text, key = SUBJECTS[of]
    path.write_bytes(text.encode())
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(path), of],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert child.stdout.readline() == b"ready\n"
    child.stdin.write(b"go\n")
    child.stdin.flush()
    time.sleep(random.Random(seed).uniform(0.0, 0.06))
    child.send_signal(signal.SIGKILL)
    done = child.communicate(timeout=30)[0].count(b"done\n")

    file = parse("red.yaml", path.read_bytes(), path)
    numbers = numbers_in(file.data, of)
    history = read_history(path, "red.yaml")
    now = account(history, file.sha256, numbers, path)
    assert now.hand is None
    values = [number_after(done), number_after(done + 1)]
    assert numbers[key] in values
    assert [change.line.new[key] for change in now.done] == list(range(1001, int(numbers[key]) + 1))
    for _ in now.done:
        write_edit(undo_edit(parse("red.yaml", path.read_bytes(), path), of))
    assert path.read_bytes() == text.encode()
    if now.done:
        assert beside(path) == []


def number_after(steps):
    """The number once so many sets, undos and redos are done."""
    rounds, rest = divmod(steps, 3)
    number = rounds + {0: 0, 1: 1, 2: 0}[rest]
    return 1000 + number if number else 60
