"""Tables of weightings: their columns, line ends and packing, and what is no table."""

import gzip
from hashlib import sha256

import pytest
from batch_builders import COFFEE, WEIGHTS, put, put_table, rows_of, without_file

import scenario_cli as sc
from scenario_cli.errors import UsageError


def test_weights_and_a_table_together(table, batch):
    rows = rows_of(batch("coffee", "-w", "fair", "--table", "table.csv").stdout)
    assert [r["weights"] for r in rows[:6:3]] == ["fair", "table.csv:1"]
    assert len(rows) == 1503


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
    shown = [without_file(batch("coffee", "--table", name).stdout) for name in forms]
    assert all(rows == shown[0] for rows in shown)


def test_a_column_that_is_not_known_is_named_where_it_stands_with_what_could_stand_there(coffee, batch):
    put_table(coffee / "t.csv", ["comfort", "note", "cost"], [[1, "x", 2]])
    assert batch("coffee", "--table", "t.csv", code=3).stderr == (
        "t.csv:1:2: error: the column 'note' is neither a driver nor a factor of 'coffee' [wrong-columns]; "
        "columns are weights, comfort, cost, taste, wait\n"
    )
    put_table(coffee / "t.csv", ["comfort", "costs", "x", "y"], [[1, 2, 3, 4]])
    said = batch("coffee", "--table", "t.csv", code=3).stderr
    assert (
        "'costs' is neither a driver nor a factor of 'coffee', nor are 2 more [wrong-columns]; did you"
        in said
    )
    assert "did you mean 'cost'? columns are weights, comfort" in said


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


def test_a_parquet_table_is_the_same_as_a_csv_table(coffee, batch, put_parquet):
    names, whole, real = ["a", "b", "c"], [1, 2, 3], [0.1, 0.2, 1e9]
    put_parquet("t.parquet", {"cost": whole, "weights": names, "comfort": real})
    put_table(coffee / "t.csv", ["cost", "weights", "comfort"], list(zip(whole, names, real, strict=True)))
    one, other = (batch("coffee", "--table", name).stdout for name in ("t.parquet", "t.csv"))
    assert without_file(one) == without_file(other)


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


def test_a_table_without_rows_is_told_and_is_no_mistake(coffee, batch):
    (coffee / "t.csv").write_text("comfort,cost\n", encoding="utf-8")
    result = batch("coffee", "--table", "t.csv")
    assert result.stderr == "t.csv:1:1: warning: the table has no rows [empty]\n"
    assert rows_of(result.stdout) == []


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


@pytest.mark.parametrize(("sign", "called"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_signs_between_fields_are_named(coffee, batch, sign, called):
    (coffee / "t.csv").write_text(f"comfort{sign}cost\n1{sign}2\n")
    told = batch("coffee", "--table", "t.csv", code=3).stderr
    assert f"fields stand between commas, and numbers have a decimal point; here are {called}" in told


def test_what_is_no_path_is_told():
    frame = pytest.importorskip("pandas").DataFrame({"comfort": [1.0], "cost": [2.0]})
    with pytest.raises(UsageError, match="expected paths or names, found a DataFrame: write it"):
        sc.batch("coffee", table=frame)
