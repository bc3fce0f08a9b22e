"""What one scenario or weights file holds, as a page and as records."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from scenario_cli.answers.curve_drawing import curve_table
from scenario_cli.answers.provenance import provenance
from scenario_cli.answers.show.ask import ShowAnswer
from scenario_cli.files.input import Input
from scenario_cli.model.scenario import Rating, Scale, Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report

if TYPE_CHECKING:
    from scenario_cli.answers.show.document import ShowDocument

RATING_COLUMNS = [
    "option",
    "driver",
    "factor",
    "value",
    "low",
    "high",
    "confidence",
    "kind",
    "evidence",
    "why",
]


def report(answer: ShowAnswer) -> "Report[ShowDocument]":
    """Return a file as it is shown."""
    content = answer.content
    if isinstance(content, Scenario):
        return Report(
            finding=finding(answer),
            page=partial(scenario_page, content),
            document=partial(document, answer),
            records=partial(scenario_records, content),
        )
    return Report(
        finding=finding(answer),
        page=lambda _: weights_page(content),
        document=partial(document, answer),
        records=partial(weights_records, content),
    )


def finding(answer: ShowAnswer) -> str:
    """Return the sentence that says what the file is."""
    what = "a weights file" if answer.kind == "weights" else "a scenario"
    return f"{answer.content.id} is {what}."


def document(answer: ShowAnswer) -> "ShowDocument":
    """Return the JSON document of a file's content."""
    inputs = [Input(answer.kind, answer.content.id, answer.file.sha256)]
    return {
        "format": "show/1",
        "provenance": provenance(inputs),
        "kind": answer.kind,
        "content": answer.content.model_dump(mode="json"),
        "finding": finding(answer),
    }


def scenario_page(scenario: Scenario, width: int) -> Page:
    """Return a scenario's options, its ratings as a matrix, its value curves, doubts and injects."""
    options = list(scenario.options)
    matrix: list[Sequence[Cell]] = [
        [driver, factor, _scale(scenario.factors[factor].scale)]
        + [_cell(scenario.ratings[option][factor]) for option in options]
        for factor, driver in scenario.driver_of.items()
    ]
    tables = [
        Table(
            title="Options",
            columns=[Column("Id"), Column("Title"), Column("About")],
            rows=[[id_, option.title, option.about] for id_, option in scenario.options.items()],
        ),
        Table(
            title="Ratings, in each factor's own unit",
            columns=[Column("Driver"), Column("Factor"), Column("Worst to best")]
            + [Column(option, "right") for option in options],
            rows=matrix,
        ),
    ]
    tables += [
        curve_table(factor.title or id_, factor.scale, width)
        for id_, factor in scenario.factors.items()
        if factor.scale.values
    ]
    if scenario.doubts:
        tables.append(_doubts_table(scenario))
    if scenario.injects:
        tables.append(_injects_table(scenario))
    about = [scenario.about] if scenario.about else []
    counts = f"{len(options)} options are rated on {len(scenario.factors)} factors."
    return Page(heading=[scenario.title, scenario.question, *about], tables=tables, finding=counts)


def _doubts_table(scenario: Scenario) -> Table:
    return Table(
        title="Doubts, each of which moves its ratings together",
        columns=[Column("Id"), Column("Title"), Column("Ratings"), Column("Evidence")],
        rows=[
            [id_, doubt.title, ", ".join(doubt.ratings), ", ".join(doubt.evidence)]
            for id_, doubt in scenario.doubts.items()
        ],
    )


def _injects_table(scenario: Scenario) -> Table:
    columns = [Column("Id"), Column("Title"), Column("About")]
    rows: list[Sequence[Cell]] = [
        [id_, inject.title, inject.about] for id_, inject in scenario.injects.items()
    ]
    if any(inject.otherwise for inject in scenario.injects.values()):
        columns.insert(2, Column("Otherwise"))
        rows = [
            [*row[:2], inject.otherwise or "", row[2]]
            for row, inject in zip(rows, scenario.injects.values(), strict=True)
        ]
    return Table(title="Injects", columns=columns, rows=rows)


def scenario_records(scenario: Scenario) -> Records:
    """Return one record a rating."""
    rows: list[list[Field]] = []
    for option, ratings in scenario.ratings.items():
        for factor, driver in scenario.driver_of.items():
            rating = ratings[factor]
            cited = " ".join(rating.evidence)
            numbers = (rating.value, rating.low, rating.high)
            rows.append([option, driver, factor, *numbers, rating.confidence, rating.kind, cited, rating.why])
    return Records(RATING_COLUMNS, rows)


def weights_page(weights: Weights) -> Page:
    """Return a weights file's points, with the drivers' shares."""
    shares = _shares(weights.drivers)
    rows: list[Sequence[Cell]] = []
    for driver, points in weights.drivers.items():
        rows.append([driver, "", f"{points:g}", f"{shares[driver]:.1%}"])
        group = weights.factors.get(driver, {})
        within = _shares(group)
        rows += [
            ["", factor, f"{p:g}", f"{shares[driver] * within[factor]:.1%}"] for factor, p in group.items()
        ]
    table = Table(
        title="Points as stated, and shares of the whole",
        columns=[Column("Driver"), Column("Factor"), Column("Points", "right"), Column("Share", "right")],
        rows=rows,
        finding="The factors of a driver that names none share its weight equally.",
    )
    about = [text for text in (weights.whose, weights.about) if text]
    return Page(heading=[weights.title or weights.id, *about], tables=[table])


def _shares(points: dict[str, float]) -> dict[str, float]:
    largest = max(points.values(), default=1.0)  # so that no sum is past the largest number
    total = sum(p / largest for p in points.values())
    return {id_: p / largest / total for id_, p in points.items()}


def weights_records(weights: Weights) -> Records:
    """Return one record a driver, then one a factor that has points of its own."""
    rows: list[list[Field]] = [[driver, None, points] for driver, points in weights.drivers.items()]
    rows += [[d, factor, points] for d, group in weights.factors.items() for factor, points in group.items()]
    return Records(["driver", "factor", "points"], rows)


def _cell(rating: Rating) -> str:
    value = f"{rating.value:g}" if isinstance(rating.value, float) else rating.value
    if rating.low is None and rating.high is None:
        return value
    ends = [f"{end:g}" if isinstance(end, float) else end or value for end in (rating.low, rating.high)]
    return f"{value} ({'-'.join(ends)})"


def _scale(scale: Scale) -> str:
    return f"{scale.worst:g} to {scale.best:g}" + (f" {scale.unit}" if scale.unit else "")
