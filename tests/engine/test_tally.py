"""Tallies: against plain counting in fractions, however the weightings are divided."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from builders import few, many
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.tally import BINS, mean, quantile, regrets, tally, together

pytestmark = pytest.mark.thorough

QUANTILES = (5, 25, 50, 75, 95)


@st.composite
def scored(draw):
    """Scores (m, N) with ties, near ties within the tolerance, and ends of the scale."""
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 30))
    each = st.one_of(
        st.floats(0, 100, allow_subnormal=False), st.sampled_from((0.0, 50.0, 50.0 + TIE / 2, 50.005, 100.0))
    )
    return np.array(draw(st.lists(st.lists(each, min_size=n, max_size=n), min_size=m, max_size=m)))


def ranked(scores):
    ranks = 1 + (scores[None] > scores[:, None] + TIE).sum(axis=1)
    tied = (np.abs(scores[None] - scores[:, None]) <= TIE).sum(axis=1) > 1
    return ranks, tied


def tallied(scores):
    return tally(scores, *ranked(scores))


def margins_of(scores, i):
    others = np.delete(scores, i, axis=0)
    return scores[i] - others.max(axis=0) if len(others) else np.zeros(scores.shape[1])


def fields(found):
    """A tally as plain data, to compare it as a whole."""

    def plain(part):
        return [plain(p) for p in part] if isinstance(part, tuple) else np.asarray(part).tolist()

    return plain(found)


@given(scored())
@many
def test_a_tally_is_what_counting_one_by_one_gives(scores):
    m, n = scores.shape
    found = tallied(scores)
    ranks, tied = ranked(scores)
    assert found.weightings == n
    for i in range(m):
        margins = margins_of(scores, i)
        lost = np.maximum(-margins, 0)
        assert found.ranks[i].tolist() == [int((ranks[i] == r).sum()) for r in range(1, m + 1)]
        assert found.alone[i] == sum(r == 1 and not t for r, t in zip(ranks[i], tied[i], strict=True))
        for total, values in (
            (found.scores[i], scores[i]),
            (found.margins[i], margins),
            (found.regrets[i], lost),
        ):
            exact = sum(map(Fraction, values.tolist())) / n
            assert mean(total, n) == pytest.approx(float(exact), abs=1e-12)
        assert found.score_worst[i] == scores[i].min()
        assert found.margin_worst[i] == margins.min()
        assert found.regret_worst[i] == lost.max()
        for per_cent in QUANTILES:
            place = ceil(Fraction(per_cent, 100) * n) - 1
            assert quantile(found.bins[i], per_cent) == np.rint(np.sort(margins) * BINS)[place] / BINS
            assert quantile(regrets(found.bins[i]), per_cent) == np.rint(np.sort(lost) * BINS)[place] / BINS


@given(scored(), st.data())
@many
def test_however_it_is_divided_and_in_whatever_order_the_tally_is_the_same(scores, data):
    n = scores.shape[1]
    cuts = sorted(data.draw(st.sets(st.integers(1, n), max_size=4)) - {n})
    parts = [tallied(part) for part in np.split(scores, cuts, axis=1)]
    mixed = data.draw(st.permutations(parts))
    assert fields(together(mixed)) == fields(tallied(scores))


@given(st.integers(0, 2**32 - 1))
@few
def test_many_weightings_are_counted_as_few_are(seed):
    scores = np.random.default_rng(seed).uniform(0, 100, (3, 5_000))
    whole = tallied(scores)
    assert fields(together([tallied(part) for part in np.array_split(scores, 97, axis=1)])) == fields(whole)
    exact = sum(map(Fraction, scores[1].tolist())) / 5_000
    assert mean(whole.scores[1], 5_000) == pytest.approx(float(exact), abs=1e-12)


def test_sums_that_no_machine_word_holds():
    scores = np.full((2, 70_000), 100.0)
    scores[1] = 0.0
    found = tallied(scores)
    assert mean(found.scores[0], 70_000) == 100.0
    assert mean(found.margins[1], 70_000) == -100.0
