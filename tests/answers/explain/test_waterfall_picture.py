"""The picture of a gap, factor by factor: read back, and compared with the JSON."""

from itertools import pairwise

import pytest
from builders import few, stated_problems, study_of
from hypothesis import assume, given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc

WIDTH = 720.0


@given(stated_problems(unknown=True))
@few
def test_bars_stand_end_to_end_from_0_to_the_gap(stated):
    assume(len(stated[0].options) > 1)
    answer = study_of(*stated).explain(next(iter(stated[0].options)))
    held_to(answer, "waterfall", widths=(WIDTH,))
    found = answer.to_dict()
    bars = [s for s in shapes(answer.picture("waterfall", WIDTH).svg) if s.get("data-value")]
    rects = [s for s in bars if s.tag == "rect"]
    assert [float(s.get("data-value")) for s in rects] == [
        *(d["difference"] for d in found["differences"]),
        found["gap"],
    ]
    running = [0.0, *(d["running"] for d in found["differences"])]
    assert [float(s.get("data-value")) for s in bars if s.tag == "line"] == running[1:]
    least, most = min(*running, found["gap"]), max(*running, found["gap"])
    left, right = WIDTH * 0.38, WIDTH - 78
    per_point = (right - left) / (most - least) if most > least else 0.0
    spans = [*pairwise(running), (0.0, found["gap"])]
    for shape, (start, end) in zip(rects, spans, strict=True):
        low = left + (min(start, end) - least) * per_point
        assert float(shape.get("x")) == pytest.approx(low, abs=0.5)
        assert float(shape.get("width")) == pytest.approx(abs(end - start) * per_point, abs=0.5)


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    held_to(study_of(*bearing(titles, options)).explain("o1"), "waterfall")


def test_the_built_in_one():
    answer = sc.study("china-arms-russia").explain("straddle", "covert_shells")
    held_to(answer, "waterfall")
    picture = answer.picture()
    assert picture.name == "waterfall"
    assert picture.description == answer.finding
    assert ">+3.35<" in picture.svg
