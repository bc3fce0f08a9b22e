"""evidence: first place without an item, held against every corner of the doubt."""

import numpy as np
import pytest
from answers.evidence.cited import (
    ITEMS,
    KINDS,
    SCENARIOS,
    SOURCES,
    WEIGHTS,
    asked,
    asked_shipped,
    cells_where,
    cited_problems,
    corners,
    is_rightly_without,
    margin,
    present,
    resting_alone,
    shipped,
    some,
    verdict,
)
from builders import first_of, scenario_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.answers.evidence.report import document
from scenario_cli.engine.problem import DecisionProblem


def turning_corners(problem: DecisionProblem, cells: np.ndarray) -> set[tuple[int, ...]]:
    """Who is first in the corners that decide: one option at its best or worst, the others opposite."""
    doubted = problem.unknown | cells
    found = set()
    for i in range(len(problem.options)):
        for good in (0.0, 1.0):
            own = np.arange(len(problem.options))[:, None] == i
            ends = np.where(own, good, 1.0 - good)
            found.add(first_of(100 * np.where(doubted, ends, problem.values) @ problem.weights))
    return found


@given(cited_problems())
@some
def test_the_verdict_on_each_item_agrees_with_every_corner_of_what_rests_on_it_alone(stated):
    answer = asked(*stated)
    found = document(answer)
    assert [item["id"] for item in found["evidence"]] == list(ITEMS)
    for item in found["evidence"]:
        is_rightly_without(answer, item, [item["id"]])


@given(cited_problems())
@some
def test_a_source_is_the_union_of_its_items(stated):
    answer = asked(*stated)
    found = document(answer)
    assert [source["id"] for source in found["sources"]] == list(SOURCES)
    for source in found["sources"]:
        is_rightly_without(answer, source, SOURCES[source["id"]])
        if SOURCES[source["id"]]:
            together = document(asked(*stated, without=SOURCES[source["id"]]))["without"]
            by_name = document(asked(*stated, without=[source["id"]]))["without"]
            for key in ("ratings", "alone", "margin", "without"):
                assert source[key] == together[key] == by_name[key]


@given(cited_problems(), st.lists(st.sampled_from((*ITEMS, *SOURCES)), min_size=1, max_size=3, unique=True))
@some
def test_several_left_out_are_left_out_together(stated, ids):
    answer = asked(*stated, without=ids)
    found = document(answer)
    items = {item for id_ in ids for item in SOURCES.get(id_, (id_,))}
    assert found["without"]["ids"] == ids
    is_rightly_without(answer, found["without"], items)
    names = ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} and {ids[-1]}"
    assert found["finding"].startswith(f"Without {names} ")
    said = found["finding"].removeprefix(f"Without {names} ").rpartition("; ")[0]
    could = found["without"]["without"]["could_lead"]
    if not found["without"]["alone"]:
        them = "it" if len(ids) == 1 else "them"
        assert said == f"nothing is left unrated, since no rating rests on {them} alone"
    elif found["without"]["without"]["open"]:
        listed = could[0] if len(could) == 1 else f"{', '.join(could[:-1])} and {could[-1]}"
        assert said == f"first place is open: {listed} could be first"
    else:
        assert said == "first place is unchanged whatever those ratings are"
    first = found["leaders"]
    listed = first[0] if len(first) == 1 else f"{', '.join(first[:-1])} and {first[-1]}"
    verb = "is first" if len(first) == 1 else "tie for first"
    assert found["finding"].endswith(f"; {listed} {verb} under built.")


@given(cited_problems())
@some
def test_knocking_out_what_no_rating_rests_on_alone_changes_nothing(stated):
    answer = asked(*stated)
    found, nothing = (
        document(answer),
        verdict(answer.study.problem, np.zeros_like(answer.study.problem.unknown)),
    )
    for item in found["evidence"] + found["sources"]:
        if not item["alone"]:
            assert item["without"] == nothing


@given(cited_problems())
@some
def test_a_linchpin_is_an_item_that_opens_a_first_place_which_is_settled_now(stated):
    answer = asked(*stated)
    problem = answer.study.problem
    settled = corners(problem, np.zeros_like(problem.unknown)) == {present(problem)}
    expected = [
        id_
        for id_ in ITEMS
        if settled
        and corners(problem, resting_alone(answer.study.scenario, problem, [id_])) != {present(problem)}
    ]
    assert document(answer)["linchpins"] == expected


@given(cited_problems(), st.sampled_from(KINDS))
@some
def test_the_verdict_on_each_assumption_agrees_with_the_corners_of_its_cell(stated, kind):
    answer = asked(*stated, kind=kind)
    problem, scenario = answer.study.problem, answer.study.scenario
    marked = cells_where(scenario, problem, lambda r: r.kind == kind)
    found = document(answer)
    assert found["kind"] == kind
    places = [(problem.options[i], problem.factors[j]) for i, j in np.argwhere(marked)]
    assert [(a["option"], a["factor"]) for a in found["assumptions"]] == places
    for (i, j), assumption in zip(np.argwhere(marked), found["assumptions"], strict=True):
        one = np.zeros_like(marked)
        one[i, j] = True
        assert assumption["if_wrong"] == verdict(problem, one)
    assert found["all_assumptions_wrong"] == verdict(problem, marked)


@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_verdicts_on_the_shipped_scenarios_agree_with_the_corners_that_decide(scenario, weights):
    answer = asked_shipped(weights, scenario)
    items = shipped(scenario).evidence
    found = document(answer)
    for item in found["evidence"]:
        is_rightly_without(answer, item, [item["id"]], turning_corners)
    for source in found["sources"]:
        own = [id_ for id_, item in items.items() if item.source == source["id"]]
        is_rightly_without(answer, source, own, turning_corners)
    for item in found["evidence"] + found["sources"]:
        ids = [id_ for id_ in items if item["id"] in (id_, items[id_].source)]
        assert item["margin"] == pytest.approx(margin(answer, ids), abs=1e-9)


def test_a_tie_is_lost_by_any_doubt_about_either_of_the_two():
    cited = {"value": 5, "evidence": ["e0"]}
    stated = {"sources": {"s0": {"title": "S"}}, "evidence": {"e0": {"source": "s0", "says": "So."}}}
    scenario = scenario_of([[cited, 6], [5, 6], [0, 0]], **stated)
    found = document(asked(scenario, weights_of(scenario, [1, 1])))
    assert found["leaders"] == ["o0", "o1"]
    assert found["evidence"][0]["without"] == {"ratings": 1, "open": True, "could_lead": ["o0", "o1"]}
    assert found["linchpins"] == ["e0"]


def test_one_of_two_that_tie_can_only_fall_where_it_is_rated_best():
    scenario = scenario_of([[10, 4], [6, 8]])
    ratings = document(asked(scenario, weights_of(scenario, [1, 1])))["ratings"]
    assert {(r["option"], r["factor"]): (r["flip_at"], r["to"]) for r in ratings} == {
        ("o0", "d0"): (10, ["o1"]),
        ("o0", "d1"): (4, ["o0"]),
        ("o1", "d0"): (6, ["o1"]),
        ("o1", "d1"): (8, ["o1"]),
    }


def test_a_rating_that_draws_level_at_the_end_of_its_scale_opens_first_place():
    cited = {"value": 2, "evidence": ["e0"]}
    stated = {"sources": {"s0": {"title": "S"}}, "evidence": {"e0": {"source": "s0", "says": "So."}}}
    scenario = scenario_of([[8, 6], [cited, 4]], **stated)
    assert document(asked(scenario, weights_of(scenario, [1, 1])))["linchpins"] == ["e0"]
    scenario = scenario_of([[8, 6.5], [cited, 4]], **stated)
    assert document(asked(scenario, weights_of(scenario, [1, 1])))["linchpins"] == []
