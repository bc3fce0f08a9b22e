"""What ``scenario check`` found, as a sentence, as records and as JSON."""

from collections.abc import Sequence
from typing import Any

from scenario_cli.errors import Problem, dotted
from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Column, Field, Page, Table

COLUMNS = ["file", "line", "column", "level", "code", "path", "message", "hint"]


def finding(n_files: int, problems: Sequence[Problem]) -> str:
    """Return the sentence that closes a check."""
    errors = [problem for problem in problems if problem.level == "error"]
    files = f"{n_files} file{'s' if n_files != 1 else ''}"
    if not problems:
        return f"{files} checked, nothing wrong."
    wrong = len({problem.file for problem in errors})
    warnings = len(problems) - len(errors)
    said = f"{len(errors)} error{'s' if len(errors) != 1 else ''} in {wrong} of {files}"
    return said + (f", {warnings} warning{'s' if warnings != 1 else ''}." if warnings else ".")


def document(inputs: Sequence[Input], n_files: int, problems: Sequence[Problem]) -> dict[str, Any]:
    """Return the JSON document of a check."""
    return {
        "format": "check/1",
        "provenance": provenance(inputs),
        "problems": [dict(zip(COLUMNS, _fields(problem), strict=True)) for problem in problems],
        "finding": finding(n_files, problems),
    }


def records(problems: Sequence[Problem]) -> tuple[list[str], list[list[Field]]]:
    """Return the problems as CSV columns and rows."""
    return COLUMNS, [_fields(problem) for problem in problems]


def page(n_files: int, problems: Sequence[Problem]) -> Page:
    """Return the problems as a table, for Markdown."""
    table = Table(
        title="What is wrong?",
        columns=[Column(title) for title in ("Place", "Level", "Code", "Message")],
        rows=[
            [f"{p.file}:{p.line}:{p.column}", p.level, p.code, p.message + (f"; {p.hint}" if p.hint else "")]
            for p in problems
        ],
    )
    return Page(heading=["Check"], tables=[table] if problems else [], finding=finding(n_files, problems))


def _fields(problem: Problem) -> list[Field]:
    return [
        problem.file,
        problem.line,
        problem.column,
        problem.level,
        problem.code,
        dotted(problem.path),
        problem.message,
        problem.hint,
    ]
