"""What putting ballots together costs: the program against its own start-up and a loop in plain NumPy.

    python benchmarks/group.py [RUNS]

Two hundred ballots on 30 factors and 5 options, a file each; and ten thousand rows of a CSV table. The
reference reads the same files with PyYAML's C loader (or csv), and does with NumPy what is most of the
work: shares, scores, quantiles, and every ballot's share put for the room's, scored anew. What it finds
is held against the program's JSON before anything is measured. Pairs are run in turn; the median of the
ratios counts. Imports are in both.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 9
FACTORS, OPTIONS, BALLOTS, ROWS = 30, 5, 200, 10_000
REFERENCE = """
import csv, json, sys
from pathlib import Path
import numpy as np, yaml

scenario = yaml.load(Path("big.yaml").read_text(), Loader=yaml.CSafeLoader)
ids = list(scenario["drivers"])
values = np.array([[cells[d] / 10 for d in ids] for cells in scenario["ratings"].values()])
if sys.argv[1].endswith(".csv"):
    with open(sys.argv[1], newline="") as file:
        points = np.array([[float(row[d]) for d in ids] for row in csv.DictReader(file)])
else:
    read = (yaml.load(p.read_text(), Loader=yaml.CSafeLoader) for p in sorted(Path(sys.argv[1]).iterdir()))
    points = np.array([[float(ballot["drivers"][d]) for d in ids] for ballot in read])
shares = points / points.sum(axis=1, keepdims=True)
room = shares.mean(axis=0)
scores = 100 * shares @ values.T
first = ((scores.max(axis=1, keepdims=True) - scores) <= 1e-9).sum(axis=0)
leads = 100 * values @ room
leads = leads.max() - leads <= 1e-9
found = []
for j in range(len(ids)):
    others = room * (np.arange(len(ids)) != j) / (1 - room[j])
    put = others[None] * (1 - shares[:, j, None])
    put[:, j] = shares[:, j]
    anew = 100 * put @ values.T
    across = ((anew.max(axis=1, keepdims=True) - anew <= 1e-9) != leads).any(axis=1)
    found.append([int(across.sum()), *np.quantile(shares[:, j], [0, 0.25, 0.5, 0.75, 1]).tolist()])
print(json.dumps({"first": first.tolist(), "items": found}))
"""


def write(home: Path) -> None:
    """Write the scenario, the ballots and the table."""
    draw = random.Random(1)
    ids = [f"d{j}" for j in range(FACTORS)]
    lines = ["format: scenario/1", "id: big", "title: Big", "question: Which?", "drivers:"]
    lines += [f"  {d}: {{}}" for d in ids]
    lines += ["options:", *(f"  o{i}: {{}}" for i in range(OPTIONS)), "ratings:"]
    for i in range(OPTIONS):
        lines += [f"  o{i}:", *(f"    {d}: {draw.randint(0, 10)}" for d in ids)]
    (home / "big.yaml").write_text("\n".join(lines) + "\n")
    (home / "ballots").mkdir()
    for k in range(BALLOTS):
        points = ", ".join(f"{d}: {draw.randint(0, 100)}" for d in ids)
        text = f"format: ballot/1\nby: P{k}\nteam: t{k % 7}\norder: [o{k % 5}]\ndrivers: {{{points}}}\n"
        (home / "ballots" / f"{k}.yaml").write_text(text)
    rows = [f"P{k},t{k % 7}," + ",".join(str(draw.randint(0, 100)) for _ in ids) for k in range(ROWS)]
    (home / "rows.csv").write_text("\n".join(["by,team," + ",".join(ids), *rows]) + "\n")
    (home / "reference.py").write_text(REFERENCE)


def run(home: Path, *command: str) -> tuple[float, str]:
    """Return the wall time of a command, and what it prints."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *command], cwd=home, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def hold(home: Path, name: str) -> None:
    """Hold the reference's numbers against the program's."""
    ours = json.loads(run(home, *program(name), "-f", "json")[1])
    theirs = json.loads(run(home, "reference.py", name)[1])
    assert list(ours["first"].values()) == theirs["first"]
    for item, (across, *spread) in zip(ours["items"], theirs["items"], strict=False):
        assert item["across"] == across, item["id"]
        stated = [item[key] for key in ("least", "lower", "median", "upper", "most")]
        assert all(abs(a - b) < 1e-12 for a, b in zip(stated, spread, strict=True))


def program(name: str) -> list[str]:
    """Return the command that puts ballots together."""
    return ["-m", "scenario_cli", "group", "show", name, "--scenario", "big.yaml"]


def main() -> None:
    """Write files, hold, measure, print."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        write(home)
        start = statistics.median(run(home, "-m", "scenario_cli", "--version")[0] for _ in range(RUNS))
        for name, what, aim in (("ballots", f"{BALLOTS} ballots", 1.0), ("rows.csv", f"{ROWS:,} rows", 3.0)):
            hold(home, name)
            pairs = [(run(home, *program(name))[0], run(home, "reference.py", name)[0]) for _ in range(RUNS)]
            took = statistics.median(a for a, _ in pairs) - start
            ratio = statistics.median(a / b for a, b in pairs)
            print(
                f"{f'group show, {what}, against NumPy by hand':48} {ratio:5.2f}  ({took:.2f} s; aim {aim} s)"
            )


if __name__ == "__main__":
    main()
