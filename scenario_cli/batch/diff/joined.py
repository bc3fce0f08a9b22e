"""Rankings of two sweeps by pairs: as they come where that is in one order, else once put in order."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from scenario_cli.answers.diff.conditions import NoChange
from scenario_cli.answers.diff.sweeps.ask import Key, SweptRanking
from scenario_cli.answers.diff.sweeps.changes import Changes
from scenario_cli.batch.diff.rankings import KEY, Row, Shape, rankings_of, rows_of
from scenario_cli.batch.written.found import Written
from scenario_cli.batch.written.order import ScatteredError, in_order

MOST_WAITING = 50_000  # rankings of one sweep for their like in the other

Sides = tuple[Iterable[Row], Iterable[Row]]
Found = tuple[SweptRanking | None, SweptRanking | None]


class SweepsCompared(NamedTuple):
    """What changed, and the versions that the rows of each sweep state."""

    changes: Changes
    versions: tuple[set[str], set[str]]


def compared(old: Written, new: Written, shape: Shape, conditions: Sequence[NoChange]) -> SweepsCompared:
    """Compare two sweeps.

    Rows are read once, and few are kept, where both have them in about the same order, those of a ranking
    one after another. Otherwise they are read again and put in order, which takes a temporary file.

    Raises
    ------
    InputError
        One cannot be read.
    """
    sides = old, new
    try:
        return _counted(sides, shape, conditions, ordered=False)
    except ScatteredError:
        return _counted(sides, shape, conditions, ordered=True)


def _counted(
    sides: tuple[Written, Written], shape: Shape, conditions: Sequence[NoChange], *, ordered: bool
) -> SweepsCompared:
    changes = Changes(conditions)
    versions: tuple[set[str], set[str]] = set(), set()
    rows = [rows_of(side, shape, stated) for side, stated in zip(sides, versions, strict=True)]
    rankings = [
        rankings_of(in_order(some, KEY) if ordered else some, shape, summed=side.is_summary, ordered=ordered)
        for side, some in zip(sides, rows, strict=True)
    ]
    for one, other in (_merged if ordered else _met)(*rankings):
        if one is not None and other is not None:
            changes.take(one, other)
        elif one is not None:
            changes.take_one(one, 0)
        elif other is not None:
            changes.take_one(other, 1)
    return SweepsCompared(changes, versions)


def _met(old: Iterator[SweptRanking], new: Iterator[SweptRanking]) -> Iterator[Found]:
    """Yield pairs as they meet: of one name the first of one sweep with the first of the other.

    Raises
    ------
    ScatteredError
        Too many have to wait for their like.
    """
    waiting: tuple[dict[Key, deque[SweptRanking]], ...] = {}, {}
    count = 0
    for pair in zip_longest(old, new):
        one, other = pair
        if one is not None and other is not None and one.key == other.key and not (waiting[0] or waiting[1]):
            yield pair
            continue
        for side, ranking in enumerate(pair):
            if ranking is None:
                continue
            if found := waiting[1 - side].get(ranking.key):
                like = found.popleft()
                if not found:
                    del waiting[1 - side][ranking.key]
                count -= 1
                yield (like, ranking) if side else (ranking, like)
                continue
            waiting[side].setdefault(ranking.key, deque()).append(ranking)
            count += 1
            if count > MOST_WAITING:
                raise ScatteredError
    yield from ((one, None) for some in waiting[0].values() for one in some)
    yield from ((None, one) for some in waiting[1].values() for one in some)


def _merged(old: Iterator[SweptRanking], new: Iterator[SweptRanking]) -> Iterator[Found]:
    """Yield pairs of rankings that are in order."""
    sides = [groupby(side, KEY) for side in (old, new)]
    heads = [_next(side) for side in sides]
    while heads[0] is not None or heads[1] is not None:
        keys = [head[0] for head in heads if head is not None]
        least = min(keys)
        ours = [head[1] if head is not None and head[0] == least else () for head in heads]
        yield from zip_longest(*ours)
        heads = [
            _next(side) if head is not None and head[0] == least else head
            for side, head in zip(sides, heads, strict=True)
        ]


def _next(
    side: "groupby[Key, SweptRanking]",
) -> tuple[Key, Iterator[SweptRanking]] | None:
    return next(side, None)
