"""``scenario weights undo``."""

from scenario_cli.cli.parameters import (
    ForScenario,
    NoColour,
    OnlyPrograms,
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
    only_programs: OnlyPrograms = False,
    scenario: ForScenario = None,
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Take the last change back, and the one before, at any depth.

    \b
    Examples:
      scenario weights undo weights/red.yaml
      scenario weights undo weights/red.yaml      (again: the change before that)
      scenario weights undo weights/red.yaml --who Ana --why "too soon"

    What was changed otherwise since stays as it is; where the very place of the change was,
    nothing is written. 'scenario weights redo' makes the change again.
    """
    from scenario_cli.answers.weights.set.ask import undo_points
    from scenario_cli.cli.output import Destination

    answer = undo_points(file, why=why, who=who, scenario=scenario, only_programs=only_programs)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
