"""Processes that are killed or interrupted, and how much each is given at once."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from batch_builders import kill_all, session, wait_for_pieces, working
from builders import scenario_of

from scenario_cli.batch import pool, sets

pytestmark = pytest.mark.thorough


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads the processes of a session from /proc")
def test_workers_end_when_the_run_is_killed(long_table, slowly):
    started = slowly("-o", "out.csv")
    started.stderr.close()
    wait_for_pieces(started, working(long_table / "out.csv", "journal"), 2)
    started.kill()
    assert started.wait() == -signal.SIGKILL
    deadline = time.monotonic() + 3
    while session(started.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = session(started.pid)
    kill_all(started.pid)
    assert left == []


def test_an_interrupt_ends_it_with_130_and_it_can_go_on(long_table, slowly):
    journal = working(long_table / "out.csv", "journal")
    with slowly("-o", "out.csv") as started:
        wait_for_pieces(started, journal, 2)
        os.killpg(started.pid, signal.SIGINT)
        assert started.wait(timeout=30) == 130
        assert started.stderr.read() == b"out.csv: interrupted; --resume goes on from here\n"
    assert not (long_table / "out.csv").exists()
    assert journal.exists()


@pytest.mark.parametrize(("injects", "count"), [("none", 1), ("each", 4), ("pairs", 7), ("all", 8)])
def test_a_chunk_gives_so_many_rows_whatever_injects_and_options_there_are(injects, count):
    """A chunk of a fixed number of weightings would be gigabytes for all sets of eight injects."""
    events = {f"event{k}": {"weights": {"d0": {"times": 2}}} for k in range(3)}
    scenario = scenario_of([[1, 2], [2, 1], [3, 3]], injects=events)
    weightings = sets.weightings_at_once(scenario, injects)
    assert weightings * count * 3 <= sets.ROWS_AT_ONCE < (weightings + 1) * count * 3


def test_a_chunk_is_one_weighting_at_least(monkeypatch):
    monkeypatch.setattr(sets, "ROWS_AT_ONCE", 2)
    assert sets.weightings_at_once(scenario_of([[1], [2], [3]]), "none") == 1


def test_chunks_may_have_fewer_rows_but_not_few_weightings():
    scenario = scenario_of([[1, 2], [2, 1], [3, 3]], injects={})
    assert sets.weightings_at_once(scenario, "none", 6_000) == 2_000
    assert sets.weightings_at_once(scenario, "none", 600) == sets.LEAST_AT_ONCE
    assert sets.weightings_at_once(scenario, "none", 10**9) == sets.weightings_at_once(scenario, "none")


def test_a_second_run_that_writes_the_same_file_is_refused(long_table, slowly, batch):
    """Two runs once wrote into one another's pieces, and one of them said that all was well."""
    with slowly("-o", "out.csv") as started:
        wait_for_pieces(started, working(long_table / "out.csv", "journal"), 2)
        for resume in ([], ["--resume"]):
            refused = batch("coffee", "--table", "long.csv", "-o", "out.csv", *resume, code=3)
            assert refused.stderr == "out.csv: error: cannot be written: another run is writing it\n"
        assert started.wait(timeout=60) == 0
    batch("coffee", "--table", "long.csv", "-o", "whole.csv")
    assert (long_table / "out.csv").read_bytes() == (long_table / "whole.csv").read_bytes()


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="finds the worker processes in /proc")
def test_pieces_of_workers_that_are_killed_are_run_again(long_table, slowly, batch):
    """A killed worker once left the run waiting for good, or ended it as a fault."""
    batch("coffee", "--table", "long.csv", "-o", "whole.csv")
    started = slowly("-o", "out.csv")
    killed = 0
    while started.poll() is None and killed < 4:
        wait_for_pieces(started, working(long_table / "out.csv", "journal"), 2)
        for pid in [pid for pid in session(started.pid) if pid != started.pid and runs_chunks(pid)][:1]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed += 1
        time.sleep(0.1)
    assert started.wait(timeout=60) == 0, started.stderr.read()
    started.stderr.close()
    assert killed
    assert (long_table / "out.csv").read_bytes() == (long_table / "whole.csv").read_bytes()


def runs_chunks(pid):
    """Whether a process is a worker, and not the helper that Python starts beside new ones."""
    try:
        return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def test_a_piece_that_no_worker_survives_ends_the_run_and_it_can_go_on(
    table, batch, monkeypatch, cut_after, small_pieces
):
    cut_after(3, "coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    with monkeypatch.context() as patch:
        patch.setattr(pool, "TRIES", 0)
        args = ["coffee", "--table", "table.csv", "--jobs", "2", "-o", "out.csv"]
        result = batch(*args, "--resume", code=1)
    assert "processes were ended from outside at the same piece" in result.stderr
    assert result.stderr.endswith("use fewer jobs\n")
    assert "out.csv: stopped; --resume goes on from here\n" in result.stderr
    batch("coffee", "--table", "table.csv", "-o", "whole.csv")
    batch("coffee", "--table", "table.csv", "-o", "out.csv", "--resume")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()
