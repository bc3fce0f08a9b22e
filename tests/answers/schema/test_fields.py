"""The fields of a schema as a table: every one, where it stands."""

import csv
import io
from typing import get_args

import pytest

from scenario_cli.answers.schema.ask import json_schema
from scenario_cli.answers.schema.report import fields_of_schema
from scenario_cli.choices import SchemaName

NAMES = get_args(SchemaName)


def described(part):
    """Return how many fields stand in a schema, references counted where they are met."""

    def count(inner):
        if isinstance(inner, list):
            return sum(count(item) for item in inner)
        if not isinstance(inner, dict):
            return 0
        if "$ref" in inner:
            return count(part["$defs"][inner["$ref"].removeprefix("#/$defs/")])
        own = inner.get("properties", {})
        return (
            len(own)
            + sum(count(value) for key, value in inner.items() if key not in ("properties", "$defs"))
            + (sum(count(value) for value in own.values()))
        )

    return count(part)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_listed_once(name):
    schema = json_schema(name)
    fields = list(fields_of_schema(schema))
    assert len(fields) == described(schema)
    assert len({field.path for field in fields}) == len(fields)
    assert all(field.type and field.meaning for field in fields)


def test_a_field_says_where_it_stands_and_what_it_is():
    fields = {field.path: field for field in fields_of_schema(json_schema("scenario"))}
    assert fields["ratings.ID.ID.low"].type == "number or string or null"
    assert fields["format"].required
    assert not fields["injects"].required
    scored = {field.path: field for field in fields_of_schema(json_schema("score"))}
    assert scored["ranking[].rank"].type == "integer"
    assert scored["flags[].level"].type == "'warning' or 'note'"
    assert scored["weights.drivers"].type == "object of number"


@pytest.mark.parametrize("name", NAMES)
def test_the_command_lists_them(name, folder, run):
    fields = list(fields_of_schema(json_schema(name)))
    rows = list(csv.DictReader(io.StringIO(run("schema", name, "-f", "csv").stdout)))
    assert [(row["field"], row["required"]) for row in rows] == [
        (field.path, str(field.required).lower()) for field in fields
    ]
    shown = run("schema", name, "-f", "table", "--width", "400").stdout
    top = [field for field in fields if "." not in field.path]
    always = sum(field.required for field in top)
    assert shown.splitlines()[0] == f"{name}/1 has {len(top)} fields, {always} of them required."
    assert all(field.meaning in shown for field in fields)
