"""How things stand in a game: the ranking after a line, and the lines that led to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scenario_cli.answers.game.ballots import BallotCount
from scenario_cli.answers.game.report.ask import GameStanding
from scenario_cli.answers.game.standings import START, standing_at, standing_of
from scenario_cli.answers.study_answer import StudyAnswer
from scenario_cli.engine.flags import Flag, program_flags, program_line
from scenario_cli.frozen import locked
from scenario_cli.model.game import GameEvent
from scenario_cli.study import Study

if TYPE_CHECKING:
    from scenario_cli.answers.game.show.document import GameShowDocument


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GameShowAnswer(StudyAnswer["GameShowDocument"]):
    """How things stand after a line of a game's log.

    Attributes
    ----------
    study : Study
        The scenario and weights with all that is tried on them by then, in order.
    begun : Study
        As it was when the game began.
    game_title : str
    turn, line : int
    events : tuple of GameEvent
        The lines up to there.
    undone : frozenset of int
        Those of them that were taken back.
    opened : GameEvent or None
        The line that opened the turn.
    room : bool
        Whether it is shown to all: without what is kept apart.
    secrets : mapping of str to str
        The texts that are kept apart, by the hash that the log states.
    ballots : tuple of BallotCount
        Of each line that keeps some.
    notes : tuple of str
    """

    question = "game.show"

    begun: Study
    game_title: str
    turn: int
    line: int
    events: tuple[GameEvent, ...]
    undone: frozenset[int] = frozenset()
    opened: GameEvent | None = None
    room: bool = False
    secrets: Mapping[str, str] = field(default_factory=dict)
    ballots: tuple[BallotCount, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Make arrays read-only; the lines of a log hold none, and are many."""
        locked([part for name, part in vars(self).items() if name != "events"])

    @property
    def by_programs(self) -> str:
        """How many ratings a program set, in a sentence; nothing where there are none."""
        return program_line(self.study.scenario)

    @property
    def named_by_programs(self) -> list[Flag]:
        """The flag that names them."""
        return program_flags(self.study.scenario, self.study.problem, self.study.titles)

    @property
    def tells_ranking(self) -> bool:
        """Whether to say who leads: not to all before the first turn, whose guesses come first."""
        return self.turn > 0 or not self.room

    @property
    def standings(self) -> tuple[GameStanding, ...]:
        """How options stood at the start and as each turn opened that stands, and how they stand now."""
        turns = [event for event in self.events if event.kind == "turn" and event.line not in self.undone]
        found = [standing_of(START, 1, self.begun), *map(standing_at, turns)]
        if found[-1].line < self.line:
            found.append(standing_of(f"After line {self.line}", self.line, self.study))
        return tuple(found)
