"""``scenario game undo``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, GameName, Reason, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width
from scenario_cli.shell.offers import lines

To = Annotated[
    int | None,
    typer.Option(
        "--to",
        metavar="LINE",
        min=1,
        help="Take back all that stand after it.",
        autocompletion=lines(),
        show_default=False,
    ),
]


def command(
    to: To = None,
    by: By = None,
    why: Reason = "",
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Take back the latest line that stands; nothing is erased.

    \b
    Examples:
      scenario game undo
      scenario game undo --to 7 --why "we misread the map"
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).undo(to=to, by=by, why=why, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
