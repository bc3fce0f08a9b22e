"""A dataset whose run was cut off goes on to the same bytes, has nothing to do, or says why it cannot."""

import io
import json
import signal
import subprocess
import sys
import time

import pytest
from batch_builders import COFFEE, WEIGHTS, CutOffError, kill_all, put, rows_in

import scenario_cli as sc
from scenario_cli.batch import pool
from scenario_cli.batch.kept import KeptPieces

pytestmark = pytest.mark.thorough

pa = pytest.importorskip("pyarrow")

LINE = ["coffee", "tea.yaml", "-w", "weights", "--table", "table.csv"]
PIECES = 26  # of each scenario three weights files, one a piece, and ten of the table


def everything_in(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def kept_in(folder, name="out"):
    """The pieces that are kept for a dataset: what their heads say, and their rows."""
    found = []
    for path in sorted((folder / f".{name}.scenario-made/pieces").glob("piece-*[0-9]")):
        head, _, content = path.read_bytes().partition(b"\n")
        rows = pa.ipc.open_stream(io.BytesIO(content)).read_all().num_rows if content else 0
        found.append((json.loads(head), rows))
    return found


@pytest.fixture
def study(table, coffee, small_pieces):
    put(coffee / "tea.yaml", COFFEE.replace("id: coffee", "id: tea"))
    return coffee


@pytest.fixture
def cut_dataset(monkeypatch, batch):
    """Run a batch that ends once so many pieces of a dataset are kept."""

    def cut_dataset(pieces, *args):
        whole, count = KeptPieces.add, iter(range(pieces))

        def add(self, piece):
            if next(count, None) is None:
                raise CutOffError
            whole(self, piece)

        with monkeypatch.context() as patch:
            patch.setattr(KeptPieces, "add", add)
            batch(*args, "--jobs", "1", code=1)

    return cut_dataset


@pytest.mark.parametrize("shard", [[], ["--shard", "2/3"]], ids=["whole", "shard"])
@pytest.mark.parametrize("pieces", [0, 1, 4, 8])
def test_a_run_cut_after_any_piece_goes_on_to_the_same_dataset(study, batch, cut_dataset, shard, pieces):
    batch(*LINE, *shard, "-o", "whole/")
    cut_dataset(pieces, *LINE, *shard, "-o", "out/")
    assert not (study / "out").exists()
    kept = kept_in(study)
    assert len(kept) == pieces
    assert all(head["rows"] == rows for head, rows in kept)
    result = batch(*LINE, *shard, "-o", "out/", "--resume", "--jobs", "2")
    assert result.stderr == ""
    assert everything_in(study / "out") == everything_in(study / "whole")
    assert [path.name for path in study.iterdir() if "scenario-" in path.name] == []


def test_what_is_kept_is_not_scored_again(study, batch, cut_dataset, monkeypatch):
    cut_dataset(20, *LINE, "-o", "out/")
    scored = []
    whole = pool.run_chunk
    monkeypatch.setattr(pool, "run_chunk", lambda chunk: scored.append(chunk) or whole(chunk))
    batch(*LINE, "-o", "out/", "--resume", "--jobs", "1")
    assert len(scored) == PIECES - 20


def test_a_run_cut_again_and_again_goes_on(study, batch, cut_dataset):
    batch(*LINE, "-o", "whole/")
    cut_dataset(3, *LINE, "-o", "out/")
    for _ in range(4):
        cut_dataset(5, *LINE, "-o", "out/", "--resume")
    assert len(kept_in(study)) == 23
    batch(*LINE, "-o", "out/", "--resume")
    assert everything_in(study / "out") == everything_in(study / "whole")


SLOWLY = """
import sys, time
from scenario_cli.__main__ import main
from scenario_cli.batch import plan
from scenario_cli.batch.kept import KeptPieces

plan.weightings_at_once = lambda *_: 250
whole = KeptPieces.add


def add(self, piece):
    time.sleep(0.02)
    whole(self, piece)


KeptPieces.add = add
sys.argv[0] = "scenario"
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
def test_a_run_that_is_killed_and_resumed_writes_the_same_dataset(long_table, environment, batch):
    line = ["batch", "coffee", "--table", "long.csv", "--jobs", "2", "-o"]

    def start(*more):
        command = [sys.executable, "-c", SLOWLY, *line, *more]
        return subprocess.Popen(command, env=environment(), start_new_session=True, stderr=subprocess.PIPE)

    with start("whole/") as started:
        assert started.wait(timeout=60) == 0
    killed = 0
    for k in range(4):
        before = len(kept_in(long_table))
        with start("out/", *["--resume"] * bool(k)) as started:
            deadline = time.monotonic() + 30
            while len(kept_in(long_table)) <= before and started.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.005)
            kill_all(started.pid)
            killed += started.wait() == -signal.SIGKILL
        if (long_table / "out").exists():
            break
    assert killed >= 1
    with start("out/", "--resume") as started:
        assert started.wait(timeout=60) == 0, started.stderr.read()
    assert everything_in(long_table / "out") == everything_in(long_table / "whole")


def test_an_unfinished_run_is_told_and_kept_until_somebody_says_what_becomes_of_it(study, batch, cut_dataset):
    cut_dataset(5, *LINE, "-o", "out/")
    before = everything_in(study)
    rows = sum(rows for _, rows in kept_in(study))
    asked = "coffee, tea.yaml with weights, table.csv"
    said = batch(*LINE, "-o", "out/", code=2).stderr
    assert said == (
        f"error: -o out/: an unfinished run stands here ({rows} rows of {asked}); "
        "--resume goes on with it, --force drops it\n"
    )
    assert everything_in(study) == before
    said = batch("coffee", "-o", "out/", code=2).stderr
    assert f"({rows} rows of {asked}, which is not what is asked now)" in said
    said = batch("coffee", "-o", "out/", "--force").stderr
    assert said == f"out: warning: {rows} rows of an unfinished run ({asked}) are dropped [dropped]\n"
    batch("coffee", "-o", "other/")
    assert everything_in(study / "out") == everything_in(study / "other")


def test_a_file_s_finished_pieces_are_told_before_they_are_dropped(table, batch, cut_after, small_pieces):
    cut_after(4, "coffee", "--table", "table.csv", "--jobs", "1", "-o", "out.csv")
    said = batch("coffee", "--table", "table.csv", "-o", "out.csv", "--force").stderr
    assert said == (
        "out.csv: warning: 450 rows of an unfinished run (coffee with table.csv) are dropped [dropped]\n"
    )
    assert batch("coffee", "--table", "table.csv", "-o", "out.csv", "--force").stderr == ""


CHANGES = {
    "scenario": lambda f: put(f / "scenarios/coffee.yaml", COFFEE + "# a remark\n"),
    "weights": lambda f: put(f / "weights/fair.yaml", WEIGHTS.format(51, 49)),
    "one more": lambda f: put(f / "weights/a.yaml", WEIGHTS.format(1, 1)),
    "one gone": lambda f: (f / "weights/fair.yaml").unlink(),
    "table": lambda f: (f / "table.csv").write_bytes((f / "table.csv").read_bytes() + b"1,1,1,1\n"),
}


@pytest.mark.parametrize("finished", [False, True], ids=["cut off", "finished"])
@pytest.mark.parametrize("change", CHANGES)
def test_resume_after_the_inputs_changed_is_refused(study, batch, cut_dataset, change, finished):
    if finished:
        batch(*LINE, "-o", "out/")
    else:
        cut_dataset(20, *LINE, "-o", "out/")
    CHANGES[change](study)
    before = everything_in(study)
    said = batch(*LINE, "-o", "out/", "--resume", code=3).stderr
    when = "finished" if finished else "cut off"
    assert said == (
        f"out:1:1: error: the inputs or options have changed since this run was {when} [changed-meanwhile]; "
        "--force starts it again from the beginning\n"
    )
    assert everything_in(study) == before


@pytest.mark.parametrize("finished", [False, True], ids=["cut off", "finished"])
@pytest.mark.parametrize(
    "other",
    [["--injects", "each"], ["--rows", "first"], ["--columns", "option,score"], ["-w", "fair"]],
    ids=" ".join,
)
def test_resume_with_other_options_is_refused(study, batch, cut_dataset, other, finished):
    if finished:
        batch(*LINE, "-o", "out/")
    else:
        cut_dataset(20, *LINE, "-o", "out/")
    before = everything_in(study)
    said = batch(*LINE, *other, "-o", "out/", "--resume", code=3).stderr
    assert "the inputs or options have changed since this run was" in said
    assert "goes on from here" not in said
    assert everything_in(study) == before


def test_the_pieces_of_another_shard_are_not_gone_on_with(study, batch, cut_dataset):
    cut_dataset(3, *LINE, "--shard", "1/2", "-o", "out/")
    for shard in (["--shard", "2/2"], []):
        said = batch(*LINE, *shard, "-o", "out/", "--resume", code=3).stderr
        assert "have changed since this run was cut off" in said
    batch(*LINE, "--shard", "1/2", "-o", "out/", "--resume")
    said = batch(*LINE, "--shard", "2/2", "-o", "out/", "--resume", code=3).stderr
    assert "this dataset is shard 1/2 of its run, and not 2/2" in said
    assert batch(*LINE, "--shard", "1/2", "-o", "out/", "--resume").stderr == (
        "out: finished before; nothing to do\n"
    )


@pytest.mark.parametrize("spoil", ["a byte", "cut", "swapped", "no head", "other rows"])
def test_a_piece_that_was_changed_is_told_and_what_is_before_it_kept_by_force(
    study, batch, cut_dataset, spoil
):
    batch(*LINE, "-o", "whole/")
    cut_dataset(8, *LINE, "-o", "out/")
    home = study / ".out.scenario-made/pieces"
    path, after = sorted(home.glob("piece-000004-*")), sorted(home.glob("piece-000005-*"))
    content = path[0].read_bytes()
    spoiled = {
        "a byte": content[:-9] + b"x" + content[-8:],
        "cut": content[:-100],
        "swapped": after[0].read_bytes().replace(b'"rows": 150', b'"rows": 149'),
        "no head": content.partition(b"\n")[2],
        "other rows": content.replace(b'"rows": 150', b'"rows": 149'),
    }[spoil]
    assert spoiled != content
    path[0].write_bytes(spoiled)
    said = batch(*LINE, "-o", "out/", "--resume", code=3).stderr
    assert f"{path[0].name}: error: its bytes are not those that a run has written [changed-by-hand]" in said
    assert "--force starts it again from the beginning" in said
    rows = sum(int(left.name.rpartition("-")[2]) for left in home.glob("piece-00000[4-7]-*"))
    said = batch(*LINE, "-o", "out/", "--resume", "--force").stderr
    asked = "coffee, tea.yaml with weights, table.csv"
    assert said == f"out: warning: {rows} rows of an unfinished run ({asked}) are dropped [dropped]\n"
    assert everything_in(study / "out") == everything_in(study / "whole")


def test_a_damaged_head_is_told(study, batch, cut_dataset):
    cut_dataset(3, *LINE, "-o", "out/")
    (study / ".out.scenario-made/pieces/head.json").write_text("{}")
    assert "head.json: error: this is of no run" in batch(*LINE, "-o", "out/", "--resume", code=3).stderr
    batch(*LINE, "-o", "out/", "--force")


def test_a_finished_dataset_is_not_computed_again(study, batch, monkeypatch):
    put(study / "weights/a.yaml", WEIGHTS.format(-1, 2))
    line = [*LINE, "--expect", "rent"]
    first = batch(*line, "-o", "out/", code=4).stderr
    assert "--expect rent: not alone first in" in first
    before = everything_in(study)

    def refuse(_):
        raise AssertionError

    monkeypatch.setattr(pool, "run_chunk", refuse)
    again = batch(*line, "-o", "out/", "--resume", code=4).stderr
    assert again.splitlines()[:2] == [
        "out: finished before; nothing to do",
        "out: mistakes were told before, of 2 of its pieces",
    ]
    assert again.splitlines()[2:] == first.splitlines()[-1:]
    assert everything_in(study) == before
    answer = sc.batch(
        ["coffee", "tea.yaml"],
        weights="weights",
        table="table.csv",
        expect="rent",
        output="out/",
        resume=True,
    )
    assert "A run before had finished it" in answer.finding
    assert not answer.sound
    rows = [row for row in answer.to_arrow().to_pylist() if row["option"] == "rent"]
    assert answer.misses == sum(not row["first"] or row["tied"] for row in rows)


def test_a_resumed_dataset_still_says_that_something_was_wrong(study, batch, cut_dataset):
    put(study / "weights/a.yaml", WEIGHTS.format(-1, 2))
    batch(*LINE, "-o", "whole/", code=3)
    cut_dataset(6, *LINE, "-o", "out/")
    said = batch(*LINE, "-o", "out/", "--resume", code=3).stderr
    assert said.splitlines()[-1] == "out: mistakes told before the run was cut off: 1"
    assert everything_in(study / "out") == everything_in(study / "whole")


def test_a_file_of_a_finished_dataset_that_was_changed_is_told(study, batch):
    batch(*LINE, "-o", "out/")
    path = study / "out/scenario=tea/part-0.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    said = batch(*LINE, "-o", "out/", "--resume", code=3).stderr
    assert "out/scenario=tea/part-0.parquet: error: its bytes are not those that were written" in said


def test_resume_without_a_run_before_starts_afresh(study, batch):
    batch(*LINE, "-o", "a/")
    assert batch(*LINE, "-o", "b/", "--resume").stderr == ""
    assert everything_in(study / "a") == everything_in(study / "b")


def test_a_run_of_which_nothing_was_scored_leaves_nothing(coffee, batch):
    before = everything_in(coffee)
    batch("coffee", "-w", "nowhere.yaml", "-o", "out/", code=3)
    assert everything_in(coffee) == before


def test_merged_shards_know_what_one_run_knows(study, batch, run):
    put(study / "weights/a.yaml", WEIGHTS.format(-1, 2))
    line = [*LINE, "--expect", "rent"]
    batch(*line, "-o", "one/", code=4)
    for k in (1, 2, 3):
        batch(*line, "--shard", f"{k}/3", "-o", f"s{k}/", code=4)
    assert run("merge", "s2", "s3", "s1", "-o", "all/").exit_code == 0
    assert everything_in(study / "all") == everything_in(study / "one")
    outcome = json.loads((study / "one/manifest.json").read_bytes())["outcome"]
    batch(*line, "-o", "one.parquet", code=4)
    rows = [row for row in rows_in(study / "one.parquet") if row["option"] == "rent"]
    assert outcome["rankings"] == len(rows)
    assert outcome["failed"][0][0] == sum(not row["first"] or row["tied"] for row in rows)
    assert outcome["wrong_pieces"] == 2
