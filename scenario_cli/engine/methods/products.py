"""Adding up, and the weighted product: on declared scales, and as published over the options at hand.

Sources: Fishburn (1967), Additive utilities with incomplete product sets, Operations Research
15:537-542, and Hwang & Yoon (1981), Multiple Attribute Decision Making, ch. 3 (adding up); Bridgman
(1922), Dimensional Analysis; Triantaphyllou (2000), Multi-criteria Decision Making Methods,
ch. 2 (weighted product).
"""

import numpy as np

from scenario_cli.engine.additive import contributions, totals
from scenario_cli.engine.arrays import Array, Mask, added
from scenario_cli.engine.methods.ranked import MethodRanking, ranks_of


def additive(values: Array, weights: Array) -> MethodRanking:
    """Return the ranking by weighted sums of values (m, n) of 0..1; the index is 0..100 points.

    Declared: the values of the scales, so it is the score. As published: ``stretched`` ratings.
    """
    scores = totals(contributions(values, weights))
    ranks, tied = ranks_of(scores)
    return MethodRanking(method="additive", index=scores, ranks=ranks, tied=tied)


def weighted_product(values: Array, weights: Array, descending: Mask | None = None) -> MethodRanking:
    """Return the ranking by products of value ** weight.

    Parameters
    ----------
    values : (m, n) array
        Declared: values 0..1. A value of 0 on a factor with weight makes the product 0, whatever
        else is there. As published: ratings above 0, in any unit.
    weights : (n,) array
        A factor of weight 0 multiplies by 1.
    descending : (n,) bool array, optional
        As published: where less is better, and the exponent is negative.

    Notes
    -----
    Units multiply all products alike: ties are told on their ratio to the greatest. With ratings that
    are 0 or less there are no such products, and ``refused`` names them; those on factors without
    weight do not count.
    """
    if descending is not None:
        wrong = np.argwhere((values <= 0) & (weights > 0))
        if wrong.size:
            nothing = np.full(values.shape[0], np.nan)
            return MethodRanking(
                method="weighted_product",
                index=nothing,
                ranks=np.zeros(nothing.size, dtype=np.intp),
                tied=np.zeros(nothing.size, dtype=bool),
                refused=tuple((int(i), int(j)) for i, j in wrong),
            )
        weights = np.where(descending, -weights, weights)
        values = np.where(weights == 0, 1.0, values)
    products = np.asarray(np.cumprod(values**weights, axis=1)[:, -1])
    most = float(products.max())
    ranks, tied = ranks_of(products / most if most > 0 else products)
    return MethodRanking(method="weighted_product", index=products, ranks=ranks, tied=tied)


def stretched(ratings: Array, descending: Mask, alike: Mask) -> Array:
    """Return ratings (m, n) between the worst (0) and the best (1) that an option has of each factor.

    Where all are alike none has any regret: 1.
    """
    least, most = ratings.min(axis=0), ratings.max(axis=0)
    up = (ratings - least) / np.where(alike, 1.0, most - least)
    return np.asarray(np.where(alike, 1.0, np.where(descending, 1 - up, up)))


def parts_of_sums(ratings: Array, descending: Mask) -> Array:
    """Return ratings (m, n), above 0, as parts of each column's sum; of inverses where less is better."""
    turned = np.where(descending, 1 / ratings, ratings)
    return np.asarray(turned / added(turned.T))
