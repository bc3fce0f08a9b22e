"""``scenario verify`` of rows: whatever batch writes comes out, in every form."""

import gzip
import json
import sys
import tracemalloc

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, put, put_table, rows_in, rows_of
from sweeps import put_rows, shuffled

import scenario_cli as sc
from scenario_cli.batch.verify.ahead import RowsAhead

pytestmark = pytest.mark.thorough

ANY_FORM = [*FORMS, "/"]
RANGES = "scenario,weights,injects,option,rank,tied,score,behind,first,flags,input_sha256,version"
SWEEPS = {
    "weights": ["-w", "weights", "--injects", "each"],
    "own weights": [],
    "all injects": ["-w", "miser", "-w", "fair", "--injects", "all"],
    "first": ["-w", "weights", "--injects", "each", "--rows", "first"],
    "changes": ["-w", "weights", "--injects", "each", "--rows", "changes"],
    "ranges": ["-w", "weights", "--columns", f"{RANGES},low,high,could_lead"],
    "few columns": ["-w", "weights", "--columns", "option,input_sha256,injects,score"],
    "table": ["--table", "table.csv"],
    "table of injects": ["--table", "table.csv", "--injects", "each"],
    "table, first": ["--table", "table.csv", "--injects", "pairs", "--rows", "first"],
    "table, changes": ["--table", "table.csv", "--injects", "each", "--rows", "changes"],
    "table, ranges": ["--table", "table.csv", "--columns", f"{RANGES},file,row,low,high,could_lead"],
    "table without its name": ["--table", "table.csv", "--columns", "option,input_sha256,injects,score,row"],
    "both": ["-w", "weights", "--table", "table.csv", "--injects", "each"],
    "several": ["--table", "labels.csv", "--table", "data", "--keep-columns", "--injects", "each"],
    "packed": ["--table", "packed.csv.gz"],
}


@pytest.fixture
def inputs(table):
    """Tables with names, ratings, other columns and keys of folders; weights and scenarios without ids."""
    folder = table.parent
    labelled = [["a", 1, 1, 5, "x"], ["=b", 2, 1, 100, 'y,"z"'], ["a", 1, 3, 900, ""]]
    put_table(
        folder / "labels.csv", ["weights", "comfort", "cost", "ratings.rent.cost", "note"], labelled[1:]
    )
    for team in ("red", "blue"):
        (folder / f"data/team={team}").mkdir(parents=True)
        put_table(folder / f"data/team={team}/t.csv", ["comfort", "cost"], [[1, 2], [3, 4], [5, len(team)]])
    (folder / "packed.csv.gz").write_bytes(gzip.compress(table.read_bytes()))
    return folder


def counts(path):
    """How many rankings and rows a result has, by its own rows."""
    if path.is_dir():
        pq = pytest.importorskip("pyarrow.parquet")
        rows = [row for file in sorted(path.rglob("*.parquet")) for row in pq.read_table(file).to_pylist()]
    else:
        rows = rows_in(path)
    names = ("input_sha256", "file", "row", "weights", "injects")
    return len({tuple(str(row.get(name)) for name in names) for row in rows}), len(rows)


@pytest.mark.parametrize("form", ANY_FORM)
@pytest.mark.parametrize("sweep", SWEEPS)
def test_whatever_batch_writes_comes_out(inputs, batch, verified, few_at_once, sweep, form):
    if form in (".parquet", "/"):
        pytest.importorskip("pyarrow")
    batch("coffee", *SWEEPS[sweep], "-o", f"rows{form}")
    found, _ = verified(f"rows{form}", "--under", "data")
    assert (found["rankings"], found["rows"]) == counts(inputs / f"rows{form}")
    assert found["rows"] > 0
    assert found["verified"]
    assert found["result"] == "batch"
    roles = [one["role"] for one in found["provenance"]["inputs"]]
    assert roles[:2] == ["result", "scenario"]
    assert ("table" in roles) == ("--table" in SWEEPS[sweep])


def test_rows_that_are_to_follow_are_told_ahead(inputs, batch, verified, few_at_once, monkeypatch):
    """Nearly all of a long sweep is held to its bytes, and it says the same without."""
    told = []
    whole = RowsAhead.was

    def was(self, expected, *, right):
        told.append((expected.rows, right))
        whole(self, expected, right=right)

    monkeypatch.setattr(RowsAhead, "was", was)
    for form in (".csv", ".jsonl", ".csv.gz", ".parquet", "/"):
        told.clear()
        batch("coffee", *SWEEPS["table of injects"], "-o", f"rows{form}")
        found, _ = verified(f"rows{form}")
        assert sum(rows for rows, right in told if right) > 5_500
        assert not any(not right for _, right in told[:-1])
        with monkeypatch.context() as patch:
            patch.setattr(RowsAhead, "learn", lambda self, block: None)
            again, _ = verified(f"rows{form}")
        assert again == found


def test_rows_made_one_study_at_a_time_come_out(coffee, batch, verified):
    """The same rows, put together from one study each."""
    rows = rows_of(batch("coffee", "-w", "weights", "--injects", "each").stdout)
    by_name = {(row["weights"], row["injects"], row["option"]): row for row in rows}
    made = []
    for weights in ("fair", "gourmet", "miser"):
        for inject in (None, "price_cut", "strike", "boom"):
            study = sc.study("coffee", weights).tried(*([inject] if inject else []))
            ranking = study.score().ranking
            for k, option in enumerate(study.problem.options):
                row = by_name[weights, inject or "none", option]
                first = bool(ranking.ranks[k] == 1)
                made.append(
                    row
                    | {
                        "rank": str(ranking.ranks[k]),
                        "score": repr(float(ranking.scores[k])),
                        "behind": repr(float(ranking.scores.max() - ranking.scores[k])),
                        "first": str(first).lower(),
                    }
                )
    put_rows(coffee / "made.csv", made)
    assert verified("made.csv")[0]["rankings"] == 12


@pytest.mark.parametrize("sweep", ["weights", "table of injects", "both", "several"])
def test_any_order_of_rows_comes_out(inputs, batch, verified, few_at_once, sweep):
    batch("coffee", *SWEEPS[sweep], "-o", "rows.csv")
    for whole in (True, False):
        shuffled(inputs / "rows.csv", inputs / "other.csv", 3, whole=whole)
        found, _ = verified("other.csv", "--under", "data")
        assert (found["rankings"], found["rows"]) == counts(inputs / "rows.csv")


def test_many_tables_and_scenarios_come_out(inputs, batch, verified, few_at_once):
    for name in ("tea", "milk", "juice"):
        text = COFFEE.replace("id: coffee", f"id: {name}").replace("keep", "stay")
        put(inputs / f"scenarios/{name}.yaml", text + "weights: miser\n")
    (inputs / "many").mkdir()
    for k in range(1, 12):
        put_table(inputs / f"many/{k}.csv", ["comfort", "cost"], [[k, 1], [1, k + 2]])
    batch("scenarios", "--table", "many", "--injects", "each", "-o", "rows.csv")
    found, _ = verified("rows.csv", "--under", "many")
    assert (found["rankings"], found["rows"]) == (4 * 11 * 2 * 4, 4 * 11 * 2 * 4 * 3)
    shuffled(inputs / "rows.csv", inputs / "other.csv", 7)
    assert verified("other.csv", "--under", "many")[0]["rows"] == found["rows"]


def test_more_scenarios_than_are_kept_at_once_come_out(coffee, batch, verified):
    for k in range(12):
        put(coffee / f"scenarios/s{k}.yaml", COFFEE.replace("id: coffee", f"id: s{k}"))
    batch("scenarios", "-w", "weights", "-o", "rows.csv")
    assert verified("rows.csv")[0]["rankings"] == 13 * 3


def test_files_without_ids_may_have_other_names_by_now(coffee, batch, verified):
    put(coffee / "scenarios/latte.yaml", COFFEE.replace("id: coffee\n", ""))
    put(coffee / "weights/alike.yaml", WEIGHTS.format(50, 50))  # as fair
    batch("latte", "-w", "weights", "-o", "rows.csv")
    (coffee / "scenarios/latte.yaml").rename(coffee / "scenarios/other.yaml")
    (coffee / "weights/alike.yaml").rename(coffee / "weights/unlike.yaml")
    assert verified("rows.csv")[0]["rankings"] == 4


def test_what_came_through_standard_input_comes_out(table, run, verified):
    done = run("batch", "coffee", "--table", "-", "-o", "rows.csv", stdin=table.read_bytes())
    assert done.exit_code == 0, done.stderr
    assert verified("rows.csv")[0]["rankings"] == 500


def test_shards_come_out_each_alone(table, batch, verified, small_pieces, few_at_once):
    pytest.importorskip("pyarrow")
    rankings = 0
    for k in (1, 2, 3):
        batch("coffee", "--table", "table.csv", "--injects", "each", "--shard", f"{k}/3", "-o", f"s{k}/")
        rankings += verified(f"s{k}")[0]["rankings"]
    assert rankings == 2000


def test_the_sentence_says_how_many(table, batch, run):
    batch("coffee", "--table", "table.csv", "--injects", "each", "-o", "rows.csv")
    done = run("verify", "rows.csv")
    assert done.exit_code == 0
    assert "2,000 rankings in 6,000 rows of rows.csv come out." in done.stdout
    assert done.stderr == ""
    batch("coffee", "-o", "one.csv")
    assert "1 ranking in 3 rows of one.csv comes out." in run("verify", "one.csv").stdout


def test_a_summary_in_a_folder_comes_out(inputs, batch, verified, run):
    pytest.importorskip("pyarrow")
    args = ["coffee", "--table", "table.csv", "--table", "labels.csv", "--summary", "--injects", "each"]
    for k, more in enumerate(
        (["--keep-columns"], ["--by", "note"], ["--by", "file"], ["--fail-on", "score=99", "--by", "weights"])
    ):
        batch(*args, *more, *([] if "--keep-columns" in more else ["--keep-columns"]), "-o", f"s{k}/")
        found, _ = verified(f"s{k}")
        assert (found["result"], found["rankings"]) == ("summary", 502 * 4)
        assert found["rows"] == json.loads((inputs / f"s{k}/manifest.json").read_text())["rows"]


def test_from_python_the_same_function_takes_rows(table, batch):
    batch("coffee", "--table", "table.csv", "-o", "rows.csv")
    found = sc.verify("rows.csv", under=".")
    assert found.holds
    assert (found.rankings, found.rows, found.kind, found.count) == (500, 1500, "batch", 0)


def test_rows_of_text_need_no_other_package(table, batch, verified, run, monkeypatch):
    batch("coffee", "--table", "table.csv", "-o", "rows.csv")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert verified("rows.csv")[0]["rows"] == 1500
    assert run("diff", "rows.csv", "rows.csv").exit_code == 0


@pytest.mark.parametrize("quick", [True, False])
def test_memory_does_not_grow_with_the_number_of_rows(coffee, batch, few_at_once, monkeypatch, quick):
    """Ten times the rows: the peak stays where it was."""
    if not quick:
        monkeypatch.setattr(RowsAhead, "learn", lambda self, block: None)
    peaks = []
    for count in (1_000, 10_000):
        put_table(coffee / "t.csv", ["comfort", "cost"], [[k, 7] for k in range(1, count)])
        batch("coffee", "--table", "t.csv", "-o", "rows.csv", "--force")
        tracemalloc.start()
        assert sc.verify("rows.csv").rankings == count - 1
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
