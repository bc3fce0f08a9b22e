"""Ctrl-C, readers that go away, streams that are closed or full."""

import os
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenario_cli.__main__ import main

pytestmark = pytest.mark.thorough


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_at_once_quietly_with_130(folder, environment):
    reader, writer = os.pipe()
    child = subprocess.Popen(
        [sys.executable, "-m", "scenario_cli", "score", "-"],
        stdin=reader,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    try:
        os.write(writer, b"format: scenario/1")
        deadline = time.monotonic() + 30
        while waiting_in(reader) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)  # what was there is read; now it waits for more
        child.send_signal(signal.SIGINT)
        said, told = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
        os.close(reader)
        os.close(writer)
    assert (child.returncode, said, told) == (130, b"", b"")


def waiting_in(pipe):
    """Return how many bytes of a pipe nobody has read."""
    import fcntl
    import termios

    return struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, b"\0\0\0\0"))[0]


def test_ctrl_c_while_files_are_read_ends_with_130(in_examples, run, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("scenario_cli.files.reading.parse", interrupted)
    result = run("score")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_ctrl_c_before_anything_is_read_ends_with_130(monkeypatch):
    def interrupted(**_):
        raise KeyboardInterrupt

    for name in ("PYDANTIC_DISABLE_PLUGINS", "OPENBLAS_NUM_THREADS"):
        monkeypatch.setenv(name, os.environ.get(name, "1"))
    monkeypatch.setattr("scenario_cli.cli.app.app", interrupted)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130


def into_a_closed_pipe(environment, *args):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "scenario_cli", *args],
        stdin=subprocess.DEVNULL,
        stdout=writer,
        stderr=subprocess.PIPE,
        env=environment(),
        check=False,
        timeout=60,
    )
    os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["score"],
        ["score", "-f", "json"],
        ["schema", "scenario"],
        ["--help"],
        ["score", "--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_ends_it_quietly(in_examples, environment, args):
    assert into_a_closed_pipe(environment, *args) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "args",
    [
        ["score", "-o", "/dev/full"],
        ["score"],
        ["--version"],
        ["--help"],
        ["score", "--help"],
    ],
    ids=" ".join,
)
def test_a_full_disk_is_told_in_plain_words(in_examples, environment, args):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "scenario_cli", *args],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"fault" not in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("closed", "args", "code"),
    [
        ("1", ["score"], 3),
        ("1", ["--version"], 3),
        ("1", ["--help"], 3),
        ("1", ["game", "--help"], 3),
        ("1", ["score", "-h"], 3),
        ("1", ["help", "score"], 3),
        ("2", ["score", "nowhere"], 3),
        ("0", ["score", "-"], 3),
    ],
)
def test_a_closed_stream_is_no_fault_of_the_program(in_examples, environment, closed, args, code):
    command = f'exec "$@" {closed}>&-' if closed != "0" else 'exec "$@" 0<&-'
    done = subprocess.run(
        ["sh", "-c", command, "sh", sys.executable, "-m", "scenario_cli", *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    assert done.returncode == code
    assert b"fault" not in done.stderr
