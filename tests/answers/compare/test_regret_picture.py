"""The picture of regret by perspective: read back, and compared with the JSON."""

import pytest
from answers.compare.test_perspectives_picture import BUILT_IN, side_by_side
from builders import few, stated_problems
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc

WIDTH = 720.0
LEFT, RIGHT = WIDTH * 0.36, WIDTH - 64


@given(stated_problems(), st.lists(st.lists(st.integers(1, 9), min_size=6, max_size=6), max_size=6))
@few
def test_dots_stand_at_their_points_of_regret_the_least_worst_first(stated, points):
    answer = side_by_side(*stated, points)
    held_to(answer, "regret", widths=(WIDTH,))
    found = answer.to_dict()
    dots = [s for s in shapes(answer.picture("regret", WIDTH).svg) if s.get("data-value")]
    worst = [float(s.get("data-value")) for s in dots if s.get("r") == "6"]
    assert worst == sorted(found["max_regret"].values())
    each = [float(s.get("data-value")) for s in dots if s.get("r") == "3.5"]
    assert sorted(each) == sorted(x for row in found["regret"].values() for x in row.values())
    for dot in dots:
        share = float(dot.get("data-value")) / worst[-1] if worst[-1] else 0.0
        assert float(dot.get("cx")) == pytest.approx(LEFT + share * (RIGHT - LEFT), abs=0.5)


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    points = [[j * k % 5 + 1 for j in range(len(titles))] for k in range(3)]
    held_to(side_by_side(*bearing(titles, options), points), "regret")


def test_the_built_in_one():
    study = sc.study("china-arms-russia")
    held_to(sc.compare([study.under(id_) for id_ in BUILT_IN]), "regret")
