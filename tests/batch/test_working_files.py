"""Working files never take the place of anything of a user's, and are reached through no link."""

import os

import pytest
from batch_builders import COFFEE, WEIGHTS, leftovers, put, put_table, rows_in, working

pytestmark = pytest.mark.thorough

KINDS = ["part", "journal", "made"]
TABLE = "comfort,cost\n1,2\n"


def put_link(path, to):
    try:
        path.symlink_to(to)
    except OSError:
        pytest.skip("no links here")


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_user_s_own_part_journal_and_made_are_left_alone(coffee, batch, form):
    """These were the names of working files, and what stood there was lost without a word."""
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    for kind in KINDS:
        put(coffee / f"x{form}.{kind}", TABLE)
    batch("coffee", "--table", f"x{form}.part", "--table", f"x{form}.journal", "-o", f"x{form}")
    assert len(rows_in(coffee / f"x{form}")) == 6
    assert {(coffee / f"x{form}.{kind}").read_text(encoding="utf-8") for kind in KINDS} == {TABLE}


def test_a_folder_under_the_name_of_a_parquet_file_in_the_making_is_left_alone(coffee, batch):
    pytest.importorskip("pyarrow")
    (coffee / "g.parquet.made").mkdir()
    batch("coffee", "-w", "fair", "-o", "g.parquet")
    assert (coffee / "g.parquet.made").is_dir()


WAYS = {
    "a folder": lambda path, other: path.mkdir(),
    "a file": lambda path, other: put(path, "mine"),
    "a table": lambda path, other: put(path, TABLE),
    "a link": put_link,
    "a link that leads nowhere": lambda path, other: put_link(path, other.with_name("nowhere")),
    "a second name": lambda path, other: os.link(other, path),
    "a pipe": lambda path, other: os.mkfifo(path),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("more", [[], ["--force"], ["--resume"]])
def test_what_is_in_the_way_is_told_and_stays(coffee, batch, kind, way, more):
    if way == "a pipe" and not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    put(coffee / "other", "precious")
    put(coffee / "out.csv", "old")
    name = working(coffee / "out.csv", kind)
    WAYS[way](name, coffee / "other")
    before = name.lstat()
    said = batch("coffee", "-w", "fair", "-o", "out.csv", *more, code=3).stderr
    assert said == f"out.csv: error: cannot be written: '{name.name}' is in the way, and of no run\n"
    after = name.lstat()
    assert (after.st_ino, after.st_mode, after.st_size) == (before.st_ino, before.st_mode, before.st_size)
    assert (coffee / "other").read_text(encoding="utf-8") == "precious"
    assert (coffee / "out.csv").read_text(encoding="utf-8") == "old"
    assert not (coffee / "nowhere").exists()


@pytest.mark.parametrize("kind", ["part", "made"])
def test_a_link_in_the_place_of_an_unfinished_run_s_file_is_not_followed(
    table, batch, cut_after, small_pieces, kind
):
    pytest.importorskip("pyarrow")
    args = ["coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.parquet"]
    cut_after(4, *args)
    name = working(table.parent / "out.parquet", kind)
    name.unlink(missing_ok=True)
    put(table.parent / "other", "precious")
    put_link(name, table.parent / "other")
    for more in (["--resume"], ["--force"]):
        assert "is in the way" in batch(*args, *more, code=3).stderr
    assert (table.parent / "other").read_text(encoding="utf-8") == "precious"


def test_a_working_file_is_no_table_of_the_run_that_needs_it(table, batch, cut_after, small_pieces):
    cut_after(4, "coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    part = working(table.parent / "out.csv", "part")
    before = part.read_bytes()
    said = batch("coffee", "--table", part.name, "-o", "out.csv", "--force", code=2).stderr
    assert said == "error: -o out.csv: this is the table that is read\n"
    assert part.read_bytes() == before


READ = {
    "table": (["coffee", "--table", "in.csv"], TABLE, "this is the table that is read"),
    "scenario": (["in.csv", "-w", "fair"], COFFEE, "this is a scenario that is read"),
    "weights": (["coffee", "-w", "in.csv"], WEIGHTS.format(1, 2), "these are weights that are read"),
}


@pytest.mark.parametrize("output", ["in.csv", "./in.csv", "link.csv", "second.csv"])
@pytest.mark.parametrize("read", READ)
def test_no_file_that_is_read_is_written_over(coffee, batch, read, output):
    args, text, said = READ[read]
    put(coffee / "in.csv", text)
    if output == "link.csv":
        put_link(coffee / output, "in.csv")
    if output == "second.csv":
        os.link(coffee / "in.csv", coffee / output)
    told = batch(*args, "-o", output, code=2).stderr
    assert told == f"error: -o {output}: {said}\n"
    assert (coffee / "in.csv").read_text(encoding="utf-8") == text
    assert [path.name for path in coffee.iterdir() if path.name.startswith(".")] == []


def test_weights_that_only_a_scenario_names_are_not_written_over(coffee, batch):
    put(coffee / "scenarios/own.yaml", COFFEE.replace("id: coffee", "id: own\nweights: ./in.csv"))
    put(coffee / "in.csv", WEIGHTS.format(1, 2))
    said = batch("own", "-o", "in.csv", code=2).stderr
    assert said == "error: -o in.csv holds weights, which a result does not replace; name another file\n"
    assert (coffee / "in.csv").read_text(encoding="utf-8") == WEIGHTS.format(1, 2)
    assert leftovers(coffee) == []


def test_a_name_like_that_of_a_working_file_is_fine_for_what_is_read(coffee, batch):
    put_table(coffee / ".out.csv.scenario-part.csv", ["comfort", "cost"], [[1, 2]])
    batch("coffee", "--table", ".out.csv.scenario-part.csv", "-o", "out.csv")
    assert len(rows_in(coffee / "out.csv")) == 3


def test_a_table_under_the_name_of_a_working_file_is_not_destroyed(coffee, batch):
    put_table(coffee / ".out.csv.scenario-part", ["comfort", "cost"], [[1, 2]])
    before = (coffee / ".out.csv.scenario-part").read_bytes()
    for more in ([], ["--force"]):
        args = ["coffee", "--table", ".out.csv.scenario-part", "-o", "out.csv", *more]
        assert "this is the table that is read" in batch(*args, code=2).stderr
    assert (coffee / ".out.csv.scenario-part").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="a descriptor is given to the process by its number")
def test_with_stderr_closed_a_run_writes_every_row(coffee, batch, environment):
    """A closed stream once ended a batch as a fault of the program."""
    import subprocess
    import sys

    put(coffee / "t.csv", "comfort,cost\n" + "".join(f"{k},1\n" for k in range(2000)) + "x,1\n")
    batch("coffee", "--table", "t.csv", "-o", "whole.csv", code=3)
    command = [sys.executable, "-m", "scenario_cli", "batch", "coffee", "--table", "t.csv", "-o", "out.csv"]
    for jobs in ("1", "2"):
        done = subprocess.run(
            ["sh", "-c", '"$@" 2>&- <&-', "sh", *command, "--jobs", jobs], env=environment(), check=False
        )
        assert done.returncode == 3
        assert (coffee / "out.csv").read_bytes() == (coffee / "whole.csv").read_bytes()
    done = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&- <&-', "sh", *command[:-2], "--jobs", "1"], env=environment(), check=False
    )
    assert done.returncode == 3
