"""What the commands on weights files share: the file, the scenario it fits, the numbers typed."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from scenario_cli.cli.inputs import known_id
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.flags import order_flags
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import first_along
from scenario_cli.errors import InputError, UsageError
from scenario_cli.files.catalog import STANDARD_INPUT, locate
from scenario_cli.files.editing import Edit, holds_comments
from scenario_cli.files.gathering import Mistakes
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import open_file, scenario_from, weights_from
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.base import ID_PATTERN, is_number
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.basis import Basis
from scenario_cli.render.provenance import Input
from scenario_cli.render.weighing import Crossing, EffectAnswer


class WeightsFile(NamedTuple):
    """A weights file with the scenario it is for."""

    source: ParsedFile
    path: Path
    scenario: Scenario
    scenario_source: ParsedFile
    weights: Weights


def open_weights(name: str, scenario_name: str | None) -> WeightsFile:
    """Read a weights file and the scenario it is for: the one named, else its own, else the usual one.

    Raises
    ------
    InputError
        A file is missing or wrong, or they do not fit; with the mistakes of both.
    UsageError
        Standard input is named twice.
    """
    return open_together([name], scenario_name)[0]


def open_together(names: Sequence[str], scenario_name: str | None) -> list[WeightsFile]:
    """Read weights files for one scenario: the one named, else the first that a file names.

    Raises
    ------
    InputError, UsageError
        As for ``open_weights``.
    """
    if [scenario_name, *names].count(STANDARD_INPUT) > 1:
        raise UsageError("error: standard input (-) can be one file only")
    mistakes = Mistakes()
    opened: list[tuple[ParsedFile, Path]] = []
    for name in names:
        with mistakes:
            opened.append((open_file("weights", name), locate("weights", name).path))
    scenario = None
    if scenario_name is not None or len(opened) == len(names):  # a file that is missing may name another
        with mistakes:
            scenario_source = _scenario_for([source for source, _ in opened], scenario_name)
            scenario = scenario_from(scenario_source)
    read = []
    for source, path in opened:
        with mistakes:
            read.append((source, path, weights_from(source, scenario)))
    mistakes.tell()
    assert scenario is not None
    return [WeightsFile(source, path, scenario, scenario_source, weights) for source, path, weights in read]


def _scenario_for(sources: Sequence[ParsedFile], scenario_name: str | None) -> ParsedFile:
    named = next(((source, id_) for source in sources if (id_ := _named_in(source))), None)
    if scenario_name is not None or named is None:
        return open_file("scenarios", scenario_name)
    source, id_ = named
    try:
        return open_file("scenarios", id_)
    except InputError as error:
        first = error.mistakes[0]
        if first.code != "missing-file":
            raise
    usual = open_file("scenarios", None)
    if isinstance(usual.data, dict) and usual.data.get("id", usual.stem) == id_:
        return usual
    raise InputError([source.mistake(("scenario",), first.code, first.message, first.hint)])


def _named_in(source: ParsedFile) -> str | None:
    stated = source.data.get("scenario") if isinstance(source.data, dict) else None
    return stated if isinstance(stated, str) and re.fullmatch(ID_PATTERN, stated) else None


def inputs_of(files: Sequence[WeightsFile]) -> tuple[Input, ...]:
    """Return what a result on weights files for one scenario was computed from."""
    inputs = [Input(role="scenario", id=files[0].scenario.id, sha256=files[0].scenario_source.sha256)]
    inputs += [Input(role="weights", id=file.weights.id, sha256=file.source.sha256) for file in files]
    return tuple(inputs)


def own_file(file: WeightsFile) -> WeightsFile:
    """Refuse to change what is not a file of the user's.

    Raises
    ------
    InputError
        It is built in, or standard input.
    """
    if file.source.name == STANDARD_INPUT:
        hint = "save it as a file, weights/mine.yaml say, and name that"
    elif file.source.name.startswith("built-in:"):
        hint = f"make a copy: scenario show {file.source.stem} -o weights/mine.yaml"
    else:
        return file
    message = "this is no file of yours to change"
    raise InputError([Mistake(file=file.source.name, code="not-in-place", message=message, hint=hint)])


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


def edit_done(file: WeightsFile, edit: Edit, why: str, *, dry_run: bool) -> str:
    """Say what becomes of a change: where it is written, and where its reason is."""
    if dry_run:
        return "Dry run: nothing was written."
    if edit.after == edit.before:
        return f"Nothing was written: {file.source.name} says so already."
    alone = why and not holds_comments(edit.path)
    reason = "; the reason is in the history alone, since JSON has no comments" if alone else ""
    return f"Written to {file.source.name}{reason}."


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
        inputs=inputs_of([file]),
    )
    return EffectAnswer(
        basis=basis,
        before=before,
        was=was,
        ranking=ranking,
        changes=changes,
        crossings=tuple(crossings),
        flags=order_flags(problem, ranking),
        done=done,
    )
