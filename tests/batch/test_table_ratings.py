"""Ratings in a table: the numbers of ``score`` with the same ratings set."""

import json

import pytest
from batch_builders import COFFEE, put, put_table, rows_of


@pytest.mark.parametrize("injects", [[], ["price_cut"], ["strike"]])
def test_ratings_of_a_row_are_those_that_are_set(coffee, batch, run, injects):
    columns = ["comfort", "ratings.keep.wait", "cost", "ratings.new.cost"]
    put_table(coffee / "t.csv", columns, [[50, 5.5, 50, 120], [90, 0, 10, 900]])
    shown = batch("coffee", "--table", "t.csv", "--injects", "each").stdout
    rows = [row for row in rows_of(shown) if row["injects"] == ("+".join(injects) or "none")]
    for k, (weights, wait, cost) in enumerate([("fair", 5.5, 120), ("gourmet", 0, 900)]):
        asked = [part for id_ in injects for part in ("--inject", id_)]
        asked += ["--set", f"ratings.keep.wait={wait}", "--set", f"ratings.new.cost={cost}"]
        single = json.loads(run("score", "coffee", "-w", weights, *asked, "-f", "json").stdout)
        marked = {(flag["option"], flag["code"]) for flag in single["flags"] if flag.get("option")}
        for row in rows[3 * k : 3 * k + 3]:
            (stated,) = [one for one in single["ranking"] if one["option"] == row["option"]]
            assert (row["score"], row["rank"]) == (repr(stated["score"]), str(stated["rank"]))
            for code in ("near_tie", "dominated", "unrated", "clipped", "below_minimum"):
                assert (code in row["flags"].split()) == ((row["option"], code) in marked), code


def test_a_rating_outside_its_scale_or_of_no_level_is_told(coffee, batch):
    levels = "taste: {title: Taste, scale: {worst: -5, best: 5, levels: {good: 4, poor: -3}}}"
    scenario = COFFEE.replace("taste: {title: Taste}", levels)
    for old, new in (("taste: 8", "taste: 4"), ("taste: 6", "taste: 1")):
        scenario = scenario.replace(old, new)
    put(coffee / "scenarios/coffee.yaml", scenario)
    text = "comfort,cost,ratings.new.taste\n1,1,-3\n1,1,good\n1,1,great\n1,1,7\n1,1,\n1,1,4\n"
    put(coffee / "t.csv", text)
    result = batch("coffee", "--table", "t.csv", code=3)
    assert result.stderr.splitlines() == [
        "t.csv:4:3: error: row 3: 'great' in column 'ratings.new.taste' is not a number [wrong-row]",
        "t.csv:5:3: error: row 4: 7 in column 'ratings.new.taste' is outside the scale -5 to 5 [wrong-row]",
        "t.csv:6:3: error: row 5: '' in column 'ratings.new.taste' is not a number [wrong-row]",
        "t.csv:7:1: warning: row 6: the same numbers as at line 3 [repeated-row]",
    ]
    rows = rows_of(result.stdout)
    assert [row["score"] for row in rows[3:6]] == [row["score"] for row in rows[6:9]]
    assert rows[1]["score"] != rows[4]["score"]


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (
            "ratings.nev.taste",
            "unknown option 'nev' in the column 'ratings.nev.taste' [wrong-columns]; did you",
        ),
        ("ratings.new.cots", "unknown factor 'cots' in the column"),
        ("ratings.new", "the column 'ratings.new' is no rating [wrong-columns]; write ratings.OPTION.FACTOR"),
    ],
)
def test_a_column_of_ratings_that_does_not_fit_is_told(coffee, batch, column, said):
    put(coffee / "t.csv", f"comfort,cost,{column}\n1,1,1\n")
    assert f"t.csv:1:3: error: {said}" in batch("coffee", "--table", "t.csv", code=3).stderr
