"""Real shells in a terminal of their own: what is typed, and what they make of it at a press of Tab."""

import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path

BOUND = 30.0  # seconds that a shell may take for anything
TAB = 0.3  # seconds between Tab and what is typed next: a shell takes it in order all the same

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
READY = {
    "bash": "bind 'set completion-query-items 0'; bind 'set bell-style none'; "
    "bind 'set enable-bracketed-paste off'; bind 'set page-completions off'; unset HISTFILE",
    "zsh": "unsetopt beep prompt_sp zle_bracketed_paste 2> /dev/null; autoload -Uz compinit; compinit -u -D; "
    "unset zle_bracketed_paste; zstyle ':completion:*' list-prompt ''; LISTMAX=0",
}
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])|\x07|\r")


class Shell:
    """A shell at a terminal, in which ``scenario`` is the program under test."""

    def __init__(self, name: str, folder: Path, environment: dict[str, str]) -> None:
        self.name = name
        home = folder / f"home-{name}"
        home.mkdir(exist_ok=True)
        environment = environment | {"HOME": str(home), "TERM": "xterm", "PS1": "", "LC_ALL": "C.UTF-8"}
        import pty  # which not every system has: `missing` is asked first

        self.process, self.terminal = pty.fork()
        if not self.process:
            os.execvpe(START[name][0], START[name], environment)
        self.run("stty -echo cols 250 rows 60; PS1=; PROMPT=; RPROMPT=")

    def __enter__(self) -> "Shell":
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.terminal)

    def send(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def read(self, until: str) -> str:
        """Return what is shown up to a text, without what only moves about."""
        shown, end = "", time.monotonic() + BOUND
        while until not in _ESCAPES.sub("", shown):
            left = end - time.monotonic()
            assert left > 0, f"{self.name} has not said {until!r}, but {shown!r}"
            if select.select([self.terminal], [], [], min(left, 1))[0]:
                shown += os.read(self.terminal, 65536).decode("utf-8", "replace")
        return _ESCAPES.sub("", shown)

    def run(self, line: str) -> str:
        """Carry out a line; return what it said."""
        self.send(f"{line}; echo 'do''ne'\n")
        return self.read("done\n")

    def words(self, typed: str) -> list[str]:
        """Return the words of a line once it was typed and Tab pressed, as the shell reads them.

        Where Tab has left no space at the end, the last word ends in ``+``.
        """
        self.send(f"{typed}\t")
        time.sleep(TAB)
        self.send("+\x01printf '<%s>\\n' \x05\n")
        self.send("echo 'do''ne'\n")
        return re.findall(r"^<(.*)>$", self.read("done\n"), re.MULTILINE)

    def listed(self, typed: str, until: str) -> str:
        """Return the list that is shown where more than one word fits, up to a text that is on it."""
        self.send(f"{typed}\t\t" if self.name == "bash" else f"{typed}\t")
        shown = self.read(until)
        self.send("\x15\n" if self.name == "bash" else "\x03")
        self.run("true")
        return shown


def missing(name: str) -> bool:
    """Whether a shell is not there to be tried; of bash that is one before 4.4, too, as for Typer."""
    if os.name == "nt" or shutil.which(name) is None:
        return True
    if name != "bash":
        return False
    asked = ["bash", "--norc", "-c", "echo ${BASH_VERSINFO[0]} ${BASH_VERSINFO[1]}"]
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    return [int(part) for part in version] < [4, 4]


def shim(folder: Path, python: str) -> Path:
    """Return a folder with a ``scenario`` that runs the program under test."""
    path = folder / "bin" / "scenario"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(python)} -m scenario_cli "$@"\n')
    path.chmod(0o755)
    return path.parent
