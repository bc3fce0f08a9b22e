"""How long the other methods take, as ratios of whole processes and of the arithmetic alone.

    python benchmarks/methods.py [RUNS]

Run it with the Python that has the package installed. ``methods`` and ``score`` run in turn, so that a
machine that speeds up or slows down does so for both; the median of the pairwise ratios counts.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = int(sys.argv[1]) if len(sys.argv) > 1 else 15
AIM = 1.1


def seconds(folder: str, *args: str) -> float:
    """Return the wall time of one run of a command."""
    command = [sys.executable, "-m", "scenario_cli", *args]
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=dict(os.environ), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def ratios(folder: str, ours: tuple[str, ...], reference: tuple[str, ...]) -> list[float]:
    """Return the ratios of pairs of runs, sorted."""
    seconds(folder, *ours), seconds(folder, *reference)
    return sorted(seconds(folder, *ours) / seconds(folder, *reference) for _ in range(RUNS))


def large(options: int, factors: int) -> float:
    """Return the seconds of all six methods on random ratings."""
    import numpy as np

    import scenario_cli as sc

    rng = np.random.default_rng(0)
    rows = rng.integers(1, 10, (options, factors)).astype(float)
    scenario = sc.Scenario(
        format="scenario/1",
        title="Large",
        question="Which?",
        drivers={f"f{j}": sc.Driver() for j in range(factors)},
        options={f"o{i}": sc.Option() for i in range(options)},
        ratings={f"o{i}": {f"f{j}": row[j] for j in range(factors)} for i, row in enumerate(rows)},
    )
    study = sc.study(scenario)
    study.problem  # noqa: B018 - what is measured starts from the arrays
    start = time.perf_counter()
    study.methods()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        for form in ("table", "json"):
            for more in ((), ("--as-published",)):
                ours = ("methods", "china-arms-russia", *more, "-f", form)
                found = ratios(folder, ours, ("score", "china-arms-russia", "-f", form))
                middle, spread = statistics.median(found), f"{found[0]:.2f} to {found[-1]:.2f}"
                print(f"{' '.join(ours)}: {middle:.2f} times score ({spread}); aim {AIM}")
    for options, factors in ((100, 12), (1000, 12)):
        print(f"{options} options x {factors} factors: {large(options, factors):.2f} s")


if __name__ == "__main__":
    main()
