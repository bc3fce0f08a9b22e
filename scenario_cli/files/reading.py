"""Plain data to the models, and every mistake of a file at once, each with its place."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from scenario_cli.errors import InputError
from scenario_cli.files.catalog import Folder, Found, Where, locate, names, read_bytes
from scenario_cli.files.parsed import ParsedFile, parse
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.base import Numeral, Statement, is_number, number_hint, range_hint
from scenario_cli.model.crosscheck import (
    pairs_mistakes,
    scenario_mistakes,
    weights_for_scenario_mistakes,
    weights_mistakes,
)
from scenario_cli.model.scales import Flaw
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.text import suggestion, visible

if TYPE_CHECKING:
    from scenario_cli.model.pairs import Pairs

Model = TypeVar("Model", bound=Statement)

# Looking for the nearest word takes as long as there are words: a file full of mistakes is told all the same.
MOST_COMPARED = 100_000
MOST_QUOTED = 80  # signs of a text that stands where it should not

FORMATS = {"scenario/1": "scenario", "weights/1": "weights"}


def read_scenario(where: str | Path | None = None) -> Scenario:
    """Read a scenario by path or name, as the command line does.

    Parameters
    ----------
    where : str or DataPath, optional
        A path, a name looked for in ``./scenarios`` and then among the built-in
        ones, or ``-`` for standard input. Without it: the only file in
        ``./scenarios``; where there is none, the built-in ``china-arms-russia``.

    Raises
    ------
    UsageError
        None is named, and there are several in ``./scenarios``.
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
    """Return what a file says it is: ``"scenario"``, ``"weights"``, or ``None`` for anything else."""
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
    scenario, mistakes = _model(source, Scenario, scenario_mistakes)
    if mistakes or scenario is None:
        raise InputError(mistakes)
    return scenario


def weights_from(source: ParsedFile, scenario: Scenario | None = None) -> Weights:
    """Return the weights that a file states, held against ``scenario`` where one is given.

    Raises
    ------
    InputError
        With every mistake of the file, those of ids that the scenario lacks included.
    """
    weights, mistakes = _model(source, Weights, weights_mistakes)
    if scenario is not None and isinstance(source.data, dict):
        mistakes += _located(source, weights_for_scenario_mistakes(source.data, scenario), mistakes)
    if mistakes or weights is None:
        raise InputError(mistakes)
    return weights


def pairs_from(source: ParsedFile) -> "Pairs":
    """Return the pairwise comparisons that a file states.

    Raises
    ------
    InputError
        With every mistake of the file.
    """
    from scenario_cli.model.pairs import Pairs

    pairs, mistakes = _model(source, Pairs, pairs_mistakes)
    if mistakes or pairs is None:
        raise InputError(mistakes)
    return pairs


def _model(source: ParsedFile, model: type[Model], unplaced: Any) -> tuple[Model | None, list[Mistake]]:
    if not isinstance(source.data, dict):
        message = f"expected a mapping, found {_kind(source.data)}"
        return None, [*source.mistakes, source.mistake((), "wrong-type", message)]
    data = source.data if "id" in source.data else {"id": source.stem, **source.data}
    stated, mistakes = None, list(source.mistakes)
    try:
        stated = model.model_validate(data)
    except ValidationError as error:
        mistakes += _translated(source, model, error, mistakes)
    mistakes += _located(source, unplaced(source.data), mistakes)
    return stated, mistakes


def _located(source: ParsedFile, unplaced: Iterable[Flaw], earlier: list[Mistake]) -> list[Mistake]:
    known, mistakes, compared = _told(earlier), [], 0
    for f in unplaced:
        if f.path in known:
            continue
        hint = f.hint
        if f.unknown and not hint and compared < MOST_COMPARED:
            hint = f.suggested
            compared += len(f.known)
        mistakes.append(source.mistake(f.path, f.code, f.message, hint, key=f.at_key))
    return mistakes


def _translated(
    source: ParsedFile, model: type[BaseModel], error: ValidationError, earlier: list[Mistake]
) -> list[Mistake]:
    known = _told(earlier)
    mistakes = []
    for said in error.errors(include_url=False):
        path = tuple(said["loc"])
        at_key = path[-1:] == ("[key]",) or said["type"] == "extra_forbidden"
        path = path[:-1] if path[-1:] == ("[key]",) else path
        if path in known:
            continue
        code, message, hint = _words(source, model, path, said)
        mistakes.append(source.mistake(path, code, message, hint, key=at_key))
    return mistakes


def _told(mistakes: list[Mistake]) -> set[DataPath]:
    """The places whose values are known to be wrong already: one mistake is told once."""
    return {mistake.path for mistake in mistakes if mistake.code != "duplicate-key"}


_EXPECTED = {
    "string_type": "text",
    "float_type": "a number",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
}
_RATING = "a number, a level's name, 'unknown' or a mapping"


def _words(source: ParsedFile, model: type[BaseModel], path: DataPath, said: Any) -> tuple[str, str, str]:
    """Put one of pydantic's errors in the project's words: code, message, hint."""
    kind, found, context = said["type"], said["input"], said.get("ctx", {})
    last = path[-1] if path else ""
    if kind == "missing":
        return "missing-key", f"'{last}' is missing", ""
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        hint = _range_hint(found) if last == "range" and "low" in known else _comma_hint(source, path)
        return "unknown-key", f"unknown key '{last}'", hint or suggestion(str(last), known)
    if context.get("class_name") == "Rating":
        return "wrong-type", f"expected {_RATING}, found {_kind(found)}", ""
    if kind in _EXPECTED:
        if found is None:
            return "missing-value", f"'{last}' has no value; expected {_EXPECTED[kind]}", ""
        hint = "put it in quotes" if kind == "string_type" and isinstance(found, bool) else ""
        quoted = kind == "float_type" and isinstance(found, str)
        if quoted and is_number(found):
            hint = "leave out the quotes"
        elif quoted:
            hint = number_hint(found)
        said = f"the text {_kind(found)}" if quoted else _kind(found)
        return "wrong-type", f"expected {_EXPECTED[kind]}, found {said}", hint
    if kind == "literal_error":
        code = "wrong-format" if path == ("format",) else "wrong-value"
        expected = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return code, f"expected {context['expected']}, found {_kind(found)}", _if_near(found, expected)
    if kind == "string_pattern_mismatch":
        hint = "ids are small letters, digits, '-' and '_', starting with a letter"
        hint = _comma_hint(source, path) or hint
        return "bad-id", f"'{visible(str(found))}' is not an id", hint
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        bound = {"greater_than": "above", "greater_than_equal": "at least", "less_than_equal": "at most"}[
            kind
        ]
        limit = next(iter(context.values()))
        return "out-of-range", f"expected a number {bound} {limit:g}, found {_kind(found)}", ""
    if kind in ("too_short", "too_long"):
        count = context.get("min_length", context.get("max_length"))
        least = "" if path[:1] == ("ranges",) else "at least "  # a range has two ends, and never more
        return "wrong-length", f"'{last}' holds {context['actual_length']}, expected {least}{count}", ""
    return kind, said["msg"], ""


def _range_hint(found: Any) -> str:
    if isinstance(found, list) and len(found) == 2:
        found = "..".join(_kind(end) for end in found)
    hint = range_hint(found) if isinstance(found, str) else ""
    return f"write {hint}" if hint else "write low and high"


def _comma_hint(source: ParsedFile, path: DataPath) -> str:
    """Return what ``{taste: 4,5}`` was meant as: to YAML it is 4, and a key 5 without a value."""
    group: Any = source.data
    for step in path[:-1]:
        group = group.get(step) if isinstance(group, dict) else None
    last = str(path[-1]) if path else ""
    if not last.isdecimal() or not isinstance(group, dict) or group.get(last, last) is not None:
        return ""
    before = list(group)[list(group).index(last) - 1]
    whole = group[before]
    meant = f"{_kind(whole)}.{last}"
    return f"write {before}: {meant}" if isinstance(whole, Numeral) and is_number(meant) else ""


def _kind(found: Any) -> str:
    if found is None:
        return "nothing"
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, Numeral):
        return found.text
    if isinstance(found, str):
        return f"'{found}'" if len(found) <= MOST_QUOTED else f"'{found[:MOST_QUOTED]}...'"
    return "a list" if isinstance(found, list) else "a mapping"


def _if_near(found: Any, expected: list[str]) -> str:
    guess = suggestion(found, expected) if isinstance(found, str) else ""
    return guess if guess.startswith("did") else ""


def _keys_at(model: type[BaseModel], path: DataPath) -> list[str]:
    """The keys that the format knows at a path: follows fields, and steps through id-keyed mappings."""
    annotation: Any = model
    for step in path:
        fields = getattr(annotation, "model_fields", None)
        if fields is None:
            return []
        annotation = fields[step].annotation if step in fields else annotation
        while not hasattr(annotation, "model_fields"):
            inner = [a for a in getattr(annotation, "__args__", ()) if a is not str and a is not type(None)]
            if not inner:
                break
            annotation = inner[-1]
    return list(getattr(annotation, "model_fields", ()))
