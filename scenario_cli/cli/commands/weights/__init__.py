"""The group ``scenario weights``."""

import typer

from scenario_cli.cli.app import SETTINGS, LazyGroup

HELP = """Change, compare, mix and elicit weights.

\b
Examples:
  scenario weights set weights/red.yaml power=60 --why "the room insisted"
  scenario weights undo weights/red.yaml
  scenario weights history weights/red.yaml
  scenario weights diff authors critics
  scenario weights ask china-arms-russia --answers ana.yaml
  scenario weights rank interests personality power -o weights/ranked.yaml
"""


class WeightsCommands(LazyGroup):
    """The commands of the group."""

    home = "scenario_cli.cli.commands.weights"
    names = ("set", "undo", "redo", "history", "show", "diff", "blend", "rank", "swing", "pairs", "ask")


app = typer.Typer(
    cls=WeightsCommands,
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


@app.callback()
def root() -> None:
    """Hold the group together."""
