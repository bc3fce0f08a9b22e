"""Rows of a table that stand in it a second time, found by keys of eight bytes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def row_keys(columns: Sequence[Any]) -> bytes:
    """Return a key of each row of numbers, given as columns (N,): equal rows have equal keys.

    Two rows that differ share a key once in 2**64 pairs. The bits are mixed as in SplitMix64
    (Steele, Lea and Flood, 2014, "Fast splittable pseudorandom number generators").
    """
    keys = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        numbers = np.asarray(column, dtype=float) + 0.0  # a zero has no sign
        keys += numbers.view(np.uint64) + _STEP
        keys = (keys ^ (keys >> np.uint64(30))) * _FIRST
        keys = (keys ^ (keys >> np.uint64(27))) * _SECOND
        keys ^= keys >> np.uint64(31)
    return keys.tobytes()


def repeats(keys: bytes) -> list[tuple[int, int]]:
    """Return each row (from 0) whose key stands before, with the first row that has it, in order."""
    stated = np.frombuffer(keys, dtype=np.uint64)
    ordered = np.sort(stated)
    if not (ordered[1:] == ordered[:-1]).any():  # mostly; to find where they stand takes five times as long
        return []
    order = np.argsort(stated, kind="stable")
    new = np.concatenate([[True], stated[order][1:] != stated[order][:-1]])[: len(stated)]
    firsts = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    again = sorted(zip(order[~new].tolist(), firsts[~new].tolist(), strict=True))
    return [(int(row), int(first)) for row, first in again]
