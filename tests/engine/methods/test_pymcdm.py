"""Random problems as pymcdm ranks them, an extra of the benchmarks: without it these tests are passed by."""

import numpy as np
import pytest
from builders import problem_of

from scenario_cli.engine.methods.flows import Thresholds
from scenario_cli.engine.methods.together import methods_of

pymcdm = pytest.importorskip("pymcdm")


def drawn(seed):
    rng = np.random.default_rng(seed)
    m, n = int(rng.integers(2, 9)), int(rng.integers(2, 7))
    rows = rng.uniform(1, 99, (m, n)).round(1)
    types = rng.choice([-1, 1], n)
    points = rng.uniform(0.1, 1, n)
    scales = [{"worst": 0.0, "best": 100.0} if t > 0 else {"worst": 100.0, "best": 0.0} for t in types]
    q = rng.uniform(0, 10, n)
    how = [Thresholds("linear", a, a + b, 1, 1e-7) for a, b in zip(q, rng.uniform(1, 30, n), strict=True)]
    problem = problem_of(rows.tolist(), points.tolist(), scales=scales)
    return rows, points / points.sum(), types, how, methods_of(problem, how, as_published=True)


@pytest.mark.filterwarnings("ignore")  # theirs, of options that dominate others
@pytest.mark.parametrize("seed", range(40))
def test_random_tables_come_out_as_theirs(seed):
    from pymcdm import normalizations as by
    from pymcdm.methods import PROMETHEE_II, TOPSIS, VIKOR, WPM, WSM

    rows, weights, types, how, found = drawn(seed)
    table = (rows, weights, types)
    assert found.additive.index == pytest.approx(100 * WSM(by.minmax_normalization)(*table), abs=1e-9)
    assert found.topsis.index == pytest.approx(TOPSIS(by.vector_normalization)(*table), abs=1e-9)
    assert found.vikor.index == pytest.approx(VIKOR()(*table), abs=1e-9)
    assert found.of_sums == pytest.approx(WPM(by.sum_normalization)(*table), abs=1e-9)
    q, p = (np.array([getattr(each, key) for each in how]) for key in ("q", "p"))
    theirs = PROMETHEE_II("vshape_2", p=p, q=q)(*table)
    assert found.promethee.index == pytest.approx(theirs, abs=1e-9)
