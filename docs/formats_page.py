"""Writes reference/formats.md, the page about every key of every file, from the JSON Schema of the formats.

Run it where the package can be imported: python docs/formats_page.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from scenario_cli import json_schema
from scenario_cli.choices import FileSchemaName

PAGE = Path(__file__).parent / "reference" / "formats.md"
INTRO = """\
# Every key of every file

<!-- Written by docs/formats_page.py from the JSON Schema of the formats: change that, then run it. -->

What the files are for, and what numbers and texts look like in them, stands in [Files](files.md). In the
tables `a.b` is the key `b` within `a`, `ID` an id that you choose, and `a[].b` the key `b` of each item of
the list `a`. **Bold** keys have to be there, those within others where the other is. `scenario schema NAME`
prints the schema for your editor.

"""
WORDS = {"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false"}


def formats_page() -> str:
    """Return the page."""
    return INTRO + "\n".join(_section(name) for name in get_args(FileSchemaName))


def _section(name: str) -> str:
    schema = json_schema(name)
    rows = [
        f"| {'**' if must else ''}`{path}`{'**' if must else ''} | {kind} | {_cell(meaning)} |"
        for path, must, kind, meaning in _rows(schema, schema.get("$defs", {}), "")
    ]
    table = "\n".join(["| Key | Holds | Meaning |", "| --- | --- | --- |", *rows])
    about = _cell(schema["description"].split("\n\n")[0])
    return f"## {name}\n\n`format: {schema['title']}`. {about}\n\n{table}\n"


def _rows(schema: Any, parts: Any, at: str) -> Iterator[tuple[str, bool, str, str]]:
    """Give path, whether it has to be there, what it holds and what it means of each key."""
    for key, stated in schema.get("properties", {}).items():
        forms = _forms(stated, parts)
        meaning = stated.get("description") or next(
            (f["description"] for f in forms if "description" in f), ""
        )
        yield f"{at}{key}", key in schema.get("required", ()), _kinds(forms, parts), meaning
        for form in forms:
            yield from _within(form, parts, f"{at}{key}")


def _within(form: Any, parts: Any, at: str) -> Iterator[tuple[str, bool, str, str]]:
    """Give the keys within what a key holds: of a mapping by ids, of the items of a list, or its own."""
    if "properties" in form:
        yield from _rows(form, parts, f"{at}.")
    for pattern in form.get("patternProperties", {}).values():
        for inner in _forms(pattern, parts):
            yield from _within(inner, parts, f"{at}.ID")
    for inner in _forms(form["items"], parts) if isinstance(form.get("items"), dict) else ():
        yield from _within(inner, parts, f"{at}[]")


def _forms(schema: Any, parts: Any) -> list[Any]:
    """Return the forms that something may have: references followed, without null."""
    if "$ref" in schema:
        return _forms(parts[schema["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in schema:
        return [form for choice in schema["anyOf"] for form in _forms(choice, parts)]
    return [] if schema.get("type") == "null" else [schema]


def _kinds(forms: list[Any], parts: Any) -> str:
    return " or ".join(dict.fromkeys(_kind(form, parts) for form in forms))


def _kind(form: Any, parts: Any) -> str:
    if "const" in form:
        return f"`{form['const']}`"
    if "enum" in form:
        return " or ".join(f"`{word}`" for word in form["enum"])
    stated = form.get("type")
    several = [word for word in stated if word != "null"] if isinstance(stated, list) else [stated]
    match several[0] if len(several) == 1 else several:
        case "array":
            return f"list of {_kinds(_forms(form['items'], parts), parts)}"
        case "object" if form.get("patternProperties"):
            inner = [f for pattern in form["patternProperties"].values() for f in _forms(pattern, parts)]
            return f"by id: {_kinds(inner, parts)}"
        case "object":
            return "keys"
        case ["string", "number"]:  # a title may look like a number; a rating may be one, and has it first
            return "text"
        case list():
            return " or ".join(map(_word, several))
        case single:
            return _word(single)


def _word(type_: Any) -> str:
    return WORDS.get(type_, "anything")


def _cell(words: str) -> str:
    return " ".join(words.replace("``", "`").replace("|", "\\|").split())


if __name__ == "__main__":
    PAGE.write_text(formats_page(), encoding="utf-8")
