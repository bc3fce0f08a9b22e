"""`scenario weights rank`, `swing` and `pairs` against the papers that their ways come from."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from answers.weights.office import rated_directly
from builders import published

RANKS = published("weights_roc_ranksum_rankreciprocal")
METHODS = {"roc": "roc", "rs": "rank_sum", "rr": "reciprocal"}
SAATY = published("weights_ahp_saaty_2008_job")
SWINGS = published("weights_swing_goodwin_wright")


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("k", range(2, 11))
def test_barron_and_barrett_1996_and_stillwell_1981_by_command(folder, run, name, k):
    ids = [f"d{i}" for i in range(k)]
    scenario = rated_directly(ids[::-1], folder)
    result = run("weights", "rank", *ids, "--method", METHODS[name], "--scenario", scenario, "-f", "json")
    weights = json.loads(result.stdout)["weights"]
    exact = dict(zip(ids, RANKS["expected"]["recomputed"][str(k)][name], strict=True))
    assert weights == pytest.approx(exact, abs=RANKS["tolerance"]["recomputed"], rel=0)


@pytest.mark.parametrize("name", METHODS)
def test_stillwell_1981_within_one_driver(said, name):
    document = said("rank", "taste", "noise", "wait", "--method", METHODS[name], "-w", "red")
    exact = RANKS["expected"]["recomputed"]["3"][name]
    assert document["weights"] == pytest.approx(
        dict(zip(["taste", "noise", "wait"], exact, strict=True)), abs=1e-12, rel=0
    )
    factors = document["resulting"]["factors"]
    assert [factors[f] for f in ("taste", "noise", "wait")] == pytest.approx(
        [0.6 * share for share in exact], abs=1e-12, rel=0
    )


def test_saaty_2008_choosing_a_job_by_command(folder, run):
    ids = [criterion["id"] for criterion in SAATY["criteria"]]
    rows = [[str(Fraction(entry).limit_denominator(9)) for entry in row] for row in SAATY["matrix"]]
    text = f"format: pairs/1\nitems: [{', '.join(ids)}]\nmatrix:\n"
    text += "".join(f"  - [{', '.join(row)}]\n" for row in rows)
    Path("job.yaml").write_text(text)
    assert "1/7" in text
    result = run("weights", "pairs", "job.yaml", "--scenario", rated_directly(ids, folder), "-f", "json")
    document, exact = json.loads(result.stdout), SAATY["expected"]["recomputed"]
    within = SAATY["tolerance"]
    weights = [document["weights"][id_] for id_ in ids]
    assert weights == pytest.approx(exact["weights"], abs=within["recomputed"], rel=0)
    printed = SAATY["expected"]["published"]["weights"]
    assert weights == pytest.approx(printed, abs=within["published"], rel=0)
    numbers = [document[k] for k in ("lambda_max", "consistency_index", "consistency_ratio")]
    expected = [exact["lambda_max"], exact["CI"], exact["CR_saaty_RI"]]
    assert numbers == pytest.approx(expected, abs=within["recomputed"], rel=0)


def test_goodwin_and_wright_2004_swing_points_by_command(folder, run):
    ids = SWINGS["criteria"]
    typed = [f"{id_}={points}" for id_, points in zip(ids, SWINGS["swing_points"], strict=True)]
    result = run("weights", "swing", *typed, "--scenario", rated_directly(ids, folder), "-f", "json")
    weights = [json.loads(result.stdout)["weights"][id_] for id_ in ids]
    within = SWINGS["tolerance"]
    exact = SWINGS["expected"]["recomputed"]["weights"]
    assert weights == pytest.approx(exact, abs=within["recomputed"], rel=0)
    printed = [p / 100 for p in SWINGS["expected"]["published"]["weights_percent"]]
    assert weights == pytest.approx(printed, abs=within["published"], rel=0)
