"""``verify`` and ``diff`` of sweeps against ``batch`` itself, which writes them in one process.

    python benchmarks/sweeps.py [RANKINGS]

Makes a table of so many weightings (100,000 if not told), weights files, and sweeps of both in a temporary
folder. Each pair is run in turn; the median of the pairwise ratios counts. Two sweeps are compared, so a
``diff`` is held against twice the time of one ``batch``.
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

RANKINGS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
FILES = 5_000
RUNS = 5
SCENARIO = str(Path(sys.executable).with_name("scenario"))
BATCH = [SCENARIO, "batch", "china-arms-russia", "--jobs", "1", "--force"]
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
FORMS = ("rows.csv", "rows.jsonl", "rows.parquet", "rows/")


def took(command: list[str], folder: str) -> float:
    """Return how long one run of a command takes, in seconds of a processor: others use them, too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def make(folder: str) -> None:
    """Write the table and the weights files."""
    rng = random.Random(1)
    numbers = ([round(rng.random(), 4) for _ in range(3)] for _ in range(RANKINGS))
    lines = ["power,interests,personality", *(",".join(map(repr, row)) for row in numbers)]
    (Path(folder) / "table.csv").write_text("\n".join(lines) + "\n")
    (Path(folder) / "weights").mkdir()
    for k in range(FILES):
        a, b, c = (rng.randint(1, 99) for _ in range(3))
        text = f"format: weights/1\nid: w{k}\ndrivers: {{power: {a}, interests: {b}, personality: {c}}}\n"
        (Path(folder) / f"weights/w{k}.yaml").write_text(text)


def ratio(one: list[str], other: list[str], folder: str, times: int = 1) -> str:
    """Return the median ratio of the time of one command to so many times that of another."""
    found = []
    start = time.perf_counter()
    for _ in range(RUNS):
        base = took(other, folder)
        found.append(took(one, folder) / (times * base))
    took_all = time.perf_counter() - start
    return f"{statistics.median(found):.2f} ({min(found):.2f} to {max(found):.2f}; {took_all:.0f} s in all)"


def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        make(folder)
        for form in FORMS:
            batch = [*BATCH, "--table", "table.csv", "-o", form]
            print(f"verify {form} / batch: {ratio([SCENARIO, 'verify', form], batch, folder)}")
            print(f"diff {form} {form} / 2 batch: {ratio([SCENARIO, 'diff', form, form], batch, folder, 2)}")
        batch = [*BATCH, "-w", "weights", "-o", "files.csv"]
        found = ratio([SCENARIO, "verify", "files.csv"], batch, folder)
        print(f"verify, {FILES:,} weights files / batch: {found}")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"at most, batch among them: {most:.0f} MB")


if __name__ == "__main__":
    main()
