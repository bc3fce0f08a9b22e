"""How many questions settle first place, beside other ways to ask for weights; how long one takes.

    python benchmarks/questions.py [PROBLEMS]

Random problems of 4 options and 8 factors, each with a worst and a best option on every factor,
values uniform between; true weights uniform on the simplex. Somebody answers from these. All
numbers but times are the same each time.
"""

import sys
import time
from itertools import combinations, pairwise
from statistics import median

import numpy as np

from scenario_cli.engine.asking.outlook import leading, outlook_of
from scenario_cli.engine.asking.questions import SwingPair, Swung, next_question
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.walks import hull_of

OPTIONS, FACTORS, PROBLEMS = 4, 8, 200
GRIDS = (10, 100, 1000)


def problem(seed: int, m: int, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return values (m, k) and true weights (k,)."""
    rng = np.random.default_rng(seed)
    values = rng.random((m, k))
    return (values - values.min(axis=0)) / np.ptp(values, axis=0), rng.dirichlet(np.ones(k))


def region(rows: list[np.ndarray], k: int) -> Polytope:
    """Return the weights that half-spaces leave."""
    return Polytope(np.array(rows).reshape(-1, k), np.zeros(len(rows)), np.zeros(k), np.ones(k))


def answered(pair: SwingPair, weights: np.ndarray) -> np.ndarray:
    """Return the half-space of the answer that true weights give."""
    row = np.zeros(weights.size)
    row[pair.first.item], row[pair.second.item] = -pair.first.value, pair.second.value
    return row if row @ weights <= 0 else -row


def grids(k: int) -> list[list[list[Swung]]]:
    """Return the ratings that may be asked for, coarse first."""
    return [[[Swung(i, 10 * n / of, n / of) for n in range(1, of)] for i in range(k)] for of in GRIDS]


def asked(values: np.ndarray, weights: np.ndarray) -> tuple[int, int, bool, list[float]]:
    """Return how many questions it took, how many of them trade-offs, whether it ended right, and times."""
    k, rows, trade_offs, times = weights.size, [], 0, []
    while True:
        start = time.perf_counter()
        left = region(rows, k)
        found = outlook_of(values, left, hull_of(left))
        pair = None if found.decided else next_question(values, left, found, grids(k), ())
        times.append(time.perf_counter() - start)
        if pair is None:
            right = found.decided and bool(found.everywhere[np.argmax(values @ weights)])
            return len(rows), trade_offs, right, times
        rows.append(answered(pair, weights))
        trade_offs += pair.is_trade_off


def fewest(values: np.ndarray, weights: np.ndarray) -> int:
    """Return how many answers it takes at the least, of whichever two swings, had one known them all.

    That an option is ahead of a rival under all weights left follows (Farkas' lemma) only if what it is
    ahead by, less the answers each times something, is nowhere below 0. An answer about two swings
    is below 0 on one factor alone: so one is needed for each factor on which any rival is better.
    """
    first = np.argmax(values @ weights)
    return int(np.count_nonzero(values.max(axis=0) > values[first]))


def ranked(weights: np.ndarray) -> tuple[int, list[np.ndarray]]:
    """Return how many comparisons put all factors in order, by binary insertion, and what that leaves."""
    order: list[int] = []
    count = 0
    for i in range(weights.size):
        low, high = 0, len(order)
        while low < high:
            middle, count = (low + high) // 2, count + 1
            low, high = (low, middle) if weights[i] > weights[order[middle]] else (middle + 1, high)
        order.insert(low, i)
    unit = np.eye(weights.size)
    return count, [unit[b] - unit[a] for a, b in pairwise(order)]


def all_pairs(weights: np.ndarray, rng: np.random.Generator) -> tuple[int, list[np.ndarray]]:
    """Return how many trade-offs of two factors it takes until none is open, with three levels a factor.

    After Hansen & Ombler (2008), A new method for scoring additive multi-attribute value models
    using pairwise rankings of alternatives, J. Multi-Criteria Decision Analysis 15:87-107: what
    follows from the answers so far is not asked.
    """
    k, rows = weights.size, []
    pairs = [(a, b, ratio) for a, b in combinations(range(k), 2) for ratio in (0.5, 1.0, 2.0)]
    for n in rng.permutation(len(pairs)):
        a, b, ratio = pairs[n]
        row = ratio * np.eye(k)[b] - np.eye(k)[a]
        sides = [hull_of(region([*rows, side], k)) for side in (row, -row)]
        whole = hull_of(region(rows, k))
        if all(side is not None and side.dimensions == whole.dimensions for side in sides):
            rows.append(row if row @ weights <= 0 else -row)
    return len(rows), rows


def main() -> None:
    """Print medians."""
    problems = int(sys.argv[1]) if len(sys.argv) > 1 else PROBLEMS
    ours, orders, pairs, settled, times, least = [], [], [], [0, 0, 0], [], []
    for seed in range(problems):
        values, weights = problem(seed, OPTIONS, FACTORS)
        count, trade_offs, right, took = asked(values, weights)
        ours.append((count, trade_offs))
        least.append(fewest(values, weights))
        times += took
        settled[0] += right
        for kept, at, (number, rows) in (
            (orders, 1, ranked(weights)),
            (pairs, 2, all_pairs(weights, np.random.default_rng(seed))),
        ):
            kept.append(number)
            settled[at] += leading(values, region(rows, FACTORS)).alone.sum() == 1
    counts = sorted(count for count, _ in ours)
    print(
        f"{problems} problems, {OPTIONS} options, {FACTORS} factors: questions (median), first place settled"
    )
    print(f"  weights ask            {median(counts):5g}  {settled[0]}", end="")
    print(f"  (a quarter below {counts[len(counts) // 4]}, a quarter above {counts[3 * len(counts) // 4]};")
    print(f"                                {median(t for _, t in ours):g} of them trade-offs)")
    print(f"  all factors in order   {median(orders):5g}  {settled[1]}")
    print(f"  all pairs, three levels{median(pairs):5g}  {settled[2]}")
    print(f"  swing weighting        {FACTORS:5g}  (the first, and {FACTORS - 1} numbers of 0 to 100)")
    print(f"  the fewest there can be{median(least):5g}  (of two swings each, had the answers been known)")
    print(f"a question: {median(times) * 1000:.0f} ms (median)")
    values, weights = problem(3, 8, 30)
    start, rows, longest = time.perf_counter(), [], []
    for _ in range(12):
        start = time.perf_counter()
        left = region(rows, 30)
        pair = next_question(values, left, outlook_of(values, left, hull_of(left)), grids(30), ())
        longest.append(time.perf_counter() - start)
        rows.append(answered(pair, weights))
    print(f"8 options, 30 factors: {median(longest) * 1000:.0f} ms a question (median of 12)")


if __name__ == "__main__":
    main()
