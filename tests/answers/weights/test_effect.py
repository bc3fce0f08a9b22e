"""What `scenario weights set` says that a change does: shares, scores, ranks and the flips it crosses."""

import json
import re
from pathlib import Path

import pytest
from builders import few, stated_problems, study_of
from hypothesis import assume, given
from hypothesis import strategies as st

from scenario_cli import decision_problem
from scenario_cli.answers.weights.set.ask import effect
from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.one_way import one_way


def test_the_effect_of_a_change_is_worked_out(said):
    """By hand: comfort at t gives keep .75-.55t, rent .625-.025t, buy .225+.65t."""
    document = said("set", "red", "comfort=5", "--dry-run")
    t = 5 / 45
    scores = {"keep": 75 - 55 * t, "rent": 62.5 - 2.5 * t, "buy": 22.5 + 65 * t}
    was = {"keep": 75 - 55 * 0.6, "rent": 62.5 - 2.5 * 0.6, "buy": 22.5 + 65 * 0.6}
    assert {row["option"]: row["score"] for row in document["ranking"]} == pytest.approx(scores)
    assert {row["option"]: row["was"]["score"] for row in document["ranking"]} == pytest.approx(was)
    assert [(row["option"], row["rank"], row["was"]["rank"]) for row in document["ranking"]] == [
        ("keep", 1, 3),
        ("rent", 2, 2),
        ("buy", 3, 1),
    ]
    crossed = [(c["drivers"]["comfort"], c["to"]) for c in document["crossed"]]
    assert crossed == [(pytest.approx(0.4 / 0.675), ["rent"]), (pytest.approx(0.125 / 0.525), ["keep"])]
    assert document["finding"] == (
        "Keep the old one takes first place from Buy the new one; the flip to Rent one was crossed at "
        "Comfort 59.3%; the flip to Keep the old one was crossed at Comfort 23.8%."
    )


def test_a_change_that_crosses_no_flip_says_who_stays(said):
    document = said("set", "red", "comfort=90", "--dry-run")
    assert document["crossed"] == []
    assert document["finding"] == "Buy the new one stays first."


def test_a_change_of_a_factor_crosses_a_flip_on_the_way(said):
    document = said("set", "red", "comfort.taste=0", "comfort.wait=4", "comfort.noise=0", "--dry-run")
    (crossing,) = document["crossed"]
    assert crossing["to"] == ["rent"]
    found = r"Rent one takes .* from Buy the new one; the flip to Rent one was crossed at \d+% of the way\."
    assert re.fullmatch(found, document["finding"])


def test_the_flips_crossed_are_those_that_one_way_gave_before(said, run):
    before = json.loads(run("sensitivity", "-w", "red", "-f", "json").stdout)
    (swing,) = [s for s in before["one_way"] if (s["kind"], s["id"]) == ("driver", "comfort")]
    new = 5 / 45
    expected = [
        (left["to"], left["first"])
        for left, right in zip(swing["segments"], swing["segments"][1:], strict=False)
        if new < right["from"] < swing["weight"]
    ]
    crossed = said("set", "red", "comfort=5", "--dry-run")["crossed"]
    assert len(crossed) == 2
    assert [(c["drivers"]["comfort"], c["to"]) for c in crossed] == [
        (pytest.approx(at, abs=1e-12), to) for at, to in reversed(expected)
    ]


@few
@given(stated_problems(), st.data())
def test_what_one_driver_crosses_agrees_with_its_one_way_sensitivity(stated, data):
    scenario, weights = stated
    k = data.draw(st.integers(0, len(scenario.drivers) - 1))
    driver = list(scenario.drivers)[k]
    points = {**weights.drivers, driver: data.draw(st.sampled_from([0.0, 0.5, 1.0, 4.0, 40.0]))}
    assume(any(points.values()))
    after = weights.model_copy(update={"drivers": points})
    answer = effect(study_of(scenario, weights), study_of(scenario, after), {}, "set", "")
    before = decision_problem(scenario, weights)
    swing = one_way(before, rank_options(before))[k]
    old, new = (float(p.driver_weights[k]) for p in (before, answer.study.problem))
    low, high = sorted((old, new))
    bounds = [
        (left.end, (right if new > old else left).first)
        for left, right in zip(swing.segments, swing.segments[1:], strict=False)
        if low + 1e-9 < left.end < high - 1e-9
    ]
    crossed = [(float(c.shares[k]), c.to) for c in answer.crossings if low + 1e-9 < c.shares[k] < high - 1e-9]
    assert crossed == [(pytest.approx(at, abs=1e-9), to) for at, to in sorted(bounds, reverse=new < old)]
    if not bounds and old == new:
        assert answer.ranking.leaders == answer.before.ranking.leaders


@pytest.mark.parametrize(("was", "now"), [("comfort=40", "comfort=20"), ("comfort=20", "comfort=40")])
def test_nobody_takes_first_place_from_itself(office, run, was, now):
    """With two options that tie at comfort 50%."""
    Path("two.yaml").write_text(
        "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {comfort: {}, cost: {}}\n"
        "options: {old: {}, new: {}}\n"
        "ratings: {old: {comfort: 0, cost: 10}, new: {comfort: 10, cost: 0}}\n"
    )
    number = was.partition("=")[2]
    Path("w.yaml").write_text(f"format: weights/1\ndrivers: {{comfort: {number}, cost: 40}}\n")
    result = run("weights", "set", "w.yaml", now, "--scenario", "two.yaml", "-f", "json")
    finding = json.loads(result.stdout)["finding"]
    assert not ("old" in finding.partition("from")[0] and "old" in finding.partition("from")[2])


def test_ties_for_first_place_are_told_as_ties(office, run):
    Path("two.yaml").write_text(
        "format: scenario/1\ntitle: T\nquestion: Q?\ndrivers: {comfort: {}, cost: {}}\n"
        "options: {old: {}, new: {}}\n"
        "ratings: {old: {comfort: 0, cost: 10}, new: {comfort: 10, cost: 0}}\n"
    )
    findings = []
    Path("w.yaml").write_text("format: weights/1\ndrivers: {comfort: 20, cost: 40}\n")
    for change in ("comfort=40", "comfort=40e0", "comfort=80"):
        result = run("weights", "set", "w.yaml", change, "--scenario", "two.yaml", "-f", "json")
        findings.append(json.loads(result.stdout)["finding"])
    assert findings[0].startswith("old stays first, now tied with new")
    assert findings[1] == "old and new stay first."
    assert findings[2].startswith("new stays first, no longer tied with old")


def test_each_share_that_moved_is_told_once(weigh):
    page = weigh("set", "red", "comfort=5", "--dry-run").stdout
    assert len(re.findall(r"^Price ", page, re.MULTILINE)) == 1


def test_the_records_of_a_change_are_its_ranking(weigh):
    rows = weigh("set", "red", "comfort=5", "--dry-run", "-f", "csv").stdout.splitlines()
    assert rows[0] == "option,rank,score,was_rank,was_score"
    assert [row.split(",")[0] for row in rows[1:]] == ["keep", "rent", "buy"]
