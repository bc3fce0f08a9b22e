"""Where a method puts another option first than adding up does, and what of its own does that."""

from typing import NamedTuple

import numpy as np

from scenario_cli.choices import MethodName
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, added
from scenario_cli.engine.methods.ranked import MethodRanking
from scenario_cli.engine.methods.together import Methods
from scenario_cli.engine.problem import DecisionProblem


class MethodTurn(NamedTuple):
    """What makes a method put one option before another that adding up does not put behind it.

    Attributes
    ----------
    method : MethodName
    first, before : int
        The option that the method puts first, and the one that it displaces: first by adding up.
    joint : bool
        Whether the method has both first.
    cause : str
        ``product``: first's ratio to before is the greatest on ``factor``, with ``numbers`` before's and
        first's value (as published: ratings). ``zero``: before is worth 0 there. ``ideal`` (or
        ``worst``): before is farther from the ideal (nearer to the worst), most of all along ``factor``;
        the distances. ``distances``: both are the same. ``regret``: greatest regrets, at ``factor`` and
        ``other``. ``flows``: first's net flow is ahead most on ``factor``; parts of the flow. ``pair``:
        the weights of the factors on which each is better. ``wins``: by how many more each beats others
        than they it.
    factor, other : int or None
    numbers : (float, float)
        Of before and of first.
    """

    method: MethodName
    first: int
    before: int
    joint: bool
    cause: str
    factor: int | None
    other: int | None
    numbers: tuple[float, float]


def turns(problem: DecisionProblem, found: Methods, *, as_published: bool) -> tuple[MethodTurn, ...]:
    """Return a turn for each method whose first options are not those of adding up."""
    base = found.additive.leaders
    told = []
    for ranking in found.each[1:]:
        leaders = ranking.leaders
        if not ranking.runs or leaders == base:
            continue
        gone = [i for i in base if i not in leaders]
        come = [i for i in leaders if i not in base]
        before = gone[0] if gone else base[0]
        first = come[0] if come else leaders[0]
        cause, factor, other, numbers = _cause(problem, found, ranking, (before, first), as_published)
        joint = before in leaders
        told.append(MethodTurn(ranking.method, first, before, joint, cause, factor, other, numbers))
    return tuple(told)


Cause = tuple[str, int | None, int | None, tuple[float, float]]


def _cause(
    problem: DecisionProblem,
    found: Methods,
    ranking: MethodRanking,
    pair: tuple[int, int],
    as_published: bool,
) -> Cause:
    x, y = pair
    if ranking.method == "weighted_product":
        return _of_product(problem, pair, as_published)
    if ranking.method == "topsis":
        return _of_distance(found.topsis.from_ideal, found.topsis.from_worst, pair)
    if ranking.method == "vikor":
        r, at = found.vikor.r, found.vikor.worst_at
        return "regret", int(at[x]), int(at[y]), (float(r[x]), float(r[y]))
    if ranking.method == "promethee":
        parts = found.promethee.by_factor
        j = int(np.argmax(parts[y] - parts[x]))
        return "flows", j, None, (float(parts[x, j]), float(parts[y, j]))
    better = found.majority.better
    if better[y, x] - better[x, y] > TIE:
        return "pair", None, None, (float(better[x, y]), float(better[y, x]))
    index = found.majority.index
    return "wins", None, None, (float(index[x]), float(index[y]))


def _of_product(problem: DecisionProblem, pair: tuple[int, int], as_published: bool) -> Cause:
    x, y = pair
    counted = problem.ratings if as_published else problem.values
    weights = problem.weights
    zero = (counted[x] == 0) & (weights > 0)
    if zero.any():
        j = int(np.argmax(np.where(zero, weights, -1.0)))
        return "zero", j, None, (float(counted[x, j]), float(counted[y, j]))
    signed = np.where(problem.best < problem.worst, -weights, weights) if as_published else weights
    used = weights > 0
    logs = np.log(np.where(used, counted[[x, y]], 1.0))
    j = int(np.argmax(signed * (logs[1] - logs[0])))
    return "product", j, None, (float(counted[x, j]), float(counted[y, j]))


def _of_distance(from_ideal: Array, from_worst: Array, pair: tuple[int, int]) -> Cause:
    x, y = pair
    for cause, squares, sign in (("ideal", from_ideal, 1.0), ("worst", from_worst, -1.0)):
        far = np.sqrt(added(squares[[x, y]]))
        if sign * (far[0] - far[1]) > TIE:
            j = int(np.argmax(sign * (squares[x] - squares[y])))
            return cause, j, None, (float(far[0]), float(far[1]))
    return "distances", None, None, (0.0, 0.0)
