"""``scenario weights history``."""

from scenario_cli.cli.parameters import ForScenario, NoColour, ShownForm, WeightsFileName, Width


def command(
    file: WeightsFileName,
    scenario: ForScenario = None,
    format_: ShownForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show every change of a weights file: when, who, what and why.

    \b
    Examples:
      scenario weights history weights/red.yaml
      scenario weights history weights/red.yaml -f md
      scenario weights history weights/red.yaml -f json

    Oldest first, with what was undone. What an editor changed, or a command that
    replaces the file (new --force, show -o --force), is told as changed outside.
    """
    from scenario_cli.answers.history.ask import points_history
    from scenario_cli.cli.output import Destination

    answer = points_history(file, scenario=scenario)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
