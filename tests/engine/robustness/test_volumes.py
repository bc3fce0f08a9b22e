"""Exact shares of the weight simplex, against published cases, closed forms and identities."""

from fractions import Fraction
from math import prod

import numpy as np
import pytest
from builders import TENTHS, WHOLE, few, many, on_0_to_1, problem_of, published
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.robustness.volumes import (
    MOST_ITEMS,
    MOST_OPTIONS,
    exact_first,
    exact_volumes,
    pairwise_shares,
    shares_above,
)
from scenario_cli.engine.sensitivity.one_way import one_way

EXACT = 1e-9


def scores_alone(draw, cells, options, items):
    m, n = draw(options), draw(items)
    rows = st.lists(st.lists(cells, min_size=n, max_size=n), min_size=m, max_size=m)
    return 10 * np.array(draw(rows))


@st.composite
def tables(draw, *, most_options=4, most_items=MOST_ITEMS):
    """Scores of options under each item alone, 0..100; equal ones are common."""
    cells = draw(st.sampled_from((WHOLE, TENTHS, st.sampled_from((0.0, 5.0, 10.0)))))
    return scores_alone(draw, cells, st.integers(1, most_options), st.integers(1, most_items))


def tied_somewhere(alone):
    """Whether two options have the same scores everywhere."""
    return len({tuple(row) for row in alone.tolist()}) < len(alone)


def leads(*numbers):
    return np.array(numbers, dtype=float)


def share_above(lead):
    return float(shares_above(lead[None])[0])


# Published cases


@pytest.mark.parametrize("name", ["smaa_identity_roc", "smaa_triantaphyllou_4x4"])
def test_published_case_by_exact_volumes(name):
    """Barron & Barrett (1996) for the identity; Triantaphyllou & Sanchez (1997) for the other matrix."""
    case = published(name)
    alone = 100 * np.array(case["matrix"], dtype=float)
    expected = case["expected"]["recomputed"]
    found = exact_volumes(alone)
    assert np.abs(found.acceptability - expected["rank_acceptability"]).max() <= EXACT
    first = [float(Fraction(share)) for share in expected["first_rank_fraction"]]
    assert found.acceptability[:, 0].tolist() == pytest.approx(first, abs=1e-12)
    for central, stated in zip(found.central, expected["central_weights"], strict=True):
        if stated is None:
            assert np.isnan(central).all()
        else:
            assert central.tolist() == pytest.approx(stated, abs=EXACT)
    assert np.abs(pairwise_shares(alone) - expected["pairwise_winning"]).max() <= EXACT
    shares, central = exact_first(alone)
    assert shares.tolist() == pytest.approx(first, abs=1e-12)
    assert np.allclose(central, found.central, rtol=0, atol=EXACT, equal_nan=True)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_options_best_on_one_item_each_have_rank_order_centroids_as_central_weights(n):
    """Barron & Barrett (1996): with the largest weight known, its mean is 1/n times the sum of 1/j."""
    found = exact_volumes(100 * np.eye(n))
    own = sum(1 / j for j in range(1, n + 1)) / n
    expected = np.full((n, n), (1 - own) / (n - 1) if n > 1 else 0.0)
    np.fill_diagonal(expected, own)
    assert np.abs(found.central - expected).max() <= 1e-12
    assert np.abs(found.acceptability - 1 / n).max() <= 1e-12


# One lead: closed forms


@pytest.mark.parametrize(("up", "down"), [(1, 1), (3, 1), (1e-6, 1), (1, 1e-6), (100, 33)])
def test_of_two_items_the_share_is_the_length_of_the_interval(up, down):
    """A lead of ``up`` at one end and ``-down`` at the other is above 0 on up / (up + down) of the way."""
    assert share_above(leads(up, -down)) == pytest.approx(up / (up + down), abs=1e-15)
    assert share_above(leads(-down, up)) == pytest.approx(up / (up + down), abs=1e-15)


@pytest.mark.parametrize("n", [2, 3, 4, 7, 50])
@pytest.mark.parametrize(("up", "down"), [(1, 1), (5, 2), (2, 5)])
def test_one_item_against_the_rest_cuts_off_a_smaller_simplex(n, up, down):
    """Its weight must pass down / (up + down): what is left is that corner, to the power n - 1."""
    corner = (up / (up + down)) ** (n - 1)
    lead = np.full(n, -float(down))
    lead[n // 2] = up
    assert share_above(lead) == pytest.approx(corner, abs=1e-14)
    assert share_above(-lead) == pytest.approx(1 - corner, abs=1e-14)


@given(st.lists(st.integers(-30, 30).filter(bool), min_size=2, max_size=7, unique=True))
@many
def test_unequal_leads_have_the_share_of_the_partial_fraction_formula(numbers):
    """With all leads different: the sum of a^(n-1) / product of (a - b), over leads a above 0."""
    n = len(numbers)
    expected = sum(Fraction(a ** (n - 1), prod(a - b for b in numbers if b != a)) for a in numbers if a > 0)
    assert share_above(leads(*numbers)) == pytest.approx(float(expected), abs=1e-12)


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=8), st.randoms(use_true_random=False))
@many
def test_a_share_and_its_opposite_fill_the_simplex_whatever_the_order_and_the_unit(numbers, chance):
    share = share_above(leads(*numbers))
    assert 0 <= share <= 1
    if any(numbers):
        assert share + share_above(-leads(*numbers)) == pytest.approx(1, abs=1e-12)
    else:
        assert share == 0
    mixed = list(numbers)
    chance.shuffle(mixed)
    assert share_above(leads(*mixed)) == pytest.approx(share, abs=1e-12)
    assert share_above(leads(*numbers) * 1e-3) == pytest.approx(share, abs=1e-12)


def test_no_item_against_is_all_of_it_and_no_item_for_is_nothing():
    assert share_above(leads(0, 3, 0)) == 1
    assert share_above(leads(0, -3, 0)) == 0
    assert share_above(leads(0, 0)) == 0
    assert share_above(leads(4)) == 1
    assert share_above(leads(0, 1, -1)) == pytest.approx(0.5, abs=1e-15), (
        "an item level for both changes nothing"
    )


@given(st.lists(st.lists(st.integers(-3, 3), min_size=5, max_size=5), min_size=1, max_size=12))
@few
def test_leads_side_by_side_have_to_the_last_digit_the_shares_they_have_alone(several):
    several = np.array(several, dtype=float)
    assert shares_above(several).tolist() == [share_above(lead) for lead in several]


# Pairs


def test_more_pairs_than_are_worked_on_at_once_have_the_shares_of_their_leads():
    alone = 100 * np.random.default_rng(4).random((135, 3))
    found = pairwise_shares(alone)
    assert 135 * 134 / 2 > 8_192
    for a, b in ((0, 1), (1, 0), (60, 99), (134, 133), (133, 134), (134, 0)):
        assert found[a, b] == share_above(alone[a] - alone[b])
    assert np.diag(found).tolist() == [0.0] * 135


@given(tables(most_options=6, most_items=7))
@many
def test_without_ties_one_of_two_options_scores_above_the_other(alone):
    shares = pairwise_shares(alone)
    assert np.diag(shares).tolist() == [0.0] * len(alone)
    for a in range(len(alone)):
        for b in range(a):
            level = np.array_equal(alone[a], alone[b])
            assert shares[a, b] + shares[b, a] == pytest.approx(0 if level else 1, abs=1e-12)


@given(tables())
@few
def test_of_two_options_the_pairwise_share_is_the_share_of_first_place(alone):
    for a in range(len(alone)):
        for b in range(len(alone)):
            if a != b and not np.array_equal(alone[a], alone[b]):
                first, _ = exact_first(alone[[a, b]])
                assert pairwise_shares(alone)[a, b] == pytest.approx(first[0], abs=EXACT)


# All ranks


@given(tables())
@many
def test_every_option_has_some_rank_and_without_ties_every_rank_some_option(alone):
    found = exact_volumes(alone)
    assert found.acceptability.sum(axis=1).tolist() == pytest.approx([1.0] * len(alone), abs=EXACT)
    assert found.acceptability.min() >= 0
    if not tied_somewhere(alone):
        assert found.acceptability.sum(axis=0).tolist() == pytest.approx([1.0] * len(alone), abs=EXACT)


@given(tables(most_options=4))
@example(100 * np.random.default_rng(0).random((MOST_OPTIONS, MOST_ITEMS)))
@few
def test_exact_first_is_the_first_column_of_exact_volumes(alone):
    found = exact_volumes(alone)
    shares, central = exact_first(alone)
    assert np.abs(shares - found.acceptability[:, 0]).max() <= EXACT
    assert np.array_equal(np.isnan(central), np.isnan(found.central))
    assert np.allclose(central, found.central, rtol=0, atol=1e-8, equal_nan=True)


@given(tables())
@few
def test_central_weights_average_to_the_middle_of_the_simplex(alone):
    assume(not tied_somewhere(alone))
    found = exact_volumes(alone)
    middle = found.acceptability[:, 0] @ np.nan_to_num(found.central)
    assert middle.tolist() == pytest.approx([1 / alone.shape[1]] * alone.shape[1], abs=EXACT)


@given(tables())
@few
def test_central_weights_are_weights_and_put_their_option_first(alone):
    found = exact_volumes(alone)
    for i, central in enumerate(found.central):
        assert np.isnan(central).all() == (found.acceptability[i, 0] == 0)
        if not np.isnan(central).any():
            assert central.sum() == pytest.approx(1, abs=EXACT)
            assert central.min() >= -EXACT
            scores = alone @ central
            assert scores[i] >= scores.max() - 1e-7


@given(tables())
@few
def test_what_an_option_lacks_in_mean_score_it_has_in_mean_regret(alone):
    """Regret is the best score less one's own, so mean regret plus mean score is the same for all."""
    found = exact_volumes(alone)
    assert np.ptp(found.mean_regret + alone.mean(axis=1)) <= 1e-8
    assert found.mean_regret.min() >= -1e-12


@given(tables(), st.randoms(use_true_random=False))
@few
def test_options_and_items_in_another_order_have_the_same_exact_results(alone, chance):
    rows, columns = list(range(alone.shape[0])), list(range(alone.shape[1]))
    chance.shuffle(rows)
    chance.shuffle(columns)
    found, moved = exact_volumes(alone), exact_volumes(alone[np.ix_(rows, columns)])
    assert np.abs(moved.acceptability - found.acceptability[rows]).max() <= EXACT
    assert np.abs(moved.mean_regret - found.mean_regret[rows]).max() <= 1e-8
    assert np.allclose(moved.central, found.central[np.ix_(rows, columns)], rtol=0, atol=1e-8, equal_nan=True)


@given(tables(most_options=4))
@few
def test_rounding_in_the_last_digits_of_scores_makes_no_new_regions(alone):
    noise = np.random.default_rng(0).uniform(-1e-13, 1e-13, alone.shape)
    found, near = exact_volumes(alone), exact_volumes(alone + noise)
    assert np.abs(near.acceptability - found.acceptability).max() <= EXACT
    assert np.array_equal(np.isnan(near.central), np.isnan(found.central))


@pytest.mark.parametrize("seed", range(5))
def test_an_option_that_meets_a_crossing_but_for_rounding_holds_no_share(seed):
    alone = np.array([[100.0, 0.0, 0.0], [0.0, 100.0, 0.0], [50.0, 50.0, 0.0], [0.0, 0.0, 0.1]])
    alone += np.random.default_rng(seed).uniform(-1e-13, 1e-13, alone.shape)
    assert exact_volumes(alone).acceptability[2, 0] == 0
    assert exact_first(alone)[0][2] == 0


def test_identical_options_share_the_better_rank():
    alone = np.array([[80.0, 20.0], [80.0, 20.0], [20.0, 80.0]])
    found = exact_volumes(alone)
    assert np.abs(found.acceptability - [[0.5, 0.5, 0], [0.5, 0.5, 0], [0.5, 0, 0.5]]).max() <= 1e-12
    shares, central = exact_first(alone)
    assert shares.tolist() == pytest.approx([0.5] * 3, abs=1e-12)
    assert central[0].tolist() == pytest.approx(central[1].tolist(), abs=1e-15)


def test_an_option_that_another_beats_everywhere_is_never_first():
    alone = np.array([[60.0, 40.0, 70.0], [50.0, 30.0, 70.0], [0.0, 90.0, 10.0]])
    found = exact_volumes(alone)
    assert found.acceptability[1, 0] == 0
    assert np.isnan(found.central[1]).all()
    shares, central = exact_first(alone)
    assert shares[1] == 0
    assert np.isnan(central[1]).all()


def test_an_option_first_only_where_it_ties_holds_no_share():
    """The third meets the crossing of the other two and is nowhere above it."""
    found = exact_volumes(np.array([[100.0, 0.0], [0.0, 100.0], [50.0, 50.0]]))
    assert found.acceptability[:, 0].tolist() == pytest.approx([0.5, 0.5, 0], abs=1e-12)
    assert found.acceptability[2].tolist() == pytest.approx([0, 1, 0], abs=1e-12)
    assert np.isnan(found.central[2]).all()


def test_a_single_item_ranks_by_its_scores_alone():
    found = exact_volumes(np.array([[30.0], [70.0], [30.0]]))
    assert found.acceptability.tolist() == [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert found.mean_regret.tolist() == pytest.approx([40, 0, 40])


def test_many_options_on_few_items_share_the_whole_of_first_place():
    rng = np.random.default_rng(4)
    alone = rng.integers(0, 1001, (40, 4)) / 10
    shares, central = exact_first(alone)
    assert shares.sum() == pytest.approx(1, abs=EXACT)
    assert (shares @ np.nan_to_num(central)).tolist() == pytest.approx([0.25] * 4, abs=EXACT)
    weights = rng.dirichlet(np.ones(4), 40_000)
    first = np.bincount((weights @ alone.T).argmax(axis=1), minlength=40) / 40_000
    assert np.abs(first - shares).max() <= 4 * np.sqrt(0.25 / 40_000)


# Two options on two factors


@given(st.lists(TENTHS, min_size=4, max_size=4), st.integers(0, 10))
@many
def test_of_two_options_on_two_factors_acceptability_is_the_interval_up_to_the_flip(cells, share):
    """As exact one-way sensitivity finds it; the central weight is the middle of the interval."""
    ratings = [[cells[0] / 10, cells[1] / 10], [cells[2] / 10, cells[3] / 10]]
    assume(ratings[0] != ratings[1])
    problem = problem_of(ratings, [1 + share, 10], scales=on_0_to_1(2))
    swing = one_way(problem, rank_options(problem))[0]
    found = exact_volumes(100 * problem.values)
    shares, _ = exact_first(100 * problem.values)
    for i in range(2):
        own = [part for part in swing.segments if part.first == (i,)]
        length = sum(part.end - part.start for part in own)
        assert found.acceptability[i].tolist() == pytest.approx([length, 1 - length], abs=EXACT)
        assert shares[i] == pytest.approx(length, abs=EXACT)
        if own:
            middle = (own[0].start + own[-1].end) / 2
            assert found.central[i].tolist() == pytest.approx([middle, 1 - middle], abs=EXACT)


def test_mean_regret_of_two_options_on_two_factors_is_the_area_of_a_triangle():
    """Leads of 60 and -20 points at the ends: behind by up to 20 over the last quarter of the way."""
    found = exact_volumes(np.array([[80.0, 20.0], [20.0, 40.0]]))
    assert found.mean_regret.tolist() == pytest.approx([20 / 2 * 0.25, 60 / 2 * 0.75], abs=1e-12)
