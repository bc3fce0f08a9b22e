"""Rankings of two sweeps, taken pair by pair: counts of what changed, and the rankings that differ most."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scenario_cli.answers.diff.conditions import NoChange
from scenario_cli.answers.diff.sweeps.ask import Differing, Firsts, Key, SweptMove, SweptRanking
from scenario_cli.answers.diff.sweeps.words import counted, lead, named
from scenario_cli.engine.additive import TIE

MOST_KEPT = 1_000  # rankings that differ
AT_ONCE = 2 * MOST_KEPT  # before those that differ least are let go

Order = tuple[bool, float, Key]


class Pair(NamedTuple):
    """A ranking in both sweeps, and what differs in it."""

    old: SweptRanking
    new: SweptRanking
    has_other_leaders: bool
    has_other_ranks: bool
    most: float

    @property
    def order(self) -> Order:
        """Those in which others lead come first, then those with the largest moves."""
        return not self.has_other_leaders, -self.most, self.old.key

    @property
    def differing(self) -> Differing:
        """The same in full, options by id."""
        sides = [_by_option(ranking) for ranking in (self.old, self.new)]
        moves = []
        for option in sorted({*sides[0], *sides[1]}):
            (rank, score), (now, scored) = (side.get(option, (None, None)) for side in sides)
            move = SweptMove(option, (rank, now), (score, scored))
            alone = option not in sides[0] or option not in sides[1]
            if alone or rank != now or abs(move.points) > TIE:
                moves.append(move)
        if not moves:  # rows that say nothing but who is first
            moves = [SweptMove(option, (None, None), (None, None)) for option in sorted(sides[0])]
        return Differing(self.old.key, (self.old.leaders, self.new.leaders), tuple(moves))


class Changes:
    """Counts what changed, ranking by ranking; the order in which they come does not matter.

    Parameters
    ----------
    conditions : sequence of NoChange
        What is not to change: how often it does is counted, too.
    """

    def __init__(self, conditions: Sequence[NoChange] = ()) -> None:
        self.rankings = self.led_by_others = self.ranked_otherwise = self.moved = self.differ = 0
        self.only, self.rows_only = [0, 0], [0, 0]
        self.conditions = tuple(conditions)
        self.broken = [0] * len(self.conditions)
        self.furthest: Pair | None = None
        self.reranked: Pair | None = None
        self._leaders: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
        self._kept: list[Pair] = []

    def take(self, old: SweptRanking, new: SweptRanking) -> None:
        """Take a ranking that both have."""
        self.rankings += 1
        leaders = old.leaders, new.leaders
        self._leaders[leaders] += 1
        if old[1:] == new[1:]:
            return
        self._count(self._pair(old, new, has_other_leaders=leaders[0] != leaders[1]))

    def take_one(self, ranking: SweptRanking, side: int) -> None:
        """Take a ranking that only one has: the old sweep (0) or the new one (1)."""
        self.only[side] += 1
        self.rows_only[side] += len(ranking.options)
        for k, condition in enumerate(self.conditions):
            self.broken[k] += condition.word == "rank"

    def failed(self, keys: Sequence[str], kind: str) -> tuple[str, ...]:
        """Return which conditions do not hold, in words."""
        told = []
        for condition, count in zip(self.conditions, self.broken, strict=True):
            if not count:
                continue
            of = f"in {count:,} of {counted(self.rankings, kind)}"
            match condition.word:
                case "first":
                    said, pair = f"others {lead(kind)} {of}", next(iter(self.kept), None)
                case "rank":
                    said, pair = self._reranked(kind), self.reranked
                case "score":
                    said, pair = f"a score moved by more than {condition.limit} {of}", self.furthest
            if pair is not None:
                said += f"; in {named(keys, pair.old.key)}: {_what(condition, pair.differing)}"
            told.append(said)
        return tuple(told)

    def _reranked(self, kind: str) -> str:
        only, all_ = sum(self.only), counted(self.rankings, kind)
        alone = f"{counted(only, kind)} {'is' if only == 1 else 'are'} in one sweep alone" if only else ""
        changed = f"a rank changed in {self.ranked_otherwise:,} of {all_}" if self.ranked_otherwise else ""
        return ", and ".join(part for part in (alone, changed) if part)

    @property
    def firsts(self) -> dict[str, Firsts]:
        """How often each option is first in rankings that both have, by id."""
        counts: dict[str, list[int]] = {}
        for (old, new), count in self._leaders.items():
            for option in {*old, *new}:
                found = counts.setdefault(option, [0, 0, 0, 0])
                was, is_ = option in old, option in new
                for k, true in enumerate((was, is_, is_ and not was, was and not is_)):
                    found[k] += count * true
        return {option: Firsts(*counts[option]) for option in sorted(counts)}

    @property
    def kept(self) -> list[Pair]:
        """The rankings that differ most, in their order."""
        return sorted(self._kept, key=lambda pair: pair.order)[:MOST_KEPT]

    def _pair(self, old: SweptRanking, new: SweptRanking, *, has_other_leaders: bool) -> Pair:
        if old.options == new.options:
            scores = zip(old.scores, new.scores, strict=True)
            most = max((abs(now - was) for was, now in scores), default=0.0)
            return Pair(old, new, has_other_leaders, old.ranks != new.ranks, most)
        sides = [_by_option(ranking) for ranking in (old, new)]
        both = [(standing, sides[1][o]) for o, standing in sides[0].items() if o in sides[1]]
        for k, side in enumerate(sides):
            self.rows_only[k] += len(side.keys() - sides[1 - k].keys())
        ranks = any(a[0] != b[0] for a, b in both) or _gone(old, new) or _gone(new, old)
        moves = (abs(b[1] - a[1]) for a, b in both if a[1] is not None and b[1] is not None)
        return Pair(old, new, has_other_leaders, ranks, max(moves, default=0.0))

    def _count(self, pair: Pair) -> None:
        moved = pair.most > TIE
        self.led_by_others += pair.has_other_leaders
        self.ranked_otherwise += pair.has_other_ranks
        self.moved += moved
        for k, condition in enumerate(self.conditions):
            self.broken[k] += {
                "first": pair.has_other_leaders,
                "rank": pair.has_other_ranks,
                "score": pair.most > float(condition.limit or 0) + TIE,
            }[condition.word]
        if not (pair.has_other_leaders or pair.has_other_ranks or moved):
            return
        self.differ += 1
        if moved and (self.furthest is None or _further(pair, self.furthest)):
            self.furthest = pair
        if pair.has_other_ranks and (self.reranked is None or pair.order < self.reranked.order):
            self.reranked = pair
        self._kept.append(pair)
        if len(self._kept) >= AT_ONCE:
            self._kept = self.kept


def _by_option(ranking: SweptRanking) -> dict[str, tuple[int | None, float | None]]:
    """Return the rank and the score of each option, as far as they are stated."""
    none = [None] * len(ranking.options)
    stated = zip(ranking.ranks or none, ranking.scores or none, strict=True)
    return dict(zip(ranking.options, stated, strict=True))


def _gone(one: SweptRanking, other: SweptRanking) -> bool:
    """Whether an option of one is none of the other, or not first there any more.

    Where rows tell who is first and nothing else, an option without one may stand anywhere below.
    """
    whole = not all(other.first)
    there = zip(one.options, one.first, strict=True)
    return any(option not in other.options and (first or whole) for option, first in there)


def _what(condition: NoChange, found: Differing) -> str:
    if condition.word == "first":
        old, new = (", ".join(leaders) for leaders in found.leaders)
        return f"first is {new}, not {old}"
    if condition.word == "score":
        return f"{found.furthest.option} {found.furthest.points:+.4g}"
    moved = [(move.option, *(rank or "-" for rank in move.ranks)) for move in found.moves]
    return ", ".join(f"{option} {was} -> {now}" for option, was, now in moved if was != now)


def _further(one: Pair, other: Pair) -> bool:
    return (-one.most, one.old.key) < (-other.most, other.old.key)
