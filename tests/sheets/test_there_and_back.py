"""A study exported and imported again: the same ratings, scales and weights, and the same ranking."""

import math

import pytest
from builders import few, scenario_of, weights_of
from hypothesis import given
from workbooks import exportable, study_from

import scenario_cli as sc


def ratings_of(study):
    scenario = study.scenario
    return {
        (option, factor): rating.value
        for option, row in scenario.ratings.items()
        for factor, rating in row.items()
    }


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_a_table_holds_comes_back(tmp_path, monkeypatch, ending):
    @given(exportable())
    @few
    def there_and_back(stated):
        scenario, drivers, within = stated
        (study,) = study_from(scenario, weights_of(scenario, drivers, within))
        monkeypatch.chdir(tmp_path)
        study.export(f"t.{ending}", force=True)
        sc.import_sheet(f"t.{ending}", output="back.yaml", weights_out="weights", force=True)
        back = sc.study("back.yaml", weights=f"weights/{study.weights.id}.yaml")
        assert ratings_of(back) == ratings_of(study)
        for id_, factor in study.scenario.factors.items():
            came = back.scenario.factors[id_]
            assert (came.scale.worst, came.scale.best) == (factor.scale.worst, factor.scale.best)
            assert came.minimum == factor.minimum
        if ending == "csv" and any(factor.scale.values for factor in study.scenario.factors.values()):
            return  # CSV has no curves, which is told
        for one, other in zip(study.problem.weights, back.problem.weights, strict=True):
            assert math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-15)
        assert back.ranking.ranks.tolist() == study.ranking.ranks.tolist()

    there_and_back()


def test_titles_like_heads_come_back_since_they_have_ids(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario = scenario_of([[4, 5], [6, 3]], options=["max", "rank"], drivers=["total", "sum"])
    (study,) = study_from(scenario, weights_of(scenario, [1, 1]))
    for name in ("t.xlsx", "t.csv"):
        study.export(name)
        assert list(sc.import_sheet(name).scenario.factors) == ["total", "sum"]
        assert list(sc.import_sheet(name).scenario.options) == ["max", "rank"]


def test_reasons_of_several_lines_come_back_through_csv(folder):
    reason = 'line one\nline two, with "quotes"; and a comma'
    cell = {"value": 4.0, "why": reason}
    (study,) = study_from(scenario := scenario_of([[cell, 3.0], [8.0, 1.0]]), weights_of(scenario, [1, 2]))
    study.export("t.csv")
    sc.import_sheet("t.csv", output="back.yaml", weights_out="weights")
    assert sc.study("back.yaml").scenario.ratings["o0"]["d0"].why.split() == reason.split()
