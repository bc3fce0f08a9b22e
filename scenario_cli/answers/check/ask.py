"""Several files held against each other: each by itself, weights against the scenario they fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.errors import InputError
from scenario_cli.files.catalog import locate, names
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import meant_as, open_any, open_file, scenario_from, weights_from
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.check.document import CheckDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CheckAnswer(Answer["CheckDocument"]):
    """How many files were checked, those that could be parsed, and every mistake of all, in order."""

    question = "check"

    n_files: int
    files: tuple[ParsedFile, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong: warnings do not count."""
        return all(mistake.level != "error" for mistake in self.mistakes)


def check(files: Sequence[str | Path]) -> CheckAnswer:
    """Check files by path, name or ``-``.

    Weights are held against the scenario they name, or else against the only scenario
    among the files; without either they are checked by themselves.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.check(["china-arms-russia", "authors"]).finding
    '2 files checked, nothing wrong.'
    """
    asked = [str(file) for file in files]
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
    return CheckAnswer(
        n_files=len(asked), files=tuple(sources), mistakes=tuple(sorted(mistakes, key=lambda p: p.order))
    )


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
