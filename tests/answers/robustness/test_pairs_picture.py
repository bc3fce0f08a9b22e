"""The picture of pairwise shares: read back, and compared with the JSON."""

import pytest
from builders import few, stated_problems, study_of
from hypothesis import given
from hypothesis import strategies as st
from pictured import held_to, shapes
from titled import SEVERAL, bearing

import scenario_cli as sc

pytestmark = pytest.mark.thorough

WIDTH = 720.0


@given(stated_problems())
@few
def test_each_cell_says_its_share_where_its_row_and_column_meet(stated):
    answer = study_of(*stated).robustness(samples=500)
    held_to(answer, "pairs", widths=(WIDTH,))
    found = answer.to_dict()
    order = [o["option"] for o in sorted(found["options"], key=lambda option: option["expected_rank"])]
    cells = [s for s in shapes(answer.picture("pairs", WIDTH).svg) if s.get("data-value")]
    assert [float(cell.get("data-value")) for cell in cells] == [
        found["pairwise"][a][b] for a in order for b in order if a != b
    ]
    columns = [k for j, _ in enumerate(order) for k, _ in enumerate(order) if j != k]
    for cell, column in zip(cells, columns, strict=True):
        assert float(cell.get("x")) == pytest.approx(WIDTH * 0.36 + column * 72, abs=0.5)


@given(SEVERAL, st.integers(2, 30))
@few
def test_words_of_any_length_cover_nothing(titles, options):
    held_to(study_of(*bearing(titles, options)).robustness(samples=100), "pairs")


@pytest.mark.parametrize(("width", "shown"), [(360, 8), (720, 17), (1920, 30)])
def test_of_more_options_than_fit_the_best_are_shown_and_it_says_so(width, shown):
    answer = study_of(*bearing(["One title", "Another title", "And a third"], 30)).robustness(samples=100)
    picture = answer.picture("pairs", width)
    drawn = [s for s in shapes(picture.svg) if s.get("data-value")]
    assert len(drawn) == shown * (shown - 1)
    words = " ".join(s.text for s in shapes(picture.svg) if s.tag == "text")
    assert (f"The {shown} of 30 options with the best mean rank are shown" in words) == (shown < 30)


def test_the_built_in_one():
    answer = sc.study("china-arms-russia").robustness()
    held_to(answer, "pairs")
    texts = [s for s in shapes(answer.picture("pairs").svg) if s.tag == "text"]
    said = {s.text: s.get("font-weight") for s in texts}
    assert said["81.7"] == "bold"
    assert said["18.3"] is None
