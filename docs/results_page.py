"""Writes reference/results.md, the page about the JSON of every result, from the types of the documents.

Run it where the package can be imported: python docs/results_page.py
"""

from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, is_typeddict

from scenario_cli.answers import document as shared
from scenario_cli.answers.fields import choices_of, fields_of, plain_type
from scenario_cli.answers.schema.ask import document_type
from scenario_cli.choices import FileSchemaName, SchemaName

PAGE = Path(__file__).parent / "reference" / "results.md"
WORDS = {str: "text", float: "number", int: "whole number", bool: "true or false", NoneType: "null"}
INTRO = """\
# Results as JSON

<!-- Written by docs/results_page.py from the types of the results: change those, then run it. -->

Every command that answers a question prints its answer as one JSON document with `-f json`. In
Python the same document is `to_dict()` of an answer, and its type is known to type checkers:
`study.score().to_dict()["ranking"][0]["score"]` is a `float`.

What holds for all of them:

- Keys are sorted, numbers have all their digits, and there is no NaN: what is not defined is `null`.
- A share or a weight is a part of the whole, 0..1. A score is 0..100 points. A rating is in its
  factor's own unit.
- `format` says what a document is, such as `score/1`. Within one format fields are only ever added:
  pass over those that you do not know.
- The same inputs give the same bytes. There is no clock and no host in a document, and no path but
  as you typed it (a line of a game's log has the time at which it was written); `provenance` has the
  SHA-256 of each input, by which `scenario verify` finds it again.
- Options, drivers and factors go by their ids. Factor ids are unique within a scenario.
- `scenario schema NAME` prints the JSON Schema of a result, and `scenario_cli.json_schema(NAME)`
  returns it; NAME is the word before `/1`.

In the tables `a.b` is the field `b` within `a`, and `a[].b` that of each item of the list `a`.
*Sometimes* stands before what not every document has. What a field counts stands in brackets.
"""
LINES = {
    "batch": "`scenario batch -f json`, one row a line",
    "check-problem": "`scenario check -f jsonl`, one mistake a line",
}
ABOUT_SHARED = "What several results hold, in the same form everywhere."


def results_page() -> str:
    """Return the page."""
    names: dict[str, list[str]] = {}
    for name in get_args(SchemaName):
        if name not in get_args(FileSchemaName):
            names.setdefault(document_type(name).__name__, []).append(name)
    parts: dict[str, Any] = {}
    sections = [
        f"## {' and '.join(alike)}\n\n{_about(alike)}\n\n{_table(document_type(alike[0]), parts)}"
        for alike in names.values()
    ]
    shown: dict[str, str] = {}
    while left := [word for word in parts if word not in shown]:
        for word in left:
            shown[word] = f"### {word}\n\n{parts[word].__doc__}\n\n{_table(parts[word], parts)}"
    sections.append(
        f"## Shared parts\n\n{ABOUT_SHARED}\n\n" + "\n".join(shown[word] for word in sorted(shown))
    )
    return "\n".join([INTRO, *sections])


def _about(names: list[str]) -> str:
    commands = ", ".join(
        LINES[name] if name in LINES else f"`scenario {_typed(name)} -f json`" for name in names
    )
    return f"{document_type(names[0]).__doc__} ({commands})"


def _typed(name: str) -> str:
    return "weights ask" if name == "ask" else name.replace("-", " ")


def _table(document: Any, parts: dict[str, Any]) -> str:
    rows = [f"| `{path}` | {type_} | {meaning} |" for path, type_, meaning in _rows(document, "", parts)]
    return "\n".join(["| Field | Type | Meaning |", "| --- | --- | --- |", *rows]) + "\n"


def _rows(document: Any, at: str, parts: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return path, type and meaning of each field; what is in a part of this document alone follows it."""
    rows = []
    for field in fields_of(document):
        path = f"{at}{field.name}"
        sometimes = "" if field.always else "*Sometimes:* "
        rows.append((path, _type_words(field.type, parts), sometimes + field.meaning.replace("|", "\\|")))
        inner, mark = _document_in(field.type)
        if inner is not None and not _is_shared(inner) and inner not in _results():
            rows += _rows(inner, f"{path}{mark}.", parts)
    return rows


@cache
def _results() -> dict[Any, str]:
    """Return what every result is called by its type: one that stands in another is told of in its place."""
    names = [name for name in get_args(SchemaName) if name not in get_args(FileSchemaName)]
    return {document_type(name): name for name in names}


def _is_shared(document: Any) -> bool:
    return bool(document.__module__ == shared.__name__)


def _document_in(hint: Any) -> tuple[Any, str]:
    """Return the document that a field is, or is a list of, and how its path is marked."""
    type_ = plain_type(choices_of(plain_type(hint).type)[0]).type
    if get_origin(type_) is list:
        inner, mark = _document_in(get_args(type_)[0])
        return inner, f"[]{mark}"
    return (type_, "") if is_typeddict(type_) else (None, "")


def _type_words(hint: Any, parts: dict[str, Any], *, many: bool = False) -> str:
    type_, _, length = plain_type(hint)
    choices = choices_of(type_)
    if len(choices) > 1:
        first = _counted(_type_words(choices[0], parts, many=many), length)
        return " or ".join([first, *(_type_words(choice, parts) for choice in choices[1:])])
    if is_typeddict(type_):
        if type_ in _results():
            return f"[{_results()[type_]}](#{_results()[type_]})"
        if not _is_shared(type_):
            return "objects" if many else "object"
        word = type_.__name__.removesuffix("Document")
        parts[word] = type_
        return f"[{word}](#{word.lower()})"
    if get_origin(type_) is Literal:
        return " or ".join(f"`{word}`" for word in get_args(type_))
    if get_origin(type_) is list:
        said = f"{'lists' if many else 'list'} of {_type_words(get_args(type_)[0], parts, many=True)}"
        return _counted(said, length)
    if get_origin(type_) is dict:
        key, value = get_args(type_)
        by = (*plain_type(key).texts, "key")[0]
        return "object" if value is Any else f"{_type_words(value, parts, many=True)} by {by}"
    word = WORDS[type_]
    return f"{word}s" if many and type_ in (str, float, int) else word


def _counted(words: str, length: int | None) -> str:
    return words if length is None else words.replace(" of ", f" of {length} ", 1)


if __name__ == "__main__":
    PAGE.write_text(results_page(), encoding="utf-8")
