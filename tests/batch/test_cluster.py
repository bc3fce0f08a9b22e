"""``scenario batch --cluster``: a Dask scheduler and two workers on this machine, one of which dies."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack

import numpy as np
import pytest

from scenario_cli.batch import pool
from scenario_cli.errors import UsageError

pytest.importorskip("distributed")

COFFEE = """\
format: scenario/1
id: coffee
title: Which coffee machine?
question: Which machine?
drivers:
  comfort: {title: Comfort}
  cost: {title: Price, scale: {worst: 900, best: 100, unit: EUR}}
options: {keep: {}, new: {}, rent: {}}
ratings:
  keep: {comfort: 4, cost: 100}
  new: {comfort: 8, cost: 800}
  rent: {comfort: 6, cost: 430}
injects:
  boom: {title: A boom, weights: {cost: {times: 0.3}}}
"""
SLOWLY = """
import sys, time
from scenario_cli.__main__ import main
from scenario_cli.batch import plan
from scenario_cli.batch.part import PartFile

plan.weightings_at_once = lambda *_: 100
whole = PartFile.add


def add(self, content, *about):
    time.sleep(0.02)
    whole(self, content, *about)


PartFile.add = add
main()
"""

HURRIED = """
import distributed
from scenario_cli.__main__ import main

client = distributed.Client
distributed.Client = lambda address, timeout: client(address, timeout="1s")
main()
"""


def started(command, env, cwd):
    return subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def wait_until(holds, seconds=20):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "the cluster does not come up"
        time.sleep(0.05)


def end(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def quiet(environment):
    """The environment of processes in which distributed may warn."""
    env = environment(DASK_DISTRIBUTED__ADMIN__TICK__LIMIT="60s", DASK_DISTRIBUTED__WORKER__DAEMON="False")
    env.pop("PYTHONWARNINGS")
    return env


@pytest.fixture
def cluster(quiet, tmp_path_factory):
    """A scheduler on a free port of loopback, and two workers; gives its address and the workers."""
    place = tmp_path_factory.mktemp("cluster")
    told = place / "scheduler.json"
    module = [sys.executable, "-m"]
    file = ["--scheduler-file", str(told)]
    with ExitStack() as stack:

        def start(*command):
            process = started([*module, *command, *file], quiet, place)
            stack.callback(end, process)
            return process

        start("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        wait_until(told.exists)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        options = ["--no-nanny", "--no-dashboard", "--nthreads", "1", "--host", "127.0.0.1"]
        workers = [start("distributed.cli.dask_worker", *options) for _ in range(2)]
        yield address, workers


@pytest.fixture
def table(folder):
    (folder / "coffee.yaml").write_text(COFFEE, encoding="utf-8")
    rng = np.random.default_rng(6)
    lines = [f"{a!r},{b!r}" for a, b in rng.random((3000, 2)).round(4).tolist()]
    lines[1234] = "1,x"
    (folder / "t.csv").write_text("\n".join(["comfort,cost", *lines]) + "\n", encoding="utf-8")
    return folder


BATCH = ["batch", "coffee.yaml", "--table", "t.csv", "--injects", "each"]


def test_a_worker_that_is_killed_in_the_middle_changes_no_byte(table, cluster, quiet):
    address, workers = cluster
    slowly = [sys.executable, "-c", SLOWLY, *BATCH]
    one = subprocess.run(
        [*slowly, "--jobs", "1", "-o", "one.csv"], env=quiet, check=False, timeout=60, capture_output=True
    )
    journal = table / ".many.csv.scenario-journal"
    with subprocess.Popen(
        [*slowly, "--cluster", address, "-o", "many.csv"],
        env=quiet,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as many:
        wait_until(
            lambda: many.poll() is not None or (journal.exists() and journal.read_bytes().count(b"\n") >= 6)
        )
        running = many.poll() is None
        end(workers[0])
        said = many.stderr.read()
        assert many.wait(timeout=30) == one.returncode == 3, said
        assert many.stdout.read() == b""
    assert running, "the worker was killed in the middle"
    assert (table / "many.csv").read_bytes() == (table / "one.csv").read_bytes()
    assert said.count(b"t.csv:1236:2: error: row 1235: 'x' in column 'cost' is not a number") == 1


@pytest.fixture
def scheduler(quiet, tmp_path_factory):
    """A scheduler without a worker; gives its address and a function that starts one."""
    place = tmp_path_factory.mktemp("cluster")
    told = place / "scheduler.json"
    with ExitStack() as stack:

        def start(module, *options):
            command = [sys.executable, "-m", module, "--scheduler-file", str(told), *options]
            process = started([*command, "--host", "127.0.0.1", "--no-dashboard"], quiet, place)
            stack.callback(end, process)
            return process

        start("distributed.cli.dask_scheduler", "--port", "0")
        wait_until(told.exists)
        address = json.loads(told.read_text(encoding="utf-8"))["address"]
        yield address, lambda: start("distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1")


def waiting(seconds):
    """Start the command with a shorter time to wait for workers."""
    pauses = f"pool.WAIT_FOR_WORKERS = {seconds}; pool.LOOK_FOR_WORKERS = 0.5"
    text = f"from scenario_cli.batch import pool; {pauses}; from scenario_cli.__main__ import main; main()"
    return [sys.executable, "-c", text]


def test_a_cluster_without_workers_is_told_while_it_is_waited_for_and_given_up(table, scheduler, quiet):
    """It was once waited for without a word, for good."""
    address, _ = scheduler
    command = [*waiting(2.0), *BATCH, "--cluster", address, "-o", "out.csv"]
    done = subprocess.run(command, env=quiet, capture_output=True, check=False, timeout=60)
    assert done.stderr.decode().splitlines() == [
        f"{address}: warning: there is no worker; waiting 2 s for one [no-worker]",
        f"error: --cluster {address}: no worker has come in 2 s",
    ]
    assert (done.returncode, done.stdout) == (2, b"")
    assert [path.name for path in table.iterdir() if path.name.startswith((".", "out"))] == []


def test_a_worker_that_comes_later_does_the_work(table, scheduler, quiet):
    address, start = scheduler
    command = [*waiting(40.0), *BATCH, "--cluster", address, "-o", "out.csv"]
    with subprocess.Popen(command, env=quiet, stderr=subprocess.PIPE) as running:
        first = running.stderr.readline().decode()
        start()
        rest = running.stderr.read()
        assert running.wait(timeout=40) == 3, rest
    assert first == f"{address}: warning: there is no worker; waiting 40 s for one [no-worker]\n"
    assert b"'x' in column 'cost' is not a number" in rest
    assert (table / "out.csv").is_file()


def test_a_cluster_whose_workers_go_for_good_ends_the_run(monkeypatch):
    class Client:
        def nthreads(self):
            return {}

    class Future:
        def result(self, timeout):
            raise TimeoutError

    monkeypatch.setattr(pool, "WAIT_FOR_WORKERS", 0.3)
    said = []
    workers = pool._Workers(Client(), "tcp://x", said.append)
    with pytest.raises(UsageError, match=r"^tcp://x: no worker has come in 0 s$"):
        workers.waiting_for(Future())()
    assert [mistake.code for mistake in said] == ["no-worker"]


def test_a_cluster_that_nobody_runs_is_told(table, quiet):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    done = subprocess.run(
        [sys.executable, "-c", HURRIED, *BATCH, "--cluster", nobody],
        env=quiet,
        capture_output=True,
        check=False,
        timeout=40,
    )
    assert (done.returncode, done.stdout) == (2, b""), done.stderr
    assert done.stderr.startswith(f"error: --cluster {nobody}: cannot be reached".encode()), done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1", "ftp://127.0.0.1:1"])
def test_what_is_no_address_is_wrong_usage(table, quiet, address):
    done = subprocess.run(
        [sys.executable, "-m", "scenario_cli", *BATCH, "--cluster", address],
        env=quiet | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
        capture_output=True,
        check=False,
        timeout=40,
    )
    assert (done.returncode, done.stdout) == (2, b""), done.stderr
    assert done.stderr.startswith(f"error: --cluster {address}: ".encode()), done.stderr
