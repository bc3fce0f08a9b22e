"""Robustness against a hand-written NumPy reference, measured in the same run.

    python benchmarks/robustness.py

The reference draws unnormalised exponentials in chunks that stay in cache, multiplies,
and ranks by pairwise comparison: rank acceptability and nothing else. With the extra
``bench`` it is also measured against looping pymcdm and against pysensmcda's own SMAA.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the tool sets it for itself, and for both sides

import numpy as np
from engine import random_problem

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.robustness.assess import Model, assess
from scenario_cli.engine.robustness.models import BLOCK, Gaps, anywhere, items_over, stream
from scenario_cli.engine.robustness.sampling import (
    exact_scores,
    options_above,
    rank_counts,
    sample_robustness,
)
from scenario_cli.engine.uncertain import uncertain_cells

SAMPLES = 100_000
CHUNK = 16_384
RUNS = 11


def reference(values: Array, samples: int, seed: int = 0) -> Array:
    """Return rank acceptability, as plainly and as fast as NumPy does it."""
    m, n = values.shape
    rng = np.random.default_rng(seed)
    counts = np.zeros((m, m), dtype=np.int64)
    done = 0
    while done < samples:
        size = min(CHUNK, samples - done)
        scores = values @ rng.standard_exponential((n, size))
        above = np.zeros((m, size), dtype=np.int8)
        for a in range(m):
            for b in range(a + 1, m):
                wins = scores[a] > scores[b]
                above[b] += wins
                above[a] += ~wins
        for i in range(m):
            counts[i] += np.bincount(above[i], minlength=m)
        done += size
    return counts / samples


def ratio(ours: Callable[[], Any], theirs: Callable[[], Any], runs: int = RUNS) -> tuple[float, float]:
    """Return the median of pairwise ratios, and our median time in milliseconds."""
    ours(), theirs()
    ratios, times = [], []
    for _ in range(runs):
        start = time.perf_counter()
        ours()
        middle = time.perf_counter()
        theirs()
        times.append(middle - start)
        ratios.append((middle - start) / (time.perf_counter() - middle))
    return statistics.median(ratios), statistics.median(times) * 1000


def whole(problem: DecisionProblem, samples: int, model: str = "anywhere") -> Any:
    """Return the whole result, as the command computes it."""
    from scenario_cli.model.scenario import Scenario

    ranking = rank_options(problem)
    items = items_over(problem, "factors")
    nothing = uncertain_cells(Scenario.model_construct(), problem)
    asked = Model(weights=model, samples=samples)  # type: ignore[arg-type]
    return assess(problem, ranking, items, asked, uncertain=nothing, ratings_uncertain=False)


def shares_alone(problem: DecisionProblem, samples: int) -> Array:
    """Return rank acceptability as the sampled part finds it, and nothing else, as the reference does."""
    (m, n), counts = problem.values.shape, 0.0
    sampler = Gaps(n)
    for block, done in enumerate(range(0, samples, BLOCK)):
        weights = sampler(stream(0, block), min(BLOCK, samples - done))
        above = options_above(exact_scores(problem.values, weights), None)
        counts += np.array([rank_counts(row, m) for row in above])
    return counts / samples


def sampled_part(problem: DecisionProblem, samples: int) -> Any:
    """Return the sampled part alone, as the whole result asks for it: pairs are exact there."""
    items = items_over(problem, "factors")
    return sample_robustness(problem, items, anywhere(len(items.ids)), samples=samples, seed=0, pairs=False)


def peak_of(samples: int) -> float:
    """Return the peak memory in MB of a process that samples so many weightings."""
    code = (
        "import sys; sys.path.insert(0, 'benchmarks'); from engine import random_problem;"
        f"from robustness import whole; whole(random_problem(4, 13), {samples});"
        "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def others(problem: DecisionProblem) -> None:
    """Compare with pymcdm and pysensmcda where they are installed."""
    try:
        from pymcdm.methods import WSM
        from pysensmcda.smaa import smaa2
    except ImportError:
        print("pymcdm and pysensmcda: not installed (extra 'bench')")
        return
    few = 2000
    rng = np.random.default_rng(0)
    types = np.ones(len(problem.factors))
    weights = rng.dirichlet(np.ones(len(problem.factors)), few)
    method = WSM()
    whole(problem, SAMPLES)
    start = time.perf_counter()
    whole(problem, SAMPLES)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for row in weights:
        method.rank(method(problem.values, row, types))
    loop = (time.perf_counter() - start) / few * SAMPLES
    print(f"looping pymcdm / the whole result  {loop / ours:6.0f}  (from {few:,} samples; aim 200)")
    start = time.perf_counter()
    smaa2(method, problem.values, types, num_samples=few, seed=0)
    theirs = (time.perf_counter() - start) / few * SAMPLES
    print(f"pysensmcda's smaa2 / the same      {theirs / ours:6.0f}  (from {few:,} samples; aim 50)")


def main() -> None:
    """Measure and print."""
    problem = random_problem(4, 13)
    base = lambda: reference(problem.values, SAMPLES)  # noqa: E731
    assert np.array_equal(shares_alone(problem, SAMPLES), sampled_part(problem, SAMPLES).acceptability)
    r, ms = ratio(lambda: shares_alone(problem, SAMPLES), base)
    print(f"shares alone / reference        {r:5.2f}  ({ms:.1f} ms; aim 0.7)")
    r, ms = ratio(lambda: sampled_part(problem, SAMPLES), base)
    print(f"sampled part / reference        {r:5.2f}  ({ms:.1f} ms)")
    r, ms = ratio(lambda: whole(problem, SAMPLES), base)
    print(f"whole result / reference        {r:5.2f}  ({ms:.1f} ms; aim 1.5)")
    ten, one = (min(_timed(problem, n) for _ in range(3)) for n in (4_000_000, 400_000))
    print(f"time for 10 times the samples   {ten / one:5.2f} times (aim 9 to 11)")
    big = random_problem(100, 50)
    start = time.perf_counter()
    whole(big, SAMPLES)
    print(f"100 options x 50 factors        {time.perf_counter() - start:5.2f} s (aim 2)")
    print(f"peak memory, 100,000 samples    {peak_of(100_000):5.0f} MB")
    print(f"peak memory, 10,000,000 samples {peak_of(10_000_000):5.0f} MB (aim 300)")
    others(problem)


def _timed(problem: DecisionProblem, samples: int) -> float:
    start = time.perf_counter()
    sampled_part(problem, samples)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
