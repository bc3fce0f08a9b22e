"""From what a command wrote to what a tool says."""

import json

from scenario_cli.assistant.answered import Ran
from scenario_cli.assistant.answered import told as told_of
from scenario_cli.assistant.tools import tools

TOOLS = {tool.name: tool for tool in tools(write=True)}

FLAGS = [
    {"code": "tie", "level": "warning", "text": "a and b\x1b share it"},
    {"code": "splitting", "level": "note", "text": "as it is"},
]


def told(ran, tool="score"):
    return told_of(ran, TOOLS[tool])


def test_a_finding_and_its_warnings():
    document = {"finding": "A is first.", "flags": FLAGS}
    said = told(Ran(0, json.dumps(document), ""))
    assert (said.document, said.failed) == (document, False)
    assert said.texts == ("A is first.", "! A and b\\x1b share it. [tie]")


def test_what_a_command_says_beside_its_result_is_a_caveat():
    said = told(Ran(0, '{"finding": "Sound."}', "x.yaml:1:1: note: so\n"))
    assert said.texts == ("Sound.", "x.yaml:1:1: note: so")


def test_a_command_that_failed_says_why_first():
    assert told(Ran(3, "", "x.yaml:1:1: error: no\n")) == (None, ("x.yaml:1:1: error: no",), True)
    said = told(Ran(4, '{"finding": "It does not."}', "error: changed\n"))
    assert said == ({"finding": "It does not."}, ("error: changed", "It does not."), True)


def test_a_schema_is_named():
    assert told(Ran(0, '{"title": "score/1"}', "")).texts == ("The JSON Schema of score/1.",)
