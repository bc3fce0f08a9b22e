"""``scenario batch --cluster``: a Dask scheduler and workers on this machine, some of which die."""

import gc
import os
import re
import socket
import subprocess
import sys
import threading
from threading import Thread

import pytest
from batch_builders import pieces_in, working
from cluster_builders import TestedCluster, end, everything_in, hidden_in, wait_until

from scenario_cli import __version__
from scenario_cli.batch import cluster as of_cluster
from scenario_cli.batch.places import PlacedFile, TablePart, hash_at
from scenario_cli.batch.sights import Seen, Sights
from scenario_cli.errors import UsageError

pytestmark = pytest.mark.thorough

pytest.importorskip("distributed")
pq = pytest.importorskip("pyarrow.parquet")

WORKERS = 2
VERSION = re.escape(__version__)
NONE = rf"the worker tcp://127.0.0.1:\d+ has no scenario-cli, and here it is {VERSION}"
OUTPUTS = ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet", "out/"]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A cluster of two workers that see what the tests write; others come and go."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    with TestedCluster(tmp_path_factory.mktemp("cluster"), lambda **changes: kept | changes) as cluster:
        for _ in range(WORKERS):
            cluster.worker()
        yield cluster.ready(WORKERS)


@pytest.fixture
def alone(tmp_path_factory, environment):
    """A cluster without a worker."""
    with TestedCluster(tmp_path_factory.mktemp("alone"), environment) as cluster:
        yield cluster.ready(0)


@pytest.fixture
def stranger(shared):
    """Start a strange worker beside the others; it is gone afterwards."""
    started = []

    def stranger(strange, hidden=""):
        worker, said = shared.worker(strange, hidden)
        started.append(worker)
        shared.ready(WORKERS + len(started))
        return worker, said

    yield stranger
    for worker in started:
        end(worker)
    shared.ready(WORKERS)


@pytest.fixture
def sent(monkeypatch):
    """What goes to workers and what they give, as it comes."""
    bundles, dones = [], []
    hand, waited_for = of_cluster.Workers._hand, of_cluster.Workers._waited_for

    def recorded(self, handed, *rest):
        bundles.append(handed.chunks)
        hand(self, handed, *rest)

    def waited(self, handed):
        given = waited_for(self, handed)
        dones.extend(given)
        return given

    monkeypatch.setattr(of_cluster.Workers, "_hand", recorded)
    monkeypatch.setattr(of_cluster.Workers, "_waited_for", waited)
    return bundles, dones


@pytest.fixture
def first(monkeypatch):
    """Have something done when the first pieces are with the workers, before any result is taken."""

    def first(what):
        waited_for = of_cluster.Workers._waited_for

        def waited(self, handed):
            monkeypatch.setattr(of_cluster.Workers, "_waited_for", waited_for)
            what()
            return waited_for(self, handed)

        monkeypatch.setattr(of_cluster.Workers, "_waited_for", waited)

    return first


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(of_cluster, "LOOK", 0.1)
    monkeypatch.setattr(of_cluster, "WAIT_FOR_WORKERS", 1.0)


@pytest.fixture
def lines(long_table):
    """Forty pieces of a long table."""
    (long_table / "t.csv").write_bytes(
        b"".join((long_table / "long.csv").read_bytes().splitlines(True)[:2001])
    )
    return long_table


@pytest.fixture
def parquet(lines):
    """The same as Parquet, whose row groups end anywhere."""
    csv = pytest.importorskip("pyarrow.csv")
    pq.write_table(csv.read_csv("t.csv"), "t.parquet", row_group_size=777)
    return lines


LINES = {
    "lines": ["--table", "t.csv"],
    "row groups": ["--table", "t.parquet", "--expect", "new"],
    "a packed one": ["--table", "t.csv.gz"],
    "weights": ["-w", "weights", "--injects", "all"],
    "some rows": ["--table", "t.csv", "--table", "t.parquet", "--rows", "changes", "--injects", "each"],
}


@pytest.mark.parametrize("what", LINES)
@pytest.mark.usefixtures("small_pieces")
def test_a_cluster_gives_the_bytes_of_one_process(parquet, shared, run, sent, what):
    import gzip

    (parquet / "t.csv.gz").write_bytes(gzip.compress((parquet / "t.csv").read_bytes()))
    (parquet / "here").mkdir()
    line = ["batch", "coffee", *LINES[what]]
    code = 4 if "--expect" in line else 0
    outputs = OUTPUTS if what == "lines" else ["out.csv", "out/"]
    for output in outputs:
        here = run(*line, "--jobs", "1", "-o", f"here/{output}")
        there = run(*line, "--cluster", shared.address, "-o", output)
        assert there.exit_code == here.exit_code == code, (here.stderr, there.stderr, there.exception)
        assert there.stderr == here.stderr
        assert everything_in(parquet / output) == everything_in(parquet / "here" / output)
    assert hidden_in(parquet) == []
    bundles, dones = sent
    chunks = [chunk for bundle in bundles for chunk in bundle]
    named = [chunk.table.content for chunk in chunks if chunk.table is not None]
    assert all(isinstance(content, TablePart) for content in named) == (what != "a packed one")
    assert all(isinstance(file, PlacedFile) for chunk in chunks for file in chunk.weights or ())
    written = [done.file for done in dones if done.file is not None]
    files = len(list((parquet / "out").rglob("*.parquet")))
    assert len(written) == files >= (1 if what == "weights" else 2)
    of_dataset = dones[-len(dones) // len(outputs) :]  # the last output
    assert {done.rows for done in of_dataset} == {b""} != {done.rows for done in dones}


@pytest.mark.parametrize("output", ["sums.csv", "sums/", "shard/"])
@pytest.mark.usefixtures("small_pieces")
def test_of_a_summary_tallies_alone_travel_one_for_a_bundle(parquet, shared, run, sent, monkeypatch, output):
    """Shards have to know in which piece a group comes first: theirs travel one for a piece."""
    monkeypatch.setattr(of_cluster.Workers, "is_full", lambda _, chunks: len(chunks) == 5)
    line = ["batch", "coffee", "--table", "t.parquet", "--summary", "--injects", "each", "--by", "file"]
    line += ["--shard", "1/2"] if output == "shard/" else []
    run(*line, "--jobs", "1", "-o", f"here-{output}")
    there = run(*line, "--cluster", shared.address, "-o", output)
    assert (there.exit_code, there.stderr) == (0, "")
    assert everything_in(parquet / output) == everything_in(parquet / f"here-{output}")
    bundles, dones = sent
    assert {done.rows for done in dones} == {b""}
    tallies = sum(done.summary is not None for done in dones)
    assert tallies == (len(dones) if output == "shard/" else len(bundles)) > 1


@pytest.mark.usefixtures("small_pieces")
def test_shards_on_a_cluster_are_those_of_one_process(parquet, shared, run):
    line = ["batch", "coffee", "--table", "t.parquet", "--shard", "2/3"]
    run(*line, "--jobs", "1", "-o", "here/")
    assert run(*line, "--cluster", shared.address, "-o", "there/").exit_code == 0
    assert everything_in(parquet / "there") == everything_in(parquet / "here")


@pytest.mark.parametrize(
    "what", [("scores", "out.csv"), ("scores", "out/"), ("writes", "out/")], ids="->".join
)
@pytest.mark.usefixtures("small_pieces", "hurried")
def test_a_worker_that_is_killed_in_the_middle_changes_no_byte(lines, shared, run, stranger, first, what):
    strange, output = what
    worker, said = stranger(strange)
    line = ["batch", "coffee", "--table", "t.csv"]
    run(*line, "--jobs", "1", "-o", f"here-{output}")
    left = []

    def kill():
        wait_until(said.exists)
        left.extend(path.stat().st_size for path in lines.glob(".out.scenario-made/unplaced/*"))
        end(worker)

    first(kill)
    there = run(*line, "--cluster", shared.address, "-o", output)
    assert (there.exit_code, there.stderr) == (0, ""), there.exception
    assert everything_in(lines / output) == everything_in(lines / f"here-{output}")
    assert hidden_in(lines) == []
    assert worker.returncode is not None
    assert bool(left) or strange == "scores"


@pytest.mark.parametrize("output", ["out.csv", "out/"])
@pytest.mark.usefixtures("small_pieces", "hurried")
def test_a_worker_that_is_slow_holds_nobody_up(lines, shared, run, stranger, first, output):
    worker, said = stranger("scores")
    first(lambda: wait_until(said.exists))
    line = ["batch", "coffee", "--table", "t.csv"]
    run(*line, "--jobs", "1", "-o", f"here-{output}")
    there = run(*line, "--cluster", shared.address, "-o", output)
    assert (there.exit_code, there.stderr) == (0, ""), there.exception
    assert said.exists()
    assert worker.poll() is None
    assert everything_in(lines / output) == everything_in(lines / f"here-{output}")


@pytest.mark.usefixtures("small_pieces", "hurried")
def test_a_worker_that_is_added_gets_work(lines, alone, run, first):
    """The first one hangs in its second piece; all that comes after is the work of the second."""
    _, said = alone.worker("scores")
    alone.ready(1)
    first(lambda: (wait_until(said.exists), alone.worker()))
    line = ["batch", "coffee", "--table", "t.csv"]
    there = run(*line, "--cluster", alone.address, "-o", "out.csv")
    assert (there.exit_code, there.stderr) == (0, ""), there.exception
    run(*line, "--jobs", "1", "-o", "here.csv")
    assert everything_in(lines / "out.csv") == everything_in(lines / "here.csv")


@pytest.mark.usefixtures("small_pieces")
def test_what_workers_do_not_see_is_sent_which_is_said(parquet, shared, run, stranger, sent):
    stranger("blind", parquet)
    contents = f"{shared.address}: note: workers do not see {parquet}/{{}}; contents are sent [cluster]"
    rows = f"{shared.address}: note: workers do not see {parquet}; rows are sent [cluster]"
    for table, output, notes in (("t.csv", "out.csv", [contents]), ("t.parquet", "out/", [contents, rows])):
        line = ["batch", "coffee", "-w", "weights", "--table", table]
        run(*line, "--jobs", "1", "-o", f"here-{output}")
        there = run(*line, "--cluster", shared.address, "-o", output)
        assert there.exit_code == 0, there.exception
        assert there.stderr.splitlines() == [note.format(table) for note in notes]
        assert everything_in(parquet / output) == everything_in(parquet / f"here-{output}")
    bundles, dones = sent
    tables = [chunk.table.content for bundle in bundles for chunk in bundle if chunk.table is not None]
    assert not any(isinstance(content, TablePart) for content in tables)
    assert not any(done.file for done in dones)


@pytest.mark.usefixtures("small_pieces", "hurried")
def test_files_that_a_worker_writes_elsewhere_are_written_here(
    lines, shared, run, stranger, monkeypatch, first
):
    _, said = stranger("writes elsewhere")
    first(lambda: wait_until(said.exists))
    monkeypatch.setattr(Sights, "look", lambda *_: Seen(True, True, True))  # as before it came
    line = ["batch", "coffee", "--table", "t.csv"]
    run(*line, "--jobs", "1", "-o", "here/")
    there = run(*line, "--cluster", shared.address, "-o", "out/")
    told = f"{shared.address}: note: workers do not see {lines}; rows are sent [cluster]\n"
    assert (there.exit_code, there.stderr) == (0, told), there.exception
    assert everything_in(lines / "out") == everything_in(lines / "here")


@pytest.mark.parametrize("output", ["out.csv", "out/"])
@pytest.mark.usefixtures("small_pieces", "hurried")
def test_a_worker_that_comes_later_and_sees_nothing_is_sent_contents(
    parquet, shared, run, stranger, monkeypatch, output
):
    stranger("blind", parquet)
    monkeypatch.setattr(Sights, "look", lambda *_: Seen(True, True, True))  # as before it came
    line = ["batch", "coffee", "-w", "weights", "--table", "t.parquet"]
    run(*line, "--jobs", "1", "-o", f"here-{output}")
    there = run(*line, "--cluster", shared.address, "-o", output)
    assert there.exit_code == 0
    assert there.stderr.count("; contents are sent [cluster]\n") == len(there.stderr.splitlines()) == 1
    assert everything_in(parquet / output) == everything_in(parquet / f"here-{output}")


def test_standard_input_is_a_table_like_any_other(lines, shared, run):
    content = (lines / "t.csv").read_bytes()
    line = ["batch", "coffee", "--table", "-"]
    here = run(*line, "--jobs", "1", stdin=content)
    there = run(*line, "--cluster", shared.address, stdin=content)
    assert (there.exit_code, there.stderr) == (0, "")
    assert there.stdout_bytes == here.stdout_bytes


@pytest.mark.parametrize("file", ["table.csv", "table.parquet", "weights/fair.yaml"])
@pytest.mark.usefixtures("table")
def test_an_input_that_changes_before_a_worker_reads_it_is_told(
    coffee, put_parquet, shared, run, monkeypatch, file
):
    put_parquet("table.parquet", {"comfort": [1.0, 2.0], "cost": [2.0, 1.0]})
    submit = of_cluster.Workers._hand
    content = (coffee / file).read_bytes()

    def change(self, *args):
        (coffee / file).write_bytes(content[:-3] + b"4" + content[-2:])
        os.utime(coffee / file, ns=(1, 1))
        hash_at.cache_clear()
        submit(self, *args)

    monkeypatch.setattr(of_cluster.Workers, "_hand", change)
    asked = ["-w", file] if file.endswith(".yaml") else ["--table", file]
    there = run("batch", "coffee", *asked, "--cluster", shared.address, "-o", "out.csv")
    message = "this file has been changed since the run began to read it [changed-input]"
    assert there.stderr == f"{file}: error: {message}\n"
    assert there.exit_code == 3
    assert not (coffee / "out.csv").exists()


@pytest.mark.parametrize(
    ("strange", "said"),
    [
        (
            "another version",
            rf"the worker tcp://127.0.0.1:\d+ has scenario-cli 0.0.1, and here it is {VERSION}",
        ),
        ("nothing", NONE),
        ("broken", rf"workers cannot run scenario-cli {VERSION}: .*No module named 'scenario_cli'.*|{NONE}"),
    ],
)
def test_workers_of_another_version_are_refused(table, shared, run, stranger, strange, said):
    stranger(strange)
    there = run("batch", "coffee", "--table", "table.csv", "--cluster", shared.address, "-o", "out.csv")
    assert there.exit_code == 2, (there.stderr, there.exception)
    assert re.fullmatch(f"error: --cluster {shared.address}: ({said})\n", there.stderr), there.stderr
    assert not (table.parent / "out.csv").exists()


def test_a_worker_of_another_version_that_comes_later_ends_the_run(
    table, shared, run, stranger, monkeypatch, small_pieces
):
    stranger("another version")
    monkeypatch.setattr(Sights, "look", lambda *_: Seen(True, True, True))
    there = run("batch", "coffee", "--table", "table.csv", "--cluster", shared.address, "-o", "out.csv")
    assert there.exit_code == 2
    assert ": a worker has scenario-cli 0.0.1, and here it is " in there.stderr


def test_a_worker_with_another_pyarrow_writes_no_file(table, shared, run, stranger):
    import pyarrow as pa

    stranger("another pyarrow")
    line = ["batch", "coffee", "--table", "table.csv"]
    run(*line, "--jobs", "1", "-o", "here/")
    there = run(*line, "--cluster", shared.address, "-o", "out/")
    said = f"workers have pyarrow 1.0, and here it is {pa.__version__}; rows are sent"
    assert (there.exit_code, there.stderr) == (0, f"{shared.address}: note: {said} [cluster]\n")
    assert everything_in(table.parent / "out") == everything_in(table.parent / "here")


@pytest.mark.usefixtures("hurried")
def test_a_cluster_without_workers_is_told_while_it_is_waited_for_and_given_up(table, alone, run):
    """It was once waited for without a word, for good."""
    done = run("batch", "coffee", "--table", "table.csv", "--cluster", alone.address, "-o", "out.csv")
    assert done.stderr.splitlines() == [
        f"{alone.address}: warning: there is no worker; waiting 1 s for one [no-worker]",
        f"error: --cluster {alone.address}: no worker has come in 1 s",
    ]
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert [path.name for path in table.parent.iterdir() if path.name.startswith((".", "out"))] == []


def test_a_cluster_is_given_ten_seconds():
    assert (of_cluster.CONNECTING, of_cluster.WAIT_FOR_WORKERS) == (10.0, 10.0)


@pytest.mark.usefixtures("small_pieces", "hurried")
def test_when_all_are_gone_the_run_ends_and_can_be_gone_on_with(lines, alone, shared, run):
    worker, said = alone.worker("scores")
    alone.ready(1)
    journal = working(lines / "out.csv", "journal")

    def kill():
        wait_until(lambda: said.exists() and pieces_in(journal) >= 2)
        end(worker)

    killing = Thread(target=kill)
    killing.start()
    line = ["batch", "coffee", "--table", "t.csv", "-o", "out.csv"]
    done = run(*line, "--cluster", alone.address)
    killing.join()
    assert done.stderr.splitlines() == [
        f"{alone.address}: warning: all workers are gone; waiting 1 s for one [no-worker]",
        "out.csv: stopped; --resume goes on from here",
        f"error: --cluster {alone.address}: all workers are gone, and no worker has come in 1 s",
    ]
    assert done.exit_code == 2
    assert run(*line, "--cluster", shared.address, "--resume").exit_code == 0
    run(*line[:-1], "here.csv", "--jobs", "1")
    assert everything_in(lines / "out.csv") == everything_in(lines / "here.csv")


def test_a_scheduler_that_goes_away_ends_the_run_in_one_sentence(lines, alone, environment):
    """Dask would say it in fifty lines."""
    _, said = alone.worker("scores")
    alone.ready(1)
    small = "from scenario_cli.batch import plan; plan.weightings_at_once = lambda *_: 50"
    text = f"{small}; from scenario_cli.__main__ import main; main()"
    line = ["batch", "coffee", "--table", "t.csv", "--cluster", alone.address, "-o", "out.csv"]
    env = environment()
    env.pop("PYTHONWARNINGS")  # Dask's own are not ours
    with subprocess.Popen([sys.executable, "-c", text, *line], env=env, stderr=subprocess.PIPE) as running:
        wait_until(said.exists)
        end(alone.scheduler)
        told = running.stderr.read().decode().splitlines()
        assert running.wait(timeout=30) == 2
    assert told[-1] == f"error: --cluster {alone.address}: the scheduler is gone"
    assert told[:-1] in ([], ["out.csv: stopped; --resume goes on from here"])


def test_a_cluster_that_nobody_runs_is_told(table, run, monkeypatch):
    monkeypatch.setattr(of_cluster, "CONNECTING", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    done = run("batch", "coffee", "--table", "table.csv", "--cluster", nobody)
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith(f"error: --cluster {nobody}: cannot be reached")
    assert len(done.stderr.splitlines()) == 1


def test_of_a_cluster_that_is_not_reached_no_thread_is_left(monkeypatch):
    """One that is left for the collector was stopped by it while the next one started: both hung."""
    monkeypatch.setattr(of_cluster, "CONNECTING", 0.1)
    gc.disable()
    try:
        for _ in range(2):
            before = threading.active_count()
            with (
                pytest.raises(UsageError, match="cannot be reached"),
                of_cluster.workers_of(1, "ftp://127.0.0.1:1", lambda _: None),
            ):
                pass
            assert threading.active_count() == before
    finally:
        gc.enable()


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "ftp://127.0.0.1:1"])
def test_what_is_no_address_is_wrong_usage(table, run, address, monkeypatch):
    monkeypatch.setattr(of_cluster, "CONNECTING", 0.5)
    done = run("batch", "coffee", "--table", "table.csv", "--cluster", address)
    assert (done.exit_code, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith(f"error: --cluster {address}: ")
