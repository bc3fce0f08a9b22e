"""``scenario weights diff``."""

from scenario_cli.cli.parameters import (
    FormName,
    ForScenario,
    NoColour,
    OtherWeightsFileName,
    OutputPath,
    WeightsFileName,
    Width,
)


def command(
    a: WeightsFileName,
    b: OtherWeightsFileName,
    scenario: ForScenario = None,
    format_: FormName = None,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Put two weights files side by side: which differences matter?

    \b
    Examples:
      scenario weights diff authors critics
      scenario weights diff weights/red.yaml weights/blue.yaml -f csv
    """
    from scenario_cli.answers.weights.diff.ask import diff_weights
    from scenario_cli.cli.output import Destination

    answer = diff_weights(a, b, scenario=scenario)
    Destination(form=format_, path=output, width=width, no_colour=no_colour).write(answer.report())
