"""Rows of tables by their places: what is read there is what would have been sent, or nothing."""

import os
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from batch_builders import COFFEE, put
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.batch.chunk import placed, whole
from scenario_cli.batch.parts import TableParts
from scenario_cli.batch.places import HashedBytes, TablePart, UnseenError, bytes_at
from scenario_cli.batch.plan import BatchAsked, planned
from scenario_cli.batch.reading import read_table
from scenario_cli.batch.sources import TableFile
from scenario_cli.errors import InputError


@pytest.fixture
def scenario(folder):
    put(folder / "coffee.yaml", COFFEE)
    return sc.read_scenario("coffee.yaml")


def both(path, scenario, at_once, **how):
    """Return the rows of a table as they are sent, and by their places."""
    kind = "parquet" if path.suffix == ".parquet" else "csv"
    table = TableFile(path, path.name, path.name, kind)
    return [
        list(read_table(table, scenario, at_once, keep=True, by_name=by_name, **how))
        for by_name in (False, True)
    ]


def plainly(rows):
    """Return rows with arrays as lists, so that they can be compared."""
    content = rows.content
    if isinstance(content, list):
        content = [[*map(float, c)] if isinstance(c, np.ndarray) else c for c in content]
    return rows._replace(content=content)


@pytest.mark.parametrize("head", ["comfort,cost", "\ufeffcomfort,cost", "weights,comfort,cost,note"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_lines_at_their_places_are_those_that_would_be_sent(folder, scenario, head, end, at_once):
    lines = [f"{k},{k + 1}" for k in range(1, 24)]
    if "note" in head:
        lines = [f'"a{end}b",{line},"x ""y"", z"' for line in lines]
    table = Path("t.csv")
    table.write_bytes((end.join([head, *lines]) + end).encode())
    sent, named = both(table, scenario, at_once)
    assert len(sent) == len(named) > (at_once < 1000)
    assert all(isinstance(rows.content, TablePart) for rows in named)
    with closing(TableParts()) as parts:
        assert [parts.read(rows) for rows in reversed(named)] == [*reversed(sent)]
    places = [rows.content.spans[0] for rows in named]
    content = table.read_bytes()
    assert content[: places[0].start].endswith(f"cost{end}".encode()) or "note" in head
    assert [place.start for place in places[1:]] == [place.end for place in places[:-1]]
    assert places[-1].end == len(content)


@given(
    n=st.integers(1, 60),
    group=st.integers(1, 70),
    at_once=st.integers(1, 70),
    order=st.randoms(use_true_random=False),
    data=st.booleans(),
)
def test_rows_of_parquet_at_their_places_are_those_that_would_be_sent(
    tmp_path_factory, n, group, at_once, order, data
):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    home = tmp_path_factory.mktemp("parts")
    put(home / "coffee.yaml", COFFEE)
    scenario = sc.read_scenario(home / "coffee.yaml")
    columns = {"comfort": [k / 7 for k in range(n)], "cost": [float(k) for k in range(n)]}
    if data:
        columns |= {
            "weights": [f"n{k}" for k in range(n)],
            "note": [f"é{k}" if k % 3 else None for k in range(n)],
        }
        columns["cost"][n // 2] = None
    table = home / "t.parquet"
    pq.write_table(pa.table(columns), table, row_group_size=group)
    sent, named = both(table, scenario, at_once)
    pairs = [*zip(sent, named, strict=True)]
    with closing(TableParts()) as parts:
        assert [plainly(parts.read(rows)) for rows in named] == [*map(plainly, sent)]
    order.shuffle(pairs)
    with closing(TableParts()) as parts:
        assert [plainly(parts.read(there)) for _, there in pairs] == [plainly(rows) for rows, _ in pairs]


def test_what_is_read_at_a_place_is_what_was_planned_or_nothing(folder):
    Path("x").write_bytes(b"0123456789")
    span = HashedBytes(2, 5, sha256(b"234").hexdigest())
    assert bytes_at("x", span) == b"234"
    for content in (b"01x3456789", b"012", b""):
        Path("x").write_bytes(content)
        with pytest.raises(UnseenError, match=r"^x$"):
            bytes_at("x", span)
    Path("x").unlink()
    with pytest.raises(UnseenError):
        bytes_at("x", span)


@pytest.mark.parametrize("kept", [False, True], ids=["later", "at the same time"])
def test_a_parquet_file_that_was_changed_is_not_read(folder, scenario, kept):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    table = Path("t.parquet")

    def write(first):
        pq.write_table(pa.table({"comfort": [first, 2.0, 3.0], "cost": [1.0, 1.0, 1.0]}), table)

    write(1.0)
    size, time = table.stat().st_size, table.stat().st_mtime_ns
    _, named = both(table, scenario, 2)
    write(5.0)
    assert table.stat().st_size == size
    os.utime(table, ns=(time + (0 if kept else 10**9),) * 2)
    from scenario_cli.batch.places import hash_at

    hash_at.cache_clear()  # another process, which has never seen it
    with closing(TableParts()) as parts, pytest.raises(UnseenError):
        parts.read(named[0])


def test_weights_by_name_are_read_where_they_are_scored_unless_they_were_changed(coffee):
    plan = planned(BatchAsked(scenarios=("coffee",), weights=("weights",)))
    (chunk,) = plan.steps(plan.layout)
    named = placed(chunk)
    os.chdir("/")  # a worker stands elsewhere
    with closing(TableParts()) as parts:
        there = whole(named, parts)
        assert [file.content for file in there.weights] == [
            (coffee / f"weights/{id_}.yaml").read_bytes() for id_ in ("fair", "gourmet", "miser")
        ]
        assert [file.name for file in there.weights] == [str(file) for file in chunk.weights]
        os.utime(coffee / "weights/gourmet.yaml", ns=(1, 1))
        with pytest.raises(UnseenError, match="gourmet"):
            whole(named, parts)


def test_weights_that_are_not_there_are_told_by_whoever_names_them(coffee):
    plan = planned(BatchAsked(scenarios=("coffee",), weights=("weights/fair.yaml", "weights/none.yaml")))
    (chunk,) = plan.steps(plan.layout)
    named = placed(chunk)
    assert [mistake.code for mistake in named.unread] == ["missing-file"]
    assert [file.name for file in named.weights] == ["weights/fair.yaml"]


@pytest.mark.parametrize("by_name", [False, True])
def test_a_table_that_changes_while_it_is_read_is_told_and_read_no_further(folder, scenario, by_name):
    path = Path("t.csv")
    path.write_text("comfort,cost\n" + "1,2\n" * 9)
    rows = read_table(TableFile(path, "t.csv", "t.csv", "csv"), scenario, 3, by_name=by_name)
    next(rows)
    path.write_text("comfort,cost\n" + "2,1\n" * 9)
    os.utime(path, ns=(1, 1))
    with pytest.raises(InputError) as error:
        next(rows)
    (mistake,) = error.value.mistakes
    assert (mistake.file, mistake.code) == ("t.csv", "changed-input")
    assert mistake.message == "this file has been changed since the run began to read it"
