"""Problems whose ratings cite evidence, and the rules of the doubt spelt out."""

import json
import re
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from builders import TIE, first_of, stated_problems, study_of, up_to
from hypothesis import strategies as st

from scenario_cli.answers.evidence.ask import EvidenceAnswer, ask_evidence
from scenario_cli.answers.evidence.tables import page
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.scenario import Evidence, Scenario, Source
from scenario_cli.model.weights import Weights
from scenario_cli.render.page import Table, plain

some = up_to(24)
fewer = up_to(12)

KINDS = ("reporting", "judgement", "assumption")
SCENARIOS = ("china-arms-russia", "china-arms-russia-2022")
WEIGHTS = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")
ITEMS = ("e0", "e1", "e2", "e3", "e4")
SOURCES = {"s0": ("e0", "e1"), "s1": ("e2", "e3"), "s2": ("e4",), "s3": ()}

KIOSK = """
format: scenario/1
title: Which kiosk?
question: Which kiosk does the town let?
status_quo: corner
sources:
  count: {title: A count}
  talk: {title: Talk}
evidence:
  queue: {source: count, at: p. 3, says: People wait ten minutes.}
  till: {source: count, at: p. 4, says: The till rings all day.}
  rumour: {source: talk, says: They say the bread is good.}
  idle: {source: talk, at: p. 9, says: Nobody uses this one.}
drivers: {trade: {title: Trade}, taste: {title: Taste}, price: {title: Price}}
options: {corner: {title: The corner}, bridge: {title: The bridge}, park: {title: The park}}
ratings:
  corner:
    trade:
      value: 8
      why: Most pass by.
      evidence: [queue, till]
      kind: reporting
      signpost: A road is closed.
    taste: {value: 4, why: Stale., evidence: [rumour], kind: judgement, confidence: low}
    price: {value: 6, why: The board., kind: assumption}
  bridge:
    trade: {value: 5, why: Some pass by., evidence: [queue], kind: reporting}
    taste: {value: 7, why: They bake., evidence: [rumour], kind: assumption}
    price: 5
  park: {trade: 2, taste: 6, price: 4}
injects:
  works:
    title: Road works
    ratings: {corner: {trade: {shift: -2}}}
"""
KIOSK_WEIGHTS = """
format: weights/1
title: The council
drivers: {trade: 5, taste: 3, price: 2}
"""


@cache
def shipped(name: str) -> Scenario:
    return read_scenario(name)


@cache
def perspective(name: str, scenario: str) -> Weights:
    return read_weights(name, shipped(scenario))


def asked(
    scenario: Scenario,
    weights: Weights,
    *,
    without: Any = (),
    kind: str = "assumption",
    changes: Any = (),
    events: Any = (),
) -> EvidenceAnswer:
    study = study_of(scenario, weights, [*events, *changes], named=False)
    return ask_evidence(study, without=list(without), kind=kind)


@cache
def asked_shipped(weights: str, scenario: str = SCENARIOS[0]) -> EvidenceAnswer:
    return asked(shipped(scenario), perspective(weights, scenario))


@st.composite
def cited_problems(draw: Any) -> tuple[Scenario, Weights]:
    """At most 3 options and 3 factors, whole ratings, some unknown; every cell cites any of five items."""
    scenario, weights = draw(stated_problems(st.integers(0, 10).map(float), unknown=True, most=3))
    cited = st.lists(st.sampled_from(ITEMS), max_size=2, unique=True)
    ratings = {
        option: {
            factor: rating.model_copy(
                update={"evidence": draw(cited), "kind": draw(st.sampled_from((*KINDS, None)))}
            )
            for factor, rating in row.items()
        }
        for option, row in scenario.ratings.items()
    }
    stated = {
        "ratings": ratings,
        "sources": {id_: Source(title=f"Source {id_}") for id_ in SOURCES},
        "evidence": {
            item: Evidence(source=source, at=f"{source}.{item}", says=f"Claim {item}.")
            for source, items in SOURCES.items()
            for item in items
        },
    }
    return scenario.model_copy(update=stated), weights


def told(result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr

    def refused(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(result.stdout, parse_constant=refused)


def cells_where(scenario: Scenario, problem: DecisionProblem, holds: Any) -> np.ndarray:
    return np.array([[holds(scenario.ratings[o][f]) for f in problem.factors] for o in problem.options])


def resting_alone(scenario: Scenario, problem: DecisionProblem, ids: Any) -> np.ndarray:
    return cells_where(scenario, problem, lambda r: bool(r.evidence) and set(r.evidence) <= set(ids))


def citing(scenario: Scenario, problem: DecisionProblem, ids: Any) -> np.ndarray:
    return cells_where(scenario, problem, lambda r: bool(set(r.evidence) & set(ids)))


def corners(problem: DecisionProblem, cells: np.ndarray) -> set[tuple[int, ...]]:
    """Who is first in every corner: each of the cells, and each unknown one, at either end of its scale."""
    places = np.argwhere(problem.unknown | cells)
    ends = np.array(list(product((0.0, 1.0), repeat=len(places))))
    values = np.repeat(problem.values[None], len(ends), axis=0)
    values[:, places[:, 0], places[:, 1]] = ends
    scores = 100 * values @ problem.weights
    first = np.unique(scores.max(axis=1, keepdims=True) - scores <= TIE, axis=0)
    return {tuple(np.flatnonzero(row).tolist()) for row in first}


def present(problem: DecisionProblem) -> tuple[int, ...]:
    return first_of(100 * problem.values @ problem.weights)


def verdict(problem: DecisionProblem, cells: np.ndarray, corner_cases: Any = corners) -> dict[str, Any]:
    """What the document should say of first place if the ratings in ``cells`` could be anything."""
    outcomes = corner_cases(problem, cells)
    could = sorted({i for leaders in outcomes for i in leaders})
    return {
        "ratings": int((cells & ~problem.unknown).sum()),
        "open": outcomes != {present(problem)},
        "could_lead": [problem.options[i] for i in could],
    }


def is_rightly_without(
    answer: EvidenceAnswer, found: dict[str, Any], ids: Any, corner_cases: Any = corners
) -> None:
    """One entry of the document says what rests on these items, and what happens without them."""
    scenario, problem = answer.study.scenario, answer.study.problem
    alone, cited = resting_alone(scenario, problem, ids), citing(scenario, problem, ids)
    assert found["ratings"] == cited.sum()
    assert sorted(found["alone"]) == sorted(
        [problem.options[i], problem.factors[j]] for i, j in np.argwhere(alone)
    )
    assert found["without"] == verdict(problem, alone, corner_cases)


def order_of(problem: DecisionProblem) -> list[int]:
    """Options by score, those within the tie rule in file order."""
    scores = 100 * problem.values @ problem.weights
    return sorted(range(scores.size), key=lambda i: (int((scores > scores[i] + TIE).sum()), i))


def margin(answer: EvidenceAnswer, ids: Any) -> float:
    """Points of the lead on the factors where the first's or second's rating cites any of the items."""
    problem = answer.study.problem
    first, second = order_of(problem)[:2]
    touched = citing(answer.study.scenario, problem, ids)[[first, second]].any(axis=0)
    return float((100 * problem.weights * (problem.values[first] - problem.values[second]))[touched].sum())


def steps_to_flip(problem: DecisionProblem) -> dict[tuple[str, str], float]:
    """How many steps each rating must move, from the scores alone; infinite where the scale ends first."""
    scores = 100 * problem.values @ problem.weights
    leaders, steps = present(problem), {}
    for i, option in enumerate(problem.options):
        others = np.delete(scores, i)
        gap = (
            0.0
            if len(leaders) > 1 and i in leaders
            else (others.max() - scores[i] if others.size else np.inf)
        )
        for j, factor in enumerate(problem.factors):
            weight = 100 * problem.weights[j]
            move = gap / weight if weight > 0 else np.inf
            slack = 1e-12 + TIE / weight if weight > 0 else 0.0
            reached = -slack <= problem.values[i, j] + move <= 1 + slack
            steps[option, factor] = abs(move) / problem.steps[j] if reached else np.inf
    return steps


def table_with(answer: EvidenceAnswer, *columns: str) -> Table:
    return next(
        t for t in page(answer, whole=True).tables if set(columns) <= {head.title for head in t.columns}
    )


def named(scenario: Scenario, option: str, factor: str) -> str:
    """How a page names a rating; titles are taken to differ, as they do in what is tested with it."""
    what = scenario.factors[factor]
    return f"{scenario.options[option].title or option} on {what.title or factor}"


def cells_of(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|~#&])", r"\1", markdown)
