"""`scenario watch` in a real terminal, tmux, which shows what people would see."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from answers.watch.office import BAD, OTHER, RED, WEIGHTS, save_by_renaming

from scenario_cli.files.catalog import homes

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux"),
]

PATIENCE = 20
SIZES = [(80, 24), (50, 20), (120, 40)]
BIG = "china-arms-russia"


class Terminal:
    """A tmux with one window, in which `scenario watch` runs."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment

    def tmux(self, *args):
        done = subprocess.run(
            ["tmux", "-S", f"{self.folder}/s", "-f", "/dev/null", *args],
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=PATIENCE,
        )
        return done.stdout

    def start(self, width, height, *args):
        command = f"{sys.executable} -m scenario_cli watch {' '.join(args)} 2>told.txt; sleep 60"
        self.tmux("new-session", "-d", "-x", str(width), "-y", str(height), command)
        self.until("Changed: nothing since the start.")
        time.sleep(0.3)  # files are watched once the first page is there
        return self

    def lines(self):
        return self.tmux("capture-pane", "-p").removesuffix("\n").split("\n")

    def until(self, *words):
        """Wait until all words are on the screen, however they are wrapped; return its lines."""
        deadline = time.monotonic() + PATIENCE
        while True:
            lines = self.lines()
            text = " ".join(" ".join(lines).split())
            if all(word in text for word in words):
                return lines
            assert time.monotonic() < deadline, "\n".join([f"no {words}", *lines])
            time.sleep(0.03)


@pytest.fixture
def terminal(office, environment):
    """Give a terminal in the office."""
    folder = tempfile.mkdtemp(prefix="tmux")  # the path of a socket has to be short
    settings = environment(TERM="xterm-256color", LC_ALL="C.UTF-8", PYTHONUTF8="1")
    terminal = Terminal(folder, settings)
    yield terminal
    terminal.tmux("kill-server")
    shutil.rmtree(folder)


def big(terminal, width, height, *args):
    """Watch the built-in scenario under a copy of its weights."""
    shipped = homes("weights")[1][0] / "authors.yaml"
    shutil.copy(shipped, "weights/mine.yaml")
    terminal.start(width, height, BIG, "-w", "mine", *args)
    return Path("weights/mine.yaml")


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("args", [(), ("--room", "--inject", "shipment_exposed")])
def test_leader_change_reason_moves_and_what_if_are_on_screen_at_every_size(
    terminal, run, width, height, args
):
    big(terminal, width, height, *args)
    why = "the room insisted"
    assert run("weights", "set", "mine", "interests=20", "--scenario", BIG, "--why", why).exit_code == 0
    lines = terminal.until("Changed: Interests 50 -> 20", f"Why: {why}", "Moved: ", "First: ")
    assert len(lines) == height
    assert max(map(len, lines)) <= min(width, 60 if args else width)
    assert lines[0].startswith("What-if: A shipment of shells" if args else "Which of four courses")
    text = " ".join(" ".join(lines).split())
    assert re.search(r"First: \w[\w ]+, \d+\.\d points ahead of \w", text)
    assert re.search(r"Moved: \w[\w ]+ up from \d to 1;", text)


@pytest.mark.parametrize("save", ["in place", "by renaming", "slowly"])
def test_saves_are_shown_and_a_state_on_the_way_is_not(terminal, save):
    terminal.start(80, 24)
    if save == "by renaming":
        save_by_renaming(OTHER)
    else:
        with WEIGHTS.open("w") as file:
            if save == "slowly":
                time.sleep(0.15)
            file.write(OTHER)
    lines = terminal.until("Changed: comfort 60 -> 20")
    assert not any("Not shown" in line for line in lines)
    time.sleep(0.4)
    assert terminal.lines() == lines
    assert Path("told.txt").read_text() == ""


def test_a_mistake_is_told_to_the_room_in_a_line_and_in_full_on_stderr_and_goes_when_it_is_mended(terminal):
    before = terminal.start(80, 24, "--room").lines()
    WEIGHTS.write_text(BAD)
    lines = terminal.until("Not shown: red.yaml line 4: expected a number, found the text 'lots'.")
    kept = [line for line in lines if line]
    at = next(i for i, line in enumerate(kept) if line.startswith("Not shown"))
    del kept[at : at + 2]
    assert kept == [line for line in before if line]
    line = "weights/red.yaml:4:12: error: expected a number, found the text 'lots' [wrong-type]\n"
    assert Path("told.txt").read_text() == line
    WEIGHTS.write_text(RED)
    terminal.until("Changed: nothing since the start.")
    time.sleep(0.2)
    assert terminal.lines() == before
    assert Path("told.txt").read_text() == line


def test_a_file_that_is_away_for_two_seconds_keeps_the_page_and_comes_back(terminal):
    """A built-in file has the name of the one that is away."""
    mine = Path("weights/authors.yaml")
    shutil.copy(homes("weights")[1][0] / "authors.yaml", mine)
    before = terminal.start(80, 24, BIG).lines()
    mine.rename("away")
    away = terminal.until("Not shown: authors.yaml: there is no such file.")
    assert before[1] in away
    time.sleep(1.7)
    assert terminal.lines() == away
    Path("away").rename(mine)
    deadline = time.monotonic() + PATIENCE
    while terminal.lines() != before:
        assert time.monotonic() < deadline, terminal.lines()
        time.sleep(0.05)
    mine.write_text(mine.read_text().replace("interests: 50", "interests: 20"))
    terminal.until("Changed: Interests 50 -> 20")
    told = Path("told.txt").read_text().splitlines()
    assert [line.partition(";")[0] for line in told] == [
        "weights/authors.yaml:1:1: error: there is no such file [missing-file]"
    ]


def test_the_page_is_drawn_anew_for_every_size_of_the_terminal(terminal):
    big(terminal, 120, 40)
    strip, head, count = "0                 100", "Score   Could be  Behind", "and 7 more"
    assert strip in " ".join(terminal.lines())
    for width, height, there, gone in (
        (50, 20, [head, count], [strip, "By driver"]),
        (30, 14, ["#  Option                Score"], ["Behind"]),
        (80, 24, [head, "By driver", "Leverage over Russia"], [strip]),
        (120, 40, [head, "By driver", strip], ["more"]),
    ):
        terminal.tmux("resize-window", "-x", str(width), "-y", str(height))
        deadline = time.monotonic() + PATIENCE
        while not all(words in "\n".join(terminal.lines()) for words in there):
            assert time.monotonic() < deadline, "\n".join(terminal.lines())
            time.sleep(0.03)
        lines = terminal.lines()
        assert [line for line in lines if any(words in line for words in gone)] == []
        for start in ("First: Keep the straddle", "Changed: nothing"):
            assert sum(line.startswith(start) for line in lines) == 1


def test_the_last_page_stays_when_it_is_ended(terminal):
    before = terminal.start(80, 24).lines()
    terminal.tmux("send-keys", "C-c")
    deadline = time.monotonic() + PATIENCE
    while terminal.tmux("display-message", "-p", "#{alternate_on}") != "0\n":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    after = terminal.until("First: Buy the new one")
    assert [line for line in after if line and line != "^C"] == [line for line in before if line]
