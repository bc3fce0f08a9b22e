"""Two rounds of ballots: who moved, and how far the ballots lay apart then and now."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.group.ballots import Ballots, distances
from scenario_cli.engine.group.spread import Quartiles, quartiles


class PersonMove(NamedTuple):
    """One person's way from one round to the next.

    Attributes
    ----------
    ballot : int
        Its place among the ballots of now.
    moved : float
        The share of weight that it moved, 0..1.
    was, now : tuple of int
        The options that were first in it, and are.
    """

    ballot: int
    moved: float
    was: tuple[int, ...]
    now: tuple[int, ...]

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return self.moved > TIE or self.was != self.now


def moves_of(ballots: Ballots, before: Ballots, pairs: Sequence[tuple[int, int]]) -> tuple[PersonMove, ...]:
    """Return how each person moved; ``pairs`` are the places of a person's ballots now and before."""
    return tuple(
        PersonMove(
            ballot=now,
            moved=float(distances(ballots.weights[[now]], before.weights[[then]])[0, 0]),
            was=before.leaders(then),
            now=ballots.leaders(now),
        )
        for now, then in pairs
    )


def spreads_before(
    before: Ballots,
) -> dict[tuple[Literal["driver", "factor"], int], Quartiles]:
    """Return least, quartiles and most of every driver's and factor's share in the ballots before."""
    kinds: tuple[Literal["driver", "factor"], ...] = ("driver", "factor")
    return {
        (kind, item): quartiles(column)
        for kind in kinds
        for item, column in enumerate((before.drivers if kind == "driver" else before.weights).T)
    }
