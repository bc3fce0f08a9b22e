"""Arrays as the engine types them, and sums added in an order of our own."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Indices = NDArray[np.intp]
else:  # numpy.typing takes as long to load as all of the engine's arithmetic
    Array = Mask = Indices = np.ndarray

_SPLIT = float(2**27 + 1)  # parts a double into two halves whose products are exact


def added(parts: Array) -> Array:
    """Return sums over the last axis, added one after another.

    NumPy's own sums are taken in blocks that its version decides on; these have the same
    last digit with every version, and one at a time as in millions.
    """
    return np.asarray(np.cumsum(parts, axis=-1)[..., -1])


def product(left: Array, right: Array) -> Array:
    """Return the matrix product of (m, n) and (n, k), added one after another as ``added`` does.

    NumPy's own is taken by a library that adds in another order on another processor.
    """
    total = np.zeros((left.shape[0], right.shape[1]))
    for column, row in zip(left.T, right, strict=True):
        total += column[:, None] * row
    return total


def product_error(one: Array, other: Array, product: Array) -> Array:
    """Return what products of doubles, as they are rounded, are short of the exact ones (Dekker, 1971)."""
    high, top = one * _SPLIT, other * _SPLIT
    high -= high - one
    top -= top - other
    low, rest = one - high, other - top
    return np.asarray(((high * top - product) + high * rest + low * top) + low * rest)
