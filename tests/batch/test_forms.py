"""Every form of rows holds the same, however the work is divided."""

import gzip
import json

import pytest
from batch_builders import FORMS, leftovers, put, put_table, rows_in

from scenario_cli.batch import plan
from scenario_cli.batch.layout import COLUMNS, PLACE_TYPES

pytestmark = pytest.mark.thorough

EVERY = [*COLUMNS, *PLACE_TYPES]


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
    assert list(rows[0]) == (sorted(EVERY) if "json" in form else EVERY)
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
        monkeypatch.setattr(plan, "FILES_AT_ONCE", at_once)
        monkeypatch.setattr(plan, "weightings_at_once", lambda *_, rows=rows: rows)
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
    kinds |= dict.fromkeys(["injects", "flags"], "list<element: string>")
    assert types == {name: kinds.get(name, "string") for name in COLUMNS}


def test_a_parquet_file_without_rows_still_has_its_columns(coffee, batch):
    pq = pytest.importorskip("pyarrow.parquet")
    put_table(coffee / "empty.csv", ["comfort", "cost"], [])
    batch("coffee", "--table", "empty.csv", "-o", "out.parquet")
    assert pq.read_schema(coffee / "out.parquet").names == EVERY


def test_results_without_rows_are_sound_files(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n", encoding="utf-8")
    for form in FORMS:
        batch("coffee", "--table", "t.csv", "-o", f"none{form}")
        assert rows_in(coffee / f"none{form}") == []
    assert gzip.decompress((coffee / "none.jsonl.gz").read_bytes()) == b""
    read_table = pytest.importorskip("pyarrow.parquet").read_table
    put(coffee / "one.csv", "comfort,cost\n1,2\n")
    batch("coffee", "--table", "one.csv", "-o", "some.parquet")
    assert read_table(coffee / "none.parquet").schema.equals(read_table(coffee / "some.parquet").schema)
