"""``scenario weights undo``."""

from scenario_cli.cli.parameters import ForScenario, NoColour, ShownForm, WeightsFileName, Width


def command(
    file: WeightsFileName,
    scenario: ForScenario = None,
    format_: ShownForm = "table",
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Take the last change back; undo it again to redo.

    \b
    Examples:
      scenario weights undo weights/red.yaml
      scenario weights undo weights/red.yaml      (again: redoes the change)
    """
    from scenario_cli.answers.weights.set.ask import undo_points
    from scenario_cli.cli.output import Destination

    answer = undo_points(file, scenario=scenario)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
