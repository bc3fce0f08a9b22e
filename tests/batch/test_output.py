"""Where rows go: files that cannot be written, full disks, readers that leave."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from batch_builders import LONG, leftovers, put, rows_in, rows_of, working

from scenario_cli.batch.part import PartFile
from scenario_cli.files.locks import hold

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize("name", ["out", "out.txt", "out.xlsx", "out.csv.zip", "csv"])
def test_another_ending_is_wrong_usage(coffee, batch, name):
    result = batch("coffee", "-o", name, code=2)
    assert ".parquet" in result.stderr
    assert not (coffee / name).exists()


def test_resume_without_a_file_is_wrong_usage(coffee, batch):
    assert "--resume" in batch("coffee", "--resume", code=2).stderr


def test_a_full_disk_is_told_and_leaves_no_file(table, batch, monkeypatch, small_pieces):
    whole = PartFile.add

    def add(self, content, *about):
        if len(self.pieces) == 4:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(self, content, *about)

    args = ["coffee", "--table", "table.csv", "--jobs", "1"]
    with monkeypatch.context() as patch:
        patch.setattr(PartFile, "add", add)
        result = batch(*args, "-o", "out.csv", code=3)
    assert result.stderr.startswith("out.csv: error: cannot be written: No space left on device")
    assert not (table.parent / "out.csv").exists()
    batch(*args, "-o", "out.csv", "--resume")
    batch(*args, "-o", "whole.csv")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be mounted here")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize(("form", "jobs"), [(".csv", "1"), (".jsonl.gz", "2"), (".parquet", "2")])
def test_a_disk_that_fills_up_is_told_and_the_run_goes_on_where_there_is_room(
    long_table, small_disk, slowly, form, jobs
):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    out = small_disk / f"out{form}"
    with slowly("-o", str(out), "--jobs", jobs) as started:
        _, told = started.communicate(timeout=60)
    assert started.returncode == 3, told
    said = f"{out.as_posix()}: error: cannot be written: No space left on device; --resume goes on from here"
    assert told.decode().splitlines() == [said]
    assert not out.exists()
    assert leftovers(small_disk) == [f".out{form}.scenario-journal", f".out{form}.scenario-part"]
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    for where, more in ((out, ["--resume"]), (long_table / f"whole{form}", [])):
        with slowly("-o", str(where), "--jobs", jobs, *more) as started:
            assert started.wait(timeout=60) == 0
    assert out.read_bytes() == (long_table / f"whole{form}").read_bytes()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_behind_stdout_is_told(coffee, environment):
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [sys.executable, "-m", "scenario_cli", "batch", "coffee", "-w", "weights", "--jobs", "1"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
            timeout=60,
        )
    assert done.returncode == 3, done.stderr
    assert b"No space left" in done.stderr


def test_a_folder_that_is_not_there_is_told(coffee, batch):
    result = batch("coffee", "-o", "nowhere/out.csv", code=3)
    assert "nowhere/out.csv: error: cannot be written" in result.stderr
    assert "--resume" not in result.stderr, "nothing was begun that could go on"


def test_a_wrong_file_at_the_end_leaves_no_half_file(coffee, batch):
    batch("coffee", "-w", "fair", "-o", "out.csv")
    before = (coffee / "out.csv").read_bytes()
    put(coffee / "weights/zzz.yaml", "broken: [")
    batch("coffee", "-w", "weights", "--fail-fast", "-o", "out.csv", code=3)
    assert (coffee / "out.csv").read_bytes() == before


def test_a_reader_that_leaves_ends_it_quietly(long_table, environment):
    with subprocess.Popen(
        [sys.executable, "-m", "scenario_cli", *LONG],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        assert started.stdout.readline().startswith(b"scenario,weights")
        started.stdout.close()
        assert started.wait(timeout=30) == 0
        assert started.stderr.read() == b""


def test_a_table_is_not_written_over_by_its_own_rows(coffee, batch):
    put(coffee / "t.csv", "comfort,cost\n1,2\n")
    result = batch("coffee", "--table", "t.csv", "-o", "./t.csv", code=2)
    assert result.stderr == "error: -o ./t.csv: this is the table that is read\n"
    assert (coffee / "t.csv").read_text(encoding="utf-8") == "comfort,cost\n1,2\n"


def test_a_folder_in_the_place_of_the_file_is_told_before_anything_is_done(coffee, batch):
    (coffee / "out.csv").mkdir()
    result = batch("coffee", "-w", "weights", "-o", "out.csv", code=3)
    assert result.stderr == "out.csv: error: cannot be written: Is a directory\n"
    assert leftovers(coffee) == []


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions there")
@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_file_that_is_replaced_keeps_its_permissions_and_the_links_that_lead_to_it(coffee, batch, form):
    put(coffee / f"deep/old{form}", "old")
    (coffee / f"deep/old{form}").chmod(0o640)
    (coffee / f"link{form}").symlink_to(f"deep/old{form}")
    batch("coffee", "-w", "fair", "-o", f"link{form}")
    assert (coffee / f"link{form}").is_symlink()
    assert (coffee / f"deep/old{form}").stat().st_mode & 0o777 == 0o640
    assert len(rows_in(coffee / f"deep/old{form}")) == 3
    assert leftovers(coffee) == leftovers(coffee / "deep") == []


def test_standard_input_that_is_named_twice_is_wrong_usage(coffee, batch):
    for args in (["coffee", "--table", "-", "--table", "-"], ["-", "--table", "-"]):
        assert batch(*args, code=2).stderr.endswith("-: standard input can be read once\n")


def test_a_run_that_is_refused_leaves_the_other_s_parquet_alone(coffee, batch):
    pytest.importorskip("pyarrow")
    with working(coffee / "out.parquet", "journal").open("ab") as held:
        assert hold(held, wait=False)
        working(coffee / "out.parquet", "made").write_bytes(b"another run's")
        assert "another run" in batch("coffee", "-w", "fair", "-o", "out.parquet", code=3).stderr
        assert working(coffee / "out.parquet", "made").read_bytes() == b"another run's"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("args", [["-o", "out.csv"], []])
def test_messages_that_nobody_can_hear_cost_no_row(coffee, environment, args):
    rows = "".join(f"{k % 2 or 'x'},1\n" for k in range(200))
    put(coffee / "t.csv", "comfort,cost\n" + rows)
    command = [sys.executable, "-m", "scenario_cli", "batch", "coffee", "--table", "t.csv", *args]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment(), stderr=full, stdout=subprocess.PIPE, check=False)
    assert done.returncode == 3
    written = (coffee / "out.csv").read_text(encoding="utf-8") if args else done.stdout.decode()
    assert len(rows_of(written)) == 300


def test_a_table_that_is_not_there_is_told_though_the_result_is(coffee, batch):
    put(coffee / "out.csv", "old")
    assert "t.csv:1:1: error: " in batch("coffee", "--table", "t.csv", "-o", "out.csv", code=3).stderr


def test_a_link_in_a_circle_is_written_over(coffee, batch):
    try:
        (coffee / "out.csv").symlink_to("out.csv")
    except OSError:
        pytest.skip("no links here")
    batch("coffee", "-w", "fair", "-o", "out.csv")
    assert len(rows_in(coffee / "out.csv")) == 3


@pytest.mark.parametrize("more", [[], ["--summary"]])
@pytest.mark.parametrize("ending", ["csv", "jsonl", "csv.gz", "parquet"])
def test_a_file_that_stands_there_is_left_where_nothing_is_scored(coffee, batch, more, ending):
    if ending == "parquet":
        pytest.importorskip("pyarrow")
    batch("coffee", "-w", "fair", "-o", f"good.{ending}", *more)
    before = {path.name: path.read_bytes() for path in coffee.iterdir() if path.is_file()}
    (coffee / "wrong.csv").write_text("comfort,cost\n-1,2\n0,0\n" * 3)
    for table in ("away.csv", "wrong.csv"):
        told = batch("coffee", "--table", table, "-o", f"good.{ending}", *more, code=3).stderr
        assert f"good.{ending}: not written, since nothing was scored" in told
    (coffee / "wrong.csv").unlink()
    journals = {name for name in before if name.startswith(".")}
    after = {path.name: path.read_bytes() for path in coffee.iterdir() if path.is_file()}
    assert {name: after[name] for name in before.keys() - journals} == {
        name: before[name] for name in before.keys() - journals
    }
    assert after.keys() <= before.keys()


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_form_that_a_batch_does_not_have_is_refused(coffee, batch, form):
    result = batch("coffee", "-w", "fair", "-f", form, code=2)
    assert f"-f {form}: a batch has no picture and no page for a browser" in result.stderr
    assert result.stdout == ""


def test_rows_replace_nothing_that_somebody_works_on(coffee, batch):
    put(coffee / "ratings.csv", "driver,factor,worst,best,keep\ncomfort,taste,0,10,4\n")
    put(coffee / "mine.jsonl", '{"format": "weights/1", "drivers": {"comfort": 1, "cost": 2}}')
    before = {path: path.read_bytes() for path in coffee.iterdir() if path.is_file()}
    for name, held in (("ratings.csv", "a table of ratings"), ("mine.jsonl", "weights")):
        for more in ([], ["--force"], ["--resume"]):
            said = batch("coffee", "-o", name, *more, code=2).stderr
            assert said == (
                f"error: -o {name} holds {held}, which a result does not replace; name another file\n"
            )
    assert {path: path.read_bytes() for path in coffee.iterdir() if path.is_file()} == before
