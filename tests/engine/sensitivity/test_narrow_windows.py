"""Leads in narrow windows, and ties over a stretch, to the last digit."""

from fractions import Fraction
from itertools import pairwise, permutations

import numpy as np
import pytest
from builders import (
    TIE,
    from_lines,
    many,
    on_0_to_1,
    problem_of,
)
from engine.sensitivity.swings import SCAN, shares_in, swings_of
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine.additive import rank_options
from scenario_cli.engine.sensitivity.one_way import first_along, one_way


@pytest.mark.parametrize("at", [0.5, 0.1, 0.987])
@pytest.mark.parametrize("width", [1e-2, 1e-4, 1e-7, 1e-9])
def test_an_option_that_leads_only_in_a_narrow_window_is_found(width, at):
    """Two lines cross at a share; a third is above their crossing by just enough."""
    down, up = np.array([100 * at, 0]), np.array([0, 100 * (1 - at)])
    crossing = 100 * at * (1 - at)
    above = width / (1 / (100 * at) + 1 / (100 * (1 - at)))
    problem = from_lines([down[0], up[0], crossing + above], [down[1], up[1], crossing + above])
    first = [segment.first for segment in swings_of(problem)[1].segments]
    assert first == [(0,), (2,), (1,)]
    window = swings_of(problem)[1].segments[1]
    assert window.end - window.start == pytest.approx(width, rel=1e-4)
    assert window.start == pytest.approx(at - above / (100 * at), abs=1e-12)


@pytest.mark.parametrize(("above", "seen"), [(0.9e-9, False), (1.1e-9, True), (-1e-9, False)])
def test_a_window_counts_only_if_the_lead_in_it_is_more_than_a_tie(above, seen):
    problem = from_lines([100, 0, 50 + above], [0, 100, 50 + above])
    first = [segment.first for segment in swings_of(problem)[1].segments]
    assert first == ([(0,), (2,), (1,)] if seen else [(0,), (1,)])


def test_a_window_at_the_very_end_counts_only_if_the_lead_in_it_is_more_than_a_tie():
    for lead, seen in ((0.5e-9, False), (2e-9, True)):
        first = first_along(np.array([60.0, 20.0]), np.array([50.0, 50.0 + lead]))
        assert [segment.first for segment in first] == ([(0,), (1,)] if seen else [(0,)])


def test_many_leads_too_small_to_count_cannot_add_up_to_a_missed_one():
    """Tangents of a flat parabola: each is above the crossing of its neighbours by half a tie."""
    touch = np.linspace(0, 1, 1001)
    bend = 5e-10 / (touch[1] - touch[0]) ** 2
    at_0 = 50 - bend * touch**2
    at_1 = at_0 + 2 * bend * touch
    segments = first_along(at_0, at_1)
    best = ((1 - SCAN[:, None]) * at_0 + SCAN[:, None] * at_1).max(axis=1)
    for segment in segments:
        inside = shares_in(segment, SCAN)
        for i in segment.first:
            told = (1 - SCAN[inside]) * at_0[i] + SCAN[inside] * at_1[i]
            assert (best[inside] - told <= TIE * 1.01).all()
    assert len(segments) > 100


def test_nearly_level_lines_keep_every_leader_that_is_ahead_by_more_than_a_tie():
    lean = np.array([2e-9, 0, -2e-9])
    segments = first_along(50 + lean, 50 - lean)
    assert [segment.first for segment in segments] == [(0,), (2,)]
    assert segments[0].end == pytest.approx(0.5, abs=1e-6)


def test_leaders_that_tie_over_a_stretch_are_stable_over_that_stretch():
    """The two are within 1e-9 from 0.25 to 0.75, the present share among them."""
    lines = from_lines([50 + 2e-9, 50], [50, 50 + 2e-9])
    problem = problem_of(lines.values.tolist(), [0.55, 0.45], scales=on_0_to_1(2))
    ranking = rank_options(problem)
    assert ranking.leaders == (0, 1)
    d1 = one_way(problem, ranking)[1]
    assert d1.stable == pytest.approx((0.25, 0.75), abs=1e-5)


def slow(at_0, at_1, share, unit=1e-9):
    """Two drivers under which scores change by some units of 1e-9 points; low scores keep their digits."""
    cells = [[a * unit, b * unit] for a, b in zip(at_0, at_1, strict=True)]
    return problem_of(cells, [1 - share, share], scales=[{"worst": 0, "best": 100}] * 2)


def test_a_tie_over_a_stretch_ends_where_the_lines_are_1e_9_apart():
    """2 (1 - 2t) is at most 1 from 0.25 to 0.75; beyond, the one that gains is first."""
    d1 = swings_of(slow([2, 0], [0, 2], 0.45))[1]
    assert d1.stable == pytest.approx((0.25, 0.75), abs=1e-9)
    assert d1.order_stable == pytest.approx((0.25, 0.75), abs=1e-9)
    assert [(f.at, f.change, f.to) for f in d1.flips] == [
        (pytest.approx(0.25, abs=1e-9), pytest.approx(-0.2, abs=1e-9), (0,)),
        (pytest.approx(0.75, abs=1e-9), pytest.approx(0.3, abs=1e-9), (1,)),
    ]


def test_a_tie_over_a_stretch_ends_where_another_option_joins_it():
    """The two would tie up to 0.75; the third, at 2 + 12t, is within 1 of 10 + 2t from 0.7 on."""
    d1 = swings_of(slow([12, 10, 2], [10, 12, 14], 0.5))[1]
    assert d1.stable == pytest.approx((0.25, 0.7), abs=1e-9)


def test_of_three_that_tie_the_first_two_to_part_end_the_order():
    """Neighbours are 1.5 apart at share 1, the outer two 3: those part first, at a third."""
    d1 = swings_of(slow([10, 10, 10], [13, 11.5, 10], 0.2))[1]
    assert d1.order_stable == pytest.approx((0, 1 / 3), abs=1e-9)
    assert d1.stable == pytest.approx((0, 1 / 3), abs=1e-9)


def test_a_tie_that_begins_in_the_segment_before_is_told_from_its_beginning():
    """From the crossing at 0.4 to the end the two tie, and they do so already from 0.2 on."""
    at_0, at_1 = [12, 10], [7, 8]
    problem = slow(at_0, at_1, 0.5)
    d1 = swings_of(problem)[1]
    assert rank_options(problem).leaders == (0, 1)
    assert d1.stable == pytest.approx((1 / 3, 1), abs=1e-9), "2 - 3t is at most 1"
    assert [(f.at, f.to) for f in d1.flips] == [(pytest.approx(1 / 3, abs=1e-9), (0,))]


UNITS = st.lists(st.integers(0, 40), min_size=2, max_size=4)


@given(
    UNITS.flatmap(
        lambda a: st.tuples(st.just(a), st.lists(st.integers(0, 40), min_size=len(a), max_size=len(a)))
    )
)
@many
def test_the_stretch_of_a_tie_is_exact_for_slow_lines(lines):
    """In units of 1.03e-10 a tie is 9.7...; every bound of the stretch is a fraction."""
    unit, share = Fraction(103, 10**12), Fraction(9, 20)
    at_0, at_1 = ([k * unit for k in ends] for ends in lines)
    tie = Fraction(1, 10**9)

    def first(t):
        scores = [(1 - t) * a + t * b for a, b in zip(at_0, at_1, strict=True)]
        return tuple(i for i, score in enumerate(scores) if max(scores) - score <= tie)

    swing = swings_of(slow(*lines, float(share), float(unit)))[1]
    if len(first(share)) == 1 or first(share) in [segment.first for segment in swing.segments]:
        return
    turns = {Fraction(0), Fraction(1)}
    for i, j in permutations(range(len(at_0)), 2):
        gap, slope = at_0[i] - at_0[j], at_1[i] - at_1[j] - (at_0[i] - at_0[j])
        if slope:
            turns.add(min(max((tie - gap) / slope, Fraction(0)), Fraction(1)))
    ends = sorted(turns)
    middles = [(a + b) / 2 for a, b in pairwise(ends)]
    here = next(k for k, b in enumerate(ends[1:]) if share < b)
    low = high = here
    while low > 0 and first(middles[low - 1]) == first(share):
        low -= 1
    while high < len(middles) - 1 and first(middles[high + 1]) == first(share):
        high += 1
    assert swing.stable == pytest.approx((float(ends[low]), float(ends[high + 1])), abs=1e-9)
