"""``scenario game replay``."""

from scenario_cli.cli.commands.game.options import GameName
from scenario_cli.cli.parameters import FormName, NoColour, OutputPath, Width


def command(
    game: GameName = None,
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Compute every turn again from the log and the kept files alone: exit code 4 if one does not come out.

    \b
    Examples:
      scenario game replay
      scenario game replay -g games/iran -f json
    """
    from scenario_cli.cli.output import Destination
    from scenario_cli.errors import ConditionError
    from scenario_cli.game.played import game as game_in

    answer = game_in(game).replay()
    Destination(form=format_, path=output, width=width, no_colour=no_colour).write(answer.report())
    if not answer.holds:
        raise ConditionError(answer.finding)
