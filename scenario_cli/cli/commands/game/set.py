"""``scenario game set``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import At, By, GameName, Reason, StepForm, TakeNew
from scenario_cli.cli.parameters import NoColour, Width
from scenario_cli.shell.offers import played, weights_names

Settings = Annotated[
    list[str],
    typer.Argument(
        metavar="KEY=VALUE...",
        help="weights.DRIVER=60, weights.DRIVER.FACTOR=2 or ratings.OPTION.FACTOR=4.",
        autocompletion=played("settings", to_set=True),
        show_default=False,
    ),
]
Ballot = Annotated[
    str | None,
    typer.Option(
        "-w",
        "--weights",
        metavar="WEIGHTS",
        help="All points, by a file.",
        autocompletion=weights_names,
        show_default=False,
    ),
]


def command(
    settings: Settings = [],  # noqa: B006 - Typer reads it, nobody changes it
    weights: Ballot = None,
    by: By = None,
    why: Reason = "",
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Set numbers of the game; the files that it follows are not touched.

    \b
    Examples:
      scenario game set weights.interests=40 --by red --why "the room insisted"
      scenario game set ratings.drones.payoff=3
      scenario game set -w weights/room.yaml
      scenario game set -w ballots/r1/ana.yaml

    A ballot's points are taken, not its ratings; without --by it is Ana who does it.
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).set(*settings, weights=weights, by=by, why=why, at=at, take_new=take_new)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
