"""What is said of events and doubts: each sentence and row computed anew, by brute force."""

import json
import re

import numpy as np
import pytest
from builders import TIE, few, first_of, many, scenario_of, study_of, weights_of
from doubted import doubted
from hypothesis import assume, given

import scenario_cli as sc
from scenario_cli.answers.events import chance_word, event_condition, event_table, open_events, thresholds
from scenario_cli.answers.ways import ways_clause
from scenario_cli.errors import StudyError
from scenario_cli.render.page import plain

CONDITION = re.compile(
    r'if (?:"(?P<of>\w+)" were (?P<side>less|more) likely than (?P<at>[\d.]+)%'
    r'|the chance of "(?P<within>\w+)" were between (?P<low>[\d.]+)% and (?P<high>[\d.]+)%)'
)


def scores_at(study, inject, chance):
    """The expected scores by two scorings from the start."""
    event = study.scenario.injects[inject]
    with_it = study.tried(inject).ranking.scores
    without = study.tried(event.otherwise).ranking.scores if event.otherwise else study.ranking.scores
    return (1 - chance) * without + chance * with_it


@given(doubted(events=3))
@many
def test_past_the_chance_in_the_sentence_others_are_first_and_before_it_those_who_are(stated):
    study = study_of(*stated)
    found = event_condition(study)
    assume(found is not None and len(study.ranking.leaders) == 1)
    said, to = found
    assert (said in ways_clause(study, study.nearest_ways)) == (len(study.ranking.leaders) == 1)
    words = CONDITION.fullmatch(said)
    inject = words["of"] or words["within"]
    event = next(e for e in study.events if e.inject == inject)
    ends = [tip.at for tip in event.tips]

    def end(shown):
        found = min(ends, key=lambda end: abs(end * 100 - float(shown)))
        assert abs(found * 100 - float(shown)) <= 0.5 + 1e-9
        return found

    if words["at"]:
        at, side = end(words["at"]), words["side"]
        assert chance_word(at) == f"{words['at']}%"
        stretch = (0.0, at) if side == "less" else (at, 1.0)
    else:
        stretch = (end(words["low"]), end(words["high"]))
        held = [s for s in event.segments if s.first == study.ranking.leaders]
        side = "more" if any(s.end == stretch[0] for s in held) else "less"
        at = stretch[0] if side == "more" else stretch[1]
        past = (stretch[1] + 1e-4) if side == "more" else (stretch[0] - 1e-4)
        beyond = [s for s in event.segments if s.start < past < s.end]
        assert all(s.first != to for s in beyond)  # and past it somebody else is
    for chance in np.linspace(*stretch, 12)[1:-1] if stretch[1] - stretch[0] > 1e-6 else []:
        assert first_of(scores_at(study, inject, chance))[0] in to
    near = min(
        (abs(a - b) for a, b in zip([0.0, *ends], [*ends, 1.0], strict=True) if abs(a - b) > 0), default=1.0
    )
    step = near / 4 * (1 if side == "more" else -1)
    beyond, before = scores_at(study, inject, at + step), scores_at(study, inject, at - step)
    assert first_of(beyond)[0] in to
    assert set(study.ranking.leaders) <= set(np.flatnonzero(before.max() - before <= 1e-6).tolist())


@given(doubted(events=3))
@few
def test_the_table_has_every_threshold_round_the_present_leaders(stated):
    study = study_of(*stated)
    table = event_table(study, 120)
    words = [row[[column.title for column in table.columns].index("Turns at")] for row in table.rows]
    assert words == [t.word for event in open_events(study) for t in thresholds(study, event)]
    for event in open_events(study):
        for found in thresholds(study, event):
            side, _, shown = found.word.partition(" ")
            ends = [tip.at for tip in event.tips if chance_word(tip.at) == shown]
            assert ends
            assert side in ("above", "below")
    assert "no forecast" in table.finding or not table.rows


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.306, "31%"),
        (0.0, "0%"),
        (1.0, "100%"),
        (0.004, "0.4%"),
        (0.9996, "99.96%"),
        (1e-9, "0.0000001%"),
        (0.5, "50%"),
    ],
)
def test_a_chance_is_whole_but_where_that_would_be_wrong(share, word):
    assert chance_word(share) == word


@given(doubted(events=2))
@few
def test_json_has_every_event_and_doubt_as_computed(stated):
    study = study_of(*stated)
    found = json.loads(json.dumps(study.sensitivity().to_dict()))
    assert [e["inject"] for e in found["events"]] == [e.inject for e in study.events]
    assert found["events"] == study.score().to_dict()["events"]
    for event, stated_event in zip(study.events, found["events"], strict=True):
        assert [s["from"] for s in stated_event["segments"]] == [s.start for s in event.segments]
        assert [tip["at"] for tip in stated_event["tips"]] == [tip.at for tip in event.tips]
        for segment in stated_event["segments"]:
            middle = (segment["from"] + segment["to"]) / 2
            scores = scores_at(study, event.inject, middle)
            assert set(segment["first"]) & {f"o{i}" for i in first_of(scores)}
    assert [d["doubt"] for d in found["doubts"]] == list(study.scenario.doubts)
    for doubt in found["doubts"]:
        assert [s["from"] for s in doubt["segments"][1:]] == [tip["at"] for tip in doubt["tips"]]


@given(doubted())
@few
def test_the_gap_at_both_ends_of_a_doubt_is_that_of_setting_all_its_ratings(stated):
    scenario, weights = stated
    study = study_of(scenario, weights)
    answer = study.explain("o0", against="o1")
    told = {d["doubt"]: d["gap"] for d in answer.to_dict()["doubts"]}
    for id_, doubt in scenario.doubts.items():
        gaps = []
        for end in ("worst", "best"):
            settings = []
            for option, factor in doubt.cells:
                rating, scale = scenario.ratings[option][factor], scenario.factors[factor].scale
                up = scale.best > scale.worst
                value = rating.low if (end == "worst") == up else rating.high
                settings.append(f"ratings.{option}.{factor}={value!r}")
            scores = study.tried(*settings).ranking.scores
            gaps.append(scores[0] - scores[1])
        if id_ in told:
            assert told[id_] == pytest.approx(gaps, abs=1e-8)
        else:
            assert max(abs(gap - answer.gap) for gap in gaps) <= 2 * TIE


EVENT = {
    "rain": {"title": "It rains", "otherwise": "sun", "ratings": {"walk": {"d0": {"set": 0}}}},
    "sun": {"ratings": {"walk": {"d0": {"set": 10}}}},
    "wind": {"ratings": {"walk": {"d0": {"shift": -1}}}},
}


def outing(**stated):
    scenario = scenario_of([[5], [6]], injects=EVENT, options=["walk", "stay"], **stated)
    return study_of(scenario, weights_of(scenario, [1]))


def test_a_chance_is_tried_on_the_score_alone_and_said_in_heading_sentence_and_provenance():
    answer = outing().tried("chance.rain=0.3").score()
    assert answer.ranking.scores.tolist() == [70, 60]
    found = answer.to_dict()
    assert found["provenance"]["set"] == ["chance.rain=0.3"]
    assert found["finding"].startswith(
        'With the chance of "It rains" at 30%, walk has the best expected score under built, ahead of '
        "stay by 10.0 points of 100 (70.0 to 60.0)"
    )
    assert "without the change stay is first" in found["finding"]
    page = answer.report().page(80)
    assert page.heading[0] == ('What-if: the chance of rain ("It rains") taken as 30%. No file was changed.')
    rows = [[plain(cell) for cell in row] for table in page.tables for row in table.rows]
    assert any(row[:3] == ["  It rains", "30%", "above 40%"] for row in rows)
    study = outing().tried("chance.rain=0.3")
    for ask in (
        study.sensitivity,
        study.robustness,
        study.evidence,
        lambda: study.explain("walk"),
        lambda: sc.compare([study]),
    ):
        with pytest.raises(StudyError, match="on the score alone"):
            ask()


def test_the_plane_refuses_what_is_not_two_events():
    study = outing()
    assert study.sensitivity(event=("rain", "wind")).plane is not None
    for event, said in {
        "rain": "expected two different injects",
        "rain,rain": "expected two different injects",
        "rain,snow": "unknown inject 'snow'",
        "rain,sun": "'sun' is what holds where 'rain' does not happen",
        "sun,rain": "'sun' is what holds where 'rain' does not happen",
    }.items():
        with pytest.raises(StudyError, match=re.escape(said)):
            study.sensitivity(event=event)
    with pytest.raises(StudyError, match="it has happened"):
        study.tried("wind").sensitivity(event="rain,wind")


def test_what_evidence_says_of_a_doubt():
    cell = {"value": 5, "low": 0, "high": 10, "evidence": ["told"]}
    scenario = scenario_of(
        [[cell, 5], [5, 5]],
        sources={"memo": {"title": "Memo"}},
        evidence={"told": {"source": "memo", "at": "p. 1", "says": "So."}},
        doubts={"x": {"title": "Whether so", "ratings": ["o0.d0"], "evidence": ["told"]}},
    )
    answer = study_of(scenario, weights_of(scenario, [1, 1])).evidence()
    (found,) = answer.to_dict()["doubts"]
    assert found["ratings"] == [["o0", "d0"]]
    assert (found["evidence"], found["at"], found["sources"]) == (["told"], ["p. 1"], ["memo"])
    assert found["tips"] == [{"at": 0.5, "to": ["o0"]}]
    rows = [[plain(cell) for cell in row] for table in answer.report().page(100).tables for row in table.rows]
    assert ["Whether so", "50%", "p. 1"] in rows


@pytest.mark.parametrize(
    ("trials", "said"),
    [
        (["rain", "chance.rain=0.5"], "the inject 'rain' is tried already: it has happened"),
        (["chance.rain=0.5", "rain"], "the inject 'rain' is tried already: it has happened"),
        (["sun", "chance.rain=0.5"], "the inject 'sun' is tried already: it has happened"),
        (["chance.rain=0.5", "chance.rain=0.4"], "'rain' has a chance already"),
        (["chance.rain=0.5", "chance.sun=0.5"], "'rain' and 'sun' hang together"),
        (["chance.sun=0.5", "chance.rain=0.5"], "'sun' and 'rain' hang together"),
    ],
)
def test_chances_that_contradict_each_other_or_what_has_happened_are_refused(trials, said):
    with pytest.raises(StudyError, match=re.escape(said)):
        outing().tried(*trials)
    with pytest.raises(StudyError, match=re.escape(said)):
        outing().tried(trials[0]).tried(trials[1])


def test_of_two_that_are_each_others_opposite_one_is_told_and_says_both():
    mutual = {**EVENT, "sun": {**EVENT["sun"], "otherwise": "rain"}}
    scenario = scenario_of([[5], [6]], injects=mutual, options=["walk", "stay"])
    study = study_of(scenario, weights_of(scenario, [1]))
    assert [event.inject for event in open_events(study)] == ["rain"]
    rain, sun, _ = study.events
    assert rain.tips[0].at == pytest.approx(1 - sun.tips[0].at, abs=1e-15)
    # A third one's opposite keeps its own threshold, against the ratings as they stand.
    assert [event.inject for event in open_events(outing())] == ["rain", "sun"]
    assert "as it stands" in [plain(row[1]) for row in event_table(outing(), 120).rows]


def test_a_chance_near_its_tip_is_told_apart_from_it():
    study = outing().tried("chance.rain=0.401")
    (row,) = [r for r in event_table(study, 120).rows if plain(r[0]) == "It rains"]
    assert "below 40.0%" in [plain(cell) for cell in row]


def test_the_parts_of_a_plane_are_in_the_csv():
    answer = outing().sensitivity(event=("rain", "wind"))
    rows = [row for row in answer.report().records().rows if row[0] == "plane"]
    found = answer.to_dict()["plane"]["regions"]
    assert [(row[1], row[5], row[6]) for row in rows] == [
        ("rain,wind", region["share"], " ".join([region["option"], *region["tied"]])) for region in found
    ]
