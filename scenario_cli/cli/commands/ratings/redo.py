"""``scenario ratings redo``."""

from scenario_cli.cli.parameters import (
    NoColour,
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
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    format_: UndrawnForm = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Make the change again that was taken back last.

    \b
    Examples:
      scenario ratings redo coffee
      scenario ratings redo coffee      (again: the change after that)

    After a new change there is nothing left to redo.
    """
    from scenario_cli.answers.ratings.set.ask import redo_ratings
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import one_name

    answer = redo_ratings(scenario, why=why, who=who, weights=one_name(weights))
    Destination(form=format_, width=width, no_colour=no_colour).write(answer.report())
