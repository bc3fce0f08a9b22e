"""Rankings of many weightings as long columns, a row an option; and which of these are wanted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from scenario_cli.choices import RowChoice
from scenario_cli.engine.additive import TIE
from scenario_cli.engine.arrays import Array, Mask
from scenario_cli.engine.many_cells import MARKS, flag_text
from scenario_cli.engine.sweep import SweepResult


class LongColumns(NamedTuple):
    """Rankings as columns, a row an option: options within injects within weightings.

    ``weighting``, ``injects``, ``option`` and ``flags`` are places in a list; that of flags is
    ``flag_words``. ``standing`` is injects, option, rank and flags in one number. ``low``, ``high``
    and ``could_lead`` are ``None`` where no ranges were asked for.
    """

    weighting: Any
    injects: Any
    option: Any
    rank: Any
    tied: Any
    score: Any
    behind: Any
    flags: Any
    flag_words: list[str]
    standing: Any
    low: Any = None
    high: Any = None
    could_lead: Any = None

    @property
    def first(self) -> Any:
        """Whether the rank of a row is 1."""
        return self.rank == 1


class Standing(NamedTuple):
    """What a row says of an option beside its numbers; ``injects`` and ``option`` are places in a list."""

    injects: int
    option: int
    rank: int
    flags: str

    @property
    def tied(self) -> bool:
        """Whether another option has the same rank."""
        return "tie" in self.flags.split()


def standing_of(number: int, options: int) -> Standing:
    """Return what a number of ``standing`` stands for; there are so many options."""
    rest, marks = divmod(number, MARKS)
    rest, rank = divmod(rest, options)
    injects, option = divmod(rest, options)
    return Standing(injects, option, rank + 1, flag_text(marks))


def long_columns(results: Sequence[SweepResult], wanted: Mask) -> LongColumns:
    """Return the wanted rankings (N, sets, m) of weightings under several sets of injects as columns."""
    n, m = results[0].swept.scores.shape
    shape = (n, len(results), m)
    kept = ... if wanted.all() else wanted.reshape(-1)

    def flat(parts: Sequence[Any]) -> Any:
        return np.stack(parts, axis=1).reshape(-1)[kept]

    def places(which: Any) -> Any:
        return np.broadcast_to(which.astype(np.int32), shape).reshape(-1)[kept]

    rank = flat([r.swept.ranks for r in results]).astype(np.int32)
    marks = flat([r.marks for r in results]).astype(np.int32)
    injects = places(np.arange(len(results))[None, :, None])
    option = places(np.arange(m)[None, None, :])
    there = np.flatnonzero(np.bincount(marks, minlength=MARKS))
    place = np.zeros(MARKS, dtype=np.int32)
    place[there] = np.arange(len(there))
    ranges = [r.ranges for r in results if r.ranges is not None]
    return LongColumns(
        weighting=places(np.arange(n)[:, None, None]),
        injects=injects,
        option=option,
        rank=rank,
        tied=flat([r.swept.tied for r in results]),
        score=flat([r.swept.scores for r in results]),
        behind=flat([r.swept.behind for r in results]),
        flags=place[marks],
        flag_words=[flag_text(int(mark)) for mark in there],
        standing=((injects.astype(np.int64) * m + option) * m + rank - 1) * MARKS + marks,
        low=flat([low for low, _ in ranges]) if ranges else None,
        high=flat([high for _, high in ranges]) if ranges else None,
        could_lead=flat([could_lead(low, high) for low, high in ranges]) if ranges else None,
    )


def could_lead(low: Array, high: Array) -> Mask:
    """Mark who could be first (N, m): whose greatest score is at least every other's least, or ties it."""
    found = np.ones(low.shape, dtype=bool)
    for i in range(low.shape[1]):
        for j in range(low.shape[1]):
            if i != j:
                found[:, i] &= low[:, j] - high[:, i] <= TIE
    return found


def wanted_rows(results: Sequence[SweepResult], rows: RowChoice, leaders: Sequence[str] = ()) -> Mask:
    """Mark the rows that are wanted (N, sets, m); those of weightings without any weight are not.

    Parameters
    ----------
    rows : str
        ``all``; ``first``: who is first; ``changes``: who is first where that is not ``leaders``.
    """
    sound = np.column_stack([r.sound for r in results])[:, :, None]
    first = _first(results)
    match rows:
        case "all":
            return np.asarray(np.broadcast_to(sound, first.shape))
        case "first":
            return np.asarray(sound & first)
        case "changes":
            were = np.array([option in leaders for option in results[0].options])
            return np.asarray(sound & first & (first != were).any(axis=2, keepdims=True))


def _first(results: Sequence[SweepResult]) -> Mask:
    return np.asarray(np.stack([r.swept.ranks for r in results], axis=1) == 1)
