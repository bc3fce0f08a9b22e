"""Rows of text put together from words that repeat and from numbers, many rows at a time."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.engine.arrays import Array, Indices
from scenario_cli.engine.digits import number_texts

# Rows that are put together at once: with what they are made of they stay near the processor. Going over
# 65,536 at once takes twice as long, nearly all of it to be given new memory.
_AT_ONCE = 16_384


class Words(NamedTuple):
    """A part of rows that is one of some texts: which, and the place among them of each row's (N,)."""

    texts: Sequence[bytes]
    places: Any

    def followed_by(self, text: bytes) -> "Words":
        """Return the same with a text after each."""
        return Words([word + text for word in self.texts], self.places)


def always(text: bytes, count: int) -> Words:
    """Return a part of so many rows that is the same in all of them."""
    return Words([text], np.zeros(count, dtype=np.int8))


def distinct(numbers: Indices) -> tuple[list[int], Indices]:
    """Return the different ones among whole numbers (N,), and the place of each among these."""
    if len(numbers) and numbers.max() > len(numbers):
        found, places = np.unique(numbers, return_inverse=True)
        return found.tolist(), places
    there = np.bincount(numbers) > 0  # of small ones, in a twentieth of the time
    return np.flatnonzero(there).tolist(), (np.cumsum(there) - 1)[numbers]


def joined_rows(parts: Sequence[Words | Array]) -> bytes:
    """Return rows put together from their parts: words, or numbers (N,), written as by ``repr``."""
    first = parts[0]
    count = len(first.places if isinstance(first, Words) else first)
    texts = [np.array(part.texts, dtype=object) if isinstance(part, Words) else None for part in parts]
    blocks = []
    for start in range(0, count, _AT_ONCE):
        some = slice(start, min(start + _AT_ONCE, count))
        rows = np.empty((some.stop - start, len(parts)), dtype=object)
        for k, (part, known) in enumerate(zip(parts, texts, strict=True)):
            if isinstance(part, Words):
                assert known is not None
                rows[:, k] = known[part.places[some]]
            else:
                rows[:, k] = number_texts(part[some])
        blocks.append(b"".join(rows.ravel().tolist()))
    return b"".join(blocks)
