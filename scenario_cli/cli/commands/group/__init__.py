"""The group ``scenario group``."""

import typer

from scenario_cli.cli.app import SETTINGS, LazyGroup

HELP = """Put many people's ballots together: where they differ, and whether it matters.

\b
Examples:
  scenario group show ballots/r1
  scenario group show ballots/r2 --before ballots/r1 --agree 'iqr<=10'
  scenario group blend ballots/r1 --by median -o weights/room.yaml
  scenario group seal ballots/r1 -o r1.csv

A ballot is a file (ballot/1), a weights file that says whose it is (by), or a row of a
CSV table with a column a driver, and if wanted by, team, round and order.
"""


class GroupCommands(LazyGroup):
    """The commands of the group."""

    home = "scenario_cli.cli.commands.group"
    names = ("show", "blend", "seal")


app = typer.Typer(
    cls=GroupCommands,
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback()
def root() -> None:
    """Hold the group together."""
