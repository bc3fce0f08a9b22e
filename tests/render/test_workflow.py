"""Commands of a workflow: one line each, whatever a file is called and a message holds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.render.remarks import Remark
from scenario_cli.render.workflow import workflow_text

LINE = re.compile(r"::(error|warning|notice) ([^:\n]*)::(.*)\n")
PLAIN = st.text(st.characters(exclude_categories=("C",)) | st.sampled_from("%:,\r\n"))


def read(line):
    """Read a command as the runner does: split it at its marks, then take the escapes back."""
    command, stated, message = LINE.fullmatch(line).groups()
    properties = {}
    for part in stated.split(","):
        key, _, value = part.partition("=")
        for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
            value = value.replace(code, sign)
        properties[key] = value
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
        message = message.replace(code, sign)
    return command, properties, message


def test_nothing_remarked_is_nothing_said():
    assert workflow_text([]) == ""


@pytest.mark.parametrize(
    ("level", "command"), [("error", "error"), ("warning", "warning"), ("note", "notice")]
)
def test_a_command_has_its_level_its_place_and_its_title(level, command):
    assert workflow_text([Remark("a/b.yaml", 3, 7, level, "bad-id", "no id: a, b")]) == (
        f"::{command} file=a/b.yaml,line=3,col=7,title=bad-id::no id: a, b\n"
    )


def test_values_are_escaped_in_five_signs_and_the_message_in_three():
    signs = "100%: a,\r\nb"
    assert workflow_text([Remark(signs, 1, 1, "error", "x", signs)]) == (
        "::error file=100%25%3A a%2C%0D%0Ab,line=1,col=1,title=x::100%25: a,%0D%0Ab\n"
    )


def test_what_is_escaped_already_comes_back_as_it_was():
    (line,) = workflow_text([Remark("%0A.yaml", 1, 1, "error", "x", "%25")]).splitlines(keepends=True)
    assert line == "::error file=%250A.yaml,line=1,col=1,title=x::%2525\n"
    assert read(line) == ("error", {"file": "%0A.yaml", "line": "1", "col": "1", "title": "x"}, "%25")


def test_a_place_that_is_not_there_is_not_said():
    assert workflow_text([Remark("a.csv", 3, 0, "error", "x", "m")]) == (
        "::error file=a.csv,line=3,title=x::m\n"
    )
    assert workflow_text([Remark("a", 0, 0, "error", "x", "m")]) == "::error file=a,title=x::m\n"


def test_a_terminal_is_not_steered():
    assert workflow_text([Remark("\x1b[2J", 1, 1, "error", "x", "\x1b[31m\x07")]) == (
        "::error file=\\x1b[2J,line=1,col=1,title=x::\\x1b[31m\\x07\n"
    )


@given(PLAIN.filter(bool), PLAIN)
def test_a_runner_reads_back_what_was_written(file, message):
    (line,) = workflow_text([Remark(file, 2, 5, "warning", "some-code", message)]).split("\n")[:-1]
    stated = {"file": file, "line": "2", "col": "5", "title": "some-code"}
    assert read(f"{line}\n") == ("warning", stated, message)
