"""``scenario compare``: several weights or scenarios side by side."""

import csv
import io
import json
from itertools import combinations

import numpy as np
import pytest
from rich.cells import cell_len

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
drivers:
  comfort:
    factors:
      taste: {title: Taste}
      wait: {title: Wait, scale: {worst: 6, best: 0, unit: min}}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, wait: 4, cost: 100}
  new: {taste: 8, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}}
"""
WEIGHTS = {
    "fair": "{comfort: 50, cost: 50}",
    "gourmet": "{comfort: 90, cost: 10}",
    "miser": "{comfort: 10, cost: 90}",
    "thrifty": "{comfort: 20, cost: 80}",
}


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    (folder / "scenarios/coffee.yaml").write_text(COFFEE, encoding="utf-8")
    for id_, points in WEIGHTS.items():
        put_weights(folder / f"weights/{id_}.yaml", points)
    return folder


def put_weights(path, points, extra=""):
    path.write_text(f"format: weights/1\n{extra}drivers: {points}\n", encoding="utf-8")


@pytest.fixture
def compared(run):
    def compared(*args):
        result = run("compare", *args, "-f", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return compared


@pytest.fixture
def scored(run):
    def scored(*args):
        result = run("score", *args, "-f", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    return scored


def named(*ids):
    return [part for id_ in ids for part in ("-w", id_)]


# Columns and numbers


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
    assert notes == ["miser and thrifty give the same order"]


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


# Several scenarios


@pytest.fixture
def two_coffees(coffee):
    text = COFFEE.replace("id: coffee", "id: later").replace("cost: 800", "cost: 300")
    (coffee / "scenarios/later.yaml").write_text(text, encoding="utf-8")
    return coffee


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


# What is refused


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


# Other forms


def test_csv_has_a_record_an_option_and_column_with_the_same_numbers(coffee, compared, run):
    answer = compared()
    rows = list(csv.DictReader(io.StringIO(run("compare", "-f", "csv").stdout)))
    assert len(rows) == 3 * len(WEIGHTS)
    for row in rows:
        place = row["option"], row["weights"]
        assert float(row["score"]) == answer["scores"][place[0]][place[1]]
        assert int(row["rank"]) == answer["ranks"][place[0]][place[1]]
        assert float(row["regret"]) == answer["regret"][place[0]][place[1]]


def test_a_file_and_stdout_hold_the_same_bytes(coffee, process):
    for form in ("table", "json"):
        shown = process("compare", "-f", form).stdout
        assert process("compare", "-f", form, "-o", "out").stdout == b""
        assert (coffee / "out").read_bytes() == shown


def test_the_page_of_four_options_fits_80_columns(folder, run):
    result = run("compare", "china-arms-russia", "--width", "80")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(cell_len(line) for line in lines) <= 80
    shown = json.loads(run("compare", "china-arms-russia", "-f", "json").stdout)
    for option in shown["ranks"]:
        assert option in result.stdout.replace("\n", "")
    for column in shown["columns"]:
        assert any(line.split()[:1] == [column["id"]] for line in lines)


def test_a_change_that_is_tried_is_headed_what_if(coffee, run):
    result = run("compare", "--inject", "price_cut")
    assert result.stdout.lower().lstrip("# ").startswith("what-if")
    assert "price_cut" in result.stdout.splitlines()[0]


def test_random_weights_compare_as_they_score(coffee, compared, scored):
    rng = np.random.default_rng(5)
    ids = [f"r{k}" for k in range(6)]
    for id_ in ids:
        comfort, cost, taste, wait = (rng.random(4) * rng.choice([1, 1e9, 0.1], 4)).tolist()
        within = f"factors: {{comfort: {{taste: {taste!r}, wait: {wait!r}}}}}\n"
        put_weights(coffee / f"weights/{id_}.yaml", f"{{comfort: {comfort!r}, cost: {cost!r}}}", within)
    answer = compared(*named(*ids))
    for id_ in ids:
        for row in scored("-w", id_)["ranking"]:
            assert answer["scores"][row["option"]][id_] == row["score"]


def page_of(run, *args):
    result = run("compare", *args, "--width", "80")
    assert result.exit_code == 0, result.stderr
    return " ".join(result.stdout.split())


def test_a_first_place_that_hangs_on_little_is_told_for_each_column(coffee, compared):
    put_weights(coffee / "weights/even.yaml", "{comfort: 45, cost: 55}")
    document = compared("-w", "even", "-w", "miser", "--set", "ratings.new.cost=unknown")
    told = {
        (flag["code"], flag["text"].split()[1]) for flag in document["flags"] if flag["level"] == "warning"
    }
    assert ("unrated", "even") in told
    assert ("unrated", "miser") in told
    tied = compared("-w", "fair", "--set", "ratings.keep.taste=6", "--set", "ratings.keep.wait=3")["flags"]
    assert "tie" not in [flag["code"] for flag in tied]
    tied = compared("-w", "fair", "--set", "ratings.rent.cost=100", "--set", "ratings.keep.taste=6",
                    "--set", "ratings.keep.wait=3")["flags"]  # fmt: skip
    assert [flag["text"] for flag in tied if flag["code"] == "tie"] == [
        "under fair keep and rent share first place"
    ]


def test_a_near_tie_at_the_top_is_told_as_score_tells_it(coffee, compared, scored):
    for share in (30, 40, 45, 50, 60, 80):
        put_weights(coffee / "weights/some.yaml", f"{{comfort: {share}, cost: {100 - share}}}")
        ranking = scored("-w", "some")
        first, second = (row["option"] for row in ranking["ranking"][:2])
        near = any(
            f["code"] == "near_tie" and f"{first} and {second} " in f["text"] for f in ranking["flags"]
        )
        told = [f["text"] for f in compared("-w", "some")["flags"] if f["code"] == "near_tie"]
        assert bool(told) == near, share
        assert all(f"would put {second} first" in text for text in told)


def test_scenarios_are_headed_by_their_titles_and_weights(two_coffees, run, compared):
    shown = page_of(run, "coffee", "later", "-w", "fair")
    assert shown.startswith("coffee: Which coffee machine? later: ")
    assert "Under the weights fair." in shown
    codes = {flag["code"] for flag in compared("coffee", "later")["flags"]}
    assert "equal_weights" in codes
    assert "equal_weights" not in {
        flag["code"] for flag in compared("coffee", "later", "-w", "fair")["flags"]
    }


def test_orders_that_are_the_same_are_not_said_to_differ(coffee, run):
    shown = page_of(run, "-w", "miser", "-w", "thrifty")
    assert "no two orders differ." in shown
    assert "What parts miser and thrifty, the two whose scores differ most?" in shown
    put_weights(coffee / "weights/same.yaml", WEIGHTS["miser"])
    assert "What parts" not in page_of(run, "-w", "miser", "-w", "same")


def test_one_column_has_nothing_to_agree_with(coffee, run):
    shown = page_of(run, "-w", "fair")
    assert "There is nothing to compare with." in shown
    assert "Kendall" not in shown
    assert "first under fair, the only one here; " in shown
    assert "never behind the best." in shown


def test_of_many_columns_the_pairs_that_agree_least_are_shown_and_nothing_is_broken_up(coffee, run):
    names = [f"the_team_of_table_{k:02}" for k in range(12)]
    for k, name in enumerate(names):
        put_weights(coffee / f"weights/{name}.yaml", f"{{comfort: {8 * k + 4}, cost: {96 - 8 * k}}}")
    asked = [part for name in names for part in ("-w", name)]
    result = run("compare", *asked, "--width", "80")
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
    assert "of 66 pairs the 10 that agree least are shown" in " ".join(result.stdout.split())
    pairs = [line.split() for line in result.stdout.splitlines() if line.count("the_team_of_table_") == 2]
    taus = [float(row[2]) for row in pairs if len(row) == 3]
    assert len(taus) == 10
    assert taus == sorted(taus)


def test_heads_that_would_not_fit_are_numbers_with_a_legend(coffee, run):
    options = [f"course_of_action_{k:02}" for k in range(14)]
    rows = "".join(f"  {o}: {{taste: {k % 9}, wait: 3, cost: 430}}\n" for k, o in enumerate(options))
    head = COFFEE.partition("options:")[0]
    listed = "".join(f"  {o}: {{}}\n" for o in options)
    (coffee / "scenarios/wide.yaml").write_text(f"{head}options:\n{listed}ratings:\n{rows}", encoding="utf-8")
    shown = run("compare", "wide", "-w", "fair", "-w", "miser", "--width", "80").stdout
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "1 course_of_action_00, 2 course_of_action_01" in " ".join(shown.split())
    ranks = shown.splitlines()[3]
    assert ranks.split() == ["Under", *map(str, range(1, 15))]


def test_orders_of_which_one_ties_all_are_not_said_to_be_the_same(coffee, compared):
    """There is no tau where one column ties all, but its order differs all the same."""
    text = COFFEE.replace("new: {taste: 8, wait: 1, cost: 800}", "new: {taste: 4, wait: 1, cost: 100}")
    text = text.replace("rent: {taste: 6, wait: 3, cost: 430}", "rent: {taste: 4, wait: 2, cost: 100}")
    (coffee / "scenarios/coffee.yaml").write_text(text, encoding="utf-8")
    put_weights(coffee / "weights/price.yaml", "{comfort: 0, cost: 1}")
    answer = compared("-w", "price", "-w", "fair", "-w", "gourmet")
    assert answer["same_order"] == [["fair", "gourmet"]]
    assert "no two orders differ" not in answer["finding"]
