"""An office with two weights files, and the commands that change them."""

import json
import os
import signal
import subprocess
import sys

import pytest
from answers.weights.office import OFFICE, RED, THREE, compared

BLUE = """\
format: weights/1
title: Blue
drivers: {comfort: 10, cost: 0, trust: 15}
factors:
  trust: {staff: 3, guide: 1}
"""


@pytest.fixture
def office(folder):
    """A folder with a scenario and two weights files."""
    for name, text in (("scenarios/office", OFFICE), ("weights/red", RED), ("weights/blue", BLUE)):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    return folder


@pytest.fixture
def weigh(office, run):
    """Run one of the commands; return the result with its JSON, if it is one."""

    def weigh(*args, **kwargs):
        return run("weights", *args, **kwargs)

    return weigh


@pytest.fixture
def said(weigh):
    """Run one of the commands and return its JSON document."""

    def said(*args):
        result = weigh(*args, "-f", "json")
        assert (result.exit_code, result.stderr.partition(" ")[0]) in ((0, ""), (0, "wrote")), result.stderr
        return json.loads(result.stdout)

    return said


@pytest.fixture
def make(office):
    """The three ways to make weights, each by its command line."""

    def make(way, ids):
        if way == "pairs":
            return ["pairs", compared(ids, THREE)]
        points = ("100", "62.5", "0.1")
        return [way, *(ids if way == "rank" else [f"{i}={p}" for i, p in zip(ids, points, strict=True)])]

    return make


@pytest.fixture
def asked(office, environment):
    """Run a command that asks on a terminal; return exit code, stdout, and what the terminal shows."""
    pty = pytest.importorskip("pty")

    def asked(*args, typed=b"", interrupt_after=None):
        here, there = pty.openpty()
        child = subprocess.Popen(
            [sys.executable, "-m", "scenario_cli", "weights", *args],
            stdin=there,
            stdout=subprocess.PIPE,
            stderr=there,
            env=environment(),
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
