"""From the options of ``sensitivity`` to the questions they put to the engine."""

from dataclasses import replace

from scenario_cli.cli.inputs import Stated, known_id
from scenario_cli.cli.output import quiet_libraries
from scenario_cli.cli.progress import progress
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.flags import ranking_flags
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.engine.sensitivity.one_way import one_way
from scenario_cli.engine.sensitivity.rating_flips import rating_flips
from scenario_cli.engine.sensitivity.shifts import rating_changes, weight_shifts
from scenario_cli.engine.sensitivity.two_way import first_on_the_way, two_way_map
from scenario_cli.errors import UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.reading import open_file, weights_from
from scenario_cli.model.settings import RatingSetting, read_setting
from scenario_cli.render.basis import Basis
from scenario_cli.render.provenance import Input
from scenario_cli.render.turning import Blend, SensitivityAnswer, Wanted


def answer_sensitivity(
    basis: Basis,
    stated: Stated,
    *,
    two_way: str | None,
    whole_map: bool,
    blend: str | Found | None,
    for_: str | None,
    lock: list[str],
) -> SensitivityAnswer:
    """Ask every question that was asked for.

    Raises
    ------
    UsageError
        An id is not in the scenario, the items do not make a map, or what is locked
        leaves nothing to ask about.
    InputError
        The weights to blend with are missing or wrong.
    """
    problem = basis.problem
    for id_ in lock:
        known_id("--lock", "driver", id_, list(problem.drivers))
    if for_ is not None:
        known_id("--for", "option", for_, list(problem.options))
    lock = list(dict.fromkeys(lock))
    locked = [problem.drivers.index(id_) for id_ in lock]
    if not any(weight > 0 for k, weight in enumerate(problem.driver_weights) if k not in locked):
        raise UsageError("error: --lock: no weight is left that could move")
    names = _map_items(problem, two_way, whole_map, lock)
    mapped = two_way_map(problem, *names, locked=locked) if names else None
    ranking = rank_options(problem)
    path = None
    if blend is not None:
        if blend == STANDARD_INPUT:
            raise UsageError("error: --blend: name a file; standard input can be the scenario or -w")
        path, blended = _blend(basis, blend, locked)
        basis = replace(basis, inputs=(*basis.inputs, blended))
    with progress("weights that put each option first") as told:
        shifts = weight_shifts(problem, ranking, locked=locked, progress=told)
    wanted = None
    if for_ is not None:
        option = problem.options.index(for_)
        with quiet_libraries():
            wanted = Wanted(option=option, ratings=rating_changes(problem, option))
    return SensitivityAnswer(
        basis=basis,
        ranking=ranking,
        one_way=one_way(problem, ranking, locked=locked),
        ratings=rating_flips(problem, ranking),
        shifts=shifts,
        flags=ranking_flags(
            basis.scenario, problem, ranking, weights_named=stated.weights_source is not None
        ),
        locked=lock,
        blend=path,
        two_way=mapped,
        wanted=wanted,
    )


def _map_items(
    problem: DecisionProblem, two_way: str | None, whole_map: bool, lock: list[str]
) -> tuple[str, str] | None:
    if two_way is not None and whole_map:
        raise UsageError("error: --map and --two-way are two ways to ask for one map")
    if whole_map:
        free = [id_ for id_ in problem.drivers if id_ not in lock]
        if len(free) != 3:
            unlocked = " that are not locked" if lock else ""
            raise UsageError(
                f"error: --map: needs exactly three drivers{unlocked}, here are {len(free)}; "
                "name two items with --two-way A,B"
            )
        return free[0], free[1]
    if two_way is None:
        return None
    parts = [part.strip() for part in two_way.split(",")]
    if len(parts) != 2:
        raise UsageError(f"error: --two-way {two_way}: expected two ids with a comma between them")
    for id_ in parts:
        known_id("--two-way", "driver or factor", id_, [*problem.drivers, *problem.factors])
    return parts[0], parts[1]


def _blend(basis: Basis, name: str | Found, locked: list[int]) -> tuple[Blend, Input]:
    """Follow the straight path to other weights; ratings tried and injects hold at both ends."""
    source = open_file("weights", name)
    other = weights_from(source, basis.scenario)
    settings = [read_setting(text, basis.scenario) for text in basis.settings]
    ratings = [setting for setting in settings if isinstance(setting, RatingSetting)]
    end = decision_problem(basis.scenario, other, injects=basis.injects, settings=ratings)
    segments = first_on_the_way(basis.problem, end, locked=locked)
    blended = Input(role="blend", id=other.id, sha256=source.sha256)
    return Blend(start=basis.weights.id, end=other.id, segments=segments), blended
