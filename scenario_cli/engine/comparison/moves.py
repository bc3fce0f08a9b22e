"""How scores, ranks and first place move from one state of a question to another."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE, competition_ranks, tied_options
from scenario_cli.engine.arrays import Array
from scenario_cli.engine.comparison.attribution import Attribution, Side, attribute

OLD: Literal["old"] = "old"
NEW: Literal["new"] = "new"
NOTHING = 1e-12
_ADD_UP_WITHIN = 1e-6


class Part(NamedTuple):
    """What one change contributes to a move: ``by`` is ``"weight"`` or ``"rating"``."""

    factor: str
    by: Literal["weight", "rating"]
    points: float


class Move(NamedTuple):
    """One option before and after; ``parts`` add up to the move, the largest first."""

    option: str
    scores: tuple[float, float]
    ranks: tuple[int, int]
    tied: tuple[bool, bool]
    parts: tuple[Part, ...]

    @property
    def points(self) -> float:
        """By how much the score moved."""
        return self.scores[1] - self.scores[0]


class Other(NamedTuple):
    """An option that only one side has."""

    option: str
    side: Literal["old", "new"]
    score: float
    rank: int
    tied: bool


class Moves(NamedTuple):
    """What moved between two states; ``moves`` are of the options that both have, in the order of the first.

    Attributes
    ----------
    leaders : (tuple of str, tuple of str)
        Who is first before and after.
    others : tuple of Other
        The options that only one side has, those of the first before those of the second.
    """

    moves: tuple[Move, ...]
    leaders: tuple[tuple[str, ...], tuple[str, ...]]
    others: tuple[Other, ...]

    @property
    def most(self) -> Move | None:
        """The option that moved most; ``None`` where no score moved."""
        moved = [move for move in self.moves if abs(move.points) > TIE]
        return max(moved, key=lambda move: abs(move.points), default=None)


class State(NamedTuple):
    """One side with its scores (m,), as they were computed or stated."""

    side: Side
    scores: Array


def moves(before: State, after: State) -> Moves:
    """Return how each option that both states have moved, and what explains it."""
    found = attribute(before.side, after.side)
    states = (before, after)
    ranks = [competition_ranks(state.scores) for state in states]
    tied = [tied_options(state.scores) for state in states]
    at = [{option: i for i, option in enumerate(state.side.options)} for state in states]
    return Moves(
        moves=tuple(
            Move(
                option=option,
                scores=(float(before.scores[at[0][option]]), float(after.scores[at[1][option]])),
                ranks=(int(ranks[0][at[0][option]]), int(ranks[1][at[1][option]])),
                tied=(bool(tied[0][at[0][option]]), bool(tied[1][at[1][option]])),
                parts=_parts(found, i),
            )
            for i, option in enumerate(found.options)
        ),
        leaders=(_leaders(before), _leaders(after)),
        others=tuple(
            Other(option, side, float(states[k].scores[i]), int(ranks[k][i]), bool(tied[k][i]))
            for k, side in ((0, OLD), (1, NEW))
            for option, i in at[k].items()
            if option not in at[1 - k]
        ),
    )


def _leaders(state: State) -> tuple[str, ...]:
    ranks = competition_ranks(state.scores)
    return tuple(option for option, rank in zip(state.side.options, ranks, strict=True) if rank == 1)


def _parts(found: Attribution, i: int) -> tuple[Part, ...]:
    parts = [Part(f, "weight", float(found.by_weight[i, j])) for j, f in enumerate(found.factors)]
    parts += [Part(f, "rating", float(found.by_rating[i, j])) for j, f in enumerate(found.factors)]
    return tuple(sorted((p for p in parts if abs(p.points) > NOTHING), key=lambda p: -abs(p.points)))


def stated_result(
    weights: Mapping[str, float],
    contributions: Mapping[str, Sequence[float]],
    scores: Sequence[float],
    values: Mapping[str, Sequence[float]] | None = None,
) -> State:
    """Return a result that was stored as a state.

    Parameters
    ----------
    weights : mapping of str to float
        Each factor's share of the whole.
    contributions : mapping of str to sequence of float
        By option, in points, one a factor in the order of ``weights``.
    scores : sequence of float
        One an option.
    values : mapping of str to sequence of float, optional
        By option, on 0..1, one a factor. Without them a value is told from its
        contribution, and cannot be told where there is no weight.

    Raises
    ------
    ValueError
        There are none, the weights are no shares of a whole, or the contributions do not
        add up to the scores, or are not weight times value.
    """
    if not contributions:
        raise ValueError("it ranks no option")
    shares = np.array(list(weights.values()), dtype=float)
    contributed = np.array(list(contributions.values()), dtype=float)
    stated = np.array(scores, dtype=float)
    if shares.min(initial=0.0) < 0 or abs(float(shares.sum()) - 1) > _ADD_UP_WITHIN:
        raise ValueError("the weights of the factors are no shares that sum to 1")
    if not np.allclose(contributed.sum(axis=1), stated, rtol=0, atol=_ADD_UP_WITHIN):
        raise ValueError("the contributions do not add up to the scores")
    if values is None:
        told = contributed / (100 * np.where(shares > 0, shares, np.nan))
    else:
        told = np.array([values[option] for option in contributions], dtype=float)
        if not np.allclose(100 * shares * told, contributed, rtol=0, atol=_ADD_UP_WITHIN):
            raise ValueError("the contributions are not the weights times the values of the ratings")
    return State(Side(list(contributions), list(weights), shares, told), stated)


class Difference(NamedTuple):
    """A weight (``option`` is ``None``) or a value that two sides state differently.

    A weight is ``None`` on a side that does not have the factor.
    """

    option: str | None
    factor: str
    before: float | None
    after: float | None


def differences(before: Side, after: Side) -> list[Difference]:
    """Return the weights that differ, then the values that do of what both sides have."""
    weights = [dict(zip(side.factors, side.weights.tolist(), strict=True)) for side in (before, after)]
    found = [
        Difference(None, factor, weights[0].get(factor), weights[1].get(factor))
        for factor in dict.fromkeys([*before.factors, *after.factors])
    ]
    found += [
        Difference(option, factor, float(before.values[i, j]), float(after.values[h, k]))
        for option, i, h in _shared(before.options, after.options)
        for factor, j, k in _shared(before.factors, after.factors)
    ]
    return [d for d in found if d.before is None or d.after is None or abs(d.before - d.after) > NOTHING]


def _shared(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, int, int]]:
    at = {id_: k for k, id_ in enumerate(after)}
    return [(id_, j, at[id_]) for j, id_ in enumerate(before) if id_ in at]
