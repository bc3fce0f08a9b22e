"""A run that was cut off goes on to the same bytes, or says why it cannot."""

import gzip
import signal
import time

import numpy as np
import pytest
from batch_builders import (
    COFFEE,
    FORMS,
    WEIGHTS,
    CutOffError,
    kill_all,
    leftovers,
    pieces_in,
    put,
    put_table,
    rows_in,
    wait_for_pieces,
    working,
)

from scenario_cli.batch.part import PartFile

pytestmark = pytest.mark.thorough


@pytest.mark.parametrize(("form", "kills"), [(".csv", 6), (".jsonl.gz", 4), (".parquet", 3)])
def test_a_run_that_is_killed_and_resumed_writes_the_same_file(long_table, slowly, form, kills):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    rng = np.random.default_rng(len(form))
    whole, cut = long_table / f"whole{form}", long_table / f"cut{form}"
    with slowly("-o", whole.name) as started:
        assert started.wait(timeout=60) == 0
    journal, killed = working(cut, "journal"), 0
    for k in range(kills):
        before = pieces_in(journal)
        with slowly("-o", cut.name, *["--resume"] * bool(k)) as started:
            wait_for_pieces(started, journal, before + 1)
            time.sleep(rng.random() * 0.05)
            kill_all(started.pid)
            killed += started.wait() == -signal.SIGKILL
        if cut.exists():
            assert cut.read_bytes() == whole.read_bytes(), "nothing half stands there"
            break
    assert killed >= 1
    with slowly("-o", cut.name, "--resume") as started:
        assert started.wait(timeout=60) == 0, started.stderr.read()
    assert cut.read_bytes() == whole.read_bytes()
    assert leftovers(long_table) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pieces", [0, 1, 2, 5, 10])
def test_a_run_cut_after_any_piece_goes_on_to_the_same_file(
    table, batch, cut_after, small_pieces, form, pieces
):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--table", "table.csv", "--jobs", "1"]
    batch(*args, "-o", f"whole{form}")
    cut_after(pieces, *args, "-o", f"out{form}")
    assert not (table.parent / f"out{form}").exists()
    batch(*args, "-o", f"out{form}", "--resume")
    assert (table.parent / f"out{form}").read_bytes() == (table.parent / f"whole{form}").read_bytes()
    assert leftovers(table.parent) == []


@pytest.mark.parametrize("spoil", ["half a line", "half a piece", "garbage", "empty"])
def test_a_half_written_piece_or_journal_is_written_again(table, batch, cut_after, small_pieces, spoil):
    args = ["coffee", "--table", "table.csv", "--jobs", "1"]
    batch(*args, "-o", "whole.csv")
    cut_after(4, *args, "-o", "out.csv")
    part, journal = (working(table.parent / "out.csv", kind) for kind in ("part", "journal"))
    if spoil == "half a line":
        journal.write_bytes(journal.read_bytes()[:-7])
    elif spoil == "half a piece":
        part.write_bytes(part.read_bytes() + b"coffee,table.csv:")
    elif spoil == "garbage":
        journal.write_bytes(journal.read_bytes() + b"\x00\x00\x00")
    else:
        part.write_bytes(b"")
    batch(*args, "-o", "out.csv", "--resume")
    assert (table.parent / "out.csv").read_bytes() == (table.parent / "whole.csv").read_bytes()


def test_resume_without_a_run_before_starts_afresh(table, batch):
    batch("coffee", "--table", "table.csv", "-o", "a.csv")
    batch("coffee", "--table", "table.csv", "-o", "b.csv", "--resume")
    assert (table.parent / "a.csv").read_bytes() == (table.parent / "b.csv").read_bytes()


def test_a_resumed_run_still_says_that_a_file_was_wrong(coffee, batch, cut_after, small_pieces):
    put(coffee / "weights/a.yaml", WEIGHTS.format(-1, 2))
    cut_after(3, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3)
    assert len(rows_in(coffee / "out.csv")) == 9


CHANGES = {
    "scenario": lambda f: put(f / "scenarios/coffee.yaml", COFFEE + "# a remark\n"),
    "first weights": lambda f: put(f / "weights/fair.yaml", WEIGHTS.format(51, 49)),
    "another before": lambda f: put(f / "weights/a.yaml", WEIGHTS.format(1, 1)),
    "one gone": lambda f: (f / "weights/fair.yaml").unlink(),
    "last gone": lambda f: (f / "weights/miser.yaml").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_resume_after_the_inputs_changed_is_refused(
    coffee, batch, cut_after, small_pieces, monkeypatch, change
):
    args = ["coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv"]
    with monkeypatch.context() as patch:  # every piece is written when it ends

        def finish(self, convert=None):
            raise CutOffError

        patch.setattr(PartFile, "finish", finish)
        batch(*args, code=1)
    CHANGES[change](coffee)
    result = batch(*args, "--resume", code=3)
    assert "have changed since this run was cut off" in result.stderr
    assert not (coffee / "out.csv").exists()


@pytest.mark.parametrize("other", [["--injects", "each"], ["-w", "weights/miser.yaml"], ["--table", "t.csv"]])
def test_resume_with_other_options_is_refused(coffee, batch, cut_after, small_pieces, other):
    put_table(coffee / "t.csv", ["comfort", "cost"], [[1, 2]])
    cut_after(2, "coffee", "-w", "weights/fair.yaml", "-w", "gourmet", "--jobs", "1", "-o", "out.csv")
    weights = ["-w", "weights/fair.yaml"] if other[0] == "--injects" else []
    assert "changed" in batch("coffee", *weights, *other, "-o", "out.csv", "--resume", code=3).stderr


def test_a_resumed_run_says_how_many_mistakes_were_told_before(coffee, batch, cut_after, small_pieces):
    put(coffee / "weights/a.yaml", WEIGHTS.format(-1, 2))
    cut_after(3, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    result = batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3)
    assert result.stderr == "out.csv: mistakes told before the run was cut off: 1\n"


def test_a_run_from_a_packed_table_goes_on(table, batch, cut_after, small_pieces):
    """Such a table is read at one go, so that after the first piece all of it had been read."""
    packed = table.with_name("t.csv.gz")
    packed.write_bytes(gzip.compress(table.read_bytes()))
    args = ["coffee", "--table", "t.csv.gz", "--jobs", "1"]
    batch(*args, "-o", "whole.csv")
    cut_after(4, *args, "-o", "out.csv")
    batch(*args, "-o", "out.csv", "--resume")
    assert table.with_name("out.csv").read_bytes() == table.with_name("whole.csv").read_bytes()


def test_inputs_that_changed_are_not_said_to_be_gone_on_with(coffee, batch, cut_after, small_pieces):
    cut_after(2, "coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv")
    put(coffee / "weights/fair.yaml", WEIGHTS.format(51, 49))
    said = batch("coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv", "--resume", code=3).stderr
    assert "--force starts it again from the beginning" in said
    assert "goes on from here" not in said
