"""Pairs of options, explained: of any problem, of the shipped scenarios and of a small one."""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import accumulate, permutations
from typing import Any

import pytest
from builders import TIE, stated_problems, study_of, up_to
from hypothesis import assume
from hypothesis import strategies as st

from scenario_cli.answers.explain.ask import ExplainAnswer
from scenario_cli.answers.explain.report import document, page
from scenario_cli.engine.comparison.attribution import lead_over
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.scenario import Scenario
from scenario_cli.model.weights import Weights
from scenario_cli.render.page import Table, plain

SCENARIOS = ("china-arms-russia", "china-arms-russia-2022")
WEIGHTS = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
OPTIONS = ("straddle", "covert_shells", "drones", "open_arming")
PAIRS = tuple(permutations(OPTIONS, 2))

KIOSK = """
format: scenario/1
title: Which kiosk?
question: Which kiosk does the town let?
sources: {count: {title: A count}}
evidence:
  queue: {source: count, at: p. 3, says: People wait ten minutes.}
drivers: {trade: {title: Trade}, taste: {title: Taste}, price: {title: Price}}
options: {corner: {title: The corner}, bridge: {title: The bridge}, park: {title: The park}}
ratings:
  corner: {trade: {value: 8, why: Most pass by., evidence: [queue]}, taste: 4, price: 6}
  bridge: {trade: 5, taste: {value: 7, why: They bake.}, price: 5}
  park: {trade: 2, taste: 6, price: 5}
injects:
  works:
    title: Road works
    ratings: {corner: {trade: {shift: -4}}}
    weights: {price: {times: 0.5}}
"""

some = up_to(25)


@cache
def shipped(name: str) -> Scenario:
    return read_scenario(name)


@cache
def perspective(name: str, scenario: str) -> Weights:
    return read_weights(name, shipped(scenario))


def explained(
    scenario: Scenario, weights: Weights, option: int, against: int, *, changes: Any = (), events: Any = ()
) -> ExplainAnswer:
    study = study_of(scenario, weights, [*changes, *events])
    return ExplainAnswer(
        study=study,
        option=option,
        against=against,
        differences=lead_over(study.ranking, option, against),
        flags=(),
    )


def explained_shipped(scenario: str, weights: str, pair: tuple[str, str]) -> ExplainAnswer:
    indices = [OPTIONS.index(id_) for id_ in pair]
    return explained(shipped(scenario), perspective(weights, scenario), *indices)


def every_shipped_pair() -> Iterator[ExplainAnswer]:
    for scenario in SCENARIOS:
        for weights in WEIGHTS:
            for pair in PAIRS:
                yield explained_shipped(scenario, weights, pair)


@st.composite
def explanations(draw: Any, *, unknown: bool = False) -> ExplainAnswer:
    """Two different options of a random problem, which has two or more."""
    scenario, weights = draw(stated_problems(unknown=unknown))
    assume(len(scenario.options) > 1)
    option, against = draw(st.permutations(range(len(scenario.options))))[:2]
    return explained(scenario, weights, option, against)


def written_out(answer: ExplainAnswer) -> dict[str, float]:
    """The weighted differences from values and weights, without the engine's contributions."""
    problem = answer.study.problem
    lead = 100 * problem.weights * (problem.values[answer.option] - problem.values[answer.against])
    return dict(zip(problem.factors, lead.tolist(), strict=True))


def holds_together(answer: ExplainAnswer) -> None:
    """The document's numbers are those written out, and add up."""
    found, expected = document(answer), written_out(answer)
    differences = found["differences"]
    sizes = [abs(d["difference"]) for d in differences]
    assert {d["factor"]: d["difference"] for d in differences} == pytest.approx(expected, abs=1e-9)
    assert len(differences) == len(expected)
    assert sizes == sorted(sizes, reverse=True)
    assert sum(d["difference"] for d in differences) == pytest.approx(found["gap"], abs=1e-9)
    assert found["gap"] == pytest.approx(sum(expected.values()), abs=1e-9)
    assert [d["running"] for d in differences] == pytest.approx(
        list(accumulate(d["difference"] for d in differences)), abs=1e-9
    )
    assert differences[-1]["running"] == pytest.approx(found["gap"], abs=1e-9)


def table_with(answer: ExplainAnswer, column: str) -> Table:
    return next(t for t in page(answer, whole=True).tables if column in [head.title for head in t.columns])


def reasons_in(answer: ExplainAnswer) -> dict[tuple[str, str], str]:
    """The reasons on the whole page by titles of factor and option; each factor heads its own."""
    found, factor = {}, ""
    for rating, why in ([plain(cell) for cell in row] for row in table_with(answer, "Rating").rows):
        if why:
            found[factor, rating.rpartition(": ")[0]] = why
        else:
            factor = rating
    return found


def by_hand(points: float, *, plus: bool = False) -> str:
    """Points with two decimals, halves away from zero, as one rounds on paper; more where that is nothing."""
    exact = Decimal(repr(round(points, 9)))
    shown = str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP) + 0)
    if float(shown) == 0:
        shown = f"{points:.1g}" if abs(points) > TIE else "0.00"
    return f"+{shown}" if plus and not shown.startswith("-") else shown


def told(result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr

    def refused(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(result.stdout, parse_constant=refused)


def refuses(result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert [word for word in words if word not in result.stderr] == []
