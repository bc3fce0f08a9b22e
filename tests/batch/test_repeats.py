"""Names and rows of numbers that stand in a table a second time are told, and scored all the same."""

import numpy as np
import pytest
from batch_builders import COFFEE, put, put_table, rows_of

from scenario_cli.batch import plan, repeats, weightings, work
from scenario_cli.engine.repeats import repeats as repeated
from scenario_cli.engine.repeats import row_keys

TEXT = 'weights,comfort,cost\na,1,2\n"b\nc",3,4\nd,x,1\na,5,6\ne,1.0,2e0\n\na,1,2\n'
SAID = [
    "t.csv:5:2: error: row 4: 'x' in column 'comfort' is not a number [wrong-row]",
    "t.csv:6:1: warning: row 5: the same name as at line 2 [repeated-name]",
    "t.csv:7:1: warning: row 6: the same numbers as at line 2 [repeated-row]",
    "t.csv:9:1: warning: row 8: the same name as at line 2 [repeated-name]",
    "t.csv:9:1: warning: row 8: the same numbers as at line 2 [repeated-row]",
]


@pytest.mark.parametrize("at_once", [1, 2, 100])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_stands_a_second_time_is_told_at_its_line_and_scored(coffee, batch, monkeypatch, at_once, jobs):
    monkeypatch.setattr(plan, "weightings_at_once", lambda *_: at_once)
    put(coffee / "t.csv", TEXT)
    result = batch("coffee", "--table", "t.csv", "--jobs", jobs, code=3)
    assert result.stderr.splitlines() == SAID
    assert [row["weights"] for row in rows_of(result.stdout)[::3]] == ["a", "b\\nc", "a", "e", "a"]


def test_repeats_alone_are_no_mistake_and_are_told_once_however_many_scenarios(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2], [3, 4], [1, 2]])
    result = batch("coffee", "tea", "--table", "t.csv", "--injects", "each")
    said = "t.csv:4:1: warning: row 3: the same numbers as at line 2 [repeated-row]\n"
    assert result.stderr == said
    assert batch("coffee", "--table", "t.csv", "--fail-fast").stderr == said


def test_a_parquet_table_is_told_as_well(coffee, batch, put_parquet):
    put_parquet("t.parquet", {"weights": ["a", "a", "b"], "comfort": [1, 2, 1], "cost": [1.0, 2.0, 1.0]})
    assert batch("coffee", "--table", "t.parquet").stderr.splitlines() == [
        "t.parquet:3:1: warning: row 2: the same name as at line 2 [repeated-name]",
        "t.parquet:4:1: warning: row 3: the same numbers as at line 2 [repeated-row]",
    ]


def test_a_run_that_goes_on_tells_of_rows_that_stand_in_what_it_skips(coffee, batch, cut_after, small_pieces):
    rows = [[k, 3] for k in range(1, 201)]
    put_table(coffee / "t.csv", ["comfort", "cost"], [*rows, rows[0]])
    cut_after(3, "coffee", "--table", "t.csv", "--jobs", "1", "-o", "out.csv")
    said = batch("coffee", "--table", "t.csv", "-o", "out.csv", "--resume").stderr
    assert said == "t.csv:202:1: warning: row 201: the same numbers as at line 2 [repeated-row]\n"


def test_so_many_rows_of_a_table_are_compared(coffee, batch, monkeypatch, small_pieces):
    for module in (work, weightings):
        monkeypatch.setattr(module, "MOST_ROWS", 50)
    assert repeats.MOST_ROWS == 1_000_000
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1 + k % 60, 3] for k in range(110)])
    assert batch("coffee", "--table", "t.csv", "--jobs", "1").stderr == ""


def test_keys_are_equal_where_the_numbers_are():
    rng = np.random.default_rng(1)
    numbers = rng.integers(0, 6, (2_000, 3)).astype(float)
    numbers[::7] *= -0.0
    found = repeated(row_keys(list(numbers.T)))
    seen, expected = {}, []
    for k, row in enumerate(map(tuple, (numbers + 0.0).tolist())):
        if row in seen:
            expected.append((k, seen[row]))
        seen.setdefault(row, k)
    assert found == expected
    assert repeated(row_keys([np.arange(100_000.0), np.arange(100_000.0)[::-1]])) == []
    assert repeated(b"") == []
    assert repeated(row_keys([np.array([1.0, 2.0]), np.array([2.0, 1.0])])) == []
