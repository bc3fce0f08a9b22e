"""From what a command has written to what a tool says: the document, its sentence and its caveats."""

import json
from typing import Any, NamedTuple

from scenario_cli.assistant.arguments import AssistantTool
from scenario_cli.assistant.worded import worded
from scenario_cli.files.defaults import defaults_line
from scenario_cli.text import gathered, visible, visible_lines

NAMED = 8  # changes of one call that its text names


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

    @property
    def whole(self) -> str:
        """The document as one line of JSON, for who is shown texts alone; empty where there is none."""
        if self.document is None:
            return ""
        return json.dumps(self.document, ensure_ascii=False, separators=(",", ":"))


def told(ran: Ran, tool: AssistantTool) -> Spoken:
    """Return what a tool says of a command that has run.

    One that did not end with 0 has failed, and what it says on stderr comes first: places with
    lines and columns, as everybody gets them. Its document is there all the same where it has one.
    """
    document = json.loads(ran.stdout) if ran.stdout.strip() else None
    said = ran.stderr.strip()
    if ran.code:
        texts = (worded(said, tool), _sentence(document))
        return Spoken(document, tuple(text for text in texts if text), failed=True)
    caveats = [*_caveats(document), *([visible_lines(said)] if said else [])]
    return Spoken(document, tuple(text for text in (_sentence(document), "\n".join(caveats)) if text))


def _sentence(document: dict[str, Any] | None) -> str:
    """Return the sentence of a document, after what was done; a schema, which has none, is named."""
    if document is None:
        return ""
    if "finding" not in document:
        return f"The JSON Schema of {document['title']}."
    return visible(f"{_done(document)}{document['finding']}")


def _done(document: dict[str, Any]) -> str:
    """Return what was done to which file, and what of it changed; a dry run says that nothing was."""
    if "done" not in document:
        return ""
    changes = [
        f"{change['id']} {_stated(change['from'])} -> {_stated(change['to'])}"
        for change in document["changes"]
    ]
    more = [f"{len(changes) - NAMED} more"] if len(changes) > NAMED else []
    listed = f" ({', '.join([*changes[:NAMED], *more])})" if changes else ""
    return f"{str(document['done']).removesuffix('.')}{listed}. "


def _stated(value: Any) -> str:
    return "none" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


def _caveats(document: dict[str, Any] | None) -> list[str]:
    """Return the warnings of a result as its page has them, a line a code, and the defaults it rests on."""
    if document is None:
        return []
    warnings = [
        (flag["code"], visible(flag["text"]))
        for flag in document.get("flags", [])
        if isinstance(flag, dict) and flag.get("level") == "warning"
    ]
    used = document.get("provenance", {}).get("defaults", [])
    return [*(f"! {line}" for line in gathered(warnings)), *([visible(defaults_line(used))] if used else [])]
