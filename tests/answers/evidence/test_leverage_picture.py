"""The picture of ratings by leverage: read back, and compared with the JSON."""

import pytest
from builders import few, scenario_of, stated_problems, study_of, weights_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc
from scenario_cli.answers.evidence.pictures.leverage import MOST

WIDTH = 720.0
LEFT, RIGHT = WIDTH * 0.38, WIDTH * 0.72


@given(st.one_of(stated_problems(unknown=True), doubted()))
@few
def test_bars_are_as_long_as_the_steps_the_nearest_first(stated):
    answer = study_of(*stated).evidence()
    held_to(answer, "leverage", widths=(WIDTH,))
    steps = [r["steps"] for r in answer.to_dict()["ratings"] if r["steps"] is not None]
    bars = [s for s in shapes(answer.picture("leverage", WIDTH).svg) if s.get("data-value")]
    assert [float(s.get("data-value")) for s in bars] == steps[:MOST]
    for bar in bars:
        share = float(bar.get("data-value")) / steps[:MOST][-1] if steps[:MOST][-1] else 0.0
        assert float(bar.get("x")) == pytest.approx(LEFT, abs=0.5)
        assert float(bar.get("width")) == pytest.approx(share * (RIGHT - LEFT), abs=0.5)
    said = f"{len(steps) - MOST} more rating"
    assert (said in answer.picture("leverage", 1920).svg) == (len(steps) > MOST)


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    held_to(study_of(*bearing(titles, options)).evidence(), "leverage")


def test_where_no_rating_can_turn_first_place_it_says_so():
    scenario = scenario_of([[10, 10], [0, 0], [0, 0]])
    answer = study_of(scenario, weights_of(scenario, [1, 1])).evidence()
    held_to(answer, "leverage")
    assert "No rating alone can change first place." in answer.picture("leverage").svg


def test_the_built_in_one_names_kinds_and_places():
    answer = sc.study("china-arms-russia").evidence()
    held_to(answer, "leverage")
    picture = answer.picture()
    assert (picture.name, picture.description) == ("leverage", answer.finding)
    words = [s.text for s in shapes(answer.picture("leverage", 1024).svg) if s.tag == "text"]
    assert "2.2: intro.2, why.3, arming.1" in words
    assert {"reporting", "judgement", "assumption"} <= set(words)
