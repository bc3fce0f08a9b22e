"""``scenario game show``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import GameName, Names
from scenario_cli.cli.parameters import All, FormName, NoColour, OutputPath, PictureName, Width
from scenario_cli.shell.offers import lines, turns

TurnNumber = Annotated[
    int | None,
    typer.Option(
        "--turn",
        metavar="N",
        min=0,
        help="As this turn opened; 0: the start.",
        autocompletion=turns,
        show_default=False,
    ),
]
LineNumber = Annotated[
    int | None,
    typer.Option(
        "--line",
        metavar="N",
        min=1,
        help="As it was after a line.",
        autocompletion=lines(),
        show_default=False,
    ),
]
Room = Annotated[bool, typer.Option("--room", help="For everybody: without what is kept apart.")]


def command(
    turn: TurnNumber = None,
    line: LineNumber = None,
    room: Room = False,
    names: Names = False,
    game: GameName = None,
    all_: All = False,
    picture: PictureName = "",
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show how things stand, and what was done.

    \b
    Examples:
      scenario game show
      scenario game show --turn 2
      scenario game show --room
      scenario game show --all -f csv
      scenario game show --picture turns -o turns.svg
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.parameters import length
    from scenario_cli.errors import UsageError
    from scenario_cli.game.played import game as game_in

    if turn is not None and line is not None:
        raise UsageError("--turn and --line: one of them")
    if room and names:
        raise UsageError("--room and --names: one of them")
    answer = game_in(game).show(line=line, turn=turn, room=room, names=names)
    Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        length=length(all_=all_, brief=False),
        picture=picture,
    ).write(answer.report())
