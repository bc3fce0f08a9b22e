"""``scenario compare``: what is refused."""

import json

import pytest
from answers.compare.coffee import COFFEE, named, put_weights


@pytest.mark.parametrize("twice", [("fair", "fair"), ("fair", "weights/fair.yaml")])
def test_the_same_id_twice_is_refused(coffee, run, twice):
    result = run("compare", *named(*twice))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "have the id 'fair'" in result.stderr


def test_two_weights_of_mine_with_one_id_lose_no_column(coffee, run):
    put_weights(coffee / "weights/copy.yaml", "{comfort: 1, cost: 7}", extra="id: fair\n")
    result = run("compare", "-f", "json")
    assert result.exit_code in (2, 3) or len(json.loads(result.stdout)["ranks"]["keep"]) == 5


def test_two_scenarios_with_one_id_lose_no_column(coffee, run):
    (coffee / "week2").mkdir()
    (coffee / "week2/coffee.yaml").write_text(COFFEE.replace("cost: 800", "cost: 300"), encoding="utf-8")
    result = run("compare", "scenarios/coffee.yaml", "week2/coffee.yaml", "-w", "fair", "-f", "json")
    assert result.exit_code in (2, 3) or len(json.loads(result.stdout)["ranks"]["keep"]) == 2


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
