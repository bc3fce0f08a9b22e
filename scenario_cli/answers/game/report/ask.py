"""The after-action report: what a game has done to the ranking, line by line, and where the room differed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scenario_cli.answers.game.ballots import BallotCount
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.files.input import Input
from scenario_cli.model.game import GameEvent, GameFile

if TYPE_CHECKING:
    from scenario_cli.answers.game.report.document import GameReportDocument


class GameStanding(NamedTuple):
    """How options stood after a line: at the start, as a turn opened, now. Ranks and scores by option."""

    label: str
    line: int
    ranks: Mapping[str, int]
    scores: Mapping[str, float]
    leaders: tuple[str, ...]


class GameEffect(NamedTuple):
    """What one line did to the ranking, as it stood then.

    Attributes
    ----------
    event : GameEvent
    undone : bool
        Whether it was taken back since, and stays so.
    before, after : tuple of str
        Who was first.
    moved : tuple of str
        The options whose rank changed.
    most : (str, float) or None
        The option whose score moved most, and by how many points; ``None`` where none did.
    by : (str, str, float) or None
        What explains most of that: ``"weight"`` or ``"rating"``, the factor, its points.
    """

    event: GameEvent
    undone: bool
    before: tuple[str, ...]
    after: tuple[str, ...]
    moved: tuple[str, ...]
    most: tuple[str, float] | None
    by: tuple[str, str, float] | None


class GuessHeld(NamedTuple):
    """A guess against the ranking as the game began and as it is now.

    Of its ``pairs`` of options so many stand in the same order there; a tie is no order.
    """

    event: GameEvent
    pairs: int
    at_start: int
    now: int


class Disputed(NamedTuple):
    """A move that was argued against, or on whose chance votes differed, and what its ruling did."""

    move: GameEvent
    against: tuple[GameEvent, ...]
    ruling: GameEvent | None
    effect: GameEffect | None


class Contested(NamedTuple):
    """A number that several hands have set differently: who would be first under each, as things are now.

    ``values`` are (who, line, value as it was written, who is first then).
    """

    key: str
    values: tuple[tuple[str, int, str, tuple[str, ...]], ...]

    @property
    def matters(self) -> bool:
        """Whether first place hangs on which of them holds."""
        return len({first for *_, first in self.values}) > 1


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GameReportAnswer(StudyAnswer["GameReportDocument"]):
    """A game afterwards.

    Attributes
    ----------
    study : Study
        As things stand now.
    about : GameFile
        What the game is about: its title, teams and the sponsor's questions.
    game_title : str
    events : tuple of GameEvent
    undone : frozenset of int
    secrets : mapping of str to str
        The texts kept apart that are opened, by the hash that the log states.
    standings : tuple of GameStanding
        At the start, as each turn opened, and now.
    effects : tuple of GameEffect
        Of every inject, ruling, set and edit by hand, in order.
    guesses : tuple of GuessHeld
    ballots : tuple of BallotCount
        Of each line that keeps some.
    disputes : tuple of Disputed
    contested : tuple of Contested
    kept : tuple of Input
        Every file that a line rests on.
    holds : str
        Empty where a replay holds; else what does not.
    """

    question = "game.report"

    about: GameFile
    game_title: str
    events: tuple[GameEvent, ...]
    undone: frozenset[int]
    secrets: Mapping[str, str]
    standings: tuple[GameStanding, ...]
    effects: tuple[GameEffect, ...]
    guesses: tuple[GuessHeld, ...]
    ballots: tuple[BallotCount, ...]
    disputes: tuple[Disputed, ...]
    contested: tuple[Contested, ...]
    kept: tuple[Input, ...]
    holds: str

    @property
    def turned(self) -> list[GameEffect]:
        """The lines that changed first place and stand."""
        return [effect for effect in self.effects if not effect.undone and effect.before != effect.after]
