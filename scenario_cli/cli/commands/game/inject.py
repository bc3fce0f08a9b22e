"""``scenario game inject``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, GameName, Reason, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width
from scenario_cli.shell.offers import played

InjectId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An inject of the scenario.",
        autocompletion=played("injects"),
        show_default=False,
    ),
]
Until = Annotated[
    int | None,
    typer.Option("--until", metavar="TURN", min=0, help="Hold through this turn.", show_default=False),
]


def command(
    id_: InjectId,
    until: Until = None,
    by: By = None,
    why: Reason = "",
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Let an event of the scenario happen.

    \b
    Examples:
      scenario game inject shipment_exposed --by control
      scenario game inject shipment_exposed --until 3
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).inject(id_, until=until, by=by, why=why, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
