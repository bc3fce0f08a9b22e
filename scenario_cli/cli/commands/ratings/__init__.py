"""The group ``scenario ratings``."""

import typer

from scenario_cli.cli.app import SETTINGS, LazyGroup

HELP = """Change ratings of a scenario in place, and take changes back.

\b
Examples:
  scenario ratings set coffee new.taste=6 --low 5 --high 8 --why "tried it"
  scenario ratings undo coffee
  scenario ratings redo coffee
  scenario ratings history coffee
"""


class RatingsCommands(LazyGroup):
    """The commands of the group."""

    home = "scenario_cli.cli.commands.ratings"
    names = ("set", "undo", "redo", "history")


app = typer.Typer(
    cls=RatingsCommands,
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback()
def root() -> None:
    """Hold the group together."""
