"""The JSON Schemas of the formats of files, for editors."""

from typing import Any

from scenario_cli.choices import FileSchemaName, SchemaName

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: FileSchemaName) -> dict[str, Any]:
    """Return the JSON Schema of a file's format.

    It says what keys, types and words a file may hold; references between the parts of
    a file are for ``scenario check``.
    """
    from pydantic import BaseModel

    from scenario_cli.model.answers import Answers
    from scenario_cli.model.ballot import Ballot
    from scenario_cli.model.game import GameFile
    from scenario_cli.model.pairs import Pairs
    from scenario_cli.model.scenario import Scenario
    from scenario_cli.model.weights import Weights

    models: dict[FileSchemaName, type[BaseModel]] = {
        "scenario": Scenario,
        "weights": Weights,
        "pairs": Pairs,
        "ballot": Ballot,
        "answers": Answers,
        "game": GameFile,
    }
    schema = models[name].model_json_schema()
    _describe(schema)
    _close(schema)
    return {**about_schema(name), **schema}


def about_schema(name: SchemaName) -> dict[str, Any]:
    """Return what a schema says of itself: its dialect, its own name, the format that it is of."""
    return {"$schema": DIALECT, "$id": f"urn:scenario-cli:{name}:1", "title": f"{name}/1"}


def _describe(schema: dict[str, Any]) -> None:
    """Say of each key what it means."""
    from scenario_cli.files.meanings import MEANINGS

    for part in (schema, *schema.get("$defs", {}).values()):
        # A rating is a number, a word, or a mapping.
        stated = next((choice for choice in part.get("anyOf", []) if "properties" in choice), part)
        for key, field in stated["properties"].items():
            field["description"] = MEANINGS[stated["title"]][key]


def _close(part: Any) -> None:
    """Mark keys that are no ids as mistakes, and leave out titles and defaults that only repeat the key."""
    if isinstance(part, list):
        for item in part:
            _close(item)
    elif isinstance(part, dict):
        if "patternProperties" in part:
            part["additionalProperties"] = False
        if isinstance(part.get("title"), str):
            del part["title"]
        if part.get("default") in ("", None, {}, []) and "default" in part:
            del part["default"]
        for item in part.values():
            _close(item)
