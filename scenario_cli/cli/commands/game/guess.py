"""``scenario game guess``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, GameName, StepForm, TakeNew, Team
from scenario_cli.cli.parameters import NoColour, Width
from scenario_cli.shell.offers import played

Order = Annotated[
    list[str],
    typer.Argument(
        metavar="OPTION...",
        help="Options, best first: all, or the first few.",
        autocompletion=played("options"),
        show_default=False,
    ),
]
Who = Annotated[str, typer.Option("--who", metavar="NAME", help="Whose guess it is.", show_default=False)]


def command(
    team: Team,
    order: Order,
    who: Who = "",
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Note what a team takes to be the ranking, before it sees a number.

    \b
    Examples:
      scenario game guess red straddle covert_shells drones open_arming
      scenario game guess blue covert_shells --who "Col. R"
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).guess(team, order, who=who, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
