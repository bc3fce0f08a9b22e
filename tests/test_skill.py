"""What assistants are told: each command in it works as it stands, and what must be said is said."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

SKILLS = Path(__file__).parent.parent / "skills"
TEXT = (SKILLS / "scenario" / "SKILL.md").read_text(encoding="utf-8")
_, FRONT, BODY = TEXT.split("---\n", 2)
IN_BLOCKS = [line for block in re.findall(r"```sh\n(.*?)```", BODY, re.DOTALL) for line in block.splitlines()]
IN_TEXT = re.findall(r"`(scenario [^`]+)`", BODY)


def test_it_has_a_name_and_says_when_it_is_of_use():
    front = yaml.safe_load(FRONT)
    assert front.keys() == {"name", "description"}
    assert front["name"] == "scenario"
    assert 100 < len(front["description"]) <= 1024
    assert len(BODY.splitlines()) < 120


def test_each_command_in_it_works_as_it_stands(folder, run):
    assert run("new", "scenario", "coffee", "--weights", "red,blue").exit_code == 0
    assert run("score", "coffee", "-w", "red", "-o", "result.json").exit_code == 0
    assert len(IN_BLOCKS) > 6
    assert len(IN_TEXT) > 10
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
