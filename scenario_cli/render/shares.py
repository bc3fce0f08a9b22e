"""Weights files as shares: one alone, and two side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scenario_cli.engine.additive import POINTS, Ranking
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.basis import listed, per_cent, shares
from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Cell, Column, Field, Page, Table


def shares_records(weights: Weights, problem: DecisionProblem) -> tuple[list[str], list[list[Field]]]:
    """Return one record a driver and one a factor: points as stated, shares of the whole."""
    rows: list[list[Field]] = []
    for k, driver in enumerate(problem.drivers):
        members = np.flatnonzero(problem.driver_of == k)
        rows.append([driver, None, weights.drivers[driver], float(problem.driver_weights[k]), len(members)])
        group = weights.factors.get(driver, {})
        rows += [
            [driver, problem.factors[j], group.get(problem.factors[j]), float(problem.weights[j]), None]
            for j in members
            if problem.factors[j] != driver
        ]
    return ["driver", "factor", "points", "share", "factors"], rows


def shares_document(weights: Weights, problem: DecisionProblem, inputs: Sequence[Input]) -> dict[str, Any]:
    """Return the JSON document of one weights file."""
    return {
        "format": "weights-show/1",
        "provenance": provenance(inputs),
        "weights": {
            "id": weights.id,
            "title": weights.title,
            "drivers": shares(problem.drivers, problem.driver_weights),
            "factors": shares(problem.factors, problem.weights),
        },
        "points": {"drivers": weights.drivers, "factors": weights.factors},
        "finding": _shares_finding(weights, problem),
    }


def shares_page(weights: Weights, problem: DecisionProblem) -> Page:
    """Return points and shares, with how many factors share each driver's weight."""
    _, records = shares_records(weights, problem)
    rows: list[Sequence[Cell]] = [
        [
            str(driver) if factor is None else "",
            "" if factor is None else str(factor),
            "equal" if points is None else f"{points:g}",
            per_cent(float(share or 0)),
            "" if count is None else str(count),
        ]
        for driver, factor, points, share, count in records
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
        finding=_shares_finding(weights, problem),
    )
    about = [weights.about] if weights.about else []
    return Page(
        heading=[f"{weights.id}: {weights.title}" if weights.title else weights.id, *about], tables=[table]
    )


def _shares_finding(weights: Weights, problem: DecisionProblem) -> str:
    total = sum(weights.drivers.values())
    heaviest = problem.drivers[int(np.argmax(problem.driver_weights))]
    return f"The drivers' points sum to {total:g}; {heaviest} counts most."


@dataclass(frozen=True, eq=False, kw_only=True)
class DiffAnswer:
    """Two weights files for one scenario, with the rankings under them."""

    scenario: Scenario
    weights: tuple[Weights, Weights]
    problems: tuple[DecisionProblem, DecisionProblem]
    rankings: tuple[Ranking, Ranking]

    def title(self, i: int) -> str:
        """Return an option's title."""
        id_ = self.problems[0].options[i]
        return self.scenario.options[id_].title or id_

    @property
    def rivals(self) -> tuple[int, int]:
        """Who is first under A, and who under B; the runner-up where that is the same option."""
        first, second = (ranking.leaders[0] for ranking in self.rankings)
        return (first, second if second != first else self.rankings[0].order[1 % len(self.rankings[0].order)])


def differences(answer: DiffAnswer) -> list[tuple[str, str, float, float, float]]:
    """Return kind, id, both shares and the effect on the rivals' gap, largest difference first.

    The effects of the factors sum to the whole change of the gap between the option
    first under A and its rival; a driver's effect is the sum of its factors'.
    """
    a, b = answer.problems
    first, second = answer.rivals
    lead = POINTS * (a.values[first] - a.values[second])
    moved = (b.weights - a.weights) * lead
    rows = [
        (
            "driver",
            id_,
            float(a.driver_weights[k]),
            float(b.driver_weights[k]),
            float(moved[a.driver_of == k].sum()),
        )
        for k, id_ in enumerate(a.drivers)
    ]
    rows += [
        ("factor", id_, float(a.weights[j]), float(b.weights[j]), float(moved[j]))
        for j, id_ in enumerate(a.factors)
        if id_ not in a.drivers
    ]
    return sorted(rows, key=lambda row: (row[0], -abs(row[3] - row[2])))


def diff_finding(answer: DiffAnswer) -> str:
    """Return the sentence that says whether the two agree on first place, and what parts them."""
    names = [weights.id for weights in answer.weights]
    leads = [listed([answer.title(i) for i in ranking.leaders]) for ranking in answer.rankings]
    rows = differences(answer)
    most = max(rows, key=lambda row: abs(row[4]))
    if answer.rankings[0].leaders == answer.rankings[1].leaders:
        said = f"{leads[0]} is first under both {names[0]} and {names[1]}"
    else:
        said = f"{leads[0]} is first under {names[0]}, {leads[1]} under {names[1]}"
    if most[4] == 0:
        return f"{said}."
    rival = answer.title(answer.rivals[1])
    return (
        f"{said}; the weight of {most[1]} matters most: it moves the lead over {rival} "
        f"by {most[4]:+.1f} points."
    )


def diff_document(answer: DiffAnswer) -> dict[str, Any]:
    """Return the JSON document of two weights files side by side."""
    return {
        "format": "weights-diff/1",
        "provenance": provenance([]),
        "scenario": {"id": answer.scenario.id, "title": answer.scenario.title},
        "columns": [{"id": weights.id, "title": weights.title} for weights in answer.weights],
        "first": [[answer.problems[0].options[i] for i in ranking.leaders] for ranking in answer.rankings],
        "rivals": [answer.problems[0].options[i] for i in answer.rivals],
        "differences": [
            {"kind": kind, "id": id_, "shares": [a, b], "difference": b - a, "effect": effect}
            for kind, id_, a, b, effect in differences(answer)
        ],
        "finding": diff_finding(answer),
    }


def diff_records(answer: DiffAnswer) -> tuple[list[str], list[list[Field]]]:
    """Return one record a driver and one a factor."""
    return ["kind", "id", "share_a", "share_b", "effect"], [list(row) for row in differences(answer)]


def diff_page(answer: DiffAnswer) -> Page:
    """Return both weights files side by side, largest difference first."""
    a, b = answer.weights
    first, second = (answer.title(i) for i in answer.rivals)
    rows: list[Sequence[Cell]] = [
        [
            id_ if kind == "driver" else f"  {id_}",
            per_cent(x),
            per_cent(y),
            f"{(y - x) * 100:+.1f}",
            f"{effect:+.2f}",
        ]
        for kind, id_, x, y, effect in differences(answer)
    ]
    table = Table(
        title=f"Where do {a.id} and {b.id} differ, and which differences matter?",
        columns=[
            Column("Weight of"),
            Column(a.id, "right"),
            Column(b.id, "right"),
            Column("Difference", "right"),
            Column("Effect", "right"),
        ],
        rows=rows,
        legend=[f"Effect: points by which the difference moves the lead of {first} over {second}."],
        finding=diff_finding(answer),
    )
    return Page(heading=[answer.scenario.title], tables=[table])
