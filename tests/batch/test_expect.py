"""``--expect``: the exit code says whether one option is alone first everywhere."""

import pytest
from batch_builders import COFFEE, WEIGHTS, put, put_table, rows_of

from scenario_cli.batch.ask import batch as asked


def test_an_option_that_is_alone_first_everywhere(coffee, batch):
    result = batch("coffee", "-w", "miser", "--expect", "keep")
    assert result.stderr == ""
    assert result.stdout == batch("coffee", "-w", "miser").stdout


def test_rows_are_written_all_the_same_and_the_first_miss_is_named(coffee, batch):
    args = ["coffee", "-w", "weights", "--injects", "each"]
    every = rows_of(batch(*args).stdout)
    missed = [row for row in every if row["option"] == "keep" and row["rank"] != "1"]
    result = batch(*args, "--expect", "keep", "-o", "out.csv", code=4)
    first = missed[0]
    (leader,) = [
        row["option"]
        for row in every
        if (row["weights"], row["injects"], row["rank"]) == (first["weights"], first["injects"], "1")
    ]
    assert result.stderr == (
        f"error: --expect keep: not alone first in {len(missed)} of 12 combinations; "
        f"in coffee, {first['weights']}, {first['injects']}: first is {leader}\n"
    )
    assert rows_of((coffee / "out.csv").read_text(encoding="utf-8")) == every


def test_who_shares_first_place_is_not_alone(coffee, batch):
    put_table(coffee / "t.csv", ["comfort", "cost", "ratings.rent.cost"], [[0, 1, 100]])
    result = batch("coffee", "--table", "t.csv", "--expect", "keep", code=4)
    assert result.stderr.endswith("not alone first in 1 of 1 combination; in coffee, t.csv:1, none: "
                                  "first is keep, rent\n")  # fmt: skip


@pytest.mark.parametrize("rows", ["all", "first", "changes"])
def test_it_does_not_hang_on_what_is_written(table, batch, rows):
    args = ["coffee", "--table", "table.csv", "--expect", "keep"]
    said = batch(*args, "--rows", rows, "--jobs", "2", code=4).stderr
    assert said == batch(*args, "--jobs", "1", "--columns", "score", code=4).stderr


def test_a_run_that_goes_on_or_has_finished_says_it_again(table, batch, cut_after, small_pieces):
    args = ["coffee", "--table", "table.csv", "--expect", "keep", "--jobs", "1", "-o", "out.csv"]
    expected = batch(*args[:-1], "whole.csv", code=4).stderr
    cut_after(5, *args)
    assert batch(*args, "--resume", code=4).stderr == expected
    assert batch(*args, "--resume", code=4).stderr == f"out.csv: finished before; nothing to do\n{expected}"
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


def test_an_option_that_no_scenario_has_is_wrong_usage(coffee, batch):
    said = batch("coffee", "--expect", "kep", code=2).stderr
    assert said == "error: --expect kep: no scenario has this option; did you mean 'keep'?\n"


def test_a_scenario_without_the_option_is_a_miss(coffee, batch):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea").replace("keep", "stay"))
    said = batch("coffee", "tea", "-w", "miser", "--expect", "keep", code=4).stderr
    assert said.endswith("not alone first in 1 of 2 combinations; in tea, miser, none: first is stay\n")


def test_a_miss_counts_whatever_else_was_wrong(coffee, batch):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    batch("coffee", "-w", "weights", "--expect", "keep", code=4)
    assert "bad.yaml" in batch("coffee", "-w", "bad", "-w", "miser", "--expect", "keep", code=3).stderr
    put(coffee / "t.csv", "comfort,cost\n")
    said = batch("coffee", "--table", "t.csv", "--expect", "keep", code=4).stderr
    assert said.endswith("error: --expect keep: no combination was scored\n")


def test_from_python_the_answer_counts_them(coffee):
    found = asked("coffee", weights="weights", expect="new")
    assert found.misses == found.to_dict()["misses"] > 0
    assert found.first_miss.startswith("coffee, fair, none: first is ")
    assert found.finding.endswith(f" new is not alone first in {found.misses} of them.")
    assert asked("coffee", weights="miser", expect="keep").misses == 0
