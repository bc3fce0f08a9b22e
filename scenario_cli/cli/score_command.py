"""\b
Examples:
  scenario score
  scenario score coffee -w red --inject price_cut
  scenario score --set ratings.drones.sanctions=6
  scenario score -f json -o result.json
  scenario score --expect straddle
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

Expected = Annotated[
    str | None,
    typer.Option(
        "--expect", metavar="OPTION", help="Exit with 4 unless this option alone leads.", show_default=False
    ),
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    expect: Expected = None,
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Rank the options of a scenario."""
    from scenario_cli.cli.basis import read_basis, untouched
    from scenario_cli.cli.inputs import known_id
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.scoring import answer_score
    from scenario_cli.engine.additive import rank_options
    from scenario_cli.errors import ConditionError
    from scenario_cli.render.score import document, page, records

    basis, stated = read_basis(scenario, weights, inject, setting)
    if expect is not None:
        known_id("--expect", "option", expect, list(basis.problem.options))
    before = untouched(basis)
    answer = answer_score(basis, stated, rank_options(before) if before is not None else None)
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda columns: page(answer, columns),
        document=lambda: document(answer),
        records=lambda: records(answer),
    )
    leaders = [basis.problem.options[i] for i in answer.ranking.leaders]
    if expect is not None and leaders != [expect]:
        raise ConditionError(f"error: --expect {expect}: first is {', '.join(leaders)}")
