"""Several files held against each other: each by itself, weights against the scenario they fit."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenario_cli.answers.answer import Answer
from scenario_cli.answers.check.tables import is_table, open_table, table_mistakes
from scenario_cli.errors import InputError, TwoFilesError, UsageError
from scenario_cli.files.catalog import Found, differ, locate, names, rival, users
from scenario_cli.files.defaults import FILE as DEFAULTS
from scenario_cli.files.defaults import is_defaults, open_defaults
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.files.reading import (
    answers_from,
    ballot_from,
    game_from,
    meant_as,
    open_any,
    open_file,
    pairs_from,
    scenario_from,
    weights_from,
)
from scenario_cli.files.several import files_of
from scenario_cli.mistakes import Mistake
from scenario_cli.model.scenario import Scenario
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.answers.check.document import CheckDocument


# What is held against no scenario.
BY_THEMSELVES: Mapping[str, Callable[[ParsedFile], object]] = {"pairs": pairs_from, "game": game_from}


def _answers(source: ParsedFile, scenario: Scenario | None) -> None:
    """Check answers; with a scenario also whether they contradict each other, which takes programmes."""
    answers_from(source, scenario)
    if scenario is not None:
        from scenario_cli.answers.judged import refuse_contradictions

        refuse_contradictions(source, scenario)


AGAINST_A_SCENARIO: Mapping[str, Callable[[ParsedFile, Scenario | None], object]] = {
    "weights": weights_from,
    "ballot": ballot_from,
    "answers": _answers,
}


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

    def to_github(self) -> str:
        """Return a command of GitHub's workflows a mistake: what ``-f github`` prints."""
        return self._remarks("github")

    def to_sarif(self) -> str:
        """Return the mistakes as SARIF 2.1.0, for code scanning: what ``-f sarif`` prints."""
        return self._remarks("sarif")

    def to_jsonl(self) -> str:
        """Return a JSON object a mistake, each a line: what ``-f jsonl`` prints."""
        return self._remarks("jsonl")

    def _remarks(self, form: str) -> str:
        remarks = self.report().remarks
        return remarks().text(form) if remarks is not None else ""


def check(files: Sequence[str | Path] = ()) -> CheckAnswer:
    """Check files by path, name, folder (all YAML files in it), pattern or ``-``.

    Without any, all that go by a name here: those in ``./scenarios`` and ``./weights``, and
    ``*.scenario.yaml`` and ``*.weights.yaml``; and the defaults in ``./scenario.toml``.

    Weights, ballots and answers are held against the scenario they name, or else against the only scenario
    among the files; without either they are checked by themselves. A CSV table of ballots is held
    against the only scenario among the files, else against the usual one. A scenario that names
    no weights is noted: nothing is wrong with it. Two files that differ and go by one name are warned of.

    Raises
    ------
    UsageError
        None is named and none is here, or a name stands for two that differ.

    Examples
    --------
    >>> import scenario_cli as sc
    >>> sc.check(["china-arms-russia", "authors"]).finding
    '2 files checked, nothing wrong.'
    """
    asked, mistakes = _expanded(files) if files else (_all_here(), [])
    n_files = len(asked) + len(mistakes)  # a name that leads nowhere counts as one
    sources, aside, tables = _opened(asked, mistakes)
    scenarios: list[Scenario] = []
    for source in (source for source in sources if _kind(source) == "scenario"):
        try:
            scenario = scenario_from(source)
        except InputError as error:
            mistakes += error.mistakes
            continue
        scenarios.append(scenario)
        mistakes += _unresolved_weights(source, scenario)
    for source in (source for source in sources if _kind(source) != "scenario"):
        try:
            if _kind(source) in BY_THEMSELVES:
                BY_THEMSELVES[_kind(source)](source)
                continue
            fitting = _fitting(source, scenarios)
            mistakes += _unresolved_scenario(source, fitting)
            AGAINST_A_SCENARIO[_kind(source)](source, fitting)
        except InputError as error:
            mistakes += error.mistakes
    mistakes += table_mistakes(tables, scenarios)
    mistakes += [told for source in sources for told in _rivals(source)]
    ordered = tuple(sorted(mistakes, key=lambda p: p.order))
    return CheckAnswer(n_files=n_files, files=(*sources, *aside, *tables), mistakes=ordered)


def _opened(
    asked: Sequence[str | Found], mistakes: list[Mistake]
) -> tuple[list[ParsedFile], list[ParsedFile], list[ParsedFile]]:
    """Return files of YAML, of defaults, and tables; add what is wrong as they are opened."""
    sources: list[ParsedFile] = []
    defaults: list[ParsedFile] = []
    tables: list[ParsedFile] = []
    for name in asked:
        try:
            if is_table(name):
                tables.append(open_table(name))
            elif is_defaults(name):
                file, wrong = open_defaults(name)
                defaults.append(file)
                mistakes += wrong
            else:
                sources.append(open_any(name))
        except InputError as error:
            mistakes += error.mistakes
    return sources, defaults, tables


def _all_here() -> list[str | Found]:
    found: list[str | Found] = [*users("scenarios"), *users("weights")]
    if os.path.lexists(DEFAULTS):
        found.append(DEFAULTS)
    if not found:
        where = "no file in ./scenarios or ./weights, and no NAME.scenario.yaml or NAME.weights.yaml"
        raise UsageError(f"there is nothing to check here: {where}")
    return found


def _expanded(files: Sequence[str | Path]) -> tuple[list[str | Found], list[Mistake]]:
    """Return every file that is named, once, and what is wrong with names that lead nowhere."""
    asked: dict[str, str | Found] = {}
    mistakes: list[Mistake] = []
    for file in files:
        name = str(file)
        try:
            several = files_of(name)
        except InputError as error:
            mistakes += error.mistakes
            continue
        if several is None:
            asked.setdefault(name, name)
        else:
            asked |= {path: Found(Path(path), path) for path in several if path not in asked}
    return list(asked.values()), mistakes


def _kind(source: ParsedFile) -> str:
    keys = source.data if isinstance(source.data, dict) else {}
    stated = str(keys.get("format")).partition("/")[0]
    known = stated in BY_THEMSELVES or stated in AGAINST_A_SCENARIO
    return stated if known else meant_as(source)


def _fitting(source: ParsedFile, scenarios: list[Scenario]) -> Scenario | None:
    wanted = source.data.get("scenario")
    named = [scenario for scenario in scenarios if scenario.id == wanted]
    if named:
        return named[0]
    if isinstance(wanted, str):
        try:
            scenario = scenario_from(open_file("scenarios", wanted))
        except (InputError, TwoFilesError):
            return None
        return scenario if scenario.id == wanted else None
    return scenarios[0] if len(scenarios) == 1 else None


def _unresolved_scenario(source: ParsedFile, scenario: Scenario | None) -> list[Mistake]:
    wanted = source.data.get("scenario")
    if wanted is None and scenario is None and _kind(source) == "answers":
        message = "no scenario is named: whether ids are known and answers fit together was not looked at"
        return [source.mistake((), "no-scenario", message, "'scenario: NAME' says which", level="note")]
    if not isinstance(wanted, str) or scenario is not None:
        return []
    try:
        locate("scenarios", wanted)
    except TwoFilesError as error:
        return [source.mistake(("scenario",), "two-files", str(error), level="warning")]
    except InputError:
        pass
    message = f"there is no sound scenario '{wanted}' to hold it against"
    hint = suggestion(wanted, names("scenarios"))
    return [source.mistake(("scenario",), "missing-file", message, hint, level="warning")]


def _unresolved_weights(source: ParsedFile, scenario: Scenario) -> list[Mistake]:
    if scenario.weights is None:
        message = "no weights are named: where none are given, all count equally"
        return [source.mistake((), "no-weights", message, "'weights: NAME' says which", level="note")]
    try:
        locate("weights", scenario.weights)
    except TwoFilesError as error:
        return [source.mistake(("weights",), "two-files", str(error), level="warning")]
    except InputError as error:
        told = error.mistakes[0]  # without weights named, nothing can be scored: `score` says the same
        return [source.mistake(("weights",), told.code, told.message, told.hint)]
    return []


def _rivals(source: ParsedFile) -> list[Mistake]:
    other = rival(source.path) if source.path is not None else None
    if source.path is None or other is None or not differ(Found(source.path, source.name), other):
        return []
    message = f"{other.name} goes by the name '{source.stem}', too, and differs: the name alone is neither"
    return [source.mistake((), "two-files", message, "keep one of them", level="warning")]
