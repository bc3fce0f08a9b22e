"""What every ranking of a sweep is held to, in how many it does not hold, and where first."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from scenario_cli.answers.diff.conditions import condition_of
from scenario_cli.batch.rows import Labels, injects_text
from scenario_cli.engine.arrays import Mask
from scenario_cli.engine.departures import (
    OwnRanking,
    led_by_others,
    moved_further,
    not_alone,
    places,
    ranked_otherwise,
)
from scenario_cli.engine.sweep import SweepResult


class Demand(NamedTuple):
    """What every ranking is held to.

    ``expect``: the option ``stated`` is alone first. ``first``, ``rank``, ``score``: who is first, every
    rank, every score (but for ``stated`` points) is as under the scenario's own weights without injects.
    """

    word: Literal["expect", "first", "rank", "score"]
    stated: str = ""

    def __str__(self) -> str:
        return f"score={self.stated}" if self.word == "score" else self.stated or self.word

    @property
    def is_change(self) -> bool:
        """Whether it is about a change from the scenario's own weights."""
        return self.word != "expect"

    @property
    def broken(self) -> str:
        """What is so where it does not hold, in words."""
        own = "under the scenario's own weights"
        return {
            "expect": "not alone first",
            "first": f"others lead than {own}",
            "rank": f"a rank is not that {own}",
            "score": f"a score is more than {self.stated} points from that {own}",
        }[self.word]


class Failed(NamedTuple):
    """In how many rankings a demand does not hold, and the first of them: where, and what is there."""

    rankings: int = 0
    first: str = ""


def demands_of(expect: str | None, fail_on: Iterable[str]) -> tuple[Demand, ...]:
    """Return what is demanded, each once.

    Raises
    ------
    StudyError
        A text is neither ``first``, ``rank`` nor ``score=X``.
    """
    expected = [] if expect is None else [Demand("expect", expect)]
    changes = [Demand(*condition_of(text)) for text in fail_on]
    return tuple(dict.fromkeys([*expected, *changes]))


def failures(
    demands: Sequence[Demand], own: OwnRanking, named: Labels, results: Sequence[SweepResult]
) -> tuple[Failed, ...]:
    """Return for each demand in how many of some rankings it does not hold, and where first."""
    found = []
    for demand in demands:
        count, first = places(_marked(demand, own, results))
        found.append(Failed(count, "" if first is None else _told(demand, own, named, results, *first)))
    return tuple(found)


def added(before: Sequence[Failed], more: Sequence[Failed]) -> tuple[Failed, ...]:
    """Return for each demand what came before and what came then as one."""
    pairs = zip_longest(before, more, fillvalue=Failed())
    return tuple(Failed(a.rankings + b.rankings, a.first or b.first) for a, b in pairs)


def sentence(demand: Demand, failed: Failed, rankings: int) -> str:
    """Return in how many rankings a demand does not hold, and which is the first of them."""
    of = f"{failed.rankings:,} of {rankings:,} combination{'s' * (rankings != 1)}"
    return f"{demand.broken} in {of}; in {failed.first}"


def _marked(demand: Demand, own: OwnRanking, results: Sequence[SweepResult]) -> Mask:
    match demand.word:
        case "expect":
            return not_alone(results, demand.stated)
        case "first":
            return led_by_others(results, own)
        case "rank":
            return ranked_otherwise(results, own)
        case "score":
            return moved_further(results, own, float(demand.stated))


def _told(
    demand: Demand, own: OwnRanking, named: Labels, results: Sequence[SweepResult], k: int, j: int
) -> str:
    """Say where a ranking stands, and what is there."""
    swept = results[j].swept
    ranks, scores = swept.ranks[k].tolist(), swept.scores[k].tolist()
    first = ", ".join(option for option, rank in zip(named.options, ranks, strict=True) if rank == 1)
    if demand.word == "expect":
        what = f"first is {first}"
    elif demand.word == "first":
        what = f"first is {first}, not {', '.join(own.leaders)}"
    elif demand.word == "rank":
        moved = zip(named.options, own.ranks, ranks, strict=True)
        what = ", ".join(f"{option} {was} -> {is_}" for option, was, is_ in moved if was != is_)
    else:
        moves = zip((s - o for s, o in zip(scores, own.scores, strict=True)), named.options, strict=True)
        points, option = max(moves, key=lambda move: abs(move[0]))
        what = f"{option} {points:+.4g}"
    return f"{_where(named, k, j)}: {what}"


def _where(named: Labels, k: int, j: int) -> str:
    """Name a ranking; that of a table with a name of its own by its place there, too."""
    place = f"{named.file}:{named.rows[k]}" if named.file is not None else ""
    weights = named.weights[k]
    beside = f" ({place})" if place not in ("", weights) else ""
    return f"{named.scenario}, {weights}{beside}, {injects_text(named.injects[j])}"
