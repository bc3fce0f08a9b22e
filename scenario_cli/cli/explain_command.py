"""\b
Examples:
  scenario explain straddle
  scenario explain covert_shells --against drones -w power
  scenario explain new coffee -w red -f md

Without --against: the runner-up, or the leader where OPTION does not lead.
"""

from typing import Annotated

import typer

from scenario_cli.cli.parameters import (
    Format,
    FormatName,
    InjectIds,
    NoColour,
    OutputPath,
    ScenarioName,
    SettingTexts,
    WeightsNames,
    Width,
)

OptionId = Annotated[str, typer.Argument(metavar="OPTION", help="The option to explain.", show_default=False)]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="OPTION", help="The option to compare with.", show_default=False),
]


def command(
    option: OptionId,
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    against: Against = None,
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Explain a gap."""
    from scenario_cli.cli.basis import read_basis
    from scenario_cli.cli.explaining import answer_explain
    from scenario_cli.cli.inputs import known_id
    from scenario_cli.cli.output import Destination
    from scenario_cli.engine.additive import rank_options
    from scenario_cli.errors import UsageError
    from scenario_cli.render.explain import document, page, records

    basis, stated = read_basis(scenario, weights, inject, setting)
    options = list(basis.problem.options)
    known_id("OPTION", "option", option, options)
    ranking = rank_options(basis.problem)
    if against is not None:
        known_id("--against", "option", against, options)
    elif len(options) > 1:
        against = next(options[i] for i in ranking.order if options[i] != option)
    if against is None or against == option:
        raise UsageError(f"error: --against: '{option}' needs another option to stand against")
    answer = answer_explain(basis, stated, ranking, options.index(option), options.index(against))
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: page(answer), document=lambda: document(answer), records=lambda: records(answer)
    )
