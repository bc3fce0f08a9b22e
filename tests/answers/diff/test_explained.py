"""``scenario diff``: every move between two results, scenarios or weights is explained."""

import json

import numpy as np
import pytest
from answers.diff.coffee import COFFEE, moves_by_option, put

TITLES = {"taste": "Taste", "wait": "Wait", "cost": "Price"}


def assert_explained(answer):
    assert answer["moves"]
    for move in answer["moves"]:
        old, new = move["score"]
        parts = sum(part["points"] for part in move["explained"])
        assert parts == pytest.approx(new - old, abs=1e-9), move["option"]


def test_two_results_every_move_is_explained(result, moved, scored_pair):
    old, new = scored_pair
    answer = moved(old, new)
    assert (answer["format"], answer["kind"]) == ("diff/1", "result")
    assert_explained(answer)
    for name, side in ((old, 0), (new, 1)):
        with open(name, encoding="utf-8") as file:  # noqa: PTH123 - a name in the working folder
            for row in json.load(file)["ranking"]:
                move = moves_by_option(answer)[row["option"]]
                assert move["score"][side] == pytest.approx(row["score"], abs=1e-9)
                assert move["rank"][side] == row["rank"]


@pytest.fixture(
    params=[
        [["-w", "fair"], ["-w", "gourmet"]],
        [[], ["--inject", "price_cut"]],
        [[], ["--set", "ratings.keep.taste=9"]],
        [["--set", "weights.cost=0"], ["--set", "weights.comfort=0"]],
        [[], ["--set", "weights.comfort.taste=0", "--inject", "price_cut"]],
    ],
    ids=["weights", "inject", "rating", "without weight", "everything"],
)
def scored_pair(request, result):
    before, after = request.param
    return result("old.json", *before), result("new.json", *after)


def test_two_weights_files_every_move_is_explained(coffee, moved):
    answer = moved("weights/fair.yaml", "weights/gourmet.yaml")
    assert answer["kind"] == "weights"
    assert_explained(answer)
    assert [(c["where"], c["before"], c["after"]) for c in answer["changes"]] == [
        ("weights.comfort", "50", "90"),
        ("weights.cost", "50", "10"),
    ]
    assert {part["by"] for move in answer["moves"] for part in move["explained"]} == {"weight"}


def test_two_scenarios_every_move_is_explained(coffee, moved):
    put(coffee / "scenarios/later.yaml", COFFEE.replace("taste: 4", "taste: 9").replace("430", "500"))
    answer = moved("scenarios/coffee.yaml", "scenarios/later.yaml", "-w", "gourmet")
    assert answer["kind"] == "scenario"
    assert_explained(answer)
    assert [c["where"] for c in answer["changes"]] == ["ratings.keep.taste", "ratings.rent.cost"]
    moves = moves_by_option(answer)
    assert [(p["factor"], p["by"]) for p in moves["keep"]["explained"]] == [("taste", "rating")]
    assert moves["new"]["explained"] == []
    assert moves["new"]["score"][0] == moves["new"]["score"][1]


def test_a_new_factor_is_explained_too(coffee, moved):
    text = COFFEE.replace(
        "      taste: {title: Taste}\n", "      taste: {title: Taste}\n      noise: {title: Noise}\n"
    )
    for k, cell in enumerate(("taste: 4,", "taste: 8,", "taste: 6,")):
        text = text.replace(cell, f"{cell} noise: {3 * k + 1},")
    put(coffee / "scenarios/later.yaml", text)
    answer = moved("coffee", "later")
    assert_explained(answer)
    assert [c["where"] for c in answer["changes"]] == ["factor noise"]


def test_random_scenarios_and_weights_are_explained(coffee, moved):
    rng = np.random.default_rng(11)
    for k in range(8):
        text = COFFEE
        for old in ("taste: 4", "taste: 8", "taste: 6"):
            text = text.replace(old, f"taste: {rng.integers(0, 11)}")
        for old in ("cost: 100}", "cost: 800}", "cost: 430}"):
            text = text.replace(old, f"cost: {rng.uniform(100, 900)!r}}}")
        put(coffee / f"scenarios/later{k}.yaml", text)
        put(
            coffee / f"weights/w{k}.yaml",
            f"format: weights/1\ndrivers: {{comfort: {rng.random()!r}, cost: {rng.random()!r}}}\n",
        )
        assert_explained(moved("coffee", f"later{k}"))
        assert_explained(moved("weights/fair.yaml", f"weights/w{k}.yaml", "--scenario", "coffee"))


def test_the_built_in_scenarios_of_two_years_are_explained(folder, moved):
    assert_explained(moved("china-arms-russia-2022", "china-arms-russia"))


@pytest.mark.parametrize("kind", ["result", "scenario", "weights"])
def test_identical_files_move_nothing(result, moved, run, kind):
    name = {"scenario": "coffee", "weights": "weights/fair.yaml"}.get(kind) or result("old.json")
    answer = moved(name, name)
    assert answer["changes"] == []
    assert all(move["explained"] == [] for move in answer["moves"])
    assert "no score moved" in answer["finding"]
    conditions = ["--fail-on", "first", "--fail-on", "rank", "--fail-on", "score=0"]
    assert run("diff", name, name, *conditions).exit_code == 0


def test_a_score_that_moves_by_rounding_alone_has_no_cause_and_is_no_fault(result, run, coffee):
    found = json.loads((coffee / result("a.json")).read_text())
    found["ranking"][0]["score"] += 1e-10
    put(coffee / "b.json", json.dumps(found))
    done = run("diff", "a.json", "b.json", "--fail-on", "score=0")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Keep the old one stays first; no score moved.\n" in done.stdout
    assert "0.0" in done.stdout
    assert "-0.0" not in done.stdout
    assert "+0.0" not in done.stdout


def test_a_cause_that_pulls_the_other_way_is_not_what_a_move_is_said_to_be_above_all(coffee, moved):
    more = COFFEE.replace("keep: {taste: 4, wait: 4", "keep: {taste: 0, wait: 0").replace(
        "  rent: {taste: 6", "  rent: {taste: 1"
    )
    put(
        coffee / "scenarios/later.yaml",
        more.replace("keep: {taste: 0, wait: 0, cost: 100", "keep: {taste: 0, wait: 0, cost: 900"),
    )
    answer = moved("coffee", "later")
    most = max(answer["moves"], key=lambda m: abs(m["score"][1] - m["score"][0]))
    down = most["score"][1] < most["score"][0]
    assert {part["points"] < 0 for part in most["explained"]} == {True, False}
    named = next(p for p in most["explained"] if (p["points"] < 0) == down)
    assert f"above all by the {named['by']} of {TITLES[named['factor']]} (" in answer["finding"]


def test_points_that_are_left_out_are_shared_equally(coffee, moved):
    put(
        coffee / "weights/own.yaml",
        "format: weights/1\ndrivers: {comfort: 50, cost: 50}\nfactors: {comfort: {taste: 3, wait: 1}}\n",
    )
    changes = moved("weights/own.yaml", "weights/fair.yaml")["changes"]
    assert [(c["where"], c["after"]) for c in changes] == [
        ("weights.comfort.taste", "shared equally"),
        ("weights.comfort.wait", "shared equally"),
    ]


def test_the_result_names_its_inputs_by_hash_and_no_path(coffee, moved):
    answer = moved("scenarios/coffee.yaml", str(coffee / "scenarios/coffee.yaml"))
    assert [part["role"] for part in answer["provenance"]["inputs"]] == ["old", "new", "weights"]
    assert all(len(part["sha256"]) == 64 for part in answer["provenance"]["inputs"])
    assert answer["names"] == ["coffee", "coffee"]
    assert str(coffee) not in json.dumps(answer)
    answer = moved("weights/fair.yaml", "weights/gourmet.yaml")
    assert [part["id"] for part in answer["provenance"]["inputs"]] == ["fair", "gourmet", "coffee"]
