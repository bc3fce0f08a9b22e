"""What ``scenario import`` made of a table."""

from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.imported.ask import ImportAnswer
from scenario_cli.answers.opening import flag_document
from scenario_cli.answers.provenance import provenance
from scenario_cli.model.scenario import UNKNOWN
from scenario_cli.render.page import Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed

if TYPE_CHECKING:
    from scenario_cli.answers.imported.document import ImportDocument


def report(answer: ImportAnswer) -> Report["ImportDocument"]:
    """Return what a table became as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: ImportAnswer) -> str:
    """Return the sentence that says what was made, and what to do with the files."""
    scenario = answer.scenario
    options, factors = len(scenario.options), len(scenario.factors)
    said = f"{answer.source}: {_count(options, 'option')} rated on {_count(factors, 'factor')}"
    if unknown := _unknown(answer):
        said += f", {_count(unknown, 'rating')} unknown"
    if not answer.files:
        return said
    return f"{said}; wrote {listed(answer.files)}; try: scenario check {' '.join(answer.files)}"


def document(answer: ImportAnswer) -> "ImportDocument":
    """Return the JSON document of what a table became."""
    scenario = answer.scenario
    return {
        "format": "import/1",
        "provenance": provenance([answer.table]),
        "table": {"title": answer.source, "at": answer.at, "options": answer.direction},
        "scenario": {
            "id": scenario.id,
            "title": scenario.title,
            "drivers": list(scenario.drivers),
            "factors": list(scenario.factors),
            "options": list(scenario.options),
            "unknown": _unknown(answer),
        },
        "weights": [
            {"id": weights.id, "title": weights.title, "drivers": dict(weights.drivers)}
            for weights in answer.weights
        ],
        "files": list(answer.files),
        "flags": [flag_document(flag) for flag in answer.flags],
        "finding": finding(answer),
    }


def records(answer: ImportAnswer) -> Records:
    """Return a row a rating, as ``show`` has them."""
    rows: list[list[Field]] = [
        [option, factor, rating.value, rating.why]
        for option, cells in answer.scenario.ratings.items()
        for factor, rating in cells.items()
    ]
    return Records(["option", "factor", "value", "why"], rows)


def page(answer: ImportAnswer) -> Page:
    """Return the factors that were read, each with its scale."""
    scenario = answer.scenario
    rows = []
    for id_, factor in scenario.factors.items():
        scale, driver = factor.scale, scenario.driver_of[id_]
        rows.append(
            [
                scenario.drivers[driver].title or driver,
                factor.title or id_,
                f"{scale.worst:g}",
                f"{scale.best:g}",
                scale.unit,
            ]
        )
    table = Table(
        title="What are options rated on?",
        columns=[Column("Driver"), Column("Factor"), Column("Worst"), Column("Best"), Column("Unit")],
        rows=rows,
        finding=finding(answer),
    )
    warnings, notes = (
        [f"{flag.text} [{flag.code}]" for flag in answer.flags if flag.level == level]
        for level in ("warning", "note")
    )
    return Page(heading=[], tables=[table], warnings=warnings, notes=notes)


def _unknown(answer: ImportAnswer) -> int:
    ratings = answer.scenario.ratings.values()
    return sum(rating.value == UNKNOWN for cells in ratings for rating in cells.values())


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
