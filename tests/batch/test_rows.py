"""Rows: the numbers of ``score`` to the last digit, in the order of the plan."""

import json
from itertools import combinations

import pytest
from batch_builders import COFFEE, EVENTS, WEIGHTS, put, put_table, rows_of

from scenario_cli import __version__
from scenario_cli.batch.layout import COLUMNS


@pytest.mark.parametrize("events", [[], ["price_cut"], ["price_cut", "strike"], EVENTS])
def test_rows_are_the_numbers_of_score_to_the_last_digit(coffee, batch, run, events):
    rows = rows_of(batch("coffee", "-w", "weights", "--injects", "all").stdout)
    asked = [part for id_ in events for part in ("--inject", id_)]
    seen = 0
    for id_ in ("fair", "gourmet", "miser"):
        single = json.loads(run("score", "coffee", "-w", id_, *asked, "-f", "json").stdout)
        inputs = "+".join(part["sha256"] for part in single["provenance"]["inputs"])
        marked = {(f["option"], f["code"]) for f in single["flags"] if f.get("option")}
        for stated in single["ranking"]:
            (row,) = [
                r
                for r in rows
                if (r["weights"], r["option"], r["injects"])
                == (id_, stated["option"], "+".join(events) or "none")
            ]
            assert row["score"] == repr(stated["score"])
            assert row["behind"] == repr(stated["behind"])
            assert int(row["rank"]) == stated["rank"]
            assert row["tied"] == str(stated["tied"]).lower()
            assert row["first"] == str(stated["rank"] == 1).lower()
            assert row["input_sha256"] == inputs
            assert row["version"] == __version__
            for code in ("near_tie", "dominated", "unrated", "clipped", "below_minimum"):
                assert (code in row["flags"].split()) == ((stated["option"], code) in marked), code
            seen += 1
    assert seen == 9


def test_random_weightings_of_a_table_are_those_of_score(table, batch, run):
    rows = rows_of(batch("coffee", "--table", "table.csv").stdout)
    assert len(rows) == 1500
    stated = rows_of(table.read_text(encoding="utf-8"))
    for k in (0, 1, 17, 250, 499):
        t = stated[k]
        within = f"factors: {{comfort: {{taste: {t['taste']}, wait: {t['wait']}}}}}\n"
        put(table.parent / "weights/one.yaml", WEIGHTS.format(t["comfort"], t["cost"]) + within)
        single = json.loads(run("score", "coffee", "-w", "one", "-f", "json").stdout)
        scores = {row["option"]: repr(row["score"]) for row in single["ranking"]}
        assert {r["option"]: r["score"] for r in rows if r["weights"] == f"table.csv:{k + 1}"} == scores


def test_columns_and_order_of_the_rows(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    shown = batch("tea", "coffee", "-w", "miser", "-w", "fair", "--injects", "each").stdout
    assert shown.splitlines()[0] == ",".join(COLUMNS)
    expected = [
        (scenario, weights, injects, option)
        for scenario in ("tea", "coffee")
        for weights in ("miser", "fair")
        for injects in ("none", *EVENTS)
        for option in ("keep", "new", "rent")
    ]
    assert [(r["scenario"], r["weights"], r["injects"], r["option"]) for r in rows_of(shown)] == expected


@pytest.mark.parametrize("mode", ["none", "each", "pairs", "all"])
def test_how_many_events_happen(coffee, batch, mode):
    rows = rows_of(batch("coffee", "-w", "fair", "--injects", mode).stdout)
    subsets = [c for size in range(4) for c in combinations(EVENTS, size)]
    most = {"none": 0, "each": 1, "pairs": 2, "all": 3}[mode]
    assert [r["injects"] for r in rows[::3]] == ["+".join(c) or "none" for c in subsets if len(c) <= most]
    assert len(rows) == 3 * {"none": 1, "each": 4, "pairs": 7, "all": 8}[mode]


def test_text_that_a_spreadsheet_would_run_is_neutralised(coffee, batch):
    put_table(
        coffee / "t.csv",
        ["weights", "comfort", "cost"],
        [["=1+1", 1, 2], ["@x", 1, 2], ["-x", 1, 2], ["a,b", 1, 2], ['say "x"', 1, 2], ["two\nlines", 1, 2]],
    )
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert [r["weights"] for r in rows[::3]] == ["'=1+1", "'@x", "'-x", "a,b", 'say "x"', "two\\nlines"]


def test_a_table_whose_name_holds_a_formula_or_comma_is_neutralised_and_quoted(coffee, batch):
    put_table(coffee / "=a,b.csv", ["comfort", "cost"], [[1, 2]])
    shown = batch("coffee", "--table", "=a,b.csv").stdout
    assert {r["weights"] for r in rows_of(shown)} == {"'=a,b.csv:1"}
    assert '"\'=a,b.csv:1"' in shown


@pytest.mark.parametrize("number", ["-1", "+1", "-0.5", "-.5", "-1e-3", "+2.E5"])
def test_a_number_stays_one_whatever_its_sign(coffee, batch, number):
    """An apostrophe before it once made a text of it."""
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [[number, 1, 2]])
    assert {row["weights"] for row in rows_of(batch("coffee", "--table", "t.csv").stdout)} == {number}


@pytest.mark.parametrize("text", ["-1+1", "-inf", "+nan", "-1e", "--1", "-", "=1", "@1", "-1 ", "-\u0663"])
def test_what_only_looks_like_a_number_is_neutralised(coffee, batch, text):
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [[text, 1, 2]])
    assert {row["weights"] for row in rows_of(batch("coffee", "--table", "t.csv").stdout)} == {f"'{text}"}


def test_without_injects_csv_says_none_and_the_other_forms_have_an_empty_list(coffee, batch):
    """Whoever reads CSV often leaves out the rows of an empty field when it groups them."""
    args = ["coffee", "-w", "fair", "--injects", "pairs"]
    rows = rows_of(batch(*args).stdout)
    assert [row["injects"] for row in rows[::3]][:5] == ["none", *EVENTS, "price_cut+strike"]
    lines = [json.loads(line) for line in batch(*args, "-f", "json").stdout.splitlines()]
    assert [line["injects"] for line in lines[::3]][:5] == [[], *([e] for e in EVENTS), EVENTS[:2]]
    assert [line["flags"] for line in lines] == [row["flags"].split() for row in rows]
    assert [] in [line["flags"] for line in lines]


def test_an_inject_that_is_called_none_is_told_where_csv_cannot_tell_it_apart(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE + "  none: {title: Nothing, weights: {cost: {times: 2}}}\n")
    said = batch("coffee", "-w", "fair", "--injects", "each").stderr
    assert said.startswith("scenarios/coffee.yaml:23:3: warning: rows with this inject alone cannot be told")
    assert batch("coffee", "-w", "fair").stderr == ""
    lines = batch("coffee", "-w", "fair", "--injects", "each", "-f", "json")
    assert lines.stderr == ""
    assert [json.loads(line)["injects"] for line in lines.stdout.splitlines()][::12] == [[], ["none"]]


def test_equal_weights_are_flagged(coffee, batch):
    assert {"equal_weights" in row["flags"].split() for row in rows_of(batch("coffee").stdout)} == {True}
    told = rows_of(batch("coffee", "-w", "fair").stdout)
    assert not any("equal_weights" in row["flags"].split() for row in told)
