"""evidence: what rests on which item, and first place without it, held against every corner of the doubt."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from builders import TIE, few, first_of, scenario_of, stated_problems, study_of, weights_of
from hypothesis import given, settings
from hypothesis import strategies as st

from scenario_cli.answers.evidence.ask import EvidenceAnswer, ask_evidence
from scenario_cli.answers.evidence.report import document, records
from scenario_cli.answers.evidence.tables import page
from scenario_cli.engine.problem import DecisionProblem, decision_problem
from scenario_cli.files.reading import read_scenario, read_weights
from scenario_cli.model.scenario import Evidence, Scenario, Source
from scenario_cli.model.settings import RatingSetting
from scenario_cli.model.weights import Weights
from scenario_cli.render.delimited import markdown_text
from scenario_cli.render.json import json_text
from scenario_cli.render.page import Table, plain
from scenario_cli.render.terminal import page_text

some = settings(few, max_examples=24)
fewer = settings(few, max_examples=12)

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


# Building and asking


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


@pytest.fixture
def kiosk(folder):
    (folder / "kiosk.yaml").write_text(KIOSK)
    (folder / "council.yaml").write_text(KIOSK_WEIGHTS)
    return "kiosk.yaml", "-w", "council.yaml"


def told(result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr

    def refused(constant: str) -> None:
        raise AssertionError(f"{constant} is no JSON")

    return json.loads(result.stdout, parse_constant=refused)


def refuses(result, *words: str) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [word for word in words if word not in result.stderr] == []


# The rules, spelt out


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
    return next(t for t in page(answer).tables if set(columns) <= {head.title for head in t.columns})


def cells_of(table: Table) -> list[list[str]]:
    return [[plain(cell) for cell in row] for row in table.rows]


def unescaped(markdown: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|~#&])", r"\1", markdown)


def signs(text: str) -> Counter[str]:
    """How often each sign stands in a text; blanks and rules depend on the width."""
    return Counter(re.sub(r"[\s-]", "", text))


def questions(found: dict[str, Any]) -> list[tuple[str, str]]:
    texts = [flag["text"] for flag in found["flags"] if flag["code"] == "one_idea_or_two"]
    asked_of = [
        re.fullmatch(r"all evidence for (\S+) is evidence for (\S+) too: one idea or two\?", t) for t in texts
    ]
    return [(m[1], m[2]) for m in asked_of if m]


# First place without an item, held against every corner


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
    assert re.search(f"; without {'.*'.join(ids)} first place is ", found["finding"])
    assert ("first place is open" in found["finding"]) == found["without"]["without"]["open"]


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


# Numbers


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
@settings(few, max_examples=20)
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


# One idea or two


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


# The command line


def test_without_may_be_repeated_and_names_items_and_sources(run, kiosk):
    found = told(run("evidence", *kiosk, "--without", "rumour", "--without", "count", "-f", "json"))
    assert found["without"]["ids"] == ["rumour", "count"]
    assert len(found["without"]["alone"]) == 4
    assert found["finding"].startswith("The corner ranks first under council; without rumour and count first")
    assert "without" not in told(run("evidence", *kiosk, "-f", "json"))


def test_an_item_named_twice_is_left_out_once(run, kiosk):
    once = told(run("evidence", *kiosk, "--without", "rumour", "-f", "json"))
    twice = told(run("evidence", *kiosk, "--without", "rumour", "--without", "rumour", "-f", "json"))
    assert twice["without"]["alone"] == once["without"]["alone"]
    assert twice["finding"] == once["finding"]


@pytest.mark.parametrize(
    ("without", "words"),
    [(["rumor"], ["'rumor'", "did you mean 'rumour'?"]), (["rumour", "zzz"], ["'zzz'", "queue", "talk"])],
)
def test_an_unknown_id_is_refused_with_what_was_meant(run, kiosk, without, words):
    result = run("evidence", *kiosk, *(f"--without={id_}" for id_ in without))
    refuses(result, "--without", "unknown evidence or source", *words)
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_kind_is_refused_with_those_there_are(run, kiosk):
    refuses(run("evidence", *kiosk, "--kind", "guess"), "guess", *KINDS)


@pytest.mark.parametrize(("kind", "count"), [("reporting", 2), ("judgement", 1), ("assumption", 2)])
def test_kind_says_which_ratings_are_doubted(run, kiosk, kind, count):
    found = told(run("evidence", *kiosk, "--kind", kind, "-f", "json"))
    assert found["kind"] == kind
    assert len(found["assumptions"]) == found["coverage"][kind] == count
    assert f"marked as {kind}" in run("evidence", *kiosk, "--kind", kind).stdout


def test_assumptions_are_doubted_unless_said_otherwise(run, kiosk):
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert [(a["option"], a["factor"], a["why"]) for a in found["assumptions"]] == [
        ("corner", "price", "The board."),
        ("bridge", "taste", "They bake."),
    ]


def test_what_ifs_are_headed_as_such_and_change_the_verdicts(run, kiosk):
    arguments = ["evidence", *kiosk, "--inject", "works", "--set", "ratings.park.trade=unknown"]
    found = told(run(*arguments, "-f", "json"))
    assert (found["provenance"]["injects"], found["provenance"]["set"]) == (
        ["works"],
        ["ratings.park.trade=unknown"],
    )
    assert found["coverage"]["unknown"] == 1
    scenario, weights = read_scenario("kiosk.yaml"), read_weights("council.yaml")
    changes = [RatingSetting("park", "trade", None)]
    answer = asked(scenario, weights, changes=changes, events=["works"])
    for item in found["evidence"]:
        is_rightly_without(answer, item, [item["id"]])
    shown = run(*arguments).stdout
    assert shown.startswith("What-if: inject works (Road works); ratings.park.trade=unknown.")
    assert "Tried on them: inject works; ratings.park.trade=unknown." in shown


def test_the_document_tells_a_rating_that_is_only_tried_from_a_stated_one(run, kiosk):
    def bridge_on_trade(*changes: str) -> dict[str, Any]:
        ratings = told(run("evidence", *kiosk, *changes, "-f", "json"))["ratings"]
        found = next(r for r in ratings if (r["option"], r["factor"]) == ("bridge", "trade"))
        return {
            key: part
            for key, part in found.items()
            if key not in ("value", "flip_at", "steps", "to", "within_range")
        }

    assert bridge_on_trade("--set", "ratings.bridge.trade=5.5") != bridge_on_trade()


def test_a_rating_that_is_only_tried_is_left_out_without_its_stated_reason(run, kiosk):
    arguments = ["evidence", *kiosk, "--without", "queue", "--set", "ratings.bridge.trade=5.5"]
    shown = run(*arguments).stdout.split("Which ratings carry first place")[0]
    assert "bridge on trade  5.5" in shown
    assert "Some pass by." not in shown
    assert "the file says 5" in shown


def test_without_changes_only_names_what_is_left_out_first(run, kiosk):
    plainly = run("evidence", *kiosk).stdout
    shown = run("evidence", *kiosk, "--without", "rumour").stdout
    assert "Which ratings rest on rumour alone?" in shown
    assert "Which ratings rest on" not in plainly
    assert "Stale. [talk]" in shown.split("Which ratings carry first place")[0]


# What is written


SUPPORT = {"ratings": int, "alone": list, "margin": float, "without": dict}
DOUBT = {"ratings": int, "open": bool, "could_lead": list}
RATING = {
    "option": str,
    "factor": str,
    "value": float,
    "unknown": bool,
    "flip_at": float | None,
    "steps": float | None,
    "to": list,
    "within_range": bool,
    "kind": str | None,
    "confidence": str | None,
    "why": str,
    "signpost": str,
    "evidence": list,
    "at": list,
    "sources": list,
}


def has(found: dict[str, Any], types: dict[str, Any]) -> None:
    """Each field is there, and exactly of its type: no bool for an int."""
    for key, kind in types.items():
        assert key in found
        if isinstance(kind, type):
            assert type(found[key]) is kind, key
        else:
            assert isinstance(found[key], kind), key


def is_well_formed(found: dict[str, Any]) -> None:
    has(
        found, {"format": str, "finding": str, "flags": list, "leaders": list, "linchpins": list, "kind": str}
    )
    assert found["format"] == "evidence/1"
    assert {"provenance", "scenario", "weights", "coverage"} <= set(found)
    assert all(type(count) is int for count in found["coverage"].values())
    for rating in found["ratings"]:
        has(rating, RATING)
        assert all(
            isinstance(word, str) for key in ("to", "evidence", "at", "sources") for word in rating[key]
        )
    for item in found["evidence"]:
        has(item, {"id": str, "source": str, "at": str, "says": str, **SUPPORT})
    for source in found["sources"]:
        has(source, {"id": str, "title": str, **SUPPORT})
    for item in [*found["evidence"], *found["sources"], *([found["without"]] if "without" in found else [])]:
        assert all(len(place) == 2 for place in item["alone"])
        has(item["without"], DOUBT)
    for assumption in found["assumptions"]:
        has(assumption, {"option": str, "factor": str, "why": str, "if_wrong": dict})
        has(assumption["if_wrong"], DOUBT)
    has(found["all_assumptions_wrong"], DOUBT)
    for flag in found["flags"]:
        assert (
            {"code", "level", "text"} <= set(flag) <= {"code", "level", "text", "option", "factor", "driver"}
        )
        assert flag["level"] in ("warning", "note")


@given(cited_problems(), st.sampled_from((*ITEMS, *SOURCES)))
@fewer
def test_the_document_has_the_right_types_and_no_nan(stated, id_):
    is_well_formed(json.loads(json_text(document(asked(*stated, without=[id_])))))


def test_the_shipped_document_has_the_right_types(run, folder):
    found = told(run("evidence", "--without", "wilder", "-f", "json"))
    is_well_formed(found)
    assert found["without"]["ids"] == ["wilder"]


def test_the_same_question_gives_the_same_bytes(run, kiosk):
    for form in ("table", "json", "csv", "md"):
        first, second = (run("evidence", *kiosk, "-f", form).stdout_bytes for _ in range(2))
        assert first == second


def test_csv_has_one_line_a_rating(run, kiosk):
    rows = list(csv.DictReader(io.StringIO(run("evidence", *kiosk, "-f", "csv").stdout)))
    ratings = told(run("evidence", *kiosk, "-f", "json"))["ratings"]
    assert len(rows) == 9
    for row, rating in zip(rows, ratings, strict=True):
        assert (row["option"], row["factor"]) == (rating["option"], rating["factor"])
        assert float(row["value"]) == rating["value"]
        assert row["flip_at"] == ("" if rating["flip_at"] is None else repr(rating["flip_at"]))
        assert row["evidence"] == " ".join(rating["evidence"])
        assert (row["why"], row["signpost"], row["kind"]) == (
            rating["why"],
            rating["signpost"],
            rating["kind"] or "",
        )


@given(cited_problems())
@fewer
def test_records_have_one_row_a_rating(stated):
    answer = asked(*stated)
    columns, rows = records(answer)
    assert len(rows) == answer.study.problem.values.size
    assert {len(row) for row in rows} == {len(columns)}


def test_csv_of_the_shipped_scenario_has_one_line_a_rating(run, folder):
    text = run("evidence", "-f", "csv").stdout
    assert len(text.splitlines()) == 1 + 4 * 13


@given(cited_problems(), st.lists(st.sampled_from(ITEMS), max_size=1))
@fewer
def test_every_table_and_the_page_end_in_a_sentence(stated, without):
    shown = page(asked(*stated, without=without))
    assert len(shown.tables) == 6 + len(without)
    for table in shown.tables:
        assert table.title.endswith("?")
        assert re.fullmatch(r"[A-Z0-9].*\.", table.finding, re.DOTALL), table.finding
        assert len(table.finding.split()) >= 4
    assert shown.finding.endswith(".")


@given(cited_problems())
@some
def test_the_sentences_under_the_tables_count_right(stated):
    answer = asked(*stated)
    found, steps = document(answer), steps_to_flip(answer.study.problem)
    movable = [r for r in found["ratings"] if np.isfinite(steps[r["option"], r["factor"]])]
    cited = [r for r in found["ratings"] if r["evidence"]]
    leverage = table_with(answer, "Flip", "Kind")
    said = f"{len(movable)} of {len(found['ratings'])} ratings can change first place alone"
    assert leverage.finding.startswith(said)
    assert f" {len(cited)} cite evidence, {len(found['ratings']) - len(cited)} do not" in leverage.finding
    assert len(leverage.rows) == min(20, len(movable))
    for what, items in (("Source", found["sources"]), ("Evidence", found["evidence"])):
        table = table_with(answer, what, "Alone")
        rows = {row[0].split(" [")[0]: row[1:] for row in cells_of(table)}
        assert set(rows) == {item["id"] for item in items if item["ratings"]}
        for item in items:
            if item["ratings"]:
                opened = ", ".join(item["without"]["could_lead"])
                assert rows[item["id"]][:2] == [str(item["ratings"]), str(len(item["alone"]))]
                assert rows[item["id"]][3] == (f"open: {opened}" if item["without"]["open"] else "holds")


def test_the_signpost_table_shows_every_signpost_in_reach_and_counts_the_bare(run, kiosk):
    answer = asked_shipped("authors")
    steps = steps_to_flip(answer.study.problem)
    stated = {(o, f): r for o, row in answer.study.scenario.ratings.items() for f, r in row.items()}
    reach = [place for place in steps if np.isfinite(steps[place])]
    posted = {f"{o} on {f}": stated[o, f].signpost for o, f in reach if stated[o, f].signpost}
    table = table_with(answer, "Signpost")
    assert {row[0]: row[2] for row in cells_of(table)} == posted
    bare = [place for place in reach if steps[place] <= 3 and not stated[place].signpost]
    assert table.finding.startswith(f"{len(posted)} of {len(reach)} ratings")
    assert (f"; {len(bare)} within 3 steps of their flip have none" in table.finding) == bool(bare)
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert {r["signpost"] for r in found["ratings"]} == {"", "A road is closed."}


def test_the_provenance_table_has_both_hashes(run, kiosk):
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in (KIOSK, KIOSK_WEIGHTS)]
    found = told(run("evidence", *kiosk, "-f", "json"))
    assert [i["sha256"] for i in found["provenance"]["inputs"]] == hashes
    for form in ("table", "md"):
        shown = run("evidence", *kiosk, "-f", form).stdout.split("Which files is this computed from?")[1]
        assert [hash_ for hash_ in hashes if hash_ not in shown] == []
        assert "Nothing was changed for this result." in shown


def test_markdown_is_a_whole_report(run, folder):
    answer = asked_shipped("authors")
    found, scenario = document(answer), shipped(SCENARIOS[0])
    text = unescaped(run("evidence", "-f", "md").stdout)
    assert text.rstrip().endswith(f"**{found['finding']}**")
    nearest = found["ratings"][:20]
    assert [r for r in nearest if f"| {r['option']} on {r['factor']} |" not in text] == []
    assert [r for r in nearest if f"| {', '.join(dict.fromkeys(r['at']))} |" not in text] == []
    assert [s["id"] for s in found["sources"] if f"| {s['id']} |" not in text] == []
    assert found["assumptions"]
    assert [a["why"] for a in found["assumptions"] if a["why"] not in text] == []
    assert "If all of them are wrong together, first place is" in text
    assert [r["signpost"] for r in nearest if r["signpost"] not in text] == []
    hashes = {i["role"]: i["sha256"] for i in told(run("evidence", "-f", "json"))["provenance"]["inputs"]}
    assert set(hashes) == {"scenario", "weights"}
    assert [hash_ for hash_ in hashes.values() if hash_ not in text] == []
    assert text.startswith(f"# {scenario.title}\n\n{scenario.question}\n\nWeights: authors")
    assert text.count("\n## ") == len(page(answer).tables) + 1


@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_nothing_written_speaks_of_likelihood(run, folder, form):
    """The flag's code apart: a score is no likelihood."""
    for weights in ("authors", "stove_piped"):
        result = run("evidence", "-w", weights, "--without", "wilder", "-f", form)
        assert result.exit_code == 0
        said = unescaped(result.stdout).replace("score_not_likelihood", "")
        assert re.findall(r"(?i)likel\w*|probab\w*|chances?\b", said) == []


def test_odd_text_comes_out_as_written(run, folder):
    odd = KIOSK.replace("why: Stale.", "why: '[bold]Stale[/x] | :warning:'").replace(
        "signpost: A road is closed.", "signpost: '[deny] <b> *road*'"
    )
    (folder / "odd.yaml").write_text(odd)
    shown = run("evidence", "odd.yaml", "--kind", "judgement").stdout
    assert "[bold]Stale[/x] | :warning: [talk]" in shown
    assert "[deny] <b> *road*" in shown
    marked = run("evidence", "odd.yaml", "--kind", "judgement", "-f", "md").stdout
    assert r"\[bold\]Stale\[/x\] \| :warning: \[talk\]" in marked
    assert unescaped(marked).count("[deny] <b> *road*") == 1


@pytest.mark.parametrize("weights", WEIGHTS)
def test_nothing_is_wider_than_eighty_columns(weights):
    shown = page_text(page(asked_shipped(weights)), encoding="utf-8", width=80)
    assert max(map(len, shown.splitlines())) <= 80


@given(cited_problems(), st.integers(1, 60))
@settings(few, max_examples=6)
def test_long_names_are_wrapped_at_eighty_columns_and_not_cut(stated, length):
    scenario, weights = stated
    names = {id_: id_ + "x" * length for id_ in scenario.options}
    longer = scenario.model_copy(
        update={
            "options": {names[id_]: option for id_, option in scenario.options.items()},
            "ratings": {names[id_]: row for id_, row in scenario.ratings.items()},
        }
    )
    answer = asked(longer, weights, without=["e0"])
    wrapped, whole = (page_text(page(answer), encoding="utf-8", width=width) for width in (80, None))
    assert max(map(len, wrapped.splitlines())) <= 80
    assert names["o0"] in whole
    assert signs(wrapped) == signs(whole)


# Sentences that are true


@given(cited_problems())
@some
def test_the_finding_names_who_is_first_and_the_linchpins(stated):
    answer = asked(*stated)
    found = document(answer)
    names = [answer.study.problem.options[i] for i in present(answer.study.problem)]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    verb = "tie for first" if len(names) > 1 else "ranks first"
    assert found["finding"].startswith(f"{listed} {verb} under built; ")
    assert found["leaders"] == names
    nothing = np.zeros_like(answer.study.problem.unknown)
    already = verdict(answer.study.problem, nothing)["open"]
    assert ("open already" in found["finding"]) == already
    assert ("first place is open without" in found["finding"]) == bool(found["linchpins"])
    assert ("first place holds" in found["finding"]) == (not already and not found["linchpins"])


def test_no_sentence_says_that_first_place_holds_while_an_unknown_rating_leaves_it_open():
    scenario = scenario_of([[None, 7], [5, 5]])
    answer = asked(scenario, weights_of(scenario, [1, 1]))
    assert "open already" in document(answer)["finding"]
    assert [table.title for table in page(answer).tables if "First place holds" in table.finding] == []


def test_a_table_says_that_first_place_holds_only_where_no_row_is_open():
    for weights in WEIGHTS:
        answer = asked_shipped(weights)
        for what in ("Source", "Evidence"):
            table = table_with(answer, what, "Alone")
            opened = [row[0].split(" [")[0] for row in cells_of(table) if row[4] != "holds"]
            assert table.finding.startswith(
                "First place holds" if not opened else "First place is open without"
            )
            assert [id_ for id_ in opened[:4] if id_ not in table.finding] == []


def test_a_rating_is_shown_as_it_was_stated():
    scenario = scenario_of([[12345, 3], [123456, 5]], scales=[{"worst": 200000, "best": 5000}, None])
    rows = cells_of(table_with(asked(scenario, weights_of(scenario, [1, 1])), "Flip", "Kind"))
    shown = {row[0]: row[1] for row in rows}
    assert (shown["o0 on d0"], shown["o1 on d0"]) == ("12345", "123456")


# The shipped scenarios, read from end to end


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_rating_has_a_reason_evidence_and_a_kind(name):
    bare = [
        (option, factor)
        for option, row in shipped(name).ratings.items()
        for factor, rating in row.items()
        if not (rating.why and rating.evidence and rating.kind and rating.confidence)
    ]
    assert bare == []
    assert document(asked_shipped("authors", name))["coverage"]["uncited"] == 0


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_shipped_item_of_evidence_says_something_at_a_place_and_is_used(name):
    scenario = shipped(name)
    used = {id_ for row in scenario.ratings.values() for rating in row.values() for id_ in rating.evidence}
    used |= {id_ for inject in scenario.injects.values() for id_ in inject.evidence}
    for weights in WEIGHTS:
        used |= {id_ for ids in perspective(weights, name).evidence.values() for id_ in ids}
    assert [id_ for id_ in scenario.evidence if id_ not in used] == []
    assert [id_ for id_, item in scenario.evidence.items() if not (item.says and item.at)] == []
    assert {item.source for item in scenario.evidence.values()} == set(scenario.sources)


def test_the_six_ratings_nearest_to_their_flip_have_a_signpost():
    answer = asked_shipped("authors")
    assert answer.study.scenario.weights == "authors"
    nearest = document(answer)["ratings"][:6]
    steps = steps_to_flip(answer.study.problem)
    assert {(r["option"], r["factor"]) for r in nearest} == {place for place in steps if steps[place] <= 2}
    assert [(r["option"], r["factor"]) for r in nearest if not r["signpost"]] == []


@pytest.mark.parametrize("weights", WEIGHTS)
def test_the_shipped_pages_are_read_without_a_gap(weights):
    answer = asked_shipped(weights)
    text = unescaped(markdown_text(page(answer)))
    assert "(no reason)" not in text
    assert "| unstated |" not in text
    assert "| nothing |" not in text
    assert text.count("|  |") == 0
