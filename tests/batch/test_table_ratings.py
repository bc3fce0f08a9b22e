"""Ratings in a table: the numbers of ``score`` with the same ratings set."""

import json
from hashlib import sha256

import pytest
from batch_builders import COFFEE, WEIGHTS, put, put_table, rows_of


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


KEEP_WAIT = ("ratings.keep.cost", "ratings.rent.wait")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
@pytest.mark.parametrize("events", ["none", "price_cut", "strike"])
def test_a_rating_that_is_unknown_in_a_row_is_as_if_it_were_set_so(
    coffee, batch, run, put_parquet, ending, events
):
    cells = {"a": ("unknown", "2"), "b": ("100", " Unknown "), "c": ("UNKNOWN", "unknown"), "d": ("900", "6")}
    columns = {"weights": list(cells), "comfort": [3.0] * 4, "cost": [1.0] * 4}
    columns |= {name: [row[k] for row in cells.values()] for k, name in enumerate(KEEP_WAIT)}
    if ending == "parquet":
        put_parquet("t.parquet", columns)
    else:
        put_table(coffee / "t.csv", list(columns), [*zip(*columns.values(), strict=True)])
    put(coffee / "weights/w.yaml", WEIGHTS.format(3, 1))
    shown = "weights,injects,option,score,rank,low,high,could_lead,flags"
    rows = rows_of(batch("coffee", "--table", f"t.{ending}", "--injects", "each", "--columns", shown).stdout)
    rows = [row for row in rows if row["injects"] == events]
    for k, row in enumerate(cells.values()):
        asked = [] if events == "none" else ["--inject", events]
        for name, value in zip(KEEP_WAIT, row, strict=True):
            asked += ["--set", f"{name}={value.strip().lower()}"]
        single = json.loads(run("score", "coffee", "-w", "w", *asked, "-f", "json").stdout)
        ranges = {one["option"]: (one["low"], one["high"]) for one in single["ranking"]}
        unrated = {
            flag["option"] for flag in single["flags"] if flag["code"] == "unrated" and "factor" in flag
        }
        for one in rows[3 * k : 3 * k + 3]:
            (stated,) = [each for each in single["ranking"] if each["option"] == one["option"]]
            assert (one["score"], one["rank"]) == (repr(stated["score"]), str(stated["rank"]))
            assert (float(one["low"]), float(one["high"])) == ranges[one["option"]]
            assert ("unrated" in one["flags"].split()) == (one["option"] in unrated)
            beaten = any(low > ranges[one["option"]][1] for low, _ in ranges.values())
            assert one["could_lead"] == ("false" if beaten else "true")


def test_weights_are_never_unknown_and_a_blank_rating_is_a_missing_number(coffee, batch):
    put(coffee / "t.csv", "comfort,cost,ratings.new.taste\nunknown,1,4\n1,1,\n1,1,unknown\n")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert result.stderr.splitlines() == [
        "t.csv:2:1: error: row 1: 'unknown' in column 'comfort' is not a number [wrong-row]",
        "t.csv:3:3: error: row 2: '' in column 'ratings.new.taste' is not a number [wrong-row]",
    ]
    assert {row["weights"] for row in rows_of(result.stdout)} == {"t.csv:3"}


RATED = "weights,ratings.new.taste,ratings.keep.wait\nlow,1,2\nhigh,9.5,unknown\n"


@pytest.mark.parametrize("own", ["gourmet", None])
def test_a_table_of_ratings_alone_is_under_the_scenarios_own_weights(coffee, batch, run, own):
    if own:
        put(coffee / "scenarios/coffee.yaml", COFFEE.replace("drivers:", f"weights: {own}\ndrivers:", 1))
    put(coffee / "t.csv", RATED)
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert [row["weights"] for row in rows[::3]] == ["low", "high"]
    files = ["scenarios/coffee.yaml", *([f"weights/{own}.yaml"] if own else []), "t.csv"]
    hashes = [sha256((coffee / name).read_bytes()).hexdigest() for name in files]
    for k, settings in enumerate((("new.taste=1", "keep.wait=2"), ("new.taste=9.5", "keep.wait=unknown"))):
        asked = [part for setting in settings for part in ("--set", f"ratings.{setting}")]
        single = json.loads(run("score", "coffee", *asked, "-f", "json").stdout)
        for row in rows[3 * k : 3 * k + 3]:
            (stated,) = [one for one in single["ranking"] if one["option"] == row["option"]]
            assert (row["score"], row["rank"]) == (repr(stated["score"]), str(stated["rank"]))
            assert row["input_sha256"] == "+".join(hashes)
            assert ("equal_weights" in row["flags"].split()) == (own is None)


def test_weights_that_are_missing_are_told_once_for_all_tables_of_ratings(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("drivers:", "weights: gone\ndrivers:", 1))
    for name in ("a.csv", "b.csv"):
        put(coffee / name, RATED)
    put_table(coffee / "c.csv", ["comfort", "cost"], [[1, 1]])
    result = batch("coffee", "--table", "a.csv", "--table", "b.csv", "--table", "c.csv", code=3)
    assert result.stderr.count("there is no weights file 'gone'") == 1
    assert {row["file"] for row in rows_of(result.stdout)} == {"c.csv"}


def test_a_run_with_ratings_alone_is_not_gone_on_with_under_other_weights(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("drivers:", "weights: fair\ndrivers:", 1))
    put(coffee / "t.csv", RATED)
    line = ("coffee", "--table", "t.csv", "-o", "out.csv")
    batch(*line)
    first = (coffee / "out.csv").read_bytes()
    put(coffee / "weights/fair.yaml", WEIGHTS.format(1, 99))
    assert batch(*line, "--resume", code=3).stderr
    batch(*line, "--force")
    assert (coffee / "out.csv").read_bytes() != first


def test_zeros_within_a_driver_of_weight_0_are_those_of_a_weights_file(coffee, batch):
    columns = ["weights", "comfort", "cost", "taste", "wait"]
    put_table(coffee / "t.csv", columns, [["none", 0, 3, 0, 0], ["some", 1, 3, 0, 0]])
    put(coffee / "weights/none.yaml", WEIGHTS.format(0, 3) + "factors: {comfort: {taste: 0, wait: 0}}\n")
    of_files = rows_of(batch("coffee", "-w", "none").stdout)
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [row["score"] for row in rows_of(result.stdout)] == [row["score"] for row in of_files]
    assert result.stderr == "t.csv:3:1: error: all factors of a driver are 0 in 'some' [all-zero]\n"


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
