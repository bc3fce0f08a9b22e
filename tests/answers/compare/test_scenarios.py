"""``scenario compare``: several scenarios side by side."""

import pytest
from answers.compare.coffee import COFFEE, named


def test_several_scenarios_are_columns_under_one_weights_file(two_coffees, compared, scored):
    answer = compared("coffee", "later", "-w", "fair")
    assert answer["over"] == "scenarios"
    assert [c["id"] for c in answer["columns"]] == ["coffee", "later"]
    for id_ in ("coffee", "later"):
        for row in scored(id_, "-w", "fair")["ranking"]:
            assert answer["scores"][row["option"]][id_] == row["score"]
            assert answer["ranks"][row["option"]][id_] == row["rank"]


def test_several_scenarios_without_weights_use_their_own_or_equal_ones(two_coffees, compared, scored):
    answer = compared("coffee", "later")
    for id_ in ("coffee", "later"):
        for row in scored(id_)["ranking"]:
            assert answer["scores"][row["option"]][id_] == row["score"]


def test_a_factor_that_only_one_scenario_has_keeps_the_sum_exact(two_coffees, compared):
    text = (two_coffees / "scenarios/later.yaml").read_text(encoding="utf-8")
    text = (
        text.replace("      taste: {title: Taste}\n", "").replace("taste: 4, ", "").replace("taste: 8, ", "")
    )
    (two_coffees / "scenarios/later.yaml").write_text(text.replace("taste: 6, ", ""), encoding="utf-8")
    answer = compared("coffee", "later", "-w", "fair")
    first, second = answer["parting"]["first"], answer["parting"]["second"]
    gap = [answer["scores"][first][c] - answer["scores"][second][c] for c in ("coffee", "later")]
    assert sum(answer["parting"]["effects"].values()) == pytest.approx(gap[1] - gap[0], abs=1e-9)


def test_scenarios_with_other_options_cannot_be_compared(two_coffees, run):
    text = COFFEE.replace("id: coffee", "id: other").replace("rent:", "lease:")
    (two_coffees / "scenarios/other.yaml").write_text(text, encoding="utf-8")
    result = run("compare", "coffee", "other", "-w", "fair")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "do not have the same options: only coffee has rent; only other has lease" in result.stderr


def test_several_scenarios_and_several_weights_are_wrong_usage(two_coffees, run):
    result = run("compare", "coffee", "later", *named("fair", "miser"))
    assert (result.exit_code, result.stdout) == (2, "")
