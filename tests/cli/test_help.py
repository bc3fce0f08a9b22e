"""Help, the version, and commands that are none."""

import re

import pytest
from builders import summaries

from scenario_cli import __version__
from scenario_cli.cli.app import COMMANDS
from scenario_cli.cli.commands.game import GameCommands
from scenario_cli.cli.commands.group import GroupCommands
from scenario_cli.cli.commands.ratings import RatingsCommands
from scenario_cli.cli.commands.weights import WeightsCommands


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda words: words[0] if words else ""
)
def test_help_is_the_same_by_both_names_and_has_examples(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert run(*command, "-h").stdout == result.stdout
    assert result.stdout.startswith(" ".join(["Usage: scenario", *command]) + " ")
    assert "Examples:\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\b" not in result.stdout


def test_help_lists_every_command_and_the_exit_codes(run):
    said = run("--help").stdout
    for name, summary in summaries().items():
        assert re.search(rf"^  {name} +{re.escape(summary[:40])}", said, re.MULTILINE)
    for code in ("0 done", "1 fault", "2 wrong usage", "3 a file", "4 a demanded", "130 interrupted"):
        assert code in said


def test_help_cuts_no_summary(run):
    said = " ".join(run("--help").stdout.split())
    for name, summary in summaries().items():
        assert f" {name} {summary} " in said


@pytest.mark.parametrize(
    "command",
    [
        [],
        *([name] for name in COMMANDS),
        *(["weights", name] for name in WeightsCommands.names),
        *(["ratings", name] for name in RatingsCommands.names),
        *(["game", name] for name in GameCommands.names),
        *(["group", name] for name in GroupCommands.names),
    ],
    ids=" ".join,
)
def test_help_fits_80_columns(run, command):
    said = run(*command, "--help", COLUMNS="80").stdout
    assert [line for line in said.splitlines() if len(line) > 80] == []


def test_help_does_not_say_that_options_go_to_stdout(run):
    assert "Options go to stdout" not in run("--help").stdout


def test_the_version_is_the_packages(run):
    assert run("--version").stdout == f"scenario {__version__}\n"


@pytest.mark.parametrize(("typed", "meant"), [("scor", "score"), ("chekc", "check"), ("shema", "schema")])
def test_an_unknown_command_is_told_with_the_nearest_and_not_run(folder, run, typed, meant):
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Did you mean '{meant}'?" in result.stderr


@pytest.mark.parametrize(
    "command",
    [[], ["score"], ["help"], ["weights"], ["weights", "set"], ["weights", "ask"], ["game", "ruling"]],
    ids=" ".join,
)
def test_help_by_name_is_the_same_text(run, command):
    said = run("help", *command)
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout == run(*command, "--help").stdout
    assert run("help", *command, COLUMNS="50").stdout == run(*command, "--help", COLUMNS="50").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["scor"], "No such command 'scor'. Did you mean 'score'?"),
        (["weights", "sett"], "No such command 'sett'. Did you mean 'set'?"),
        (["score", "set"], "'scenario score' has no commands: 'set' is none of them"),
    ],
)
def test_help_of_what_is_no_command_is_wrong_usage(run, words, told):
    result = run("help", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_without_a_command_it_is_said_what_is_missing(run):
    for words in ((), ("-q",), ("--no-progress",)):
        found = run(*words)
        assert (found.exit_code, found.stdout) == (2, "")
        assert "Missing command." in found.stderr
