"""Linear algebra in an order of our own: a library's adds otherwise on another processor."""

import numpy as np

from scenario_cli.engine.arrays import Array

_NOTHING = 1e-9  # of the largest entry: what is left of rows that others add up to
_LEAST_PART = 1e-13  # of a number on the diagonal: what rounding may leave of it


def cholesky(matrix: Array) -> Array:
    """Return the lower triangle L (d, d) with ``L @ L.T`` equal to a symmetric, positive matrix."""
    rest, d = matrix.copy(), len(matrix)
    lower = np.zeros((d, d))
    for j in range(d):
        least = max(_LEAST_PART * float(matrix[j, j]), np.finfo(float).tiny)
        lower[j, j] = np.sqrt(max(float(rest[j, j]), least))
        below = rest[j + 1 :, j] / lower[j, j]
        lower[j + 1 :, j] = below
        rest[j + 1 :, j + 1 :] -= below[:, None] * below[None, :]
    return lower


def solved_by(lower: Array, wanted: Array) -> Array:
    """Return x (d,) with ``lower @ lower.T @ x`` equal to what is wanted (d,)."""
    found, d = wanted.copy(), len(wanted)
    for j in range(d):
        found[j] /= lower[j, j]
        found[j + 1 :] -= lower[j + 1 :, j] * found[j]
    for j in reversed(range(d)):
        found[j] /= lower[j, j]
        found[:j] -= lower[j, :j] * found[j]
    return found


def basis_beside(rows: Array) -> Array:
    """Return a basis (k, d) of the directions along which no row (f, k) changes, by Gauss and Jordan."""
    rest, k = rows.copy(), rows.shape[1]
    pivots: list[int] = []
    for i in range(min(rest.shape)):
        size = np.abs(rest[i:])
        at = int(np.argmax(size))
        row, column = i + at // k, at % k
        if size.flat[at] <= _NOTHING * float(np.abs(rows).max()):
            break
        rest[[i, row]] = rest[[row, i]]
        rest[i] /= rest[i, column]
        others = np.arange(len(rest)) != i
        rest[others] -= rest[others, column, None] * rest[i]
        pivots.append(column)
    free = [column for column in range(k) if column not in pivots]
    basis = np.zeros((k, len(free)))
    basis[free, np.arange(len(free))] = 1.0
    basis[pivots] = -rest[: len(pivots)][:, free]
    return basis
