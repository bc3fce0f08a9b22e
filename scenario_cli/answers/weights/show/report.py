"""One weights file as shares of the whole."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING

from scenario_cli.answers.opening import preamble, shares
from scenario_cli.answers.weights.show.ask import WeightsShowAnswer
from scenario_cli.answers.weights.words import count_most, heaviest
from scenario_cli.render.page import Cell, Column, Field, Page, Table
from scenario_cli.render.report import Records, Report
from scenario_cli.text import per_cent

if TYPE_CHECKING:
    from scenario_cli.answers.weights.show.document import WeightsShowDocument


def report(answer: WeightsShowAnswer) -> "Report[WeightsShowDocument]":
    """Return a weights file as it is shown."""
    return Report(
        finding=finding(answer),
        page=lambda _: page(answer),
        document=partial(document, answer),
        records=partial(records, answer),
    )


def records(answer: WeightsShowAnswer) -> Records:
    """Return one record a driver and one a factor: points as stated, shares of the whole."""
    weights, problem = answer.study.weights, answer.study.problem
    rows: list[list[Field]] = []
    for k, driver in enumerate(problem.drivers):
        members = [j for j, home in enumerate(problem.driver_of) if home == k]
        rows.append([driver, None, weights.drivers[driver], float(problem.driver_weights[k]), len(members)])
        group = weights.factors.get(driver, {})
        rows += [
            [driver, problem.factors[j], group.get(problem.factors[j]), float(problem.weights[j]), None]
            for j in members
            if problem.factors[j] != driver
        ]
    return Records(["driver", "factor", "points", "share", "factors"], rows)


def document(answer: WeightsShowAnswer) -> "WeightsShowDocument":
    """Return the JSON document of one weights file."""
    weights = answer.study.weights
    return {
        "format": "weights-show/1",
        **preamble(answer.study, [], finding(answer)),
        "points": {"drivers": weights.drivers, "factors": weights.factors},
    }


def page(answer: WeightsShowAnswer) -> Page:
    """Return points and shares, with how many factors share each driver's weight."""
    weights = answer.study.weights
    _, rows_of = records(answer)
    rows: list[Sequence[Cell]] = [
        [
            str(driver) if factor is None else "",
            "" if factor is None else str(factor),
            "equal" if points is None else f"{points:g}",
            per_cent(float(share or 0)),
            "" if count is None else str(count),
        ]
        for driver, factor, points, share, count in rows_of
    ]
    table = Table(
        title="What does each driver and factor count?",
        columns=[
            Column("Driver"),
            Column("Factor"),
            Column("Points", "right"),
            Column("Share", "right"),
            Column("Factors", "right"),
        ],
        rows=rows,
        finding=finding(answer),
    )
    about = [text for text in (weights.whose, weights.about) if text]
    return Page(
        heading=[f"{weights.id}: {weights.title}" if weights.title else weights.id, *about], tables=[table]
    )


def finding(answer: WeightsShowAnswer) -> str:
    """Return the sentence that says what counts most."""
    stated = answer.study.weights.drivers.values()
    total = sum(stated) if isfinite(sum(stated)) else sum(map(Decimal, stated))
    most = heaviest(shares(answer.study.problem.drivers, answer.study.problem.driver_weights))
    return f"The drivers' points sum to {total:.6g}; {count_most(most)}."
