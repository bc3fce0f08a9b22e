"""On a terminal: width, colour, and the bytes that a file would hold."""

import os
import re
import select
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

pytestmark = pytest.mark.thorough

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
COLOURS = {str(code) for start in (30, 40, 90, 100) for code in range(start, start + 9)}


def colours(said):
    """Return the codes in a terminal's output that set a colour."""
    return {code for codes in re.findall(r"\x1b\[([0-9;]*)m", said) for code in codes.split(";")} & COLOURS


@pytest.fixture
def terminal(environment):
    """Run a command line on a terminal of its own; return its exit code and all it printed there."""

    pty, fcntl, termios = (pytest.importorskip(name) for name in ("pty", "fcntl", "termios"))

    def terminal(*args, columns=80, **env):
        here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        settings = environment(TERM="xterm-256color", PYTHONIOENCODING="utf-8") | env
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", *args],
            stdin=there,
            stdout=there,
            stderr=there,
            env=settings,
        )
        os.close(there)
        said = b""
        try:
            while select.select([here], [], [], 60)[0]:
                part = os.read(here, 65536)
                if not part:
                    break
                said += part
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(here)
        return child.wait(timeout=60), said.decode(settings["PYTHONIOENCODING"]).replace("\r\n", "\n")

    return terminal


def test_on_a_terminal_the_page_fits_its_columns_and_has_colour(tricky, terminal):
    code, said = terminal("score", tricky)
    assert code == 0
    assert colours(said)
    plain = ESCAPE.sub("", said)
    assert max(map(cell_len, plain.splitlines())) <= 80
    assert "\x1b" not in plain
    assert "Ally [deny] basing [/x] :warning: \\x1b[31mred" in plain


def test_a_built_in_scenario_fits_a_terminal_of_80_columns(folder, terminal):
    code, said = terminal("score")
    plain = ESCAPE.sub("", said)
    assert code == 0
    assert 70 <= max(map(cell_len, plain.splitlines())) <= 80
    assert "Keep the straddle" in plain


@pytest.mark.parametrize(
    ("args", "env"), [([], {"NO_COLOR": "1"}), (["--no-color"], {}), ([], {"TERM": "dumb"})], ids=str
)
def test_colour_can_be_turned_off(in_examples, terminal, args, env):
    code, said = terminal("score", *args, **env)
    assert code == 0
    assert not colours(said)
    if env.get("TERM") == "dumb":
        assert "\x1b" not in said
    assert "The bakery ranks first" in ESCAPE.sub("", said)


def test_without_colour_a_terminal_shows_the_text_that_a_file_holds(in_examples, terminal, run):
    _, said = terminal("score", "--no-color")
    plain = "".join(f"{line.rstrip()}\n" for line in ESCAPE.sub("", said).splitlines())
    assert plain == run("score", "--width", "80").stdout


def test_data_on_a_terminal_is_the_data_that_a_file_holds(in_examples, terminal, run):
    assert terminal("score", "-f", "json")[1] == run("score", "-f", "json").stdout


def test_from_a_terminal_a_file_holds_what_a_redirect_would(tricky, terminal, process):
    code, said = terminal("score", tricky, "-o", "x", PYTHONIOENCODING="cp1252")
    assert (code, said) == (0, "")
    assert Path("x").read_bytes() == process("score", tricky, PYTHONIOENCODING="cp1252").stdout
