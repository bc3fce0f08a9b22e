"""What a whole sweep comes to: a row a scenario, group, set of injects and option, from tallies.

A group is what rows of a table have in common in the columns they are grouped by. Rows come in the
order of the plan, so that neither workers nor shards change them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from scenario_cli.engine.sweep import SweepResult
from scenario_cli.engine.tally import SweepTally, mean, quantile, regrets, tally_of, together

PER_CENTS = (5, 25, 50, 75, 95)
Group = tuple[Any, ...]


class Place(NamedTuple):
    """What a tally is of."""

    scenario: str
    group: Group
    injects: tuple[str, ...]


class Tallied(NamedTuple):
    """The tally of a place, and the options that it tells of."""

    options: tuple[str, ...]
    tally: SweepTally


Summary = dict[Place, Tallied]


def summary_of(
    scenario: str, results: Sequence[SweepResult], groups: Sequence[Group] | None = None
) -> Summary:
    """Return what some weightings come to; each is in the group that stands at its place.

    Without groups all of them are in one. Those that leave no weight are in none.
    """
    found: Summary = {}
    for group, members in _members(groups):
        for result in results:
            tally = tally_of(result, members)
            if tally is not None:
                found[Place(scenario, group, result.injects)] = Tallied(result.options, tally)
    return found


def merged(summaries: Iterable[Summary]) -> Summary:
    """Return one summary of several; its places stand where they first come."""
    parts: dict[Place, list[Tallied]] = {}
    for summary in summaries:
        for place, tallied in summary.items():
            parts.setdefault(place, []).append(tallied)
    return {
        place: Tallied(several[0].options, together([tallied.tally for tallied in several]))
        for place, several in parts.items()
    }


def summary_columns(by: Sequence[str], most_options: int) -> list[str]:
    """Return the names of the columns; ranks go as far as the scenario with most options has them."""
    shares = [f"rank_{rank}" for rank in range(1, most_options + 1)]
    columns = ["scenario", *by, "injects", "option", "weightings", "first", "alone", "share_first", *shares]
    columns += ["score_mean", "score_worst"]
    for what in ("regret", "margin"):
        columns += [f"{what}_mean", f"{what}_worst", *(f"{what}_q{per_cent:02}" for per_cent in PER_CENTS)]
    return columns


def summary_rows(summary: Summary) -> Iterator[list[Any]]:
    """Yield a row a place and option; ranks that a scenario has no options for are ``None``.

    ``first`` counts ties, ``alone`` does not; ranks are counts, too. Margins of an option that is
    alone in its scenario are ``None``.
    """
    most = most_options(summary)
    for place, (options, found) in summary.items():
        for i, option in enumerate(options):
            n, ranks, bins = found.weightings, found.ranks[i].tolist(), found.bins[i]
            lacking = regrets(bins)
            yield [
                place.scenario,
                *place.group,
                list(place.injects),
                option,
                n,
                ranks[0],
                int(found.alone[i]),
                ranks[0] / n,
                *ranks,
                *[None] * (most - len(ranks)),
                mean(found.scores[i], n),
                float(found.score_worst[i]),
                mean(found.regrets[i], n),
                float(found.regret_worst[i]),
                *(quantile(lacking, per_cent) for per_cent in PER_CENTS),
                *_margins(found, i),
            ]


def most_options(summary: Summary) -> int:
    """Return how many options the scenario has that has most of them."""
    return max((len(options) for options, _ in summary.values()), default=0)


def _margins(found: SweepTally, i: int) -> list[float | None]:
    if len(found.alone) == 1:
        return [None] * (2 + len(PER_CENTS))
    return [
        mean(found.margins[i], found.weightings),
        float(found.margin_worst[i]),
        *(quantile(found.bins[i], per_cent) for per_cent in PER_CENTS),
    ]


def _members(groups: Sequence[Group] | None) -> Iterator[tuple[Group, list[int] | None]]:
    """Yield each group, in the order in which they first come, with the places of its members."""
    if groups is None:
        yield (), None
        return
    places: dict[Group, list[int]] = {}
    for k, group in enumerate(groups):
        places.setdefault(group, []).append(k)
    yield from places.items()
