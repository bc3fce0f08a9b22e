"""The sentence that names the nearest ways to another answer: each claim computed anew."""

import re

import numpy as np
import pytest
from builders import TIE, few, first_of, scenario_of, scores_at, stated_problems, study_of, weights_of
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli.answers.score.report import finding
from scenario_cli.answers.ways import brief_page, ways_clause
from scenario_cli.engine.problem import decision_problem
from scenario_cli.model.settings import RatingSetting

WEIGHT = re.compile(
    r"if the weight of (?P<item>\w+) (?:(?P<way>rose above|fell below) (?P<at>[\d.]+)%"
    r"|were between (?P<low>[\d.]+)% and (?P<high>[\d.]+)%) \(now (?P<now>[\d.]+)%"
)
RATING = re.compile(r"if (\w+) on (\w+) were(?: rated)? (above|below) ([-\d.e+]+) \(now ([-\w.e+]+)\)")
SHIFT = re.compile(r"if ([\d.e-]+) points of weight moved together")
BESIDE = 0.06  # half of the last decimal that is printed, and a little


def told(study):
    return ways_clause(study, study.nearest_ways)


def takers(clause, start):
    """Who is said to be first before the condition that starts there."""
    said = clause[:start].rpartition("; ")[2]
    return set(re.findall(r"\bo\d+\b", said.partition(" would be first")[0]))


@few
@given(stated_problems())
def test_who_leads_and_by_how_much(stated):
    study = study_of(*stated)
    said, scores = finding(score_of(study)), study.problem.values @ study.problem.weights * 100
    names = [study.problem.options[i] for i in first_of(scores)]
    assert all(re.search(rf"\b{name}\b", said.partition(" under ")[0]) for name in names)
    if len(names) == 1 and len(scores) > 1:
        gap = float(re.search(r"by ([\d.e-]+) points of 100", said)[1])
        second = np.sort(scores)[-2]
        assert gap == pytest.approx(scores.max() - second, abs=BESIDE)


def score_of(study):
    return study.score()


@few
@given(stated_problems())
def test_a_weight_just_past_the_point_puts_others_first_and_short_of_it_nobody(stated):
    study = study_of(*stated)
    clause, problem = told(study), study.problem
    found = WEIGHT.search(clause)
    assume(found is not None and len(study.ranking.leaders) == 1)
    way = study.nearest_ways.weight
    t, now = way.flip.at, way.swing.weight
    rises = t > now
    said = found["at"] or found["low" if rises else "high"]
    assert float(said) == pytest.approx(100 * t, abs=BESIDE)
    assert float(found["now"]) == pytest.approx(100 * now, abs=BESIDE)
    assert found["at"] is None or (found["way"] == "rose above") == rises
    item = way.swing.item
    kind = way.swing.kind
    ids = problem.drivers if kind == "driver" else problem.factors
    assert found["item"] == ids[item]
    leader = study.ranking.leaders
    for k in range(1, 8):  # nobody takes over on the way there
        short = now + (t - now) * k / 8.5
        scores = scores_at(problem, kind, item, short)
        assert scores[leader[0]] >= scores.max() - TIE
    there = scores_at(problem, kind, item, t)
    named = takers(clause, found.start())
    assert {problem.options[i] for i in first_of(np.round(there, 7))} & named
    edge = float(rises) if found["at"] else float(found["high" if rises else "low"]) / 100
    near = edge - (1 if rises else -1) * (0 if found["at"] else 0.0012)
    for part in np.linspace(0, 1, 15)[1:-1] if (near - t) * (1 if rises else -1) > 0 else []:
        scores = scores_at(
            problem, kind, item, t + (near - t) * part
        )  # those who took over keep it up to there
        assert {problem.options[i] for i in first_of(scores)} & named
    past = edge + (1 if rises else -1) * 0.0012
    if not found["at"] and 0 <= past <= 1:
        end = way.swing.end_of(way.flip)
        beyond = {problem.options[i] for i in first_of(scores_at(problem, kind, item, past))}
        nearby = [turn for turn in way.swing.turns if 0 < abs(turn - end) < 0.003]
        assert nearby or beyond - named  # and not beyond: somebody else is first, too


@few
@given(stated_problems())
def test_the_weight_that_is_named_is_a_drivers_if_one_does_it_and_the_nearest(stated):
    study = study_of(*stated)
    assume(len(study.ranking.leaders) == 1)
    way = study.nearest_ways.weight
    drivers = [s for s in study.one_way if s.kind == "driver" and s.flips]
    several = len(study.problem.drivers) > 1
    if way is None:
        assert not (several and drivers)
        return
    if several and drivers:
        assert way.swing.kind == "driver"
    same = [f for s in study.one_way if s.kind == way.swing.kind for f in s.flips]
    assert abs(way.flip.change) == min(abs(f.change) for f in same)


@few
@given(stated_problems())
def test_a_rating_at_the_point_brings_the_taker_level_and_none_takes_fewer_steps(stated):
    scenario, weights = stated
    study = study_of(scenario, weights)
    clause, problem = told(study), study.problem
    found = RATING.search(clause)
    assume(found is not None and len(study.ranking.leaders) == 1)
    i, j = study.nearest_ways.rating
    assert (found[1], found[2]) == (problem.options[i], problem.factors[j])
    at = float(study.nearest_ways.ratings.at[i, j])
    tried = decision_problem(scenario, weights, [RatingSetting(found[1], found[2], at)])
    scores = tried.values @ tried.weights * 100
    leader = study.ranking.leaders[0]
    others = np.delete(scores, leader).max()
    assert scores[leader] == pytest.approx(others, abs=1e-6)
    steps = study.nearest_ways.ratings.steps
    assert steps[i, j] == steps.min()


@few
@given(stated_problems())
def test_what_is_said_to_be_impossible_is(stated):
    study = study_of(*stated)
    assume(len(study.ranking.leaders) == 1 and len(study.problem.options) > 1)
    clause, problem = told(study), study.problem
    leader = study.ranking.leaders[0]
    rivals = [i for i in range(len(problem.options)) if i != leader]
    lead = problem.values[leader] - problem.values[rivals]
    assert ("no weights at all" in clause) == bool((lead.min(axis=1) > 0).all())
    behind = study.ranking.behind
    least = behind[rivals].min()
    falls = (100 * problem.weights * problem.values[leader]).max() - least
    rises = (100 * problem.weights * (1 - problem.values[rivals]) - behind[rivals][:, None]).max()
    assume(abs(falls) > 1e-6 and abs(rises) > 1e-6)
    assert ("no change of a single rating" in clause) == (falls < 0 and rises < 0)


def flips_in_range(points, ranges):
    scenario = scenario_of([[8, 2, 5], [4, 7, 5.5]], drivers=["a", "b", "c"])
    weights = weights_of(scenario, points).model_copy(update={"ranges": ranges})
    return told(study_of(scenario, weights))


def test_a_flip_inside_a_stated_range_is_named_before_a_nearer_one():
    """At 50, 45 and 5 the lead is 4.5 less... whichever is nearest, the one in its range is named."""
    plain = flips_in_range([50, 40, 10], {})
    nearest = WEIGHT.search(plain)[1]
    other = {"a": "b", "b": "a"}[nearest]
    ranged = flips_in_range([50, 40, 10], {other: [0, 100]})
    assert WEIGHT.search(ranged)[1] == other
    assert "stated range 0-100%" in ranged
    assert WEIGHT.search(flips_in_range([50, 40, 10], {other: [40, 40]}))[1] == nearest


def test_titles_stand_for_ids_and_are_told_apart_where_two_are_the_same():
    scenario = scenario_of([[8, 2], [4, 7]])
    options = {id_: option.model_copy(update={"title": "Wait"}) for id_, option in scenario.options.items()}
    study = study_of(scenario.model_copy(update={"options": options}), weights_of(scenario, [60, 40]))
    assert study.title("o0") == "Wait (o0)"
    assert "Wait (o1) would be first" in told(study)


def test_a_tie_says_what_decides():
    scenario = scenario_of([[8, 2], [2, 8]])
    assert told(study_of(scenario, weights_of(scenario, [1, 1]))).startswith("any change of the weight of ")
    alike = scenario_of([[5, 5], [5, 5]])
    said = told(study_of(alike, weights_of(alike, [1, 1])))
    assert said == "no change of a single weight decides between them, a change of one of their ratings does"


@few
@given(stated_problems(st.integers(0, 3).map(float)))
def test_what_is_said_to_decide_a_tie_does_and_nothing_else(stated):
    """Each weight moved a thousandth either way; each rating of the tied to the ends of its scale."""
    scenario, weights = stated
    study = study_of(scenario, weights)
    problem, leaders = study.problem, set(study.ranking.leaders)
    if len(leaders) < 2:
        return
    said = told(study)

    def parts(scores):
        return set(first_of(scores)) < leaders

    deciding = {
        (problem.drivers if swing.kind == "driver" else problem.factors)[swing.item]
        for swing in study.one_way
        for share in (swing.weight - 1e-3, swing.weight + 1e-3)
        if 0 <= share <= 1 and parts(scores_at(problem, swing.kind, swing.item, share))
        if len(problem.drivers if swing.kind == "driver" else problem.factors) > 1
    }
    named = re.fullmatch(r"any change of the weight of (\w+) decides between them", said)
    if named:
        assert named[1] in deciding
        return
    assert not deciding
    assert said == "no change of a single weight decides between them, a change of one of their ratings does"
    tried = [
        decision_problem(scenario, weights, [RatingSetting(problem.options[i], factor, end)])
        for i in leaders
        for factor in problem.factors
        for end in (0.0, 10.0)
    ]
    assert any(parts(other.values @ other.weights * 100) for other in tried)


def test_a_weight_that_ends_a_tie_is_named_before_one_that_turns_first_place_later():
    """The drivers leave the first two level, and far off put the third first; f1 parts them at once."""
    scenario = scenario_of([[2, 3, 2], [2, 2, 3], [3, 2, 0]], groups=[0, 2])
    said = told(study_of(scenario, weights_of(scenario, [0, 1])))
    assert said == "any change of the weight of f1 decides between them"


def test_a_brief_page_counts_those_it_leaves_out():
    scenario = scenario_of([[k] for k in range(9)])
    page = brief_page(study_of(scenario, weights_of(scenario, [1])), "So it is.")
    lines = page.tables[0].legend
    assert lines[:4] == ["1 o8, 80.0", "2 o7, 70.0", "3 o6, 60.0", "and 6 more"]
