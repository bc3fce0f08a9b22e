"""Two sweeps whose rows stand in any order, with any of them missing, differ as they do in theirs."""

import random
import tracemalloc

import pytest
from batch_builders import rows_of
from builders import few
from hypothesis import given
from hypothesis import strategies as st
from sweeps import counted, expected, put_rows, shuffled, two_sweeps

from scenario_cli.batch.diff import joined
from scenario_cli.batch.diff.ask import diff
from scenario_cli.batch.written import order
from scenario_cli.batch.written.order import in_order

pytestmark = pytest.mark.thorough


@pytest.fixture(params=["of rankings", "of rows"])
def whole(request):
    return request.param == "of rankings"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_gives_the_same_difference(long_pair, compared, tmp_path, whole, seed):
    old, new = long_pair
    said = compared(old, new)
    others = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for k, (path, other) in enumerate(zip(long_pair, others, strict=True)):
        shuffled(path, other, seed + k, whole=whole)
    for one, other in ((old, others[1]), (others[0], new), others):
        assert compared(one, other) == said


@pytest.mark.parametrize("choice", ["first", "changes"])
def test_any_order_of_rows_that_are_first(table, batch, compared, tmp_path, choice, whole):
    pair = two_sweeps(batch, table.parent, "--table", "table.csv", "--rows", choice)
    said = compared(*pair)
    shuffled(pair[0], tmp_path / "a.csv", 4, whole=whole)
    shuffled(pair[1], tmp_path / "b.csv", 5, whole=whole)
    assert compared(tmp_path / "a.csv", tmp_path / "b.csv") == said


def test_where_too_many_wait_for_their_like_both_are_put_in_order(long_pair, compared, monkeypatch, tmp_path):
    said = compared(*long_pair)
    monkeypatch.setattr(joined, "MOST_WAITING", 100)
    monkeypatch.setattr(order, "IN_MEMORY", 700)
    monkeypatch.setattr(order, "AT_ONCE", 64)
    assert compared(*long_pair) == said
    for whole in (True, False):
        shuffled(long_pair[1], tmp_path / "b.csv", 6, whole=whole)
        assert compared(long_pair[0], tmp_path / "b.csv") == said


def test_a_disk_without_room_to_put_rows_in_order_is_told(long_pair, run, monkeypatch, tmp_path):
    def full(file, rows):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(order, "IN_MEMORY", 700)
    monkeypatch.setattr(order, "_put", full)
    shuffled(long_pair[1], tmp_path / "b.csv", 6)
    for command in (["diff", "old.csv", "b.csv"], ["verify", "b.csv"]):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.endswith("cannot be written, to put rows in order: No space left on device\n")


def test_any_rows_may_be_missing(long_pair, compared, tmp_path):
    """Whole rankings, or rows of some, on either side."""
    for seed in range(6):
        rng = random.Random(seed)
        some = []
        for path, name in zip(long_pair, ("a.csv", "b.csv"), strict=True):
            rows = rows_of(path.read_text(encoding="utf-8"))
            lost = {rng.randrange(len(rows)) for _ in range(20)} if seed % 2 else set()
            gone = {str(rng.randrange(500)) for _ in range(30)}
            left = [row for k, row in enumerate(rows) if k not in lost and row["row"] not in gone]
            if seed > 3:
                rng.shuffle(left)
            put_rows(tmp_path / name, left)
            some.append(tmp_path / name)
        sweep = compared(*some)
        whole = expected(*some)
        # A ranking whose first row is missing has no leader, and one that has only that may stand anywhere.
        told = {k: v for k, v in counted(sweep).items() if k not in ("ranked_otherwise", "differ")}
        assert told == {k: whole[k] for k in told}
        assert sweep["ranked_otherwise"] <= whole["ranked_otherwise"] <= sweep["ranked_otherwise"] + 40


@few
@given(st.lists(st.tuples(st.integers(0, 9), st.integers()), max_size=60), st.integers(1, 9))
def test_rows_in_order_are_sorted_and_those_alike_stay_as_they_came(rows, in_memory):
    kept, at_once = order.IN_MEMORY, order.AT_ONCE
    order.IN_MEMORY, order.AT_ONCE = in_memory, 2
    try:
        assert [*in_order(rows, lambda row: row[0])] == sorted(rows, key=lambda row: row[0])
    finally:
        order.IN_MEMORY, order.AT_ONCE = kept, at_once


def test_memory_does_not_grow_with_the_number_of_rows(long_pair, tmp_path):
    """Eight times the rows, in one order: the peak stays where it was."""
    peaks = []
    for times in (1, 8):
        paths = []
        for path in long_pair:
            head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            again = [line.replace("table.csv", f"table{k}.csv") for k in range(times) for line in lines]
            (tmp_path / "long").mkdir(exist_ok=True)
            paths.append(tmp_path / "long" / path.name)
            paths[-1].write_text("".join([head, *again]), encoding="utf-8")
        tracemalloc.start()
        assert diff(*paths).rankings == 2000 * times
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
