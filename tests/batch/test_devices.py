"""Rows to a device or a pipe are written to it, as every other result is; it is never replaced by a file."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from batch_builders import FORMS, leftovers

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pytest.fixture
def pipe(coffee):
    """Make a pipe under a name, and give a function that returns all that comes through it."""

    def pipe(name):
        os.mkfifo(coffee / name)
        came = []
        reader = threading.Thread(target=lambda: came.append((coffee / name).read_bytes()), daemon=True)
        reader.start()

        def read():
            reader.join(timeout=30)
            return came[0]

        return read

    return pipe


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_reader_of_a_pipe_gets_what_a_file_would_hold(coffee, batch, pipe, form, jobs):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--injects", "all", "--jobs", jobs]
    batch(*args, "-o", f"file{form}")
    read = pipe(f"pipe{form}")
    batch(*args, "-o", f"pipe{form}")
    assert read() == (coffee / f"file{form}").read_bytes()
    assert stat.S_ISFIFO((coffee / f"pipe{form}").lstat().st_mode)
    assert [path.name for path in coffee.iterdir() if path.name.startswith(".pipe")] == []


def test_a_link_to_a_pipe_is_followed_and_both_stay(coffee, batch, pipe):
    batch("coffee", "-w", "fair", "-o", "file.csv")
    read = pipe("pipe")
    (coffee / "link.csv").symlink_to("pipe")
    batch("coffee", "-w", "fair", "-o", "link.csv")
    assert read() == (coffee / "file.csv").read_bytes()
    assert (coffee / "link.csv").is_symlink()
    assert stat.S_ISFIFO((coffee / "pipe").lstat().st_mode)


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_link_to_a_device_is_written_to(coffee, batch, form):
    (coffee / f"out{form}").symlink_to("/dev/null")
    batch("coffee", "-w", "fair", "-o", f"out{form}")
    assert (coffee / f"out{form}").is_symlink()
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert leftovers(coffee) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("form", [".csv", ".csv.gz", ".parquet"])
def test_a_device_that_takes_nothing_is_told(coffee, batch, form):
    (coffee / f"out{form}").symlink_to("/dev/full")
    said = batch("coffee", "-w", "fair", "-o", f"out{form}", code=3).stderr
    assert said == f"out{form}: error: cannot be written: No space left on device\n"


def test_a_run_that_ends_early_writes_no_end_into_a_pipe(coffee, batch, pipe, small_pieces):
    """A Parquet file with an end looks whole, whatever is missing in it."""
    pytest.importorskip("pyarrow")
    (coffee / "weights/zzz.yaml").write_text("broken: [", encoding="utf-8")
    read = pipe("pipe.parquet")
    batch("coffee", "-w", "weights", "--fail-fast", "--jobs", "1", "-o", "pipe.parquet", code=3)
    came = read()
    assert came.startswith(b"PAR1")
    assert not came.endswith(b"PAR1")


@pytest.mark.parametrize("more", [[], ["--force"]])
def test_a_pipe_cannot_be_gone_on_with(coffee, batch, more):
    os.mkfifo(coffee / "pipe.csv")
    said = batch("coffee", "-w", "fair", "-o", "pipe.csv", "--resume", *more, code=2).stderr
    assert said == "error: --resume: -o pipe.csv: only a run that writes a file can be gone on with\n"


def test_a_reader_of_a_pipe_that_leaves_is_told(long_table, environment):
    os.mkfifo(long_table / "pipe.csv")
    command = [sys.executable, "-m", "scenario_cli", "batch", "coffee", "--table", "long.csv"]
    with subprocess.Popen(
        [*command, "--jobs", "1", "-o", "pipe.csv"], env=environment(), stderr=subprocess.PIPE
    ) as started:
        with (long_table / "pipe.csv").open("rb") as reader:
            assert reader.read(1)
        assert started.wait(timeout=60) == 3
        assert started.stderr.read() == b"pipe.csv: error: cannot be written: Broken pipe\n"


def test_a_link_to_a_plain_file_stays_and_its_target_is_replaced_whole(coffee, batch):
    (coffee / "deep").mkdir()
    (coffee / "deep/old.csv").write_text("old", encoding="utf-8")
    (coffee / "link.csv").symlink_to("deep/old.csv")
    before = (coffee / "deep/old.csv").open("rb")
    batch("coffee", "-w", "fair", "-o", "link.csv")
    with before:
        assert before.read() == b"old", "whoever had it open reads it to its end"
    assert (coffee / "link.csv").is_symlink()
    assert (coffee / "deep/old.csv").read_bytes().startswith(b"scenario,")
    assert [path.name for path in coffee.iterdir() if path.name.startswith(".")] == []
