"""From the options of ``robustness`` to the questions they put to the engine."""

import math

from scenario_cli.cli.inputs import Stated
from scenario_cli.cli.progress import progress
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.robustness.assess import Model, assess
from scenario_cli.engine.robustness.models import items_over
from scenario_cli.engine.robustness.ranges import bounds_of, interior_point
from scenario_cli.engine.robustness.uncertainty import uncertain_cells
from scenario_cli.errors import InputError, UsageError
from scenario_cli.render.basis import Basis
from scenario_cli.render.robustness import RobustnessAnswer

LEAST_SPREAD = 1e-6
ABOUT_ONE_WEIGHTING = ("idle_factor", "one_at_a_time", "near_tie", "tie", "splitting")


def answer_robustness(
    basis: Basis, stated: Stated, model: Model, *, ratings_uncertain: bool
) -> RobustnessAnswer:
    """Ask what survives under a model of not knowing the weights.

    Raises
    ------
    UsageError
        The spread cannot be, or the weights have no ranges.
    InputError
        No weights lie within the ranges.
    """
    problem = basis.problem
    items = items_over(problem, model.over)
    most = math.sqrt(max(len(items.ids) - 1, 1))
    if model.weights == "around" and not LEAST_SPREAD <= model.spread < most:
        raise UsageError(
            f"error: --spread {model.spread:g}: at least {LEAST_SPREAD:g} and "
            f"below {most:.3g} for {len(items.ids)} weights"
        )
    bounds = None
    if model.weights == "ranges":
        if not basis.weights.ranges:
            raise UsageError(f"error: --model ranges: the weights '{basis.weights.id}' state no ranges")
        bounds = bounds_of(problem, items, basis.weights.ranges)
        if stated.weights_source is not None and interior_point(bounds) is None:
            message = f"no weights of {model.over} lie within all of these ranges"
            raise InputError(
                [stated.weights_source.mistake(("ranges",), "empty-ranges", message, "widen one", key=True)]
            )
    ranking = rank_options(problem)
    flags = ranking_flags(basis.scenario, problem, ranking, weights_named=stated.weights_source is not None)
    with progress("weightings") as told:
        found = assess(
            problem,
            ranking,
            items,
            model,
            uncertain=uncertain_cells(basis.scenario, problem),
            ratings_uncertain=ratings_uncertain,
            bounds=bounds,
            progress=told,
        )
    return RobustnessAnswer(
        basis=basis,
        ranking=ranking,
        items=items,
        model=model,
        ratings_uncertain=ratings_uncertain,
        found=found,
        flags=[flag for flag in flags if flag.code not in ABOUT_ONE_WEIGHTING],
    )
