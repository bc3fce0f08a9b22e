"""``scenario diff`` of two stored results: values beside weights, and the versions that computed them."""

import json
from pathlib import Path

import pytest
from answers.diff.coffee import moves_by_option


def changed(name, new_name, change):
    """Write a result again with a change made to its document."""
    document = json.loads(Path(name).read_text(encoding="utf-8"))
    change(document)
    Path(new_name).write_text(json.dumps(document), encoding="utf-8")
    return new_name


def without_ratings(document):
    del document["ratings"]


def test_a_result_holds_the_rating_and_the_value_of_every_cell(result, run):
    result("r.json", "--set", "ratings.rent.wait=unknown", "--set", "weights.cost=0")
    ratings = json.loads(Path("r.json").read_text(encoding="utf-8"))["ratings"]
    assert list(ratings) == ["keep", "new", "rent"]
    assert all(list(cells) == ["cost", "taste", "wait"] for cells in ratings.values())
    assert ratings["keep"]["cost"] == {"rating": 100, "value": 1}
    assert ratings["new"]["wait"] == {"rating": 1, "value": pytest.approx(5 / 6)}
    assert ratings["rent"]["wait"] == {"rating": None, "value": 0.5}


def test_where_a_weight_was_0_weight_and_rating_are_told_apart(result, moved):
    """The cost of keep goes from worst to best as its weight goes from 0 to 30: 15 points each."""
    old = result("old.json", "--set", "weights.cost=0", "--set", "ratings.keep.cost=900")
    new = result("new.json", "--set", "weights.cost=30", "--set", "weights.comfort=70")
    keep = moves_by_option(moved(old, new))["keep"]
    parts = {(part["factor"], part["by"]): part["points"] for part in keep["explained"]}
    assert parts["cost", "weight"] == pytest.approx(15)
    assert parts["cost", "rating"] == pytest.approx(15)
    back = moves_by_option(moved(new, old))["keep"]
    parts = {(part["factor"], part["by"]): part["points"] for part in back["explained"]}
    assert parts["cost", "weight"] == pytest.approx(-15)
    assert parts["cost", "rating"] == pytest.approx(-15)


def test_results_give_the_parts_that_their_scenarios_give_also_where_a_weight_is_0(result, coffee, moved):
    (coffee / "weights/none.yaml").write_text("format: weights/1\ndrivers: {comfort: 1, cost: 0}\n")
    later = (coffee / "scenarios/coffee.yaml").read_text().replace("cost: 800", "cost: 200")
    (coffee / "scenarios/later.yaml").write_text(later)
    for weights in ("none", "fair"):
        old = result("old.json", "coffee", "-w", weights)
        new = result("new.json", "scenarios/later.yaml", "-w", weights)
        stored = moved(old, new)
        asked = moved("coffee", "scenarios/later.yaml", "-w", weights)
        assert moves_by_option(stored) == moves_by_option(asked)
        assert ("value of new on cost", "0.125", "0.875") in [
            (c["where"], c["before"], c["after"]) for c in stored["changes"]
        ]


def test_an_old_result_without_ratings_is_read_and_its_whole_move_is_on_the_weight(result, moved):
    old = result("old.json", "--set", "weights.cost=0", "--set", "ratings.keep.cost=900")
    new = result("new.json", "--set", "weights.cost=30", "--set", "weights.comfort=70")
    for pair in (
        (changed(old, "o.json", without_ratings), new),
        (changed(old, "o.json", without_ratings),) * 2,
    ):
        keep = moves_by_option(moved(*pair))["keep"]
        assert sum(part["points"] for part in keep["explained"]) == pytest.approx(
            keep["score"][1] - keep["score"][0]
        )
    keep = moves_by_option(moved("o.json", new))["keep"]
    assert {part["by"] for part in keep["explained"] if part["factor"] == "cost"} == {"weight"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["ratings"]["keep"]["taste"].update(value=0.9), "not the weights times the values"),
        (lambda d: d["ratings"]["keep"]["taste"].update(value="much"), "ratings.keep.taste.value is not"),
        (lambda d: d["ratings"].pop("keep"), "'keep' is missing"),
        (lambda d: d.update(ratings=[]), "not the form"),
    ],
)
def test_values_that_do_not_fit_the_contributions_are_refused(result, run, change, said):
    old = result("old.json")
    done = run("diff", old, changed(old, "new.json", change))
    assert done.exit_code == 3
    assert done.stderr.startswith("new.json:")
    assert said in done.stderr


# Versions


def older(document):
    document["provenance"]["version"] = "0.0.1"


def test_two_results_of_two_versions_name_both_and_are_never_said_to_be_unchanged(result, moved, run):
    old = result("old.json")
    was = changed(old, "was.json", older)
    answer = moved(was, old)
    version = json.loads(Path(old).read_text(encoding="utf-8"))["provenance"]["version"]
    assert answer["versions"] == ["0.0.1", version]
    assert answer["changes"] == [{"where": "version", "before": "0.0.1", "after": version}]
    assert answer["finding"].endswith(f"; version 0.0.1 computed the one, {version} the other.")
    page = run("diff", was, old).stdout
    assert f"Computed by version 0.0.1 -> {version}." in page
    assert "Nothing changed" not in page


def test_numbers_that_another_version_computed_otherwise_are_not_said_to_be_unchanged(result, moved, run):
    def otherwise(document):
        older(document)
        row = document["ranking"][0]
        row["score"] += 3
        row["contributions"]["taste"] += 3
        without_ratings(document)

    old = result("old.json")
    was = changed(old, "was.json", otherwise)
    page = run("diff", was, old).stdout
    assert "Nothing changed" not in page
    assert "Computed by version 0.0.1 -> " in page
    score = moved(was, old)["moves"][0]["score"]
    assert score[0] - score[1] == pytest.approx(3)


def test_a_result_that_says_no_version_is_told_from_one_that_does(result, moved, run):
    old = result("old.json")
    bare = changed(old, "bare.json", lambda document: document["provenance"].pop("version"))
    assert moved(bare, old)["versions"][0] is None
    assert "Computed by version (not said) -> " in run("diff", bare, old).stdout


def test_results_of_one_version_and_what_is_no_result_say_nothing_changed(result, moved, run, coffee):
    old = result("old.json")
    page = run("diff", old, old).stdout
    assert "Both computed by version" in page
    assert "Nothing changed." in page
    scenarios = moved("coffee", "coffee")
    assert scenarios["versions"][0] == scenarios["versions"][1] is not None
    assert "computed by" not in run("diff", "coffee", "coffee").stdout
