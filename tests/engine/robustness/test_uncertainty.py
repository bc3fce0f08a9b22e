"""Uncertain ratings: how they are drawn, what they do to the shares, and what knowing one is worth."""

import numpy as np
import pytest
from builders import few, many, scenario_of, weights_of
from doubted import doubted
from hypothesis import example, given
from hypothesis import strategies as st

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.problem import decision_problem
from scenario_cli.engine.robustness.knowledge import information_gains
from scenario_cli.engine.robustness.models import BLOCK, anywhere, around, items_over, stream
from scenario_cli.engine.robustness.sampling import sample_robustness
from scenario_cli.engine.robustness.uncertainty import draw_into
from scenario_cli.engine.uncertain import means, uncertain_cells

MANY = 100_000
FALLING = {"worst": 10, "best": 0}


def built(ratings, points=None, **stated):
    """A problem and its uncertain cells."""
    scenario = scenario_of(ratings, **stated)
    points = points or [1] * len(scenario.drivers)
    problem = decision_problem(scenario, weights_of(scenario, points))
    return problem, uncertain_cells(scenario, problem)


def drawn_values(cell, scale=None, seed=0, count=MANY):
    """Values 0..1 of a single uncertain rating, as they are drawn."""
    problem, cells = built([[cell]], scales=[scale])
    moved = np.zeros((1, count))
    draw_into(moved, cells, [0], np.ones((1, 1)), stream(seed, 0))
    return problem.values[0, 0] + moved[0]


def triangle(low, peak, high):
    """Mean, variance and distribution of a triangle."""
    mean = (low + peak + high) / 3
    variance = (low**2 + peak**2 + high**2 - low * peak - low * high - peak * high) / 18

    def below(x):
        rising = (x - low) ** 2 / ((high - low) * max(peak - low, 1e-300))
        falling = 1 - (high - x) ** 2 / ((high - low) * max(high - peak, 1e-300))
        return np.where(x < peak, rising, falling)

    return mean, variance, below


def spread_evenly(low, high):
    return (low + high) / 2, (high - low) ** 2 / 12, lambda x: (x - low) / (high - low)


def follows(values, expected):
    """Mean and variance within four standard errors, and the whole distribution by Kolmogorov's bound."""
    mean, variance, below = expected
    count = values.size
    assert abs(values.mean() - mean) <= 4 * np.sqrt(variance / count)
    squares = (values - mean) ** 2
    assert abs(squares.mean() - variance) <= 4 * squares.std() / np.sqrt(count)
    ordered = np.sort(values)
    steps = np.arange(1, count + 1) / count
    assert np.abs(below(ordered) - steps).max() <= 1.95 / np.sqrt(count)
    return True


# How one rating is drawn


@pytest.mark.parametrize(
    ("low", "peak", "high"), [(2, 5, 9), (2, 2, 9), (2, 9, 9), (0, 1, 10), (4, 4.001, 4.002)]
)
def test_a_triangular_rating_is_drawn_from_its_triangle(low, peak, high):
    values = drawn_values({"value": peak, "low": low, "high": high})
    assert values.min() >= low / 10 - 1e-12
    assert values.max() <= high / 10 + 1e-12
    assert follows(values, triangle(low / 10, peak / 10, high / 10))


def test_a_triangle_on_a_falling_scale_is_drawn_the_other_way_round():
    values = drawn_values({"value": 2, "low": 1, "high": 7}, FALLING)
    assert follows(values, triangle(0.3, 0.8, 0.9))


@pytest.mark.parametrize("value", [2, 5, 9])
def test_a_uniform_rating_is_drawn_evenly_wherever_its_value_stands(value):
    values = drawn_values({"value": value, "low": 2, "high": 9, "shape": "uniform"})
    assert follows(values, spread_evenly(0.2, 0.9))


@pytest.mark.parametrize("scale", [None, FALLING, {"worst": -5, "best": 45}])
def test_an_unknown_rating_is_drawn_evenly_over_its_whole_scale(scale):
    assert follows(drawn_values(None, scale), spread_evenly(0, 1))


def test_a_rating_with_only_a_confidence_is_a_triangle_of_so_many_steps():
    values = drawn_values({"value": 4, "confidence": "low"}, {"worst": 0, "best": 10, "step": 0.5})
    assert follows(values, triangle(0.3, 0.4, 0.5))
    near_the_end = drawn_values({"value": 9.5, "confidence": "moderate"})
    assert follows(near_the_end, triangle(0.85, 0.95, 1.0))


def test_ratings_whose_low_and_high_are_equal_are_not_uncertain():
    ratings = [[{"value": 4, "low": 4, "high": 4}, 7], [{"value": 3, "low": 2, "high": 4}, None]]
    _, cells = built(ratings)
    assert list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True)) == [(1, 0), (1, 1)]
    assert cells.uniform.tolist() == [False, True]
    assert cells.low.tolist() == [0.2, 0]
    assert cells.peak.tolist() == [0.3, 0.5]
    assert cells.high.tolist() == [0.4, 1]


def test_degenerate_ranges_stay_where_they_are_stated():
    problem, cells = built([[{"value": 4, "low": 4, "high": 4}, 7], [None, 2]])
    moved = np.zeros((2, 50))
    draw_into(moved, cells, [0, 1], np.full((2, 1), 0.5), stream(0, 0))
    assert (moved[0] == 0).all()
    assert moved[1].std() > 0
    assert problem.values[0].tolist() == [0.4, 0.7]


def test_what_is_drawn_counts_by_the_weight_of_its_factor_and_for_its_option_alone():
    problem, cells = built([[5, 5], [{"value": 4, "low": 1, "high": 9}, 6]])
    one, half = np.zeros((2, 1000)), np.zeros((2, 1000))
    draw_into(one, cells, [0, 1], np.array([[1.0], [0.0]]), stream(0, 0))
    draw_into(half, cells, [1, 0], np.array([[0.5], [0.5]]), stream(0, 0))
    assert (one[0] == 0).all()
    assert np.allclose(half[0], one[1] / 2, rtol=0, atol=1e-15), "rows may come in another order"
    assert problem.values[1, 0] == 0.4


def test_ratings_are_drawn_independently_of_each_other():
    loose = {"value": 5, "low": 1, "high": 9}
    _, cells = built([[loose, 5], [loose, None]])
    moved = np.zeros((2, MANY))
    draw_into(moved, cells, [0, 1], np.array([[1.0], [0.0]]), stream(1, 0))
    assert abs(np.corrcoef(moved)[0, 1]) <= 4 / np.sqrt(MANY)


def test_means_put_every_uncertain_value_at_the_mean_of_its_spread():
    problem, cells = built(
        [[{"value": 2, "low": 1, "high": 9}, {"value": 2, "low": 1, "high": 9, "shape": "uniform"}, None, 3]]
    )
    assert means(problem, cells)[0].tolist() == pytest.approx([0.4, 0.5, 0.5, 0.3], abs=1e-15)


# Weights and ratings drawn together, against plain draws

LOOSE = [
    [{"value": 6, "low": 3, "high": 9}, 5, {"value": 4, "low": 4, "high": 8, "shape": "uniform"}],
    [{"value": 5, "low": 1, "high": 10}, None, 6],
    [4, {"value": 9, "low": 5, "high": 9}, {"value": 5, "confidence": "low"}],
]


def plain_ratings(rng, count):
    """The same nine ratings, drawn by numpy."""
    cells = [
        [rng.triangular(3, 6, 9, count), np.full(count, 5.0), rng.uniform(4, 8, count)],
        [rng.triangular(1, 5, 10, count), rng.uniform(0, 10, count), np.full(count, 6.0)],
        [np.full(count, 4.0), rng.triangular(5, 9, 9, count), rng.triangular(3, 5, 7, count)],
    ]
    return np.array(cells) / 10


@pytest.mark.parametrize("model", ["anywhere", "around"])
def test_acceptability_with_uncertain_ratings_agrees_with_plain_draws(model):
    """SMAA-2, Lahdelma & Salminen (2001): ranks, pairs, central weights and regret."""
    problem, cells = built(LOOSE, [2, 1, 1])
    items, ours = items_over(problem, "factors"), 4 * BLOCK
    sampler = anywhere(3) if model == "anywhere" else around(problem.weights, 0.5)
    found = sample_robustness(problem, items, sampler, samples=ours, seed=5, uncertain=cells)

    rng = np.random.default_rng(2024)
    shares = [1, 1, 1] if model == "anywhere" else problem.weights * (2 / 0.5**2 - 1)
    weights = rng.dirichlet(shares, MANY)
    scores = np.einsum("ijs,sj->is", 100 * plain_ratings(rng, MANY), weights)
    ahead = scores[:, None] - scores[None, :] > TIE
    ranks = 1 + ahead.sum(axis=0)
    behind = scores.max(axis=0) - scores

    def agrees(mine, theirs, deviation, mine_of=ours, theirs_of=MANY):
        return np.all(np.abs(mine - theirs) <= 4 * deviation * np.sqrt(1 / mine_of + 1 / theirs_of) + 1e-12)

    acceptability = np.array([[(row == r).mean() for r in (1, 2, 3)] for row in ranks])
    assert agrees(found.acceptability, acceptability, np.sqrt(acceptability * (1 - acceptability)))
    pairs = ahead.mean(axis=2)
    assert agrees(found.pairwise, pairs, np.sqrt(pairs * (1 - pairs)))
    assert agrees(found.mean_regret, behind.mean(axis=1), behind.std(axis=1))
    for i in range(3):
        first = weights[ranks[i] == 1]
        assert agrees(
            found.central[i],
            first.mean(axis=0),
            first.std(axis=0),
            ours * acceptability[i, 0],
            len(first),
        )


def test_identical_options_tie_while_their_ratings_are_the_stated_ones():
    problem, _ = built([[LOOSE[0][0], 5], [LOOSE[0][0], 5], [1, 1]])
    items = items_over(problem, "factors")
    found = sample_robustness(problem, items, anywhere(2), samples=1000, seed=0)
    assert found.acceptability.tolist() == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]
    assert found.pairwise[0, 1] == found.pairwise[1, 0] == 0


def test_identical_options_with_an_uncertain_rating_each_are_two_options():
    """Each is ahead in half of the samples: their ratings are drawn apart."""
    problem, cells = built([[LOOSE[0][0], 5], [LOOSE[0][0], 5], [1, 1]])
    items = items_over(problem, "factors")
    found = sample_robustness(problem, items, anywhere(2), samples=2 * BLOCK, seed=0, uncertain=cells)
    error = 0.5 / np.sqrt(2 * BLOCK)
    assert abs(found.acceptability[0, 0] - 0.5) <= 4 * error
    assert abs(found.pairwise[0, 1] - 0.5) <= 4 * error
    assert found.acceptability[:2, 0].sum() == pytest.approx(1, abs=1e-12)


def test_an_option_as_certain_as_stated_is_not_merged_with_its_uncertain_double():
    problem, cells = built([[5, 5], [LOOSE[1][0], 5], [1, 1]])
    items = items_over(problem, "factors")
    found = sample_robustness(problem, items, anywhere(2), samples=2 * BLOCK, seed=0, uncertain=cells)
    above = 1 - (5 - 1) / (10 - 1)  # the part of the triangle 1, 5, 10 that lies above 5
    assert abs(found.pairwise[1, 0] - above) <= 4 * 0.5 / np.sqrt(2 * BLOCK)
    assert found.pairwise[0, 1] == pytest.approx(1 - found.pairwise[1, 0], abs=1e-12)


def test_the_weights_of_a_seed_are_the_same_whether_ratings_are_drawn_or_not():
    problem, cells = built(LOOSE, [2, 1, 1])
    items = items_over(problem, "factors")
    fixed, loose = (
        sample_robustness(problem, items, anywhere(3), samples=500, seed=3, uncertain=uncertain)
        for uncertain in (None, cells)
    )
    assert np.array_equal(fixed.kept_weights, loose.kept_weights)


# What knowing one rating is worth


def test_an_even_rating_against_a_sure_one_at_its_middle_gains_an_eighth_of_its_range():
    """A sure 5 against 2..8: the mean of what lies above 5 is 6 / 8, on half of the weight."""
    problem, cells = built([[{"value": 5, "low": 2, "high": 8, "shape": "uniform"}, 4], [5, 4]])
    (gain,) = information_gains(problem, cells)
    assert (gain.option, gain.factor) == (0, 0)
    assert gain.points == pytest.approx(0.5 * 60 / 8, abs=1e-12)


@pytest.mark.parametrize("sure", [3, 4.5, 5, 6, 7.9])
def test_an_even_rating_gains_the_mean_excess_over_the_rival(sure):
    """Where the middle is ahead, what is gained is the mean of what lies below the rival."""
    problem, cells = built([[{"value": 5, "low": 2, "high": 8, "shape": "uniform"}], [sure]])
    (gain,) = information_gains(problem, cells)
    excess = (8 - sure) ** 2 / 12 if sure >= 5 else (sure - 2) ** 2 / 12
    assert gain.points == pytest.approx(10 * excess, abs=1e-12)


def test_a_triangle_gains_the_mean_excess_over_the_rival():
    """Low 0, peak 3, high 9, mean 4: above 6 lies (9 - 6)^3 / (3 * 9 * 6) on average."""
    problem, cells = built([[{"value": 3, "low": 0, "high": 9}], [6]])
    assert information_gains(problem, cells)[0].points == pytest.approx(10 * 27 / 162, abs=1e-12)
    problem, cells = built([[{"value": 3, "low": 0, "high": 9}], [1]])
    assert information_gains(problem, cells)[0].points == pytest.approx(10 * 1 / (3 * 9 * 3), abs=1e-12)


@pytest.mark.parametrize(
    ("ratings", "points"),
    [
        ([[{"value": 5, "low": 2, "high": 8}, 4], [9, 4]], None),
        ([[{"value": 5, "low": 2, "high": 8}, 4], [1, 4]], None),
        ([[{"value": 5, "low": 2, "high": 8}, 4], [8, 4]], None),
        ([[{"value": 5, "low": 2, "high": 8}, 4], [5, 4]], [0, 1]),
        ([[{"value": 5, "low": 2, "high": 8}]], None),
    ],
)
def test_a_rating_that_cannot_change_the_choice_gains_nothing(ratings, points):
    problem, cells = built(ratings, points)
    assert [gain.points for gain in information_gains(problem, cells)] == [0]


def test_no_uncertain_rating_gains_nothing():
    assert information_gains(*built([[1, 2], [3, 4]])) == []


@st.composite
def loose_tables(draw):
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    ends = st.lists(st.integers(0, 20), min_size=3, max_size=3).map(sorted)

    def cell():
        low, value, high = (x / 2 for x in draw(ends))
        shape = draw(st.sampled_from(("triangular", "uniform")))
        return draw(
            st.sampled_from((value, None, {"value": value, "low": low, "high": high, "shape": shape}))
        )

    points = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n).filter(any))
    return [[cell() for _ in range(n)] for _ in range(m)], points


def quantiles(cells, c, count):
    """A rating's values at evenly spaced shares of its spread."""
    share = (np.arange(count) + 0.5) / count
    low, peak, high = cells.low[c], cells.peak[c], cells.high[c]
    if cells.uniform[c]:
        return low + share * (high - low)
    turn = (peak - low) / (high - low)
    return np.where(
        share < turn,
        low + np.sqrt(share * (high - low) * (peak - low)),
        high - np.sqrt((1 - share) * (high - low) * (high - peak)),
    )


@given(loose_tables())
@few
def test_gains_are_those_of_choosing_anew_at_every_value_of_a_rating(stated):
    """The mean best score over the rating's spread, less the best mean score; largest first."""
    problem, cells = built(*stated)
    gains = information_gains(problem, cells)
    pairs = list(zip(cells.rows.tolist(), cells.columns.tolist(), strict=True))
    assert sorted((gain.option, gain.factor) for gain in gains) == pairs
    at_means = means(problem, cells)
    for gain in gains:
        c = pairs.index((gain.option, gain.factor))
        tried = quantiles(cells, c, 5000)
        scores = np.repeat((100 * at_means @ problem.weights)[:, None], 5000, axis=1)
        slope = 100 * problem.weights[gain.factor]
        scores[gain.option] += slope * (tried - tried.mean())
        expected = scores.max(axis=0).mean() - scores.mean(axis=1).max()
        assert gain.points == pytest.approx(expected, abs=2e-3)
        assert gain.points >= 0
    order = [(-gain.points, gain.option, gain.factor) for gain in gains]
    assert order == sorted(order)


def test_a_gain_agrees_with_plain_draws():
    problem, cells = built(LOOSE, [2, 1, 1])
    rng = np.random.default_rng(9)
    ratings = plain_ratings(rng, MANY)
    centre = np.array([[6, 5, 6], [16 / 3, 5, 6], [4, 23 / 3, 5]]) / 10
    assert np.allclose(means(problem, cells), centre, rtol=0, atol=1e-12)
    for gain in information_gains(problem, cells):
        i, j = gain.option, gain.factor
        scores = np.repeat((100 * centre @ problem.weights)[:, None], MANY, axis=1)
        scores[i] += 100 * problem.weights[j] * (ratings[i, j] - centre[i, j])
        better = scores.max(axis=0) - scores[scores.mean(axis=1).argmax()]
        assert abs(gain.points - better.mean()) <= 4 * better.std() / np.sqrt(MANY) + 1e-9


def test_a_shift_of_the_scale_does_not_change_what_a_rating_is_worth():
    """The same judgements in another unit, and on a scale where less is better."""
    wide = {"worst": 1000, "best": 0}
    once = information_gains(*built([[{"value": 3, "low": 0, "high": 9}], [5]]))
    turned = information_gains(*built([[{"value": 700, "low": 100, "high": 1000}], [500]], scales=[wide]))
    assert once[0].points == pytest.approx(turned[0].points, abs=1e-9)
    assert once[0].points > 0


def _bent():
    """A rating whose low is the stated one, on a curve that is read back a bit above it."""
    cell = {"value": 0.8, "low": 0.8, "high": 0.9}
    return scenario_of(
        [[cell, 1.0], [0.0, 0.0]], scales=[{"worst": 0, "best": 10, "values": {0.1: 0.16}}, {}]
    )


@given(doubted())
@example(stated=(bent := _bent(), weights_of(bent, [1, 1])))
@many
def test_an_end_at_the_stated_value_is_there_to_the_last_bit(stated):
    scenario, weights = stated
    problem = decision_problem(scenario, weights)
    cells = uncertain_cells(scenario, problem)
    assert (cells.low <= cells.peak).all()
    assert (cells.peak <= cells.high).all()
    scores = np.zeros((len(problem.options), 50))
    draw_into(scores, cells, list(range(len(scores))), problem.weights[:, None], stream(0, 0))
    assert np.isfinite(scores).all()
