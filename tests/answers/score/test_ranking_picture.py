"""The picture of the ranking: read back, and compared with the JSON."""

import pytest
from builders import few, scenario_of, stated_problems, study_of, weights_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import titled

import scenario_cli as sc

LEFT, RIGHT = 720 * 0.36, 720 - 12 - (5 * 0.66 + 2 * 0.37 - 0.66) * 13


def drawn(answer, tag):
    return [
        (float(s.get("data-value")), s)
        for s in shapes(answer.picture("ranking").svg)
        if s.tag == tag and s.get("data-value")
    ]


def at(points):
    return pytest.approx(LEFT + points / 100 * (RIGHT - LEFT), abs=0.5)


@given(st.one_of(stated_problems(unknown=True), doubted()))
@few
def test_bars_whiskers_and_points_are_those_of_the_json(stated):
    answer = study_of(*stated).score()
    held_to(answer, "ranking", widths=(720.0,))
    rows = answer.to_dict()["ranking"]
    boxes, ends = iter(drawn(answer, "rect")), iter(drawn(answer, "line"))
    for row, (score, text) in zip(rows, drawn(answer, "text"), strict=True):
        total = 0.0
        for given_ in row["drivers"].values():
            if given_ > 0:
                value, box = next(boxes)
                assert value == given_
                assert float(box.get("x")) == at(total)
                assert float(box.get("x")) + float(box.get("width")) == at(total + given_)
            total += given_
        assert score == row["score"]
        assert float(text.get("x")) - 6 == at(score)
        if row["least"] != row["most"]:
            for end in (row["least"], row["most"]):
                value, line = next(ends)
                assert value == end
                assert float(line.get("x1")) == at(end)
    assert next(boxes, None) is next(ends, None) is None


@given(titled())
@few
def test_words_of_any_length_cover_nothing(study):
    held_to(study.score(), "ranking")


def test_ties_and_near_ties_are_said():
    scenario = scenario_of([[8], [8], [7.5], [1]], options=["a", "b", "c", "d"])
    answer = study_of(scenario, weights_of(scenario, [1])).score()
    said = [s.text for s in shapes(answer.picture().svg) if s.tag == "text"]
    assert said.count("1=") == 2
    assert {"tied with b", "tied with a", "a near tie with b", "3", "4"} <= set(said)


def test_the_built_in_one_is_the_foremost():
    for answer in (sc.study("china-arms-russia").score(), sc.study("china-arms-russia-wider").score()):
        held_to(answer, "ranking")
        assert answer.picture().name == "ranking"
        assert answer.picture().description == answer.finding
