"""\b
Examples:
  scenario weights diff authors critics
  scenario weights diff weights/red.yaml weights/blue.yaml -f csv
"""

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    ForScenario,
    NoColour,
    OtherWeightsFile,
    OutputPath,
    WeightsFile,
    Width,
)


def command(
    a: WeightsFile,
    b: OtherWeightsFile,
    scenario: ForScenario = None,
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Put two weights files side by side."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.weighing import open_weights
    from scenario_cli.engine.additive import rank_options
    from scenario_cli.engine.problem import decision_problem
    from scenario_cli.files.reading import read_weights
    from scenario_cli.render.shares import DiffAnswer, diff_document, diff_page, diff_records

    first = open_weights(a, scenario)
    second = read_weights(b, first.scenario)
    problems = [decision_problem(first.scenario, weights) for weights in (first.weights, second)]
    answer = DiffAnswer(
        scenario=first.scenario,
        weights=(first.weights, second),
        problems=(problems[0], problems[1]),
        rankings=(rank_options(problems[0]), rank_options(problems[1])),
    )
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: diff_page(answer),
        document=lambda: diff_document(answer),
        records=lambda: diff_records(answer),
    )
