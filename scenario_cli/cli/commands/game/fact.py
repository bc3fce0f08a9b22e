"""``scenario game fact``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, GameName, Secret, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width

Text = Annotated[str, typer.Argument(metavar="TEXT", help="What is so.", show_default=False)]


def command(
    text: Text,
    by: By = None,
    secret: Secret = False,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Note what everybody takes to be so from now on.

    \b
    Examples:
      scenario game fact "The waybills are public" --by control
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).fact(text, by=by, secret=secret, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
