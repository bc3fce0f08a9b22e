"""``scenario weights show``."""

from scenario_cli.cli.parameters import (
    FormName,
    ForScenario,
    NoColour,
    OutputPath,
    WeightsFileName,
    Width,
)


def command(
    file: WeightsFileName,
    scenario: ForScenario = None,
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show points, shares, and how many factors share them.

    \b
    Examples:
      scenario weights show authors
      scenario weights show weights/red.yaml --scenario coffee
    """
    from scenario_cli.answers.weights.show.ask import show_weights
    from scenario_cli.cli.output import Destination

    answer = show_weights(file, scenario=scenario)
    Destination(form=format_, path=output, width=width, no_colour=no_colour).write(answer.report())
