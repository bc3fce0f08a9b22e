"""``scenario game turn``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, GameName, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width

Title = Annotated[str, typer.Argument(metavar="TITLE", help="What it is called.", show_default=False)]


def command(
    title: Title,
    by: By = None,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Open a turn: its ranking is shown and kept.

    \b
    Examples:
      scenario game turn "Turn 1: spring"
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).turn(title, by=by, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
