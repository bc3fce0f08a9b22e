"""docs/reference/results.md says what the types of the results say."""

import runpy
from pathlib import Path
from typing import get_args

import pytest

from scenario_cli.answers.schema.ask import json_schema
from scenario_cli.choices import FileSchemaName, SchemaName

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "results.md").read_text(encoding="utf-8")
RESULTS = [name for name in get_args(SchemaName) if name not in get_args(FileSchemaName)]


def test_the_page_is_what_the_types_give():
    script = runpy.run_path(str(DOCS / "results_page.py"))
    assert script["results_page"]() == PAGE, "run docs/results_page.py"


@pytest.mark.parametrize("name", RESULTS)
def test_every_field_has_a_line(name):
    sections = {part.splitlines()[0]: part for part in PAGE.split("\n## ")[1:]}
    section = next(part for head, part in sections.items() if name in head.split(" and "))
    assert [key for key in json_schema(name)["properties"] if f"\n| `{key}` |" not in section] == []


def test_every_link_leads_to_a_heading():
    heads = [line for line in PAGE.splitlines() if line.startswith("##")]
    shared = {line.lstrip("# ").lower() for line in heads if line.startswith("###")}
    links = {part.split(")")[0] for part in PAGE.split("](#")[1:]}
    assert links - shared == {"sensitivity", "explain", "compare", "robustness", "evidence", "check-problem"}
    assert links <= {line.lstrip("# ").lower() for line in heads}
    assert shared <= links
