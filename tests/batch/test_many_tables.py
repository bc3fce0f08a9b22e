"""Several tables: all of them, in the order given, whoever scores them."""

from hashlib import sha256

import pytest
from batch_builders import COFFEE, FORMS, put, put_table, rows_in, rows_of

from scenario_cli.batch.ask import batch as asked


@pytest.fixture
def tables(coffee):
    put_table(coffee / "b.csv", ["comfort", "cost"], [[k, 3] for k in range(1, 120)])
    put_table(coffee / "a.csv", ["weights", "cost", "comfort"], [[f"w{k}", k, 7] for k in range(1, 90)])
    return coffee


BOTH = ["coffee", "--table", "b.csv", "--table", "a.csv"]


def test_all_tables_are_read_in_the_order_given(tables, batch):
    """Of two tables the first was once left out without a word."""
    rows = rows_of(batch(*BOTH).stdout)
    one, other = (rows_of(batch("coffee", "--table", name).stdout) for name in ("b.csv", "a.csv"))
    assert rows == one + other
    assert len(one) == 3 * 119
    assert len(other) == 3 * 89


def test_each_row_names_the_hash_of_its_own_table(tables, batch):
    own = sha256((tables / "scenarios/coffee.yaml").read_bytes()).hexdigest()
    for row in rows_of(batch(*BOTH).stdout):
        table = tables / ("b.csv" if row["weights"].startswith("b.csv:") else "a.csv")
        assert row["input_sha256"] == f"{own}+{sha256(table.read_bytes()).hexdigest()}"


def test_with_weights_and_several_scenarios_each_has_them_all(tables, batch):
    put(tables / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    rows = rows_of(batch("tea", *BOTH, "-w", "fair").stdout)
    per = 3 * (1 + 119 + 89)
    assert [row["scenario"] for row in rows] == ["tea"] * per + ["coffee"] * per
    assert [row["weights"] for row in rows[:per:3]][:2] == ["fair", "b.csv:1"]


@pytest.mark.parametrize("form", FORMS)
def test_processes_and_a_cut_change_no_byte(tables, batch, cut_after, small_pieces, form):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    batch(*BOTH, "--jobs", "1", "-o", f"one{form}")
    batch(*BOTH, "--jobs", "2", "-o", f"two{form}")
    cut_after(5, *BOTH, "--jobs", "1", "-o", f"cut{form}")  # in the second table
    batch(*BOTH, "-o", f"cut{form}", "--resume")
    whole = (tables / f"one{form}").read_bytes()
    assert (tables / f"two{form}").read_bytes() == (tables / f"cut{form}").read_bytes() == whole


@pytest.mark.parametrize("change", ["a.csv", "b.csv", "order", "one left out"])
def test_a_change_of_any_table_is_noticed_when_a_run_goes_on(tables, batch, cut_after, small_pieces, change):
    cut_after(5, *BOTH, "--jobs", "1", "-o", "out.csv")
    args = BOTH
    if change == "order":
        args = ["coffee", "--table", "a.csv", "--table", "b.csv"]
    elif change == "one left out":
        args = ["coffee", "--table", "b.csv"]
    else:
        put(tables / change, (tables / change).read_text(encoding="utf-8") + "\n")
    said = batch(*args, "-o", "out.csv", "--resume", code=3).stderr
    assert "have changed since this run was cut off" in said


def test_from_python_a_table_is_one_path_or_several(tables, batch):
    batch(*BOTH, "-o", "command.csv")
    found = asked("coffee", table=["b.csv", tables / "a.csv"], output="python.csv")
    assert (tables / "python.csv").read_bytes() == (tables / "command.csv").read_bytes()
    assert found.rows == 3 * (119 + 89)
    assert asked("coffee", table=tables / "a.csv").rows == asked("coffee", table="a.csv").rows == 3 * 89
    assert asked("coffee", table=None).rows == asked("coffee", table=[]).rows == 3


def test_a_wrong_table_does_not_stop_the_others(tables, batch):
    put(tables / "bad.csv", "comfort,fame\n1,2\n")
    args = ["coffee", "--table", "bad.csv", "--table", "nowhere.csv", "--table", "a.csv"]
    result = batch(*args, code=3)
    assert len(rows_of(result.stdout)) == 3 * 89
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == ["bad.csv", "nowhere.csv"]


def test_none_of_the_tables_is_written_over(tables, batch):
    before = (tables / "a.csv").read_bytes()
    assert "this is the table that is read" in batch(*BOTH, "-o", "a.csv", code=2).stderr
    assert (tables / "a.csv").read_bytes() == before


def test_tables_of_one_name_are_told(tables, batch):
    put(tables / "deep/b.csv", "comfort,cost\n1,2\n")
    said = batch("coffee", "--table", "b.csv", "--table", "deep/b.csv").stderr
    assert said == "deep/b.csv:1:1: warning: its rows are called as those of 'b.csv' [same-name]\n"
    said = batch("coffee", "--table", "deep/b.csv", "--table", "deep/b.csv").stderr
    assert said.startswith("deep/b.csv:1:1: warning: this table is named twice [same-name]\n")


def test_rows_of_all_forms_are_alike(tables, batch):
    for form in FORMS:
        batch(*BOTH, "-o", f"out{form}")
        assert rows_in(tables / f"out{form}") == rows_in(tables / "out.csv")
