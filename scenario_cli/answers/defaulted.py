"""Reports of what rests on defaults: these are in the provenance, and one line of a page says so."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenario_cli.files.defaults import defaults_line
from scenario_cli.render.page import Page
from scenario_cli.render.report import Report

if TYPE_CHECKING:
    from scenario_cli.answers.document import DefaultDocument

FIELDS = ("key", "value", "from")


def defaulted(report: "Report[Any]", used: "Sequence[DefaultDocument]") -> "Report[Any]":
    """Return a report that says which defaults had an effect; the same where none had."""
    if not used:
        return report
    line = defaults_line(used)

    def stated(made: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
        return _stating(made(), used)

    def lined(page: Callable[[int], Page] | None) -> Callable[[int], Page] | None:
        if page is None:
            return None
        return lambda width: (made := page(width))._replace(notes=[*made.notes, line])

    carried = report.carried
    return replace(
        report,
        page=lined(report.page) or report.page,
        whole=lined(report.whole),
        brief=lined(report.brief),
        document=lambda: stated(report.document),
        carried=None if carried is None else lambda: stated(carried),
    )


def _stating(document: Mapping[str, Any], used: "Sequence[DefaultDocument]") -> dict[str, Any]:
    """Return a document whose provenance has the defaults, and that of each document within it."""
    if "provenance" not in document:
        return dict(document)
    parts = {
        key: _stating(part, used)
        for key, part in document.items()
        if isinstance(part, Mapping) and "provenance" in part
    }
    provenance = {**document["provenance"], "defaults": [dict(one) for one in used]}
    return {**document, **parts, "provenance": provenance}


def stated_defaults(provenance: Any) -> "list[DefaultDocument]":
    """Return the defaults that a stored result states; none where it states nothing of the kind.

    They cannot be computed again: where a name was read from is nothing that the inputs know of.
    """
    found = provenance.get("defaults") if isinstance(provenance, dict) else None
    if not isinstance(found, list) or not all(_is_default(one) for one in found):
        return []
    return found


def _is_default(stated: Any) -> bool:
    return (
        isinstance(stated, dict)
        and sorted(stated) == sorted(FIELDS)
        and all(isinstance(text, str) for text in stated.values())
    )
