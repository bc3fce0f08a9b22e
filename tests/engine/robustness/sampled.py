"""Problems sampled and assessed, and the definitions to hold them to."""

import numpy as np
from builders import on_0_to_1, problem_of, scenario_of, weights_of

from scenario_cli.engine.additive import TIE, rank_options
from scenario_cli.engine.problem import decision_problem, stated_shares
from scenario_cli.engine.robustness.assess import Model, assess
from scenario_cli.engine.robustness.models import (
    BLOCK,
    anywhere,
    items_over,
    stream,
)
from scenario_cli.engine.robustness.ranges import bounds_of
from scenario_cli.engine.robustness.sampling import (
    sample_robustness,
)
from scenario_cli.engine.uncertain import uncertain_cells


def random_problem(m, n, seed, **stated):
    rng = np.random.default_rng(seed)
    ratings = (rng.integers(0, 1001, (m, n)) / 1000).tolist()
    return problem_of(ratings, rng.integers(1, 9, n), scales=on_0_to_1(n), **stated)


def sampled(problem, sampler=None, *, over="factors", samples=BLOCK, seed=0, **more):
    items = items_over(problem, over)
    return sample_robustness(
        problem, items, sampler or anywhere(len(items.ids)), samples=samples, seed=seed, **more
    )


def assessed(scenario, weights, *, model="anywhere", ratings_uncertain=False, **more):
    """Robustness as the command asks for it; ``model`` is that of the weights."""
    problem = decision_problem(scenario, weights)
    asked = Model(weights=model, **more)
    stated = stated_shares(scenario, weights)
    items = items_over(problem, asked.over, stated[0 if asked.over == "drivers" else 1])
    return assess(
        problem,
        rank_options(problem),
        items,
        asked,
        uncertain=uncertain_cells(scenario, problem),
        ratings_uncertain=ratings_uncertain,
        bounds=bounds_of(problem, items, weights.ranges) if asked.weights == "ranges" else None,
    )


def assessed_on(ratings, points, within_drivers=None, *, groups=None, ranges=None, scales=None, **more):
    scenario = scenario_of(ratings, groups=groups, scales=scales)
    weights = weights_of(scenario, points, within_drivers)
    weights = weights.model_copy(update={"ranges": ranges or {}})
    return assessed(scenario, weights, **more)


def normalised_columns(sampler, seed, samples):
    """The same weights (k, N) that are sampled, block by block, each from its own stream."""
    parts, block = [], 0
    while samples > block * BLOCK:
        parts.append(sampler(stream(seed, block), min(BLOCK, samples - block * BLOCK)).copy())
        block += 1
    weights = np.concatenate(parts, axis=1)
    return weights / weights.sum(axis=0)


def counted(scores):
    """Ranks, pairs and regret of scores (m, N) by their definitions; ranks 1.., ties by the tie rule."""
    m, count = scores.shape
    ahead = scores[:, None, :] - scores[None, :, :] > TIE
    ranks = 1 + ahead.sum(axis=0)
    behind = scores.max(axis=0) - scores
    acceptability = np.array([[(row == r).sum() for r in range(1, m + 1)] for row in ranks]) / count
    return acceptability, ahead.mean(axis=2), behind.mean(axis=1), behind.max(axis=1), ranks == 1


def same(found, expected, tolerance=1e-12):
    return bool(np.allclose(found, expected, rtol=0, atol=tolerance, equal_nan=True))
