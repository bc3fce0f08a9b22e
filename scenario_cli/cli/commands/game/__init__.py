"""The group ``scenario game``."""

import typer

from scenario_cli.cli.app import SETTINGS, LazyGroup

HELP = """Play a game at a table: every line kept, taken back, replayed, reported.

\b
Examples:
  scenario game new games/iran -w authors --team red --team blue
  scenario game turn "Turn 1: spring"
  scenario game inject shipment_exposed --until 3
  scenario game move blue "Publishes the waybills" --because "it has them"
  scenario game undo
  scenario game report -o aar.html

The game is the one named with -g, else that of the folder one stands in, else the only
one in ./games.
"""


class GameCommands(LazyGroup):
    """The commands of the group."""

    home = "scenario_cli.cli.commands.game"
    names = (
        "new",
        "guess",
        "turn",
        "inject",
        "set",
        "ballots",
        "move",
        "against",
        "ruling",
        "say",
        "fact",
        "undo",
        "redo",
        "show",
        "replay",
        "report",
    )


app = typer.Typer(
    cls=GameCommands,
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback()
def root() -> None:
    """Hold the group together."""
