"""Several files held against each other: each by itself, weights against the scenario they fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import locate, names
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import meant_as, open_file, scenario_from, weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import suggestion


@dataclass(frozen=True, kw_only=True)
class Checked:
    """The files that could be parsed, and every mistake of all of them, in order."""

    sources: tuple[ParsedFile, ...]
    mistakes: tuple[Mistake, ...]


def check_files(asked: Sequence[str]) -> Checked:
    """Check files by path, name or ``-``.

    Weights are held against the scenario they name, or else against the only scenario
    among the files; without either they are checked by themselves.
    """
    mistakes: list[Mistake] = []
    sources: list[ParsedFile] = []
    scenarios: list[Scenario] = []
    for name in asked:
        try:
            sources.append(open_any(name))
        except InputError as error:
            mistakes += error.mistakes
    for source in sources:
        if meant_as(source) == "weights":
            continue
        try:
            scenario = scenario_from(source)
        except InputError as error:
            mistakes += error.mistakes
            continue
        scenarios.append(scenario)
        mistakes += _unresolved_weights(source, scenario)
    for source in sources:
        if meant_as(source) == "weights":
            try:
                fitting = _fitting(source, scenarios)
                mistakes += _unresolved_scenario(source, fitting)
                weights_from(source, fitting)
            except InputError as error:
                mistakes += error.mistakes
    return Checked(sources=tuple(sources), mistakes=tuple(sorted(mistakes, key=lambda p: p.order)))


def open_any(name: str) -> ParsedFile:
    """Open a file by path, or by a name that stands for a scenario or else for weights.

    Raises
    ------
    InputError
        The name stands for neither, or the file cannot be read or parsed.
    """
    try:
        return open_file("scenarios", name)
    except InputError as error:
        if error.mistakes[0].code != "missing-file":
            raise
        try:
            return open_file("weights", name)
        except InputError as other:
            if other.mistakes[0].code != "missing-file":
                raise
            both = [*names("scenarios"), *names("weights")]
            told = other.mistakes[0]._replace(hint=suggestion(name, both))
            if told.message.startswith("there is no weights file"):
                told = told._replace(message=f"there is no scenario or weights file '{name}'")
            raise InputError([told]) from None


def _fitting(source: ParsedFile, scenarios: list[Scenario]) -> Scenario | None:
    wanted = source.data.get("scenario")
    named = [scenario for scenario in scenarios if scenario.id == wanted]
    if named:
        return named[0]
    if isinstance(wanted, str):
        try:
            scenario = scenario_from(open_file("scenarios", wanted))
        except InputError:
            return None
        return scenario if scenario.id == wanted else None
    return scenarios[0] if len(scenarios) == 1 else None


def _unresolved_scenario(source: ParsedFile, scenario: Scenario | None) -> list[Mistake]:
    wanted = source.data.get("scenario")
    if not isinstance(wanted, str) or scenario is not None:
        return []
    message = f"there is no sound scenario '{wanted}' to hold these weights against"
    hint = suggestion(wanted, names("scenarios"))
    return [source.mistake(("scenario",), "missing-file", message, hint, level="warning")]


def _unresolved_weights(source: ParsedFile, scenario: Scenario) -> list[Mistake]:
    if scenario.weights is None:
        return []
    try:
        locate("weights", scenario.weights)
    except InputError as error:
        told = error.mistakes[0]
        return [source.mistake(("weights",), told.code, told.message, told.hint, level="warning")]
    return []
