"""Which rows and columns are written, and how."""

import json

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, put, put_table, rows_in, rows_of

from scenario_cli.batch.ask import batch as asked
from scenario_cli.batch.layout import COLUMNS

pytestmark = pytest.mark.thorough

RANGES = ["low", "high", "could_lead"]


@pytest.fixture
def own(coffee):
    """The study with weights of its own, under which ``rent`` leads alone."""
    put(coffee / "weights/own.yaml", WEIGHTS.format(90, 10))
    put(coffee / "scenarios/coffee.yaml", COFFEE + "weights: own\n")
    return coffee


def leaders(rows):
    found = {}
    for row in rows:
        if row["rank"] == "1":
            key = row["scenario"], row["weights"], row["injects"]
            found.setdefault(key, set()).add(row["option"])
    return found


def test_rows_of_who_is_first(own, batch):
    args = ["coffee", "-w", "weights", "--injects", "all"]
    every = rows_of(batch(*args).stdout)
    assert rows_of(batch(*args, "--rows", "first").stdout) == [row for row in every if row["rank"] == "1"]


def test_rows_of_changes_are_first_places_other_than_under_the_scenario_s_own_weights(own, batch):
    args = ["coffee", "-w", "weights", "--injects", "all"]
    every = rows_of(batch(*args).stdout)
    (base,) = leaders(rows_of(batch("coffee").stdout)).values()
    changed = {key for key, first in leaders(every).items() if first != base}
    expected = [
        row
        for row in every
        if row["rank"] == "1" and (row["scenario"], row["weights"], row["injects"]) in changed
    ]
    assert 0 < len(changed) < len(leaders(every))
    assert rows_of(batch(*args, "--rows", "changes").stdout) == expected
    assert rows_of(batch("coffee", "--rows", "changes").stdout) == []
    without = COFFEE  # no weights of its own: equal ones
    put(own / "scenarios/coffee.yaml", without)
    (base,) = leaders(rows_of(batch("coffee").stdout)).values()
    found = leaders(rows_of(batch(*args, "--rows", "changes").stdout))
    assert found == {key: first for key, first in leaders(every).items() if first != base}


def test_a_tie_for_first_place_is_a_change(coffee, batch):
    """A leader who is joined by another leads no longer alone."""
    put_table(coffee / "t.csv", ["comfort", "cost", "ratings.rent.cost"], [[0, 1, 100], [0, 1, 430]])
    put(coffee / "weights/own.yaml", WEIGHTS.format(0, 1))
    put(coffee / "scenarios/coffee.yaml", COFFEE + "weights: own\n")
    rows = rows_of(batch("coffee", "--table", "t.csv", "--rows", "changes").stdout)
    assert [(row["row"], row["option"], row["tied"]) for row in rows] == [
        ("1", "keep", "true"),
        ("1", "rent", "true"),
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("rows", ["first", "changes"])
def test_fewer_rows_are_the_same_in_every_form_for_any_number_of_jobs_and_after_a_cut(
    table, batch, cut_after, small_pieces, form, rows
):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "--table", "table.csv", "--injects", "each", "--rows", rows]
    for jobs in ("1", "2"):
        batch(*args, "--jobs", jobs, "-o", f"jobs{jobs}{form}")
    cut_after(4, *args, "--jobs", "1", "-o", f"cut{form}")
    batch(*args, "-o", f"cut{form}", "--resume")
    whole = (table.parent / f"jobs1{form}").read_bytes()
    assert (table.parent / f"jobs2{form}").read_bytes() == (table.parent / f"cut{form}").read_bytes() == whole
    batch(*args, "-o", "plain.csv")
    assert rows_in(table.parent / f"jobs1{form}") == rows_in(table.parent / "plain.csv")
    assert asked("coffee", table="table.csv", injects="each", rows=rows).rows == len(
        rows_in(table.parent / "plain.csv")
    )


def test_columns_are_those_that_are_named_in_this_order(coffee, batch):
    every = rows_of(batch("coffee", "-w", "fair", "--injects", "each").stdout)
    shown = batch("coffee", "-w", "fair", "--injects", "each", "--columns", "score, option,injects").stdout
    assert shown.splitlines()[0] == "score,option,injects"
    assert rows_of(shown) == [{k: row[k] for k in ("score", "option", "injects")} for row in every]
    lines = batch("coffee", "-w", "fair", "-f", "json", "--columns", "tied,flags").stdout.splitlines()
    assert [list(json.loads(line)) for line in lines] == [["flags", "tied"]] * 3


@pytest.mark.parametrize("form", FORMS)
def test_the_ranges_are_those_of_score_in_every_form(coffee, batch, run, form):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    batch("coffee", "-w", "weights", "--columns", ",".join([*COLUMNS, *RANGES]), "-o", f"out{form}")
    rows = rows_in(coffee / f"out{form}")
    for id_ in ("fair", "gourmet", "miser"):
        single = json.loads(run("score", "coffee", "-w", id_, "-f", "json").stdout)
        stated = {one["option"]: (one["low"], one["high"]) for one in single["ranking"]}
        of = [row for row in rows if row["weights"] == id_]
        assert {row["option"]: (row["low"], row["high"]) for row in of} == stated
        for row in of:
            others = [low for option, (low, _) in stated.items() if option != row["option"]]
            assert row["could_lead"] == (row["high"] >= max(others))
    assert {row["could_lead"] for row in rows} == {True, False}


def test_from_python_columns_are_a_sequence_and_come_back_in_order(coffee):
    pytest.importorskip("pyarrow")
    columns = ["could_lead", "option", "flags", "high"]
    for output in (None, *(f"out{form}" for form in FORMS)):
        found = asked("coffee", weights="weights", columns=columns, output=output).to_arrow()
        assert found.column_names == columns
        assert found.num_rows == 9


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("scoer", "'scoer': rows have no such column; did you mean 'score'?"),
        ("score,score", "'score': this column is named twice"),
        ("file", "'file': rows have no such column; columns are scenario, weights, injects"),
        ("", "'': rows have no such column; columns are scenario, weights"),
    ],
)
def test_a_column_that_is_none_is_wrong_usage(coffee, batch, columns, said):
    assert batch("coffee", "--columns", columns, code=2).stderr.startswith(f"error: --columns {said}")


def test_a_kept_column_can_be_named(coffee, batch):
    put(coffee / "t.csv", "note,comfort,cost\nx,1,2\n")
    args = ["coffee", "--table", "t.csv", "--keep-columns"]
    assert (
        batch(*args, "--columns", "note,row,option").stdout
        == "note,row,option\nx,1,keep\nx,1,new\nx,1,rent\n"
    )
    assert "did you mean 'note'?" in batch(*args, "--columns", "notes", code=2).stderr


def test_a_page_shows_all(coffee, batch):
    for more in (["--rows", "first"], ["--columns", "score"]):
        said = batch("coffee", "-f", "table", *more, code=2).stderr
        assert said == f"error: {more[0]} goes with -f csv, -f json or -o FILE: a page shows all\n"


def test_plain_leaves_what_a_spreadsheet_would_run(coffee, batch):
    put_table(
        coffee / "t.csv",
        ["weights", "comfort", "cost", "=note"],
        [["=1+1", 1, 2, "@x"], ["-x", 1, 2, 'say "x", y'], ["-1", 1, 2, "two\nlines"]],
    )
    args = ["coffee", "--table", "t.csv", "--keep-columns"]
    rows = rows_of(batch(*args, "--plain").stdout)[::3]
    assert [(row["weights"], row["=note"]) for row in rows] == [
        ("=1+1", "@x"),
        ("-x", 'say "x", y'),
        ("-1", "two\\nlines"),
    ]
    guarded = rows_of(batch(*args).stdout)[::3]
    assert [(row["weights"], row["'=note"]) for row in guarded][:2] == [
        ("'=1+1", "'@x"),
        ("'-x", 'say "x", y'),
    ]


def test_columns_that_one_filters_by_have_statistics(coffee, batch):
    pq = pytest.importorskip("pyarrow.parquet")
    put(coffee / "t.csv", "note,comfort,cost\na,1,2\nb,1,3\n")
    columns = ",".join([*COLUMNS, "file", "row", "note", *RANGES])
    batch("coffee", "--table", "t.csv", "--keep-columns", "--columns", columns, "-o", "out.parquet")
    group = pq.ParquetFile(coffee / "out.parquet").metadata.row_group(0)
    told = {}
    for k in range(group.num_columns):
        column = group.column(k)
        if column.statistics is not None and column.statistics.has_min_max:
            told[column.path_in_schema] = column.statistics.min, column.statistics.max
    sought = ["scenario", "weights", "option", "rank", "score", "behind", "first", "file", "row", "note"]
    assert set(told) == {*sought, *RANGES}
    assert (told["rank"], told["row"], told["note"], told["option"]) == (
        (1, 3),
        (1, 2),
        ("a", "b"),
        ("keep", "rent"),
    )


@pytest.mark.parametrize(
    "more", [["--rows", "first"], ["--columns", "score"], ["--plain"], ["--expect", "new"]]
)
def test_a_run_with_another_layout_is_not_gone_on_with(table, batch, cut_after, small_pieces, more):
    args = ["coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv"]
    cut_after(4, *args)
    said = batch(*args, *more, "--resume", code=3).stderr
    assert "the inputs or options have changed since this run was cut off" in said
