"""evidence: margins, coverage, and how near each rating is to its flip."""

import numpy as np
import pytest
from answers.evidence.cited import (
    KINDS,
    SOURCES,
    asked,
    cited_problems,
    fewer,
    margin,
    present,
    some,
    steps_to_flip,
    told,
)
from builders import scenario_of, up_to, weights_of
from hypothesis import given

from scenario_cli.answers.evidence.report import document
from scenario_cli.engine.problem import decision_problem
from scenario_cli.model.settings import RatingSetting


@given(cited_problems())
@fewer
def test_the_margin_is_the_lead_on_the_factors_where_the_first_or_second_cites_it(stated):
    answer = asked(*stated)
    if len(answer.study.problem.options) > 1:
        found = document(answer)
        for item in found["evidence"]:
            assert item["margin"] == pytest.approx(margin(answer, [item["id"]]), abs=1e-9)
        for source in found["sources"]:
            assert source["margin"] == pytest.approx(margin(answer, SOURCES[source["id"]]), abs=1e-9)


def test_numbers_worked_by_hand(run, kiosk):
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert found["leaders"] == ["corner"]
    evidence = {item["id"]: item for item in found["evidence"]}
    assert {id_: item["margin"] for id_, item in evidence.items()} == pytest.approx(
        {"queue": 15, "till": 15, "rumour": -9, "idle": 0}
    )
    assert {id_: item["ratings"] for id_, item in evidence.items()} == {
        "queue": 2,
        "till": 1,
        "rumour": 2,
        "idle": 0,
    }
    assert evidence["queue"]["alone"] == [["bridge", "trade"]]
    assert evidence["till"]["alone"] == []
    assert evidence["rumour"]["alone"] == [["corner", "taste"], ["bridge", "taste"]]
    both = {"open": True, "could_lead": ["corner", "bridge"], "ratings": 1}
    assert evidence["queue"]["without"] == both
    assert evidence["rumour"]["without"] == both | {"ratings": 2}
    assert found["linchpins"] == ["queue", "rumour"]
    assert [(source["id"], len(source["alone"])) for source in found["sources"]] == [
        ("count", 2),
        ("talk", 2),
    ]


@given(cited_problems())
@fewer
def test_coverage_counts_every_rating_once(stated):
    answer = asked(*stated)
    ratings = [r for row in answer.study.scenario.ratings.values() for r in row.values()]
    counts = document(answer)["coverage"]
    assert counts["ratings"] == len(ratings) == counts["cited"] + counts["uncited"]
    assert counts["cited"] == len([r for r in ratings if len(r.evidence) > 0])
    assert counts["unknown"] == len([r for r in ratings if r.value == "unknown"])
    assert {kind: counts[kind] for kind in (*KINDS, "unstated")} == {
        kind: len([r for r in ratings if (r.kind or "unstated") == kind]) for kind in (*KINDS, "unstated")
    }


@given(cited_problems())
@some
def test_ratings_come_nearest_to_their_flip_first(stated):
    answer = asked(*stated)
    expected = steps_to_flip(answer.study.problem)
    found = document(answer)["ratings"]
    places = [(r["option"], r["factor"]) for r in found]
    steps = [np.inf if r["steps"] is None else r["steps"] for r in found]
    assert sorted(places) == sorted(expected)
    assert steps == pytest.approx([expected[place] for place in places], abs=1e-9)
    assert steps == sorted(steps)
    assert [r["flip_at"] is None for r in found] == [r["steps"] is None for r in found]


@given(cited_problems())
@up_to(20)
def test_first_place_changes_hands_at_the_flip_and_nowhere_on_a_scale_that_has_none(stated):
    answer = asked(*stated)
    problem = answer.study.problem
    leaders = set(present(problem))

    def first_with(option: str, factor: str, rating: float) -> set[int]:
        change = RatingSetting(option, factor, rating)
        return set(present(decision_problem(*stated, [change])))

    for rating in document(answer)["ratings"]:
        option, factor = rating["option"], rating["factor"]
        if rating["flip_at"] is None:
            if len(problem.options) > 1:
                assert first_with(option, factor, 0.0) == first_with(option, factor, 10.0) == leaders
        else:
            to = {problem.options.index(id_) for id_ in rating["to"]}
            assert to
            assert first_with(option, factor, rating["flip_at"]) == leaders | to
            change = rating["flip_at"] - rating["value"]
            rises = change > 0 or (abs(change) < 1e-9 and rating["value"] < 10)
            beyond = rating["flip_at"] + (1e-4 if rises else -1e-4)
            if 0 <= beyond <= 10:
                assert first_with(option, factor, beyond) == to


def test_one_option_has_no_lead_that_evidence_could_carry():
    stated = {"sources": {"s0": {"title": "S"}}, "evidence": {"e0": {"source": "s0", "says": "So."}}}
    scenario = scenario_of([[{"value": 4, "evidence": ["e0"]}, 7]], **stated)
    assert document(asked(scenario, weights_of(scenario, [1, 1])))["evidence"][0]["margin"] == 0


def test_one_option_stays_first_whatever_is_left_out():
    stated = {"sources": {"s0": {"title": "S"}}, "evidence": {"e0": {"source": "s0", "says": "So."}}}
    scenario = scenario_of([[{"value": 4, "evidence": ["e0"]}, 7]], **stated)
    found = document(asked(scenario, weights_of(scenario, [1, 1]), without=["e0"]))
    assert found["without"]["without"] == {"ratings": 1, "open": False, "could_lead": ["o0"]}
    assert [rating["flip_at"] for rating in found["ratings"]] == [None, None]
