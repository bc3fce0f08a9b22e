"""What one method says of the options: an index each, and the ranks that follow from it."""

from dataclasses import dataclass

import numpy as np

from scenario_cli.choices import MethodName
from scenario_cli.engine.additive import competition_ranks, tied_options
from scenario_cli.engine.arrays import Array, Indices, Mask
from scenario_cli.frozen import Frozen


@dataclass(frozen=True, eq=False, kw_only=True)
class MethodRanking(Frozen):
    """The options as one method ranks them; m options.

    Attributes
    ----------
    method : MethodName
    index : (m,) array
        What it ranks by, in its own unit; NaN where it is not defined.
    ranks : (m,) int array
        1 = best, ties share the better rank; 0 where the method cannot run.
    tied : (m,) bool array
        Whether another option has the same index, by the tie rule.
    refused : tuple of (int, int)
        The ratings, by option and factor, that it cannot take; () where it runs.
    """

    method: MethodName
    index: Array
    ranks: Indices
    tied: Mask
    refused: tuple[tuple[int, int], ...] = ()

    @property
    def runs(self) -> bool:
        """Whether the method can take these ratings."""
        return not self.refused

    @property
    def leaders(self) -> tuple[int, ...]:
        """Indices of the options ranked 1."""
        return tuple(int(i) for i in np.flatnonzero(self.ranks == 1))

    @property
    def order(self) -> tuple[int, ...]:
        """Indices of the options by rank, then file order; () where the method cannot run."""
        if not self.runs:
            return ()
        return tuple(int(i) for i in np.argsort(self.ranks, kind="stable"))


def ranks_of(index: Array) -> tuple[Indices, Mask]:
    """Return ranks and ties by an index (m,) of which more is better; all tie where it is not defined."""
    known = np.nan_to_num(index)
    return competition_ranks(known), tied_options(known)
