"""From what a command has written to what a tool says: the document, its sentence and its caveats."""

import json
from typing import Any, NamedTuple

from scenario_cli.text import visible_lines


class Ran(NamedTuple):
    """How a command ended, and what it wrote to each stream."""

    code: int
    stdout: str
    stderr: str


class Spoken(NamedTuple):
    """What a tool says.

    ``document`` is what the command prints as JSON, where it does; ``texts`` are the sentence and the
    caveats, or what went wrong where it ``failed``.
    """

    document: dict[str, Any] | None
    texts: tuple[str, ...]
    failed: bool = False


def told(ran: Ran) -> Spoken:
    """Return what a tool says of a command that has run.

    One that did not end with 0 has failed, and what it says on stderr comes first: places with
    lines and columns, as everybody gets them. Its document is there all the same where it has one.
    """
    document = json.loads(ran.stdout) if ran.stdout.strip() else None
    said = ran.stderr.strip()
    if ran.code:
        return Spoken(document, tuple(text for text in (said, _sentence(document)) if text), failed=True)
    caveats = [*_caveats(document), *([said] if said else [])]
    return Spoken(document, tuple(text for text in (_sentence(document), "\n".join(caveats)) if text))


def _sentence(document: dict[str, Any] | None) -> str:
    """Return the sentence of a document; a schema, which has none, is named."""
    if document is None:
        return ""
    if "finding" in document:
        return visible_lines(str(document["finding"]))
    return f"The JSON Schema of {document['title']}."


def _caveats(document: dict[str, Any] | None) -> list[str]:
    """Return each warning of a result as its page has it."""
    flags = document.get("flags", []) if document else []
    return [
        f"! {visible_lines(flag['text'])} [{flag['code']}]"
        for flag in flags
        if isinstance(flag, dict) and flag.get("level") == "warning"
    ]
