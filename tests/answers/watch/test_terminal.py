"""`scenario watch` on a terminal, for real, until Ctrl-C."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from answers.watch.office import BAD, OFFICE, OTHER, RED, SCENARIO, WEIGHTS, crowd, save_by_renaming
from rich.cells import cell_len

HOME, ENTER, LEAVE = "\x1b[H", "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PATIENCE = 20


class Watching:
    """A `scenario watch` in a process of its own, on a terminal or into a pipe."""

    def __init__(self, child, reading):
        self.child, self.reading, self.said, self.ended = child, reading, b"", False

    @property
    def text(self):
        return self.said.decode(errors="replace").replace("\r\n", "\n")

    def page(self):
        """The text of the last page, without escape codes."""
        return ESCAPE.sub("", self.text.rpartition(HOME)[2].partition(LEAVE)[0])

    def rows(self):
        """The rows of all pages, without escape codes."""
        return ESCAPE.sub("", self.text.replace(HOME, "\n").replace(LEAVE, "\n")).splitlines()

    def read(self, seconds):
        """Read what comes within some seconds."""
        if select.select([self.reading], [], [], seconds)[0]:
            try:
                part = os.read(self.reading, 65536)
            except OSError:  # Linux says so when the other end is closed
                part = b""
            self.said += part
            self.ended = not part

    def until(self, words):
        """Read until the last page holds some words, however they are wrapped; return it."""
        self.wait(lambda: words in " ".join(self.page().split()), words)
        return self.page()

    def wait(self, done, what):
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, f"no {what!r} in {self.text!r}"
            self.read(0.02)

    def ready(self):
        """Wait until the first page is there and the files are watched."""
        if Path("/proc/self/fdinfo").is_dir():
            self.wait(self.watches, "watch")
        else:
            self.wait(lambda: self.said, "page")
            time.sleep(1)

    def watches(self):
        """Whether the process has asked Linux to be told of saves in both folders."""
        try:
            files = list(Path(f"/proc/{self.child.pid}/fdinfo").iterdir())
            return any(file.read_text().count("inotify wd:") == 2 for file in files)
        except FileNotFoundError:  # closed meanwhile
            return False

    def stop(self, how=signal.SIGINT):
        """Press Ctrl-C; return the exit code once all that was said is read."""
        self.child.send_signal(how)
        self.wait(lambda: self.ended, "end")
        return self.child.wait(timeout=PATIENCE)


@pytest.fixture
def watch(office, environment):
    """Start `scenario watch` and wait until it watches."""
    started = []

    def watch(*args, columns=100, piped=False, **env):
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8") | env
        command = [sys.executable, "-m", "scenario_cli", "watch", *args]
        if piped:
            reading, writing = os.pipe()
            stdin = subprocess.DEVNULL
        else:
            pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))
            reading, writing = pty.openpty()
            fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
            stdin = writing
        child = subprocess.Popen(command, stdin=stdin, stdout=writing, stderr=writing, env=settings)
        os.close(writing)
        started.append(Watching(child, reading))
        started[-1].ready()
        return started[-1]

    yield watch
    for each in started:
        each.child.kill()
        each.child.wait()
        os.close(each.reading)


posix = pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")


@posix
def test_on_a_terminal_saves_are_shown_bad_ones_too_until_ctrl_c(watch):
    session = watch(columns=80)
    assert session.text.startswith(ENTER)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: comfort 60 -> 20 (share 60.0% -> 33.3%); others rescaled.")
    page = session.until("would be first")
    assert re.search(r"1 +Keep the old one +66.7 +up 1", page)
    assert re.search(r"2 +Buy the new one +33.3 +33.3 +down 1", page)
    assert re.search(r"3 +Rent one +30.0 +36.7 +=", page)
    WEIGHTS.write_text(BAD)
    page = session.until("Not shown: red.yaml line 4: expected a number, found the text 'lots'.")
    assert re.search(r"1 +Keep the old one +66.7 +up 1", page)
    WEIGHTS.write_text(RED)
    session.until("Changed: comfort 20 -> 60")
    assert "Not shown" not in session.until("would be first")
    assert session.stop() == 130
    assert (session.text.count(ENTER), session.text.count(LEAVE)) == (1, 1)
    assert "Traceback" not in session.text
    assert max(map(cell_len, session.rows())) <= 80


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_at_the_end_the_terminal_is_left_as_it_was_with_the_last_page_on_it(watch, how):
    session = watch()
    page = session.until("would be first")
    assert session.stop(how) == 130
    after = ESCAPE.sub("", session.text.rpartition(LEAVE)[2])
    assert after.splitlines() == page.splitlines()
    assert after.startswith("Which machine does the office buy?")


@posix
def test_a_mistake_that_stands_at_the_end_is_told_in_full_below_the_page(watch):
    """While stderr is the terminal that is drawn on, it would stand in the middle of the page."""
    session = watch()
    SCENARIO.write_text(OFFICE.replace("comfort: 3", "comfort: 30").replace("cost: 0", "cost: low"))
    session.until("Not shown: office.yaml line 9: 30 is outside the scale 0 to 10 (and 1 more).")
    assert "[out-of-scale]" not in session.text
    session.stop()
    told = session.text.rpartition(LEAVE)[2].splitlines()[-2:]
    assert [line.partition(" error: ")[0] for line in told] == [
        "scenarios/office.yaml:9:19:",
        "scenarios/office.yaml:10:28:",
    ]


@posix
def test_on_a_terminal_saves_by_renaming_and_in_two_steps_are_shown(watch):
    session = watch("-w", "weights/red.yaml", "--no-color")
    save_by_renaming(OTHER)
    session.until("Changed: comfort 60 -> 20")
    with WEIGHTS.open("w") as file:
        file.write(RED[:40])
        file.flush()
        os.fsync(file.fileno())
        file.write(RED[40:].replace("40", "41"))
    page = session.until("cost 40 -> 41")
    assert "comfort 20 -> 60" in page
    WEIGHTS.replace("weights/red.yaml~")
    WEIGHTS.write_text(RED)
    session.until("Changed: cost 41 -> 40")
    SCENARIO.write_text(OFFICE.replace("comfort: 3", "comfort: 9"))
    session.until("Changed: Rent one, comfort 3 -> 9.")
    assert not re.search(r"\x1b\[(?:\d+;)*[349]\d[;m]", session.text)
    assert session.stop() == 130


@posix
def test_weights_set_is_shown_and_its_history_is_not(watch, run):
    session = watch()
    assert run("weights", "set", "red", "comfort=20", "--why", "so").exit_code == 0
    assert "\nWhy: so\n" in session.until("Changed: comfort 60 -> 20")
    drawn = session.text.count(HOME)
    assert run("weights", "undo", "red").exit_code == 0
    session.until("Changed: comfort 20 -> 60")
    assert session.text.count(HOME) == drawn + 1
    assert session.stop() == 130


@posix
def test_the_page_for_a_room_keeps_to_60_characters_however_wide_the_terminal(watch):
    SCENARIO.write_text(crowd(8))
    session = watch("--room", columns=200)
    WEIGHTS.write_text(OTHER)
    session.until("Changed: comfort 60 -> 20")
    assert session.stop() == 130
    lines = session.rows()
    assert 50 < max(map(cell_len, lines)) <= 60


@posix
def test_into_a_pipe_pages_follow_each_other_without_escape_codes(watch):
    session = watch(piped=True, FORCE_COLOR="1")
    save_by_renaming(OTHER)  # at one stroke: no reader sees the file while it is empty
    session.until("Changed: comfort 60 -> 20")
    WEIGHTS.write_text(BAD)
    session.until("weights/red.yaml:4:12: error: expected a number, found the text 'lots' [wrong-type]")
    assert session.stop() == 130
    assert "\x1b" not in session.text
    assert session.text.count("\nFirst: ") == 3
    assert session.text.count("\nFirst: Keep the old one") == 2
    assert session.text.count("Not shown: red.yaml line 4:") == 1


@posix
def test_documents_follow_each_other_one_for_each_good_save(watch):
    session = watch("-f", "json", piped=True)
    save_by_renaming(OTHER)
    session.wait(lambda: session.text.count('"format": "score/1"') == 2, "second document")
    WEIGHTS.write_text(BAD)
    session.wait(lambda: "[wrong-type]" in session.text, "mistake")
    WEIGHTS.write_text(RED)
    session.wait(lambda: session.text.count('"format": "score/1"') == 3, "third document")
    assert session.stop() == 130


@posix
def test_on_a_terminal_that_is_too_plain_for_escape_codes_there_are_none(watch):
    session = watch(TERM="dumb")
    session.stop()
    assert "\x1b" not in session.text


def test_what_is_wrong_at_the_start_is_told_on_stderr_and_nothing_is_watched(office, run):
    WEIGHTS.write_text(BAD)
    result = run("watch")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("weights/red.yaml:4:12: error: ")
