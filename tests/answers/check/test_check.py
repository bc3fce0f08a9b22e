"""`scenario check`: the example files, several files held against each other, and what scripts read."""

import csv
import io
import json
import os
import re

import pytest
from builders import but_notes
from conftest import EXAMPLES

from scenario_cli.answers.check.ask import check
from scenario_cli.files.parsed import parse

VALID = sorted(path.name for path in (EXAMPLES / "valid").iterdir())
INVALID = sorted(path.name for path in (EXAMPLES / "invalid").iterdir() if path.suffix != ".txt")
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"

# Every code that a single file can be given. (`wrong-scenario` needs a scenario to be scored with.)
CODES = """
    alias-cycle all-zero bad-id bad-order bad-scale duplicate-id duplicate-key empty encoding misplaced-key
    missing-driver missing-factor missing-key missing-rating missing-value not-finite out-of-range
    out-of-scale
    syntax tag too-deep too-many-aliases unknown-driver unknown-evidence unknown-factor unknown-key
    unknown-level unknown-option unknown-source wrong-format wrong-length wrong-type wrong-value
"""
SCENARIO = """\
format: scenario/1
title: Where do we eat?
question: Which place?
drivers: {taste: {}, price: {}}
options: {inn: {}}
ratings: {inn: {taste: 7, price: 3}}
"""


@pytest.mark.parametrize("name", VALID)
def test_a_valid_example_is_sound(name, in_examples, run):
    result = run("check", f"valid/{name}")
    assert (result.exit_code, but_notes(result.stderr)) == (0, "")
    assert result.stdout == "1 file checked, nothing wrong.\n"


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_example_is_told_line_by_line(name, in_examples, run):
    result = run("check", f"invalid/{name}")
    expected = (in_examples / "invalid" / name).with_suffix(".txt")
    if UPDATE:
        expected.write_bytes(result.stderr_bytes)
    assert result.stderr == expected.read_text(encoding="utf-8")
    lines = result.stderr.splitlines()
    plural = "s" if len(lines) > 1 else ""
    assert result.stdout == f"{len(lines)} error{plural} in 1 of 1 file.\n"
    assert result.exit_code == 3


@pytest.mark.parametrize("name", INVALID)
def test_the_problems_of_an_example_stand_inside_it_in_order_and_once(name, in_examples):
    text = (in_examples / "invalid" / name).read_bytes().decode("utf-8", "replace")
    told = (in_examples / "invalid" / name).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert told
    places = []
    for line in told:
        found = re.fullmatch(rf"invalid/{re.escape(name)}:(\d+):(\d+): error: .+ \[([a-z-]+)\](; .+)?", line)
        assert found, line
        places.append((int(found[1]), int(found[2])))
    assert places == sorted(places)
    assert len(set(told)) == len(told)
    assert places[-1][0] <= text.count("\n") + 1


def test_every_expected_file_belongs_to_an_example(examples):
    assert {path.stem for path in (examples / "invalid").glob("*.txt")} == {
        name.rpartition(".")[0] for name in INVALID
    }


def test_every_code_has_an_example(examples):
    told = "".join(path.read_text(encoding="utf-8") for path in (examples / "invalid").glob("*.txt"))
    shown = set(re.findall(r" \[([a-z-]+)\](?=; |$)", told, re.MULTILINE))
    assert set(CODES.split()) <= shown


def test_the_problems_of_several_files_are_told_together_by_file_then_place(in_examples, run):
    result = run(
        "check", *(f"invalid/{name}.yaml" for name in ("weights-all-zero", "duplicate-key", "bad-order"))
    )
    assert result.stderr == "".join(
        (in_examples / "invalid" / f"{name}.txt").read_text()
        for name in ("bad-order", "duplicate-key", "weights-all-zero")
    )
    assert result.stdout == "7 errors in 3 of 3 files.\n"


def test_a_wrong_file_does_not_hide_a_sound_one_nor_the_other_way_round(in_examples, run):
    result = run("check", "valid/minimal.yaml", "invalid/flat-scale.yaml", "nowhere")
    assert [line.partition(" ")[0] for line in but_notes(result.stderr).splitlines()] == [
        "invalid/flat-scale.yaml:5:18:",
        "nowhere:1:1:",
    ]
    assert result.stdout == "2 errors in 2 of 3 files.\n"
    assert result.exit_code == 3


def test_weights_are_held_against_the_scenario_they_name(folder, run):
    (folder / "a.yaml").write_text(SCENARIO + "id: a\n")
    (folder / "b.yaml").write_text(SCENARIO.replace("price", "cost") + "id: b\n")
    (folder / "w.yaml").write_text("format: weights/1\nscenario: b\ndrivers: {taste: 1, price: 1}\n")
    result = run("check", "a.yaml", "b.yaml", "w.yaml")
    assert but_notes(result.stderr).splitlines() == [
        "w.yaml:3:10: error: the driver 'cost' is missing [missing-driver]; "
        "add 'cost: 0' if it counts nothing",
        "w.yaml:3:21: error: unknown driver 'price' [unknown-driver]; known: taste, cost",
    ]


def test_weights_that_name_none_are_held_against_the_only_scenario(folder, run):
    (folder / "a.yaml").write_text(SCENARIO)
    (folder / "w.yaml").write_text("format: weights/1\ndrivers: {taste: 1}\n")
    assert "the driver 'price' is missing" in run("check", "w.yaml", "a.yaml").stderr
    assert run("check", "w.yaml").exit_code == 0
    (folder / "b.yaml").write_text(SCENARIO)
    assert run("check", "w.yaml", "a.yaml", "b.yaml").exit_code == 0


def test_weights_are_held_against_a_scenario_that_is_only_named(folder, run):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a.yaml").write_text(SCENARIO)
    (folder / "w.yaml").write_text("format: weights/1\nscenario: a\ndrivers: {taste: 1}\n")
    assert "the driver 'price' is missing" in run("check", "w.yaml").stderr
    (folder / "w.yaml").write_text("format: weights/1\nscenario: china-arms-russia\ndrivers: {taste: 1}\n")
    assert "unknown driver 'taste' [unknown-driver]; known: power" in run("check", "w.yaml").stderr


def test_weights_for_a_scenario_that_is_nowhere_are_not_called_sound_in_silence(folder, run):
    (folder / "w.yaml").write_text("format: weights/1\nscenario: cofee\ndrivers: {taste: 1}\n")
    assert run("check", "w.yaml").stderr.startswith("w.yaml:2:11: ")


@pytest.mark.parametrize("stated", ["format: weight/1\n", "format: weights/2\n", "format: Weights/1\n"])
def test_weights_with_a_wrong_format_are_not_told_what_a_scenario_lacks(folder, run, stated):
    (folder / "w.yaml").write_text(stated + "drivers: {taste: 1}\n")
    told = run("check", "w.yaml").stderr.splitlines()
    assert len(told) == 1
    assert "expected 'weights/1'" in told[0]


@pytest.mark.parametrize("wrong", ["", "[]\n", "7\n", "null\n", "{}\n"])
def test_a_file_that_is_no_mapping_is_told_beside_others(folder, run, wrong):
    (folder / "a.yaml").write_text(wrong)
    (folder / "b.yaml").write_text(SCENARIO)
    result = run("check", "a.yaml", "b.yaml")
    assert result.exit_code == 3
    assert {line.partition(":")[0] for line in but_notes(result.stderr).splitlines()} == {"a.yaml"}


def test_names_stand_for_scenarios_and_for_weights(in_examples, run):
    result = run("check", "lunch", "thrift", "china-arms-russia", "authors")
    assert (result.stdout, but_notes(result.stderr)) == ("4 files checked, nothing wrong.\n", "")


def test_an_unknown_name_is_told_with_the_nearest_scenario(in_examples, run):
    assert run("check", "lunhc").stderr.endswith("did you mean 'lunch'?\n")


def test_an_unknown_name_is_told_with_the_nearest_weights(in_examples, run):
    assert run("check", "thrfit").stderr.endswith("did you mean 'thrift'?\n")
    assert run("show", "personalty").stderr.endswith("did you mean 'personality'?\n")


def test_standard_input_can_be_checked(in_examples, run):
    content = (in_examples / "invalid" / "flat-scale.yaml").read_bytes()
    result = run("check", "-", stdin=content)
    assert result.stderr == "-:5:18: error: the ends of the scale are the same [bad-scale]\n"
    assert run("check", "-", stdin=(in_examples / "valid" / "full.yaml").read_bytes()).exit_code == 0


def test_a_warning_is_told_and_leaves_the_file_sound(folder, run):
    (folder / "a.yaml").write_text("format: weights/1\nscenario: coffe\ndrivers: {a: 1}\n")
    result = run("check", "a.yaml")
    assert result.exit_code == 0
    assert result.stderr == (
        "a.yaml:2:11: warning: there is no sound scenario 'coffe' to hold it against [missing-file]; "
        "known: china-arms-russia, china-arms-russia-2022, china-arms-russia-wider\n"
    )
    assert result.stdout == "0 errors in 0 of 1 file, 1 warning.\n"


def test_weights_that_a_scenario_names_and_nobody_finds_are_an_error_as_for_score(folder, run):
    (folder / "a.yaml").write_text(SCENARIO + "weights: authrs\n")
    found = [run(command, "a.yaml") for command in ("check", "score")]
    assert [result.exit_code for result in found] == [3, 3]
    assert (
        found[0].stderr
        == found[1].stderr
        == (
            "a.yaml:7:10: error: there is no weights file 'authrs' in ./weights or among the built-in ones "
            "[missing-file]; did you mean 'authors'?\n"
        )
    )


def test_the_json_document_says_what_stderr_says(in_examples, run):
    files = ["invalid/many-in-weights.yaml", "invalid/many-in-a-scenario.yaml", "valid/minimal.yaml"]
    result = run("check", *files, "-f", "json")
    document = json.loads(result.stdout)
    assert result.exit_code == 3
    assert set(document) == {"format", "provenance", "problems", "finding"}
    assert document["format"] == "check/1"
    assert all(
        set(problem) == {"file", "line", "column", "level", "code", "path", "message", "hint"}
        for problem in document["problems"]
    )
    assert result.stderr.splitlines() == [
        "{file}:{line}:{column}: {level}: {message} [{code}]".format(**problem)
        + (f"; {problem['hint']}" if problem["hint"] else "")
        for problem in document["problems"]
    ]
    errors = [problem for problem in document["problems"] if problem["level"] == "error"]
    assert document["finding"] == f"{len(errors)} errors in 2 of 3 files."
    assert [(part["role"], part["id"]) for part in document["provenance"]["inputs"]] == [
        ("weights", "many-in-weights"),
        ("scenario", "many-in-a-scenario"),
        ("scenario", "minimal"),
    ]
    assert {"ratings.inn.wait.evidence[1]", "drivers.prise", "evidence.pleasure[2]"} <= {
        problem["path"] for problem in document["problems"]
    }


def test_the_csv_holds_the_same_problems(in_examples, run):
    result = run("check", "invalid/many-in-a-scenario.yaml", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert list(rows[0]) == ["file", "line", "column", "level", "code", "path", "message", "hint"]
    assert [f"{r['file']}:{r['line']}:{r['column']}: " for r in rows] == [
        re.match(r"\S+ ", line)[0] for line in result.stderr.splitlines()
    ]


def test_the_markdown_holds_a_row_a_problem(in_examples, run):
    result = run("check", "invalid/wrong-type.yaml", "-f", "md")
    rows = [line for line in result.stdout.splitlines() if line.startswith("| invalid/wrong-type.yaml:")]
    assert len(rows) == len(result.stderr.splitlines())


def test_checking_in_python_gives_sources_and_problems(in_examples):
    checked = check(["valid/full.yaml", "invalid/bad-order.yaml", "invalid/empty.yaml"])
    assert [source.name for source in checked.files] == ["valid/full.yaml", "invalid/bad-order.yaml"]
    assert [problem.code for problem in checked.mistakes] == ["bad-order"] * 3 + ["empty"]
    assert checked.files[0].sha256 == parse("x", (in_examples / "valid/full.yaml").read_bytes()).sha256


def test_a_game_is_held_to_what_a_game_states(folder, run):
    game = folder / "game.yaml"
    game.write_text("format: game/1\nscenario: ../coffee.yaml\nteams: [red, blue]\n")
    assert run("check", "game.yaml").stdout == "1 file checked, nothing wrong.\n"
    game.write_text("format: game/1\nteams: [red, blue]\nweighst: w\n")
    told = run("check", "game.yaml")
    assert (told.exit_code, told.stdout) == (3, "2 errors in 1 of 1 file.\n")
    assert [line.split(" error: ")[0] for line in told.stderr.splitlines()] == [
        "game.yaml:1:1:",
        "game.yaml:3:1:",
    ]
