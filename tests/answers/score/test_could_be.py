"""What each score could be, every rating anywhere in its range: against every combination of ends."""

from itertools import product

import numpy as np
from builders import few, scenario_of, study_of, weights_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.render.page import plain

WHOLE = st.integers(0, 10)
CELLS = st.one_of(
    WHOLE,
    st.none(),
    st.tuples(WHOLE, WHOLE, WHOLE).map(sorted).map(lambda k: {"low": k[0], "value": k[1], "high": k[2]}),
)


def ends_of(cell):
    """The values that a rating on 0..10 may have at most and at least."""
    if cell is None:
        return (0.0, 1.0)
    return (cell["low"] / 10, cell["high"] / 10) if isinstance(cell, dict) else (cell / 10,)


@few
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
    st.lists(st.integers(0, 5), min_size=3, max_size=3).filter(any),
)
def test_least_and_most_are_those_of_all_combinations_of_ends(ratings, points):
    scenario = scenario_of(ratings)
    study = study_of(scenario, weights_of(scenario, points))
    shares = np.array(points) / sum(points)
    for row in study.score().to_dict()["ranking"]:
        cells = ratings[int(row["option"][1:])]
        scores = [100 * float(shares @ ends) for ends in product(*map(ends_of, cells))]
        assert abs(row["least"] - min(scores)) < 1e-9
        assert abs(row["most"] - max(scores)) < 1e-9
        assert row["least"] - 1e-9 <= row["low"] <= row["score"] <= row["high"] <= row["most"] + 1e-9


def test_the_page_says_it_where_some_rating_has_a_range_and_not_elsewhere():
    """9 alone, or 4 to 10 against a sure 5: a weight of 3 in 4 and of 1 in 4."""
    scenario = scenario_of([[{"value": 9, "low": 4, "high": 10}, 5], [2, 2]])
    table = study_of(scenario, weights_of(scenario, [3, 1])).score().report().page(100).tables[0]
    place = [column.title for column in table.columns].index("Could be")
    assert [plain(row[place]) for row in table.rows] == ["42.5-87.5", "20.0-20.0"]
    assert "Could be: every rating anywhere in its stated range, all at once." in map(plain, table.legend)
    sure = scenario_of([[9, 5], [2, 2]])
    table = study_of(sure, weights_of(sure, [3, 1])).score().report().page(100).tables[0]
    assert "Could be" not in [column.title for column in table.columns]
    assert not any(plain(line).startswith("Could be") for line in table.legend)
