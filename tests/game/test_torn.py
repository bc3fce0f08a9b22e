"""A line that a kill cut off: it does not count, is told, and goes with the next that is written."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from files.red import posix
from game.table import AT, begin, played, raw_lines, stated, tree

import scenario_cli as sc
from scenario_cli.answers.game.words import TORN
from scenario_cli.game.log import read_log

pytestmark = pytest.mark.thorough

KILLS = int(os.environ.get("KILLS", "6"))
GONE = "Half a line at the end of the log, as a kill leaves it, was taken away."


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A game in which every kind of line stands; nobody changes it."""
    return played(tmp_path_factory.mktemp("whole")).folder.path


def cut(whole, place, bytes_of_the_last_line):
    """A copy of a game whose last line was being written as a kill came: the checkpoint is that of before."""
    folder = shutil.copytree(whole.parent, place / "home") / "game"
    game = sc.game(folder)
    checkpoint = (folder / "checkpoint.json").read_bytes()
    before = (folder / "log.jsonl").read_bytes()
    game.move("red", "Sends “名前” away", because=["so"], at=AT)
    last = (folder / "log.jsonl").read_bytes().removeprefix(before)
    (folder / "log.jsonl").write_bytes(before + last[:bytes_of_the_last_line])
    (folder / "checkpoint.json").write_bytes(checkpoint)
    return folder, before, last


def test_at_whatever_byte_the_last_line_was_cut_the_log_is_read(whole, tmp_path):
    _, before, last = cut(whole, tmp_path, None)
    for k in range(len(last) + 1):
        log = read_log(before + last[:k], "log.jsonl")
        complete = k >= len(last) - 1
        assert len(log.events) == 15 + complete
        assert log.torn == (b"" if complete else last[:k])
        assert log.unended == (k == len(last) - 1)
        assert log.whole == (len(before) + k if complete else len(before))


@pytest.mark.parametrize("kept", [1, 2, 40, 150, -79, -60, -3, -2])
def test_half_a_line_does_not_count_is_told_and_goes_with_the_next(whole, tmp_path, kept):
    folder, before, last = cut(whole, tmp_path, kept)
    assert (folder / "log.jsonl").read_bytes() == before + last[:kept]
    game = sc.game(folder)
    at_first = tree(folder)
    shown, replay = game.show(), game.replay()
    assert shown.line == 15
    assert shown.notes == (TORN,)
    assert replay.holds
    assert replay.torn
    assert replay.to_dict()["torn"]
    for answer in (shown, replay):
        assert TORN in answer.report().page(100).notes
    assert tree(folder) == at_first
    step = game.say("blue", "Once more", at=AT)
    assert step.line == 16
    assert GONE in step.notes
    assert raw_lines(folder)[:15] == before.split(b"\n")[:-1]
    assert stated(folder)[-1]["text"] == "Once more"
    assert (folder / "log.jsonl").read_bytes().startswith(before)
    assert game.show().notes == ()
    assert not game.replay().torn
    assert GONE not in game.say("blue", "And again", at=AT).notes


def test_a_line_that_lacks_nothing_but_its_end_counts(whole, tmp_path):
    folder, before, last = cut(whole, tmp_path, -1)
    game = sc.game(folder)
    assert game.show().line == 16
    assert game.show().notes == ()
    assert game.replay().holds
    assert game.say("blue", "Once more", at=AT).line == 17
    assert (folder / "log.jsonl").read_bytes().startswith(before + last)
    assert game.replay().holds


def test_half_a_first_line_is_no_game(whole, tmp_path):
    folder = shutil.copytree(whole.parent, tmp_path / "home") / "game"
    (folder / "log.jsonl").write_bytes(raw_lines(folder)[0][:50])
    (folder / "checkpoint.json").unlink()
    with pytest.raises(sc.errors.InputError, match=r"log\.jsonl:1:1: error: the log has no lines"):
        sc.game(folder).show()


def test_half_a_line_whose_acknowledged_forerunner_is_gone_is_a_cut(whole, tmp_path):
    folder = shutil.copytree(whole.parent, tmp_path / "home") / "game"
    content = (folder / "log.jsonl").read_bytes()
    (folder / "log.jsonl").write_bytes(content[:-20])
    with pytest.raises(sc.errors.InputError, match=r"log\.jsonl:14:1: error: the log was cut: 1 line"):
        sc.game(folder).show()


def test_half_a_secret_line_is_nobodys(game):
    game.say("red", "first", secret=True, at=AT)
    path = game.folder.path / "secret.jsonl"
    first = path.read_bytes()
    path.write_bytes(first + b'{"line":3,"salt":"ab')
    assert game.replay().holds
    game.say("red", "second", secret=True, at=AT)
    assert path.read_bytes().startswith(first + b'{"line":3,"salt":"ab\n{"line":3,')
    assert game.replay().holds
    assert [secret.text for secret in game.folder.secrets().values()] == ["first", "second"]


# Plays a game for ever; says each line that was acknowledged.
PLAYER = """
import sys
import scenario_cli as sc
game = sc.game(sys.argv[1])
game.show()
print("ready", flush=True)
sys.stdin.readline()
k = 0
while True:
    k += 1
    with open(sys.argv[2], "w") as file:
        file.write(f"format: weights/1\\nid: room\\ndrivers: {{comfort: {k}, cost: 7}}\\n")
    for step in (
        lambda: game.turn(f"Turn {k}"),
        lambda: game.move("red", "a" * 3000, secret=k % 2 == 0),
        lambda: game.set(weights=sys.argv[2]),
        lambda: game.undo(),
        lambda: game.redo(),
        lambda: game.inject("strike", until=k),
    ):
        print(step().line, flush=True)
"""


@posix
@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_at_any_moment_leaves_every_acknowledged_line_and_no_broken_chain(tmp_path, environment, seed):
    """``KILLS=300 python -m pytest tests/game/test_torn.py`` kills so many; without it a few."""
    game = begin(tmp_path)
    draw = random.Random(seed)
    there = 1
    for _ in range(2):  # the second goes on after what the first kill left
        child = subprocess.Popen(
            [sys.executable, "-c", PLAYER, str(game.folder.path), str(tmp_path / "ballot.yaml")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        )
        assert child.stdout.readline() == b"ready\n"
        child.stdin.write(b"go\n")
        child.stdin.flush()
        time.sleep(draw.uniform(0.0, 0.25))
        child.send_signal(signal.SIGKILL)
        said = child.communicate(timeout=30)[0].split(b"\n")[:-1]
        acknowledged = max([there, *map(int, said)])
        replay = game.replay()
        assert replay.holds, replay.mistakes
        assert acknowledged <= replay.lines <= acknowledged + 1
        there = replay.lines
        for line in stated(game.folder.path):
            ballot = line.get("weights")
            if ballot:
                assert (game.folder.path / "kept" / f"{ballot['sha256']}.yaml").is_file()
    last = game.fact("so", at=AT)
    assert last.line == replay.lines + 1
    checkpoint = json.loads((game.folder.path / "checkpoint.json").read_text())
    assert checkpoint["lines"] == last.line
    assert game.replay().holds
