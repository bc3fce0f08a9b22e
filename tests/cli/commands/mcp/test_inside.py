"""One call's command line: as everybody gets it, but that nothing outside of the folder is read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from looped import to_its_end

from scenario_cli.assistant.calls import Calls
from scenario_cli.cli.commands.mcp.inside import MODULE, go_to
from scenario_cli.errors import UsageError


@pytest.fixture
def inside(environment):
    """Run the module with words, in the working folder."""

    def inside(*words):
        command = [sys.executable, "-P", "-m", MODULE, *words]
        done = subprocess.run(command, capture_output=True, env=environment(), check=False, timeout=60)
        return done.returncode, *(plain(stream) for stream in (done.stdout, done.stderr))

    return inside


def plain(stream):
    return stream.replace(os.linesep.encode(), b"\n")


@pytest.mark.parametrize(
    "words",
    [
        ["score", "-f", "json"],
        ["score", "nowhere"],
        ["check", "invalid/flat-scale.yaml"],
        ["score", "--nope"],
        ["--version"],
        ["score", "-"],
    ],
    ids=" ".join,
)
def test_it_writes_what_the_command_writes(in_examples, process, inside, words):
    there = process(*words)
    assert inside(*words) == (there.returncode, plain(there.stdout), plain(there.stderr))


def test_what_lies_outside_is_not_read(in_examples, folder, inside):
    here = Path("here.yaml")
    here.write_bytes((in_examples / "scenarios" / "lunch.yaml").read_bytes())
    outside = in_examples / "scenarios" / "lunch.yaml"
    assert inside("check", "here.yaml")[0] == 0
    code, said, told = inside("score", str(outside))
    assert (code, said) == (3, b"")
    assert told.decode() == (
        f"{outside.as_posix()}:1:1: error: the file cannot be read: it lies outside of the folder that the "
        "server was started in [unreadable]\n"
    )


def test_a_call_runs_it(in_examples, process, environment, monkeypatch):
    monkeypatch.setattr(os, "environ", environment())
    there = process("score", "-f", "json")
    ran = to_its_end(Calls(MODULE).ran(["score", "-f", "json"], writes=False))
    assert (ran.code, ran.stdout.encode(), ran.stderr) == (0, there.stdout, "")


def test_a_folder_that_is_not_there_is_told(folder):
    with pytest.raises(UsageError, match=r"^--folder nowhere: "):
        go_to("nowhere")
    assert Path.cwd() == folder
