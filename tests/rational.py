"""Linear programmes in fractions: no tolerance, so that what is found to 1e-9 can be held against them."""

from fractions import Fraction
from typing import Any


def least_cost(cost: Any, rows: Any, totals: Any) -> Fraction | None:
    """Return the least ``cost @ x`` with ``rows @ x == totals`` and ``x >= 0``; ``None`` where no x does.

    Two phases of the simplex method with the rule of Bland (1977), which cannot cycle.
    """
    count, n = len(rows), len(cost)
    table = []
    for i, (row, total) in enumerate(zip(rows, totals, strict=True)):
        sign = -1 if total < 0 else 1
        helpers = [Fraction(i == k) for k in range(count)]
        table.append([sign * Fraction(x) for x in row] + helpers + [sign * Fraction(total)])
    basis = list(range(n, n + count))
    if _descend(table, basis, [Fraction(0)] * n + [Fraction(1)] * count, n + count) > 0:
        return None
    for i in range(count):
        into = next((j for j in range(n) if table[i][j]), None) if basis[i] >= n else None
        if into is not None:
            _pivot(table, basis, i, into)
    return _descend(table, basis, [Fraction(x) for x in cost] + [Fraction(0)] * count, n)


def _descend(table: Any, basis: Any, cost: Any, usable: int) -> Fraction:
    while True:
        prices = [cost[j] for j in basis]
        columns = (
            j
            for j in range(usable)
            if cost[j] < sum(p * row[j] for p, row in zip(prices, table, strict=True))
        )
        into = next(columns, None)
        if into is None:
            return sum((p * row[-1] for p, row in zip(prices, table, strict=True)), Fraction(0))
        bounds = [(row[-1] / row[into], basis[i], i) for i, row in enumerate(table) if row[into] > 0]
        _pivot(table, basis, min(bounds)[2], into)


def _pivot(table: Any, basis: Any, out: int, into: int) -> None:
    table[out] = [x / table[out][into] for x in table[out]]
    for i, row in enumerate(table):
        if i != out and row[into]:
            table[i] = [x - row[into] * y for x, y in zip(row, table[out], strict=True)]
    basis[out] = into
