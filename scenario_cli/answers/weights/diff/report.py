"""Two weights files side by side, as a page, as records and as JSON."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.weights.diff.ask import WeightsDiffAnswer
from scenario_cli.answers.weights.words import change
from scenario_cli.engine.additive import TIE
from scenario_cli.render.page import Cell, Column, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import listed, per_cent, signed

if TYPE_CHECKING:
    from scenario_cli.answers.weights.diff.document import WeightsDiffDocument


def report(answer: WeightsDiffAnswer) -> "Report[WeightsDiffDocument]":
    """Return two weights files as they are shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def finding(answer: WeightsDiffAnswer) -> str:
    """Return the sentence that says whether the two agree on first place, and what parts them."""
    names, rankings = answer.names, [study.ranking for study in answer.studies]
    a, b = ([answer.title(i) for i in ranking.leaders] for ranking in rankings)
    if a == b:
        said = f"{_are(a)} first under both {names[0]} and {names[1]}"
    else:
        said = f"{_are(a)} first under {names[0]}, {listed(b)} under {names[1]}"
    most = max(answer.differences(), key=lambda row: abs(row[4]))
    if abs(most[4]) <= TIE:
        return f"{said}."
    rival = answer.title(answer.rivals[1])
    by = f"{most[4]:+.1f}" if abs(most[4]) >= 0.1 else f"{most[4]:+.1g}"
    return f"{said}; the weight of {most[1]} matters most: it moves the lead over {rival} by {by} points."


def _are(titles: Sequence[str]) -> str:
    return f"{listed(titles)} {'is' if len(titles) == 1 else 'are'}"


def document(answer: WeightsDiffAnswer) -> "WeightsDiffDocument":
    """Return the JSON document of two weights files side by side."""
    first, second = answer.studies
    return {
        "format": "weights-diff/1",
        "provenance": provenance([*first.inputs, *second.inputs[1:]]),
        "flags": [],
        "scenario": {"id": first.scenario.id, "title": first.scenario.title},
        "columns": [
            {"id": weights.id, "title": weights.title} for weights in (first.weights, second.weights)
        ],
        "first": [
            [first.problem.options[i] for i in ranking.leaders]
            for ranking in (study.ranking for study in answer.studies)
        ],
        "rivals": [first.problem.options[i] for i in answer.rivals],
        "differences": [
            {"kind": kind, "id": id_, "shares": [a, b], "difference": b - a, "effect": effect}
            for kind, id_, a, b, effect in answer.differences()
        ],
        "finding": finding(answer),
    }


def records(answer: WeightsDiffAnswer) -> Records:
    """Return one record a driver and one a factor."""
    return Records(
        ["kind", "id", "share_a", "share_b", "effect"], [list(row) for row in answer.differences()]
    )


def page(answer: WeightsDiffAnswer) -> Page:
    """Return both weights files side by side, largest difference first."""
    a, b = answer.names
    first, second = (answer.title(i) for i in answer.rivals)
    rows: list[Sequence[Cell]] = [
        [
            id_ if kind == "driver" else f"  {id_}",
            per_cent(x),
            per_cent(y),
            change(y - x),
            signed(effect),
        ]
        for kind, id_, x, y, effect in answer.differences()
    ]
    table = Table(
        title=f"Where do {a} and {b} differ, and which differences matter?",
        columns=[
            Column("Weight of"),
            Column(a, "right"),
            Column(b, "right"),
            Column("Difference", "right"),
            Column("Effect", "right"),
        ],
        rows=rows,
        legend=[f"Effect: points by which the difference moves the lead of {first} over {second}."],
        finding=finding(answer),
    )
    return Page(heading=[answer.studies[0].scenario.title], tables=[table])
