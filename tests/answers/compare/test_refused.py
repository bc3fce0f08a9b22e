"""``scenario compare``: what is refused."""

import json

import pytest
from answers.compare.coffee import COFFEE, named, put_weights

import scenario_cli as sc


@pytest.mark.parametrize("twice", [("fair", "fair"), ("fair", "weights/fair.yaml")])
def test_the_same_id_twice_is_refused(coffee, run, twice):
    result = run("compare", *named(*twice))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "have the id 'fair'" in result.stderr


def test_two_weights_of_mine_with_one_id_lose_no_column(coffee, run):
    put_weights(coffee / "weights/copy.yaml", "{comfort: 1, cost: 7}", extra="id: fair\n")
    result = run("compare", "-f", "json")
    document = json.loads(result.stdout)
    assert [column["id"] for column in document["columns"]] == [
        "copy.yaml",
        "fair.yaml",
        "gourmet",
        "miser",
        "thrifty",
    ]
    assert len(document["ranks"]["keep"]) == 5
    notes = [flag["text"] for flag in document["flags"] if flag["code"] == "same_id"]
    assert notes == ["copy.yaml and fair.yaml both have the id 'fair'; each goes by its file here"]


def test_two_scenarios_with_one_id_lose_no_column(coffee, run):
    (coffee / "week2").mkdir()
    (coffee / "week2/coffee.yaml").write_text(COFFEE.replace("cost: 800", "cost: 300"), encoding="utf-8")
    result = run("compare", "scenarios/coffee.yaml", "week2/coffee.yaml", "-w", "fair", "-f", "json")
    document = json.loads(result.stdout)
    assert [column["id"] for column in document["columns"]] == ["scenarios/coffee.yaml", "week2/coffee.yaml"]
    assert document["scores"]["new"]["week2/coffee.yaml"] > document["scores"]["new"]["scenarios/coffee.yaml"]


def test_files_far_from_here_are_named_without_a_path_of_this_machine(coffee, run):
    for week in ("week1", "week2"):
        (coffee / week).mkdir()
        put_weights(coffee / week / "fair.yaml", "{comfort: 1, cost: 7}")
    paths = [str(coffee / week / "fair.yaml") for week in ("week1", "week2")]
    result = run("compare", *named(*paths), "-f", "json")
    assert [c["id"] for c in json.loads(result.stdout)["columns"]] == ["week1/fair.yaml", "week2/fair.yaml"]
    assert str(coffee) not in result.stdout
    page = run("compare", *named(*paths)).stdout
    assert "week1/fair.yaml" in page
    assert "week2/fair.yaml" in page


def test_models_of_one_id_that_have_no_files_are_refused(coffee):
    study = sc.study("coffee", "fair")
    weights = sc.Weights(format="weights/1", id="fair", drivers={"comfort": 1.0, "cost": 2.0})
    with pytest.raises(sc.UsageError, match="have the id 'fair'"):
        sc.compare([study, study.under(weights)])


def test_all_problems_of_all_weights_are_told(coffee, run):
    put_weights(coffee / "weights/bad.yaml", "{comfort: -1, cots: 2}")
    put_weights(coffee / "weights/worse.yaml", "{comfort: 1, cost: x}")
    result = run("compare", *named("bad", "fair", "worse", "nowhere"))
    assert (result.exit_code, result.stdout) == (3, "")
    for place in ("weights/bad.yaml:2:", "weights/worse.yaml:2:", "nowhere"):
        assert place in result.stderr
    assert "cots" in result.stderr


def test_all_problems_of_all_scenarios_are_told(two_coffees, run):
    for id_ in ("coffee", "later"):
        path = two_coffees / f"scenarios/{id_}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("taste: 4", "taste: 44"), encoding="utf-8")
    result = run("compare", "coffee", "later", "-w", "fair")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "scenarios/coffee.yaml:" in result.stderr
    assert "scenarios/later.yaml:" in result.stderr


def test_a_wrong_scenario_and_wrong_weights_are_told_together(coffee, run):
    (coffee / "scenarios/coffee.yaml").write_text(COFFEE.replace("taste: 4", "taste: 44"), encoding="utf-8")
    put_weights(coffee / "weights/bad.yaml", "{comfort: -1, cost: 2}")
    result = run("compare", *named("bad", "fair"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert "scenarios/coffee.yaml:" in result.stderr
    assert "weights/bad.yaml:" in result.stderr
