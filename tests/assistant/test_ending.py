"""How a conversation and a call end: by themselves, cancelled, by a signal, with nobody to hear."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from assistant.spoken import HELLO, READY, call, piped, started
from mcp import types

from scenario_cli.assistant import streams

pytestmark = pytest.mark.thorough


def test_stdout_carries_the_protocol_alone_and_a_closed_stdin_ends_it(coffee, environment):
    child = started(environment)
    lines = [HELLO, READY, call(2, "score"), call(3, "score", scenario="nowhere"), call(4, "list")]
    for line in lines:
        child.stdin.write(json.dumps(line).encode() + b"\n")
    child.stdin.write(b"this is no message\n")
    child.stdin.flush()
    said = [json.loads(child.stdout.readline()) for _ in range(4)]
    rest, told = child.communicate(timeout=30)
    assert child.returncode == 0
    assert {message.get("id") for message in said} == {1, 2, 3, 4}
    assert all(message["jsonrpc"] == "2.0" for message in said)
    assert [json.loads(line)["jsonrpc"] for line in rest.splitlines()] in ([], ["2.0"])
    assert told.splitlines()[0] == b"scenario mcp: speaking on stdin and stdout; only reads"
    assert b"Traceback" not in told


def test_a_conversation_that_is_piped_in_gets_its_last_answer(coffee, process):
    answers = piped(process, HELLO, READY, call(2, "robustness"), call(3, "score"), call(4, "x"))
    assert [answers[n]["result"]["structuredContent"]["format"] for n in (2, 3)] == [
        "robustness/1",
        "score/1",
    ]
    assert answers[4]["error"]["code"] == types.INVALID_PARAMS


@pytest.fixture
def heavy(coffee):
    """A scenario of which a million weightings take many seconds; the arguments that ask for them."""
    ids = range(150)
    rows = (", ".join(f"d{j}: {(i * j * 7 + j) % 11}" for j in ids) for i in range(80))
    text = "format: scenario/1\ntitle: Heavy\nquestion: Which?\ndrivers:\n"
    text += "".join(f"  d{j}: {{}}\n" for j in ids) + "options:\n"
    text += "".join(f"  o{i}: {{}}\n" for i in range(80)) + "ratings:\n"
    text += "".join(f"  o{i}: {{{row}}}\n" for i, row in enumerate(rows))
    Path("heavy.yaml").write_text(text, encoding="utf-8")
    return {"scenario": "heavy.yaml", "model": "around", "samples": 1_000_000}


def cancelled(number):
    return {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": number}}


def test_what_nobody_waits_for_keeps_nobody(heavy, process):
    since = time.monotonic()
    answers = piped(process, HELLO, READY, call(2, "robustness", **heavy), cancelled(2))
    assert time.monotonic() - since < 10
    assert "result" not in answers.get(2, {})


def test_a_call_keeps_no_other_and_is_stopped_when_it_is_cancelled(heavy, environment):
    child = started(environment)
    try:
        lines = [HELLO, READY, *(call(n, "robustness", **heavy) for n in (2, 3)), call(4, "list")]
        for line in [*lines, cancelled(2), cancelled(3), call(5, "list")]:
            child.stdin.write(json.dumps(line).encode() + b"\n")
        child.stdin.flush()
        since, got = time.monotonic(), {}
        while not {4, 5} <= got.keys():
            message = json.loads(child.stdout.readline())
            got[message.get("id")] = message
        assert time.monotonic() - since < 10
        assert "result" not in got.get(2, {})
        if os.name == "posix":
            wait_until(lambda: not children_of(child.pid))
    finally:
        child.kill()
        child.communicate()


def children_of(pid):
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, check=False)
    return found.stdout.split()


def wait_until(holds):
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_the_end_waits_for_an_answer_only_so_long(heavy, process):
    since = time.monotonic()
    answers = piped(process, HELLO, READY, call(2, "robustness", **heavy))
    assert streams.LAST_ANSWERS <= time.monotonic() - since < streams.LAST_ANSWERS + 10
    assert "result" not in answers.get(2, {})


@pytest.mark.skipif(os.name == "nt", reason="a pipe that nobody reads is told otherwise there")
def test_a_reader_that_goes_away_ends_it_quietly(coffee, environment):
    child = started(environment)
    child.stdin.write(json.dumps(HELLO).encode() + b"\n")
    child.stdin.flush()
    child.stdout.readline()
    child.stdout.close()
    for line in (READY, call(2, "list")):
        child.stdin.write(json.dumps(line).encode() + b"\n")
    child.stdin.flush()
    assert child.wait(timeout=30) == 0
    assert child.stderr.read() == b"scenario mcp: speaking on stdin and stdout; only reads\n"
    child.stdin.close()
    child.stderr.close()


def test_it_works_in_a_folder_that_is_named_and_can_be_quiet(coffee, process, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    said = b"".join(
        json.dumps(line).encode() + b"\n" for line in (HELLO, READY, call(2, "score", weights="red"))
    )
    done = process("mcp", "-q", "--folder", str(coffee), stdin=said)
    assert (done.returncode, done.stderr) == (0, b"")
    (answer,) = (m for m in map(json.loads, done.stdout.splitlines()) if m["id"] == 2)
    assert answer["result"]["structuredContent"]["weights"]["title"] == "Red"
    wrong = process("mcp", "--folder", "nowhere")
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert wrong.stderr.startswith(b"error: --folder nowhere: ")


def test_without_a_word_it_ends_with_0(coffee, process):
    done = process("mcp")
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there")
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_ctrl_c_ends_it_at_once_with_130(heavy, environment, busy):
    child = started(environment, "--write")
    try:
        for line in (HELLO, READY):
            child.stdin.write(json.dumps(line).encode() + b"\n")
        child.stdin.flush()
        child.stdout.readline()
        if busy:
            long = call(2, "robustness", **heavy)
            child.stdin.write(json.dumps(long).encode() + b"\n")
            child.stdin.flush()
            time.sleep(1)
        since = time.monotonic()
        child.send_signal(signal.SIGINT)
        said, told = child.communicate(timeout=30)
    finally:
        child.kill()
        child.wait()
    assert child.returncode == 130
    assert time.monotonic() - since < 5
    assert said == b""
    assert told == b"scenario mcp: speaking on stdin and stdout; may write here\n"
