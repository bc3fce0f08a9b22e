"""PROMETHEE II: how strongly each option is preferred to the others, minus how strongly these are to it.

Source: Brans & Vincke (1985), A preference ranking organisation method, Management Science 31:647-656;
Brans, Vincke & Mareschal (1986), European Journal of Operational Research 24:228-238; flows divided by
m - 1 as in Brans & Mareschal (2005).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scenario_cli.choices import PreferenceType
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, added
from scenario_cli.engine.methods.ranked import MethodRanking, ranks_of
from scenario_cli.model.scales import THRESHOLDS
from scenario_cli.model.scenario import Factor


class Thresholds(NamedTuple):
    """A preference function with its numbers, in the factor's unit; a difference within ``least`` is none."""

    type: PreferenceType
    q: float
    p: float
    s: float
    least: float

    @property
    def takes(self) -> tuple[str, ...]:
        """Which of ``q``, ``p`` and ``s`` the function hangs on."""
        return THRESHOLDS[self.type]


@dataclass(frozen=True, eq=False, kw_only=True)
class FlowRanking(MethodRanking):
    """PROMETHEE II; m options, n factors. The index is the net flow, -1..1.

    Attributes
    ----------
    plus, minus : (m,) arrays
        The means of the preferences for an option over the others, and of theirs over it.
    by_factor : (m, n) array
        The parts of the net flow; they sum to it.
    """

    plus: Array
    minus: Array
    by_factor: Array


def thresholds(factor: Factor) -> Thresholds:
    """Return how a factor's differences are preferred: as stated, else linear from one step to two."""
    step, stated = factor.scale.one_step, factor.preference
    least = TIE * factor.scale.length
    if stated is None:
        return Thresholds("linear", step, 2 * step, step, least)
    return Thresholds(
        stated.type,
        step if stated.q is None else stated.q,
        2 * step if stated.p is None else stated.p,
        step if stated.s is None else stated.s,
        least,
    )


def preferences(differences: Array, how: Thresholds) -> Array:
    """Return how much differences in an option's favour count, 0..1; those against it count 0."""
    ahead = differences > how.least
    if how.type == "usual":
        found = ahead * 1.0
    elif how.type == "u-shape" or (how.type == "linear" and how.p - how.q <= how.least):
        found = (differences > how.q + how.least) * 1.0
    elif how.type == "v-shape":
        found = np.clip(differences / how.p, 0.0, 1.0)
    elif how.type == "linear":
        found = np.clip((differences - how.q) / (how.p - how.q), 0.0, 1.0)
    elif how.type == "level":
        found = 0.5 * (differences > how.q + how.least) + 0.5 * (differences > how.p + how.least)
    else:
        with np.errstate(over="ignore"):  # so large a difference counts in full
            found = -np.expm1(-0.5 * (differences / how.s) ** 2)
    return np.asarray(np.where(ahead, found, 0.0))


def flows(gains: Array, weights: Array, how: Sequence[Thresholds]) -> FlowRanking:
    """Rank by net flows.

    Parameters
    ----------
    gains : (m, n) array
        Ratings in their units, of which more is better: with the sign turned where less is.
    weights : (n,) array
    how : sequence of n Thresholds

    Notes
    -----
    O(m^2 n). A single option has no flows: 0. Flows are means over the other options, so that any option
    that comes or goes, even the worst, can turn ranks.
    """
    m, n = gains.shape
    plus, minus = np.zeros((m, n)), np.zeros((m, n))
    for j in range(n):
        preferred = preferences(gains[:, j, None] - gains[None, :, j], how[j])
        plus[:, j], minus[:, j] = added(preferred), added(preferred.T)
    share = weights / max(1, m - 1)
    by_factor = share * (plus - minus)
    index = added(by_factor)
    ranks, tied = ranks_of(index)
    return FlowRanking(
        method="promethee",
        index=index,
        ranks=ranks,
        tied=tied,
        plus=added(share * plus),
        minus=added(share * minus),
        by_factor=by_factor,
    )
