"""A JSON Schema as it is, and its fields as a table: where each stands, its type, what it means."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from scenario_cli.render.page import Column, Page, Table
from scenario_cli.render.report import Records, Report

COLUMNS = ("field", "type", "required", "meaning")


class SchemaField(NamedTuple):
    """One field of a format; ``path`` has ``[]`` for an item of a list, ``.ID`` for any id."""

    path: str
    type: str
    required: bool
    meaning: str


def report(schema: dict[str, Any]) -> Report[dict[str, Any]]:
    """Return a schema as it is shown."""
    fields = list(fields_of_schema(schema))
    always = sum(field.required for field in fields if "." not in field.path)
    top = sum("." not in field.path for field in fields)
    sentence = f"{schema['title']} has {top} fields, {always} of them required."
    return Report(
        finding=sentence,
        page=lambda _: page(sentence, schema, fields),
        document=lambda: schema,
        records=partial(Records, COLUMNS, [list(field) for field in fields]),
    )


def page(sentence: str, schema: dict[str, Any], fields: list[SchemaField]) -> Page:
    """Return the fields as a page."""
    table = Table(
        title=str(schema["description"]),
        columns=[Column("Field"), Column("Type"), Column("Required"), Column("Meaning")],
        rows=[[f.path, f.type, "yes" if f.required else "", f.meaning] for f in fields],
    )
    return Page(heading=[sentence], tables=[table])


def fields_of_schema(schema: dict[str, Any]) -> Iterator[SchemaField]:
    """Yield every field, each before those that stand in it."""
    return _fields(schema, schema, "")


def _fields(part: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[SchemaField]:
    for key, field in part["properties"].items():
        yield SchemaField(
            f"{at}{key}", _type(field, whole), key in part.get("required", []), field.get("description", "")
        )
        inner, mark = _object_in(field, whole)
        if inner is not None:
            yield from _fields(inner, whole, f"{at}{key}{mark}.")


def _object_in(part: dict[str, Any], whole: dict[str, Any]) -> tuple[dict[str, Any] | None, str]:
    """Return the object with keys of its own that a part is or holds, and how its path is marked."""
    if "$ref" in part:
        return _object_in(whole["$defs"][part["$ref"].removeprefix("#/$defs/")], whole)
    if "properties" in part:
        return part, ""
    inner: list[tuple[dict[str, Any], str]] = [(choice, "") for choice in part.get("anyOf", [])]
    inner += [(items, "[]") for items in [part.get("items")] if items]
    inner += [(value, ".ID") for value in _values(part)]
    for choice, mark in inner:
        found, more = _object_in(choice, whole)
        if found is not None:
            return found, f"{mark}{more}"
    return None, ""


def _values(part: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the schemas of what stands under any id."""
    open_ = part.get("additionalProperties")
    return [*part.get("patternProperties", {}).values(), *([open_] if isinstance(open_, dict) else [])]


def _type(part: dict[str, Any], whole: dict[str, Any]) -> str:
    if "$ref" in part:
        return _type(whole["$defs"][part["$ref"].removeprefix("#/$defs/")], whole)
    if "anyOf" in part:
        return " or ".join(dict.fromkeys(_type(choice, whole) for choice in part["anyOf"]))
    if "const" in part:
        return f"'{part['const']}'"
    if "enum" in part:
        return " or ".join(f"'{word}'" for word in part["enum"])
    stated = part.get("type", "any")
    words = [stated] if isinstance(stated, str) else list(stated)
    if words == ["array"]:
        return f"array of {_type(part['items'], whole)}" if "items" in part else "array"
    if words == ["object"] and "properties" not in part and (values := _values(part)):
        return f"object of {_type(values[0], whole)}"
    return " or ".join(words)
