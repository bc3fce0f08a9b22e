"""\b
Examples:
  scenario weights show authors
  scenario weights show weights/red.yaml --scenario coffee
"""

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    ForScenario,
    NoColour,
    OutputPath,
    WeightsFile,
    Width,
)


def command(
    file: WeightsFile,
    scenario: ForScenario = None,
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show a weights file."""
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.weighing import open_weights
    from scenario_cli.engine.problem import decision_problem
    from scenario_cli.render.provenance import Input
    from scenario_cli.render.shares import shares_document, shares_page, shares_records

    stated = open_weights(file, scenario)
    problem = decision_problem(stated.scenario, stated.weights)
    inputs = [
        Input(role="scenario", id=stated.scenario.id, sha256=stated.scenario_source.sha256),
        Input(role="weights", id=stated.weights.id, sha256=stated.source.sha256),
    ]
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: shares_page(stated.weights, problem),
        document=lambda: shares_document(stated.weights, problem, inputs),
        records=lambda: shares_records(stated.weights, problem),
    )
