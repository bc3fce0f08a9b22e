"""A summary of many weightings against the same in plain NumPy: time, and the memory of both.

    python benchmarks/summary.py [WEIGHTINGS]

Makes a Parquet table (three columns, 24 bytes a row) in a temporary folder. NumPy reads it in the same
pieces and keeps what quantiles need. Each pair is run in turn; the median of the pairwise ratios counts.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

WEIGHTINGS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
RUNS, PIECE = 3, 65_536
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
SUMMARY = [
    str(Path(sys.executable).with_name("scenario")),
    "batch",
    "china-arms-russia",
    "--table",
    "table.parquet",
    "--summary",
    "-o",
    "sums.csv",
    "--jobs",
]
# What somebody would write: scores, ranks, means, worst cases, and quantiles from 32-bit copies.
PLAIN = """
import numpy as np, pyarrow.parquet as pq, scenario_cli as sc
problem = sc.study("china-arms-russia").problem
within = np.zeros((3, len(problem.weights)))
for j, d in enumerate(problem.driver_of):
    within[d, j] = problem.weights[j] / problem.weights[np.array(problem.driver_of) == d].sum()
alone = 100 * problem.values @ within.T
sums, counts, kept = np.zeros((3, 4)), np.zeros((4, 4)), []
for batch in pq.ParquetFile("table.parquet").iter_batches(PIECE):
    points = np.stack([np.asarray(column) for column in batch.columns], axis=1)
    scores = points / points.sum(axis=1, keepdims=True) @ alone.T
    order = np.argsort(-scores, axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(4)[None, :], 1)
    best, second = scores.max(axis=1, keepdims=True), np.partition(scores, -2, axis=1)[:, -2, None]
    margin = scores - np.where(scores == best, second, best)
    regret = best - scores
    sums += [scores.sum(axis=0), regret.sum(axis=0), margin.sum(axis=0)]
    counts += [(ranks == rank).sum(axis=0) for rank in range(4)]
    kept.append(margin.astype("float32"))
margins = np.concatenate(kept)
for values in (margins, np.maximum(-margins, 0)):
    print(np.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0, method="inverted_cdf"))
print(sums, counts)
"""


def took(command: list[str], folder: str) -> float:
    """Return how long one run of a command takes, in seconds."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def make(folder: str) -> None:
    """Write the table."""
    rng = np.random.default_rng(1)
    names = ("power", "interests", "personality")
    schema = pa.schema([(name, pa.float64()) for name in names])
    with pq.ParquetWriter(Path(folder) / "table.parquet", schema, compression="none") as writer:
        for start in range(0, WEIGHTINGS, 1_000_000):
            count = min(1_000_000, WEIGHTINGS - start)
            writer.write_table(pa.table({name: rng.random(count) for name in names}))


def main() -> None:
    """Print the ratios."""
    plain = [sys.executable, "-c", PLAIN.replace("PIECE", str(PIECE))]
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        took([*SUMMARY, "1"], folder)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{WEIGHTINGS:,} weightings, summed up in one process: at most {most:.0f} MB")
        for jobs in ("1", "2"):
            ratios = [took([*SUMMARY, jobs], folder) / took(plain, folder) for _ in range(RUNS)]
            print(f"{jobs} process(es) / plain NumPy: {statistics.median(ratios):.2f}")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"at most, plain NumPy among them: {most:.0f} MB")


if __name__ == "__main__":
    main()
