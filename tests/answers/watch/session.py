"""A `scenario watch` in a process of its own, read as whoever sits before it would."""

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

HOME, ENTER, LEAVE = "\x1b[H", "\x1b[?1049h\x1b[?25l\x1b[?7l", "\x1b[?7h\x1b[?25h\x1b[?1049l"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PATIENCE = 20


class Watching:
    """A `scenario watch` in a process of its own, on a terminal or into a pipe."""

    def __init__(self, child, reading, folders=2):
        self.child, self.reading, self.said, self.ended = child, reading, b"", False
        self.folders = folders

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
        """Whether the process has asked Linux to be told of saves in all its folders."""
        try:
            files = list(Path(f"/proc/{self.child.pid}/fdinfo").iterdir())
            return any(file.read_text().count("inotify wd:") == self.folders for file in files)
        except FileNotFoundError:  # closed meanwhile
            return False

    def stop(self, how=signal.SIGINT):
        """Press Ctrl-C; return the exit code once all that was said is read."""
        self.child.send_signal(how)
        self.wait(lambda: self.ended, "end")
        return self.child.wait(timeout=PATIENCE)

    def end(self):
        """Leave nothing behind."""
        self.child.kill()
        self.child.wait()
        os.close(self.reading)


def start(args, settings, *, columns=100, piped=False, folders=2):
    """Start `scenario watch` on a terminal of 50 rows or into a pipe."""
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
    return Watching(child, reading, folders)
