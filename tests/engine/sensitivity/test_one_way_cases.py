"""One-way sensitivity of large problems and of published cases."""

from itertools import pairwise

import numpy as np
import pytest
from builders import (
    TIE,
    first_of,
    on_0_to_1,
    problem_of,
    published,
    scenario_of,
    scores_at,
    weights_of,
)
from engine.sensitivity.swings import approximately, scanned, segments_of, shares_in, swings_of

from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.sensitivity.one_way import driver_scores
from scenario_cli.model.scenario import Option, Rating

# Large problems, spot checks


@pytest.fixture(scope="module")
def large():
    """1,000 options on 200 factors of 10 drivers."""
    rng = np.random.default_rng(7)
    ratings = rng.integers(0, 101, (1000, 200)) / 10
    points = rng.integers(1, 10, 10)
    within = {f"d{k}": rng.integers(0, 10, 20) + (np.arange(20) == 0) for k in range(10)}
    one = scenario_of(ratings[:1].tolist(), groups=[20] * 10)
    rows = {
        f"o{i}": {f"f{j}": Rating(value=x) for j, x in enumerate(row)}
        for i, row in enumerate(ratings.tolist())
    }
    scenario = one.model_copy(update={"options": dict.fromkeys(rows, Option()), "ratings": rows})
    return decision_problem(scenario, weights_of(scenario, points, within))


def test_1000_options_on_200_factors_have_the_right_leaders_all_the_way(large):
    swings = swings_of(large)
    assert len(swings) == 210
    scan = np.linspace(0, 1, 301)
    turns = 0
    for swing in [*swings[:10], *swings[10::19]]:
        scores = scanned(large, swing, scan)
        best = scores.max(axis=1)
        for segment in swing.segments:
            inside = shares_in(segment, scan)
            assert (best[inside, None] - scores[np.ix_(inside, segment.first)] <= TIE).all()
            middle = (segment.start + segment.end) / 2
            assert first_of(scanned(large, swing, np.array([middle]))[0]) == segment.first
        for left, right in pairwise(swing.segments):
            level = scanned(large, swing, np.array([left.end]))[0]
            assert np.ptp(level[[*left.first, *right.first]]) <= TIE
            assert level.max() - level[left.first[0]] <= TIE
            turns += 1
    assert turns > 40


# Published cases


@pytest.mark.parametrize("criterion", range(4))
def test_triantaphyllou_sanchez_1997_one_way(criterion):
    """Triantaphyllou & Sanchez (1997), Decision Sciences 28: matrix as recalled, results exact from it."""
    case = published("sens_triantaphyllou_sanchez_1997")
    problem = problem_of(case["matrix"], case["weights"], scales=on_0_to_1(4))
    expected = case["expected"]["recomputed"]["one_way"][criterion]
    for swing in (swings_of(problem)[criterion], swings_of(problem)[4 + criterion]):
        assert swing.weight == pytest.approx(expected["weight"], abs=1e-9)
        assert segments_of(swing) == approximately(
            (
                stretch["from"],
                stretch["to"],
                tuple(case["options"].index(option) for option in stretch["winner"]),
            )
            for stretch in expected["winners"]
        )
        stable = expected["winner_stable_from"], expected["winner_stable_to"]
        assert swing.stable == pytest.approx(stable, abs=1e-9)
        order = expected["ranking_stable_from"], expected["ranking_stable_to"]
        assert swing.order_stable == pytest.approx(order, abs=1e-9)
        turns = [end for end, edge in zip(stable, (0, 1), strict=True) if end != edge]
        assert [flip.at for flip in swing.flips] == pytest.approx(turns, abs=1e-9)
        for crossing in expected["crossings"]:
            scores = scores_at(problem, swing.kind, swing.item, crossing["weight"])
            a, b = (case["options"].index(crossing[side]) for side in "ab")
            assert scores[a] == pytest.approx(scores[b], abs=1e-9)


def test_goodwin_wright_2004_office_location_weight_of_turnover():
    """Goodwin & Wright (2004), ch. 3, pp. 47-48: Elton Street leads up to a turnover weight of 52.1."""
    case = published("smart_goodwin_wright_office")
    book = case["expected"]["published"]["one_way_turnover"]
    swing_points = case["weights_from"]["swing_points"]
    turnover = len(book["drivers"]["turnover"])
    problem = problem_of(
        case["matrix"],
        [sum(swing_points[:turnover]), sum(swing_points[turnover:])],
        {"turnover": swing_points[:turnover], "working": swing_points[turnover:]},
        groups=[turnover, len(swing_points) - turnover],
        drivers=["turnover", "working"],
        scales=[{"worst": 0, "best": 100}] * len(swing_points),
    )
    swing = swings_of(problem)[0]
    elton, addison = (case["options"].index(book[side]) for side in ("below", "above"))
    assert swing.weight == pytest.approx(book["weight"], abs=0.005)
    assert [segment.first for segment in swing.segments] == [(elton,), (addison,)]
    assert swing.flips[0].at == pytest.approx(book["flip"], abs=0.0005)
    assert swing.flips[0].to == (elton,)
    at_0, at_1 = (scores_at(problem, "driver", 0, t)[elton] for t in (0, 1))
    assert at_0 == pytest.approx(book["elton_street_at_0"], abs=0.05)
    assert at_1 == pytest.approx(book["elton_street_at_1"], abs=0.05)
    assert driver_scores(problem)[elton].tolist() == pytest.approx([at_1, at_0], abs=1e-9)
