"""Who can be first in what answers leave, exactly, and in what share of it, sampled."""

from dataclasses import dataclass

import numpy as np

from scenario_cli.engine.additive import POINTS, TIE
from scenario_cli.engine.arrays import Array, Indices, Mask, added, product
from scenario_cli.engine.asking.cuts import greatest
from scenario_cli.engine.robustness.leading import Leads, Polytope, leads
from scenario_cli.engine.robustness.models import stream
from scenario_cli.engine.robustness.walks import CHAINS, Drawing, Hull, drawn_from
from scenario_cli.frozen import Frozen

SAMPLES = 2_048


@dataclass(frozen=True, eq=False, kw_only=True)
class Outlook(Frozen):
    """What a region of weights (k items) says of m options.

    Attributes
    ----------
    leads : Leads
        Who can be first somewhere in it, at all and alone: exact.
    everywhere : (m,) bool array
        Who is first in all of it, alone or level: exact.
    shares, standard_errors : (m,) arrays
        In which share of N samples each is first; options within a tie are first together.
    samples : int
        N; 0 where one weighting alone is left, so that shares are exact.
    independent : bool
        Whether samples do not depend on each other; else errors come from how chains differ.
    centre : (k,) array
        The mean of the samples: inside the region.
    weights : (k, N) array
    first : (N,) int array
        The option with the highest score at each, the first of several.
    """

    leads: Leads
    everywhere: Mask
    shares: Array
    standard_errors: Array
    samples: int
    independent: bool
    centre: Array
    weights: Array
    first: Indices

    @property
    def decided(self) -> bool:
        """Whether one option is first in all that is left, alone or level."""
        return bool(self.everywhere.any())


def outlook_of(
    values: Array, region: Polytope, hull: Hull, *, samples: int = SAMPLES, seed: int = 0
) -> Outlook:
    """Return who can be first in a region, and in what share of it.

    Parameters
    ----------
    values : (m, k) array
        Values 0..1 under each item alone.
    region, hull : Polytope, Hull
        The weights that are left, and what they are within their affine hull.
    """
    alone = POINTS * values
    drawn: Drawing = drawn_from(region, hull, min(CHAINS, samples), sweeps=6 + 2 * hull.dimensions // 3)
    weights = drawn.sampler(stream(seed, 0), samples)
    weights = weights / weights.sum(axis=0)
    scores = product(alone, weights)
    top = scores >= scores.max(axis=0) - TIE
    shares = top.sum(axis=1) / samples
    centre = added(weights) / samples
    seen = top.any(axis=1)
    inside = np.full((len(alone), weights.shape[0]), np.nan)
    for i in np.flatnonzero(seen):
        inside[i] = added(weights[:, top[i]]) / np.count_nonzero(top[i])
    found = leads(alone, alone, region, seen, inside)
    exact = hull.dimensions == 0
    return Outlook(
        leads=found,
        everywhere=_everywhere(alone, region, found, shares),
        shares=shares,
        standard_errors=np.zeros(len(shares)) if exact else _errors(top, shares, drawn.chains),
        samples=0 if exact else samples,
        independent=drawn.chains == 0,
        centre=centre,
        weights=weights,
        first=np.asarray(scores.argmax(axis=0)),
    )


def leading(values: Array, region: Polytope) -> Leads:
    """Return who can be first in a region (m options), at all and alone: by linear programmes alone."""
    alone = POINTS * values
    return leads(alone, alone, region, np.zeros(len(alone), dtype=bool), np.full(alone.shape, np.nan))


def item_ranges(region: Polytope) -> Array:
    """Return the least and the greatest weight (k, 2) of each item in a region."""
    rows = np.eye(region.low.size)
    return np.array([[-greatest(-row, region), greatest(row, region)] for row in rows])


def _errors(top: Mask, shares: Array, chains: int) -> Array:
    """Return standard errors (m,) of shares: of single draws, or of chains where these differ by more."""
    n = top.shape[1]
    errors = np.sqrt(shares * (1 - shares) / n)
    if not chains:
        return np.asarray(errors)
    of_chains = np.array([[np.mean(row[c::chains]) for c in range(chains)] for row in top])
    apart = np.sqrt(((of_chains - shares[:, None]) ** 2).sum(axis=1) / (chains * (chains - 1)))
    return np.asarray(np.maximum(errors, apart))


def _everywhere(alone: Array, region: Polytope, found: Leads, shares: Array) -> Mask:
    """Return who is first in all of a region (m,): nobody is ahead of them there by more than a tie."""
    m = len(alone)
    if np.count_nonzero(found.somewhere) == 1:
        return found.somewhere.copy()
    everywhere = np.zeros(m, dtype=bool)
    for i in np.flatnonzero(shares >= 1.0):
        others = (j for j in range(m) if j != i and found.somewhere[j])
        everywhere[i] = all(greatest(alone[j] - alone[i], region) <= TIE for j in others)
    return everywhere
