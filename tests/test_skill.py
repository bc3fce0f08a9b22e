"""What assistants are told: each command in it works as it stands, and what must be said is said."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml

from scenario_cli.assistant.tools import tools

SKILLS = Path(__file__).parent.parent / "skills"
TEXT = (SKILLS / "scenario" / "SKILL.md").read_text(encoding="utf-8")
_, FRONT, BODY = TEXT.split("---\n", 2)
BLOCKS = [block.splitlines() for block in re.findall(r"```sh\n(.*?)```", BODY, re.DOTALL)]
IN_BLOCKS = [line for block in BLOCKS[1:] for line in block]
IN_TEXT = re.findall(r"`(scenario [^`]+)`", BODY)


def test_it_has_a_name_and_says_when_it_is_of_use():
    front = yaml.safe_load(FRONT)
    assert front.keys() == {"name", "description"}
    assert front["name"] == "scenario"
    assert 100 < len(front["description"]) <= 1024
    assert len(BODY.splitlines()) < 120


def test_the_first_block_works_in_an_empty_folder(folder, run):
    before, _, after = BODY.partition("\n".join(BLOCKS[0]))
    assert before.rstrip("`sh\n").endswith(
        "work as they stand, in any folder, for the question that is built in:"
    )
    assert len(BLOCKS[0]) == 4
    for line in BLOCKS[0]:
        result = run(*shlex.split(line)[1:])
        assert (result.exit_code, bool(result.stdout)) == (0, True), (line, result.stderr)
    assert list(folder.iterdir()) == []
    assert "`coffee`, `red`, `blue` and the ids below are examples" in after


def test_what_it_says_of_parts_of_documents_is_there(folder, run):
    assert run("new", "scenario", "coffee", "--weights", "red,blue").exit_code == 0

    def said(line):
        return json.loads(run(*line.split(), "-f", "json").stdout)

    assert "research" in said("robustness coffee --ratings uncertain")
    chance = said("score coffee --chance price_cut=0.1")
    assert [event["inject"] for event in chance["events"]] == ["price_cut"]
    (difference, *_) = said("explain keep coffee --against new")["differences"]
    assert {"why", "evidence", "at"} <= difference.keys()
    tools_of_commands = {tool.name for tool in tools(write=True)}
    assert set(re.findall(r"`([a-z]+_[a-z]+)`", BODY)) - {"proposed_by_program"} <= tools_of_commands


def test_each_command_in_it_works_as_it_stands(folder, run):
    assert run("new", "scenario", "coffee", "--weights", "red,blue").exit_code == 0
    assert run("score", "coffee", "-w", "red", "-o", "result.json").exit_code == 0
    assert len(IN_BLOCKS) == 4
    assert len(IN_TEXT) > 12
    for line in [*IN_TEXT, *IN_BLOCKS]:
        tool, *words = shlex.split(line)
        assert tool == "scenario"
        result = run(*words)
        assert result.exit_code == 0, (line, result.stderr)


@pytest.mark.parametrize(
    "said",
    [
        "Ask the tool for every number",
        "It is not a likelihood",
        "A share of weightings is not a probability",
        "the page or paragraph",
        "by: {program: NAME}",
        "proposed_by_program",
    ],
)
def test_what_must_be_said_is_said(said):
    assert said in BODY.replace("\n   ", " ").replace("**", "")
