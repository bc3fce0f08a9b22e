"""``scenario verify`` of rows: inputs that are gone, changed or named by nothing; rows that are none."""

import shutil

import pytest
from batch_builders import COFFEE, WEIGHTS, put, put_table, rows_of
from sweeps import put_rows

from scenario_cli.batch.verify import inputs

NOT_FOUND = "was not found [missing-file]; name its folder with --under\n"


@pytest.fixture
def rows(table, batch):
    put_table(table.parent / "other.csv", ["comfort", "cost"], [[1, 2], [3, 4]])
    batch("coffee", "-w", "weights", "--table", "table.csv", "--table", "other.csv", "-o", "rows.csv")
    return table.parent


def test_every_input_that_is_gone_is_told_and_found_under_a_folder(rows, run):
    away = rows / "archive/week 1"
    away.mkdir(parents=True)
    for name in ("scenarios", "weights", "table.csv", "other.csv"):
        shutil.move(rows / name, away / name)
    done = run("verify", "rows.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == (f"rows.csv:2:1: error: the scenario 'coffee' {NOT_FOUND}")
    assert run("verify", "rows.csv", "--under", "archive").exit_code == 0
    (away / "weights/fair.yaml").unlink()
    (away / "other.csv").unlink()
    done = run("verify", "rows.csv", "--under", "archive")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr == (
        f"rows.csv:2:1: error: the weights 'fair' {NOT_FOUND}"
        f"rows.csv:1511:1: error: the table 'other.csv' {NOT_FOUND}"
    )


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("scenarios/coffee.yaml", "the scenario 'coffee'"),
        ("weights/fair.yaml", "the weights 'fair'"),
        ("other.csv", "the table 'other.csv'"),
    ],
)
def test_an_input_that_has_changed_is_told(rows, run, name, what):
    kept = (rows / name).read_bytes()
    (rows / name).write_bytes(kept + (b"5,6\n" if name.endswith(".csv") else b"# more\n"))
    done = run("verify", "rows.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"{what} has changed since: {name} is another version [changed-input]" in done.stderr
    (rows / "old").mkdir()
    (rows / "old" / name.rpartition("/")[2]).write_bytes(kept)
    assert run("verify", "rows.csv", "--under", "old").exit_code == 0


def test_of_very_many_inputs_that_are_gone_the_first_are_told(coffee, batch, run, monkeypatch):
    monkeypatch.setattr(inputs, "MOST_TOLD", 3)
    for k in range(8):
        put(coffee / f"many/w{k}.yaml", WEIGHTS.format(k + 1, 1))
    batch("coffee", "-w", "many", "-o", "rows.csv")
    shutil.rmtree(coffee / "many")
    done = run("verify", "rows.csv")
    assert done.exit_code == 3
    assert done.stderr.count("was not found [missing-file]") == 3
    assert "rows.csv: error: and 5 more inputs were not found" in done.stderr


@pytest.mark.parametrize(
    ("columns", "missing"),
    [("weights,injects,option,score", "input_sha256"), ("input_sha256,option,rank", "injects")],
)
def test_rows_that_do_not_say_what_they_are_of_are_refused(coffee, batch, run, columns, missing):
    batch("coffee", "-w", "weights", "--columns", columns, "-o", "rows.csv")
    done = run("verify", "rows.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    said = f"rows do not say what they were computed from: the column '{missing}' is missing"
    assert done.stderr == f"rows.csv:1:1: error: {said} [wrong-columns]\n"


def test_rows_of_a_table_have_to_say_which(rows, batch, run):
    batch("coffee", "--table", "table.csv", "--columns", "input_sha256,injects,option,score", "-o", "r.csv")
    done = run("verify", "r.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "rows do not say where in their table they stand: the column 'row' is missing" in done.stderr


def test_a_row_of_a_weights_file_is_of_no_table(rows, run):
    some = rows_of((rows / "rows.csv").read_text(encoding="utf-8"))
    some[0]["row"] = "5"
    put_rows(rows / "rows.csv", some)
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    assert "rows.csv:2: row of keep: stated 5, computed none: it is of no table\n" in done.stderr


def test_summaries_that_do_not_name_their_inputs_are_refused(rows, batch, run):
    pytest.importorskip("pyarrow")
    table = ["coffee", "--table", "table.csv", "--summary"]
    for args, name, said in (
        (
            table,
            "s.csv",
            "a summary in a file does not name its inputs; one in a folder does, and so do rows",
        ),
        (
            ["coffee", "-w", "weights", "--summary"],
            "a/",
            "this summary is of weights files, which its manifest",
        ),
        ([*table, "-w", "weights"], "b/", "this summary was made from more than its manifest names"),
    ):
        batch(*args, "-o", name)
        done = run("verify", name)
        assert (done.exit_code, done.stdout) == (3, "")
        assert said in done.stderr
    batch(*table, "-o", "c/")
    (rows / "table.csv").unlink()
    done = run("verify", "c")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "c/manifest.json: error: the table 'table.csv' was not found" in done.stderr


def test_csv_does_not_tell_an_inject_called_none(coffee, batch, run):
    put(coffee / "scenarios/coffee.yaml", COFFEE.replace("boom:", "none:"))
    batch("coffee", "--injects", "each", "-o", "rows.jsonl")
    assert run("verify", "rows.jsonl").exit_code == 0
    batch("coffee", "--injects", "each", "-o", "rows.csv")
    done = run("verify", "rows.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "an inject 'none', which CSV does not tell from no injects" in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rank,option\nx,keep\n", "the column 'input_sha256' is missing"),
        ("option,score,option\n", "the column 'option' stands here twice"),
        ("a,b\n1,2\n", "expected rows of 'batch' or a JSON result of score"),
    ],
)
def test_what_is_no_sweep_is_a_wrong_file(coffee, run, text, said):
    put(coffee / "rows.csv", text)
    done = run("verify", "rows.csv")
    assert (done.exit_code, done.stdout) == (3, "")
    assert said in done.stderr
    assert done.stderr.startswith("rows.csv:1:1: error: ")


def test_a_folder_that_is_no_dataset_is_a_wrong_file(coffee, batch, run):
    pytest.importorskip("pyarrow")
    batch("coffee", "-o", "rows/")
    done = run("verify", "rows/manifest.json")
    assert done.exit_code == 3
    assert done.stderr.endswith("found 'batch-dataset/1' [wrong-format]; name its folder\n")
    put(coffee / "rows/manifest.json", "{}")
    assert run("verify", "rows").exit_code == 3
    assert run("verify", "weights").exit_code == 3


def test_an_empty_sweep_comes_out(coffee, batch, verified):
    batch("coffee", "--rows", "changes", "-o", "rows.csv")
    found, _ = verified("rows.csv")
    assert (found["rankings"], found["rows"]) == (0, 0)


def test_rows_through_standard_input_are_told_to_be_a_file(coffee, batch, run):
    for form in ("csv", "json"):
        rows = batch("coffee", "-f", form).stdout.encode()
        done = run("verify", "-", stdin=rows)
        assert (done.exit_code, done.stdout) == (3, "")
        assert "rows" in done.stderr
