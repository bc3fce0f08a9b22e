"""An answer as a page for a browser: everything there is to say of it, its pictures, its JSON document."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from scenario_cli.answers.picture import PICTURE_WIDTH
from scenario_cli.choices import VerifiedName
from scenario_cli.errors import StudyError
from scenario_cli.render.html import Colophon, data_of, html_text
from scenario_cli.render.json import compact_json

if TYPE_CHECKING:
    from scenario_cli.render.report import Report

PAGE_WIDTH = 100
AGAIN = 1000  # milliseconds: an open page that is written at each save
PAGED = (*get_args(VerifiedName), "diff", "game-show", "game-report", "group-show", "ask")


def webpage(report: "Report[Any]", again: int = 0) -> str:
    """Return the page of a report, the whole of it, as HTML; with sliders, where it has a state.

    An open page reads its file ``again`` after so many milliseconds; never, at 0.

    Raises
    ------
    StudyError
        It is no answer about files: it has no page for a browser.
    """
    document = carried_document(report)
    kind = kind_of(document)
    if kind not in PAGED:
        raise StudyError("there is no page for a browser of this result", parameter="format", value="html")
    page, data = report.page_of("whole")(PAGE_WIDTH), compact_json(document)
    shown = {table.picture for table in page.tables}
    pictures = {name: draw(PICTURE_WIDTH) for name, draw in report.pictures.items() if name in shown}
    state = compact_json(report.state()) if report.state is not None else ""
    return html_text(page, pictures, data, _origin(document, kind), state=state, again=again)


def is_paged(report: "Report[Any]") -> bool:
    """Whether there is a page for a browser of a report."""
    return kind_of(carried_document(report)) in PAGED


def kind_of(document: Mapping[str, Any]) -> str:
    """Return of which question a document is the answer."""
    return str(document.get("format", "")).removesuffix("/1")


def carried_document(report: "Report[Any]") -> Mapping[str, Any]:
    """Return what a page carries for programs: the document, or of a long one what the page is held to."""
    found: Mapping[str, Any] = report.document() if report.carried is None else report.carried()
    return found


def _origin(document: Mapping[str, Any], kind: str) -> Colophon:
    stated = document["provenance"]
    lines = [f"{part['role']} {part['id']}: SHA-256 {part['sha256']}" for part in stated["inputs"]]
    tried = stated.get("tried") or [*stated.get("injects", []), *stated.get("set", [])]
    lines += [f"tried: {text}" for text in tried]
    return Colophon(stated["tool"], stated["version"], lines, verified=kind in get_args(VerifiedName))


def carried(page: str) -> str | None:
    """Return the JSON document that a page for a browser carries; ``None`` where it carries none."""
    return data_of(page)
