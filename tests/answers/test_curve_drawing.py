"""A value curve drawn as a table: what ends, points and levels are worth, as the engine values them."""

import numpy as np
import pytest
from builders import few
from hypothesis import given
from hypothesis import strategies as st

import scenario_cli as sc
from scenario_cli.answers.curve_drawing import curve_table
from scenario_cli.engine.curves import curve_of
from scenario_cli.render.page import BOTH, FLIP, NOW, Page
from scenario_cli.render.terminal import page_text

WHOLE = st.lists(st.integers(1, 99), unique=True, min_size=1, max_size=4)


@few
@given(WHOLE, WHOLE, st.integers(0, 100), st.booleans())
def test_a_level_is_worth_what_the_engine_makes_of_it(ratings, values, level, falling):
    points = dict(zip(map(float, sorted(ratings)), (v / 100 for v in sorted(values)), strict=False))
    worst, best = (100.0, 0.0) if falling else (0.0, 100.0)
    if falling:
        points = {100 - rating: value for rating, value in points.items()}
    scale = sc.Scale(worst=worst, best=best, values=points, levels={"so": float(level)})
    table = curve_table("Taste", scale, 80)
    rows = {float(row[0].partition(" ")[0]): row for row in table.rows}
    assert list(rows) == sorted({worst, best, *points, float(level)}, reverse=falling)
    at = abs(level - worst) / 100
    curve = curve_of(scale)
    expected = at if curve is None else float(curve.value(np.array([at]))[0])
    assert float(rows[float(level)][1]) == pytest.approx(expected, abs=1e-4)
    assert float(rows[float(level)][2]) == pytest.approx(at)
    for rating, value in points.items():
        assert float(rows[rating][1]) == value
    for row in table.rows:
        assert row[3].count(BOTH) or (row[3].count(NOW), row[3].count(FLIP)) == (1, 1)


def test_ratings_are_told_with_their_unit_and_in_words():
    scale = sc.Scale(worst=6, best=0, unit="min", values={2: 0.4}, anchors={0: "At once"})
    table = curve_table("Waiting", scale, 80)
    assert [row[0] for row in table.rows] == ["6 min", "2 min", "0 min (At once)"]


def test_where_there_is_no_room_the_numbers_stay_and_the_drawing_goes():
    table = curve_table("Taste", sc.Scale(values={3: 0.7}), 30)
    page = page_text(Page(heading=[], tables=[table]), encoding="utf-8", width=30)
    assert max(map(len, page.splitlines())) <= 30
    assert NOW not in page
    assert "0.7" in page
