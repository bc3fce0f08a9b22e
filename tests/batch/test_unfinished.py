"""What a run before has left is named, kept until somebody asks for it, and held to its hashes."""

import json
from pathlib import Path

import pytest
from batch_builders import COFFEE, FORMS, WEIGHTS, leftovers, put, put_table, rows_in, working

from scenario_cli.batch import pool, work
from scenario_cli.batch.ask import batch as asked
from scenario_cli.batch.layout import Layout
from scenario_cli.batch.part import PartFile
from scenario_cli.errors import InputError, UsageError

ARGS = ["coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv"]


@pytest.fixture
def unfinished(table, batch, cut_after, small_pieces):
    """A run of ten pieces of rows of which three are finished; and the bytes that it would write."""
    batch(*ARGS[:-1], "whole.csv")
    put(table.parent / "out.csv", "old")
    cut_after(4, *ARGS)
    return table.parent


@pytest.fixture
def nothing_scored(monkeypatch):
    """Whoever scores anything fails."""

    def nothing_scored():
        def scored(_):
            raise AssertionError

        monkeypatch.setattr(work, "_scored", scored)
        monkeypatch.setattr(pool, "run_chunk", scored)

    return nothing_scored


def kept(folder):
    return {kind: working(folder / "out.csv", kind).read_bytes() for kind in ("part", "journal")}


def test_an_unfinished_run_is_named_and_nothing_of_it_is_lost(unfinished, batch):
    """Its pieces were once thrown away without a word."""
    before = kept(unfinished)
    said = batch(*ARGS, code=2).stderr
    assert said == (
        "error: -o out.csv: an unfinished run stands here (450 rows of coffee with table.csv); "
        "--resume goes on with it, --force drops it\n"
    )
    assert kept(unfinished) == before
    assert (unfinished / "out.csv").read_text(encoding="utf-8") == "old"
    batch(*ARGS, "--resume")
    assert (unfinished / "out.csv").read_bytes() == (unfinished / "whole.csv").read_bytes()


def test_another_table_over_an_unfinished_run_is_refused(unfinished, batch):
    put_table(unfinished / "other.csv", ["comfort", "cost"], [[1, 2]])
    before = kept(unfinished)
    args = ["coffee", "--table", "other.csv", "-o", "out.csv"]
    said = batch(*args, code=2).stderr
    assert "(450 rows of coffee with table.csv, which is not what is asked now)" in said
    said = batch(*args, "--resume", code=3).stderr
    assert said.startswith(
        "out.csv:1:1: error: the inputs or options have changed since this run was cut off"
    )
    assert kept(unfinished) == before
    batch(*args, "--force")
    assert len(rows_in(unfinished / "out.csv")) == 3
    assert leftovers(unfinished) == []


def test_force_drops_an_unfinished_run(unfinished, batch):
    batch(*ARGS, "--force")
    assert (unfinished / "out.csv").read_bytes() == (unfinished / "whole.csv").read_bytes()
    assert leftovers(unfinished) == []


def test_resume_and_force_keep_what_can_be_gone_on_with(unfinished, batch, monkeypatch):
    put(unfinished / "table.csv", (unfinished / "table.csv").read_text(encoding="utf-8") + "1,1,1,1\n")
    assert "have changed" in batch(*ARGS, "--resume", code=3).stderr
    batch(*ARGS[:-1], "whole.csv", "--force")
    batch(*ARGS, "--resume", "--force")
    assert (unfinished / "out.csv").read_bytes() == (unfinished / "whole.csv").read_bytes()


@pytest.mark.parametrize("at", [10, 5_000, -10])
@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_a_piece_that_was_changed_by_hand_is_noticed(table, batch, cut_after, small_pieces, at, form):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = [*ARGS[:-1], f"out{form}"]
    batch(*ARGS[:-1], f"whole{form}")
    cut_after(4, *args)
    part = working(table.parent / f"out{form}", "part")
    content = bytearray(part.read_bytes())
    content[at] ^= 1
    part.write_bytes(content)
    said = batch(*args, "--resume", code=3).stderr
    assert said.startswith(f".out{form}.scenario-part: error: bytes ")
    assert " are not those that a run has written [changed-by-hand]; --force starts it again" in said
    assert part.read_bytes() == content
    batch(*args, "--resume", "--force")
    assert (table.parent / f"out{form}").read_bytes() == (table.parent / f"whole{form}").read_bytes()


def written(path):
    """What a write changes; a read does not."""
    there = path.stat()
    return there.st_ino, there.st_size, there.st_mtime_ns


@pytest.mark.parametrize("form", FORMS)
def test_where_a_run_has_finished_there_is_nothing_to_do(table, batch, nothing_scored, form):
    """It was once computed again."""
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "-w", "weights", "--table", "table.csv", "-o", f"out{form}"]
    batch(*args)
    before = written(table.parent / f"out{form}")
    nothing_scored()
    for more in ([], ["--jobs", "2"]):
        said = batch(*args, *more, "--resume").stderr
        assert said == f"out{form}: finished before; nothing to do\n"
    assert written(table.parent / f"out{form}") == before
    found = asked("coffee", weights="weights", table="table.csv", output=f"out{form}", resume=True)
    assert found.finding == (
        f"1,509 rows of 503 combinations of scenario, weights and injects are in out{form}; no mistakes. "
        "A run before had finished it: nothing was to be done."
    )


def test_a_run_that_has_finished_with_mistakes_says_so_again(coffee, batch, nothing_scored):
    put(coffee / "weights/a.yaml", WEIGHTS.format(-1, 2))
    batch("coffee", "-w", "weights", "-o", "out.csv", code=3)
    nothing_scored()
    said = batch("coffee", "-w", "weights", "-o", "out.csv", "--resume", code=3).stderr
    assert said == "out.csv: finished before; nothing to do\nout.csv: mistakes told before: 1\n"


SINCE = "the inputs or options have changed since this run"
CHANGES = {
    "scenario": lambda f: put(f / "scenarios/coffee.yaml", COFFEE + "# a remark\n"),
    "weights": lambda f: put(f / "weights/fair.yaml", WEIGHTS.format(51, 49)),
    "one more": lambda f: put(f / "weights/zoe.yaml", WEIGHTS.format(51, 49)),
    "one gone": lambda f: (f / "weights/miser.yaml").unlink(),
    "result": lambda f: put(f / "out.csv", "mine"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("more", [["--force"], [], ["--resume", "--force"]])
def test_where_something_has_changed_since_a_run_has_finished_it_is_said(
    coffee, batch, small_pieces, change, more
):
    args = ["coffee", "-w", "weights", "--jobs", "1", "-o", "out.csv"]
    batch(*args)
    CHANGES[change](coffee)
    before = (coffee / "out.csv").read_bytes()
    said = batch(*args, "--resume", code=3).stderr
    of = "this file has been changed since it" if change == "result" else SINCE
    assert said.startswith(f"out.csv:1:1: error: {of} was finished [changed-meanwhile]; --force starts")
    assert (coffee / "out.csv").read_bytes() == before
    batch(*args, *more)
    batch(*args[:-1], "whole.csv")
    assert (coffee / "out.csv").read_bytes() == (coffee / "whole.csv").read_bytes()


def test_where_the_file_of_a_finished_run_is_gone_it_is_written_again(coffee, batch):
    batch("coffee", "-w", "weights", "-o", "out.csv")
    before = (coffee / "out.csv").read_bytes()
    (coffee / "out.csv").rename(coffee / "moved.csv")
    assert batch("coffee", "-w", "weights", "-o", "out.csv", "--resume").stderr == ""
    assert (coffee / "out.csv").read_bytes() == before


@pytest.mark.parametrize("form", [".csv", ".parquet"])
@pytest.mark.parametrize("last", ["before", "after"])
def test_a_run_that_ends_as_its_file_gets_its_place_goes_on(table, batch, monkeypatch, form, last):
    if form == ".parquet":
        pytest.importorskip("pyarrow")
    args = ["coffee", "--table", "table.csv", "--jobs", "1"]
    batch(*args, "-o", f"whole{form}")
    move = Path.replace

    def replace(self, to):
        if last == "after":
            move(self, to)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        batch(*args, "-o", f"out{form}", code=130)
    batch(*args, "-o", f"out{form}", "--resume")
    assert (table.parent / f"out{form}").read_bytes() == (table.parent / f"whole{form}").read_bytes()
    assert leftovers(table.parent) == []


def test_a_run_without_a_finished_piece_leaves_nothing(coffee, batch):
    put(coffee / "weights/bad.yaml", WEIGHTS.format(-1, 2))
    said = batch("coffee", "-w", "bad", "--fail-fast", "-o", "out.csv", code=3).stderr
    assert "--resume" not in said
    assert [path.name for path in coffee.iterdir() if path.name.startswith(".")] == []


def test_force_without_a_file_is_wrong_usage(coffee, batch):
    assert batch("coffee", "--force", code=2).stderr == "error: --force goes with -o FILE\n"


def test_from_python_an_unfinished_run_is_refused_without_the_words_of_a_command_line(unfinished):
    with pytest.raises(UsageError) as told:
        asked("coffee", table="table.csv", output="out.csv")
    assert str(told.value) == "out.csv: an unfinished run stands here (450 rows of coffee with table.csv)"
    assert told.value.parameter == "force"
    part = working(unfinished / "out.csv", "part")
    part.write_bytes(part.read_bytes().replace(b"coffee", b"coffin", 1))
    with pytest.raises(InputError, match="start it again from the beginning") as changed:
        asked("coffee", table="table.csv", output="out.csv", resume=True)
    assert changed.value.mistakes[0].code == "changed-by-hand"
    assert asked("coffee", table="table.csv", output="out.csv", force=True).rows == 1500


def test_a_journal_has_a_hash_of_each_piece(unfinished):
    lines = working(unfinished / "out.csv", "journal").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0]) == {"format": "batch-journal/1", "about": "coffee with table.csv"}
    assert [len(json.loads(line)[1]) for line in lines[1:]] == [64] * 4


def test_while_a_run_writes_another_is_told_so(coffee, batch):
    held = PartFile(coffee / "out.csv", Layout())
    held.open("another", force=False)
    held.begin()
    for more in ([], ["--resume"], ["--force"]):
        said = batch("coffee", "-w", "fair", "-o", "out.csv", *more, code=3).stderr
        assert said == "out.csv: error: cannot be written: another run is writing it\n"
    held.close()
    batch("coffee", "-w", "fair", "-o", "out.csv")
