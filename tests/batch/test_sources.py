"""Where tables come from: folders, patterns, datasets in folders, standard input; and their other columns."""

import gzip
import json
from pathlib import Path

import pytest
from batch_builders import COFFEE, FORMS, put, put_table, rows_in, rows_of

from scenario_cli.batch import plan
from scenario_cli.batch.ask import batch as asked
from scenario_cli.batch.layout import COLUMNS

PLACED = [*COLUMNS, "file", "row"]


@pytest.fixture
def dataset(coffee):
    put(coffee / "data/team=red/round=2/b.csv", "comfort,cost\n3,1\n1,1\n")
    put(coffee / "data/team=blue%20one/a.csv", "comfort,cost\n1,2\n")
    put(coffee / "data/last.csv", "comfort,cost\n5,2\n")
    put(coffee / "data/_SUCCESS.csv", "no table")
    put(coffee / "data/.hidden/x.csv", "no table")
    put(coffee / "data/notes.txt", "no table")
    return coffee


def places(text):
    return [(row["file"], row["row"], row["weights"]) for row in rows_of(text)[::3]]


def test_rows_of_a_table_say_where_they_stand(coffee, batch):
    put(coffee / "deep/t.csv", "weights,comfort,cost\na,1,2\n\nb,x,1\nc,3,1\n")
    result = batch("coffee", "-w", "fair", "--table", "deep/t.csv", code=3)
    assert result.stdout.splitlines()[0] == ",".join(PLACED)
    assert places(result.stdout) == [("", "", "fair"), ("t.csv", "1", "a"), ("t.csv", "4", "c")]
    lines = batch("coffee", "-w", "fair", "--table", "deep/t.csv", "-f", "json", code=3).stdout.splitlines()
    assert [(row["file"], row["row"]) for row in map(json.loads, lines)][::3] == [
        (None, None),
        ("t.csv", 1),
        ("t.csv", 4),
    ]
    assert "file" not in rows_of(batch("coffee", "-w", "fair").stdout)[0]


def test_a_folder_stands_for_the_tables_in_it_by_path(dataset, batch):
    for name in ("team=red", "team=blue%20one"):
        (dataset / "data" / name).rename(dataset / "data" / name[-3:])
    (dataset / "data/red/round=2").rename(dataset / "data/red/two")
    found = places(batch("coffee", "--table", "data").stdout)
    assert found == [
        ("last.csv", "1", "last.csv:1"),
        ("one/a.csv", "1", "one/a.csv:1"),
        ("red/two/b.csv", "1", "red/two/b.csv:1"),
        ("red/two/b.csv", "2", "red/two/b.csv:2"),
    ]
    assert places(batch("coffee", "--table", str(dataset / "data")).stdout) == found


def test_a_quoted_pattern_stands_for_the_tables_that_fit(dataset, batch):
    assert {file for file, _, _ in places(batch("coffee", "--table", "data/**/?.csv").stdout)} == {
        "a.csv",
        "b.csv",
    }
    said = batch("coffee", "--table", "data/*.parquet", "--table", "data/last.csv", code=3)
    assert said.stderr == "data/*.parquet:1:1: error: no file fits this pattern [missing-file]\n"
    assert len(places(said.stdout)) == 1


def test_nothing_is_scored_in_place_of_tables_that_are_not_there(coffee, batch):
    (coffee / "empty").mkdir()
    result = batch("coffee", "--table", "empty", code=3)
    assert rows_of(result.stdout) == []


def test_keys_of_folders_are_columns_that_are_kept_or_refused(dataset, batch):
    refused = batch("coffee", "--table", "data", code=3)
    assert len(places(refused.stdout)) == 1
    assert "b.csv:1:1: error: the column 'team' is neither a driver nor" in refused.stderr
    shown = batch("coffee", "--table", "data", "--keep-columns").stdout
    assert shown.splitlines()[0] == ",".join([*PLACED, "team", "round"])
    assert [(row["file"], row["team"], row["round"]) for row in rows_of(shown)[::3]] == [
        ("last.csv", "", ""),
        ("team=blue%20one/a.csv", "blue one", ""),
        ("team=red/round=2/b.csv", "red", "2"),
        ("team=red/round=2/b.csv", "red", "2"),
    ]


def test_a_key_of_a_folder_may_be_a_driver(coffee, batch):
    put(coffee / "data/cost=2/a.csv", "comfort\n1\n4\n")
    put(coffee / "data/cost=x/a.csv", "comfort\n1\n")
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2], [4, 2]])
    result = batch("coffee", "--table", "data", code=3)
    expected = rows_of(batch("coffee", "--table", "t.csv").stdout)
    assert [row["score"] for row in rows_of(result.stdout)] == [row["score"] for row in expected]
    assert "cost=x/a.csv:1:1: error: its folder: 'x' in column 'cost' is not a number" in result.stderr


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_other_columns_pass_through_in_every_form(coffee, batch, monkeypatch, form, at_once):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    monkeypatch.setattr(plan, "weightings_at_once", lambda *_: at_once)
    put(
        coffee / "t.csv",
        'note,comfort,weights,cost,who\n"a, b",1,w1,2,\n"two\nlines",3,w2,1,=1+1\nc,0,w3,1,x\n',
    )
    args = ["coffee", "--table", "t.csv", "--keep-columns", "--injects", "each"]
    for jobs in ("1", "2"):
        batch(*args, "--jobs", jobs, "-o", f"{jobs}{form}")
    assert (coffee / f"1{form}").read_bytes() == (coffee / f"2{form}").read_bytes()
    rows = rows_in(coffee / f"1{form}")[::12]
    assert [row["weights"] for row in rows] == ["w1", "w2", "w3"]
    csv = form.startswith(".csv")
    assert [row["note"] for row in rows] == ["a, b", "two\\nlines" if csv else "two\nlines", "c"]
    assert [row["who"] or None for row in rows] == [None, "'=1+1" if csv else "=1+1", "x"]
    found = asked("coffee", table="t.csv", keep_columns=True, injects="each", output=f"3{form}")
    assert found.to_arrow().column_names == [*PLACED, "note", "who"]
    assert found.to_arrow().num_rows == found.rows == 36
    assert found.to_arrow().column("who").to_pylist()[0] is None


def test_columns_of_several_tables_and_scenarios_are_put_together(coffee, batch, put_parquet):
    put(coffee / "a.csv", "comfort,cost,one\n1,2,x\n")
    put_parquet("b.parquet", {"two": [7, None], "comfort": [1, 2], "cost": [1.0, 1.5], "flag": [True, False]})
    rows = rows_of(batch("coffee", "--table", "a.csv", "--table", "b.parquet", "--keep-columns").stdout)
    assert [(row["one"], row["two"], row["flag"]) for row in rows[::3]] == [
        ("x", "", ""),
        ("", "7", "true"),
        ("", "", "false"),
    ]


def test_a_wrong_row_with_other_columns_is_told_at_its_place(coffee, batch):
    put(coffee / "t.csv", "note,comfort,cost\na,1,2\nb,1,x\nc,1\nd,2,1\n")
    result = batch("coffee", "--table", "t.csv", "--keep-columns", code=3)
    assert result.stderr.splitlines() == [
        "t.csv:3:3: error: row 2: 'x' in column 'cost' is not a number [wrong-row]",
        "t.csv:4:2: error: row 3: 2 fields for 3 columns [wrong-row]",
    ]
    assert [row["note"] for row in rows_of(result.stdout)[::3]] == ["a", "d"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("comfort,cost,score", "1:3: error: the column 'score' cannot be kept: rows have one of this name"),
        ("comfort,cost,could_lead", "1:3: error: the column 'could_lead' cannot be kept"),
        ("comfort,cost,note,note", "1:4: error: the column 'note' stands here twice"),
        ("comfort,cost,", "1:3: error: a column without a name cannot be kept"),
        ("comfort,costs", "1:1: error: the column 'cost' is missing beside the other drivers"),
        (
            "comfort,cost,ratings.new.tast",
            "1:3: error: unknown factor 'tast' in the column 'ratings.new.tast'",
        ),
    ],
)
def test_columns_that_cannot_be_kept_are_told(coffee, batch, columns, said):
    put(coffee / "t.csv", f"{columns}\n1,1,1,1\n")
    assert f"t.csv:{said}" in batch("coffee", "--table", "t.csv", "--keep-columns", code=3).stderr


def test_a_column_that_only_another_scenario_knows_is_kept_where_it_is_not(coffee, batch):
    other = COFFEE.replace("id: coffee", "id: abc").replace("  cost:", "  price:").replace("cost:", "price:")
    put(coffee / "scenarios/abc.yaml", other)
    put_table(coffee / "t.csv", ["comfort", "cost", "price"], [[1, 2, 3]])
    rows = rows_of(batch("scenarios", "--table", "t.csv", "--keep-columns").stdout)
    assert [(row["scenario"], row["cost"], row["price"]) for row in rows[::3]] == [
        ("abc", "2", ""),
        ("coffee", "", "3"),
    ]


def test_standard_input_is_csv_or_an_arrow_stream(coffee, run):
    pa = pytest.importorskip("pyarrow")
    put_table(coffee / "t.csv", ["weights", "comfort", "cost"], [["a", 1.0, 2.0], ["b", 3.0, 1.0]])
    sink = pa.BufferOutputStream()
    table = pa.table({"weights": ["a", "b"], "comfort": [1, 3], "cost": [2.0, 1.0]})
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=1)
    expected = rows_of(run("batch", "coffee", "--table", "t.csv").stdout)
    text = (coffee / "t.csv").read_bytes()
    pytest.importorskip("pyarrow.parquet").write_table(table, coffee / "t.parquet")
    packed = (coffee / "t.parquet").read_bytes()
    for content in (text, bytes(sink.getvalue()), gzip.compress(text), packed):
        result = run("batch", "coffee", "--table", "-", "--injects", "none", stdin=content)
        assert result.exit_code == 0, result.stderr
        rows = rows_of(result.stdout)
        assert {row["file"] for row in rows} == {"stdin"}
        assert [(row["weights"], row["row"], row["score"]) for row in rows] == [
            (row["weights"], row["row"], row["score"]) for row in expected
        ]


def test_what_is_wrong_on_standard_input_is_told(coffee, run, tmp_path):
    result = run("batch", "coffee", "--table", "-", stdin="comfort,cost\n1,2\n1,x\n")
    assert result.exit_code == 3
    assert result.stderr == "-:3:2: error: row 2: 'x' in column 'cost' is not a number [wrong-row]\n"
    assert {row["weights"] for row in rows_of(result.stdout)} == {"stdin:1"}
    pytest.importorskip("pyarrow")
    result = run("batch", "coffee", "--table", "-", stdin=b"\xff\xff\xff\xff\x10\x00\x00\x00junk")
    assert result.exit_code == 3
    assert result.stderr.startswith("-:1:1: error: the table cannot be read: ")


def test_standard_input_goes_on_and_leaves_no_file(coffee, process, environment, monkeypatch):
    (coffee / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(coffee / "temporary"))
    for more in ([], ["--resume"]):
        args = ["batch", "coffee", "--table", "-", "-o", "out.csv", "--jobs", "2", *more]
        done = process(*args, stdin=b"comfort,cost\n1,2\n", TMPDIR=str(coffee / "temporary"))
        assert done.returncode == 0, done.stderr
    assert done.stderr == b"out.csv: finished before; nothing to do\n"
    assert list((coffee / "temporary").iterdir()) == []


def test_columns_are_kept_of_tables_alone(coffee, batch):
    said = batch("coffee", "--keep-columns", code=2).stderr
    assert said == "error: --keep-columns goes with --table FILE\n"


def test_columns_of_one_name_in_an_arrow_stream_are_told(coffee, run):
    pa = pytest.importorskip("pyarrow")
    columns = [pa.array([1.0]), pa.array([2.0]), pa.array(["x"]), pa.array(["y"])]
    batch = pa.record_batch(columns, ["comfort", "cost", "note", "note"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    for more in ([], ["--keep-columns"]):
        result = run("batch", "coffee", "--table", "-", *more, stdin=bytes(sink.getvalue()))
        assert result.exit_code == 3
        assert result.stderr == "-:1:4: error: the column 'note' stands here twice [wrong-columns]\n"


def test_numbers_that_are_missing_are_told_at_their_line(coffee, batch, put_parquet):
    put_parquet("t.parquet", {"comfort": [1.0, None, 3.0], "cost": [1.0, 2.0, float("nan")]})
    result = batch("coffee", "--table", "t.parquet", code=3)
    assert result.stderr.splitlines() == [
        "t.parquet:3:1: error: row 2: there is no number in column 'comfort' [wrong-row]",
        "t.parquet:4:2: error: row 3: nan in column 'cost' is not a finite number [wrong-row]",
    ]
    assert [row["row"] for row in rows_of(result.stdout)[::3]] == ["1"]


def test_a_table_in_a_folder_is_not_written_over(dataset, batch):
    result = batch("coffee", "--table", "data", "-o", "data/last.csv", code=2)
    assert "this is the table that is read" in result.stderr
    assert Path("data/last.csv").read_text(encoding="utf-8") == "comfort,cost\n5,2\n"
