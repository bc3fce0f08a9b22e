"""Rows put together from words and numbers, against the same row by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenario_cli.engine import row_text
from scenario_cli.engine.row_text import Words, always, distinct, joined_rows


@pytest.mark.parametrize("count", [0, 1, 7, 8192, 8193, 20_000])
def test_rows_are_those_of_one_at_a_time(count):
    rng = np.random.default_rng(count)
    words, more = [b"a,", b"bc,", b""], [b"\n", b" x\n"]
    first, last = rng.integers(0, 3, count), rng.integers(0, 2, count)
    numbers = rng.random(count) * 100
    parts = [Words(words, first), numbers, always(b";", count), numbers[::-1], Words(more, last)]
    stated = zip(first, numbers.tolist(), numbers[::-1].tolist(), last, strict=True)
    expected = b"".join(words[i] + f"{a!r};{b!r}".encode() + more[j] for i, a, b, j in stated)
    assert joined_rows(parts) == expected


def test_words_that_are_followed_by_a_text():
    places = np.array([1, 0, 1])
    assert joined_rows([Words([b"a", b"b"], places).followed_by(b"\n")]) == b"b\na\nb\n"


@given(st.lists(st.integers(0, 2**40), max_size=30), st.lists(st.integers(0, 9), max_size=60))
def test_different_numbers_and_their_places(large, small):
    for numbers in (large, small, large + small):
        found, places = distinct(np.array(numbers, dtype=np.int64))
        assert found == sorted(set(numbers))
        assert [found[place] for place in places] == numbers


def test_blocks_do_not_show(monkeypatch):
    numbers = np.random.default_rng(3).random(1000)
    whole = joined_rows([numbers, always(b"\n", 1000)])
    monkeypatch.setattr(row_text, "_AT_ONCE", 7)
    assert joined_rows([numbers, always(b"\n", 1000)]) == whole
