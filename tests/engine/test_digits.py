"""Numbers written many at a time are those of ``repr``, sign by sign."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine import digits
from scenario_cli.engine.digits import number_texts

pytestmark = pytest.mark.thorough


def reprs(numbers):
    return [repr(number).encode() for number in np.asarray(numbers, dtype=float).tolist()]


def neighbours(number):
    return [number, math.nextafter(number, math.inf), math.nextafter(number, -math.inf)]


@given(st.lists(st.floats(allow_nan=False), max_size=50))
def test_any_numbers(numbers):
    assert number_texts(np.array(numbers, dtype=float)).tolist() == reprs(numbers)


@given(st.lists(st.floats(0.1, 100), max_size=200))
def test_numbers_that_scores_mostly_are(numbers):
    assert number_texts(np.array(numbers, dtype=float)).tolist() == reprs(numbers)


@given(st.integers(0, 10**17), st.integers(1, 18))
def test_decimals_of_any_length_and_their_neighbours(whole, places):
    numbers = neighbours(whole / 10**places)
    assert number_texts(np.array(numbers)).tolist() == reprs(numbers)


EDGES = [
    *(
        0.0,
        -0.0,
        100.0,
        1.0,
        10.0,
        0.1,
        50.0,
        12.5,
        0.005,
        2.675,
        1e-17,
        1e-4,
        1e22,
        5e-324,
        1.7976931348623157e308,
    ),
    *(1 / 3, 99.99999999999999, 9.999999999999998, 0.09999999999999999, 33.333333333333336, -3.5),
    *(2.0**k for k in range(-5, 8)),
]


def test_edges_and_their_neighbours():
    numbers = [each for number in EDGES for each in neighbours(number)]
    assert number_texts(np.array(numbers)).tolist() == reprs(numbers)


@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_thousand_of_each_kind(seed):
    rng = np.random.default_rng(seed)
    count = 100_000
    scores = rng.random(count) * 100
    kinds = [
        scores,
        scores.round(seed + 11),
        np.nextafter(scores.round(seed + 2), rng.choice([0.0, 1e9], count)),
        rng.integers(1, 1000, count) / rng.integers(1, 1000, count),
        10 ** rng.uniform(-2, 2.5, count),
    ]
    for numbers in kinds:
        assert number_texts(numbers).tolist() == reprs(numbers)


def test_of_scores_hardly_any_is_left_to_repr():
    numbers = np.random.default_rng(0).random(100_000) * 99 + 0.1
    _, sure = digits._digit_texts(numbers)
    assert np.count_nonzero(~sure) < 10


def test_no_numbers():
    assert number_texts(np.array([])).tolist() == []
