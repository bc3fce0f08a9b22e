"""Weights from ranks and pairwise comparisons, against the papers they come from."""

from fractions import Fraction

import numpy as np
import pytest
from builders import few, many, published
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.elicit import (
    RANDOM_INDEX,
    compare_pairs,
    rank_order_centroid,
    rank_reciprocal,
    rank_sum,
)

RANKS = published("weights_roc_ranksum_rankreciprocal")
FORMULAS = {"roc": rank_order_centroid, "rs": rank_sum, "rr": rank_reciprocal}
SAATY = published("weights_ahp_saaty_2008_job")
SCALE = [1 / k for k in range(9, 1, -1)] + list(range(1, 10))


@st.composite
def comparisons(draw, least=3, most=7):
    """A reciprocal matrix with entries of Saaty's scale."""
    k = draw(st.integers(least, most))
    matrix = np.ones((k, k))
    for a in range(k):
        for b in range(a):
            matrix[a, b] = draw(st.sampled_from(SCALE))
            matrix[b, a] = 1 / matrix[a, b]
    return matrix


# Ranks


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("k", [3, 4])
def test_barron_and_barrett_1996_and_stillwell_1981_as_printed(name, k):
    printed = RANKS["expected"]["published"][str(k)][name]
    assert FORMULAS[name](k) == pytest.approx(printed, abs=RANKS["tolerance"][f"published_n{k}"], rel=0)


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("k", range(2, 11))
def test_barron_and_barrett_1996_and_stillwell_1981_recomputed(name, k):
    exact = RANKS["expected"]["recomputed"][str(k)][name]
    assert FORMULAS[name](k) == pytest.approx(exact, abs=RANKS["tolerance"]["recomputed"], rel=0)


@pytest.mark.parametrize("k", range(2, 11))
def test_barron_and_barrett_1996_in_fractions(k):
    exact = [float(Fraction(text)) for text in RANKS["expected"]["recomputed"][str(k)]["roc_fraction"]]
    assert rank_order_centroid(k) == pytest.approx(exact, abs=1e-15, rel=0)


@pytest.mark.parametrize("k", range(1, 13))
def test_the_rank_order_centroid_is_the_mean_of_the_corners(k):
    """The weights that fall from first to last fill a simplex with the corners (1/j, ..., 1/j, 0, ...)."""
    corners = [[1 / j] * j + [0.0] * (k - j) for j in range(1, k + 1)]
    assert rank_order_centroid(k) == pytest.approx(np.mean(corners, axis=0), abs=1e-15)


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("k", [1, 2, 10, 60])
def test_rank_weights_fall_and_sum_to_1(name, k):
    weights = FORMULAS[name](k)
    assert weights.shape == (k,)
    assert weights.sum() == pytest.approx(1, abs=1e-14)
    assert (np.diff(weights) < 0).all()
    assert weights[-1] > 0


# Pairwise comparisons


def test_saaty_2008_choosing_a_job():
    found = compare_pairs(np.array(SAATY["matrix"]))
    exact, within = SAATY["expected"]["recomputed"], SAATY["tolerance"]
    printed = SAATY["expected"]["published"]["weights"]
    assert found.weights == pytest.approx(printed, abs=within["published"], rel=0)
    assert found.weights == pytest.approx(exact["weights"], abs=within["recomputed"], rel=0)
    assert found.lambda_max == pytest.approx(exact["lambda_max"], abs=within["recomputed"], rel=0)
    assert found.consistency_index == pytest.approx(exact["CI"], abs=within["recomputed"], rel=0)
    assert found.consistency_ratio == pytest.approx(exact["CR_saaty_RI"], abs=within["recomputed"], rel=0)
    assert RANDOM_INDEX[4] == exact["RI_used"] == 1.12


def test_saaty_2008_is_not_met_by_the_approximations():
    """So that nobody puts the geometric mean in place of the eigenvector."""
    found = compare_pairs(np.array(SAATY["matrix"])).weights
    for name in ("weights_geometric_mean", "weights_additive_normalisation"):
        assert np.abs(found - SAATY["expected"]["recomputed"][name]).max() > SAATY["tolerance"]["published"]


def test_the_random_indices_are_saatys():
    assert RANDOM_INDEX == (0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)


@few
@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=12))
def test_comparisons_without_contradiction_give_their_weights_back(points):
    weights = np.array(points) / sum(points)
    found = compare_pairs(weights[:, None] / weights[None, :])
    assert found.weights == pytest.approx(weights, abs=1e-12)
    assert found.lambda_max == pytest.approx(len(points), abs=1e-9)
    assert found.consistency_index == pytest.approx(0, abs=1e-9)
    assert (found.worst, found.mend) == (None, None)
    if len(points) <= 10:
        assert found.consistency_ratio == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("size", [1e9, 1e100, 1e300])
def test_comparisons_however_far_apart_are_weighed_without_rounding(size):
    found = compare_pairs(np.array([[1, size, size / 2], [1 / size, 1, 0.5], [2 / size, 2, 1]]))
    assert found.weights == pytest.approx([1, 1 / size, 2 / size], rel=1e-8)
    assert found.lambda_max == pytest.approx(3, abs=1e-9)
    assert (found.worst, found.mend) == (None, None)


def test_comparisons_that_contradict_each_other_beyond_measure_give_finite_numbers():
    big = 1e308
    found = compare_pairs(np.array([[1, big, 1 / big], [1 / big, 1, big], [big, 1 / big, 1]]))
    assert found.weights == pytest.approx([1 / 3] * 3)
    assert found.consistency_ratio > 1000
    assert np.isfinite([found.lambda_max, found.consistency_ratio]).all()
    assert found.alike
    four = np.ones((4, 4))
    four[0, 1], four[1, 0] = big, 1 / big
    found = compare_pairs(four)
    assert found.worst == (0, 1)
    assert np.isfinite([found.lambda_max, found.consistency_ratio, found.mend]).all()


@few
@given(comparisons(2, 9))
def test_the_weights_are_the_principal_eigenvector(matrix):
    found = compare_pairs(matrix)
    k = len(matrix)
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    assert (found.weights > 0).all()
    assert matrix @ found.weights == pytest.approx(found.lambda_max * found.weights, rel=1e-9)
    assert found.lambda_max >= k - 1e-9
    assert found.consistency_index == pytest.approx(max(0, found.lambda_max - k) / (k - 1), abs=1e-12)
    if k > 2:
        assert found.consistency_ratio == pytest.approx(found.consistency_index / RANDOM_INDEX[k - 1])


@few
@given(comparisons(), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(matrix, rng):
    order = list(range(len(matrix)))
    rng.shuffle(order)
    found, again = compare_pairs(matrix), compare_pairs(matrix[np.ix_(order, order)])
    assert again.weights == pytest.approx(found.weights[order], rel=1e-9)
    assert again.lambda_max == pytest.approx(found.lambda_max, rel=1e-12)


@many
@given(comparisons())
def test_the_worst_pair_strays_furthest_from_the_weights_and_mending_it_raises_consistency(matrix):
    found = compare_pairs(matrix)
    strain = np.abs(np.log(matrix * found.weights[None, :] / found.weights[:, None]))
    if found.worst is None:
        assert found.alike or strain.max() < 1e-8
        assert not found.alike or len(matrix) == 3
        return
    a, b = found.worst
    assert strain[a, b] == pytest.approx(strain.max(), rel=1e-9)
    assert found.mend == pytest.approx(found.weights[a] / found.weights[b], rel=1e-12)
    mended = matrix.copy()
    mended[a, b], mended[b, a] = found.mend, 1 / found.mend
    assert compare_pairs(mended).lambda_max < found.lambda_max


def test_mending_pair_after_pair_ends_without_contradiction():
    matrix = np.array([[1, 3, 2, 1 / 5], [1 / 3, 1, 4, 2], [1 / 2, 1 / 4, 1, 7], [5, 1 / 2, 1 / 7, 1]])
    ratios = [compare_pairs(matrix).consistency_ratio]
    while ratios[-1] > 1e-9 and len(ratios) < 100:
        found = compare_pairs(matrix)
        a, b = found.worst
        matrix[a, b], matrix[b, a] = found.mend, 1 / found.mend
        ratios.append(compare_pairs(matrix).consistency_ratio)
    assert ratios[0] > 0.1
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[-1] <= 1e-9


@pytest.mark.parametrize(("k", "tabulated"), [(2, True), (10, True), (11, False), (15, False)])
def test_past_ten_items_there_is_no_consistency_ratio(k, tabulated):
    matrix = np.ones((k, k))
    matrix[0, 1], matrix[1, 0] = 3, 1 / 3
    found = compare_pairs(matrix)
    assert (found.consistency_ratio is not None) is tabulated
    assert (found.consistency_index > 0) is (k > 2)


def test_two_comparisons_cannot_contradict_each_other():
    found = compare_pairs(np.array([[1, 7], [1 / 7, 1]]))
    assert found.weights == pytest.approx([7 / 8, 1 / 8])
    assert found.consistency_ratio == 0
    assert found.worst is None


@pytest.mark.parametrize(
    "matrix",
    [
        [[1, 3], [0.333, 1]],
        [[1, 2, 6], [0.5, 1, 3], [0.167, 0.333, 1]],
    ],
    ids=["two items", "three items"],
)
def test_one_over_a_number_rounded_to_three_digits_is_no_contradiction(matrix):
    assert compare_pairs(np.array(matrix, dtype=float)).worst is None


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=3))
@many
def test_in_any_three_by_three_all_pairs_strain_alike_so_none_is_the_worst(logs):
    """The three differences from consistent logs are one residue, shared equally."""
    matrix = np.exp(np.array([[0, logs[0], logs[1]], [-logs[0], 0, logs[2]], [-logs[1], -logs[2], 0]]))
    found = compare_pairs(matrix)
    strain = np.abs(np.log(matrix * found.weights[None, :] / found.weights[:, None]))[np.triu_indices(3, 1)]
    assert strain == pytest.approx([strain[0]] * 3, abs=1e-9)
    assert (found.worst, found.mend) == (None, None)
    assert found.alike == (strain.max() > 1e-9) or strain.max() < 2e-9


def test_of_pairs_that_strain_alike_the_first_is_the_worst_whatever_the_last_digit():
    """In a ring of four each pair of neighbours strains alike, and so do both pairs across."""
    for ratio in (2.0, 3.0, 1.7, 5.3):
        ring = np.array(
            [
                [1, ratio, 1, 1 / ratio],
                [1 / ratio, 1, ratio, 1],
                [1, 1 / ratio, 1, ratio],
                [ratio, 1, 1 / ratio, 1],
            ]
        )
        assert compare_pairs(ring).worst == (0, 1)


@pytest.mark.parametrize("size", [0.1, 1, 3, 10])
@pytest.mark.parametrize("k", [2, 3, 7, 15, 60])
def test_the_weights_settle_on_the_eigenvector_of_a_library_but_for_rounding(size, k):
    logs = np.triu(np.random.default_rng(k).normal(0, size, (k, k)), 1)
    matrix = np.exp(logs - logs.T)
    values, vectors = np.linalg.eig(matrix)
    leading = int(np.argmax(values.real))
    expected = np.abs(vectors[:, leading].real)
    found = compare_pairs(matrix)
    assert found.lambda_max == pytest.approx(values[leading].real, rel=1e-10)
    assert np.allclose(found.weights, expected / expected.sum(), rtol=0, atol=1e-10)
