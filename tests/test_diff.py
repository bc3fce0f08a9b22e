"""``scenario diff``: what moved between two results, scenarios or weights, and what explains it."""

import json
import re

import numpy as np
import pytest

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
weights: fair
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
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}, weights: {comfort: {times: 2}}}
"""


@pytest.fixture
def coffee(folder):
    for name in ("scenarios", "weights"):
        (folder / name).mkdir()
    put(folder / "scenarios/coffee.yaml", COFFEE)
    put(folder / "weights/fair.yaml", "format: weights/1\ndrivers: {comfort: 50, cost: 50}\n")
    put(folder / "weights/gourmet.yaml", "format: weights/1\ndrivers: {comfort: 90, cost: 10}\n")
    return folder


def put(path, text):
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def result(run, coffee):
    def result(name, *args):
        done = run("score", *args, "-f", "json", "-o", name)
        assert done.exit_code == 0, done.stderr
        return name

    return result


@pytest.fixture
def moved(run):
    def moved(*args):
        done = run("diff", *args, "-f", "json")
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return moved


def assert_explained(answer):
    assert answer["moves"]
    for move in answer["moves"]:
        old, new = move["score"]
        parts = sum(part["points"] for part in move["explained"])
        assert parts == pytest.approx(new - old, abs=1e-9), move["option"]


def moves_by_option(answer):
    return {move["option"]: move for move in answer["moves"]}


# Each kind


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


# Options that come and go


def with_option(text, id_, cells):
    text = text.replace(
        "  rent: {title: Rent one}\n", f"  rent: {{title: Rent one}}\n  {id_}: {{title: Other}}\n"
    )
    return text.replace("injects:", f"  {id_}: {cells}\ninjects:")


def without_rent(text):
    return "\n".join(line for line in text.split("\n") if not line.startswith("  rent:"))


def test_options_gone_and_new_are_named(coffee, moved, run):
    text = with_option(COFFEE, "beans", "{taste: 1, wait: 6, cost: 900}")
    put(coffee / "scenarios/later.yaml", without_rent(text))
    answer = moved("coffee", "later")
    assert (answer["gone"], answer["new"]) == (["rent"], ["beans"])
    assert {"option rent", "option beans"} == {c["where"] for c in answer["changes"]}
    assert sorted(moves_by_option(answer)) == ["keep", "new"]
    shown = run("diff", "coffee", "later").stdout
    assert "only in coffee: rent" in shown
    assert "only in later: beans" in shown


def test_a_new_option_that_leads_is_told_to_be_first(coffee, moved):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "best", "{taste: 10, wait: 0, cost: 100}"))
    answer = moved("coffee", "later")
    assert answer["first"][1] == ["best"]
    assert "stays first" not in answer["finding"]


def test_a_new_last_option_does_not_change_first_place(coffee, run):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "beans", "{taste: 0, wait: 6, cost: 900}"))
    assert run("diff", "coffee", "later", "--fail-on", "first").exit_code == 0


def test_scenarios_without_a_common_option_are_no_fault_of_the_program(coffee, run):
    text = COFFEE
    for id_ in ("keep", "new", "rent"):
        text = text.replace(f"  {id_}:", f"  {id_}2:").replace(f"{{{id_}: {{cost", f"{{{id_}2: {{cost")
    put(coffee / "scenarios/later.yaml", text)
    for form in ("table", "json", "csv"):
        done = run("diff", "coffee", "later", "-f", form)
        assert done.exit_code in (0, 2, 3), done.stderr


# Conditions


@pytest.mark.parametrize(
    ("after", "conditions", "code"),
    [
        (["--inject", "price_cut"], ["first"], 4),
        (["--inject", "price_cut"], ["rank"], 4),
        (["--inject", "price_cut"], ["score=1"], 4),
        (["--inject", "price_cut"], ["score=100"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["first", "rank"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["score=0.24"], 4),
        (["--set", "ratings.rent.taste=6.1"], ["score=0.26"], 0),
        (["--set", "ratings.rent.taste=6.1"], ["first", "score=0"], 4),
        (["--set", "ratings.rent.taste=6.1"], [], 0),
    ],
)
def test_a_demanded_condition_decides_the_exit_code(result, run, after, conditions, code):
    old, new = result("old.json"), result("new.json", *after)
    asked = [part for condition in conditions for part in ("--fail-on", condition)]
    done = run("diff", old, new, *asked)
    assert done.exit_code == code
    assert done.stdout != "", "the answer is written whatever the condition"
    assert ("--fail-on" in done.stderr) == (code == 4)


def test_every_failed_condition_is_named(result, run):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    asked = ["--fail-on", "first", "--fail-on", "rank", "--fail-on", "score=1"]
    said = run("diff", old, new, *asked).stderr
    assert "first place changed" in said
    assert "a rank changed" in said
    assert "more than 1" in said


@pytest.mark.parametrize(
    "condition", ["last", "score", "score=", "score=-1", "score=x", "score=nan", "rank=1", ""]
)
def test_another_condition_is_wrong_usage(result, run, condition):
    done = run("diff", result("old.json"), "old.json", "--fail-on", condition)
    assert (done.exit_code, done.stdout) == (2, "")


# What is refused


def test_two_kinds_are_wrong_usage(result, run):
    old = result("old.json")
    for pair in ((old, "coffee"), ("coffee", "weights/fair.yaml"), ("weights/fair.yaml", old)):
        done = run("diff", *pair)
        assert (done.exit_code, done.stdout) == (2, "")
        assert pair[0] in done.stderr


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1, 2", '{"format": "score/1"}', '{"format": "compare/1"}', "null", '"text"', "\x00", "[]"],
)
def test_a_broken_result_is_a_wrong_file(result, run, coffee, text):
    put(coffee / "broken.json", text)
    done = run("diff", result("old.json"), "broken.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "broken.json:" in done.stderr


MANGLINGS = {
    "no ranking": lambda d: d.pop("ranking"),
    "ranking empty": lambda d: d.update(ranking=[]),
    "ranking a text": lambda d: d.update(ranking="none"),
    "ranking of numbers": lambda d: d.update(ranking=[1, 2]),
    "no weights": lambda d: d.pop("weights"),
    "weights a list": lambda d: d.update(weights=[]),
    "factors a list": lambda d: d["weights"].update(factors=["taste"]),
    "factor a text": lambda d: d["weights"]["factors"].update(taste="much"),
    "contribution missing": lambda d: d["ranking"][0]["contributions"].pop("taste"),
    "score null": lambda d: d["ranking"][0].update(score=None),
    "contributions a list": lambda d: d["ranking"][1].update(contributions=[]),
    "no factors": lambda d: d["weights"].update(factors={}),
    "a weight of 300%": lambda d: d["weights"]["factors"].update(taste=3),
    "a huge weight": lambda d: d["weights"]["factors"].update(taste=1e308),
    "a negative weight": lambda d: d["weights"]["factors"].update(taste=-1),
    "an option twice": lambda d: d["ranking"].append(d["ranking"][0]),
    "an option of nothing": lambda d: d["ranking"][0].update(option=None),
    "a contribution a text": lambda d: d["ranking"][0]["contributions"].update(taste="x"),
}


@pytest.mark.parametrize("mangled", MANGLINGS)
@pytest.mark.parametrize("side", ["old", "new"])
def test_a_mangled_result_is_a_wrong_file_and_no_fault_of_the_program(result, run, coffee, mangled, side):
    whole = result("whole.json")
    stated = json.loads((coffee / whole).read_text(encoding="utf-8"))
    MANGLINGS[mangled](stated)
    put(coffee / "mangled.json", json.dumps(stated))
    pair = ("mangled.json", whole) if side == "old" else (whole, "mangled.json")
    done = run("diff", *pair)
    assert (done.exit_code, done.stdout) == (3, ""), done.stderr
    assert "mangled.json:" in done.stderr
    assert not re.search(r"[A-Z]\w+Error|NoneType|could not convert|broadcast|literal", done.stderr)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda found: found.pop("ranking"), "'ranking' is missing"),
        (lambda found: found["ranking"].clear(), "it ranks no option"),
        (
            lambda found: found["ranking"][0].update(score=99.0),
            "the contributions do not add up to the scores",
        ),
        (
            lambda found: found.update(weights=[1]),
            "it has not the form of what this program writes with -f json",
        ),
    ],
)
def test_why_a_result_cannot_be_read_is_told_in_plain_words(result, run, coffee, change, why):
    found = json.loads((coffee / result("a.json")).read_text())
    change(found)
    put(coffee / "b.json", json.dumps(found))
    told = run("diff", "a.json", "b.json")
    assert (told.exit_code, told.stdout) == (3, "")
    assert told.stderr == f"b.json:1:1: error: this result cannot be read: {why} [wrong-result]\n"


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
    assert f"above all by the {named['by']} of {named['factor']} (" in answer["finding"]


def test_what_two_results_were_computed_from_stands_among_the_changes(result, moved):
    old = result("old.json", "-w", "fair")
    new = result("new.json", "-w", "gourmet", "--inject", "price_cut", "--set", "ratings.keep.taste=9")
    changes = [(c["where"], c["before"], c["after"]) for c in moved(old, new)["changes"]]
    assert changes[:3] == [
        ("weights", "fair", "gourmet"),
        ("injects", "(none)", "price_cut"),
        ("set", "(none)", "ratings.keep.taste=9"),
    ]


def test_two_weights_files_show_shares_beside_points(coffee, moved, run):
    put(coffee / "weights/more.yaml", "format: weights/1\ndrivers: {comfort: 150, cost: 50}\n")
    shares = {
        row["factor"]: row["share"] for row in moved("weights/fair.yaml", "weights/more.yaml")["shares"]
    }
    assert shares == {"taste": [0.25, 0.375], "wait": [0.25, 0.375], "cost": [0.5, 0.25]}
    shown = run("diff", "weights/fair.yaml", "weights/more.yaml").stdout
    assert "Which shares of the whole moved?" in shown
    assert "Which coffee machine? (coffee)" in shown


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


def test_options_that_one_side_has_stand_in_the_table_with_their_ranks(coffee, moved, run):
    put(coffee / "scenarios/later.yaml", with_option(COFFEE, "best", "{taste: 10, wait: 0, cost: 100}"))
    assert moved("coffee", "later")["others"] == [
        {"option": "best", "side": "new", "score": 100.0, "rank": 1, "tied": False}
    ]
    rows = [" ".join(line.split()) for line in run("diff", "coffee", "later").stdout.splitlines()]
    assert any(row.endswith("- 1 - 100.0 new") for row in rows), rows
    said = run("diff", "coffee", "later", "--fail-on", "rank").stderr
    assert said.endswith("best is new\n")


def test_equal_weights_are_noted(coffee, moved):
    put(coffee / "scenarios/bare.yaml", COFFEE.replace("weights: fair\n", ""))
    for pair, noted in (
        (("bare", "bare"), True),
        (("coffee", "coffee"), False),
        (("bare", "bare", "-w", "fair"), False),
    ):
        codes = [flag["code"] for flag in moved(*pair)["flags"]]
        assert ("equal_weights" in codes) == noted, pair
        assert "score_not_likelihood" in codes


def test_tied_ranks_are_told_as_tied(coffee, run):
    put(
        coffee / "scenarios/tied.yaml",
        COFFEE.replace("rent: {taste: 6, wait: 3, cost: 430}", "rent: {taste: 8, wait: 1, cost: 800}"),
    )
    rows = [" ".join(line.split()) for line in run("diff", "coffee", "tied").stdout.splitlines()]
    assert any(row.startswith("Buy the new one (new) 3 2= ") for row in rows), rows


def test_the_result_names_its_inputs_by_hash_and_no_path(coffee, moved):
    answer = moved("scenarios/coffee.yaml", str(coffee / "scenarios/coffee.yaml"))
    assert [part["role"] for part in answer["provenance"]["inputs"]] == ["old", "new", "weights"]
    assert all(len(part["sha256"]) == 64 for part in answer["provenance"]["inputs"])
    assert answer["names"] == ["coffee", "coffee"]
    assert str(coffee) not in json.dumps(answer)
    answer = moved("weights/fair.yaml", "weights/gourmet.yaml")
    assert [part["id"] for part in answer["provenance"]["inputs"]] == ["fair", "gourmet", "coffee"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["coffee", "coffee", "--scenario", "coffee"],
            "--scenario coffee: goes with two weights files, these are scenarios",
        ),
        (
            ["weights/fair.yaml", "weights/gourmet.yaml", "-w", "fair"],
            "-w fair: goes with two scenarios, these are weights files",
        ),
    ],
)
def test_an_option_that_would_be_ignored_is_wrong_usage(coffee, run, args, said):
    done = run("diff", *args)
    assert (done.exit_code, done.stderr) == (2, f"error: {said}\n")


def test_a_missing_file_is_told(result, run):
    done = run("diff", result("old.json"), "nowhere.json")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "nowhere.json" in done.stderr


def test_both_missing_files_are_told_in_one_run(coffee, run):
    done = run("diff", "one.json", "two.json")
    assert done.exit_code == 3
    assert "one.json" in done.stderr
    assert "two.json" in done.stderr


# Forms


def test_csv_holds_the_same_parts(result, run, moved):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    parts = sum(len(move["explained"]) for move in moved(old, new)["moves"])
    assert len(run("diff", old, new, "-f", "csv").stdout.splitlines()) == 1 + parts


def test_a_page_of_80_columns(result, run):
    old, new = result("old.json"), result("new.json", "--inject", "price_cut")
    shown = run("diff", old, new, "--width", "80").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "Buy the new one takes first place from Keep the old one" in " ".join(shown.split())


def test_who_was_first_and_still_is_has_lost_first_place_to_nobody(coffee, moved):
    tied = COFFEE.replace("{taste: 8, wait: 1, cost: 800}", "{taste: 4, wait: 4, cost: 100}")
    put(coffee / "scenarios/tied.yaml", tied)
    finding = moved("coffee", "tied")["finding"]
    assert finding.startswith("Keep the old one stays first, now tied with Buy the new one; ")
