"""The picture of events: read back, and compared with the JSON."""

import pytest
from builders import few, study_of
from doubted import doubted
from hypothesis import given
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc


@given(doubted(events=3))
@few
def test_every_stretch_and_every_tipping_point_stands_at_its_chance(stated):
    answer = study_of(*stated).sensitivity()
    held_to(answer, "events", widths=(720.0,))
    told, left_out = [], []
    for event in answer.to_dict()["events"]:
        if not any(e["inject"] == event["otherwise"] and e["otherwise"] == event["inject"] for e in told):
            told.append(event)
        else:
            left_out.append(event)
    all_shapes = shapes(answer.picture("events").svg)
    at = [
        (float(s.get("data-value")), float(s.get("x1")))
        for s in all_shapes
        if s.tag == "line" and s.get("stroke-width") == "2.5"
    ]
    assert sorted(value for value, _ in at) == sorted(tip["at"] for e in told for tip in e["tips"])
    for value, x in at:
        assert x == pytest.approx(720 * (0.3 + value * 0.38), abs=0.5)
    stretches = [s for s in all_shapes if s.tag == "rect" and s.get("height") == "14"]
    assert len(stretches) == sum(len(event["segments"]) for event in told)
    ways = {
        (round(720 * (0.3 + s["from"] * 0.38)), round(720 * (s["to"] - s["from"]) * 0.38))
        for e in told
        for s in e["segments"]
    }
    for s in stretches:
        x, wide = float(s.get("x")), float(s.get("width"))
        assert any(abs(x - a) <= 1 and abs(wide - b) <= 1 for a, b in ways)


@given(titled(events=3))
@few
def test_words_of_any_length_cover_nothing(study):
    held_to(study.sensitivity(), "events")


def test_the_built_in_one():
    for answer in (sc.study("china-arms-russia").score(), sc.study("china-arms-russia-wider").sensitivity()):
        held_to(answer, "events")
    tips = sc.study("china-arms-russia").score().picture("events")
    assert "no forecast" in tips.description


def test_a_chance_that_is_tried_changes_no_threshold():
    study = sc.study("china-arms-russia")
    event = next(iter(study.scenario.injects))
    held_to(study.tried(f"chance.{event}=0.4").score(), "events")


def test_without_an_event_it_says_so():
    from builders import scenario_of, weights_of

    answer = study_of(scenario_of([[1], [2]]), weights_of(scenario_of([[1], [2]]), [1])).score()
    held_to(answer, "events")
    assert "No inject is open" in answer.picture("events").description
