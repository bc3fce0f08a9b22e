"""What a sweep comes to: against the rows that the same sweep writes."""

import json
from fractions import Fraction
from math import ceil

import numpy as np
import pytest

import scenario_cli as sc
from scenario_cli.batch import sets
from scenario_cli.batch.summary import PER_CENTS

SCENARIO = """\
format: scenario/1
id: lunch
title: Lunch
question: Which one?
drivers:
  taste: {}
  money: {factors: {price: {}, tip: {scale: {worst: 5, best: 0}}}}
options: {inn: {}, stall: {}, home: {}}
ratings:
  inn: {taste: 9, price: 2, tip: 3}
  stall: {taste: 5, price: 7, tip: 1}
  home: {taste: 3, price: 9, tip: 0}
injects:
  rain: {ratings: {stall: {taste: {shift: -4}}}}
  raise: {weights: {money: {times: 0.2}}}
"""


@pytest.fixture
def lunch(folder):
    """A scenario and a table with teams, ties among its weightings."""
    (folder / "lunch.yaml").write_text(SCENARIO)
    rng = np.random.default_rng(3)
    rows = [(int(a), int(b), "rbg"[k % 3]) for k, (a, b) in enumerate(rng.integers(0, 12, (500, 2))) if a + b]
    lines = [f"{a},{b},team {team}" for a, b, team in rows]
    (folder / "t.csv").write_text("\n".join(["taste,money,team", *lines]) + "\n")
    return folder


def of_rows(rows, by):
    """The summary of rows, by plain counting in fractions."""
    places = {}
    for row in rows:
        key = (row["scenario"], *(row[column] for column in by), tuple(row["injects"]))
        at = (row["weights"], row["file"], row["row"])
        places.setdefault(key, {}).setdefault(at, {})[row["option"]] = row
    for key, weightings in places.items():
        for option in next(iter(weightings.values())):
            mine = [one[option] for one in weightings.values()]
            others = [
                [row["score"] for id_, row in one.items() if id_ != option] for one in weightings.values()
            ]
            margins = [row["score"] - max(other) for row, other in zip(mine, others, strict=True)]
            yield key, option, mine, margins


@pytest.mark.parametrize("by", [(), ("team",), ("weights", "team"), ("file",)])
@pytest.mark.parametrize("injects", ["none", "all"])
def test_a_summary_is_that_of_the_rows(lunch, by, injects):
    asked = {"table": "t.csv", "injects": injects, "keep_columns": True}
    rows = sc.batch("lunch.yaml", **asked).to_dict()["table"]
    summed = sc.batch("lunch.yaml", summary=True, by=by, **asked)
    found = summed.to_dict()["table"]
    expected = list(of_rows(rows, by))
    assert summed.rows == len(found) == len(expected)
    for row, (key, option, mine, margins) in zip(found, expected, strict=True):
        n = len(mine)
        assert (row["scenario"], *(row[c] for c in by), tuple(row["injects"])) == key
        assert (row["option"], row["weightings"]) == (option, n)
        ranks = [m["rank"] for m in mine]
        assert [row[f"rank_{r}"] for r in (1, 2, 3)] == [ranks.count(r) for r in (1, 2, 3)]
        assert row["first"] == ranks.count(1)
        assert row["alone"] == sum(m["rank"] == 1 and not m["tied"] for m in mine)
        assert row["share_first"] == row["first"] / n
        lost = [max(0.0, -margin) for margin in margins]
        for what, values, worst in (
            ("score", [m["score"] for m in mine], min),
            ("regret", lost, max),
            ("margin", margins, min),
        ):
            mean = float(sum(map(Fraction, values)) / n)
            assert row[f"{what}_mean"] == pytest.approx(mean, abs=1e-12)
            assert row[f"{what}_worst"] == worst(values)
        for per_cent in PER_CENTS:
            place = ceil(Fraction(per_cent * n, 100)) - 1
            assert row[f"regret_q{per_cent:02}"] == pytest.approx(sorted(lost)[place], abs=0.00501)
            assert row[f"margin_q{per_cent:02}"] == pytest.approx(sorted(margins)[place], abs=0.00501)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "csv.gz"])
def test_the_same_bytes_for_any_number_of_jobs_and_any_pieces(lunch, run, small_pieces, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    line = ["batch", "lunch.yaml", "--table", "t.csv", "--injects", "all", "--summary", "--by", "team"]
    for jobs in (1, 2):
        result = run(*line, "--jobs", str(jobs), "-o", f"{jobs}.{ending}")
        assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert (lunch / f"1.{ending}").read_bytes() == (lunch / f"2.{ending}").read_bytes()


def test_pieces_of_any_size_come_to_the_same(lunch, run, monkeypatch):
    line = [
        "batch",
        "lunch.yaml",
        "--table",
        "t.csv",
        "--injects",
        "each",
        "--summary",
        "--by",
        "team",
        "--jobs",
        "1",
    ]
    whole = run(*line).stdout
    for rows in (7, 100, 1_000):
        monkeypatch.setattr(sets, "ROWS_AT_ONCE", rows)
        assert run(*line).stdout == whole


def test_weights_files_are_summed_up_too(lunch, run):
    for k in range(5):
        (lunch / f"w{k}.yaml").write_text(f"format: weights/1\ndrivers: {{taste: {k + 1}, money: 2}}\n")
    found = run("batch", "lunch.yaml", "-w", "w*.yaml", "--summary", "--by", "weights", "-f", "json")
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(row["weights"], row["option"]) for row in rows] == [
        (f"w{k}", option) for k in range(5) for option in ("inn", "stall", "home")
    ]
    assert {row["weightings"] for row in rows} == {1}


def test_scenarios_with_more_options_have_more_ranks(lunch, run):
    (lunch / "alone.yaml").write_text(
        "format: scenario/1\ntitle: Alone\nquestion: What?\ndrivers: {taste: {}, money: {}}\n"
        "options: {only: {}}\nratings: {only: {taste: 3, money: 4}}\n"
    )
    lines = run("batch", "lunch.yaml", "alone.yaml", "--table", "t.csv", "--summary", "--by", "team").stdout
    head, *rows = [line.split(",") for line in lines.splitlines()]
    only = [dict(zip(head, row, strict=True)) for row in rows if row[head.index("option")] == "only"]
    assert len(only) == 3
    for row in only:
        assert (row["rank_1"], row["rank_2"], row["rank_3"]) == (row["weightings"], "", "")
        assert (row["margin_mean"], row["margin_q50"], row["regret_worst"]) == ("", "", "0.0")


def test_a_page_says_who_is_first_how_often(lunch, run):
    page = run("batch", "lunch.yaml", "--table", "t.csv", "--summary", "--by", "team", "-f", "table").stdout
    rows = [
        json.loads(line)
        for line in run(
            "batch", "lunch.yaml", "--table", "t.csv", "--summary", "-f", "json"
        ).stdout.splitlines()
    ]
    for row in rows:
        if row["first"]:
            assert f"{row['option']} in {row['first']:,}" in page
    assert "A share of weightings is no likelihood." in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--by", "team"], "--by team: only a summary is grouped"),
        (["--summary", "--by", "tem"], "did you mean 'team'?"),
        (["--summary", "--by", "team,team"], "named twice"),
        (["--summary", "--rows", "first"], "--rows first: a summary is of all rows"),
        (["--summary", "--columns", "rank"], "--columns rank: a summary has its own columns"),
        (["--summary", "--resume", "-o", "x.csv"], "a summary is made anew"),
        (["--summary", "-o", "x.txt"], "expected one of .csv"),
        (["--summary", "--by", "team", "-o", "away/x.csv"], "away/x.csv: error: cannot be written"),
    ],
)
def test_what_does_not_go_together_is_refused(lunch, run, more, said):
    result = run("batch", "lunch.yaml", "--table", "t.csv", *more)
    assert result.exit_code in (2, 3)
    assert said in result.stderr
    assert result.stdout == ""


def test_neither_what_is_read_nor_what_somebody_works_on_is_written_over(lunch, run):
    (lunch / "mine.csv").write_text((lunch / "lunch.yaml").read_text())
    for output in ("t.csv", "mine.csv"):
        before = (lunch / output).read_bytes()
        result = run("batch", "lunch.yaml", "--table", "t.csv", "--summary", "-o", output)
        assert result.exit_code == 2
        assert (lunch / output).read_bytes() == before


def test_expect_holds_for_summaries_too(lunch, run):
    line = ["batch", "lunch.yaml", "--table", "t.csv", "--summary", "--by", "team", "-o", "s.csv"]
    result = run(*line, "--expect", "inn")
    assert result.exit_code == 4
    assert (lunch / "s.csv").exists()
