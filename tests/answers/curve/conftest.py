"""A coffee scenario whose scales are written in many ways, and the commands that bend them."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

NAME = "scenarios/coffee.yaml"
COFFEE = """\
# Ours 🟥
format: scenario/1
title: Which coffee machine?
question: Which machine does the office buy?
drivers:
  comfort:
    title: Comfort
    factors:
      taste: {title: Taste}   # as all say
      smell: {}
      wait:
        title: Waiting time
        scale:   # in minutes
          worst: 6
          best: 0
          unit: min   # counted

          # the rest is open
      noise: {title: "Noise", scale: {worst: 0, best: 10, levels: {loud: 2, fair: 5, quiet: 9}}}
      heat:
        scale:
          worst: -10
          best: 10
          anchors: {-10: Cold}
          values:
            -5: 0.1   # lukewarm
            0: .4
  cost: {scale: {worst: 900, best: 100, unit: EUR, values: {700: 0.5, 300: 0.9}}, title: Price}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
ratings:
  keep: {taste: 4, smell: 4, wait: 4, noise: loud, heat: 0, cost: 100}
  new: {taste: 8, smell: 5, wait: 2, noise: quiet, heat: 5, cost: 700}
"""


def replaced(*pairs):
    """Return the scenario with texts replaced, each of which stands there once."""
    text = COFFEE
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


@pytest.fixture
def coffee(folder):
    """A folder with the scenario; returns a function that reads it."""
    (folder / "scenarios").mkdir()
    Path(NAME).write_bytes(COFFEE.encode())
    return lambda: Path(NAME).read_bytes().decode()


@pytest.fixture
def bend(coffee, run):
    """Run ``scenario curve coffee``."""

    def bend(*args, **kwargs):
        return run("curve", "coffee", *args, **kwargs)

    return bend


@pytest.fixture
def said(bend):
    """Run the command and return its JSON document."""

    def said(*args):
        result = bend(*args, "-f", "json")
        assert (result.exit_code, result.stderr) == (0, ""), result.stderr
        return json.loads(result.stdout)

    return said


@pytest.fixture
def asked(coffee, environment):
    """Run the command on a terminal; return exit code, stdout, and what the terminal shows."""
    pty = pytest.importorskip("pty")

    def asked(*args, typed=b"", interrupt_after=None):
        here, there = pty.openpty()
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", "curve", "coffee", *args],
            stdin=there,
            stdout=subprocess.PIPE,
            stderr=there,
            env=environment(PYTHONIOENCODING="utf-8"),
        )
        os.close(there)
        shown = b""
        try:
            os.write(here, typed)
            while part := os.read(here, 65536):
                shown += part
                if interrupt_after is not None and interrupt_after in shown:
                    child.send_signal(signal.SIGINT)
                    interrupt_after = None
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            out, _ = child.communicate(timeout=30)
            os.close(here)
        return child.returncode, out.decode(), shown.decode().replace("\r\n", "\n")

    return asked
