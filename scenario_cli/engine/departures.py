"""Where rankings of a sweep are not as they are to be: another is first, a rank or a score is another."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.sweep import SweepResult


class OwnRanking(NamedTuple):
    """One ranking that others are held against: its options, with the rank and the score of each."""

    options: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who is first."""
        return tuple(option for option, rank in zip(self.options, self.ranks, strict=True) if rank == 1)


def own_ranking(result: SweepResult) -> OwnRanking:
    """Return the ranking of the only weighting of a result."""
    swept = result.swept
    return OwnRanking(result.options, tuple(swept.ranks[0].tolist()), tuple(swept.scores[0].tolist()))


def not_alone(results: Sequence[SweepResult], option: str) -> Mask:
    """Mark the rankings (N, sets) in which an option is not alone first."""
    alone = np.array([one == option for one in results[0].options])
    return _sound(results, (_ranks(results) == 1) != alone)


def led_by_others(results: Sequence[SweepResult], own: OwnRanking) -> Mask:
    """Mark the rankings (N, sets) in which others are first than in one ranking."""
    return _sound(results, (_ranks(results) == 1) != (np.array(own.ranks) == 1))


def ranked_otherwise(results: Sequence[SweepResult], own: OwnRanking) -> Mask:
    """Mark the rankings (N, sets) in which some option has another rank than in one ranking."""
    return _sound(results, _ranks(results) != np.array(own.ranks))


def moved_further(results: Sequence[SweepResult], own: OwnRanking, limit: float) -> Mask:
    """Mark the rankings (N, sets) in which a score is further than a limit, in points, from one ranking's."""
    scores = np.stack([r.swept.scores for r in results], axis=1)
    return _sound(results, np.abs(scores - np.array(own.scores)) > limit + TIE)


def places(marked: Mask) -> tuple[int, tuple[int, int] | None]:
    """Return how many rankings are marked (N, sets), and the first in the order of rows."""
    if not marked.any():
        return 0, None
    k, j = divmod(int(np.argmax(marked)), marked.shape[1])
    return int(np.count_nonzero(marked)), (k, j)


def _ranks(results: Sequence[SweepResult]) -> Array:
    return np.stack([r.swept.ranks for r in results], axis=1)


def _sound(results: Sequence[SweepResult], differs: Mask) -> Mask:
    """Mark where any option differs (N, sets, m), but for weightings that leave no weight."""
    sound = np.column_stack([r.sound for r in results])
    return np.asarray(sound & differs.any(axis=2))
