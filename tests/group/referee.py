"""What ballots come to, computed anew in plain Python: nothing of ours but the models of files."""

from math import exp, floor, log, sqrt
from statistics import median

TIE = 1e-9


def shares(scenario, ballot):
    """Return each factor's share of the whole."""
    whole, found = sum(ballot.drivers.values()), {}
    for driver, stated in scenario.drivers.items():
        own = list(stated.factors) or [driver]
        points = ballot.factors.get(driver) or dict.fromkeys(own, 1.0)
        points = points if sum(points.values()) else dict.fromkeys(own, 1.0)
        for factor in own:
            found[factor] = ballot.drivers[driver] / whole * points[factor] / sum(points.values())
    return found


def scores(scenario, weights):
    """Return each option's score under factors' shares."""
    return {
        o: 100 * sum(weights[f] * cells[f].value / 10 for f in weights)
        for o, cells in scenario.ratings.items()
    }


def first(scored):
    return {o for o, x in scored.items() if max(scored.values()) - x <= TIE}


def quantile(numbers, p):
    """Return a quantile of type 7."""
    ordered, at = sorted(numbers), p * (len(numbers) - 1)
    low = floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def mid_ranks(scored):
    above = {o: sum(y > x + TIE for y in scored.values()) for o, x in scored.items()}
    return {o: above[o] + (sum(v == above[o] for v in above.values()) + 1) / 2 for o in scored}


def kendall_w(rankings):
    n, m = len(rankings), len(rankings[0])
    sums = [sum(ranks[o] for ranks in rankings) for o in rankings[0]]
    ties = sum(
        count**3 - count
        for ranks in rankings
        for count in [sum(r == x for r in ranks.values()) for x in {*ranks.values()}]
    )
    whole = n * n * (m**3 - m) - n * ties
    return 12 * sum((s - n * (m + 1) / 2) ** 2 for s in sums) / whole if n > 1 and whole > 0 else None


def tau_b(a, b):
    def sign(x, y):
        return (x > y) - (x < y)

    names = list(a)
    pairs = [(sign(a[p], a[q]), sign(b[p], b[q])) for i, p in enumerate(names) for q in names[i + 1 :]]
    whole = sqrt(sum(x != 0 for x, _ in pairs) * sum(y != 0 for _, y in pairs))
    return sum(x * y for x, y in pairs) / whole if whole else None


def blend(ballots, how):
    mix = {
        "mean": lambda xs: sum(xs) / len(xs),
        "median": median,
        "geometric": lambda xs: 0.0 if 0 in xs else exp(sum(map(log, xs)) / len(xs)),
    }[how]
    mixed = {f: mix([weights[f] for weights in ballots]) for f in ballots[0]}
    return {f: x / sum(mixed.values()) for f, x in mixed.items()} if sum(mixed.values()) else None
