"""What is wrong in a file, found in any order, told by place: of very many mistakes the first."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from scenario_cli.files.parsed import ParsedFile
from scenario_cli.mistakes import DataPath, Mistake
from scenario_cli.model.base import Numeral, is_number, number_hint, range_hint
from scenario_cli.model.scales import Flaw
from scenario_cli.text import suggestion, visible

MOST_TOLD = 200  # of one file: nobody reads more, and each costs a search for its nearest word
# Looking for the nearest word takes as long as there are words: a file full of mistakes is told all the same.
MOST_COMPARED = 100_000
MOST_QUOTED = 80  # signs of a text that stands where it should not
MORE = "more-problems"


class _Placed(NamedTuple):
    """Something that is wrong, and where: put into words once it is known that it is told."""

    line: int
    column: int
    path: DataPath
    what: Any  # a Mistake, a Flaw, or one of pydantic's errors
    at_key: bool = False


class Findings:
    """Everything that is wrong in a file; what is wrong already is not found wrong again."""

    def __init__(self, source: ParsedFile, model: type[BaseModel]) -> None:
        self._source, self._model = source, model
        self._found = [_Placed(m.line, m.column, m.path, m) for m in source.mistakes]
        self._compared = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def add_errors(self, errors: Iterable[Any]) -> None:
        """Add what pydantic found."""
        known = self._known()
        for said in errors:
            path = tuple(said["loc"])
            at_key = path[-1:] == ("[key]",) or said["type"] == "extra_forbidden"
            path = path[:-1] if path[-1:] == ("[key]",) else path
            if path not in known:
                self._found.append(_Placed(*self._source.place(path, key=at_key), path, said, at_key))

    def add_flaws(self, flaws: Iterable[Flaw]) -> None:
        """Add what was found in plain data."""
        known = self._known()
        self._found += [
            _Placed(*self._source.place(flaw.path, key=flaw.at_key), flaw.path, flaw, flaw.at_key)
            for flaw in flaws
            if flaw.path not in known
        ]

    def told(self) -> list[Mistake]:
        """Return the mistakes by their places; the last says how many more there are, if there are."""
        ordered: Sequence[_Placed] = self._found
        if len(ordered) > MOST_TOLD:
            ordered = sorted(ordered, key=lambda found: found[:2])
        mistakes = [self._mistake(found) for found in ordered[:MOST_TOLD]]
        if more := len(ordered) - MOST_TOLD if len(ordered) > MOST_TOLD else 0:
            line, column, *_ = ordered[MOST_TOLD]
            message = f"and {more:,} more problem{'s' if more > 1 else ''} from here on"
            mistakes.append(
                Mistake(file=self._source.name, line=line, column=column, code=MORE, message=message)
            )
        return mistakes

    def _known(self) -> set[DataPath]:
        """The places whose values are known to be wrong already: one mistake is told once."""
        return {
            found.path
            for found in self._found
            if not (isinstance(found.what, Mistake) and found.what.code == "duplicate-key")
        }

    def _mistake(self, found: _Placed) -> Mistake:
        what = found.what
        if isinstance(what, Mistake):
            return what
        if isinstance(what, Flaw):
            code, message, hint = what.code, what.message, self._hint(what)
        else:
            code, message, hint = _words(self._source, self._model, found.path, what)
        return Mistake(
            file=self._source.name,
            line=found.line,
            column=found.column,
            code=code,
            message=message,
            hint=hint,
            path=found.path,
        )

    def _hint(self, flaw: Flaw) -> str:
        if flaw.hint or not flaw.unknown or self._compared >= MOST_COMPARED:
            return flaw.hint
        self._compared += len(flaw.known)
        return flaw.suggested


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
        return "wrong-type", f"expected {_RATING}, found {kind_of(found)}", ""
    if kind in _EXPECTED:
        if found is None:
            return "missing-value", f"'{last}' has no value; expected {_EXPECTED[kind]}", ""
        hint = "put it in quotes" if kind == "string_type" and isinstance(found, bool) else ""
        hint = hint or _form_hint(path, found)
        quoted = kind == "float_type" and isinstance(found, str)
        if quoted and is_number(found):
            hint = "leave out the quotes"
        elif quoted:
            hint = number_hint(found)
        said = f"the text {kind_of(found)}" if quoted else kind_of(found)
        return "wrong-type", f"expected {_EXPECTED[kind]}, found {said}", hint
    if kind == "literal_error":
        code = "wrong-format" if path == ("format",) else "wrong-value"
        expected = [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]
        return code, f"expected {context['expected']}, found {kind_of(found)}", _if_near(found, expected)
    if kind == "string_pattern_mismatch":
        hint = "ids are small letters, digits, '-' and '_', starting with a letter"
        hint = _comma_hint(source, path) or hint
        return "bad-id", f"'{visible(str(found))}' is not an id", hint
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        bound = {"greater_than": "above", "greater_than_equal": "at least", "less_than_equal": "at most"}[
            kind
        ]
        limit = next(iter(context.values()))
        return "out-of-range", f"expected a number {bound} {limit:g}, found {kind_of(found)}", ""
    if kind in ("too_short", "too_long"):
        count = context.get("min_length", context.get("max_length"))
        least = "" if kind == "too_long" or path[:1] == ("ranges",) else "at least "  # a range has two ends
        return "wrong-length", f"'{last}' holds {context['actual_length']}, expected {least}{count}", ""
    return kind, said["msg"], ""


def _form_hint(path: DataPath, found: Any) -> str:
    """Return the form of a mapping that a word, or a change of a rating that a number, was written for."""
    if isinstance(found, Numeral) and path[:1] == ("injects",) and len(path) == 5 and path[2] == "ratings":
        return f"write {{shift: {found.text}}} or {{set: {found.text}}}"
    if not isinstance(found, str):
        return ""
    if path[0] == "answers" and len(path) == 2:
        return "write {more: ID, than: ID}, {equal: [ID, ID]}, {at_least: {ID: 20}}"
    if path[0] == "answers" and path[-1] in ("at_least", "at_most"):
        return f"write {{{path[-1]}: {{{visible(found)}: 20}}}}, in per cent"
    return f"write {{type: {visible(found)}}}" if path[-1] == "preference" else ""


def _range_hint(found: Any) -> str:
    if isinstance(found, list) and len(found) == 2:
        found = "..".join(kind_of(end) for end in found)
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
    if not isinstance(whole, Numeral) or not is_number(f"{kind_of(whole)}.{last}"):
        return ""
    return number_hint(f"{kind_of(whole)},{last}").replace("write ", f"write {before}: ", 1)


def kind_of(found: Any) -> str:
    """Say what was found where something else was expected."""
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
