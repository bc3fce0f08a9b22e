"""``scenario game report``."""

from typing import Annotated

import typer

from scenario_cli.cli.commands.game.options import GameName, Names
from scenario_cli.cli.parameters import FormName, NoColour, OutputPath, PictureName, Width

WithSecret = Annotated[bool, typer.Option("--with-secret", help="Open the texts that are kept apart.")]


def command(
    game: GameName = None,
    with_secret: WithSecret = False,
    names: Names = False,
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Write the after-action report of a game.

    \b
    Examples:
      scenario game report -o aar.html
      scenario game report -g games/iran -o aar.md

    What was asked, who was there, how the ranking moved, what each inject and ruling did,
    where the room differed, what would change the answer, what was taken back, and how to
    compute all of it again.
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).report(with_secret=with_secret, names=names)
    Destination(form=format_, path=output, width=width, no_colour=no_colour, picture=picture).write(
        answer.report()
    )
