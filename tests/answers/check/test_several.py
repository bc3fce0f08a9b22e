"""``scenario check`` of folders and patterns, and the note where a scenario names no weights."""

import json

import pytest

import scenario_cli as sc
from scenario_cli.answers.check.ask import check

SCENARIO = """\
format: scenario/1
title: Where do we eat?
question: Which place?
drivers: {taste: {}, price: {}}
options: {inn: {}}
ratings: {inn: {taste: 7, price: 3}}
"""
NOTE = (
    "scenarios/{}.yaml:1:1: note: no weights are named: where none are given, all count equally "
    "[no-weights]; 'weights: NAME' says which\n"
)


@pytest.fixture
def files(folder):
    for name in ("scenarios", "weights", "empty"):
        (folder / name).mkdir()
    for name in ("b", "a"):
        (folder / f"scenarios/{name}.yaml").write_text(SCENARIO + "weights: red\n")
    (folder / "scenarios/c.yml").write_text(SCENARIO.replace("taste: 7", "taste: 77") + "weights: red\n")
    (folder / "scenarios/scenario.schema.json").write_text("{}")
    (folder / "weights/red.yaml").write_text(
        "format: weights/1\nscenario: a\ndrivers: {taste: 1, price: 1}\n"
    )
    return folder


@pytest.mark.parametrize(
    ("names", "n"),
    [
        (["scenarios"], 3),
        (["scenarios/"], 3),
        (["scenarios", "weights"], 4),
        (["scenarios/*.yaml"], 2),
        (["scenarios/*.y*ml"], 3),
        (["**/*.yaml"], 3),
        (["scenarios", "scenarios/a.yaml", "scenarios/[ab].yaml"], 3),
    ],
)
def test_a_folder_and_a_pattern_stand_for_the_files_in_them(files, run, names, n):
    result = run("check", *names)
    wrong = n >= 3 and "**/*.yaml" not in names
    s = "1 error in 1 of " if wrong else ""
    assert result.stdout == (f"{s}{n} files.\n" if wrong else f"{n} files checked, nothing wrong.\n")
    assert result.exit_code == (3 if wrong else 0)
    assert [line.partition(" ")[0] for line in result.stderr.splitlines()] == (
        ["scenarios/c.yml:6:24:"] if wrong else []
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty", "empty:1:1: error: there is no YAML file in this folder [missing-file]\n"),
        ("x/*.yaml", "x/*.yaml:1:1: error: no file fits this pattern [missing-file]\n"),
        ("", "'':1:1: error: a name is empty here [missing-file]\n"),
    ],
)
def test_where_nothing_is_found_it_is_said(files, run, name, said):
    result = run("check", "scenarios/a.yaml", name)
    assert (result.exit_code, result.stderr) == (3, said)
    assert result.stdout == "1 error in 1 of 2 files.\n"


def test_a_file_in_a_folder_is_that_file_whatever_its_name_stands_for(files, run):
    (files / "china-arms-russia").write_text(SCENARIO.replace("taste: 7", "taste: 77"))
    assert "china-arms-russia:6:24: error: " in run("check", "china*").stderr


def test_comparisons_in_a_folder_are_checked_as_what_they_are(files, run):
    (files / "empty/pairs.yaml").write_text("format: pairs/1\nitems: [a, b]\nmatrix: [[1, 3], [1/3, 1]]\n")
    assert run("check", "empty").stdout == "1 file checked, nothing wrong.\n"
    (files / "empty/pairs.yaml").write_text("format: pairs/1\nitems: [a, b]\nmatrix: [[1, 3], [1/2, 1]]\n")
    assert "[not-reciprocal]" in run("check", "empty").stderr


def test_a_scenario_that_names_no_weights_is_noted_and_nothing_is_wrong(files, run):
    (files / "scenarios/a.yaml").write_text(SCENARIO)
    result = run("check", "scenarios/a.yaml", "weights")
    assert (result.exit_code, result.stdout) == (0, "2 files checked, nothing wrong.\n")
    assert result.stderr == NOTE.format("a")
    (problem,) = json.loads(run("check", "scenarios/a.yaml", "-f", "json").stdout)["problems"]
    assert (problem["level"], problem["code"], problem["line"]) == ("note", "no-weights", 1)
    assert check(["scenarios/a.yaml"]).sound


def test_from_python_folders_and_patterns_do_as_well(files):
    answer = sc.check(["scenarios", "weights/*.yaml"])
    assert (answer.n_files, answer.sound) == (4, False)
    assert [file.name for file in answer.files] == [
        "scenarios/a.yaml",
        "scenarios/b.yaml",
        "scenarios/c.yml",
        "weights/red.yaml",
    ]
