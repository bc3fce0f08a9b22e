"""The basis of a result: files read, changes applied, arrays built."""

from collections.abc import Sequence

from scenario_cli.cli.inputs import Stated, known_injects, read_stated
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.files.catalog import Found, Where
from scenario_cli.model.settings import read_setting
from scenario_cli.render.basis import Basis
from scenario_cli.render.provenance import Input


def read_basis(
    scenario_name: Where, weights_names: Sequence[str | Found], injects: list[str], settings: list[str]
) -> tuple[Basis, Stated]:
    """Read files and changes, and return what a result is computed from.

    Raises
    ------
    InputError, UsageError
        A file or an argument is wrong.
    """
    stated = read_stated(scenario_name, weights_names)
    scenario, weights = stated.scenario, stated.weights
    events = known_injects(scenario, injects)
    changes = [read_setting(text, scenario) for text in settings]
    inputs = [Input(role="scenario", id=scenario.id, sha256=stated.scenario_source.sha256)]
    if stated.weights_source is not None:
        inputs.append(Input(role="weights", id=weights.id, sha256=stated.weights_source.sha256))
    basis = Basis(
        scenario=scenario,
        weights=weights,
        problem=decision_problem(scenario, weights, injects=events, settings=changes),
        inputs=tuple(inputs),
        injects=events,
        settings=tuple(settings),
    )
    return basis, stated


def untouched(basis: Basis) -> DecisionProblem | None:
    """Return the problem as the files state it, where something was tried on it."""
    return decision_problem(basis.scenario, basis.weights) if basis.tried else None
