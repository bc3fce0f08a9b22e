"""evidence: where two factors rest on the same items, it is asked whether they are one idea."""

import re
from itertools import combinations
from typing import Any

import pytest
from answers.evidence.cited import SCENARIOS, WEIGHTS, asked, asked_shipped, cited_problems, some
from builders import scenario_of, weights_of
from hypothesis import given

from scenario_cli.answers.evidence.ask import EvidenceAnswer
from scenario_cli.answers.evidence.report import document


def questions(found: dict[str, Any]) -> list[tuple[str, str]]:
    texts = [flag["text"] for flag in found["flags"] if flag["code"] == "one_idea_or_two"]
    asked_of = [
        re.fullmatch(r"all evidence for (\S+) is evidence for (\S+) too: one idea or two\?", t) for t in texts
    ]
    return [(m[1], m[2]) for m in asked_of if m]


def expected_questions(answer: EvidenceAnswer) -> set[frozenset[str]]:
    scenario, problem = answer.study.scenario, answer.study.problem
    cited = {
        factor: {id_ for option in problem.options for id_ in scenario.ratings[option][factor].evidence}
        for factor, weight in zip(problem.factors, problem.weights, strict=True)
        if weight > 0
    }
    return {
        frozenset((a, b))
        for a, b in combinations([f for f in cited if cited[f]], 2)
        if cited[a] <= cited[b] or cited[b] <= cited[a]
    }


def asks_rightly(answer: EvidenceAnswer) -> None:
    pairs = questions(document(answer))
    assert len(pairs) == len(set(map(frozenset, pairs)))
    assert set(map(frozenset, pairs)) == expected_questions(answer)
    for a, b in pairs:
        own = [
            {id_ for row in answer.study.scenario.ratings.values() for id_ in row[f].evidence} for f in (a, b)
        ]
        assert own[0] <= own[1]


@given(cited_problems())
@some
def test_one_idea_or_two_is_asked_exactly_where_the_evidence_of_one_factor_is_part_of_the_others(stated):
    asks_rightly(asked(*stated))


@pytest.mark.parametrize("weights", WEIGHTS)
def test_one_idea_or_two_is_asked_rightly_of_the_shipped_scenarios(weights):
    for scenario in SCENARIOS:
        asks_rightly(asked_shipped(weights, scenario))


def test_one_idea_or_two_is_a_note_and_factors_without_weight_raise_none():
    cells = {"evidence": ["queue"], "value": 5}
    wider = {"evidence": ["queue", "till"], "value": 5}
    stated = {
        "sources": {"count": {"title": "A count"}},
        "evidence": {id_: {"source": "count", "says": "So."} for id_ in ("queue", "till")},
    }
    scenario = scenario_of([[wider, cells, 3], [4, 4, 4]], **stated)
    assert questions(document(asked(scenario, weights_of(scenario, [1, 1, 1])))) == [("d1", "d0")]
    assert questions(document(asked(scenario, weights_of(scenario, [0, 1, 1])))) == []
    flags = document(asked(scenario, weights_of(scenario, [1, 1, 1])))["flags"]
    assert [f["level"] for f in flags if f["code"] == "one_idea_or_two"] == ["note"]
