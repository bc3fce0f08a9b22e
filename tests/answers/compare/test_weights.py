"""``scenario compare``: several weights side by side."""

from itertools import combinations

import pytest
from answers.compare.coffee import COFFEE, WEIGHTS, named, put_weights


def test_all_my_weights_are_compared_by_name_and_no_built_in_one(coffee, compared):
    answer = compared()
    assert [column["id"] for column in answer["columns"]] == sorted(WEIGHTS)
    assert answer["format"] == "compare/1"
    assert [(part["role"], part["id"]) for part in answer["provenance"]["inputs"]] == [
        ("scenario", "coffee"),
        *(("weights", id_) for id_ in sorted(WEIGHTS)),
    ]


def test_weights_of_mine_that_do_not_fit_are_left_out(coffee, compared):
    put_weights(coffee / "weights/alien.yaml", "{power: 1, glory: 2}")
    (coffee / "weights/broken.yaml").write_text("format: weights/1\ndrivers: {", encoding="utf-8")
    assert [column["id"] for column in compared()["columns"]] == sorted(WEIGHTS)


def test_without_weights_of_mine_the_built_in_ones_that_fit(folder, compared, scored):
    answer = compared("china-arms-russia")
    assert "authors" in [column["id"] for column in answer["columns"]]
    assert len(answer["columns"]) >= 5
    for column in answer["columns"]:
        single = scored("china-arms-russia", "-w", column["id"])
        for row in single["ranking"]:
            assert answer["scores"][row["option"]][column["id"]] == row["score"]


def test_no_weights_that_fit_is_a_missing_file(coffee, run):
    for path in (coffee / "weights").iterdir():
        path.unlink()
    result = run("compare")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "no weights file fits 'coffee'" in result.stderr


def test_columns_stand_in_the_order_they_were_named(coffee, compared):
    assert [c["id"] for c in compared(*named("miser", "fair"))["columns"]] == ["miser", "fair"]


@pytest.mark.parametrize(
    "tried", [[], ["--inject", "price_cut"], ["--set", "ratings.keep.taste=9"], ["--set", "weights.cost=33"]]
)
def test_every_number_is_that_of_score(coffee, compared, scored, tried):
    answer = compared(*tried)
    for id_ in WEIGHTS:
        for row in scored("-w", id_, *tried)["ranking"]:
            option = row["option"]
            assert answer["scores"][option][id_] == row["score"]
            assert answer["ranks"][option][id_] == row["rank"]
            assert answer["tied"][option][id_] == row["tied"]
            assert answer["regret"][option][id_] == row["behind"]
    assert answer["provenance"]["injects"] == [t for t in tried if t == "price_cut"]


def test_the_fields_follow_from_the_ranks_and_scores(coffee, compared):
    answer = compared()
    ids = sorted(WEIGHTS)
    for option, ranks in answer["ranks"].items():
        assert answer["worst_rank"][option] == max(ranks.values())
        assert answer["first"][option] == list(ranks.values()).count(1)
        assert answer["max_regret"][option] == max(answer["regret"][option].values())
    least = min(answer["max_regret"].values())
    assert answer["minimax_regret"] == [o for o, x in answer["max_regret"].items() if x <= least + 1e-9]
    assert 0 <= answer["agreement"]["kendall_w"] <= 1
    tau = answer["agreement"]["tau"]
    for a, b in combinations(ids, 2):
        assert tau[a][b] == tau[b][a]
    assert tau[answer["apart"][0]][answer["apart"][1]] == min(tau[a][b] for a, b in combinations(ids, 2))


def test_the_compromise_that_never_leads_can_have_the_smallest_worst_regret(coffee, compared):
    path = coffee / "scenarios/coffee.yaml"
    path.write_text(COFFEE.replace("cost: 430", "cost: 300"), encoding="utf-8")
    answer = compared(*named("gourmet", "miser"))
    assert answer["first"] == {"keep": 1, "new": 1, "rent": 0}
    assert answer["minimax_regret"] == ["rent"]
    assert "Rent one is never more than" in answer["finding"]


def test_weights_that_give_the_same_order_are_noted(coffee, compared):
    answer = compared(*named("miser", "gourmet", "thrifty"))
    assert answer["same_order"] == [["miser", "thrifty"]]
    notes = [flag["text"] for flag in answer["flags"] if flag["code"] == "same_order"]
    assert notes == ["the order is the same under miser and thrifty"]


def test_what_parts_two_columns_adds_up_to_the_change_of_the_gap(coffee, compared):
    answer = compared()
    a, b = answer["apart"]
    first, second = answer["parting"]["first"], answer["parting"]["second"]
    gap = {c: answer["scores"][first][c] - answer["scores"][second][c] for c in (a, b)}
    assert sum(answer["parting"]["effects"].values()) == pytest.approx(gap[b] - gap[a], abs=1e-9)
    assert answer["ranks"][first][a] == 1
    assert answer["ranks"][second][b] == 1


def test_one_column_has_no_tau_and_nothing_apart(coffee, compared, run):
    answer = compared("-w", "fair")
    assert answer["apart"] is None
    assert answer["parting"] is None
    assert answer["agreement"]["tau"] == {"fair": {}}
    assert run("compare", "-w", "fair").exit_code == 0


def test_a_column_that_ties_all_has_no_tau(coffee, compared, run):
    text = COFFEE.replace("new: {taste: 8, wait: 1, cost: 800}", "new: {taste: 4, wait: 1, cost: 100}")
    text = text.replace("rent: {taste: 6, wait: 3, cost: 430}", "rent: {taste: 4, wait: 2, cost: 100}")
    (coffee / "scenarios/coffee.yaml").write_text(text, encoding="utf-8")
    put_weights(coffee / "weights/price.yaml", "{comfort: 0, cost: 1}")
    answer = compared(*named("price", "fair"))
    assert answer["agreement"]["tau"]["price"]["fair"] is None
    assert answer["first"] == {"keep": 1, "new": 2, "rent": 1}
    assert "n/a" in run("compare", *named("price", "fair")).stdout


def test_one_option_compares(coffee, compared, run):
    text = "\n".join(line for line in COFFEE.split("\n") if not line.startswith(("  new:", "  rent:")))
    text = text[: text.index("injects")]
    (coffee / "scenarios/coffee.yaml").write_text(text, encoding="utf-8")
    answer = compared()
    assert answer["first"] == {"keep": 4}
    assert answer["agreement"]["kendall_w"] is None
    assert run("compare").exit_code == 0
