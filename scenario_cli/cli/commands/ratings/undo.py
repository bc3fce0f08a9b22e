"""``scenario ratings undo``."""

from scenario_cli.cli.parameters import (
    NoColour,
    OnlyPrograms,
    ScenarioFileName,
    UndrawnForm,
    WeightsNames,
    Who,
    Why,
    Width,
)


def command(
    scenario: ScenarioFileName,
    why: Why = "",
    who: Who = "",
    only_programs: OnlyPrograms = False,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Take the last change back, and the one before, at any depth.

    \b
    Examples:
      scenario ratings undo coffee
      scenario ratings undo coffee      (again: the change before that)
      scenario ratings undo coffee --who Ana --why "too soon"

    What was changed otherwise since stays as it is; where the very place of the change was,
    nothing is written. 'scenario ratings redo' makes the change again.
    """
    from scenario_cli.answers.ratings.set.ask import undo_ratings
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import one_name

    answer = undo_ratings(scenario, why=why, who=who, weights=one_name(weights), only_programs=only_programs)
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
