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


def test_errors_name_arguments_and_not_options():
    told_as = {
        "error: --two-way: expected two": "error: two_way: expected two",
        "Usage: scenario score [OPTIONS]\nTry 'scenario score -h' for help.\n\nError: No such thing": (
            "error: No such thing"
        ),
        "x:1:1: error: is there; --force replaces it": (
            "x:1:1: error: is there; it is not replaced: choose another name"
        ),
        "x.yaml --weights=y:1:1: error: no": "x.yaml --weights=y:1:1: error: no",
        "nowhere:1:1: error: there is no scenario 'nowhere'": (
            "nowhere:1:1: error: there is no scenario 'nowhere'\n(the tool list says what can be named)"
        ),
        "error: --inject: unknown inject 'x'": (
            "error: injects: unknown inject 'x'\n(the tool show has the ids)"
        ),
        "error: --inject: unknown inject 'x'; known: y": "error: injects: unknown inject 'x'; known: y",
    }
    for said, words in told_as.items():
        assert told(Ran(2, "", said), "sensitivity").texts == (words,)


def test_what_was_done_comes_first_with_some_of_the_changes():
    changes = [{"id": f"d{k}", "from": None if k else 1.0, "to": "unknown" if k else 2.5} for k in range(10)]
    document = {"done": "Written to x.yaml.", "changes": changes, "finding": "A stays first."}
    (text,) = told(Ran(0, json.dumps(document), ""), "ratings_set").texts
    assert text.startswith("Written to x.yaml (d0 1 -> 2.5, d1 none -> unknown, ")
    assert text.endswith(", d7 none -> unknown, 2 more). A stays first.")


def test_the_document_is_one_line_of_json():
    said = told(Ran(0, '{"finding": "Sünd.",\n "n": [1, 0.1]}', ""))
    assert said.whole == '{"finding":"Sünd.","n":[1,0.1]}'
    assert told(Ran(2, "", "error: no")).whole == ""


def test_warnings_of_a_code_are_one_line_and_defaults_are_told():
    flags = [{"code": "thin", "level": "warning", "text": f"x{k} is"} for k in range(6)]
    used = [{"key": "weights", "value": "red", "from": "scenario.toml"}]
    document = {"finding": "So.", "flags": flags, "provenance": {"defaults": used}}
    assert told(Ran(0, json.dumps(document), "")).texts[1].splitlines() == [
        "! X0 is; x1 is; x2 is; x3 is; and 2 more. [thin]",
        "Defaults: weights red (scenario.toml).",
    ]


def test_a_schema_is_named():
    assert told(Ran(0, '{"title": "score/1"}', "")).texts == ("The JSON Schema of score/1.",)
