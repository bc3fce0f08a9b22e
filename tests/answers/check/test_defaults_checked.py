"""`scenario check` looks at the defaults of the folder, as at every other file there."""

import json

import pytest

from scenario_cli.answers.check.ask import check

WRONG = 'scenario = "nope"\nwieghts = "red"\nformat = "jsn"\n'
TOLD = [
    "scenario.toml:1:1: error: there is no scenario 'nope' in ./scenarios",
    "scenario.toml:2:1: error: unknown key 'wieghts' [unknown-key]; did you mean 'weights'?",
    "scenario.toml:3:1: error: 'jsn' is no format [unknown-word]; did you mean 'json'?",
]


@pytest.fixture
def here(folder, run):
    run("new", "scenario", "tea", "--options", "keep,new", "--factors", "comfort,cost", "--weights", "red")
    return folder


def test_what_leads_somewhere_is_sound_and_counts(here, run):
    before = run("check").stdout
    assert before == "2 files checked, nothing wrong.\n"
    (here / "scenario.toml").write_text('scenario = "tea"\nweights = "weights/red.yaml"\nformat = "table"\n')
    assert run("check").stdout == "3 files checked, nothing wrong.\n"
    assert run("check", "scenario.toml").stdout == "1 file checked, nothing wrong.\n"
    document = check(["scenario.toml"]).report().document()
    assert [one["role"] for one in document["provenance"]["inputs"]] == ["defaults"]


@pytest.mark.parametrize("line", [[], ["tea", "red", "scenario.toml"], ["*.toml"]])
def test_each_mistake_is_told_at_its_line_beside_those_of_other_files(here, run, line):
    (here / "scenario.toml").write_text(WRONG)
    said = run("check", *line)
    assert said.exit_code == 3
    told = [row for row in said.stderr.splitlines() if "error" in row]
    assert [row.startswith(start) for row, start in zip(told, TOLD, strict=True)] == [True] * 3
    files = 1 if line == ["*.toml"] else 3
    assert said.stdout == f"3 errors in 1 of {files} file{'s' if files > 1 else ''}.\n"


def test_every_form_has_them(here, run):
    (here / "scenario.toml").write_text(WRONG)
    (here / "weights" / "red.yaml").write_text("format: weights/1\ndrivers: {comfort: lots, cost: 1}\n")
    rows = [json.loads(row) for row in run("check", "-f", "jsonl").stdout.splitlines()]
    errors = [(row["file"], row["line"], row["code"]) for row in rows if row["level"] == "error"]
    assert errors == [
        ("scenario.toml", 1, "missing-file"),
        ("scenario.toml", 2, "unknown-key"),
        ("scenario.toml", 3, "unknown-word"),
        ("weights/red.yaml", 2, "wrong-type"),
    ]
    assert "::error file=scenario.toml,line=2,col=1," in run("check", "-f", "github").stdout
    assert '"uri": "scenario.toml"' in run("check", "-f", "sarif").stdout


def test_no_toml_and_a_folder_are_told(here, run):
    (here / "scenario.toml").write_text('scenario = "tea\n')
    said = run("check")
    assert (said.exit_code, "scenario.toml:1:16: error: this is no TOML: " in said.stderr) == (3, True)
    (here / "scenario.toml").unlink()
    (here / "scenario.toml").mkdir()
    said = run("check")
    assert said.exit_code == 3
    assert "scenario.toml:1:1: error: this is a folder" in said.stderr


def test_other_files_are_checked_and_defaults_that_are_wrong_are_told_all_the_same(here, run):
    (here / "scenario.toml").write_text("format = 3\n")
    said = run("check", "red")
    assert said.exit_code == 3
    assert "scenario.toml:1:1: error: 'format' is text in quotes" in said.stderr


def test_alone_it_can_be_checked_and_in_another_folder_its_keys_are(folder, run):
    (folder / "scenario.toml").write_text('scenario = "nope"\n')
    assert run("check").stdout == "1 error in 1 of 1 file.\n"
    (folder / "inner").mkdir()
    (folder / "scenario.toml").rename(folder / "inner" / "scenario.toml")
    assert run("check").exit_code == 2
    assert run("check", "inner/scenario.toml").exit_code == 0
    (folder / "inner" / "scenario.toml").write_text("scenari = 3\n")
    assert (
        "inner/scenario.toml:1:1: error: unknown key 'scenari'" in run("check", "inner/scenario.toml").stderr
    )
