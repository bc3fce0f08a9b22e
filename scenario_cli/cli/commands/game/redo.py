"""``scenario game redo``."""

from scenario_cli.cli.commands.game.options import At, By, GameName, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width


def command(
    by: By = None,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Bring back what the latest undo took back, as long as nothing else came after it.

    \b
    Examples:
      scenario game redo
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).redo(by=by, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
