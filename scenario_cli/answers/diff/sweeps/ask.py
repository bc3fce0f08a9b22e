"""What changed between two sweeps: an answer that keeps of all their rankings those that differ most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from scenario_cli.answers.answer import Answer
from scenario_cli.files.input import Input

if TYPE_CHECKING:
    from scenario_cli.answers.diff.document import DiffDocument

Key = tuple[str | int, ...]
"""What names a ranking: a text a column, a whole number for ``row``; -1 where it stands in no table."""


class SweptRanking(NamedTuple):
    """A ranking of a sweep, as far as there are rows of it.

    Attributes
    ----------
    key : tuple
    options : tuple of str
        In the order of the rows.
    first : tuple of bool
        Whether each is first.
    ranks, scores : tuple of int, tuple of float
        Empty where rows do not state them.
    """

    key: Key
    options: tuple[str, ...]
    first: tuple[bool, ...]
    ranks: tuple[int, ...] = ()
    scores: tuple[float, ...] = ()

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who is first, by id."""
        if self.first.count(True) == 1:
            return (self.options[self.first.index(True)],)
        return tuple(sorted(option for option, first in zip(self.options, self.first, strict=True) if first))


class SweptMove(NamedTuple):
    """An option in a ranking before and after; ``None`` where rows do not state it, or it has no row."""

    option: str
    ranks: tuple[int | None, int | None]
    scores: tuple[float | None, float | None]

    @property
    def points(self) -> float:
        """By how much the score moved; 0 where it cannot be told."""
        old, new = self.scores
        return 0.0 if old is None or new is None else new - old


class Differing(NamedTuple):
    """A ranking that differs: who is first before and after, and each option that moved or has one row."""

    key: Key
    leaders: tuple[tuple[str, ...], tuple[str, ...]]
    moves: tuple[SweptMove, ...]

    @property
    def furthest(self) -> SweptMove:
        """The option that moved most; of those that moved alike the first by id."""
        return min(self.moves, key=lambda move: (-abs(move.points), move.option))


class Firsts(NamedTuple):
    """In how many rankings an option is first before and after, and in how many it became or ceased to be."""

    old: int = 0
    new: int = 0
    gained: int = 0
    lost: int = 0


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SweepDiffAnswer(Answer["DiffDocument"]):
    """Two sweeps, and where their rankings differ.

    Attributes
    ----------
    names : (str, str)
        What the two were called; ``ids`` without folders and endings.
    versions : (str or None, str or None)
        The version that computed each; ``None`` where rows do not say, or say several.
    kind : {"batch", "summary"}
        Of rankings; or of what many weightings come to, where first is who is so most often, ranks are by
        that, and scores are means.
    keys : tuple of str
        The columns by which rankings of both are told to be the same.
    compared : tuple of str
        Which of ``rank`` and ``score`` both state; who is first they do.
    rankings : int
        How many are in both; ``only`` how many are in one alone, ``rows_only`` how many rows are.
    led_by_others, ranked_otherwise, moved, differ : int
        In how many others are first, some rank is another, some score moved; any of these.
    firsts : mapping of str to Firsts
        The options that are first anywhere, by id.
    furthest : Differing or None
        The ranking in which a score moved most, if any did.
    differing : tuple of Differing
        Those that differ: where others lead, then with the largest moves; of very many the first.
    failed : tuple of str
        What was not to change and did, in words.
    """

    question = "diff.sweeps"

    names: tuple[str, str]
    ids: tuple[str, str]
    versions: tuple[str | None, str | None]
    kind: Literal["batch", "summary"]
    keys: tuple[str, ...]
    compared: tuple[str, ...]
    rankings: int
    only: tuple[int, int]
    rows_only: tuple[int, int]
    led_by_others: int
    ranked_otherwise: int
    moved: int
    differ: int
    firsts: Mapping[str, Firsts]
    furthest: Differing | None
    differing: Sequence[Differing]
    failed: tuple[str, ...]
    inputs: Sequence[Input]
