"""Whether a game comes out again: every turn computed anew from the log and the kept files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.answers.answer import Answer
from scenario_cli.mistakes import Mistake

if TYPE_CHECKING:
    from scenario_cli.answers.game.replay.document import GameReplayDocument


class ReplayedTurn(NamedTuple):
    """A turn as it was computed again: scores and ranks by option.

    ``same`` is whether these are what the log states, scores to the last digit.
    """

    line: int
    turn: int
    title: str
    scores: Mapping[str, float]
    ranks: Mapping[str, int]
    same: bool


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GameReplayAnswer(Answer["GameReplayDocument"]):
    """Whether a game comes out again from nothing but its log and the files that are kept.

    Attributes
    ----------
    title : str
    lines : int
        How many lines of the log could be read.
    turns : tuple of ReplayedTurn
        The turns whose line could be computed again, those that were taken back, too.
    mistakes : tuple of Mistake
        What does not hold: the chain, a kept file, a turn's numbers; each at its line.
    torn : bool
        Whether the last line was cut off, as a kill leaves it; it does not count.
    """

    question = "game.replay"

    title: str
    lines: int
    turns: tuple[ReplayedTurn, ...]
    mistakes: tuple[Mistake, ...] = ()
    torn: bool = False

    @property
    def holds(self) -> bool:
        """Whether all of it does."""
        return not self.mistakes
