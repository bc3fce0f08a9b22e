"""\b
Examples:
  scenario compare
  scenario compare -w authors -w critics -w personality
  scenario compare china-arms-russia-2022 china-arms-russia -w authors

Without -w: all weights files that fit, yours if there are any, else the built-in ones.
Several scenarios are compared under one weights file.
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    InjectIds,
    NoColour,
    OutputPath,
    SettingTexts,
    WeightsNames,
    Width,
)

ScenarioNames = Annotated[
    list[str] | None,
    typer.Argument(metavar="SCENARIO...", help="One, or several with one -w.", show_default=False),
]


def command(
    scenarios: ScenarioNames = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Compare perspectives."""
    from scenario_cli.cli.comparing import compare_scenarios, compare_weights
    from scenario_cli.cli.output import Destination
    from scenario_cli.render.compare import document, page, records

    if scenarios and len(scenarios) > 1:
        answer = compare_scenarios(scenarios, weights, inject, setting)
    else:
        answer = compare_weights(scenarios[0] if scenarios else None, weights, inject, setting)
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda columns: page(answer, columns),
        document=lambda: document(answer),
        records=lambda: records(answer),
    )
