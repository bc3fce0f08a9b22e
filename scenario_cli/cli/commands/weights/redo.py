"""``scenario weights redo``."""

from scenario_cli.cli.parameters import (
    ForScenario,
    NoColour,
    UndrawnForm,
    WeightsFileName,
    Who,
    Why,
    Width,
)


def command(
    file: WeightsFileName,
    why: Why = "",
    who: Who = "",
    scenario: ForScenario = None,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make the change again that was taken back last.

    \b
    Examples:
      scenario weights redo weights/red.yaml
      scenario weights redo weights/red.yaml      (again: the change after that)

    After a new change there is nothing left to redo.
    """
    from scenario_cli.answers.weights.set.ask import redo_points
    from scenario_cli.cli.output import Destination

    answer = redo_points(file, why=why, who=who, scenario=scenario)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
