"""Tools stand for commands: each argument is an option or an argument that its command takes."""

import json
import re
from pathlib import Path

import pytest
import typer

from scenario_cli.assistant.answered import Spoken
from scenario_cli.assistant.calls import AT_ONCE, LONGEST
from scenario_cli.assistant.tools import MOST_SAMPLES, READING, WRITING, tools
from scenario_cli.cli.app import app

ALL = (*READING, *WRITING)


def command_of(tool):
    group = typer.main.get_command(app)
    for word in tool.command:
        group = group.get_command(None, word)
    return group


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_a_tool_is_named_as_its_command_and_takes_what_that_takes(tool):
    assert tool.name == "_".join(tool.command)
    params = command_of(tool).params
    options = {name: param for param in params for name in param.opts if param.param_type_name == "option"}
    alone = [param for param in params if param.param_type_name == "argument"]
    for argument in tool.arguments:
        if argument.typed:
            assert options[argument.typed].is_flag == (argument.kind == "flag"), argument.name
    standing = [a for a in tool.arguments if not a.typed and a.name != "by"]
    standing *= 2 if tool.name == "diff" else 1  # two files, old and new
    assert len(standing) == len(alone)
    for argument, param in zip(standing, alone, strict=True):
        assert argument.required or not param.required, argument.name
        assert argument.kind in ("texts", "settings") or param.nargs == 1, argument.name


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_nothing_that_writes_a_file_can_be_asked_of_a_tool(tool):
    typed = {argument.typed for argument in tool.arguments}
    assert typed.isdisjoint({"--output", "-o", "--force", "--format", "--picture"})
    assert tool.writes == (tool in WRITING)
    assert tool.overwrites <= tool.writes


@pytest.mark.parametrize("tool", ALL, ids=lambda tool: tool.name)
def test_a_tool_says_what_it_is_for(tool):
    assert tool.about.endswith(".")
    names = [argument.name for argument in tool.arguments]
    assert len(set(names)) == len(names)
    assert all(argument.about.endswith(".") for argument in tool.arguments)
    assert set(tool.schema["required"]) <= set(tool.schema["properties"])


def test_the_exact_names_of_the_arguments():
    study = {"scenario", "weights", "injects", "set"}
    for name in ("score", "sensitivity", "explain", "evidence", "robustness", "compare", "methods"):
        tool = next(tool for tool in READING if tool.name == name)
        assert set(tool.schema["properties"]) >= study
    named = {tool.name: tool.schema["required"] for tool in READING}
    assert (named["explain"], named["check"], named["diff"]) == (["option"], [], ["files"])
    assert named["schema"] == ["format"]


def test_tools_that_write_are_there_only_where_that_is_asked_for():
    assert tools(write=False) == READING
    assert tools(write=True) == ALL


def test_the_guide_says_how_long_documents_are_and_what_bounds_a_call(folder, run):
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "assistants.md").read_text(encoding="utf-8")
    guide = " ".join(guide.split())
    assert "`show` and `evidence` are 60 KB each, `score` 13, `explain` 11" in guide
    asked = {"show china-arms-russia": 60, "evidence": 60, "score": 13, "explain straddle": 11}
    for words, size in asked.items():
        document = json.loads(run(*words.split(), "-f", "json").stdout)
        length = len(Spoken(document, ()).whole.encode())
        assert size * 0.85 < length / 1000 < size * 1.15, words
    assert f"At most {MOST_SAMPLES:,} `samples`" in guide
    assert (AT_ONCE, LONGEST) == (4, 60)
    assert "up to four at once" in guide
    assert "takes longer than a minute is stopped" in guide


def test_the_guide_has_each_tool_with_its_arguments():
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "assistants.md").read_text(encoding="utf-8")
    rows = {row.split("|")[1].strip(" `"): row for row in guide.splitlines() if row.startswith("| `")}
    assert list(rows) == [tool.name for tool in ALL]
    study = {"scenario", "weights", "injects", "set"}
    for tool in ALL:
        named = set(re.findall("`([a-z_]+)`", rows[tool.name])) - {tool.name}
        named |= study if "these four" in rows[tool.name] else set()
        names = {argument.name for argument in tool.arguments}
        assert named | ({tool.name} & names) == names, tool.name
        assert ("destructive" in rows[tool.name]) == tool.overwrites
        assert ("idempotent" in rows[tool.name]) == tool.repeatable
