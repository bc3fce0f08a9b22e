"""``scenario game ruling``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import (
    At,
    By,
    GameName,
    MoveLine,
    Reason,
    StepForm,
    TakeNew,
)
from scenario_cli.cli.parameters import NoColour, Width
from scenario_cli.shell.offers import played

Succeeds = Annotated[
    bool | None, typer.Option("--succeeds/--fails", help="What becomes of the move.", show_default=False)
]
Chance = Annotated[
    float | None,
    typer.Option("--chance", metavar="PERCENT", help="What the room gave it.", show_default=False),
]
Votes = Annotated[
    str, typer.Option("--votes", metavar="50,60,70", help="Each one's number.", show_default=False)
]
Roll = Annotated[
    float | None, typer.Option("--roll", metavar="NUMBER", help="What the dice said.", show_default=False)
]
Set = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="What it sets; may be repeated.",
        autocompletion=played("settings", to_set=True),
        show_default=False,
    ),
]


def command(
    move: MoveLine,
    succeeds: Succeeds = None,
    chance: Chance = None,
    votes: Votes = "",
    roll: Roll = None,
    settings: Set = [],  # noqa: B006 - Typer reads it, nobody changes it
    by: By = None,
    why: Reason = "",
    game: GameName = None,
    at: At = None,
    take_new: TakeNew = False,
    format_: StepForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Say what becomes of a move, and what that sets.

    \b
    Examples:
      scenario game ruling 5 --succeeds --set ratings.covert_shells.standing=2
      scenario game ruling 5 --succeeds --chance 60 --votes 50,60,70 --roll 4
      scenario game ruling 5 --fails --why "nobody was listening"

    Chance, votes and dice are the room's words about the move: no score hangs on them.
    A ruling before on the same move holds no more.
    """
    from scenario_cli.cli.commands.game.options import decided, numbers
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).ruling(
        move,
        decided(succeeds),
        chance=chance,
        votes=numbers(votes, "votes"),
        roll=roll,
        settings=settings,
        by=by,
        why=why,
        at=at,
        take_new=take_new,
    )
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
