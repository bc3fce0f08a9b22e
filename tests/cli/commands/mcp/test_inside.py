"""A command line that runs in this process, with streams of its own."""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from scenario_cli.cli.commands.mcp.inside import ran


def test_it_returns_what_the_command_writes_and_this_process_writes_nothing(in_examples, process, capfd):
    for words in (["score", "-f", "json"], ["score", "nowhere"], ["check", "invalid/flat-scale.yaml"], []):
        there, here = process(*words), ran(words)
        assert here.code == there.returncode
        assert here.stdout.encode() == there.stdout.replace(os.linesep.encode(), b"\n")
        assert here.stderr.encode() == there.stderr.replace(os.linesep.encode(), b"\n")
    assert capfd.readouterr() == ("", "")


def test_the_streams_are_this_process_own_again(in_examples, monkeypatch):
    before = sys.stdin, sys.stdout, sys.stderr
    assert ran(["score", "-"]).code == 3  # nothing is piped
    monkeypatch.setattr("scenario_cli.files.reading.parse", lambda *_: 1 / 0)
    failed = ran(["score"], True)
    assert failed.code == 1
    assert failed.stderr.startswith("error: fault in scenario itself: ZeroDivisionError")
    assert (sys.stdin, sys.stdout, sys.stderr) == before


@pytest.mark.parametrize("words", [["--help"], ["score", "--nope"], ["--version"]])
def test_help_and_wrong_usage_end_like_a_command(words, process):
    there, here = process(*words), ran(words)
    assert (here.code, here.stdout.encode(), here.stderr.encode()) == (
        there.returncode,
        there.stdout.replace(os.linesep.encode(), b"\n"),
        there.stderr.replace(os.linesep.encode(), b"\n"),
    )


def test_two_at_once_do_not_mix(in_examples):
    alone = [ran(words) for words in (["score", "-f", "json"], ["list", "-f", "json"])]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ran, [["score", "-f", "json"], ["list", "-f", "json"]] * 6))
    assert found == alone * 6
