"""``scenario batch``: many scenarios, weights and injects into one tidy table."""

import csv
import errno
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from builders import scenario_of

from scenario_cli import __version__
from scenario_cli.cli import batch_pool, batch_run, batch_work
from scenario_cli.files.locks import hold
from scenario_cli.files.parts import PartFile
from scenario_cli.render.rows import COLUMNS

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
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}, minimum: 700}
options:
  keep: {title: Keep the old one}
  new: {title: Buy the new one}
  rent: {title: Rent one}
ratings:
  keep: {taste: 4, wait: unknown, cost: 100}
  new: {taste: 8, wait: 1, cost: 800}
  rent: {taste: 6, wait: 3, cost: 430}
injects:
  price_cut: {title: The price falls, ratings: {new: {cost: {shift: -500}}}}
  strike: {title: A strike, ratings: {rent: {wait: {set: 6}}}, weights: {comfort: {times: 1.7}}}
  boom: {title: A boom, weights: {cost: {times: 0.3}}}
"""
WEIGHTS = "format: weights/1\ndrivers: {{comfort: {}, cost: {}}}\n"
EVENTS = ["price_cut", "strike", "boom"]
FORMS = [".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet"]


def put(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def coffee(folder):
    put(folder / "scenarios/coffee.yaml", COFFEE)
    for id_, points in {"fair": (50, 50), "gourmet": (90, 10), "miser": (1, 9)}.items():
        put(folder / f"weights/{id_}.yaml", WEIGHTS.format(*points))
    return folder


@pytest.fixture
def table(coffee):
    """Five hundred weightings of factors within drivers, with zeros."""
    rng = np.random.default_rng(3)
    numbers = rng.random((500, 4)).round(3) * rng.integers(0, 2, (500, 4)) + [[0.1, 0, 0.1, 0]]
    put_table(coffee / "table.csv", ["comfort", "cost", "taste", "wait"], numbers.tolist())
    return coffee / "table.csv"


def put_table(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])


@pytest.fixture
def batch(run):
    def batch(*args, code=0):
        result = run("batch", *args)
        assert result.exit_code == code, result.stderr
        return result

    return batch


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def rows_in(path):
    """The rows of a file of any form, as Python values."""
    name = str(path)
    if name.endswith(".parquet"):
        return pytest.importorskip("pyarrow.parquet").read_table(path).to_pylist()
    content = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    if ".jsonl" in name:
        return [json.loads(line) for line in content.decode().splitlines()]
    words = {"true": True, "false": False}
    kinds = {"rank": int, "score": float, "behind": float, "tied": words.get, "first": words.get}
    return [{k: kinds.get(k, str)(v) for k, v in row.items()} for row in rows_of(content.decode())]


def leftovers(folder):
    return sorted(p.name for p in folder.iterdir() if p.suffix in (".part", ".journal", ".made"))


# Rows


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
                if (r["weights"], r["option"], r["injects"]) == (id_, stated["option"], "+".join(events))
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
        for injects in ("", *EVENTS)
        for option in ("keep", "new", "rent")
    ]
    assert [(r["scenario"], r["weights"], r["injects"], r["option"]) for r in rows_of(shown)] == expected


@pytest.mark.parametrize("mode", ["none", "each", "pairs", "all"])
def test_how_many_events_happen(coffee, batch, mode):
    rows = rows_of(batch("coffee", "-w", "fair", "--injects", mode).stdout)
    subsets = [c for size in range(4) for c in combinations(EVENTS, size)]
    most = {"none": 0, "each": 1, "pairs": 2, "all": 3}[mode]
    assert [r["injects"] for r in rows[::3]] == ["+".join(c) for c in subsets if len(c) <= most]
    assert len(rows) == 3 * {"none": 1, "each": 4, "pairs": 7, "all": 8}[mode]


def test_without_weights_the_scenario_s_own_or_equal_ones(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea\nweights: miser"))
    rows = rows_of(batch("scenarios").stdout)
    assert [(r["scenario"], r["weights"]) for r in rows[::3]] == [("coffee", "equal"), ("tea", "miser")]


def test_weights_and_a_table_together(table, batch):
    rows = rows_of(batch("coffee", "-w", "fair", "--table", "table.csv").stdout)
    assert [r["weights"] for r in rows[:6:3]] == ["fair", "table.csv:1"]
    assert len(rows) == 1503


def test_folders_patterns_paths_and_names_are_the_same(coffee, batch):
    shown = {
        batch(scenario, "-w", weights).stdout
        for scenario in ("coffee", "scenarios", "scenarios/coffee.yaml", "scen*/c*.yaml")
        for weights in ("weights", "weights/*.yaml", "weights/[fgm]*.yaml")
    }
    assert len(shown) == 1
    assert len(rows_of(shown.pop())) == 9


def test_nothing_named_is_the_only_scenario_here(coffee, batch):
    assert batch().stdout == batch("coffee").stdout


def test_a_pattern_that_fits_nothing_is_told_and_the_rest_is_scored(coffee, batch):
    result = batch("nothing/*.yaml", "coffee", "-w", "fair", "-w", "weights/x*.yaml", code=3)
    assert len(rows_of(result.stdout)) == 3
    assert "nothing/*.yaml:1:1: error: no file fits this pattern" in result.stderr
    assert "weights/x*.yaml" in result.stderr


# Forms


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_rows(table, batch, form):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--table", "table.csv", "--injects", "each"]
    shown = batch(*args, "-o", f"out{form}")
    assert (shown.stdout, shown.stderr) == ("", "")
    put(table.parent / "stdout.csv", batch(*args).stdout)
    rows = rows_in(table.parent / f"out{form}")
    assert rows == rows_in(table.parent / "stdout.csv")
    assert list(rows[0]) == (sorted(COLUMNS) if "json" in form else list(COLUMNS))
    assert leftovers(table.parent) == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_and_stdout_hold_the_same_bytes(coffee, process, form):
    args = ["batch", "coffee", "-w", "weights", "--injects", "all", "--jobs", "1"]
    shown = process(*args, "-f", form).stdout
    name = "out.csv" if form == "csv" else "out.jsonl"
    assert process(*args, "-o", name).stdout == b""
    assert (coffee / name).read_bytes() == shown
    assert b"\r" not in shown


def test_json_lines_are_typed_and_sorted(coffee, batch):
    for line in batch("coffee", "-w", "fair", "-f", "json").stdout.splitlines():
        row = json.loads(line)
        assert list(row) == sorted(COLUMNS)
        assert isinstance(row["rank"], int)
        assert isinstance(row["tied"], bool)
        assert isinstance(row["score"], float)
        assert line == json.dumps(row, sort_keys=True)


@pytest.mark.parametrize("form", FORMS)
def test_processes_and_pieces_change_no_byte(table, batch, monkeypatch, form):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--table", "table.csv", "--injects", "pairs"]
    for jobs in (1, 2, 3) if form in (".csv", ".parquet") else (1, 2):
        batch(*args, "--jobs", str(jobs), "-o", f"jobs{jobs}{form}")
    whole = (table.parent / f"jobs1{form}").read_bytes()
    for made in table.parent.glob(f"jobs?{form}"):
        assert made.read_bytes() == whole
    for at_once, rows in ((1, 100), (7, 7), (499, 499)):
        monkeypatch.setattr(batch_run, "FILES_AT_ONCE", at_once)
        monkeypatch.setattr(batch_run, "weightings_at_once", lambda *_, rows=rows: rows)
        batch(*args, "--jobs", "1", "-o", f"pieces{form}")
        made = table.parent / f"pieces{form}"
        if form in (".csv", ".jsonl"):
            assert made.read_bytes() == whole
        else:  # compressed and put into groups piece by piece
            assert rows_in(made) == rows_in(table.parent / f"jobs1{form}")


def test_a_parquet_file_has_plain_types(coffee, batch):
    pq = pytest.importorskip("pyarrow.parquet")
    batch("coffee", "-w", "weights", "-o", "out.parquet")
    types = {field.name: str(field.type) for field in pq.read_schema(coffee / "out.parquet")}
    kinds = {"rank": "int64", "tied": "bool", "score": "double", "behind": "double", "first": "bool"}
    assert types == {name: kinds.get(name, "string") for name in COLUMNS}


def test_a_parquet_file_without_rows_still_has_its_columns(coffee, batch):
    pq = pytest.importorskip("pyarrow.parquet")
    put_table(coffee / "empty.csv", ["comfort", "cost"], [])
    batch("coffee", "--table", "empty.csv", "-o", "out.parquet")
    assert pq.read_schema(coffee / "out.parquet").names == list(COLUMNS)


@pytest.mark.parametrize("name", ["out", "out.txt", "out.xlsx", "out.csv.zip", "csv"])
def test_another_ending_is_wrong_usage(coffee, batch, name):
    result = batch("coffee", "-o", name, code=2)
    assert ".parquet" in result.stderr
    assert not (coffee / name).exists()


def test_resume_without_a_file_is_wrong_usage(coffee, batch):
    assert "--resume" in batch("coffee", "--resume", code=2).stderr


def test_text_that_a_spreadsheet_would_run_is_neutralised(coffee, batch):
    put_table(
        coffee / "t.csv",
        ["weights", "comfort", "cost"],
        [["=1+1", 1, 2], ["@x", 1, 2], ["-3", 1, 2], ["a,b", 1, 2], ['say "x"', 1, 2], ["two\nlines", 1, 2]],
    )
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert [r["weights"] for r in rows[::3]] == ["'=1+1", "'@x", "'-3", "a,b", 'say "x"', "two\\nlines"]


def test_a_table_whose_name_holds_a_formula_or_comma_is_neutralised_and_quoted(coffee, batch):
    put_table(coffee / "=a,b.csv", ["comfort", "cost"], [[1, 2]])
    shown = batch("coffee", "--table", "=a,b.csv").stdout
    assert {r["weights"] for r in rows_of(shown)} == {"'=a,b.csv:1"}
    assert '"\'=a,b.csv:1"' in shown


def test_the_id_of_a_weights_file_is_its_stem_as_written(coffee, batch):
    put(coffee / "weights/=red, white.yaml", WEIGHTS.format(1, 2))
    result = batch("coffee", "-w", "weights/=red, white.yaml")
    assert {r["weights"] for r in rows_of(result.stdout)} == {"'=red, white"}
    (line, *_) = result.stdout.splitlines()[1:]
    assert '"\'=red, white"' in line


# Wrong files


def mutated(text, rng):
    """Spoil a weights file in one of many ways, each a certain mistake."""
    kinds = (
        lambda t: t.replace("weights/1", "weights/7"),
        lambda t: t.replace("cost", "cots"),
        lambda t: t.replace("{", "", 1),
        lambda t: t.replace("comfort: ", "comfort: -"),
        lambda t: t.replace("}", ", fame: 3}"),
        lambda t: t.replace("drivers:", "driver:"),
        lambda t: t.replace("cost: ", "cost: x"),
        lambda t: t + "drivers: {}\n",
        lambda t: t.replace("comfort", "\tcomfort:\t"),
        lambda t: "",
        lambda t: t.replace("cost: ", "cost: .nan #"),
        lambda t: t + "factors: {comfort: {taste: 0, wait: 0}}\n",
        lambda t: t + "scenario: tea\n",
    )
    return kinds[rng.integers(len(kinds))](text)


@pytest.fixture
def spoilt(coffee):
    """A thousand weights files, two hundred of them wrong."""
    rng = np.random.default_rng(8)
    wrong = set(rng.choice(1000, 200, replace=False).tolist())
    for k in range(1000):
        text = WEIGHTS.format(*(rng.random(2) * 10).tolist())
        put(coffee / f"many/w{k:04}.yaml", mutated(text, rng) if k in wrong else text)
    return wrong


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_good_file_is_scored_and_every_wrong_one_is_told(spoilt, coffee, batch, jobs):
    result = batch("coffee", "-w", "many", "--jobs", jobs, "-o", "out.csv", code=3)
    rows = rows_in(coffee / "out.csv")
    assert [r["weights"] for r in rows[::3]] == [f"w{k:04}" for k in range(1000) if k not in spoilt]
    told = [line.split(":")[0] for line in result.stderr.splitlines()]
    assert sorted(set(told)) == [f"many/w{k:04}.yaml" for k in sorted(spoilt)]
    assert list(dict.fromkeys(told)) == sorted(set(told)), "told in the order of the files"
    for line in result.stderr.splitlines():
        place, _, said = line.partition(": error: ")
        assert said
        assert [part.isdecimal() for part in place.split(":")[1:]] == [True, True]
    assert leftovers(coffee) == []


def test_fail_fast_stops_at_the_first_wrong_file(spoilt, coffee, batch):
    result = batch("coffee", "-w", "many", "--jobs", "1", "--fail-fast", "-o", "out.csv", code=3)
    assert not (coffee / "out.csv").exists()
    told = {line.split(":")[0] for line in result.stderr.splitlines()}
    assert f"many/w{min(spoilt):04}.yaml" in told
    assert len(told) < 200


def test_wrong_scenarios_do_not_stop_the_others(coffee, batch):
    put(coffee / "scenarios/bad.yaml", COFFEE.replace("taste: 4", "taste: 44"))
    put(coffee / "scenarios/broken.yaml", "format: scenario/1\ndrivers: {")
    put(coffee / "scenarios/own.yaml", COFFEE.replace("id: coffee", "id: own\nweights: nowhere"))
    put(coffee / "scenarios/zoo.yaml", COFFEE.replace("id: coffee", "id: zoo"))
    result = batch("scenarios", "missing.yaml", code=3)
    assert {r["scenario"] for r in rows_of(result.stdout)} == {"coffee", "zoo"}
    for place in ("scenarios/bad.yaml:16:", "scenarios/broken.yaml:", "nowhere", "missing.yaml:1:1:"):
        assert place in result.stderr


def test_an_inject_that_leaves_no_weight_is_told_and_the_rest_is_scored(coffee, batch):
    none = "  none: {title: No comfort, weights: {comfort: {times: 0}}}\n"
    put(
        coffee / "scenarios/coffee.yaml",
        COFFEE + none + none.replace("none", "nil").replace("comfort", "cost"),
    )
    result = batch("coffee", "-w", "fair", "--injects", "pairs", code=3)
    seen = {r["injects"] for r in rows_of(result.stdout)}
    assert {"", "none", "nil", "price_cut+none"} <= seen
    assert "none+nil" not in seen
    assert "all weights of 'fair' are 0 with none+nil" in result.stderr


def test_only_wrong_files_give_no_rows(coffee, batch):
    result = batch("coffee", "-w", "nowhere", code=3)
    assert rows_of(result.stdout) == []
    assert "nowhere" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_single_wrong_weights_file_is_told(coffee, batch, jobs):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    result = batch("coffee", "-w", "bad", "--jobs", jobs, code=3)
    assert result.stderr.startswith("weights/bad.yaml:2:")
    assert rows_of(result.stdout) == []


def test_wrong_lines_are_told_once(coffee, batch):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("taste: 4", "taste: 44"))
    result = batch("coffee", "-w", "weights", code=3)
    assert len(result.stderr.splitlines()) == 1


# Tables of weightings


def without_hash(text):
    return re.sub(r"[0-9a-f]{64}", "", text)


def test_driver_columns_share_equally_within(coffee, batch, run):
    put_table(coffee / "t.csv", ["weights", "cost", "comfort"], [["mine", 10, 90]])
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert {r["weights"] for r in rows} == {"mine"}
    assert [r["score"] for r in rows] == [
        r["score"] for r in rows_of(batch("coffee", "-w", "gourmet").stdout)
    ]


def test_factor_columns_are_shares_of_the_whole(coffee, batch, run):
    put_table(coffee / "t.csv", ["taste", "cost", "wait"], [[3, 4, 1], [0, 1, 0]])
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    put(coffee / "weights/one.yaml", WEIGHTS.format(4, 4) + "factors: {comfort: {taste: 3, wait: 1}}\n")
    expected = [r["score"] for r in rows_of(batch("coffee", "-w", "one").stdout)]
    assert [float(r["score"]) for r in rows[:3]] == pytest.approx([float(x) for x in expected], abs=1e-9)
    assert [float(r["score"]) for r in rows[3:]] == pytest.approx([100, 12.5, 58.75])


def test_a_table_of_any_line_ends_byte_order_mark_or_packing_is_the_same(coffee, batch):
    text = "weights,comfort,cost\na,1,2\nb,3,4\n"
    forms = {
        "unix.csv": text.encode(),
        "dos.csv": text.replace("\n", "\r\n").encode(),
        "mark.csv": b"\xef\xbb\xbf" + text.encode(),
        "open.csv": text.rstrip("\n").encode(),
        "quoted.csv": b'"weights","comfort","cost"\n"a","1","2"\n"b","3","4"\n',
        "spaced.csv": b"weights, comfort, cost\na, 1, 2\nb, 3, 4\n",
        "packed.csv.gz": gzip.compress(text.encode()),
    }
    for name, content in forms.items():
        (coffee / name).write_bytes(content)
    assert len({without_hash(batch("coffee", "--table", name).stdout) for name in forms}) == 1


WRONG_ROWS = {
    "text": ("1,x", 2, "row 2", "'x' in column 'cost' is not a number"),
    "empty": ("1,", 2, "row 2", "'' in column 'cost' is not a number"),
    "not a number": ("nan,1", 1, "row 2", "'comfort' is not a finite number"),
    "infinite": ("1,inf", 2, "row 2", "'cost' is not a finite number"),
    "negative": ("1,-0.5", 2, "row 2", "-0.5 in column 'cost' is below 0"),
    "short": ("1", 1, "row 2", "1 numbers for 2 columns"),
    "long": ("1,2,3", 1, "row 2", "3 numbers for 2 columns"),
}


@pytest.mark.parametrize("wrong", WRONG_ROWS)
def test_a_wrong_row_is_told_with_row_and_column_and_the_others_are_scored(coffee, batch, wrong):
    line, column, row, message = WRONG_ROWS[wrong]
    (coffee / "t.csv").write_text(f"comfort,cost\n1,2\n{line}\n3,4\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["t.csv:1", "t.csv:3"]
    assert result.stderr.startswith(f"t.csv:3:{column}: error: {row}: ")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_weights_column_does_not_shift_the_places(coffee, batch):
    (coffee / "t.csv").write_text("weights,comfort,cost\na,1,2\nb,1,x\n", encoding="utf-8")
    assert batch("coffee", "--table", "t.csv", code=3).stderr.startswith("t.csv:3:3: error: row 2: ")


def test_a_blank_line_does_not_shift_the_lines(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n1,2\n\n1,x\n", encoding="utf-8")
    assert batch("coffee", "--table", "t.csv", code=3).stderr.startswith("t.csv:4:2: error: ")


def test_the_rows_after_a_piece_are_counted_on(coffee, batch, monkeypatch):
    monkeypatch.setattr(batch_run, "weightings_at_once", lambda *_: 2)
    (coffee / "t.csv").write_text("comfort,cost\n1,2\n1,3\n1,4\n1,x\n1,6\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", "--jobs", "1", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == [f"t.csv:{k}" for k in (1, 2, 3, 5)]
    assert result.stderr.startswith("t.csv:5:2: error: row 4: ")


def test_a_row_of_zeros_is_told(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n1,2\n0,0\n3,4\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["t.csv:1", "t.csv:3"]
    assert result.stderr.startswith("t.csv:3:1: error: all weights of 't.csv:2' are 0")


def test_huge_and_tiny_numbers_of_a_table_are_scored(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n1e308,1e308\n1e-320,0\n1,1\n", encoding="utf-8")
    rows = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert [r["score"] for r in rows[:3]] == [r["score"] for r in rows[6:]]


WRONG_COLUMNS = {
    "comfort": "the column 'cost' is missing beside the other drivers",
    "taste,wait": "the column 'cost' is missing beside the other factors",
    "comfort,cost,fame": "the column 'fame' is neither a driver nor a factor of 'coffee'",
    "comfort,cost,taste": "the column 'wait' is missing beside the other factors of 'comfort'",
    "comfort,cost,comfort": "the column 'comfort' stands here twice",
    "weights,comfort,cost,weights": "the column 'weights' stands here twice",
    "": "the table holds nothing",
    "comfort;cost": "the column 'comfort;cost' is neither",
}


@pytest.mark.parametrize("columns", WRONG_COLUMNS)
def test_wrong_columns_are_told(coffee, batch, columns):
    (coffee / "t.csv").write_text(f"{columns}\n" + "1,1,1,1\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert "t.csv:1:" in result.stderr
    assert WRONG_COLUMNS[columns] in result.stderr
    assert rows_of(result.stdout) == []


def test_a_table_that_is_not_utf8_is_a_wrong_file(coffee, batch):
    (coffee / "t.csv").write_bytes("weights,comfort,cost\ncafé,1,2\n".encode("latin-1"))
    assert "t.csv:" in batch("coffee", "--table", "t.csv", code=3).stderr


def test_a_table_with_an_endless_field_is_a_wrong_file(coffee, batch):
    (coffee / "t.csv").write_text(f"weights,comfort,cost\n{'a' * 200_000},1,2\n", encoding="utf-8")
    assert "t.csv:" in batch("coffee", "--table", "t.csv", code=3).stderr


def test_a_missing_or_cut_table_is_a_wrong_file(coffee, batch):
    assert "nowhere.csv:1:1: error:" in batch("coffee", "--table", "nowhere.csv", code=3).stderr
    packed = gzip.compress(b"comfort,cost\n" + b"1,2\n" * 5000)
    (coffee / "cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    assert "cut.csv.gz:1:1: error:" in batch("coffee", "--table", "cut.csv.gz", code=3).stderr
    (coffee / "no.csv.gz").write_bytes(b"comfort,cost\n1,2\n")
    assert "no.csv.gz:1:1: error:" in batch("coffee", "--table", "no.csv.gz", code=3).stderr


def test_a_table_that_fits_only_one_scenario_does_not_stop_it(coffee, batch):
    other = COFFEE.replace("id: coffee", "id: abc").replace("  cost:", "  price:").replace("cost:", "price:")
    put(coffee / "scenarios/abc.yaml", other)
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2]])
    result = batch("scenarios", "--table", "t.csv", code=3)
    assert {r["scenario"] for r in rows_of(result.stdout)} == {"coffee"}
    assert "abc" in result.stderr


@pytest.fixture
def put_parquet(coffee):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")

    def put_parquet(name, columns):
        pq.write_table(pa.table(columns), coffee / name)

    return put_parquet


def test_a_parquet_table_is_the_same_as_a_csv_table(coffee, batch, put_parquet):
    names, whole, real = ["a", "b", "c"], [1, 2, 3], [0.1, 0.2, 1e9]
    put_parquet("t.parquet", {"cost": whole, "weights": names, "comfort": real})
    put_table(coffee / "t.csv", ["cost", "weights", "comfort"], list(zip(whole, names, real, strict=True)))
    one, other = (batch("coffee", "--table", name).stdout for name in ("t.parquet", "t.csv"))
    assert without_hash(one) == without_hash(other)


def test_wrong_rows_of_a_parquet_table_are_told(coffee, batch, put_parquet):
    put_parquet(
        "t.parquet", {"comfort": [1.0, None, 3.0, float("inf"), 0.0], "cost": [1.0, 2.0, -3.0, 4.0, 0.0]}
    )
    result = batch("coffee", "--table", "t.parquet", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["t.parquet:1"]
    for row in (2, 3, 4):
        assert f"row {row}: " in result.stderr
    assert "all weights of 't.parquet:5' are 0" in result.stderr


@pytest.mark.parametrize("kind", ["text", "date", "list", "struct"])
def test_a_parquet_column_that_holds_no_numbers_is_a_wrong_file(coffee, batch, put_parquet, kind):
    import datetime

    cells = {"text": "much", "date": datetime.date(2024, 5, 1), "list": [1.0], "struct": {"a": 1.0}}
    put_parquet("t.parquet", {"comfort": [cells[kind]], "cost": [1.0]})
    assert "t.parquet:" in batch("coffee", "--table", "t.parquet", code=3).stderr


def test_what_is_no_parquet_file_is_a_wrong_file(coffee, batch):
    pytest.importorskip("pyarrow")
    (coffee / "t.parquet").write_bytes(b"comfort,cost\n1,2\n")
    assert "t.parquet:1:1: error:" in batch("coffee", "--table", "t.parquet", code=3).stderr


# Cut off, and gone on


SLOWLY = """
import sys, time
from scenario_cli.__main__ import main
from scenario_cli.cli import batch_run
from scenario_cli.files.parts import PartFile

batch_run.weightings_at_once = lambda *_: 250
whole = PartFile.add


def add(self, content, made_from, wrong):
    start = self._part.tell()
    self._part.write(content[: len(content) // 2])
    self._part.flush()
    time.sleep(0.02)
    self._part.truncate(start)
    self._part.seek(0, 2)
    whole(self, content, made_from, wrong)


PartFile.add = add
sys.argv[0] = "scenario"
main()
"""
LONG = ["batch", "coffee", "--table", "long.csv", "--jobs", "2"]


@pytest.fixture
def long_table(coffee):
    """Twenty-four pieces of rows."""
    rng = np.random.default_rng(4)
    put_table(coffee / "long.csv", ["comfort", "cost"], rng.random((6_000, 2)).round(4).tolist())
    return coffee


@pytest.fixture
def slowly(environment):
    """Start a batch that writes small pieces, each first by half, and then whole after a pause."""

    def slowly(*args):
        command = [sys.executable, "-c", SLOWLY, *LONG, *args]
        return subprocess.Popen(command, env=environment(), start_new_session=True, stderr=subprocess.PIPE)

    return slowly


def wait_for_pieces(started, journal, count):
    """Wait until so many pieces are finished, or all are."""
    deadline = time.monotonic() + 30
    while started.poll() is None and time.monotonic() < deadline:
        if journal.exists() and journal.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.002)


def kill_all(leader):
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


@pytest.mark.parametrize(("form", "kills"), [(".csv", 10), (".parquet", 3)])
def test_a_run_that_is_killed_and_resumed_writes_the_same_file(long_table, slowly, form, kills):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    rng = np.random.default_rng(len(form))
    whole, cut = long_table / f"whole{form}", long_table / f"cut{form}"
    with slowly("-o", whole.name) as started:
        assert started.wait(timeout=60) == 0
    journal, killed = long_table / f"cut{form}.journal", 0
    for k in range(kills):
        before = journal.read_bytes().count(b"\n") if journal.exists() else 0
        with slowly("-o", cut.name, *["--resume"] * bool(k)) as started:
            wait_for_pieces(started, journal, before + 1)
            time.sleep(rng.random() * 0.05)
            kill_all(started.pid)
            killed += started.wait() == -signal.SIGKILL
        if cut.exists():
            break
    assert killed >= 1
    assert not cut.exists() or killed < kills
    with slowly("-o", cut.name, "--resume") as started:
        assert started.wait(timeout=60) == 0
    assert cut.read_bytes() == whole.read_bytes()
    assert leftovers(long_table) == []


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads the processes of a session from /proc")
def test_workers_end_when_the_run_is_killed(long_table, slowly):
    started = slowly("-o", "out.csv")
    started.stderr.close()
    wait_for_pieces(started, long_table / "out.csv.journal", 2)
    started.kill()
    assert started.wait() == -signal.SIGKILL
    deadline = time.monotonic() + 3
    while session(started.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = session(started.pid)
    kill_all(started.pid)
    assert left == []


def session(leader):
    """The processes of a session that are still running."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


class CutOffError(Exception):
    """Stands for the moment at which a run ends without another word."""


@pytest.fixture
def cut_after(monkeypatch, batch):
    """Run a batch that ends once so many pieces (the head is one) are written."""

    def cut_after(pieces, *args):
        whole = PartFile.add

        def add(self, content, made_from, wrong):
            if len(self.pieces) >= pieces:
                raise CutOffError
            whole(self, content, made_from, wrong)

        with monkeypatch.context() as patch:
            patch.setattr(PartFile, "add", add)
            batch(*args, code=1)

    return cut_after


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(batch_run, "FILES_AT_ONCE", 1)
    monkeypatch.setattr(batch_run, "weightings_at_once", lambda *_: 50)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pieces", [0, 1, 2, 5, 10])
def test_a_run_cut_after_any_piece_goes_on_to_the_same_file(
    table, batch, cut_after, small_pieces, form, pieces
):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--table", "table.csv", "--jobs", "1"]
    batch(*args, "-o", f"whole{form}")
    cut_after(pieces, *args, "-o", f"out{form}")
    assert not (table.parent / f"out{form}").exists()
    batch(*args, "-o", f"out{form}", "--resume")
    assert (table.parent / f"out{form}").read_bytes() == (table.parent / f"whole{form}").read_bytes()
    assert leftovers(table.parent) == []


@pytest.mark.parametrize("spoil", ["half a line", "half a piece", "garbage", "empty"])
def test_a_half_written_piece_or_journal_is_written_again(table, batch, cut_after, small_pieces, spoil):
    args = ["coffee", "--table", "table.csv", "--jobs", "1"]
    batch(*args, "-o", "whole.csv")
    cut_after(4, *args, "-o", "out.csv")
    part, journal = table.parent / "out.csv.part", table.parent / "out.csv.journal"
    if spoil == "half a line":
        journal.write_bytes(journal.read_bytes()[:-7])
    elif spoil == "half a piece":
        part.write_bytes(part.read_bytes() + b"coffee,table.csv:")
    elif spoil == "garbage":
        journal.write_bytes(journal.read_bytes() + b"\x00\x00\x00")
    else:
        part.write_bytes(b"")
    batch(*args, "-o", "out.csv", "--resume")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


def test_resume_without_a_run_before_starts_afresh(table, batch):
    batch("coffee", "--table", "table.csv", "-o", "a.csv")
    batch("coffee", "--table", "table.csv", "-o", "b.csv", "--resume")
    assert (table.parent / "a.csv").read_bytes() == (table.parent / "b.csv").read_bytes()


def test_without_resume_a_run_starts_afresh(table, batch, cut_after, small_pieces):
    cut_after(4, "coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    batch("coffee", "-w", "fair", "-o", "out.csv")
    assert len(rows_in(table.parent / "out.csv")) == 3
    assert leftovers(table.parent) == []


def test_a_resumed_run_still_says_that_a_file_was_wrong(coffee, batch, cut_after, small_pieces):
    put(coffee / "weights/a.yaml", WEIGHTS.format(-1, 2))
    cut_after(3, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3)
    assert len(rows_in(coffee / "out.csv")) == 9


CHANGES = {
    "scenario": lambda f: put(f / "scenarios/coffee.yaml", COFFEE + "# a remark\n"),
    "first weights": lambda f: put(f / "weights/fair.yaml", WEIGHTS.format(51, 49)),
    "another before": lambda f: put(f / "weights/a.yaml", WEIGHTS.format(1, 1)),
    "one gone": lambda f: (f / "weights/fair.yaml").unlink(),
    "last gone": lambda f: (f / "weights/miser.yaml").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_resume_after_the_inputs_changed_is_refused(
    coffee, batch, cut_after, small_pieces, monkeypatch, change
):
    args = ["coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv"]
    with monkeypatch.context() as patch:  # every piece is written when it ends

        def finish(self, convert=None):
            raise CutOffError

        patch.setattr(PartFile, "finish", finish)
        batch(*args, code=1)
    CHANGES[change](coffee)
    result = batch(*args, "--resume", code=3)
    assert "have changed since this run was cut off" in result.stderr
    assert not (coffee / "out.csv").exists()


@pytest.mark.parametrize("other", [["--injects", "each"], ["-w", "weights/miser.yaml"], ["--table", "t.csv"]])
def test_resume_with_other_options_is_refused(coffee, batch, cut_after, small_pieces, other):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2]])
    cut_after(2, "coffee", "-w", "weights/fair.yaml", "-w", "gourmet", "--jobs", "1", "-o", "out.csv")
    weights = ["-w", "weights/fair.yaml"] if other[0] == "--injects" else []
    assert "changed" in batch("coffee", *weights, *other, "-o", "out.csv", "--resume", code=3).stderr


def test_a_full_disk_is_told_and_leaves_no_file(table, batch, monkeypatch, small_pieces):
    whole = PartFile.add

    def add(self, content, made_from, wrong):
        if len(self.pieces) == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(self, content, made_from, wrong)

    args = ["coffee", "--table", "table.csv", "--jobs", "1"]
    with monkeypatch.context() as patch:
        patch.setattr(PartFile, "add", add)
        result = batch(*args, "-o", "out.csv", code=3)
    assert result.stderr.startswith("out.csv: error: cannot be written: No space left on device")
    assert not (table.parent / "out.csv").exists()
    batch(*args, "-o", "out.csv", "--resume")
    batch(*args, "-o", "whole.csv")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize(("form", "jobs"), [(".csv", "1"), (".jsonl.gz", "2"), (".parquet", "2")])
def test_a_disk_that_fills_up_is_told_and_the_run_goes_on_where_there_is_room(
    long_table, small_disk, slowly, form, jobs
):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    out = small_disk / f"out{form}"
    with slowly("-o", str(out), "--jobs", jobs) as started:
        _, told = started.communicate(timeout=60)
    assert started.returncode == 3, told
    said = f"{out.as_posix()}: error: cannot be written: No space left on device; --resume goes on from here"
    assert told.decode().splitlines() == [said]
    assert not out.exists()
    assert leftovers(small_disk) == [f"out{form}.journal", f"out{form}.part"]
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    for where, more in ((out, ["--resume"]), (long_table / f"whole{form}", [])):
        with slowly("-o", str(where), "--jobs", jobs, *more) as started:
            assert started.wait(timeout=60) == 0
    assert out.read_bytes() == (long_table / f"whole{form}").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_told(coffee, environment):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "scenario_cli", "batch", "coffee", "-w", "weights", "--jobs", "1"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 3, done.stderr
    assert b"No space left" in done.stderr


def test_a_folder_that_is_not_there_is_told(coffee, batch):
    result = batch("coffee", "-o", "nowhere/out.csv", code=3)
    assert "nowhere/out.csv: error: cannot be written" in result.stderr
    assert "--resume" not in result.stderr, "nothing was begun that could go on"


def test_a_wrong_file_at_the_end_leaves_no_half_file(coffee, batch):
    batch("coffee", "-w", "fair", "-o", "out.csv")
    before = (coffee / "out.csv").read_bytes()
    put(coffee / "weights/zzz.yaml", "broken: [")
    batch("coffee", "-w", "weights", "--fail-fast", "-o", "out.csv", code=3)
    assert (coffee / "out.csv").read_bytes() == before


def test_a_reader_that_leaves_ends_it_quietly(long_table, environment):
    with subprocess.Popen(
        [sys.executable, "-m", "scenario_cli", *LONG],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout.readline().startswith(b"scenario,weights")
        started.stdout.close()
        assert started.wait(timeout=30) == 0
        assert started.stderr.read() == b""


def test_an_interrupt_ends_it_with_130_and_it_can_go_on(long_table, slowly):
    journal = long_table / "out.csv.journal"
    with slowly("-o", "out.csv") as started:
        wait_for_pieces(started, journal, 2)
        os.killpg(started.pid, signal.SIGINT)
        assert started.wait(timeout=30) == 130
        assert started.stderr.read() == b"out.csv: interrupted; --resume goes on from here\n"
    assert not (long_table / "out.csv").exists()
    assert journal.exists()


@pytest.mark.parametrize(("injects", "sets"), [("none", 1), ("each", 4), ("pairs", 7), ("all", 8)])
def test_a_chunk_gives_so_many_rows_whatever_injects_and_options_there_are(injects, sets):
    """A chunk of a fixed number of weightings would be gigabytes for all sets of eight injects."""
    events = {f"event{k}": {"weights": {"d0": {"times": 2}}} for k in range(3)}
    scenario = scenario_of([[1, 2], [2, 1], [3, 3]], injects=events)
    weightings = batch_work.weightings_at_once(scenario, injects)
    assert weightings * sets * 3 <= batch_work.ROWS_AT_ONCE < (weightings + 1) * sets * 3


def test_a_chunk_is_one_weighting_at_least(monkeypatch):
    monkeypatch.setattr(batch_work, "ROWS_AT_ONCE", 2)
    assert batch_work.weightings_at_once(scenario_of([[1], [2], [3]]), "none") == 1


# What else a long run meets


def test_a_second_run_that_writes_the_same_file_is_refused(long_table, slowly, batch):
    """Two runs once wrote into one another's pieces, and one of them said that all was well."""
    with slowly("-o", "out.csv") as started:
        wait_for_pieces(started, long_table / "out.csv.journal", 2)
        for resume in ([], ["--resume"]):
            refused = batch("coffee", "--table", "long.csv", "-o", "out.csv", *resume, code=3)
            assert refused.stderr == "out.csv: error: cannot be written: another run is writing it\n"
        assert started.wait(timeout=60) == 0
    batch("coffee", "--table", "long.csv", "-o", "whole.csv")
    assert (long_table / "out.csv").read_bytes() == (long_table / "whole.csv").read_bytes()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker processes in /proc")
def test_pieces_of_workers_that_are_killed_are_run_again(long_table, slowly, batch):
    """A killed worker once left the run waiting for good, or ended it as a fault."""
    batch("coffee", "--table", "long.csv", "-o", "whole.csv")
    started = slowly("-o", "out.csv")
    killed = 0
    while started.poll() is None and killed < 4:
        wait_for_pieces(started, long_table / "out.csv.journal", 2)
        for pid in [pid for pid in session(started.pid) if pid != started.pid and runs_chunks(pid)][:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
        time.sleep(0.1)
    assert started.wait(timeout=60) == 0, started.stderr.read()
    started.stderr.close()
    assert killed
    assert (long_table / "out.csv").read_bytes() == (long_table / "whole.csv").read_bytes()


def runs_chunks(pid):
    """Whether a process is a worker, and not the helper that Python starts beside new ones."""
    try:
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_piece_that_no_worker_survives_ends_the_run_and_it_can_go_on(
    table, batch, monkeypatch, small_pieces
):
    with monkeypatch.context() as patch:
        patch.setattr(batch_pool, "TRIES", 0)
        result = batch("coffee", "--table", "table.csv", "--jobs", "2", "-o", "out.csv", code=1)
    assert "processes were ended from outside at the same piece" in result.stderr
    assert result.stderr.endswith("use fewer --jobs\n")
    assert "out.csv: stopped; --resume goes on from here\n" in result.stderr
    batch("coffee", "--table", "table.csv", "-o", "whole.csv")
    batch("coffee", "--table", "table.csv", "-o", "out.csv", "--resume")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


BAD_LINES = {
    "not UTF-8": (b"caf\xe9,1,1\n", "this is not UTF-8 text"),
    "a carriage return": (b"a\rb,1,1\n", "this is no line of CSV"),
    "an endless label": (b"x" * 200_000 + b",1,1\n", "this is no line of CSV"),
    "an open quote": (b'"open,1,1\n', "this is no line of CSV"),
}


@pytest.mark.parametrize("bad", BAD_LINES)
def test_a_line_that_cannot_be_read_spoils_no_other(coffee, batch, bad):
    """One such line once cost all the rows of its block, and was told at another place."""
    line, said = BAD_LINES[bad]
    lines = [b"w%d,%d,1\n" % (k, k) for k in range(3_000)]
    lines[1_000] = line
    (coffee / "t.csv").write_bytes(b"weights,comfort,cost\n" + b"".join(lines))
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == [
        f"w{k}" for k in range(3_000) if k != 1_000
    ]
    assert re.match(r"t\.csv:1002:\d: error: row 1001: ", result.stderr)
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_two_open_quotes_do_not_swallow_what_is_between_them(coffee, batch):
    (coffee / "t.csv").write_text('weights,comfort,cost\n"a,1,1\nb,1,1\n"c,1,1\nd,1,1\n', encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["b", "d"]
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == ["2", "4"]


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_a_label_may_go_over_several_lines_wherever_a_piece_ends(coffee, batch, monkeypatch, at_once):
    monkeypatch.setattr(batch_run, "weightings_at_once", lambda *_: at_once)
    text = 'weights,comfort,cost\na,1,2\n"two\nlines",2,1\nb,x,1\n"three\n\nlines",3,1\nc,4,1\n'
    (coffee / "t.csv").write_text(text, encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", "--jobs", "1", code=3)
    labels = [r["weights"] for r in rows_of(result.stdout)[::3]]
    assert labels == ["a", "two\\nlines", "three\\n\\nlines", "c"]
    assert result.stderr == "t.csv:5:2: error: row 4: 'x' in column 'comfort' is not a number [wrong-row]\n"


def test_a_file_whose_name_is_no_utf8_is_scored(coffee, batch):
    name = os.fsdecode(b"weights/b\xff.yaml")
    try:
        put(coffee / name, WEIGHTS.format(1, 2))
    except (OSError, UnicodeError):
        pytest.skip("this disk has no such names")
    for form in FORMS:
        batch("coffee", "-w", "weights", "--jobs", "2", "-o", f"out{form}")
        labels = [row["weights"] for row in rows_in(coffee / f"out{form}")]
        assert len(labels) == 12
        assert "b\\udcff" in labels


def test_links_that_lead_nowhere_or_in_a_circle_are_told_and_the_rest_is_scored(coffee, batch):
    try:
        (coffee / "weights/loop.yaml").symlink_to("loop.yaml")
        (coffee / "weights/gone.yaml").symlink_to("nowhere.yaml")
    except OSError:
        pytest.skip("no links here")
    for named in ("weights", "weights/*.yaml"):
        result = batch("coffee", "-w", named, code=3)
        assert len(rows_of(result.stdout)) == 9
        assert "weights/loop.yaml:1:1: error: " in result.stderr
        assert "weights/gone.yaml:1:1: error: there is no such file" in result.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read everything")
def test_a_folder_that_cannot_be_read_is_told_and_the_rest_is_scored(coffee, batch):
    (coffee / "locked").mkdir()
    (coffee / "locked").chmod(0)
    result = batch("coffee", "-w", "locked", "-w", "fair", code=3)
    (coffee / "locked").chmod(0o700)
    assert len(rows_of(result.stdout)) == 3
    assert "locked:1:1: error: the folder cannot be read: " in result.stderr


def test_a_file_whose_name_holds_the_signs_of_a_pattern_is_a_file(coffee, batch):
    put(coffee / "data[1]/y [2].yaml", WEIGHTS.format(1, 2))
    assert len(rows_of(batch("coffee", "-w", "data[1]/y [2].yaml").stdout)) == 3


@pytest.mark.parametrize("nothing", ["empty", ""])
def test_a_folder_or_name_that_holds_nothing_is_told(coffee, batch, nothing):
    (coffee / "empty").mkdir()
    for args in (["coffee", "-w", nothing], [nothing, "-w", "fair"]):
        result = batch(*args, code=3)
        assert rows_of(result.stdout) == []
        assert "there is no YAML file in this folder" in result.stderr or "a name is empty" in result.stderr


def test_a_table_without_rows_is_told_and_is_no_mistake(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv")
    assert result.stderr == "t.csv:1:1: warning: the table has no rows [empty]\n"
    assert rows_of(result.stdout) == []


def test_more_sets_of_injects_than_can_be_gone_through_are_refused_where_they_stand(coffee, batch):
    events = "".join(f"  event{k}: {{weights: {{cost: {{times: 2}}}}}}\n" for k in range(40))
    put(coffee / "scenarios/busy.yaml", COFFEE.partition("injects:")[0] + "injects:\n" + events)
    result = batch("busy", "coffee", "-w", "fair", "--injects", "all", code=3)
    assert len(rows_of(result.stdout)) == 3 * 8
    said = "--injects all: 40 injects make 1,099,511,627,776 sets, more than 10,000 [too-many-sets]"
    assert result.stderr == f"scenarios/busy.yaml:19:1: error: {said}\n"


def test_own_weights_that_are_missing_are_told_where_the_scenario_names_them(coffee, batch):
    put(coffee / "scenarios/lost.yaml", COFFEE.replace("title: Which", "weights: nofile\ntitle: Which", 1))
    result = batch("lost", "coffee", code=3)
    assert result.stderr.startswith("scenarios/lost.yaml:3:10: error: ")
    assert len(rows_of(result.stdout)) == 3


def test_equal_weights_are_flagged(coffee, batch):
    assert {"equal_weights" in row["flags"].split() for row in rows_of(batch("coffee").stdout)} == {True}
    told = rows_of(batch("coffee", "-w", "fair").stdout)
    assert not any("equal_weights" in row["flags"].split() for row in told)


def test_a_row_of_zeros_is_told_once_however_many_sets_there_are(coffee, batch):
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [["z", 0, 0], ["y", 1, 0]])
    result = batch("coffee", "--table", "t.csv", "--injects", "all", code=3)
    assert result.stderr == "t.csv:2:1: error: all weights of 'z' are 0 [all-zero]\n"
    columns = ["weights", "comfort", "cost", "taste", "wait"]
    put_table(coffee / "t.csv", columns, [["z", 1, 1, 0, 0]])
    assert "all factors of a driver are 0 in 'z'" in batch("coffee", "--table", "t.csv", code=3).stderr


def test_the_mistakes_of_a_table_are_told_in_the_order_of_its_lines(coffee, batch):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, "x"], [0, 0], [1, 2], [-1, 1]])
    told = batch("coffee", "--table", "t.csv", code=3).stderr
    assert [line.split(":")[1] for line in told.splitlines()] == ["2", "3", "5"]


@pytest.mark.parametrize("number", ["1_000", "\u0663", "0x10", "1 2"])
def test_what_only_python_reads_as_a_number_is_none(coffee, batch, number):
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [["a", number, 1]])
    assert "is not a number" in batch("coffee", "--table", "t.csv", code=3).stderr


def test_a_table_in_utf16_is_told_to_be_saved_as_utf8(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n1,2\n", encoding="utf-16")
    assert "this looks like UTF-16; save it as UTF-8" in batch("coffee", "--table", "t.csv", code=3).stderr


def test_rows_name_the_hash_of_their_table_and_no_folder(coffee, batch):
    put(coffee / "deep/t.csv", "comfort,cost\n1,2\n")
    rows = rows_of(batch("coffee", "--table", str(coffee / "deep/t.csv")).stdout)
    assert {row["weights"] for row in rows} == {"t.csv:1"}
    hashes = [
        sha256((coffee / name).read_bytes()).hexdigest() for name in ("scenarios/coffee.yaml", "deep/t.csv")
    ]
    assert {row["input_sha256"] for row in rows} == {"+".join(hashes)}


def test_a_label_that_is_missing_in_parquet_is_the_row(coffee, batch, put_parquet):
    put_parquet("t.parquet", {"weights": ["a", None], "comfort": [1, 2], "cost": [1, 2]})
    rows = rows_of(batch("coffee", "--table", "t.parquet").stdout)
    assert [row["weights"] for row in rows[::3]] == ["a", "t.parquet:2"]


def test_a_table_is_not_written_over_by_its_own_rows(coffee, batch):
    put(coffee / "t.csv", "comfort,cost\n1,2\n")
    result = batch("coffee", "--table", "t.csv", "-o", "./t.csv", code=2)
    assert result.stderr == "error: -o ./t.csv: this is the table that is read\n"
    assert (coffee / "t.csv").read_text(encoding="utf-8") == "comfort,cost\n1,2\n"


def test_a_folder_in_the_place_of_the_file_is_told_before_anything_is_done(coffee, batch):
    (coffee / "out.csv").mkdir()
    result = batch("coffee", "-w", "weights", "-o", "out.csv", code=3)
    assert result.stderr == "out.csv: error: cannot be written: Is a directory\n"
    assert leftovers(coffee) == []


def test_results_without_rows_are_sound_files(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n", encoding="utf-8")
    for form in FORMS:
        batch("coffee", "--table", "t.csv", "-o", f"none{form}")
        assert rows_in(coffee / f"none{form}") == []
    assert gzip.decompress((coffee / "none.jsonl.gz").read_bytes()) == b""
    read_table = pytest.importorskip("pyarrow.parquet").read_table
    batch("coffee", "-w", "fair", "-o", "some.parquet")
    assert read_table(coffee / "none.parquet").schema.equals(read_table(coffee / "some.parquet").schema)


def test_a_resumed_run_says_how_many_mistakes_were_told_before(coffee, batch, cut_after, small_pieces):
    put(coffee / "weights/a.yaml", WEIGHTS.format(-1, 2))
    cut_after(3, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    result = batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3)
    assert result.stderr == "out.csv: mistakes told before the run was cut off: 1\n"


def test_fail_fast_tells_one_mistake_and_how_to_go_on(coffee, batch):
    for name in ("x", "y"):
        put(coffee / f"weights/{name}.yaml", WEIGHTS.format(-1, 2))
    result = batch("coffee", "-w", "weights", "--fail-fast", "-o", "out.csv", code=3)
    assert result.stderr.count("error:") == 1
    assert "out.csv: stopped; --resume goes on from here\n" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_file_that_is_replaced_keeps_its_permissions_and_the_links_that_lead_to_it(coffee, batch, form):
    put(coffee / f"deep/old{form}", "old")
    (coffee / f"deep/old{form}").chmod(0o640)
    (coffee / f"link{form}").symlink_to(f"deep/old{form}")
    batch("coffee", "-w", "fair", "-o", f"link{form}")
    assert (coffee / f"link{form}").is_symlink()
    assert (coffee / f"deep/old{form}").stat().st_mode & 0o777 == 0o640
    assert len(rows_in(coffee / f"deep/old{form}")) == 3
    assert leftovers(coffee) == leftovers(coffee / "deep") == []


def test_a_table_on_standard_input_is_wrong_usage(coffee, batch):
    assert "not from standard input" in batch("coffee", "--table", "-", code=2).stderr


def test_a_run_that_is_refused_leaves_the_other_s_parquet_alone(coffee, batch):
    pytest.importorskip("pyarrow")
    with (coffee / "out.parquet.journal").open("ab") as held:
        assert hold(held, wait=False)
        (coffee / "out.parquet.made").write_bytes(b"another run's")
        assert "another run" in batch("coffee", "-w", "fair", "-o", "out.parquet", code=3).stderr
        assert (coffee / "out.parquet.made").read_bytes() == b"another run's"


def test_a_run_from_a_packed_table_goes_on(table, batch, cut_after, small_pieces):
    """Such a table is read at one go, so that after the first piece all of it had been read."""
    packed = table.with_name("t.csv.gz")
    packed.write_bytes(gzip.compress(table.read_bytes()))
    args = ["coffee", "--table", "t.csv.gz", "--jobs", "1"]
    batch(*args, "-o", "whole.csv")
    cut_after(4, *args, "-o", "out.csv")
    batch(*args, "-o", "out.csv", "--resume")
    assert table.with_name("out.csv").read_bytes() == table.with_name("whole.csv").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("args", [["-o", "out.csv"], []])
def test_messages_that_nobody_can_hear_cost_no_row(coffee, environment, args):
    rows = "".join(f"{k % 2 or 'x'},1\n" for k in range(200))
    put(coffee / "t.csv", "comfort,cost\n" + rows)
    command = [sys.executable, "-m", "scenario_cli", "batch", "coffee", "--table", "t.csv", *args]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment(), stderr=full, stdout=subprocess.PIPE, check=False)
    assert done.returncode == 3
    written = (coffee / "out.csv").read_text(encoding="utf-8") if args else done.stdout.decode()
    assert len(rows_of(written)) == 300


def test_a_label_over_two_lines_survives_a_bad_line_beside_it(coffee, batch):
    text = b'weights,comfort,cost\n"a\nb",1,2\nok,1,1\n\xff,1,2\n"c\nd",2,1\n'
    (coffee / "t.csv").write_bytes(text)
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["a\\nb", "ok", "c\\nd"]
    assert result.stderr == "t.csv:5:1: error: row 4: this is not UTF-8 text [wrong-row]\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.csv.gz", b"\x1f\x8b\x08\x00" + bytes(40)),
        ("t.csv", b"comfort\rcost\r1\r2\r"),
        ("t.csv", b"x" * 200_000),
    ],
)
def test_a_damaged_table_is_a_wrong_file(coffee, batch, name, content):
    (coffee / name).write_bytes(content)
    result = batch("coffee", "--table", name, code=3)
    assert result.stderr.startswith(f"{name}:1:1: error: ")


def test_a_table_that_is_not_there_is_told_though_the_result_is(coffee, batch):
    put(coffee / "out.csv", "old")
    assert "t.csv:1:1: error: " in batch("coffee", "--table", "t.csv", "-o", "out.csv", code=3).stderr


def test_a_link_in_a_circle_is_written_over(coffee, batch):
    try:
        (coffee / "out.csv").symlink_to("out.csv")
    except OSError:
        pytest.skip("no links here")
    batch("coffee", "-w", "fair", "-o", "out.csv")
    assert len(rows_in(coffee / "out.csv")) == 3


def test_inputs_that_changed_are_not_said_to_be_gone_on_with(coffee, batch, cut_after, small_pieces):
    cut_after(2, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    put(coffee / "weights/fair.yaml", WEIGHTS.format(51, 49))
    said = batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3).stderr
    assert "start it again without --resume" in said
    assert "goes on from here" not in said
