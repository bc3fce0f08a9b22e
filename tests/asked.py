"""Random problems, and somebody who answers questions from weights that nobody else knows."""

import numpy as np

from scenario_cli.engine.asking.outlook import outlook_of
from scenario_cli.engine.asking.questions import Swung, next_question
from scenario_cli.engine.robustness.leading import Polytope
from scenario_cli.engine.robustness.walks import hull_of

GRIDS = (10, 100, 1000)


def region_of(rows, k, limits=None):
    """The weights (k,) that fulfil ``rows @ w <= limits``, 0 without limits."""
    rows = np.array(rows, dtype=float).reshape(-1, k)
    limits = np.zeros(len(rows)) if limits is None else np.array(limits, dtype=float)
    return Polytope(rows, limits, np.zeros(k), np.ones(k))


def grids_of(k):
    """Ratings of scales from 0 to 10 without curves, coarse first."""
    return [[[Swung(i, 10 * n / m, n / m) for n in range(1, m)] for i in range(k)] for m in GRIDS]


def random_problem(seed, m, k):
    """Values (m, k) with a worst and a best option under each item, and true weights (k,)."""
    rng = np.random.default_rng(seed)
    values = rng.random((m, k))
    values = (values - values.min(axis=0)) / np.ptp(values, axis=0)
    return values, rng.dirichlet(np.ones(k))


def cut_by(pair, weights):
    """The half-space in which the answer that true weights give lies."""
    row = np.zeros(weights.size)
    row[pair.first.item], row[pair.second.item] = -pair.first.value, pair.second.value
    return row if row @ weights <= 0 else -row


def asked(values, weights, most=100):
    """Ask until nothing is left to ask; return what is known at the end, and the questions."""
    k, rows, pairs = values.shape[1], [], []
    while True:
        region = region_of(rows, k)
        found = outlook_of(values, region, hull_of(region))
        pair = None if found.decided else next_question(values, region, found, grids_of(k), ())
        if pair is None or len(pairs) == most:
            return found, region, pairs
        pairs.append(pair)
        rows.append(cut_by(pair, weights))
