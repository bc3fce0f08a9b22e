"""The rows of a table: a wrong one is told where it stands, and spoils no other."""

import re

import pytest
from batch_builders import put_table, rows_of

from scenario_cli.batch import plan

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
    monkeypatch.setattr(plan, "weightings_at_once", lambda *_: 2)
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


def test_wrong_rows_of_a_parquet_table_are_told(coffee, batch, put_parquet):
    put_parquet(
        "t.parquet", {"comfort": [1.0, None, 3.0, float("inf"), 0.0], "cost": [1.0, 2.0, -3.0, 4.0, 0.0]}
    )
    result = batch("coffee", "--table", "t.parquet", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["t.parquet:1"]
    for row in (2, 3, 4):
        assert f"row {row}: " in result.stderr
    assert "all weights of 't.parquet:5' are 0" in result.stderr


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
    (coffee / "t.csv").write_text('weights,comfort,cost\n"a,1,1\nb,1,1\n"c,1,1\nd,2,1\n', encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["b", "d"]
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == ["2", "4"]


@pytest.mark.parametrize("at_once", [1, 2, 3, 100])
def test_a_label_may_go_over_several_lines_wherever_a_piece_ends(coffee, batch, monkeypatch, at_once):
    monkeypatch.setattr(plan, "weightings_at_once", lambda *_: at_once)
    text = 'weights,comfort,cost\na,1,2\n"two\nlines",2,1\nb,x,1\n"three\n\nlines",3,1\nc,4,1\n'
    (coffee / "t.csv").write_text(text, encoding="utf-8")
    result = batch("coffee", "--table", "t.csv", "--jobs", "1", code=3)
    labels = [r["weights"] for r in rows_of(result.stdout)[::3]]
    assert labels == ["a", "two\\nlines", "three\\n\\nlines", "c"]
    assert result.stderr == "t.csv:5:2: error: row 4: 'x' in column 'comfort' is not a number [wrong-row]\n"


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


def test_a_label_over_two_lines_survives_a_bad_line_beside_it(coffee, batch):
    text = b'weights,comfort,cost\n"a\nb",1,2\nok,1,1\n\xff,1,2\n"c\nd",2,1\n'
    (coffee / "t.csv").write_bytes(text)
    result = batch("coffee", "--table", "t.csv", code=3)
    assert [r["weights"] for r in rows_of(result.stdout)[::3]] == ["a\\nb", "ok", "c\\nd"]
    assert result.stderr == "t.csv:5:1: error: row 4: this is not UTF-8 text [wrong-row]\n"
