"""The formulas of a workbook give what the engine gives, by other programs, before and after a change."""

import tempfile
from pathlib import Path

import pytest
from builders import scenario_of, up_to, weights_of
from hypothesis import given
from workbooks import by_formulas, by_libreoffice, changed, exportable, ranking_in, rows_of, study_from

from scenario_cli.answers.export.ask import export_tables
from scenario_cli.sheets.ratings import FIRST_FACTOR, FIRST_WEIGHTS

pytestmark = pytest.mark.thorough

COMPUTED_BY = {"formulas": by_formulas, "LibreOffice": by_libreoffice}
A_FEW = up_to(12)


def same(cells, studies):
    options = len(studies[0].problem.options)
    for (scores, ranks), one in zip(ranking_in(cells, options, len(studies)), studies, strict=True):
        assert scores == pytest.approx(one.ranking.scores.tolist(), abs=1e-9)
        assert ranks == one.ranking.ranks.tolist()


@pytest.fixture(params=COMPUTED_BY)
def computed(request):
    return COMPUTED_BY[request.param]


@given(exportable())
@A_FEW
def test_formulas_rank_as_the_engine_does(stated):
    scenario, drivers, within = stated
    studies = study_from(scenario, weights_of(scenario, drivers, within))
    with tempfile.TemporaryDirectory() as folder:
        same(by_formulas(changed(export_tables(studies).workbook(), {}, Path(folder))), studies)


@given(exportable())
@A_FEW
def test_what_is_kept_for_a_formula_is_what_it_gives(stated):
    scenario, drivers, within = stated
    studies = study_from(scenario, weights_of(scenario, drivers, within))
    content = export_tables(studies).workbook()
    with tempfile.TemporaryDirectory() as folder:
        cells = by_formulas(changed(content, {}, Path(folder)))
    for sheet in ("Values", "Shares", "Contributions", "Ranking"):
        for i, row in enumerate(rows_of(content, sheet)):
            for j, kept in enumerate(row):
                if isinstance(kept, float):
                    assert cells[f"{sheet}!{chr(ord('A') + j)}{i + 1}"] == pytest.approx(kept, abs=1e-9)


@given(exportable())
@A_FEW
def test_another_weight_in_its_cell_ranks_as_a_study_with_that_weight(stated):
    scenario, drivers, within = stated
    content = export_tables(study_from(scenario, weights_of(scenario, drivers, within))).workbook()
    points = rows_of(content, "Ratings")[FIRST_WEIGHTS][FIRST_FACTOR:]
    points[0] = 60.0  # of the whole; the rest is as it was
    with tempfile.TemporaryDirectory() as folder:
        path = changed(content, {(FIRST_WEIGHTS, FIRST_FACTOR): 60.0}, Path(folder))
        cells = by_formulas(path)
    of = dict(zip(scenario.factors, points, strict=True))
    groups = {
        id_: [of[factor] for factor in driver.factors or [id_]] for id_, driver in scenario.drivers.items()
    }
    other = weights_of(
        scenario,
        [sum(group) for group in groups.values()],
        {id_: groups[id_] for id_, driver in scenario.drivers.items() if driver.factors and any(groups[id_])},
    )
    same(cells, study_from(scenario, other))


SCALES = [{"worst": 0, "best": 10, "values": {3: 0.6, 6: 0.9}}, {"worst": 30, "best": 5}, None]
ROWS = [[7, 20, "unknown"], [5, 12, 4], [4, 5, 6], [4, 5, 6]]


@pytest.fixture
def studies():
    scenario = scenario_of(ROWS, scales=SCALES)
    return study_from(
        scenario,
        weights_of(scenario, [2, 1, 0]),
        weights_of(scenario, [0, 1, 5]).model_copy(update={"id": "other"}),
    )


def test_two_weights_stand_side_by_side(studies, computed, tmp_path):
    content = export_tables(studies).workbook()
    assert rows_of(content, "Ranking")[0] == [
        "option",
        "title",
        "score built",
        "rank built",
        "score other",
        "rank other",
    ]
    same(computed(changed(content, {}, tmp_path)), studies)


def test_another_rating_in_its_cell_ranks_as_a_study_with_it(studies, computed, tmp_path):
    tables = export_tables(studies)
    row = tables.ratings.first_option
    cells = {(row, FIRST_FACTOR + 2): 9, (row + 1, FIRST_FACTOR): "unknown", (row + 3, FIRST_FACTOR): None}
    tried = ("ratings.o0.d2=9", "ratings.o1.d0=unknown", "ratings.o3.d0=unknown")
    found = computed(changed(tables.workbook(), cells, tmp_path))
    same(found, [one.tried(*tried) for one in studies])


def test_another_end_of_a_scale_moves_values_and_the_points_of_a_curve(studies, tmp_path):
    cells = by_formulas(changed(export_tables(studies).workbook(), {(5, FIRST_FACTOR): 12}, tmp_path))
    scales = [{"worst": 0, "best": 12, "values": {3: 0.6, 6: 0.9}}, *SCALES[1:]]
    scenario = scenario_of(ROWS, scales=scales)
    same(cells, study_from(scenario, *(one.weights for one in studies)))


def test_scores_that_differ_by_less_than_a_tie_share_the_better_rank(tmp_path, computed):
    scenario = scenario_of([[5, 5], [5 + 1e-11, 5], [5 + 1e-8, 5], [1, 1]])
    studies = study_from(scenario, weights_of(scenario, [1, 1]))
    assert studies[0].ranking.ranks.tolist() == [2, 2, 1, 4]
    same(computed(changed(export_tables(studies).workbook(), {}, tmp_path)), studies)


def test_a_curve_of_a_hundred_points_is_no_formula_too_deep(tmp_path):
    points = {k / 10: (k / 100) ** 2 for k in range(1, 100)}
    scenario = scenario_of([[0], [10], [3.33], [9.99]], scales=[{"worst": 0, "best": 10, "values": points}])
    studies = study_from(scenario, weights_of(scenario, [1]))
    same(by_formulas(changed(export_tables(studies).workbook(), {}, tmp_path)), studies)
