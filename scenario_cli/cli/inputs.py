"""From arguments to the files they name, and to the problem they state."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import Found, Where
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, own_weights, scenario_from, weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights
from scenario_cli.text import suggestion


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A scenario and weights as read; ``weights_source`` is ``None`` where none were named."""

    scenario: Scenario
    weights: Weights
    scenario_source: ParsedFile
    weights_source: ParsedFile | None


def read_stated(scenario_name: Where, weights_names: Sequence[str | Found]) -> Stated:
    """Read a scenario and one weights file; the mistakes of both are told together.

    Raises
    ------
    UsageError
        More than one weights file, or standard input for both.
    InputError
        A file is missing or wrong.
    """
    if len(weights_names) > 1:
        raise UsageError(
            f"error: one -w at a time here, found {len(weights_names)}; 'scenario compare' takes several"
        )
    if scenario_name == "-" and list(weights_names) == ["-"]:
        raise UsageError("error: standard input (-) can be the scenario or the weights, not both")
    mistakes: list[Mistake] = []
    scenario = weights = scenario_source = weights_source = None
    try:
        scenario_source = open_file("scenarios", scenario_name)
        scenario = scenario_from(scenario_source)
    except InputError as error:
        mistakes += error.mistakes
    try:
        if weights_names:
            weights_source = open_file("weights", weights_names[0])
        elif scenario is not None and scenario_source is not None and scenario.weights is not None:
            weights_source = own_weights(scenario, scenario_source)
        if weights_source is not None:
            weights = weights_from(weights_source, scenario)
    except InputError as error:
        mistakes += error.mistakes
    if mistakes or scenario is None or scenario_source is None:
        raise InputError(mistakes)
    return Stated(
        scenario=scenario,
        weights=weights or equal_weights(scenario),
        scenario_source=scenario_source,
        weights_source=weights_source,
    )


def known_injects(scenario: Scenario, ids: list[str]) -> tuple[str, ...]:
    """Return the ids of injects, each one the scenario's.

    Raises
    ------
    UsageError
        The scenario has no such inject.
    """
    for id_ in ids:
        known_id("--inject", "inject", id_, list(scenario.injects))
    return tuple(ids)


def known_id(where: str, what: str, id_: str, known: list[str]) -> None:
    """Refuse an id that the scenario does not have, with the nearest one that it has."""
    if id_ not in known:
        hint = suggestion(id_, known)
        raise UsageError(f"error: {where}: unknown {what} '{id_}'" + (f"; {hint}" if hint else ""))
