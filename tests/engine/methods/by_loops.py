"""Each method spelt out in loops of plain numbers, as its paper has it."""

import math


def topsis(values, weights, ideal, worst):
    found = []
    for row in values:
        near = math.sqrt(sum((w * (x - i)) ** 2 for w, x, i in zip(weights, row, ideal, strict=True)))
        far = math.sqrt(sum((w * (x - o)) ** 2 for w, x, o in zip(weights, row, worst, strict=True)))
        found.append(far / (near + far) if near + far else math.nan)
    return found


def regrets(values, weights):
    s = [sum(w * (1 - v) for w, v in zip(weights, row, strict=True)) for row in values]
    r = [max(w * (1 - v) for w, v in zip(weights, row, strict=True)) for row in values]
    return s, r


def preference(d, type_, q, p, s):
    """What a difference counts, as Brans & Vincke (1985) draw the six functions."""
    if d <= 0:
        return 0.0
    if type_ == "usual":
        return 1.0
    if type_ == "u-shape":
        return 1.0 if d > q else 0.0
    if type_ == "v-shape":
        return min(d / p, 1.0)
    if type_ == "level":
        return 0.0 if d <= q else 0.5 if d <= p else 1.0
    if type_ == "linear":
        return 0.0 if d <= q else 1.0 if d >= p else (d - q) / (p - q)
    return 1 - math.exp(-(d**2) / (2 * s**2))


def flows(gains, weights, how):
    m = len(gains)
    pi = [
        [
            sum(
                w * preference(x - y, t.type, t.q, t.p, t.s)
                for w, x, y, t in zip(weights, a, b, how, strict=True)
            )
            for b in gains
        ]
        for a in gains
    ]
    plus = [sum(pi[a]) / max(1, m - 1) for a in range(m)]
    minus = [sum(pi[b][a] for b in range(m)) / max(1, m - 1) for a in range(m)]
    return plus, minus


def better(positions, weights):
    return [
        [sum(w for w, x, y in zip(weights, a, b, strict=True) if x - y > 1e-9) for b in positions]
        for a in positions
    ]


def in_circles(beats):
    """The options from which a chain of wins leads back, by all chains."""
    m = len(beats)
    reach = [list(row) for row in beats]
    for k in range(m):
        for i in range(m):
            for j in range(m):
                reach[i][j] = reach[i][j] or (reach[i][k] and reach[k][j])
    return {i for i in range(m) if reach[i][i]}
