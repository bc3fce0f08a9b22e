"""\b
Examples:
  scenario evidence
  scenario evidence -w stove_piped --without untraceable_shells
  scenario evidence --without wilder
  scenario evidence --kind judgement
  scenario evidence -f md -o basis.md

Without an item, every rating that rests on it alone could be anything on its scale.
"""

from enum import StrEnum
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


class Kind(StrEnum):
    """What a rating is, as its file says."""

    REPORTING = "reporting"
    JUDGEMENT = "judgement"
    ASSUMPTION = "assumption"


Without = Annotated[
    list[str],
    typer.Option(
        "--without",
        metavar="ID",
        help="Leave out this evidence, or all of this source; may be repeated.",
        show_default=False,
    ),
]
KindName = Annotated[
    Kind, typer.Option("--kind", metavar="reporting|judgement|assumption", help="Which ratings to doubt.")
]


def command(
    scenario: ScenarioName = None,
    weights: WeightsNames = [],  # noqa: B006 - Typer reads it, nobody changes it
    without: Without = [],  # noqa: B006
    kind: KindName = Kind.ASSUMPTION,
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormatName = Format.TABLE,
    output: OutputPath = None,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show what a result rests on."""
    from scenario_cli.cli.basis import read_basis
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.resting import answer_evidence
    from scenario_cli.render.evidence import document, records
    from scenario_cli.render.evidence_page import page

    basis, stated = read_basis(scenario, weights, inject, setting)
    answer = answer_evidence(basis, stated, without=without, kind=kind.value)
    Destination(format=format_, path=output, width=width, no_colour=no_colour).write(
        page=lambda _: page(answer), document=lambda: document(answer), records=lambda: records(answer)
    )
