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
    from scenario_cli.cli.weighing import inputs_of, open_weights
    from scenario_cli.engine.problem import decision_problem
    from scenario_cli.render.basis import Basis
    from scenario_cli.render.shares import shares_document, shares_page, shares_records

    stated = open_weights(file, scenario)
    basis = Basis(
        scenario=stated.scenario,
        weights=stated.weights,
        problem=decision_problem(stated.scenario, stated.weights),
        inputs=inputs_of([stated]),
    )
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: shares_page(basis),
        document=lambda: shares_document(basis),
        records=lambda: shares_records(basis),
    )
