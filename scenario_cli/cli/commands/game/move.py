"""``scenario game move``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, GameName, Secret, StepForm, TakeNew, Team
from scenario_cli.cli.parameters import NoColour, Width

Text = Annotated[str, typer.Argument(metavar="TEXT", help="What it does.", show_default=False)]
Because = Annotated[
    list[str],
    typer.Option("--because", metavar="TEXT", help="A reason; may be repeated.", show_default=False),
]


def command(
    team: Team,
    text: Text,
    because: Because = [],  # noqa: B006 - Typer reads it, nobody changes it
    secret: Secret = False,
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Note what a team does, and why it should succeed.

    \b
    Examples:
      scenario game move blue "Publishes the waybills" --because "it has them"
      scenario game move red "Pays the pilot" --secret
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).move(team, text, because=because, secret=secret, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
