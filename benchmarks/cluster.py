"""A Dask cluster of two workers on this machine against two processes of one run.

    python benchmarks/cluster.py            tables and files, to each kind of output
    python benchmarks/cluster.py NAME...    only these

Both have the same two cores, so that all that a cluster takes more is seen: bundles of about a
second, what is asked before the first of them, and Dask itself. Each pair runs in turn. Beside the
wall time stands that of processors, of all processes that have a part in it (Linux), less what the
scheduler and workers take while they have nothing to do: the other work of a busy machine, which
makes a run long, is not in it.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batch import BATCH, ENVIRONMENT, make_files, make_table, row, seconds

RUNS = 3
WORKERS = 2
IDLE = 10  # seconds for which the cluster is looked at while it has nothing to do
CASES = {
    "csv": (["--table", "table.csv"], "out.csv", "500,000 rows of CSV to CSV"),
    "parquet": (["--table", "table.parquet"], "out.parquet", "2,000,000 rows of Parquet to Parquet"),
    "dataset": (["--table", "table.parquet"], "out/", "2,000,000 rows of Parquet to a dataset"),
    "summary": (["--table", "table.parquet", "--summary"], "sums.csv", "a summary of 2,000,000 rows"),
    "files": (["-w", "files"], "files.csv", "50,000 weights files to CSV"),
}


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Give the address of a cluster that is ended afterwards, and its processes."""
    told = folder / "scheduler.json"
    module = [sys.executable, "-m"]
    file = ["--scheduler-file", str(told), "--host", "127.0.0.1", "--no-dashboard"]
    worker = ["distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1"]
    commands = [["distributed.cli.dask_scheduler", "--port", "0"], *[worker] * WORKERS]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    running = [
        subprocess.Popen([*module, *command, *file], env=ENVIRONMENT, cwd=folder, **quiet)
        for command in commands
    ]
    try:
        from distributed import Client

        while not told.exists():
            time.sleep(0.1)
        with Client(scheduler_file=str(told)) as client:
            client.wait_for_workers(WORKERS)
            address = str(client.scheduler.address)
        yield address, [process.pid for process in running]
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def spent(command: list[str], folder: Path, processes: list[int], idle: float = 0.0) -> tuple[float, float]:
    """Return the wall time of one run, and that of processors: its own, and of processes what is not idle."""
    before = sum(map(of_processors, processes)) + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    wall = seconds(command, folder)
    after = sum(map(of_processors, processes)) + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    return wall, after - before - idle * wall


def of_processors(process: int) -> float:
    """Return how many seconds of processors a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    asked = sys.argv[1:] or list(CASES)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if "csv" in asked:
            make_table(folder / "table.csv", 500_000)
        if {"parquet", "dataset", "summary"} & {*asked}:
            make_table(folder / "table.parquet", 2_000_000)
        if "files" in asked:
            make_files(folder / "files", 50_000, "unlike")
        with cluster(folder) as (address, processes):
            before = sum(map(of_processors, processes))
            time.sleep(IDLE)
            idle = (sum(map(of_processors, processes)) - before) / IDLE
            print(f"idle: {idle:.1%} of a processor")
            for line, output, what in (CASES[case] for case in asked):
                force = [] if "--summary" in line else ["--force"]
                ours = [*BATCH, *line, *force, "-o"]
                there = [*ours, output, "--cluster", address]
                here = [*ours, f"here-{output}", "--jobs", str(WORKERS)]
                seconds(there, folder)
                pairs = [
                    (spent(there, folder, processes, idle), spent(here, folder, [])) for _ in range(RUNS)
                ]
                for k, of in enumerate(("wall", "processors")):
                    ratios, took = [a[k] / b[k] for a, b in pairs], [a[k] for a, _ in pairs]
                    row(f"{what}: cluster / processes, {of}", ratios, took, "1.1")


if __name__ == "__main__":
    main()
