"""The JSON Schema of both formats, for editors."""

from typing import Any, Literal

from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: Literal["scenario", "weights"]) -> dict[str, Any]:
    """Return the JSON Schema of a format.

    It says what keys, types and words a file may hold; references between the parts of
    a file are for ``scenario check``.
    """
    model = Scenario if kind == "scenario" else Weights
    schema = model.model_json_schema()
    _close(schema)
    return {"$schema": DIALECT, **schema}


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
