"""Models and where they come from: files by name, or Python, held to the same checks."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import STANDARD_INPUT, Found
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, scenario_from, weights_from
from scenario_cli.files.stores import in_store, shown
from scenario_cli.mistakes import Mistake
from scenario_cli.model.crosscheck import (
    scenario_mistakes,
    weights_for_scenario_mistakes,
    weights_mistakes,
)
from scenario_cli.model.scales import Flaw
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights, equal_weights

ScenarioSource = str | Path | Found | Scenario
WeightsSource = str | Path | Found | Weights

NONE_KNOWN: Mapping[str, Found] = MappingProxyType({})


class Origin(NamedTuple):
    """Where a model comes from: its id there, the hash of what it was read from, the file if there is one."""

    id: str
    sha256: str
    file: ParsedFile | None = None


class Models(NamedTuple):
    """A scenario and weights that fit it, and where both come from: equal weights come from nowhere."""

    scenario: Scenario
    weights: Weights
    scenario_origin: Origin
    weights_origin: Origin | None


def models_of(
    scenario: ScenarioSource | None, weights: WeightsSource | None, known: Mapping[str, Found] = NONE_KNOWN
) -> Models:
    """Return a scenario and its weights; without weights those that it names, else equal ones.

    ``known`` are files found before, as ``own_weights`` takes them.

    Raises
    ------
    InputError
        One is missing or wrong, or they do not fit; every mistake of both is listed.
    """
    mistakes, stated, origin = Mistakes(), None, None
    weighted: tuple[Weights, Origin] | None = None
    with mistakes:
        stated, origin = scenario_of(scenario)
    with mistakes:
        if weights is not None:
            weighted = weights_of(weights, stated)
        elif stated is not None and origin is not None and stated.weights is not None:
            weighted = read_weights_of(own_weights(stated, origin.file, known), stated)
    mistakes.tell()
    assert stated is not None
    assert origin is not None
    if weighted is None:
        return Models(stated, equal_weights(stated), origin, None)
    return Models(stated, weighted[0], origin, weighted[1])


def own_weights(
    scenario: Scenario, file: ParsedFile | None, known: Mapping[str, Found] = NONE_KNOWN
) -> ParsedFile:
    """Open the weights that a scenario names.

    ``known`` are files that were found before, by the name that led to them: they are not looked
    for again, so that no other file of that name takes the place of one that is away.

    Raises
    ------
    InputError
        There are none; told at the place where the scenario names them. (A known file that is
        away is told by its own name.)
    """
    name = str(scenario.weights)
    if name in known:
        return open_file("weights", known[name])
    try:
        if name == STANDARD_INPUT or in_store(name):
            what = "standard input" if name == STANDARD_INPUT else "an object in a store"
            message = f"a file cannot name {what}"
            raise InputError([Mistake(file=shown(name), code="missing-file", message=message)])
        return open_file("weights", name)
    except InputError as error:
        first = error.mistakes[0]
        if first.code != "missing-file" or file is None:
            raise
        raise InputError([file.mistake(("weights",), first.code, first.message, first.hint)]) from None


def scenario_of(where: ScenarioSource | None) -> tuple[Scenario, Origin]:
    """Return a scenario that was named, or made in Python and is held to the same checks.

    Raises
    ------
    InputError
        It is missing or wrong; every mistake is listed.
    """
    if isinstance(where, Scenario):
        scenario = where if where.id else where.model_copy(update={"id": "scenario"})
        _refuse(f"scenario '{scenario.id}'", scenario_mistakes(_plain(where)))
        return scenario, Origin(scenario.id, _hash(where))
    file = open_file("scenarios", where)
    scenario = scenario_from(file)
    return scenario, Origin(scenario.id, file.sha256, file)


def weights_of(where: WeightsSource, scenario: Scenario | None) -> tuple[Weights, Origin]:
    """Return weights that were named, or made in Python, held against a scenario where one is given.

    Raises
    ------
    InputError
        They are missing or wrong, or do not fit; every mistake is listed.
    """
    if isinstance(where, Weights):
        weights = where if where.id else where.model_copy(update={"id": "weights"})
        data = _plain(where)
        flaws = weights_mistakes(data)
        if scenario is not None:
            flaws += weights_for_scenario_mistakes(data, scenario)
        _refuse(f"weights '{weights.id}'", flaws)
        return weights, Origin(weights.id, _hash(where))
    return read_weights_of(open_file("weights", where), scenario)


def read_weights_of(file: ParsedFile, scenario: Scenario | None) -> tuple[Weights, Origin]:
    """Return the weights in a file that was opened."""
    weights = weights_from(file, scenario)
    return weights, Origin(weights.id, file.sha256, file)


def _plain(model: Scenario | Weights) -> dict[str, Any]:
    """Return a model as the data that its file would hold."""
    data = model.model_dump(mode="json", exclude_unset=True)
    return data if model.id else {key: part for key, part in data.items() if key != "id"}


def _hash(model: Scenario | Weights) -> str:
    import json
    from hashlib import sha256

    return sha256(json.dumps(_plain(model), sort_keys=True).encode()).hexdigest()


def _refuse(name: str, flaws: Sequence[Flaw]) -> None:
    if flaws:
        raise InputError(
            Mistake(file=name, line=0, code=f.code, message=f.message, hint=f.suggested, path=f.path)
            for f in flaws
        )
