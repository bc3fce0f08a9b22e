"""Batches against what bare reading takes, and against one score call each.

    python benchmarks/batch.py [FILES] [ROWS]

Makes its own files in a temporary folder. Each reference runs in turn with its case.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 300_000
SCENARIO = str(Path(sys.executable).with_name("scenario"))
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

BARE_YAML = """
import glob, sys, yaml
from concurrent.futures import ProcessPoolExecutor
def load(names):
    for name in names:
        with open(name, "rb") as file:
            yaml.load(file, yaml.CSafeLoader)
names = sorted(glob.glob("weights/*.yaml"))
parts = [names[i : i + 64] for i in range(0, len(names), 64)]
jobs = int(sys.argv[1])
if jobs == 1:
    load(names)
else:
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(load, parts))
"""
READ_AND_WRITE = """
import csv
with open("table.csv", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    numbers = [[float(x) for x in row] for row in rows]
with open("written.csv", "w", newline="") as file:
    out = csv.writer(file)
    for k, row in enumerate(numbers):
        for option in ("straddle", "covert_shells", "drones", "open_arming"):
            out.writerow(("china-arms-russia", f"table.csv:{k}", "", option, 1, "false", row[0], row[1],
                          "true", "", 64 * "a", "0.1.0"))
"""
ONE_CALL_EACH = """
import scenario_cli as sc, random, time
scenario = sc.read_scenario("china-arms-russia")
n = 300
start = time.perf_counter()
for _ in range(n):
    weights = sc.Weights(format="weights/1", id="x", drivers={d: random.random() for d in scenario.drivers})
    sc.rank_options(sc.decision_problem(scenario, weights))
print((time.perf_counter() - start) / n)
"""


def make_files(folder: Path) -> None:
    """Write weights files and a table of weightings."""
    from scenario_cli import read_scenario

    rng = random.Random(0)
    scenario = read_scenario("china-arms-russia")
    (folder / "weights").mkdir()
    for i in range(FILES):
        lines = [f"# weights {i}", "format: weights/1", f"id: w{i}", f"title: Number {i}", "", "drivers:"]
        lines += [f"  {driver}: {rng.randint(1, 60)}   # why" for driver in scenario.drivers]
        lines += ["", "factors:"]
        for driver, stated in scenario.drivers.items():
            lines += [f"  {driver}:", *(f"    {factor}: {rng.randint(1, 30)}" for factor in stated.factors)]
        (folder / "weights" / f"w{i:06}.yaml").write_text("\n".join(lines) + "\n")
    with (folder / "table.csv").open("w") as file:
        file.write(",".join(scenario.factors) + "\n")
        for _ in range(ROWS):
            file.write(",".join(f"{rng.random():.4f}" for _ in scenario.factors) + "\n")


def seconds(command: list[str], folder: Path) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True)
    return time.perf_counter() - start


def ratio(ours: list[str], theirs: list[str], folder: Path, runs: int = 5) -> tuple[float, float]:
    """Return the median of pairwise ratios, and our median time."""
    seconds(ours, folder)
    pairs = [(seconds(ours, folder), seconds(theirs, folder)) for _ in range(runs)]
    return statistics.median(a / b for a, b in pairs), statistics.median(a for a, _ in pairs)


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_files(folder)
        batch = [SCENARIO, "batch", "china-arms-russia"]
        times = {}
        for jobs in ("1", "2"):
            ours = [*batch, "-w", "weights", "-o", "out.csv", "--jobs", jobs]
            r, times[jobs] = ratio(ours, [sys.executable, "-c", BARE_YAML, jobs], folder)
            case = f"{FILES:,} weights files, {jobs} job(s) / bare yaml.load"
            print(f"{case:48} {r:5.2f}  ({times[jobs]:.2f} s; aim 1.2)")
        print(f"one job / two jobs                               {times['1'] / times['2']:5.2f}  (aim 1.7)")
        ours = [*batch, "--table", "table.csv", "-o", "rows.csv", "--jobs", "1"]
        r, took = ratio(ours, [sys.executable, "-c", READ_AND_WRITE], folder, runs=3)
        print(f"{ROWS:,} rows / reading and writing them alone  {r:5.2f}  ({took:.2f} s; aim 1.5)")
        each = subprocess.run(
            [sys.executable, "-c", ONE_CALL_EACH], capture_output=True, text=True, check=True
        )
        calls = float(each.stdout) * ROWS
        print(f"one score call each / the table                  {calls / took:5.1f}  (aim 20)")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"largest process so far                           {peak:5.0f} MB (the reference reads all rows)"
        )


if __name__ == "__main__":
    main()
