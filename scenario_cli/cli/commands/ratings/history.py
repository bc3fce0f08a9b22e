"""``scenario ratings history``."""

from scenario_cli.cli.parameters import NoColour, ScenarioFileName, ShownForm, Width


def command(
    scenario: ScenarioFileName,
    format_: ShownForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show every change of a scenario's ratings: when, who, what and why.

    \b
    Examples:
      scenario ratings history coffee
      scenario ratings history coffee -f md
      scenario ratings history coffee -f json

    Oldest first, with what was undone. What an editor changed, or a command that
    replaces the file (new --force, show -o --force), is told as changed outside.
    """
    from scenario_cli.answers.history.ask import ratings_history
    from scenario_cli.cli.output import Destination

    answer = ratings_history(scenario)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
