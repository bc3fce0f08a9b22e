"""Batches against what bare reading takes, and against one score call each.

    python benchmarks/batch.py              files, and tables of a million rows
    python benchmarks/batch.py files        only the files
    python benchmarks/batch.py tables       only the tables
    python benchmarks/batch.py hand         tables against the same by hand (`by_hand.py`)
    python benchmarks/batch.py memory       ten million rows: their memory, and whether time grows with rows

Makes its own files in a temporary folder. Each reference runs in turn with its case.
Files are of three kinds: those of one sweep, which differ in nothing but numbers, those in which
the words differ, too, and small ones, which hold the points of three drivers and nothing else.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = 5_000
MANY_FILES = 50_000  # so many that start-up, which no process shares, is little
FEWER_ROWS, ROWS, MOST_ROWS = 200_000, 1_000_000, 10_000_000
RUNS = 7
SCENARIO = str(Path(sys.executable).with_name("scenario"))
BATCH = [SCENARIO, "batch", "china-arms-russia"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
WORDS = [
    "what",
    "the",
    "room",
    "said",
    "about",
    "how",
    "much",
    "each",
    "of",
    "them",
    "counts",
    "when",
    "told",
]

BARE_YAML = """
import glob, sys, yaml
from concurrent.futures import ProcessPoolExecutor
def load(names):
    for name in names:
        with open(name, "rb") as file:
            yaml.load(file, yaml.CSafeLoader)
folder, jobs = sys.argv[1], int(sys.argv[2])
names = sorted(glob.glob(folder + "/*.yaml"))
parts = [names[i : i + 64] for i in range(0, len(names), 64)]
if jobs == 1:
    load(names)
else:
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(load, parts))
"""
READ_AND_WRITE_CSV = """
import csv
with open("table.csv", newline="") as file, open("written.csv", "w", newline="") as to:
    rows, out = csv.reader(file), csv.writer(to)
    next(rows)
    for k, row in enumerate(rows):
        numbers = [float(x) for x in row]
        a, b = numbers[0] * 77.7, numbers[1] * 77.7  # as many digits as scores have
        for option in ("straddle", "covert_shells", "drones", "open_arming"):
            out.writerow(("china-arms-russia", f"table.csv:{k}", "", option, 1, "false", a, b,
                          "true", "", 64 * "a", "0.2.0"))
"""
# Prints what it took to read the table that is written again: that is no part of the job.
READ_AND_WRITE_PARQUET = """
import time
import pyarrow.parquet as pq
start = time.perf_counter()
made = pq.read_table("out.parquet")
print(time.perf_counter() - start)
pq.read_table("table.parquet")
pq.write_table(made, "written.parquet")
"""
ONE_CALL_EACH = """
import scenario_cli as sc, random, time
scenario = sc.read_scenario("china-arms-russia")
n = 1_000
start = time.perf_counter()
for _ in range(n):
    weights = sc.Weights(format="weights/1", id="x", drivers={d: random.random() for d in scenario.drivers})
    sc.rank_options(sc.decision_problem(scenario, weights))
print((time.perf_counter() - start) / n)
"""


def make_files(folder: Path, count: int, kind: str) -> None:
    """Write weights files of a kind: alike, unlike or small."""
    from scenario_cli import read_scenario

    rng = random.Random(0)
    scenario = read_scenario("china-arms-russia")
    folder.mkdir()

    def words() -> str:
        return "why" if kind == "alike" else " ".join(rng.choices(WORDS, k=5))

    for i in range(count):
        path = folder / f"w{i:06}.yaml"
        if kind == "small":
            points = "".join(f"  {driver}: {rng.randint(1, 60)}\n" for driver in scenario.drivers)
            path.write_text(f"format: weights/1\nid: w{i}\ntitle: Number {i}\ndrivers:\n{points}")
            continue
        lines = [
            f"# weights {i}",
            "format: weights/1",
            f"id: w{i}",
            f"title: Number {i} {words()}",
            "",
            "drivers:",
        ]
        lines += [f"  {driver}: {rng.randint(1, 60)}   # {words()}" for driver in scenario.drivers]
        lines += ["", "factors:"]
        for driver, stated in scenario.drivers.items():
            lines += [f"  {driver}:", *(f"    {factor}: {rng.randint(1, 30)}" for factor in stated.factors)]
        path.write_text("\n".join(lines) + "\n")


def make_table(path: Path, rows: int) -> None:
    """Write a table of weightings, a column a factor: CSV or Parquet."""
    import numpy as np

    from scenario_cli import read_scenario

    factors = list(read_scenario("china-arms-russia").factors)
    rng = np.random.default_rng(0)
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.table({f: rng.random(rows).round(4) for f in factors}), path)
        return
    with path.open("w") as file:
        file.write(",".join(factors) + "\n")
        for start in range(0, rows, 100_000):
            numbers = rng.random((min(100_000, rows - start), len(factors)))
            np.savetxt(file, numbers, fmt="%.4f", delimiter=",")


def seconds(command: list[str], folder: Path) -> float:
    """Return the wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True)
    return time.perf_counter() - start


def told(command: list[str], folder: Path) -> float:
    """Return the number that a run prints."""
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return float(done.stdout)


def seconds_but_told(command: list[str], folder: Path) -> float:
    """Return the wall time of one run without the part that it prints."""
    start = time.perf_counter()
    part = told(command, folder)
    return time.perf_counter() - start - part


def row(case: str, ratios: list[float], took: list[float], aim: str) -> None:
    """Print one ratio: median, and from which to which."""
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(
        f"{case:62} {statistics.median(ratios):6.2f}  ({spread}; {statistics.median(took):.2f} s; aim {aim})"
    )


def files(folder: Path) -> None:
    """Measure weights files against reading them alone, and two processes against one."""
    for kind in ("alike", "unlike", "small"):
        make_files(folder / kind, FILES, kind)
        for jobs, others in (("1", "1"), ("2", "2"), ("2", "1")):
            ours = [*BATCH, "-w", kind, "-o", "out.csv", "--jobs", jobs]
            bare = [sys.executable, "-c", BARE_YAML, kind, others]
            seconds(ours, folder)
            pairs = [(seconds(ours, folder), seconds(bare, folder)) for _ in range(RUNS)]
            case = f"{FILES:,} weights files {kind}, {jobs} job(s) / bare yaml.load, {others}"
            row(case, [a / b for a, b in pairs], [a for a, _ in pairs], "1.2")
    for kind in ("alike", "unlike"):
        many, count = f"many-{kind}", MANY_FILES
        make_files(folder / many, count, kind)
        one, two = ([*BATCH, "-w", many, "-o", "out.csv", "--jobs", jobs] for jobs in ("1", "2"))
        seconds(one, folder)
        pairs = [(seconds(one, folder), seconds(two, folder)) for _ in range(RUNS)]
        case = f"{count:,} weights files {kind}, one job / two"
        row(case, [a / b for a, b in pairs], [b for _, b in pairs], "1.7 or more")


def by_hand(folder: Path) -> None:
    """Measure tables against the same rows made by hand, whole processes on both sides."""
    script = str(Path(__file__).with_name("by_hand.py"))
    for rows, table, made, aim in (
        (FEWER_ROWS, "few.csv", "out.csv", "1.2"),
        (FEWER_ROWS, "few.csv", "out.jsonl", "none"),
        (ROWS, "table.parquet", "out.parquet", "0.9"),
    ):
        if not (folder / table).exists():
            make_table(folder / table, rows)
        hand = [sys.executable, script, table, f"hand-{made}"]
        for jobs in ([], ["--jobs", "1"]):
            ours = [*BATCH, "--table", table, "-o", made, *jobs]
            seconds(ours, folder)
            seconds(hand, folder)
            pairs = [(seconds(ours, folder), seconds(hand, folder)) for _ in range(RUNS)]
            case = f"{rows:,} rows, {table} to {made} {' '.join(jobs)} / by hand"
            row(case, [a / b for a, b in pairs], [a for a, _ in pairs], aim)


def tables(folder: Path) -> None:
    """Measure tables of weightings against reading and writing them alone, and against one call each."""
    call = told([sys.executable, "-c", ONE_CALL_EACH], folder)
    for ending, runs in ((".csv", 3), (".parquet", RUNS)):
        make_table(folder / f"table{ending}", ROWS)
        for jobs in ("1", "2"):
            ours = [*BATCH, "--table", f"table{ending}", "-o", f"out{ending}", "--jobs", jobs]
            bare = [sys.executable, "-c", READ_AND_WRITE_CSV if ending == ".csv" else READ_AND_WRITE_PARQUET]
            seconds(ours, folder)
            measure = seconds if ending == ".csv" else seconds_but_told
            pairs = [(seconds(ours, folder), measure(bare, folder)) for _ in range(runs)]
            took = [a for a, _ in pairs]
            case = f"{ROWS:,} rows of {ending}, {jobs} job(s) / reading and writing"
            row(case, [a / b for a, b in pairs], took, "1.5")
            row("one score call each / the same", [call * ROWS / a for a in took], took, "20 or more")


def memory(folder: Path) -> None:
    """Measure what ten million rows take, and a tenth of them."""
    for ending in (".csv", ".parquet"):
        took = []
        for rows, runs in ((1, 5), (ROWS, 3), (MOST_ROWS, 1)):
            make_table(folder / f"table{ending}", rows)
            ours = [*BATCH, "--table", f"table{ending}", "-o", f"out{ending}"]
            command = [sys.executable, "-c", MEASURED, *ours]
            walls, peaks = [], []
            for _ in range(runs):
                done = subprocess.run(
                    command, cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True
                )
                wall, peak = map(float, done.stdout.split())
                walls.append(wall)
                peaks.append(peak)
            took.append(statistics.median(walls))
            most = max(peaks)
            print(
                f"{rows:,} rows of {ending}: {took[-1]:.1f} s, at most {most:.0f} MB in a process (aim 500)"
            )
        start, some, all_ = took
        print(
            f"ten times the rows take {all_ / some:.2f} times as long, "
            f"start-up left out {(all_ - start) / (some - start):.2f} (aim 9 to 11)"
        )


MEASURED = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def main() -> None:
    """Measure and print."""
    asked = sys.argv[1:] or ["files", "tables", "hand"]
    for name in asked:
        with tempfile.TemporaryDirectory() as folder:
            {"files": files, "tables": tables, "hand": by_hand, "memory": memory}[name](Path(folder))


if __name__ == "__main__":
    main()
