"""Pages that are written from the program say what it says now."""

import re
import runpy
from pathlib import Path
from typing import get_args

import pytest
from builders import summaries

from scenario_cli.choices import FileSchemaName

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["commands", "formats", "mistakes"])
def test_a_page_is_what_its_script_gives(name):
    script = runpy.run_path(str(DOCS / f"{name}_page.py"))
    page = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert script[f"{name}_page"]() == page, f"run docs/{name}_page.py"


def test_every_command_is_in_the_reference():
    page = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    for name, summary in summaries().items():
        assert f"| [`{name}`](#{name}) | {summary} |" in page
        assert f"\n## {name}\n\n{summary}\n" in page


def test_every_format_has_a_section_with_its_required_keys():
    page = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"\n## (\S+)\n(.*?)(?=\n## |\Z)", page, re.DOTALL))
    assert list(sections) == list(get_args(FileSchemaName))
    for name, section in sections.items():
        assert f"| **`format`** | `{name}/1` |" in section
    assert "| `ratings.ID.ID.why` | text | the reason for it |" in sections["scenario"]
    assert "| `answers[].more` |" in sections["answers"]


def test_no_cell_of_a_table_is_broken_by_what_stands_in_it():
    """A bar ends a cell: each row has as many as its head."""
    for path in sorted((DOCS / "reference").glob("*.md")):
        for table in re.findall(r"(?:^\|.*\n)+", path.read_text(encoding="utf-8"), re.MULTILINE):
            counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(counts) == 1, f"{path.name}: {table[:200]}"
