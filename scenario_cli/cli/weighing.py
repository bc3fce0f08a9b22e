"""What the commands on weights files share: the file, the scenario it fits, the numbers typed."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.cli.inputs import known_id
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity import first_along
from scenario_cli.errors import InputError, Problem, UsageError
from scenario_cli.errors import Path as DataPath
from scenario_cli.files.catalog import locate
from scenario_cli.files.reading import open_file, scenario_from, weights_from
from scenario_cli.files.source import Source
from scenario_cli.model.base import is_number
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.basis import Basis
from scenario_cli.render.provenance import Input
from scenario_cli.render.weighing import Crossing, EffectAnswer


class WeightsFile(NamedTuple):
    """A weights file with the scenario it is for."""

    source: Source
    path: Path
    scenario: Scenario
    scenario_source: Source
    weights: Weights


def open_weights(name: str, scenario_name: str | None) -> WeightsFile:
    """Read a weights file and the scenario it is for: the one named, else its own, else the usual one.

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit.
    """
    found = locate("weights", name)
    source = open_file("weights", name)
    wanted = source.data.get("scenario") if isinstance(source.data, dict) else None
    scenario_source = open_file("scenarios", scenario_name or (wanted if isinstance(wanted, str) else None))
    scenario = scenario_from(scenario_source)
    return WeightsFile(source, found.path, scenario, scenario_source, weights_from(source, scenario))


def own_file(file: WeightsFile) -> WeightsFile:
    """Refuse to change what is not a file of the user's.

    Raises
    ------
    InputError
        It is built in, or standard input.
    """
    if file.source.name.startswith("built-in:") or file.source.name == "-":
        message = "this is no file of yours to change"
        hint = f"make a copy: scenario show {file.weights.id} -o weights/mine.yaml"
        raise InputError([Problem(file=file.source.name, code="not-in-place", message=message, hint=hint)])
    return file


def numbers_to_set(file: WeightsFile, texts: Sequence[str], by: str | None) -> dict[DataPath, str]:
    """Return what to write at which path, from ``DRIVER=60``, ``DRIVER.FACTOR=2`` or ids with ``--by``.

    Raises
    ------
    UsageError
        A text is none of these, or its number cannot be.
    """
    numbers: dict[DataPath, str] = {}
    for text in texts:
        key, equals, stated = text.partition("=")
        if bool(equals) == (by is not None):
            form = "ids alone with --by" if by is not None else "DRIVER=60 or DRIVER.FACTOR=2"
            raise UsageError(f"error: {text}: expected {form}")
        driver, dot, factor = key.partition(".")
        known_id(text, "driver", driver, list(file.scenario.drivers))
        if dot:
            known_id(text, f"factor of '{driver}'", factor, list(file.scenario.drivers[driver].factors))
        path: DataPath = ("factors", driver, factor) if dot else ("drivers", driver)
        if path in numbers:
            raise UsageError(f"error: {key} is named twice")
        numbers[path] = stated.strip() if by is None else _moved(file, path, by)
        if not is_number(numbers[path]) or float(numbers[path]) < 0:
            raise UsageError(f"error: {text}: expected a number of 0 or more, found '{numbers[path]}'")
    return numbers


def _moved(file: WeightsFile, path: DataPath, by: str) -> str:
    if not is_number(by):
        raise UsageError(f"error: --by {by}: expected a number such as +5 or -2.5")
    data: Any = file.source.data
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, float):
        return "0"  # refused in place, with the reason
    return f"{data + float(by):.12g}"


def effect(file: WeightsFile, after: Weights, changes: dict[str, tuple[str, str]], done: str) -> EffectAnswer:
    """Return what a change of weights does to shares, ranks and first place."""
    before = decision_problem(file.scenario, file.weights)
    problem = decision_problem(file.scenario, after)
    was, ranking = rank_options(before), rank_options(problem)
    segments = first_along(was.scores, ranking.scores)
    crossings = []
    for left, right in pairwise(segments):
        shares = before.driver_weights + left.end * (problem.driver_weights - before.driver_weights)
        crossings.append(Crossing(way=left.end, shares=shares, to=right.first))
    basis = Basis(
        scenario=file.scenario,
        weights=after,
        problem=problem,
        inputs=(
            Input(role="scenario", id=file.scenario.id, sha256=file.scenario_source.sha256),
            Input(role="weights", id=file.weights.id, sha256=file.source.sha256),
        ),
    )
    return EffectAnswer(
        basis=basis,
        before=before,
        was=was,
        ranking=ranking,
        changes=changes,
        crossings=tuple(crossings),
        done=done,
    )
