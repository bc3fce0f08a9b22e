"""The picture of rank shares: read back, and compared with the JSON."""

import pytest
from builders import few, stated_problems, study_of
from doubted import doubted
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc

pytestmark = pytest.mark.thorough

WIDTH = 720.0
LEFT, RIGHT = WIDTH * 0.36, WIDTH - 58


@given(st.one_of(stated_problems(), doubted()))
@few
def test_each_bar_is_all_weightings_and_each_part_the_share_of_a_rank(stated):
    answer = study_of(*stated).robustness(samples=500, ratings="uncertain")
    held_to(answer, "ranks", widths=(WIDTH,))
    parts = [s for s in shapes(answer.picture("ranks", WIDTH).svg) if s.get("data-value")]
    by_mean = sorted(answer.to_dict()["options"], key=lambda option: option["expected_rank"])
    for option in by_mean:
        x = LEFT
        for rank, share in enumerate(option["acceptability"], 1):
            if share == 0:
                continue
            part = parts.pop(0)
            assert float(part.get("data-value")) == share
            assert float(part.get("x")) == pytest.approx(x, abs=0.5)
            assert float(part.get("width")) == pytest.approx(share * (RIGHT - LEFT), abs=0.5)
            assert part.get("fill").startswith("url(") == (rank == 1)
            x += share * (RIGHT - LEFT)
        assert x == pytest.approx(RIGHT, abs=0.5)
    assert parts == []


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    held_to(study_of(*bearing(titles, options)).robustness(samples=100), "ranks")


def test_the_built_in_one_says_how_its_shares_came_about():
    answer = sc.study("china-arms-russia").robustness()
    held_to(answer, "ranks")
    picture = answer.picture()
    assert (picture.name, picture.description) == ("ranks", answer.finding)
    words = " ".join(s.text for s in shapes(picture.svg) if s.tag == "text")
    assert answer.to_dict()["caption"] in words
    assert "seed 0" in words
