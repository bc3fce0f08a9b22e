"""``batch`` from Python: what the command writes, or the rows at hand."""

import json
from pathlib import Path

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, leftovers, put, put_table, rows_in

from scenario_cli.batch import ask, pool
from scenario_cli.batch.ask import batch
from scenario_cli.batch.layout import COLUMNS, PLACE_TYPES
from scenario_cli.errors import InputError, LostWorkerError, MissingPackageError, OutputError, UsageError


@pytest.fixture
def command(run):
    """Run the command, and return its file."""

    def command(*args, output):
        result = run("batch", *args, "-o", output)
        assert result.exit_code in {0, 3}, result.stderr
        return Path(output)

    return command


@pytest.fixture
def without(monkeypatch):
    """Hide a package, as where its extra was not installed."""

    def without(*hidden):
        def there(module):
            return None if module in hidden else "there"

        monkeypatch.setattr("scenario_cli.extras.find_spec", there)
        monkeypatch.setattr(ask, "find_spec", there)

    return without


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_the_bytes_that_the_command_writes(table, command, form):
    theirs = command(
        "coffee", "-w", "weights", "--table", "table.csv", "--injects", "each", output=f"a{form}"
    )
    ours = batch("coffee", weights="weights", table=table, injects="each", output=Path(f"b{form}"))
    assert Path(f"b{form}").read_bytes() == theirs.read_bytes()
    assert (ours.rows, ours.output, ours.mistakes, ours.sound) == (503 * 4 * 3, f"b{form}", (), True)
    assert leftovers(table.parent) == []


@pytest.mark.parametrize("form", [None, *FORMS])
def test_rows_are_the_same_wherever_they_are(coffee, command, form):
    pytest.importorskip("pyarrow")
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    asked = {"weights": ["fair", Path("weights/bad.yaml"), "w*/m*.yaml"], "injects": "all"}
    found = batch("coffee", **asked, output=form and f"out{form}")
    expected = rows_in(
        command("coffee", "-w", "fair", "-w", "miser", "--injects", "all", output="expected.csv")
    )
    assert found.to_arrow().to_pylist() == expected
    assert found.to_arrow().schema.equals(batch("coffee").to_arrow().schema)
    frame = pytest.importorskip("pandas").DataFrame(expected)
    assert found.to_frame().to_dict("list") == frame.to_dict("list")
    assert found.rows == len(expected)
    assert not found.sound
    assert [(m.file, m.code) for m in found.mistakes] == [("weights/bad.yaml", "out-of-range")]


def test_an_arrow_stream_is_what_other_packages_read(coffee):
    pa = pytest.importorskip("pyarrow")
    found = batch("coffee", weights="weights")
    assert pa.table(found).equals(found.to_arrow())


def test_the_finding_is_one_sentence(coffee):
    put(coffee / "scenarios/tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    put(coffee / "scenarios/sole.yaml", COFFEE.replace("taste: 4", "taste: 44"))
    of = "combinations of scenario, weights and injects"
    assert batch(["coffee", "tea"], weights="weights").finding == f"18 rows of 6 {of} are here; no mistakes."
    found = batch("scenarios", weights="weights", injects="each", output="out.csv")
    assert found.finding == f"72 rows of 24 {of} are in out.csv; 1 mistake."


def test_a_repr_is_short_however_much_was_wrong(coffee):
    for k in range(30):
        put(coffee / f"weights/bad{k}.yaml", WEIGHTS.format(-1, 2))
    shown = repr(batch("coffee", weights="weights")).splitlines()
    assert shown[0].startswith("BatchAnswer: 9 rows of 3 combinations")
    assert shown[1].startswith("weights/bad0.yaml:2:")
    assert shown[2:] == ["... and 29 more"]
    assert len(repr(batch("coffee")).splitlines()) == 1


def test_a_dict_is_plain_data_with_the_rows_that_no_file_has(coffee):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    here = batch("coffee", weights="weights").to_dict()
    there = batch("coffee", weights="weights", output="out.jsonl").to_dict()
    assert json.loads(json.dumps(here))["table"] == rows_in(coffee / "out.jsonl")
    assert set(here) - set(there) == {"table"}
    assert there["rows"] == here["rows"] == 9
    assert there["mistakes"][0]["file"] == "weights/bad.yaml"


def test_nothing_that_could_be_read_is_an_input_error(coffee):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    with pytest.raises(InputError) as told:
        batch(["coffee", "nowhere"], weights=["weights/bad.yaml", "neither"])
    assert {mistake.file for mistake in told.value.mistakes} == {"weights/bad.yaml", "nowhere", "neither"}


def test_the_first_mistake_is_raised_where_it_is_asked_for(coffee):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, -2))
    with pytest.raises(InputError) as told:
        batch("coffee", weights="weights", fail_fast=True)
    assert len(told.value.mistakes) == 1


def test_a_table_without_rows_is_no_mistake(coffee):
    put_table(coffee / "t.csv", ["comfort", "cost"], [])
    found = batch("coffee", table="t.csv")
    assert (found.rows, found.sound, [m.code for m in found.mistakes]) == (0, True, ["empty"])
    assert found.to_dict()["table"] == []
    assert batch("coffee", table="t.csv", output="o.jsonl").to_arrow().column_names == [
        *COLUMNS,
        *PLACE_TYPES,
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_tells_of_rows(table, jobs):
    seen = []
    found = batch("coffee", table=table, injects="all", jobs=jobs, progress=lambda *of: seen.append(of))
    assert seen[-1] == (found.rows, found.rows)


def test_a_run_that_was_cut_off_goes_on_and_counts_everything(table, cut_after, small_pieces):
    put(table.parent / "weights/a.yaml", WEIGHTS.format(-1, 2))
    cut_after(6, "coffee", "-w", "weights", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    found = batch("coffee", weights="weights", table=table.name, output="out.csv", resume=True)
    assert (found.rows, found.sound, found.mistakes) == (1509, False, ())
    assert found.finding.endswith("are in out.csv; 1 mistake.")
    assert found.finding.startswith("1,509 rows of 503 combinations")


@pytest.mark.parametrize(
    ("asked", "parameter", "said"),
    [
        ({"output": "out.xlsx"}, "output", "out.xlsx: expected one of .csv"),
        ({"table": ["-", "-"]}, "table", "-: standard input can be read once"),
        ({"rows": "some"}, "rows", "some: rows are one of all, first, changes"),
        ({"columns": ["scores"]}, "columns", "'scores': rows have no such column; did you mean 'score'?"),
        ({"expect": "nev"}, "expect", "nev: no scenario has this option; did you mean 'new'?"),
        ({"table": "t.csv", "output": "t.csv"}, "output", "t.csv: this is the table that is read"),
        ({"injects": "some"}, "injects", "some: injects are one of none, each, pairs, all"),
        ({"jobs": 0}, "jobs", "0: there is at least one job"),
        ({"resume": True}, "resume", "only a run that writes a file can be gone on with"),
    ],
)
def test_what_cannot_be_asked_is_told_without_the_words_of_a_command_line(coffee, asked, parameter, said):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2]])
    with pytest.raises(UsageError) as told:
        batch("coffee", **asked)
    assert str(told.value).startswith(said)
    assert told.value.parameter == parameter


def test_messages_name_no_option(table, cut_after, small_pieces, monkeypatch):
    args = {"table": table.name, "output": "out.csv"}
    cut_after(3, "coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    put(table.parent / "scenarios/coffee.yaml", COFFEE + "# a remark\n")
    with pytest.raises(InputError, match="have changed") as changed:
        batch("coffee", **args, resume=True)
    with pytest.raises(OutputError, match=r"^nowhere/out.csv: cannot be written: ") as unwritten:
        batch("coffee", table=table, output="nowhere/out.csv")
    monkeypatch.setattr(pool, "TRIES", 0)
    with pytest.raises(LostWorkerError) as lost:
        batch("coffee", **args, jobs=2, force=True)
    for told in (changed, unwritten, lost):
        assert "--" not in str(told.value)
        assert not str(told.value).startswith("error: ")


def test_without_packages_of_extras_rows_are_plain_data(coffee, without):
    expected = batch("coffee", weights="weights").to_dict()
    without("pyarrow")
    found = batch("coffee", weights="weights")
    assert found.to_dict() == expected
    assert found.to_frame().to_dict("records") == expected["table"]
    with pytest.raises(MissingPackageError, match=r"an Arrow table needs pyarrow; .* the extra 'table': pip"):
        found.to_arrow()
    with pytest.raises(MissingPackageError, match=r"^Parquet needs pyarrow; install scenario-cli with the"):
        batch("coffee", output="out.parquet")
    without("pandas", "distributed")
    with pytest.raises(MissingPackageError, match="a frame needs pandas"):
        found.to_frame()
    with pytest.raises(
        MissingPackageError, match=r"a Dask cluster needs distributed; .* the extra 'cluster': pip"
    ):
        batch("coffee", cluster="local")


def test_an_answer_is_made_of_what_was_held_when_packages_came_later(coffee, without):
    pytest.importorskip("pyarrow")
    expected = batch("coffee", weights="weights").to_arrow()
    without("pyarrow")
    found = batch("coffee", weights="weights")
    without()
    assert found.held.layout.form == "jsonl"
    assert found.to_arrow().equals(expected)
    assert found == batch("coffee", weights="weights"), "two answers are the same in whatever form they hold"
