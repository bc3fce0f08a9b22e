"""The picture of ranks by perspective: read back, and compared with the JSON."""

from typing import Any

import pytest
from builders import few, stated_problems, study_of
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, TITLES, bearing

import scenario_cli as sc

WIDTH = 720.0
LEFT, RIGHT = 26.0, WIDTH * 0.6
BUILT_IN = ("authors", "critics", "equal", "interests", "personality", "power", "stove_piped")


def side_by_side(scenario: Any, weights: Any, points: Any, titles: Any = ()) -> Any:
    """The scenario under the weights, and under each row of points for its drivers."""
    stated = weights.model_dump(exclude_unset=True)
    rows = [
        weights.model_validate(
            stated
            | {"id": f"w{k}", "drivers": dict(zip(stated["drivers"], map(float, row), strict=False))}
            | ({"title": titles[k % len(titles)]} if titles else {})
        )
        for k, row in enumerate(points)
    ]
    return sc.compare([study_of(scenario, one) for one in (weights, *rows)])


@given(stated_problems(), st.lists(st.lists(st.integers(1, 9), min_size=6, max_size=6), max_size=6))
@few
def test_every_rank_stands_in_its_column_at_its_height(stated, points):
    answer = side_by_side(*stated, points)
    held_to(answer, "perspectives", widths=(WIDTH,))
    found = answer.to_dict()
    drawn = shapes(answer.picture("perspectives", WIDTH).svg)
    dots = [s for s in drawn if s.get("data-value")]
    ranks = [rank for row in found["ranks"].values() for rank in row.values()]
    assert [float(dot.get("data-value")) for dot in dots] == ranks
    tracks = [float(s.get("y1")) for s in drawn if s.tag == "line"]
    columns = len(found["columns"])
    for k, (dot, rank) in enumerate(zip(dots, ranks, strict=True)):
        x = LEFT + (k % columns + 0.5) * (RIGHT - LEFT) / columns
        assert float(dot.get("cx")) == pytest.approx(x, abs=0.5)
        assert float(dot.get("cy")) == pytest.approx(tracks[rank - 1], abs=0.5)
        assert (dot.get("r") == "6") == (rank == 1)


@given(SEVERAL, st.integers(2, 30), st.lists(TITLES, min_size=1, max_size=9))
@few
def test_words_of_any_length_cover_nothing(titles, options, names):
    points = [[(j * k) % 5 + 1 for j in range(len(titles))] for k, _ in enumerate(names)]
    held_to(side_by_side(*bearing(titles, options), points, names), "perspectives")


def test_more_perspectives_than_fit_are_not_drawn_and_it_says_so():
    stated = bearing(["One title", "Another title"], 3)
    answer = side_by_side(*stated, [[k + 1, 3] for k in range(29)])
    held_to(answer, "perspectives")
    assert "No room for 30 perspectives." in answer.picture("perspectives", 360).svg
    assert "No room" not in answer.picture("perspectives", 1920).svg


def test_the_built_in_one():
    study = sc.study("china-arms-russia")
    answer = sc.compare([study.under(id_) for id_ in BUILT_IN])
    held_to(answer, "perspectives")
    picture = answer.picture()
    assert (picture.name, picture.description) == ("perspectives", answer.finding)
    assert ">Xi's stake<" in answer.picture("perspectives", 1024).svg
    assert ">5: Xi's stake decides<" in answer.picture("perspectives", 360).svg
