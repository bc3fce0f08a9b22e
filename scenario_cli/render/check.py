"""What ``scenario check`` found, as a sentence, as records and as JSON."""

from collections.abc import Sequence
from typing import Any

from scenario_cli.mistakes import Mistake, dotted
from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Column, Field, Page, Table

COLUMNS = ["file", "line", "column", "level", "code", "path", "message", "hint"]


def finding(n_files: int, mistakes: Sequence[Mistake]) -> str:
    """Return the sentence that closes a check."""
    errors = [mistake for mistake in mistakes if mistake.level == "error"]
    files = f"{n_files} file{'s' if n_files != 1 else ''}"
    if not mistakes:
        return f"{files} checked, nothing wrong."
    wrong = len({mistake.file for mistake in errors})
    warnings = len(mistakes) - len(errors)
    said = f"{len(errors)} error{'s' if len(errors) != 1 else ''} in {wrong} of {files}"
    return said + (f", {warnings} warning{'s' if warnings != 1 else ''}." if warnings else ".")


def document(inputs: Sequence[Input], n_files: int, mistakes: Sequence[Mistake]) -> dict[str, Any]:
    """Return the JSON document of a check."""
    return {
        "format": "check/1",
        "provenance": provenance(inputs),
        "problems": [dict(zip(COLUMNS, _fields(mistake), strict=True)) for mistake in mistakes],
        "finding": finding(n_files, mistakes),
    }


def records(mistakes: Sequence[Mistake]) -> tuple[list[str], list[list[Field]]]:
    """Return the mistakes as CSV columns and rows."""
    return COLUMNS, [_fields(mistake) for mistake in mistakes]


def page(n_files: int, mistakes: Sequence[Mistake]) -> Page:
    """Return the mistakes as a table, for Markdown."""
    table = Table(
        title="What is wrong?",
        columns=[Column(title) for title in ("Place", "Level", "Code", "Message")],
        rows=[
            [f"{p.file}:{p.line}:{p.column}", p.level, p.code, p.message + (f"; {p.hint}" if p.hint else "")]
            for p in mistakes
        ],
    )
    return Page(heading=["Check"], tables=[table] if mistakes else [], finding=finding(n_files, mistakes))


def _fields(mistake: Mistake) -> list[Field]:
    return [
        mistake.file,
        mistake.line,
        mistake.column,
        mistake.level,
        mistake.code,
        dotted(mistake.path),
        mistake.message,
        mistake.hint,
    ]
