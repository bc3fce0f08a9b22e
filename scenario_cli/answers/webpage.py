"""An answer as a page for a browser: everything there is to say of it, its pictures, its JSON document."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scenario_cli.answers.picture import PICTURE_WIDTH
from scenario_cli.render.html import Origin, html_text
from scenario_cli.render.json import json_text

if TYPE_CHECKING:
    from scenario_cli.render.report import Report

PAGE_WIDTH = 100


def webpage(report: "Report[Any]") -> str:
    """Return the page of a report, the whole of it, as HTML."""
    document = report.document()
    pictures = {name: draw(PICTURE_WIDTH) for name, draw in report.pictures.items()}
    return html_text(report.page_of("whole")(PAGE_WIDTH), pictures, json_text(document), _origin(document))


def _origin(document: Mapping[str, Any]) -> Origin:
    stated = document["provenance"]
    lines = [f"{part['role']} {part['id']}: SHA-256 {part['sha256']}" for part in stated["inputs"]]
    tried = stated.get("tried") or [*stated.get("injects", []), *stated.get("set", [])]
    lines += [f"tried: {text}" for text in tried]
    return Origin(stated["tool"], stated["version"], lines)
