"""The picture of mean and worst regret: read back, and compared with the JSON."""

import pytest
from builders import few, stated_problems, study_of
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc

pytestmark = pytest.mark.thorough

WIDTH = 720.0
LEFT, RIGHT = WIDTH * 0.36, WIDTH - 64


@given(stated_problems())
@few
def test_dots_stand_at_their_points_of_regret_the_least_worst_first(stated):
    answer = study_of(*stated).robustness(samples=500)
    held_to(answer, "regret", widths=(WIDTH,))
    dots = [s for s in shapes(answer.picture("regret", WIDTH).svg) if s.get("data-value")]
    found = answer.to_dict()["options"]
    worst = [float(s.get("data-value")) for s in dots if s.get("r") == "6"]
    assert worst == sorted(option["max_regret"] for option in found)
    mean = [float(s.get("data-value")) for s in dots if s.get("r") == "3.5"]
    assert sorted(mean) == sorted(option["mean_regret"] for option in found)
    for dot in dots:
        share = float(dot.get("data-value")) / worst[-1] if worst[-1] else 0.0
        assert float(dot.get("cx")) == pytest.approx(LEFT + share * (RIGHT - LEFT), abs=0.5)


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    held_to(study_of(*bearing(titles, options)).robustness(samples=100), "regret")


def test_the_built_in_one():
    held_to(sc.study("china-arms-russia").robustness(), "regret")
