"""`scenario weights show` and `diff`: shares, what they count most, and where two files part."""

import json
import re
from pathlib import Path

import pytest
from answers.weights.office import BARE, OFFICE, RED


def test_show_gives_shares_that_sum_to_1(said, weigh):
    for name in ("red", "blue"):
        weights = said("show", name, "--scenario", "office")["weights"]
        assert sum(weights["drivers"].values()) == pytest.approx(1, abs=1e-12)
        assert sum(weights["factors"].values()) == pytest.approx(1, abs=1e-12)
    document = said("show", "red")
    assert document["weights"]["factors"]["taste"] == pytest.approx(0.3)
    assert document["points"]["drivers"] == {"comfort": 60, "cost": 20, "trust": 20}
    assert document["finding"] == "The drivers' points sum to 100; comfort counts most."
    rows = weigh("show", "red", "-f", "csv").stdout.splitlines()
    assert rows[:3] == [
        "driver,factor,points,share,factors",
        "comfort,,60.0,0.6,3",
        "comfort,taste,2.0,0.3,",
    ]


def test_show_names_all_that_count_most(weigh, said):
    weigh("set", "red", "comfort=20")
    assert "comfort, cost and trust" in said("show", "red")["finding"]


def test_diff_puts_the_largest_difference_first_and_its_effects_sum_to_the_change_of_the_gap(said, run):
    document = said("diff", "red", "blue")
    rows = document["differences"]
    for kind in ("driver", "factor"):
        sizes = [abs(row["difference"]) for row in rows if row["kind"] == kind]
        assert sizes == sorted(sizes, reverse=True)
    assert [row["kind"] for row in rows] == ["driver"] * 3 + ["factor"] * 5
    gaps = []
    for name in ("red", "blue"):
        ranking = json.loads(run("score", "-w", name, "-f", "json").stdout)["ranking"]
        scores = {row["option"]: row["score"] for row in ranking}
        gaps.append(scores[document["rivals"][0]] - scores[document["rivals"][1]])
    effects = {row["id"]: row["effect"] for row in rows}
    assert sum(effects[d] for d in ("comfort", "cost", "trust")) == pytest.approx(gaps[1] - gaps[0])
    assert effects["comfort"] == pytest.approx(sum(effects[f] for f in ("taste", "wait", "noise")))
    assert effects["trust"] == pytest.approx(effects["staff"] + effects["guide"])
    for row in rows:
        assert row["difference"] == pytest.approx(row["shares"][1] - row["shares"][0])
    assert document["first"] == [["buy"], ["rent"]]
    assert document["rivals"] == ["buy", "rent"]
    assert document["finding"].startswith("Buy the new one is first under red, Rent one under blue; ")


def test_diff_of_a_file_with_itself_is_nothing(said):
    document = said("diff", "red", "red")
    assert {row["difference"] for row in document["differences"]} == {0}
    assert {row["effect"] for row in document["differences"]} == {0}
    assert document["finding"] == "Buy the new one is first under both red and red."


def test_two_files_with_one_id_are_told_apart_by_their_names(said, weigh):
    Path("mine.yaml").write_text(RED.replace("title: Red", "id: red").replace("comfort: 60", "comfort: 6"))
    finding = said("diff", "red", "mine.yaml")["finding"]
    assert finding.startswith("Buy the new one is first under weights/red.yaml, ")
    assert "under mine.yaml;" in finding
    assert "Where do weights/red.yaml and mine.yaml differ" in weigh("diff", "red", "mine.yaml").stdout


@pytest.mark.parametrize(
    ("change", "code"), [("comfort=0", "tie"), ("comfort=1", "near_tie"), ("comfort=60", None)]
)
def test_an_order_that_hangs_on_little_is_flagged_where_weights_are_set(said, weigh, change, code):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("staff: 5, guide: 4", "staff: 5, guide: 5"))
    set_ = ["set", BARE, change, "cost=0", "--dry-run"]
    assert [flag["code"] for flag in said(*set_)["flags"]] == ([code] if code else [])
    warned = {
        "tie": "! Keep the old one and Buy the new one have the same score; their order is the file's. [tie]",
        "near_tie": "! Buy the new one and Keep the old one are 3.2 points apart: "
        "one step in one rating would reverse them. [near_tie]",
        None: None,
    }
    lines = weigh(*set_).stdout.splitlines()
    assert [line for line in lines if line.startswith("! ")] == ([warned[code]] if code else [])


def test_a_tie_is_flagged_where_weights_are_made(said, weigh):
    Path("scenarios/office.yaml").write_text(OFFICE.replace("guide: 4", "guide: 5"))
    made = ["swing", "comfort=0", "cost=0", "trust=100"]
    assert [flag["code"] for flag in said(*made)["flags"]] == ["tie"]
    said = "! Keep the old one and Buy the new one have the same score; their order is the file's. [tie]"
    assert said in weigh(*made).stdout.splitlines()


def test_the_sum_of_the_largest_points_is_told(weigh):
    Path(BARE).write_text(RED.replace("comfort: 60", "comfort: 1.5e308").replace("cost: 20", "cost: 1.5e308"))
    assert "The drivers' points sum to 3" in weigh("show", BARE).stdout


def test_diff_takes_the_same_shares_in_other_points_for_the_same(said, weigh):
    Path("weights/green.yaml").write_text(RED.replace("60 ", "0.3 ").replace(": 20", ": 0.1"))
    assert said("diff", "red", "green")["finding"] == "Buy the new one is first under both red and green."
    page = weigh("diff", "red", "green").stdout
    assert "-0.0" not in page


def test_diff_tells_of_a_small_difference_with_the_digits_it_needs(weigh):
    Path("weights/green.yaml").write_text(RED.replace("60 ", "60.01 "))
    page = weigh("diff", "red", "green").stdout
    assert re.search(r"^comfort +60\.0% +60\.0% +\+0\.004 ", page, re.MULTILINE)
    assert re.search(r"over Rent one by \+0\.001 points\.$", page, re.MULTILINE)


def test_diff_names_its_inputs_in_order(said):
    inputs = said("diff", "blue", "red")["provenance"]["inputs"]
    assert [(row["role"], row["id"]) for row in inputs] == [
        ("scenario", "office"),
        ("weights", "blue"),
        ("weights", "red"),
    ]
