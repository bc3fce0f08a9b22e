"""Kendall's W and tau-b against published numbers, and what holds for all of them."""

import numpy as np
import pytest
from builders import few, many, published
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from scenario_cli.engine.additive import TIE, competition_ranks
from scenario_cli.engine.comparison.agreement import agreement, kendall_w, parting, scores_side_by_side, tau_b
from scenario_cli.engine.comparison.attribution import Side

pytestmark = pytest.mark.thorough

CASE = published("rank_agreement")
WITHIN = CASE["tolerance"]["recomputed"]
PAIRS = [case for case in CASE["subcases"] if "kendall_tau_b" in case["recomputed"] and "x" in case]
JUDGED = [case for case in CASE["subcases"] if "judges" in case]


def ranks_of(numbers):
    """Small numbers first, as judges rank; equal numbers share the better rank."""
    return competition_ranks(-np.asarray(numbers, dtype=float))


def named(case):
    return case["id"]


def tables(most=6):
    shape = st.tuples(st.integers(1, most), st.integers(1, 5))
    return shape.flatmap(lambda s: arrays.arrays(float, s, elements=st.integers(0, 6).map(float)))


@pytest.mark.parametrize("case", PAIRS, ids=named)
def test_tau_b_of_the_sources(case):
    found = tau_b(ranks_of(case["x"]), ranks_of(case["y"]))
    assert found == pytest.approx(case["recomputed"]["kendall_tau_b"], abs=WITHIN)


@pytest.mark.parametrize("case", [c for c in PAIRS if "kendall_tau_b" in c.get("published", {})], ids=named)
def test_tau_b_as_printed(case):
    found = tau_b(ranks_of(case["x"]), ranks_of(case["y"]))
    assert found == pytest.approx(case["published"]["kendall_tau_b"], abs=1e-12)


@pytest.mark.parametrize("case", JUDGED, ids=named)
def test_w_of_the_sources(case):
    ranks = np.column_stack([ranks_of(judge) for judge in case["judges"]])
    assert kendall_w(ranks) == pytest.approx(case["recomputed"]["W"], abs=WITHIN)


def test_w_of_proofwiki_as_printed():
    (case,) = [c for c in JUDGED if c["id"] == "proofwiki_W"]
    assert kendall_w(np.array(case["judges"]).T) == pytest.approx(1 / 16, abs=1e-15)


def test_w_with_ties_is_not_the_uncorrected_one():
    (case,) = [c for c in JUDGED if c["id"] == "zar_20_5_W_with_ties"]
    ranks = np.column_stack([ranks_of(judge) for judge in case["judges"]])
    assert abs(kendall_w(ranks) - case["recomputed"]["W_uncorrected"]) > 0.01


@pytest.mark.parametrize("case", [c for c in JUDGED if "kendall_tau_b" in c["recomputed"]], ids=named)
def test_the_whole_table_of_tau(case):
    scores = -np.array(case["judges"], dtype=float).T
    np.testing.assert_allclose(agreement(scores).tau, case["recomputed"]["kendall_tau_b"], atol=WITHIN)


def test_zar_ranks_with_ties_agree_with_scipy():
    stats = pytest.importorskip("scipy.stats")
    (case,) = [c for c in JUDGED if c["id"] == "zar_20_5_W_with_ties"]
    judges = case["judges"]
    found = agreement(-np.array(judges, dtype=float).T)
    for a in range(3):
        for b in range(3):
            expected = stats.kendalltau(judges[a], judges[b]).statistic
            assert found.tau[a, b] == pytest.approx(expected, abs=1e-12)


@many
@given(tables())
def test_w_lies_between_0_and_1_and_tau_between_its_ends(scores):
    found = agreement(scores)
    assert found.kendall_w is None or -1e-12 <= found.kendall_w <= 1 + 1e-12
    known = found.tau[~np.isnan(found.tau)]
    assert np.all(np.abs(known) <= 1 + 1e-12)


@many
@given(tables())
def test_tau_is_symmetric_and_1_with_itself(scores):
    tau = agreement(scores).tau
    np.testing.assert_array_equal(tau, tau.T)
    assert np.all(np.diag(tau) == 1)


@many
@given(tables(), st.integers(2, 4))
def test_identical_columns_agree_wholly(scores, times):
    found = agreement(np.tile(scores[:, :1], times))
    if np.ptp(scores[:, 0]) == 0:
        assert found.kendall_w is None
        assert np.all(np.isnan(found.tau[~np.eye(times, dtype=bool)]))
    else:
        assert found.kendall_w == pytest.approx(1, abs=1e-12)
        np.testing.assert_allclose(found.tau, 1, atol=1e-12)
    assert len(found.same_order) == times * (times - 1) // 2


@many
@given(tables())
def test_w_of_two_columns_follows_from_their_spearman_correlation(scores):
    """For two rankings W = (rho + 1) / 2, rho the correlation of mid-ranks, where neither has ties."""
    found = agreement(scores[:, :2])
    if scores.shape[1] < 2 or scores.shape[0] < 2 or found.tied.any():
        return
    rho = np.corrcoef(found.ranks[:, 0], found.ranks[:, 1])[0, 1]
    assert found.kendall_w == pytest.approx((rho + 1) / 2, abs=1e-12)


@many
@given(tables())
def test_regret_first_and_minimax_are_what_their_words_say(scores):
    found = agreement(scores)
    m, columns = scores.shape
    for i in range(m):
        behind = [max(scores[:, j]) - scores[i, j] for j in range(columns)]
        np.testing.assert_allclose(found.regret[i], behind)
        assert found.max_regret[i] == max(found.regret[i])
        assert found.worst_rank[i] == max(found.ranks[i])
        assert found.first[i] == sum(found.ranks[i, j] == 1 for j in range(columns))
        best = min(found.max_regret)
        assert (i in found.minimax_regret) == (found.max_regret[i] - best <= TIE)


@many
@given(tables())
def test_apart_has_the_least_tau_of_all_pairs(scores):
    found = agreement(scores)
    columns = scores.shape[1]
    if columns == 1:
        assert found.apart is None
        return
    known = [found.tau[a, b] for a in range(columns) for b in range(a) if not np.isnan(found.tau[a, b])]
    if known:
        assert found.tau[found.apart] == min(known)


def test_of_two_pairs_with_the_same_tau_the_larger_moves_are_apart():
    # tau(0, 1) = tau(1, 2) = -1/3; the ranks of columns 1 and 2 lie further apart than those of 0 and 1
    scores = -np.array([[1, 2, 3], [2, 1, 2], [3, 3, 1], [4, 4, 4]], dtype=float)
    found = agreement(scores)
    moves = {p: np.abs(found.ranks[:, p[0]] - found.ranks[:, p[1]]).sum() for p in [(0, 1), (0, 2), (1, 2)]}
    least = min(found.tau[p] for p in moves)
    wanted = max((p for p in moves if found.tau[p] == least), key=lambda p: moves[p])
    assert found.apart == wanted


def test_a_column_that_ties_all_has_no_tau_and_is_not_apart():
    found = agreement(np.array([[1.0, 5.0, 1.0], [2.0, 5.0, 3.0], [3.0, 5.0, 2.0]]))
    assert np.isnan(found.tau[0, 1])
    assert found.apart == (0, 2)


def test_ties_by_the_rule_of_scores_share_the_better_rank():
    found = agreement(np.array([[50.0], [50.0 + 5e-10], [49.0]]))
    assert found.ranks[:, 0].tolist() == [1, 1, 3]
    assert found.tied[:, 0].tolist() == [True, True, False]
    assert found.minimax_regret == (0, 1)


@few
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_columns_changes_no_w(scores, random):
    order = list(range(scores.shape[1]))
    random.shuffle(order)
    before, after = agreement(scores).kendall_w, agreement(scores[:, order]).kendall_w
    assert before == after or before == pytest.approx(after, abs=1e-12)


# What parts two columns


def sides(*values, weights=(0.5, 0.5)):
    shares = np.array(weights)
    return [Side(["a", "b", "c"], ["x", "y"], shares, np.array(v, dtype=float)) for v in values]


def parted(columns):
    return parting(columns, agreement(scores_side_by_side(columns)))


def test_what_parts_two_columns_adds_up_to_the_move_of_the_lead():
    columns = sides([[1, 0], [0, 0.8], [0, 0]], [[0.5, 0], [0, 0.8], [0, 0]])
    found = parted(columns)
    assert (found.first, found.second) == (0, 1)
    assert found.effects.tolist() == pytest.approx([-25, 0])
    assert found.largest == (0,)
    assert found.whole == pytest.approx(-25)


def test_who_is_first_in_both_columns_is_held_against_the_second():
    columns = sides([[1, 1], [0.2, 0], [0, 0.6]], [[1, 1], [0.4, 0.6], [0, 0.6]])
    found = parted(columns)
    assert (found.first, found.second) == (0, 2)


def test_one_column_or_one_option_is_parted_by_nothing():
    one = sides([[1, 0], [0, 0.8], [0, 0]])
    assert parted(one) is None
    alone = [Side(["a"], ["x"], np.ones(1), np.array([[x]])) for x in (0.2, 0.4)]
    assert parted(alone) is None


def test_of_pairs_that_agree_as_little_the_one_whose_lead_changes_most_is_furthest_apart():
    """Once the first pair listed was told to differ most."""
    scores = np.array([[60.0, 10.0, 49.0], [50.0, 90.0, 50.0], [40.0, 95.0, 51.0]])
    assert agreement(scores).apart == (0, 1)
    assert agreement(scores[:, [0, 2, 1]]).apart == (0, 2)


def test_one_column_agrees_with_nothing():
    assert kendall_w(np.array([[1], [2], [3]])) is None
    assert agreement(np.array([[1.0], [2.0]])).kendall_w is None
