"""Random scenarios with value curves, doubts and events mixed in, and their referee over plain data."""

from bisect import bisect_right
from typing import Any

import numpy as np
from builders import scenario_of, weights_of
from hypothesis import strategies as st

from scenario_cli.model.scenario import Scenario

TENTHS = st.integers(0, 100).map(lambda k: k / 10)
HUNDREDTHS = st.integers(1, 99).map(lambda k: k / 100)


@st.composite
def curves(draw: Any, worst: float = 0.0, best: float = 10.0, most: int = 3) -> dict[float, float]:
    """The points of a value curve: ratings inside the scale, rising values inside 0..1."""
    count = draw(st.integers(0, most))
    shares = sorted(draw(st.lists(HUNDREDTHS, min_size=count, max_size=count, unique=True)))
    values = sorted(draw(st.lists(HUNDREDTHS, min_size=count, max_size=count, unique=True)))
    return {
        round(worst + share * (best - worst), 9): value for share, value in zip(shares, values, strict=True)
    }


@st.composite
def cells(draw: Any) -> Any:
    """A rating on 0..10: certain, or with a range, a triangle or even."""
    low, value, high = sorted(draw(st.lists(TENTHS, min_size=3, max_size=3)))
    if draw(st.booleans()):
        return value
    return {
        "value": value,
        "low": low,
        "high": high,
        "shape": draw(st.sampled_from(("triangular", "uniform"))),
    }


@st.composite
def doubted(draw: Any, *, options: int = 4, factors: int = 4, curved: bool = True, events: int = 0) -> Any:
    """A scenario and weights: some scales curved or turned round, up to two doubts, some events."""
    m, n = draw(st.integers(2, options)), draw(st.integers(1, factors))
    turned = [draw(st.booleans()) for _ in range(n)]
    scales = []
    for down in turned:
        ends = {"worst": 10.0, "best": 0.0} if down else {"worst": 0.0, "best": 10.0}
        points = draw(curves(ends["worst"], ends["best"])) if curved and draw(st.booleans()) else {}
        scales.append({**ends, **({"values": points} if points else {})})
    ratings = [[draw(cells()) for _ in range(n)] for _ in range(m)]
    wide = [f"o{i}.d{j}" for i in range(m) for j in range(n) if isinstance(ratings[i][j], dict)]
    taken = draw(st.permutations(wide)) if wide else []
    cut = draw(st.integers(0, len(taken)))
    groups = {"first": taken[: cut // 2], "second": taken[cut // 2 : cut]}
    doubts = {id_: {"ratings": list(named)} for id_, named in groups.items() if named}
    injects = {f"e{k}": draw(_events(m, n, k)) for k in range(events)}
    scenario = Scenario.model_validate(
        scenario_of(ratings, scales=scales).model_dump(exclude_unset=True)
        | {"doubts": doubts, "injects": injects}
    )
    points = draw(st.lists(st.sampled_from((0.0, 1.0, 2.0, 3.0, 7.0)), min_size=n, max_size=n).filter(any))
    return scenario, weights_of(scenario, points)


@st.composite
def _events(draw: Any, m: int, n: int, k: int) -> Any:
    changes: dict[str, Any] = {}
    for _ in range(draw(st.integers(1, 3))):
        i, j = draw(st.integers(0, m - 1)), draw(st.integers(0, n - 1))
        how = draw(st.sampled_from(("set", "shift")))
        amount = draw(TENTHS) if how == "set" else draw(TENTHS) - 5
        changes.setdefault(f"o{i}", {})[f"d{j}"] = {how: float(amount)}
    event: dict[str, Any] = {"ratings": changes}
    if draw(st.booleans()):
        event["weights"] = {f"d{draw(st.integers(0, n - 1))}": {"times": draw(st.sampled_from((0.5, 2.0)))}}
    if k and draw(st.booleans()):
        event["otherwise"] = f"e{k - 1}"
    return event


def value_of(scenario: Scenario, factor: str, rating: float) -> float:
    """What a rating is worth, by the rule of the contract, over plain numbers."""
    scale = scenario.factors[factor].scale
    points = sorted(
        ((abs(r - scale.worst), v) for r, v in {**scale.values, scale.worst: 0.0, scale.best: 1.0}.items())
    )
    at = abs(rating - scale.worst)
    k = min(bisect_right([p for p, _ in points], at), len(points) - 1)
    (p0, v0), (p1, v1) = points[k - 1], points[k]
    return v0 + (at - p0) / (p1 - p0) * (v1 - v0)


def quantile(scenario: Scenario, option: str, factor: str, share: float) -> float:
    """The rating at a share of its own distribution, counted from its worst for the option."""
    rating, scale = scenario.ratings[option][factor], scenario.factors[factor].scale
    low, value, high = (float(x) for x in (rating.low, rating.value, rating.high))
    if high == low:
        return value
    down = scale.best < scale.worst
    u = 1 - share if down else share
    if rating.shape == "uniform":
        return low + u * (high - low)
    if u < (value - low) / (high - low):
        return low + np.sqrt(u * (high - low) * (value - low))
    return high - np.sqrt((1 - u) * (high - low) * (high - value))


def stated_cells(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Every rating as it is stated."""
    return {
        (option, factor): float(rating.value)
        for option, row in scenario.ratings.items()
        for factor, rating in row.items()
    }


def scores_of(
    scenario: Scenario, shares: dict[str, float], ratings: dict[tuple[str, str], float]
) -> np.ndarray:
    """The scores by the definition: weight x value x 100, added up."""
    return np.array(
        [
            sum(100 * w * value_of(scenario, f, ratings[option, f]) for f, w in shares.items())
            for option in scenario.options
        ]
    )
