"""The group ``scenario weights``."""

import typer

from scenario_cli.cli.app import SETTINGS, LazyGroup

HELP = """Change, compare, mix and elicit weights.

\b
Examples:
  scenario weights set weights/red.yaml power=60 --why "the room insisted"
  scenario weights undo weights/red.yaml
  scenario weights diff authors critics
  scenario weights rank interests personality power -o weights/ranked.yaml
"""


class WeightsCommands(LazyGroup):
    """The commands of the group."""

    prefix = "weights_"
    table = {
        "set": "Change numbers in a weights file; every other byte stays.",
        "undo": "Take the last change back; undo it again to redo.",
        "show": "Show points, shares, and how many factors share them.",
        "diff": "Put two weights files side by side: which differences matter?",
        "blend": "Mix two weights files into one.",
        "rank": "Make weights from an order of importance.",
        "swing": "Make weights from how much each swing from worst to best is worth.",
        "pairs": "Make weights from pairwise comparisons.",
    }


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
