"""Weights files as shares: one alone, and two side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from scenario_cli.engine.additive import TIE, Ranking
from scenario_cli.engine.problem import Array, DecisionProblem
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.basis import Basis, preamble, shares
from scenario_cli.render.provenance import Input, provenance
from scenario_cli.render.table import Cell, Column, Field, Page, Table
from scenario_cli.text import listed, per_cent, signed

NEGLIGIBLE = 5e-13  # of a share: rounding dust


def heaviest(weights: Mapping[str, float]) -> list[str]:
    """Return what counts most: several ids where they count the same."""
    most = max(weights.values())
    return [id_ for id_, share in weights.items() if most - share <= NEGLIGIBLE]


def count_most(ids: Sequence[str]) -> str:
    """Return the part of a sentence that says that ids count most."""
    return f"{ids[0]} counts most" if len(ids) == 1 else f"{listed(ids)} count most"


def change(share: float) -> str:
    """Return a change of a share in percentage points, with its sign; dust is +0.0."""
    number = share * 100 if abs(share) > NEGLIGIBLE else 0.0
    return f"{number:+.1f}" if number == 0 or abs(number) >= 0.05 else f"{number:+.1g}"


def shares_records(basis: Basis) -> tuple[list[str], list[list[Field]]]:
    """Return one record a driver and one a factor: points as stated, shares of the whole."""
    weights, problem = basis.weights, basis.problem
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
    return ["driver", "factor", "points", "share", "factors"], rows


def shares_document(basis: Basis) -> dict[str, Any]:
    """Return the JSON document of one weights file."""
    weights = basis.weights
    return preamble(basis, "weights-show", [], _shares_finding(basis)) | {
        "points": {"drivers": weights.drivers, "factors": weights.factors},
    }


def shares_page(basis: Basis) -> Page:
    """Return points and shares, with how many factors share each driver's weight."""
    weights = basis.weights
    _, records = shares_records(basis)
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
        finding=_shares_finding(basis),
    )
    about = [weights.about] if weights.about else []
    return Page(
        heading=[f"{weights.id}: {weights.title}" if weights.title else weights.id, *about], tables=[table]
    )


def _shares_finding(basis: Basis) -> str:
    stated = basis.weights.drivers.values()
    total = sum(stated) if isfinite(sum(stated)) else sum(map(Decimal, stated))
    most = heaviest(shares(basis.problem.drivers, basis.problem.driver_weights))
    return f"The drivers' points sum to {total:.6g}; {count_most(most)}."


@dataclass(frozen=True, eq=False, kw_only=True)
class DiffAnswer:
    """Two weights files for one scenario, with the rankings under them.

    ``effects`` (n,) has by how many points each factor's weight moves the lead of the
    first rival over the second; they sum to the whole change of that lead. ``names`` tell
    the two apart: their ids, or the files where these are the same.
    """

    scenario: Scenario
    weights: tuple[Weights, Weights]
    names: tuple[str, str]
    problems: tuple[DecisionProblem, DecisionProblem]
    rankings: tuple[Ranking, Ranking]
    rivals: tuple[int, int]
    effects: Array
    inputs: tuple[Input, ...]

    def title(self, i: int) -> str:
        """Return an option's title."""
        id_ = self.problems[0].options[i]
        return self.scenario.options[id_].title or id_


def differences(answer: DiffAnswer) -> list[tuple[str, str, float, float, float]]:
    """Return kind, id, both shares and the effect on the rivals' gap, largest difference first.

    A driver's effect is the sum of its factors'.
    """
    a, b = answer.problems
    moved = [0.0] * len(a.drivers)
    for home, effect in zip(a.driver_of, answer.effects, strict=True):
        moved[home] += float(effect)
    rows = [
        ("driver", id_, float(a.driver_weights[k]), float(b.driver_weights[k]), moved[k])
        for k, id_ in enumerate(a.drivers)
    ]
    rows += [
        ("factor", id_, float(a.weights[j]), float(b.weights[j]), float(answer.effects[j]))
        for j, id_ in enumerate(a.factors)
        if id_ not in a.drivers
    ]
    return sorted(rows, key=lambda row: (row[0], -abs(row[3] - row[2])))


def diff_finding(answer: DiffAnswer) -> str:
    """Return the sentence that says whether the two agree on first place, and what parts them."""
    names = answer.names
    a, b = ([answer.title(i) for i in ranking.leaders] for ranking in answer.rankings)
    if a == b:
        said = f"{_are(a)} first under both {names[0]} and {names[1]}"
    else:
        said = f"{_are(a)} first under {names[0]}, {listed(b)} under {names[1]}"
    most = max(differences(answer), key=lambda row: abs(row[4]))
    if abs(most[4]) <= TIE:
        return f"{said}."
    rival = answer.title(answer.rivals[1])
    by = f"{most[4]:+.1f}" if abs(most[4]) >= 0.1 else f"{most[4]:+.1g}"
    return f"{said}; the weight of {most[1]} matters most: it moves the lead over {rival} by {by} points."


def _are(titles: Sequence[str]) -> str:
    return f"{listed(titles)} {'is' if len(titles) == 1 else 'are'}"


def diff_document(answer: DiffAnswer) -> dict[str, Any]:
    """Return the JSON document of two weights files side by side."""
    return {
        "format": "weights-diff/1",
        "provenance": provenance(answer.inputs),
        "flags": [],
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
        for kind, id_, x, y, effect in differences(answer)
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
        finding=diff_finding(answer),
    )
    return Page(heading=[answer.scenario.title], tables=[table])
