"""How the engine's cost grows, and how it stands beside a plain NumPy matrix product.

    python benchmarks/engine.py

The reference, run in turn with each case, is one product of the same m x n values with n x n
weights: the least work that touches every option under every swung weight.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.one_way import one_way

SIZES = [(4, 13), (100, 50), (1000, 50), (1000, 100), (1000, 200), (2000, 200), (4000, 200)]


def random_problem(m: int, n: int, seed: int = 0) -> DecisionProblem:
    """Return a problem with random values and weights, five factors a driver."""
    rng = np.random.default_rng(seed)
    driver_of = np.arange(n) // 5
    d = int(driver_of[-1]) + 1
    driver_weights = rng.dirichlet(np.ones(d))
    within = np.concatenate([rng.dirichlet(np.ones(int((driver_of == k).sum()))) for k in range(d)])
    values = rng.random((m, n))
    nothing = np.zeros((m, n), dtype=bool)
    return DecisionProblem(
        options=tuple(f"o{i}" for i in range(m)),
        factors=tuple(f"f{j}" for j in range(n)),
        drivers=tuple(f"d{k}" for k in range(d)),
        driver_of=driver_of,
        values=values,
        low=values.copy(),
        high=values.copy(),
        ratings=values * 10,
        worst=np.zeros(n),
        best=np.full(n, 10.0),
        unknown=nothing,
        clipped=nothing.copy(),
        crossed=nothing.copy(),
        steps=np.full(n, 0.1),
        weights=driver_weights[driver_of] * within,
        driver_weights=driver_weights,
        within=within,
    )


def median_seconds(work: Callable[[], Any], runs: int = 5) -> float:
    """Return the median time of several runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    print("one-way sensitivity of every driver and factor")
    print(f"{'options':>8} {'factors':>8} {'seconds':>9} {'us per cell':>12} {'/ product':>10}")
    for m, n in SIZES:
        problem = random_problem(m, n)
        ranking = rank_options(problem)
        square = np.random.default_rng(1).random((n, n))
        took = median_seconds(lambda p=problem, r=ranking: one_way(p, r))  # type: ignore[misc]
        product = median_seconds(lambda p=problem, w=square: p.values @ w)  # type: ignore[misc]
        print(f"{m:8} {n:8} {took:9.4f} {took / (m * n) * 1e6:12.3f} {took / product:10.0f}")


if __name__ == "__main__":
    main()
