"""What one line of a game has done: what was noted, who leads, who moved, and what is nearest."""

from dataclasses import dataclass

from scenario_cli.answers.game.show.ask import GameShowAnswer
from scenario_cli.model.game import EFFECTS, GameEvent
from scenario_cli.study import Study


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GameStepAnswer(GameShowAnswer):
    """How things stand after a line that was just written, and how they stood before it.

    Attributes
    ----------
    folder : str
        As it was named.
    before : Study
        As it was before the line, and before an edit by hand that it found.
    """

    question = "game.step"

    folder: str
    before: Study

    @property
    def event(self) -> GameEvent:
        """The line."""
        return self.events[-1]

    @property
    def tells_ranking(self) -> bool:
        """Whether to say who leads: before the first turn only where something was done to it.

        A guess is to come from heads that no number has been in.
        """
        return self.turn > 0 or self.event.kind in EFFECTS
