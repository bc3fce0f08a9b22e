"""``scenario evidence``."""

from typing import Annotated

import typer

from scenario_cli.choices import Kind
from scenario_cli.cli.parameters import (
    All,
    Brief,
    FormName,
    InjectIds,
    NoColour,
    OutputPath,
    PictureName,
    ScenarioName,
    SettingTexts,
    WeightsNames,
    Width,
    length,
)
from scenario_cli.shell.offers import ids

Without = Annotated[
    list[str],
    typer.Option(
        "--without",
        metavar="ID",
        help="Leave out this evidence, or all of this source; may be repeated.",
        autocompletion=ids("evidence"),
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
    kind: KindName = "assumption",
    inject: InjectIds = [],  # noqa: B006
    setting: SettingTexts = [],  # noqa: B006
    format_: FormName = None,
    output: OutputPath = None,
    picture: PictureName = "",
    all_: All = False,
    brief: Brief = False,
    width: Width = None,
    no_colour: NoColour = False,
) -> None:
    """Show what the result rests on, and what happens without it.

    \b
    Examples:
      scenario evidence
      scenario evidence -w stove_piped --without untraceable_shells
      scenario evidence --without wilder
      scenario evidence --kind judgement
      scenario evidence -o basis.md

    Without an item, every rating that rests on it alone could be anything on its scale.
    """
    from scenario_cli.answers.evidence.ask import ask_evidence
    from scenario_cli.cli.output import Destination
    from scenario_cli.cli.studies import typed_study

    answer = ask_evidence(typed_study(scenario, weights, inject, setting), without=without, kind=kind)
    destination = Destination(
        form=format_,
        path=output,
        width=width,
        no_colour=no_colour,
        picture=picture,
        length=length(all_=all_, brief=brief),
    )
    destination.write(answer.report())
