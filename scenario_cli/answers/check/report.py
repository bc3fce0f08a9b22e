"""The answer of ``scenario check``, as a sentence, as records, as JSON and as remarks on places."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.check.ask import CheckAnswer
from scenario_cli.answers.check.codes import MEANINGS, OTHERWISE
from scenario_cli.answers.check.tables import is_table
from scenario_cli.answers.provenance import provenance
from scenario_cli.files.defaults import is_defaults
from scenario_cli.files.input import Input
from scenario_cli.files.reading import format_of
from scenario_cli.files.telling import MORE
from scenario_cli.mistakes import Mistake, dotted
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.remarks import Remark, Remarks, Tool
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.check.document import CheckDocument, ProblemDocument

COLUMNS = ["file", "line", "column", "level", "code", "path", "message", "hint"]


def report(answer: CheckAnswer) -> "Report[CheckDocument]":
    """Return a check as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
        remarks=partial(remarks, answer),
    )


def finding(answer: CheckAnswer) -> str:
    """Return the sentence that closes a check."""
    errors, warnings = (
        [mistake for mistake in answer.mistakes if mistake.level == level] for level in ("error", "warning")
    )
    files = f"{answer.n_files} file{'s' if answer.n_files != 1 else ''}"
    if not errors and not warnings:
        return f"{files} checked, nothing wrong."
    wrong = len({mistake.file for mistake in errors})
    told = [mistake for mistake in errors if mistake.code != MORE]
    more = "more than " if len(told) < len(errors) else ""
    said = f"{more}{len(told)} error{'s' if len(told) != 1 else ''} in {wrong} of {files}"
    return said + (f", {len(warnings)} warning{'s' if len(warnings) != 1 else ''}." if warnings else ".")


def document(answer: CheckAnswer) -> "CheckDocument":
    """Return the JSON document of a check."""
    inputs = [
        Input("defaults" if is_defaults(file.name) else format_of(file) or "unknown", file.stem, file.sha256)
        for file in answer.files
    ]
    return {
        "format": "check/1",
        "provenance": provenance(inputs),
        "problems": [_problem_document(mistake) for mistake in answer.mistakes],
        "finding": finding(answer),
    }


def page(answer: CheckAnswer) -> Page:
    """Return the mistakes as a table, for Markdown."""
    table = Table(
        title="What is wrong?",
        columns=[Column(title) for title in ("Place", "Level", "Code", "Message")],
        rows=[
            [f"{p.file}:{p.line}:{p.column}", p.level, p.code, p.message + (f"; {p.hint}" if p.hint else "")]
            for p in answer.mistakes
        ],
    )
    return Page(heading=["Check"], tables=[table] if answer.mistakes else [], finding=finding(answer))


def records(answer: CheckAnswer) -> Records:
    """Return one record a mistake."""
    rows: list[list[Field]] = [
        [m.file, m.line, m.column, m.level, m.code, dotted(m.path), m.message, m.hint]
        for m in answer.mistakes
    ]
    return Records(COLUMNS, rows)


def remarks(answer: CheckAnswer) -> Remarks:
    """Return one remark a mistake. (The column of a table's mistake is that of a field, not of a sign.)"""
    maker = provenance([])
    return Remarks(
        [
            Remark(
                file=m.file,
                line=m.line,
                column=0 if is_table(m.file) else m.column,
                level=m.level,
                code=m.code,
                text=m.message + (f"; {m.hint}" if m.hint else ""),
                at=dotted(m.path),
            )
            for m in answer.mistakes
        ],
        Tool(maker["tool"], maker["version"], MEANINGS, OTHERWISE),
        lambda: map(_problem_document, answer.mistakes),
    )


def _problem_document(mistake: Mistake) -> "ProblemDocument":
    return {
        "file": mistake.file,
        "line": mistake.line,
        "column": mistake.column,
        "level": mistake.level,
        "code": mistake.code,
        "path": dotted(mistake.path),
        "message": mistake.message,
        "hint": mistake.hint,
    }
