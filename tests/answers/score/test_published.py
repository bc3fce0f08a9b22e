"""A score says in one line whether what was published comes out, where that can be said."""

import json
from pathlib import Path

import pytest

import scenario_cli as sc
from scenario_cli.answers.score.published import published


@pytest.fixture
def office(folder):
    sc.new_example("office-site")
    return sc.study("office-site")


def lines(run, *args):
    return [line for line in run("score", *args).stdout.splitlines() if "[published]" in line]


def test_a_note_says_that_it_comes_out(office, run):
    said = "As published, Addison Square is first"
    where = "Decision Analysis for Management Judgment, third edition (2004)"
    assert lines(run) == [f"- {said}: {where}. [published]"]
    document = json.loads(run("score", "-f", "json").stdout)
    assert document["published"] == {
        "weights": "swing",
        "first": "addison",
        "source": "goodwin_wright",
        "holds": True,
    }
    (flag,) = (flag for flag in document["flags"] if flag["code"] == "published")
    assert (flag["level"], flag["option"]) == ("note", "addison")


def test_a_warning_says_that_it_does_not(office, run):
    path = Path("scenarios/office-site.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("closeness: {value: 100", "closeness: {value: 10", 1), encoding="utf-8")
    (line,) = lines(run)
    assert line == (
        "! Not as published: Decision Analysis for Management Judgment, third edition (2004) has Addison "
        "Square first under 'swing'; as the files are here, Elton Street is. [published]"
    )
    assert json.loads(run("score", "-f", "json").stdout)["published"]["holds"] is False


def test_a_tie_for_first_is_not_as_published(folder, run):
    sc.new_example("bismarck-sea")
    path = Path("weights/capabilities.yaml")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("sails_south: 0", "sails_south: 1"), encoding="utf-8")
    (line,) = lines(run)
    assert "has Search the north first first under 'capabilities'; as the files are here, Search the" in line
    assert line.endswith("Search the south first are. [published]")


def test_nothing_is_said_of_other_weights_or_of_what_is_tried(office, run):
    Path("weights/mine.yaml").write_text("format: weights/1\ndrivers: {turnover: 1, working: 1}\n")
    assert lines(run, "-w", "mine") == lines(run, "--set", "weights.turnover=80") == []
    assert "published" not in json.loads(run("score", "-w", "mine", "-f", "json").stdout)
    assert published(office.tried("ratings.elton.size=90")) is None
    assert published(office) is not None


def test_a_source_without_a_date_goes_by_its_title(folder, run):
    sc.new_example("fighter-aircraft")
    (line,) = lines(run)
    assert line.endswith(": Fighter Aircraft Problem, Permutation Method. [published]")


def test_a_scenario_that_states_none_says_nothing(in_examples, run):
    assert lines(run, "lunch") == []
    assert "published" not in json.loads(run("score", "lunch", "-f", "json").stdout)


def test_a_result_with_it_can_be_verified(office, run):
    assert run("score", "-o", "result.json").exit_code == 0
    assert run("verify", "result.json").exit_code == 0
    text = Path("result.json").read_text(encoding="utf-8")
    Path("result.json").write_text(text.replace('"holds": true', '"holds": false'), encoding="utf-8")
    assert run("verify", "result.json").exit_code == 4
