"""``scenario game against``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, GameName, MoveLine, Secret, StepForm, TakeNew, Team
from scenario_cli.cli.parameters import NoColour, Width

Text = Annotated[str, typer.Argument(metavar="TEXT", help="Why it should fail.", show_default=False)]


def command(
    team: Team,
    move: MoveLine,
    text: Text,
    secret: Secret = False,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Note what a team says against a move, which is named by its line.

    \b
    Examples:
      scenario game against red 5 "Nobody believes a waybill"
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).against(team, move, text, secret=secret, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
