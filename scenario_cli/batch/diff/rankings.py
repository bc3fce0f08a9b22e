"""Rows of a sweep to rankings: rows that follow one another and have one name are one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from scenario_cli.answers.diff.sweeps.ask import Key, SweptRanking
from scenario_cli.batch.written.found import Written
from scenario_cli.batch.written.order import ScatteredError
from scenario_cli.batch.written.reading import blocks

Row = tuple[Any, ...]
"""A row: its key, option, whether it is first and tied (``None``: not stated), its rank (in a summary its
share of first places) and its score."""

KEY = itemgetter(0)


class Shape(NamedTuple):
    """What two sweeps are compared by.

    Attributes
    ----------
    keys : tuple of str
        The columns that name a ranking in both.
    has_rank, has_score : bool
        Whether both state them.
    """

    keys: tuple[str, ...]
    has_rank: bool
    has_score: bool

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared beside who is first."""
        has = {"rank": self.has_rank, "score": self.has_score}
        return tuple(column for column, there in has.items() if there)


def shape_of(old: Written, new: Written) -> Shape:
    """Return what two sweeps can be compared by.

    Raises
    ------
    InputError
        One does not say who is first.
    """
    keys = tuple(column for column in old.keys if column in new.keys)
    if old.is_summary:
        return Shape(keys, has_rank=True, has_score=True)
    for written in (old, new):
        if not {"rank", "first"} & {*written.columns}:
            raise written.wrong("rows say who is first in a column 'rank' or 'first': here is none")
    has = [all(column in written.columns for written in (old, new)) for column in ("rank", "score")]
    return Shape(keys, *has)


def rows_of(written: Written, shape: Shape, versions: set[str]) -> Iterator[Row]:
    """Yield the rows of a sweep; ``versions`` takes those that they state."""
    summed, there = written.is_summary, {*written.columns}
    says_first = "share_first" if summed else "rank" if "rank" in there else "first"
    score = "score_mean" if summed else "score"
    wanted = dict.fromkeys([*shape.keys, "option", says_first, *(["tied"] if "tied" in there else [])])
    wanted |= dict.fromkeys(
        [*([score] if shape.has_score else []), *(["version"] if "version" in there else [])]
    )
    for block in blocks(written, [*wanted]):
        columns, none = block.columns, repeat(None)
        versions.update(columns.get("version", ()))
        keys = zip(*(columns[name] for name in shape.keys), strict=True) if shape.keys else repeat(())
        stated = columns[says_first]
        first = [rank == 1 for rank in stated] if says_first == "rank" else stated
        ranks = stated if shape.has_rank else none
        options, tied, scores = columns["option"], columns.get("tied", none), columns.get(score, none)
        yield from zip(keys, options, first, tied, ranks, scores, strict=False)


def rankings_of(rows: Iterable[Row], shape: Shape, *, summed: bool, ordered: bool) -> Iterator[SweptRanking]:
    """Yield the rankings that rows make.

    Parameters
    ----------
    summed : bool
        Whether rows are of a summary.
    ordered : bool
        Whether rows of one name are known to follow one another.

    Raises
    ------
    ScatteredError
        They do not, where that is not known; or whether they do cannot be told.
    """
    adjacent = None if ordered else _Adjacent(bool(shape.keys) and shape.keys[0] == "scenario")
    for key, group in groupby(rows, KEY):
        for some in _apart([*group]):
            _, options, first, tied, ranks, scores = zip(*some, strict=True)
            if summed:
                ranks = _ranks_by(ranks)
                first = tuple(rank == 1 for rank in ranks)
            found = SweptRanking(
                key, options, first, ranks if shape.has_rank else (), scores if shape.has_score else ()
            )
            if adjacent is not None:
                adjacent.check(found, tied)
            yield found


def _apart(rows: list[Row]) -> Sequence[Sequence[Row]]:
    """Return rows of one name as rankings: a new one begins where an option comes again."""
    options = {row[1] for row in rows}
    first = [row for row in rows if row[2] is True]
    if len(options) == len(rows) and all(_can_tie(first[0], row) for row in first[1:]):
        return [rows]
    found: list[list[Row]] = []
    for row in rows:
        for some in found:
            if all(row[1] != other[1] and _can_tie(row, other) for other in some):
                some.append(row)
                break
        else:
            found.append([row])
    return found


def _can_tie(one: Row, other: Row) -> bool:
    """Whether two rows can be of one ranking: two that are first are tied, where that is stated."""
    both_first = one[2] is True and other[2] is True
    return not both_first or (one[3] is not False and other[3] is not False)


def _ranks_by(shares: Sequence[float]) -> tuple[int, ...]:
    """Return ranks by how often each is first."""
    return tuple(1 + sum(other > share for other in shares) for share in shares)


class _Adjacent:
    """Holds rankings to what they are where rows of one name follow one another.

    All of a scenario have the same options, or rows of those that are first alone: the rows of a ranking
    that stand apart make some that are neither.
    """

    def __init__(self, has_scenario: bool) -> None:
        self._has_scenario = has_scenario
        self._whole: dict[Any, tuple[str, ...]] = {}
        self._first: dict[Any, set[frozenset[str]]] = {}

    def check(self, found: SweptRanking, tied: Sequence[bool | None]) -> None:
        """Take a ranking, and whether each of its options is tied, where that is stated.

        Raises
        ------
        ScatteredError
            It is none, or it cannot be told.
        """
        of: Key = found.key[:1] if self._has_scenario else ()
        whole = self._whole.get(of)
        if whole == found.options:
            return
        options = frozenset(found.options)
        if whole is not None:
            if options != {*whole}:
                raise ScatteredError
        elif False in found.first:
            self._whole[of] = found.options
            if self._first.get(of, {options}) != {options}:
                raise ScatteredError
        elif tied[0] is None or (len(options) == 1 and tied[0]):
            raise ScatteredError
        else:
            self._first.setdefault(of, set()).add(options)
