"""``scenario verify`` of rows: what is altered, missing or there twice is found at its place."""

import csv
import io
import json
import random
from hashlib import sha256

import pytest
from batch_builders import FORMS, put, put_table, rows_in, rows_of
from sweeps import put_rows, shuffled

from scenario_cli.batch.verify import told

pytestmark = pytest.mark.thorough

NUMBERS = ("rank", "score", "behind", "row", "low", "high")
COLUMNS = (
    "scenario,weights,injects,option,rank,tied,score,behind,first,flags,input_sha256,version,"
    "file,row,low,high,could_lead"
)


@pytest.fixture
def swept(table, batch, few_at_once):
    """A sweep of the rows of a table, in CSV, its lines as they are, and its rows."""
    batch("coffee", "--table", "table.csv", "--injects", "each", "--columns", COLUMNS, "-o", "rows.csv")
    path = table.parent / "rows.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return path, lines, rows_of("".join(lines))


def with_field(line, column, value):
    """A line of CSV with another field in a column, all else to the byte."""
    fields = next(csv.reader([line]))
    fields[COLUMNS.split(",").index(column)] = value
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(fields)
    return stream.getvalue()


def another(rng, column, value):
    """Another number than a row has in a column."""
    if column == "row":
        return str(int(value) + rng.choice([-1, 1, 7, 1000]))
    if column == "rank":
        return str(rng.choice([k for k in (1, 2, 3, 4) if str(k) != value]))
    number = float(value)
    return repr(number + rng.choice([1e-6, -1e-6, 0.01, 5.0, -number if number else 1.0]))


@pytest.mark.parametrize("seed", range(40))
def test_one_altered_number_is_always_found_at_its_line(swept, run, seed):
    path, lines, rows = swept
    rng = random.Random(seed)
    at, column = rng.randrange(len(rows)), NUMBERS[seed % len(NUMBERS)]
    value = another(rng, column, rows[at][column])
    changed = with_field(lines[at + 1], column, value)
    path.write_text("".join([*lines[: at + 1], changed, *lines[at + 2 :]]), encoding="utf-8")
    done = run("verify", "rows.csv")
    assert done.exit_code == 4, done.stderr
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert f"rows.csv:{at + 2}" in places
    if column != "row":
        said = [
            line for line in done.stderr.splitlines() if line.startswith(f"rows.csv:{at + 2}: {column} of ")
        ]
        computed = json.dumps(float(rows[at][column]) if column != "rank" else int(rows[at][column]))
        stated = json.dumps(float(value) if column != "rank" else int(value))
        option = rows[at]["option"]
        assert said == [f"rows.csv:{at + 2}: {column} of {option}: stated {stated}, computed {computed}"]
        assert done.stderr.splitlines()[-1] == "error: 1 part of rows.csv does not come out any more."


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tied", "true"),
        ("first", "true"),
        ("could_lead", "false"),
        ("flags", "tie"),
        ("flags", "unrated near_tie"),
        ("flags", "nothing"),
        ("option", "rent"),
        ("option", "tea"),
        ("injects", "strike"),
        ("injects", "fire"),
        ("injects", "boom+strike"),
        ("weights", "other"),
        ("scenario", "tea"),
        ("file", "other.csv"),
    ],
)
def test_whatever_else_is_altered_is_found(swept, run, column, value):
    path, lines, rows = swept
    at = next(k for k, row in enumerate(rows) if k > 3000 and row["rank"] == "3" and row[column] != value)
    path.write_text(
        "".join([*lines[: at + 1], with_field(lines[at + 1], column, value), *lines[at + 2 :]]),
        encoding="utf-8",
    )
    done = run("verify", "rows.csv")
    assert done.exit_code == 4, done.stderr
    assert f"rows.csv:{at + 2}: " in done.stderr


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", [1, 2])
def test_one_altered_number_is_found_in_every_form(table, batch, run, few_at_once, form, seed):
    rng = random.Random(seed)
    name = f"rows{form}"
    batch("coffee", "--table", "table.csv", "--injects", "each", "-o", name)
    path = table.parent / name
    if form == ".parquet":
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        rows = pq.read_table(path)
        scores = rows.column("score").to_pylist()
        at = rng.randrange(len(scores))
        scores[at] += 1e-6
        pq.write_table(rows.set_column(rows.column_names.index("score"), "score", pa.array(scores)), path)
        where = f"{name}: row {at + 1}: score of "
    else:
        rows = rows_of(path.read_text("utf-8")) if form == ".csv" else rows_in(path)
        at = rng.randrange(len(rows))
        rows[at]["score"] = type(rows[at]["score"])(float(rows[at]["score"]) + 1e-6)
        if ".csv" in form:
            rows = [{k: _as_csv(k, v) for k, v in row.items()} for row in rows]
        put_rows(path, rows)
        where = f"{name}:{at + 1 + ('.csv' in form)}: score of "
    done = run("verify", name)
    assert done.exit_code == 4
    (line,) = [line for line in done.stderr.splitlines() if "stated" in line]
    assert line.startswith(where)


def _as_csv(column, value):
    if isinstance(value, list):
        return " ".join(value) if column == "flags" else "+".join(value) or "none"
    return str(value).lower() if isinstance(value, bool) else value


def test_an_altered_row_in_any_order_is_found(swept, run):
    path, lines, rows = swept
    changed = [
        with_field(lines[4001], "score", "1.25") if k == 4001 else line for k, line in enumerate(lines)
    ]
    path.write_text("".join(changed), encoding="utf-8")
    shuffled(path, path, 5)
    at = next(k for k, row in enumerate(rows_of(path.read_text(encoding="utf-8"))) if row["score"] == "1.25")
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    option, score = rows[4000]["option"], rows[4000]["score"]
    assert done.stderr == (
        f"rows.csv:{at + 2}: score of {option}: stated 1.25, computed {float(score)}\n"
        "error: 1 part of rows.csv does not come out any more.\n"
    )


@pytest.mark.parametrize("at", [0, 1, 2, 3000, 3001, 5998, 5999])
def test_a_row_that_is_missing_is_told_at_its_ranking(swept, run, at):
    path, lines, rows = swept
    path.write_text("".join(lines[: at + 1] + lines[at + 2 :]), encoding="utf-8")
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    start = at - at % 3
    line = start + 2
    assert done.stderr == (
        f"rows.csv:{line}: rows: stated 2 rows of its ranking, computed 3 rows of its ranking\n"
        "error: 1 part of rows.csv does not come out any more.\n"
    )
    assert rows[start]["injects"] == rows[at]["injects"]


def test_a_row_that_is_there_twice_is_told(swept, run):
    path, lines, _ = swept
    path.write_text("".join(lines[:3002] + lines[3001:]), encoding="utf-8")
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    assert "rows: stated 4 rows of its ranking, computed 3 rows of its ranking" in done.stderr


def test_rows_of_those_that_are_first_among_all_are_rows_that_are_missing(swept, run):
    """What batch with rows of the first alone would write, for one ranking in the middle and the last."""
    path, lines, rows = swept
    for some in ((3000,), (3000, 5997), (0,)):
        lost = {k for start in some for k in range(start, start + 3) if rows[k]["first"] == "false"}
        kept = [line for k, line in enumerate(lines[1:]) if k not in lost]
        path.write_text("".join([lines[0], *kept]), encoding="utf-8")
        done = run("verify", "rows.csv")
        assert done.exit_code == 4
        assert done.stderr.count("row of its ranking, computed 3 rows of its ranking\n") + done.stderr.count(
            "stated 2 rows of its ranking"
        ) == len(some)


@pytest.mark.parametrize("choice", ["first", "changes"])
def test_where_only_those_that_are_first_are_written_the_others_are_not_missed(table, batch, run, choice):
    put_table(table.parent / "t.csv", ["comfort", "cost", "ratings.rent.cost"], [[0, 1, 100], [1, 1, 300]])
    batch("coffee", "--table", "table.csv", "--table", "t.csv", "--rows", choice, "-o", "rows.csv")
    assert run("verify", "rows.csv").exit_code == 0
    path = table.parent / "rows.csv"
    rows = rows_of(path.read_text(encoding="utf-8"))
    tied = [k for k, row in enumerate(rows) if row["tied"] == "true"]
    assert len(tied) >= 2
    put_rows(path, [row for k, row in enumerate(rows) if k != tied[-1]])
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    assert "rows: stated 1 row of its ranking, computed 3 rows of its ranking" in done.stderr


def test_very_many_are_counted_and_the_first_told(swept, verified, run, monkeypatch):
    path, _, rows = swept
    put_rows(path, [row | {"score": "1.5"} for row in rows])
    monkeypatch.setattr(told, "MOST_KEPT", 30)
    monkeypatch.setattr(told, "AT_ONCE", 60)
    found, said = verified("rows.csv", code=4)
    assert (found["count"], len(found["mismatches"])) == (6000, 30)
    assert [one["where"].split(": ")[0] for one in found["mismatches"]] == [
        f"rows.csv:{k}" for k in range(2, 32)
    ]
    assert said.count("\n") == 21
    assert said.endswith("error: 6,000 parts of rows.csv do not come out any more.\n")
    shown = run("verify", "rows.csv").stdout
    assert "5,980 more; 10 of them are in JSON." in shown


def test_rows_of_another_version_are_held_to_their_numbers(swept, run):
    path, _, rows = swept
    put_rows(path, [row | {"version": "0.0.9", "flags": "tie"} for row in rows])
    done = run("verify", "rows.csv")
    assert done.exit_code == 0, done.stderr
    assert "version 0.0.9" in done.stdout
    put_rows(path, [row | {"version": "0.0.9", "rank": "9"} for row in rows])
    assert run("verify", "rows.csv").exit_code == 4


def test_a_file_of_a_dataset_that_is_altered_is_told(table, batch, run):
    pq = pytest.importorskip("pyarrow.parquet")
    batch("coffee", "--table", "table.csv", "-o", "rows/")
    path = table.parent / "rows/scenario=coffee/part-0.parquet"
    rows = pq.read_table(path)
    pq.write_table(rows, path, compression="none")
    done = run("verify", "rows")
    assert done.exit_code == 4
    assert done.stderr == (
        "rows/scenario=coffee/part-0.parquet: stated other bytes, computed those that were written\n"
        "error: 1 part of rows does not come out any more.\n"
    )
    path.unlink()
    done = run("verify", "rows")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "rows/scenario=coffee/part-0.parquet: error: it cannot be read" in done.stderr


def test_a_dataset_whose_manifest_was_made_to_fit_is_held_to_its_rows(table, batch, run):
    """Rows and their hash are altered: the numbers are still held to the inputs."""
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    for name, more in (("rows", []), ("sums", ["--summary"])):
        batch("coffee", "--table", "table.csv", *more, "-o", f"{name}/")
        path = table.parent / f"{name}/scenario=coffee/part-0.parquet"
        rows = pq.read_table(path)
        column = "score_mean" if more else "score"
        scores = rows.column(column).to_pylist()
        scores[1] += 0.001
        pq.write_table(rows.set_column(rows.column_names.index(column), column, pa.array(scores)), path)
        manifest = json.loads((table.parent / f"{name}/manifest.json").read_text())
        manifest["files"][0]["sha256"] = sha256(path.read_bytes()).hexdigest()
        put(table.parent / f"{name}/manifest.json", json.dumps(manifest))
        done = run("verify", name)
        assert done.exit_code == 4
        where = (
            "sums: row 2: score_mean of new"
            if more
            else "rows/scenario=coffee/part-0.parquet: row 2: score of new"
        )
        assert done.stderr.startswith(f"{where}: stated ")
        assert done.stderr.count("\n") == 2


def test_a_weighting_that_leaves_no_weight_has_no_ranking(coffee, batch, run):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 1], [1, 0]])
    batch("coffee", "--table", "t.csv", "-o", "rows.csv")
    rows = rows_of((coffee / "rows.csv").read_text(encoding="utf-8"))
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 1], [0, 0]])
    new = sha256((coffee / "t.csv").read_bytes()).hexdigest()
    put_rows(
        coffee / "rows.csv",
        [row | {"input_sha256": f"{row['input_sha256'].split('+')[0]}+{new}"} for row in rows],
    )
    done = run("verify", "rows.csv")
    assert done.exit_code == 4
    assert done.stderr.count("rows: stated a ranking, computed none: all weights are 0") == 3
