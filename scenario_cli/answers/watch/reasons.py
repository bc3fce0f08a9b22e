"""Why a file was changed, as whoever changed it said: in the history beside it, or at the end of the line."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from scenario_cli.files.history import history_path
from scenario_cli.files.parsed import ParsedFile
from scenario_cli.model.changes import Change

_COMMENT = re.compile(r"# was ([^\s:]+): (.+?)\s*(?=# was |$)")
_TOLD = {"undo": "taken back", "redo": "done again"}
_MOST = 64 * 1024  # of a history's end: the last save is there


def reason(before: ParsedFile, now: ParsedFile, changes: Sequence[Change]) -> str:
    """Return why a file became what it is, or nothing where nobody said.

    What cannot be read says nothing: a result does not wait for its reasons.
    """
    if before.sha256 == now.sha256:
        return ""
    told = [*_from_history(before, now)] or [*_from_comments(now, changes)]
    return "; ".join(dict.fromkeys(text for text in told if text))


def _from_history(before: ParsedFile, now: ParsedFile) -> list[str]:
    """Return the reasons of all edits that led from one state of a file to the other, oldest first."""
    found: list[str] = []
    wanted = now.sha256
    for line in reversed(_lines(now)):
        if wanted == before.sha256:
            break
        if line.get("after") == wanted:
            wanted = str(line.get("before"))
            found.append(_said(line))
    return found[::-1]


def _lines(file: ParsedFile) -> list[dict[str, Any]]:
    """Return the last lines of a file's history that can be read."""
    if file.path is None:
        return []
    try:
        with history_path(file.path).open("rb") as history:
            history.seek(max(0, history.seek(0, 2) - _MOST))
            content = history.read()
    except (OSError, RuntimeError):  # none, or a link in a circle
        return []
    lines = []
    for text in content.split(b"\n"):
        try:
            line = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if isinstance(line, dict):
            lines.append(line)
    return lines


def _said(line: dict[str, Any]) -> str:
    why, who = line.get("why"), line.get("who")
    said = why if isinstance(why, str) and why else _TOLD.get(str(line.get("command")), "")
    return f"{said} ({who})" if said and isinstance(who, str) and who else said


def _from_comments(file: ParsedFile, changes: Sequence[Change]) -> Iterator[str]:
    """Yield what stands as ``# was OLD: WHY`` at the end of lines whose number was OLD."""
    if b"# was " not in file.content:
        return
    from scenario_cli.files.parsing import decoded

    lines = decoded(file.name, file.content)[0].splitlines()
    for change in changes:
        part, *ids = change.where.split(".")
        home = {"weights": "drivers" if len(ids) == 1 else "factors", "ratings": "ratings"}.get(part)
        if home is None or file.node((home, *ids)) is None:
            continue
        line, _ = file.place((home, *ids))
        for old, why in _COMMENT.findall(lines[line - 1])[-1:]:
            if _same(old, change.before):
                yield why


def _same(text: str, other: str) -> bool:
    try:
        return float(text) == float(other)
    except ValueError:
        return text == other
