"""Plain data to the models, and every mistake of a file at once, each with its place."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, Where, locate, names, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.files.parsing import MAX_PARTS, too_many
from scenario_cli.files.telling import Findings, kind_of
from scenario_cli.model.base import Statement
from scenario_cli.model.crosscheck import (
    id_mistakes,
    pairs_mistakes,
    scenario_mistakes,
    weights_for_scenario_mistakes,
    weights_mistakes,
)
from scenario_cli.model.scales import Flaw
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.text import suggestion

if TYPE_CHECKING:
    from scenario_cli.model.answers import Answers
    from scenario_cli.model.ballot import Ballot
    from scenario_cli.model.game import GameFile
    from scenario_cli.model.pairs import Pairs

Model = TypeVar("Model", bound=Statement)

FORMATS = {"scenario/1": "scenario", "weights/1": "weights", "ballot/1": "ballot", "answers/1": "answers"}


def read_scenario(where: str | Path | None = None) -> Scenario:
    """Read a scenario by path or name, as the command line does.

    Parameters
    ----------
    where : str or DataPath, optional
        A path, a name (of ``./scenarios/NAME.yaml`` or ``./NAME.scenario.yaml``, else of a
        built-in one), or ``-`` for standard input. Without it: the only one of yours;
        where there is none, the built-in ``china-arms-russia``.

    Raises
    ------
    UsageError
        None is named, and there are several; or two that differ go by the name.
    InputError
        The file is missing or wrong; every mistake is listed.
    """
    return scenario_from(open_file("scenarios", where))


def read_weights(where: str | Path, scenario: Scenario | None = None) -> Weights:
    """Read weights by path or name, and hold them against a scenario where one is given.

    Raises
    ------
    InputError
        The file is missing or wrong, or does not fit the scenario.
    """
    return weights_from(open_file("weights", where), scenario)


def open_file(folder: Folder, where: Where) -> ParsedFile:
    """Find and parse the file that a path, a name, ``-`` or nothing stands for.

    Raises
    ------
    InputError
        There is no such file, or it cannot be read or parsed.
    """
    found = locate(folder, where)
    return parse(found.name, read_bytes(found), None if found.piped else found.path)


def open_any(name: str | Found) -> ParsedFile:
    """Open a file that was found, or by path, or by a name of a scenario or else of weights.

    Raises
    ------
    InputError
        The name stands for neither, or the file cannot be read or parsed.
    """
    if isinstance(name, Found):
        return open_file("scenarios", name)
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


def format_of(source: ParsedFile) -> str | None:
    """Return what a file says it is: a value of ``FORMATS``, or ``None`` for anything else."""
    stated = source.data.get("format") if isinstance(source.data, dict) else None
    return FORMATS.get(stated) if isinstance(stated, str) else None


def meant_as(source: ParsedFile) -> str:
    """Return what a file is meant to be: what it says, else what its keys are those of."""
    keys = source.data if isinstance(source.data, dict) else {}
    looks_like = (
        "weights"
        if "drivers" in keys and not {"options", "ratings", "question"} & keys.keys()
        else "scenario"
    )
    return format_of(source) or looks_like


def scenario_from(source: ParsedFile) -> Scenario:
    """Return the scenario that a file states.

    Raises
    ------
    InputError
        With every mistake of the file: of the YAML, of types and keys, and of
        references between its parts.
    """
    return _model(source, Scenario, scenario_mistakes)


def weights_from(source: ParsedFile, scenario: Scenario | None = None) -> Weights:
    """Return the weights that a file states, held against ``scenario`` where one is given.

    A ballot is weights, too: its order, ratings and note are left aside.

    Raises
    ------
    InputError
        With every mistake of the file, those of ids that the scenario lacks included.
    """
    if format_of(source) == "ballot":
        return ballot_from(source, scenario).weights
    if scenario is None:
        return _model(source, Weights, weights_mistakes)
    return _model(
        source, Weights, weights_mistakes, lambda data: weights_for_scenario_mistakes(data, scenario)
    )


def ballot_from(source: ParsedFile, scenario: Scenario | None = None) -> "Ballot":
    """Return the ballot that a file states, held against ``scenario`` where one is given.

    Weights that name whose they are (``by``) are a ballot too.

    Raises
    ------
    InputError
        With every mistake of the file, each with the person's name where the file has one.
    """
    from scenario_cli.model.ballot import (
        Ballot,
        ballot_for_scenario_mistakes,
        ballot_mistakes,
        ballot_of,
    )

    stated = source.data.get("by") if isinstance(source.data, dict) else None
    try:
        if format_of(source) == "weights":
            weights = weights_from(source, scenario)
            if not weights.by:
                message = "these weights are nobody's ballot: they do not say whose they are"
                raise InputError([source.mistake((), "no-name", message, "add 'by: NAME'")])
            return ballot_of(weights)
        checks = [ballot_mistakes]
        if scenario is not None:
            checks.append(lambda data: ballot_for_scenario_mistakes(data, scenario))
        return _model(source, Ballot, *checks)
    except InputError as error:
        if not isinstance(stated, str) or not stated:
            raise
        raise InputError(m._replace(message=f"{stated}: {m.message}") for m in error.mistakes) from None


def pairs_from(source: ParsedFile) -> "Pairs":
    """Return the pairwise comparisons that a file states.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    from scenario_cli.model.pairs import Pairs

    return _model(source, Pairs, pairs_mistakes)


def answers_from(source: ParsedFile, scenario: Scenario | None = None) -> "Answers":
    """Return the answers that a file states, held against ``scenario`` where one is given.

    Raises
    ------
    InputError
        With every mistake of the file; whether answers contradict each other is not looked at.
    """
    from scenario_cli.model.answers import Answers, answers_for_scenario_mistakes, answers_mistakes

    checks: list[Callable[[dict[str, Any]], Iterable[Flaw]]] = [id_mistakes]
    if scenario is not None:  # first: of an id that is none it knows what was meant
        checks.append(lambda data: answers_for_scenario_mistakes(data, scenario))
    return _model(source, Answers, *checks, answers_mistakes)


def game_from(source: ParsedFile) -> "GameFile":
    """Return what a game's own file states.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    from scenario_cli.model.game import GameFile

    return _model(source, GameFile)


def _model(
    source: ParsedFile, model: type[Model], *checks: Callable[[dict[str, Any]], Iterable[Flaw]]
) -> Model:
    """Return the model that a file states, held to checks of its plain data.

    Raises
    ------
    InputError
        With the mistakes of the file by their places; of very many the first, and how many more.
    """
    if not isinstance(source.data, dict):
        message = f"expected a mapping, found {kind_of(source.data)}"
        raise InputError([*source.mistakes, source.mistake((), "wrong-type", message)])
    if _parts(source.data) > MAX_PARTS:
        raise InputError([too_many(source.name)])
    stated, wrong = None, []
    try:
        stated = model.model_validate(
            source.data if "id" in source.data else {"id": source.stem, **source.data}
        )
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    flaws = [[*check(source.data)] for check in checks]
    if stated is None or source.mistakes or any(flaws):
        found = Findings(source, model)
        found.add_errors(wrong)
        for of_check in flaws:
            found.add_flaws(of_check)
        if found or stated is None:
            raise InputError(found.told())
    return stated


def _parts(data: Any) -> int:
    """Count keys, values, mappings and lists, up to just past what may be."""
    count, waiting = 1, [data]
    while waiting and count <= MAX_PARTS:
        part = waiting.pop()
        count += len(part) * (2 if isinstance(part, dict) else 1)
        inner = part.values() if isinstance(part, dict) else part
        waiting += [each for each in inner if isinstance(each, dict | list)]
    return count
