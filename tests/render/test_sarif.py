"""SARIF: a log that the published schema takes, whose places lead back to the files."""

import json
import os
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official import errors

from scenario_cli.render.remarks import Remark, Tool
from scenario_cli.render.sarif import artifact, sarif_text

TOOL = Tool("some-tool", "1.2.3", {"bad-id": "An id is none.", "empty": "Nothing is there."}, "Something.")
REMARKS = [
    Remark("b c.yaml", 3, 7, "error", "empty", "it's {empty}", "drivers.a"),
    Remark("a.yaml", 1, 1, "warning", "bad-id", "no id"),
    Remark("/x/a.yaml", 0, 0, "note", "other", "\x1b[31m"),
    Remark("-", 2, 1, "error", "bad-id", "no id"),
    Remark("t.csv", 4, 0, "error", "bad-id", "no id"),
]


def log(remarks):
    return json.loads(sarif_text(remarks, TOOL))


@pytest.mark.parametrize("remarks", [REMARKS, []])
def test_the_log_is_valid_by_the_published_schema(remarks):
    assert errors("sarif-2.1.0", log(remarks)) == []


def test_the_published_schema_refuses_what_is_no_log():
    found = log(REMARKS)
    found["runs"][0]["results"][0]["level"] = "wrong"
    assert len(errors("sarif-2.1.0", found)) == 1
    del found["runs"][0]["tool"]
    assert len(errors("sarif-2.1.0", found)) == 2


def test_a_run_says_what_made_it_and_how_columns_count():
    found = log(REMARKS)
    (run,) = found["runs"]
    driver = run["tool"]["driver"]
    assert (found["version"], driver["name"], driver["version"]) == ("2.1.0", "some-tool", "1.2.3")
    assert run["columnKind"] == "unicodeCodePoints"
    assert set(run["originalUriBaseIds"]) == {"%SRCROOT%"}
    assert "uri" not in run["originalUriBaseIds"]["%SRCROOT%"]


def test_where_nothing_is_wrong_there_is_a_run_without_results():
    (run,) = log([])["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_rules_are_the_codes_that_occur_each_with_its_meaning():
    (run,) = log(REMARKS)["runs"]
    rules = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert rules == {"bad-id": "An id is none.", "empty": "Nothing is there.", "other": "Something."}
    ids = list(rules)
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


def test_a_result_has_its_place_in_the_file_and_in_the_data():
    first, *_, table = log(REMARKS)["runs"][0]["results"]
    assert (first["ruleId"], first["level"]) == ("empty", "error")
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "b%20c.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 7},
            },
            "logicalLocations": [{"fullyQualifiedName": "drivers.a"}],
        }
    ]
    assert table["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}


def test_braces_which_would_stand_for_arguments_are_doubled_and_controls_written_out():
    said = [result["message"]["text"] for result in log(REMARKS)["runs"][0]["results"]]
    assert said[0] == "it's {{empty}}"
    assert said[2] == "\\x1b[31m"


def test_the_same_remarks_give_the_same_bytes_without_time_and_place():
    text = sarif_text(REMARKS, TOOL)
    assert text == sarif_text(list(REMARKS), TOOL)
    assert str(Path.cwd()) not in text
    assert "Utc" not in text


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("weights/red.yaml", "weights/red.yaml"),
        ("a b/50%,x:y.yaml", "a%20b/50%25%2Cx%3Ay.yaml"),
        ("zürich.yaml", "z%C3%BCrich.yaml"),
        ("a#b?c[d].yaml", "a%23b%3Fc%5Bd%5D.yaml"),
        ("../red.yaml", "../red.yaml"),
        ("C:x.yaml", "C%3Ax.yaml"),
        ("\ud800.yaml", "%ED%A0%80.yaml"),
    ],
)
def test_a_relative_path_is_a_reference_under_the_root(file, uri):
    assert artifact(file) == {"uri": uri, "uriBaseId": "%SRCROOT%"}


@pytest.mark.skipif(os.name == "nt", reason="paths as POSIX has them")
def test_an_absolute_path_is_a_file_and_bytes_that_are_no_utf_8_are_kept():
    assert artifact("/a b/ü.yaml") == {"uri": "file:///a%20b/%C3%BC.yaml"}
    assert artifact("a\udcff.yaml")["uri"] == "a%FF.yaml"


def test_standard_input_and_what_is_built_in_lie_under_no_root():
    assert artifact("-") == {"uri": "-", "description": {"text": "standard input"}}
    assert artifact("built-in:weights/red.yaml") == {"uri": "built-in:weights/red.yaml"}


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1))
def test_every_path_comes_back_from_its_uri(name):
    found = artifact(f"a/{name}.yaml")
    assert os.fsdecode(unquote_to_bytes(found["uri"])).replace("\\", "/") == f"a/{name}.yaml".replace(
        os.sep, "/"
    ).replace("\\", "/")
    parts = urlsplit(found["uri"])
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("see [the page](https://example.org)", r"see \[the page\](https://example.org)"),
        ("[a](1) and [b](2)", r"\[a\](1) and \[b\](2)"),
        ("a [b[c](1)", r"a [b\[c\](1)"),
        ("[](1)", r"\[\](1)"),
        ("expected [0, 1] (a list)", "expected [0, 1] (a list)"),
        ("[one] and [two", "[one] and [two"),
        ("[[a]](1)", "[[a]](1)"),  # no link by the standard: brackets within its text would be escaped
    ],
)
def test_a_users_brackets_are_no_link(text, said):
    (result,) = log([Remark("a.yaml", 1, 1, "error", "wrong-type", text)])["runs"][0]["results"]
    assert result["message"]["text"] == said
