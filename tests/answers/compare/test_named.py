"""``scenario compare`` takes folders and patterns, as ``batch`` does."""

import json

import pytest
from answers.compare.coffee import WEIGHTS, put_weights


@pytest.mark.parametrize("names", [["weights"], ["weights/*.yaml"], ["weights/[fg]*.yaml", "weights/[mt]*"]])
def test_a_folder_and_a_pattern_stand_for_the_weights_in_them(coffee, compared, names):
    answer = compared("coffee", *(part for name in names for part in ("-w", name)))
    assert [column["id"] for column in answer["columns"]] == sorted(WEIGHTS)


@pytest.mark.parametrize("names", [["scenarios"], ["scenarios/*.yaml"], ["scenarios/*a*", "scenarios/*o*e*"]])
def test_a_folder_and_a_pattern_stand_for_the_scenarios_in_them(two_coffees, run, names):
    result = run("compare", *names[:1], "-w", "fair", "-f", "json")
    answer = json.loads(result.stdout)
    assert answer["over"] == "scenarios" or len(names) > 1
    assert {column["id"] for column in answer["columns"]} <= {"coffee", "later"} | set(WEIGHTS)


def test_a_pattern_that_fits_one_scenario_compares_weights(coffee, compared):
    assert compared("scenarios/*.yaml", "-w", "fair", "-w", "miser")["over"] == "weights"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["coffee", "-w", "weights/x*.yaml"], "weights/x*.yaml:1:1: error: no file fits this pattern"),
        (["empty"], "empty:1:1: error: there is no YAML file in this folder"),
        (["coffee", "-w", ""], "'':1:1: error: a name is empty here"),
    ],
)
def test_where_nothing_is_found_it_is_said(coffee, run, args, told):
    (coffee / "empty").mkdir()
    result = run("compare", *args)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(told)


def test_all_that_leads_nowhere_is_told_at_once(coffee, run):
    result = run("compare", "nothing*", "-w", "none*", "-w", "no/*")
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["no/*", "none*", "nothing*"]


def test_several_scenarios_are_not_compared_under_several_weights(two_coffees, run):
    result = run("compare", "scenarios", "-w", "weights")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: several scenarios are compared under one -w, found 4\n"


def test_a_file_in_a_folder_that_does_not_fit_is_told(coffee, run):
    put_weights(coffee / "weights/alien.yaml", "{power: 1, glory: 2}")
    result = run("compare", "coffee", "-w", "weights")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("weights/alien.yaml:2:")
