"""How far ballots lie apart in each weight and rating, and which differences could change first place.

Source: quartiles as type 7 of Hyndman & Fan (1996), The American Statistician 50:361-365.
"""

from typing import Literal, NamedTuple

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE, Ranking
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.curves import values_of
from scenario_cli.engine.group.ballots import Ballots
from scenario_cli.engine.problem import DecisionProblem
from scenario_cli.engine.sensitivity.one_way import SAME_SHARE, OneWay, one_way, swing_ends


class Quartiles(NamedTuple):
    """Of some numbers the least, the quartiles, and the most."""

    least: float
    lower: float
    median: float
    upper: float
    most: float


class ExactFlip(NamedTuple):
    """A share at which first place turns, and who is first beyond it, seen from the room's."""

    at: float
    to: tuple[int, ...]


class Spread(NamedTuple):
    """How the ballots' shares of one driver or factor lie, and whether that matters.

    Attributes
    ----------
    kind, item : "driver" or "factor", int
    shares : (b,) array
        In the order of the ballots, 0..1.
    quartiles : Quartiles
    room : float
        The room's share.
    turns : tuple of ExactFlip
        Where first place turns as the room's share goes from 0 to 1, the others keeping their proportions.
    across : (b,) bool array
        Whether a ballot's share, put for the room's, gives other leaders.
    """

    kind: Literal["driver", "factor"]
    item: int
    shares: Array
    quartiles: Quartiles
    room: float
    turns: tuple[ExactFlip, ...]
    across: Mask


class RatingSpread(NamedTuple):
    """How the ratings of one option on one factor lie that ballots state, and whether that matters.

    Attributes
    ----------
    option, factor : int
    ballots : int
        How many state it as a number.
    least, most : float
        In the factor's own unit.
    points : float
        What they are apart in points of the option's score: the spread of their values times the weight.
    across : int
        How many, put for the room's, give other leaders.
    """

    option: int
    factor: int
    ballots: int
    least: float
    most: float
    points: float
    across: int


def quartiles(numbers: Array) -> Quartiles:
    """Return least, quartiles (type 7) and most of numbers (b,)."""
    return Quartiles(*np.quantile(numbers, [0, 0.25, 0.5, 0.75, 1]).tolist())


def spreads_of(room: DecisionProblem, ranking: Ranking, ballots: Ballots) -> tuple[Spread, ...]:
    """Return the spread of every driver's share, then of every factor's, in file order.

    Putting a ballot's share for the room's leaves the others their proportions, as one-way sensitivity
    does: every score is then a straight line between its ends. From a share of 1 the others share
    equally. Leaders are compared by the tie rule; a ballot that has the room's own share is not across.

    Parameters
    ----------
    room, ranking : DecisionProblem, Ranking
        The question under the room's weights.
    ballots : Ballots
    """
    swings = iter(one_way(room, ranking))
    leading = np.isin(np.arange(len(room.options)), ranking.leaders)[:, None]
    found: list[Spread] = []
    for kind, items, now, _, at_0, at_1 in swing_ends(room):
        shares = ballots.drivers if kind == "driver" else ballots.weights
        for k, item in enumerate(items.tolist()):
            stated = shares[:, item]
            lines = at_0[:, k, None] * (1 - stated) + at_1[:, k, None] * stated
            leads = lines.max(axis=0) - lines <= TIE
            found.append(
                Spread(
                    kind=kind,
                    item=item,
                    shares=stated,
                    quartiles=quartiles(stated),
                    room=float(now[k]),
                    turns=turns_of(next(swings)),
                    across=np.asarray((leads != leading).any(axis=0) & (stated != now[k])),
                )
            )
    return tuple(found)


def turns_of(swing: OneWay) -> tuple[ExactFlip, ...]:
    """Return every share at which first place turns on a swing, from the least on."""
    turns = [ExactFlip(flip.at, flip.to) for flip in swing.flips]
    low = min([swing.stable[0], *(turn.at for turn in turns)])
    high = max([swing.stable[1], *(turn.at for turn in turns)])
    for before, after in zip(swing.segments, swing.segments[1:], strict=False):
        if after.start < low - SAME_SHARE:
            turns.append(ExactFlip(after.start, before.first))
        elif after.start > high + SAME_SHARE:
            turns.append(ExactFlip(after.start, after.first))
    return tuple(sorted(turns))


def rating_spreads(room: DecisionProblem, ranking: Ranking, ballots: Ballots) -> tuple[RatingSpread, ...]:
    """Return the ratings that two ballots or more state as numbers, the widest apart in points first."""
    found = []
    for (i, j), who in ballots.rated.items():
        stated = ballots.ratings[i, j][list(who)]
        known = stated[~np.isnan(stated)]
        if known.size < 2:
            continue
        positions = (known - room.worst[j]) / (room.best[j] - room.worst[j])
        curve = room.curves[j : j + 1] if room.curves else (None,)
        values = values_of(curve, positions[:, None])[:, 0]
        worth = POINTS * float(room.weights[j])
        scores = np.repeat(ranking.scores[:, None], known.size, axis=1)
        scores[i] += worth * (values - room.values[i, j])
        leads = scores.max(axis=0) - scores <= TIE
        leading = np.isin(np.arange(len(room.options)), ranking.leaders)[:, None]
        across = (leads != leading).any(axis=0) & (values != room.values[i, j])
        found.append(
            RatingSpread(
                option=i,
                factor=j,
                ballots=int(known.size),
                least=float(known.min()),
                most=float(known.max()),
                points=worth * float(np.ptp(values)),
                across=int(across.sum()),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.points, one.option, one.factor)))
